"""The experiment: landscapes, swarms of trajectories, and races. It knows no lesson and no terminal."""

"""The experiment: landscapes, swarms of trajectories, races. Knows no lesson and no terminal."""

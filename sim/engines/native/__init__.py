"""The engine in C, for several trajectories at once, and the Python code that calls it."""

"""The experiment in C: the update of trajectories for several at once, with what calls it."""

"""The words of the sweep that is tested."""

WORDS = ["sweep", "canyon", "--batch-size", "1,4,20", "--momentum", "0:0.9:4", "--trajectories", "40", "--epochs", "3"]

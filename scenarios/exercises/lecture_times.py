"""The lecture's figure of times, MNIST on a V100."""

# Read off the figure: batch size -> seconds per update.
SECONDS = {1: 0.006, 10: 0.008, 100: 0.03, 1000: 0.17, 10_000: 1.56, 60_000: 9.46}
IMAGES = 60_000

"""The bowl of the first minute: one parameter, twenty examples that disagree, two ways to go down."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.landscape import Landscape
from batchgame.sim.shuffle import order

EXAMPLES = 20
LEARNING_RATE = 0.25
START = -3.4
REACH = 4.0  # the bowl is drawn over −REACH … REACH


def bowl() -> Landscape:
    """L_n(θ) = ½(θ − s_n)², with spots s_n spread evenly about 0: each example has its own lowest point."""
    spots = np.linspace(-1.6, 1.6, EXAMPLES)
    coefficients = np.zeros((EXAMPLES, 15))
    coefficients[:, 0] = spots**2 / 2
    coefficients[:, 1] = -spots
    coefficients[:, 3] = 0.5
    return Landscape(coefficients, ())


class Bowl:
    """Two balls: batch size 1 takes the examples in shuffled order, the full batch all of them at once."""

    def __init__(self, seed: int) -> None:
        self.landscape = bowl()
        self.seed = seed
        self.paths: dict[str, list[float]] = {"one": [START], "full": [START]}

    def loss(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """Mean loss over all examples, at positions (...)."""
        points = np.stack([theta, np.zeros_like(theta)], axis=-1)
        return np.asarray(self.landscape.loss(points))

    def update(self, lane: str) -> None:
        """One update of a lane: θ ← θ − η·(mean gradient of its batch)."""
        path = self.paths[lane]
        theta = np.array([path[-1], 0.0])
        batch = None
        if lane == "one":
            epoch, position = divmod(len(path) - 1, EXAMPLES)
            batch = order(self.seed, np.array([0]), epoch, EXAMPLES)[0, position : position + 1]
        gradient = self.landscape.gradient(theta, batch)
        path.append(float(path[-1] - LEARNING_RATE * gradient[0]))

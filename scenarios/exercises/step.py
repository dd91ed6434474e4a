"""The proofs of the step exercise: a movement is the sum of two parts, and of all past gradients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import isclose

import numpy as np

from batchgame.scenarios.text.numbers import decimal
from batchgame.sim.manual import Manual, tilted_bowl, two_hollows
from batchgame.sim.theory import effective_learning_rate

START, LEARNING_RATE, MOMENTUM = (-3.2, 1.1), 0.45, 0.8
UPDATES = 8
HOLLOW_RATE, TO_THE_BOTTOM, ON = 0.1, 3, 60  # learning rate in the hollow; updates to its bottom, and afterwards
DEEP = 2.4  # where the deeper hollow beyond the top lies
REBUILT = 3  # gradients of the sum that the player rebuilds


def walker(momentum: float = MOMENTUM) -> Manual:
    """Return the trajectory of the exercise before its first update."""
    return Manual(tilted_bowl(), START, LEARNING_RATE, momentum)


def walked(updates: int = UPDATES, momentum: float = MOMENTUM) -> Manual:
    """Return the trajectory of the exercise after some updates."""
    manual = walker(momentum)
    for _ in range(updates):
        manual.update()
    return manual


def _sum_of_two() -> bool:
    manual = walked(3)
    return np.allclose(manual.carried + manual.pull, walked(4).movement)


def _along(which: str) -> bool:
    """Check whether the next movement is one of its parts alone, `pull` or `carried`."""
    manual = walked(3)
    return np.allclose(getattr(manual, which), walked(4).movement, atol=0.05)


def _all_past() -> bool:
    manual = walked()
    return np.allclose(manual.remembered(), manual.movement)


def rebuilt(weights: Sequence[float]) -> np.ndarray:
    """Return −η times the sum of the first gradients with these weights, the oldest gradient first."""
    gradients = walked(REBUILT).gradients
    return np.asarray(-LEARNING_RATE * sum((w * g for w, g in zip(weights, gradients, strict=True)), np.zeros(2)))


def right_weights() -> tuple[float, ...]:
    """Return the weights of the first gradients in the movement, the oldest first: λ², λ, 1."""
    return tuple(reversed(walked(REBUILT).weights()))


@cache
def _hollow_start() -> float:
    """Find the start from which a whole number of updates ends exactly at the bottom of the hollow."""
    low, high = -2.3, -2.0  # the updates from the first one end beyond the bottom, from the second one before it
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if _rolled(middle).theta[0] < 0 else (middle, high)
    return high


def _rolled(start: float, updates: int = TO_THE_BOTTOM) -> Manual:
    manual = Manual(two_hollows(deep=DEEP), (start, 0.0), HOLLOW_RATE, MOMENTUM)
    for _ in range(updates):
        manual.update()
    return manual


def at_the_bottom() -> Manual:
    """Return a trajectory that has just come to the bottom of a hollow, where the gradient is 0."""
    return _rolled(_hollow_start())


def rolled_on() -> Manual:
    """Return the same trajectory many updates later."""
    return _rolled(_hollow_start(), TO_THE_BOTTOM + ON)


def _moves_on_flat() -> bool:
    """Check that the gradient at the bottom of the hollow is 0 and the next movement is not."""
    manual = at_the_bottom()
    return bool(np.abs(manual.pull).max() < 1e-12 and manual.next_movement[0] > 0.1)


def _over_the_top() -> bool:
    """Check that the trajectory goes on over the top, and ends in the deeper hollow."""
    return abs(float(rolled_on().theta[0]) - DEEP) < 0.05


PROOFS: dict[str, Callable[[], bool]] = {
    "sum_of_two": _sum_of_two,
    "only_gradient": lambda: _along("pull"),
    "only_movement": lambda: _along("carried"),
    "all_past": _all_past,
    "moves_on_flat": _moves_on_flat,
    "over_the_top": _over_the_top,
    "rebuilt": lambda: np.allclose(rebuilt(right_weights()), walked(REBUILT).movement),
    "other_weights": lambda: (
        not any(
            np.allclose(rebuilt(weights), walked(REBUILT).movement) for weights in ((1, 1, 1), right_weights()[::-1])
        )
    ),
    "plain_without": lambda: np.allclose(walked(3, 0.0).next_movement, walked(3, 0.0).pull),
    "older_half": lambda: walked().weights()[3] > MOMENTUM,
    "older_cubed": lambda: isclose(walked().weights()[3], MOMENTUM**3),
    "older_none": lambda: walked().weights()[3] == 0,
    "long_run": lambda: isclose(effective_learning_rate(1, MOMENTUM), sum(MOMENTUM**k for k in range(200))),
}

NUMBERS: dict[str, Callable[[], str]] = {
    "momentum": lambda: decimal(MOMENTUM),
    "third": lambda: decimal(walked().weights()[3], 2),
    "long": lambda: decimal(effective_learning_rate(1, MOMENTUM), 0),
}

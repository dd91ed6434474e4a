"""The proofs of the step exercise: a movement is the sum of two parts, and of all past gradients."""

from __future__ import annotations

from collections.abc import Callable
from math import isclose

import numpy as np

from batchgame.scenarios.text.numbers import decimal
from batchgame.sim.manual import Manual, tilted_bowl
from batchgame.sim.theory import effective_learning_rate

START, LEARNING_RATE, MOMENTUM = (-3.2, 1.1), 0.45, 0.8
UPDATES = 8


def walker(momentum: float = MOMENTUM) -> Manual:
    """Return the trajectory of the exercise before its first update."""
    return Manual(tilted_bowl(), START, LEARNING_RATE, momentum)


def _walked(updates: int = UPDATES, momentum: float = MOMENTUM) -> Manual:
    manual = walker(momentum)
    for _ in range(updates):
        manual.update()
    return manual


def _sum_of_two() -> bool:
    manual = _walked(3)
    return np.allclose(manual.carried + manual.pull, _walked(4).movement)


def _along(which: str) -> bool:
    """Check whether the next movement is one of its parts alone, `pull` or `carried`."""
    manual = _walked(3)
    return np.allclose(getattr(manual, which), _walked(4).movement, atol=0.05)


def _all_past() -> bool:
    manual = _walked()
    return np.allclose(manual.remembered(), manual.movement)


def _moves_on_flat() -> bool:
    """Check that there is a movement where the gradient is 0."""
    manual = walker()
    manual.path, manual.movement = [np.zeros(2)], np.array([0.3, -0.2])
    return bool(not manual.pull.any() and manual.next_movement.any())


PROOFS: dict[str, Callable[[], bool]] = {
    "sum_of_two": _sum_of_two,
    "only_gradient": lambda: _along("pull"),
    "only_movement": lambda: _along("carried"),
    "all_past": _all_past,
    "moves_on_flat": _moves_on_flat,
    "plain_without": lambda: np.allclose(_walked(3, 0.0).next_movement, _walked(3, 0.0).pull),
    "older_half": lambda: _walked().weights()[3] > MOMENTUM,
    "older_cubed": lambda: isclose(_walked().weights()[3], MOMENTUM**3),
    "older_none": lambda: _walked().weights()[3] == 0,
    "long_run": lambda: isclose(effective_learning_rate(1, MOMENTUM), sum(MOMENTUM**k for k in range(200))),
}

NUMBERS: dict[str, Callable[[], str]] = {
    "momentum": lambda: decimal(MOMENTUM),
    "third": lambda: decimal(_walked().weights()[3], 2),
    "long": lambda: decimal(effective_learning_rate(1, MOMENTUM), 0),
}

"""The proofs of the questions that only the test forms ask. Each derives its answer again."""

from __future__ import annotations

from collections.abc import Callable
from math import isclose

import numpy as np

from batchgame.scenarios.exercises.lecture_times import IMAGES, SECONDS
from batchgame.scenarios.exercises.quiz import ETA, LEVEL, N, diverges, epoch_seconds, error, noisy, rests, updates
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.problem import landscape
from batchgame.sim.clock import Clock
from batchgame.sim.theory import effective_learning_rate

ORDERS = 50  # shuffles of an epoch
CENTRE = (0.0, 0.0)


def means_of_epochs() -> np.ndarray:
    """Return the mean gradient of the four batches of an epoch for many shuffles, and that of all examples last."""
    scenario, stage = library.find("canyon")
    surface, at, rng = landscape(scenario, stage), np.array([0.3, 0.4]), np.random.default_rng(1)
    found = [
        np.mean([surface.gradient(at, batch) for batch in np.split(rng.permutation(N), 4)], axis=0)
        for _ in range(ORDERS)
    ]
    return np.array([*found, surface.gradient(at)])


def _spread(values: np.ndarray) -> float:
    return float(np.ptp(values, axis=0).max())


def serial(batch_size: int) -> float:
    """Return the units of a serial clock that an epoch of 20 examples takes."""
    return float(Clock(1).time(updates(batch_size), batch_size, N))


def _ratio(values: dict[int, float], one: int, other: int) -> float:
    return values[one] / values[other]


PROOFS: dict[str, Callable[[], bool]] = {
    "fifty_eight": lambda: updates(8, 50) == 8,
    "fifty_six": lambda: updates(8, 50) == 6,
    "fifty_fifty": lambda: updates(8, 50) == 50,
    "fifty_seven": lambda: updates(8, 50) == 7,
    "third_triples": lambda: all(updates(b, 180) == 3 * updates(3 * b, 180) for b in (1, 2, 3, 10, 20)),
    "third_thirds": lambda: all(3 * updates(b, 180) == updates(3 * b, 180) for b in (1, 2, 3)),
    "third_stays": lambda: all(updates(b, 180) == updates(3 * b, 180) for b in (1, 2, 3)),
    "shuffle_size": lambda: _spread(np.linalg.norm(means_of_epochs(), axis=-1)) > 1e-9,
    "shuffle_turns": lambda: _spread(means_of_epochs()) > 1e-9,
    "shuffle_nothing": lambda: _spread(means_of_epochs()) < 1e-12,
    "error_third": lambda: isclose(error(90, IMAGES) / error(10, IMAGES), 1 / 3, rel_tol=0.05),
    "error_ninth": lambda: isclose(error(90, IMAGES) / error(10, IMAGES), 1 / 9, rel_tol=0.05),
    "error_stays": lambda: isclose(error(90, IMAGES), error(10, IMAGES), rel_tol=0.05),
    "ten_equal": lambda: _ratio(SECONDS, 100, 10) < LEVEL,
    "ten_less": lambda: LEVEL < _ratio(SECONDS, 100, 10) < 8,
    "ten_ten": lambda: 8 < _ratio(SECONDS, 100, 10) < 12,
    "large_as_long": lambda: _ratio(SECONDS, 10_000, 1000) < LEVEL,
    "large_hundred": lambda: _ratio(SECONDS, 10_000, 1000) > 50,
    "large_nine": lambda: isclose(_ratio(SECONDS, 10_000, 1000), 9, rel_tol=0.1),
    "tens_large": lambda: LEVEL * epoch_seconds(10_000) < epoch_seconds(10),
    "tens_small": lambda: epoch_seconds(10) < epoch_seconds(10_000),
    "tens_tie": lambda: isclose(epoch_seconds(10), epoch_seconds(10_000), rel_tol=LEVEL - 1),
    "serial_longer": lambda: serial(1) > serial(N),
    "serial_equal": lambda: serial(1) == serial(N),
    "serial_twentieth": lambda: isclose(serial(1), serial(N) / N),
    "serial_more": lambda: isclose(serial(4), 2.5 * serial(10)),
    "serial_less": lambda: serial(4) < serial(10),
    "serial_same": lambda: serial(4) == serial(10),
    "still_there": lambda: rests(N, 0.99, "saddle", CENTRE),
    "in_a_valley": lambda: not rests(N, 0.99, "saddle", CENTRE),
    "far_away": lambda: not rests(N, 0.99, "saddle", CENTRE),
    "agree_one": lambda: not rests(1, 0.0, "two-weights", CENTRE),
    "agree_none": lambda: all(rests(b, 0.0, "two-weights", CENTRE) for b in (1, 4, N)) and not diverges(1, CENTRE),
    "agree_full": lambda: not rests(N, 0.0, "two-weights", CENTRE),
    "half_half": lambda: isclose(effective_learning_rate(1, 0.5), 0.5),
    "half_twice": lambda: isclose(effective_learning_rate(1, 0.5), 2),
    "half_unlimited": lambda: effective_learning_rate(1, 0.5) > 1e6,
    "half_one": lambda: isclose(effective_learning_rate(1, 0.5), 1),
    "noise_same": lambda: max(_noise()) <= LEVEL * min(_noise()),
    "noise_worse": lambda: _noise()[0] > LEVEL * _noise()[1],
    "noise_diverges": lambda: _noise()[0] > 100,
}


def _noise() -> tuple[float, float]:
    return noisy(2 * ETA, 0.0), noisy(ETA, 0.5)

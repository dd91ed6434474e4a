"""What the knobs of a pick mean before anything is run: how well a shot aims, how far it reaches, how it shakes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from batchgame.scenarios.text.numbers import batches_of
from batchgame.sim import theory
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.tui.race.first_shots import EXACT, shots_of

if TYPE_CHECKING:
    from batchgame.tui.race.round import Round

ANGLES = 1000  # first shots whose median angle is told: that of the few in the picture would be off by degrees


@dataclass(frozen=True)
class AimValues:
    """The gauges of a pick.

    reach: 1/(1−λ), the length of the step to which a steady pull leads, in shots.
    grip: η as a share of the full batch's limit 2(1+λ)/h, where h is the curvature at the goal; None without a limit.
    noise: T as a share of that of batch size 1 without momentum; None where its formula does not hold.
    batches: how an epoch is cut, such as "19 + 1", where its last batch is short.
    flies: whether single examples are so steep that the pick may blow up.
    """

    reach: float
    grip: float | None
    noise: float | None
    batches: str | None
    flies: bool


def aim_values(round_: Round) -> AimValues:
    """Compute the gauges of the round's pick."""
    examples, schedule = round_.scenario.examples, round_.trained_by
    knobs = Hyperparameters(round_.batch_size, round_.momentum, round_.learning_rate, schedule)
    grip = None
    if round_.goal_curvature > 0:
        grip = knobs.full_learning_rate / theory.stability_limit(round_.goal_curvature, knobs.momentum)
    noise = None
    if schedule.sampling == "reshuffle" and schedule.then is None:  # what the gauge is about
        single = theory.noise_gauge(Hyperparameters(1, 0.0, round_.learning_rate), examples)
        noise = theory.noise_gauge(knobs, examples) / single
    return AimValues(
        reach=1 / (1 - knobs.momentum),
        grip=grip,
        noise=noise,
        batches=batches_of(examples, knobs.batch_size),
        flies=theory.warns(knobs.full_learning_rate, knobs.momentum, round_.steepest),
    )


def aim_angle(round_: Round, hyperparameters: Hyperparameters) -> float | None:
    """Return the median angle in degrees between possible first shots and the full batch's.

    None where the full batch's shot has no length, so that it points nowhere.
    """
    shots = shots_of(round_, hyperparameters, ANGLES)
    landscape = round_.problem.landscape
    full = -landscape.gradient(np.asarray(round_.problem.start, dtype=float))
    lengths = np.hypot(shots[:, 0], shots[:, 1]) * np.hypot(*full)
    if np.hypot(*full) * hyperparameters.learning_rate < EXACT or not (lengths > 0).any():
        return None
    cosines = (shots @ full)[lengths > 0] / lengths[lengths > 0]
    return float(np.median(np.degrees(np.arccos(np.clip(cosines, -1, 1)))))

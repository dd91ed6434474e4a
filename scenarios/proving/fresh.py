"""Fresh examples: what another sample of the same spread would say of two places."""

from __future__ import annotations

from math import sqrt

import msgspec
import numpy as np

from batchgame.scenarios.reading.format import Measure, Scenario, Stage
from batchgame.scenarios.reading.problem import landscape


def fresh_lower(scenario: Scenario, stage: Stage, measure: Measure, draws: int) -> tuple[float, float]:
    """Return the share of fresh samples in which the loss at one point is lower than at another, and its error.

    A sample has N examples, whose shifts are drawn from the normal distribution with the mean and the covariance of the
    shifts in the file. measure: `at` and `than` are the points, (2,) each.
    """
    place = scenario.stage_landscape(stage)
    shifts = np.array(place.landscape.shifts)  # (N, 2)
    still = msgspec.structs.replace(place.landscape, shifts=((0.0, 0.0),) * len(shifts))
    unmoved = msgspec.structs.replace(stage, stage_landscape=msgspec.structs.replace(place, landscape=still))
    surface = landscape(scenario, unmoved)
    random = np.random.default_rng(0)
    fresh = random.multivariate_normal(shifts.mean(axis=0), np.cov(shifts.T, bias=True), (draws, len(shifts)))
    losses = [surface.loss(np.array(point) - fresh).mean(axis=1) for point in (measure.at, measure.than)]
    share = float((losses[0] < losses[1]).mean())
    return share, sqrt(max(share * (1 - share), 1 / draws) / draws)

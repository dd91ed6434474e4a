"""The race of a day: a bundled landscape, mirrored and turned, with tilts and a start that the date decides.

Nothing is chosen by hand. Every pick of the ladders is measured; opening pick, solution, right answers and difficulty
follow from that. A candidate that `check` finds fault with is not played.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from batchgame.scenarios.daily.texts import TITLE, stage_of
from batchgame.scenarios.proving.check import check
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.compiled import compile_landscape
from batchgame.scenarios.reading.format import Pick, Scenario, Stage
from batchgame.scenarios.reading.landscape_terms import MONOMIALS, LandscapeSpec, Point, Well, monomial_name
from batchgame.scenarios.reading.problem import problem
from batchgame.sim.outcomes import outcome_map

BASES = ("canyon", "gate", "hill", "ravine", "saddle", "saddle/ridge")
OVER, LARGEST_TILT = 64, 3  # tilts are whole numbers over 64, whose sum is exactly 0
JITTER = 0.08  # of the width of the map: the range of the start, where it need not be a point of rest
TRIES, TRAJECTORIES, SEEDS = 40, 120, 3
FAILS, SOLVES = 0.1, 0.95  # of the trajectories: stricter than the limits of `check`, which draws others
RANDOM_PICK = (0.1, 0.7)  # how often a random pick may solve, so that the race is neither hopeless nor easy
MOMENTA = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)


class Turn(NamedTuple):
    """One of the eight symmetries of a square: swap the axes or not, then mirror each of them or not."""

    swap: bool
    sign_x: int
    sign_y: int

    def point(self, at: Point) -> Point:
        """Return the place to which a point is moved."""
        x, y = (at[1], at[0]) if self.swap else at
        return self.sign_x * x, self.sign_y * y

    def lengths(self, both: Point) -> Point:
        """Return lengths along the axes, such as widths or radii, after the turn."""
        return (both[1], both[0]) if self.swap else both

    def powers(self, i: int, j: int) -> tuple[int, int, int]:
        """Return (p, q, sign) so that the monomial x^i y^j becomes sign · x^p y^q."""
        p, q = (j, i) if self.swap else (i, j)
        return p, q, self.sign_x**p * self.sign_y**q


@cache
def daily(name: str) -> Scenario:
    """Find the race of a day, which is the same for everybody.

    ValueError if no candidate is sound, which has not been seen yet.
    """
    for candidate in _candidates(name):
        if not check(candidate, seeds=SEEDS, trajectories=TRAJECTORIES):
            return candidate
    raise ValueError(f"{name}: no sound race found")


def difficulty(scenario: Scenario) -> float:
    """Return the measured chance that a random pick of the ladders solves the stage."""
    return _difficulty(scenario.name)


@cache
def _difficulty(name: str) -> float:
    scenario = daily(name)
    chances = _chances(scenario, scenario.stages[0])
    return sum(chances.values()) / len(chances)


def _candidates(name: str) -> Iterator[Scenario]:
    for attempt in range(TRIES):
        seed = hashlib.sha256(f"{name}/{attempt}".encode()).digest()[:8]
        scenario = _draw(name, random.Random(int.from_bytes(seed, "big")))
        if scenario is not None:
            yield scenario


def _draw(name: str, chance: random.Random) -> Scenario | None:
    """Draw one candidate.

    None if no pick clearly solves or none clearly fails, if too few or too many picks solve, or if a question has no
    clear answer.
    """
    base, stage = library.find(chance.choice(BASES))
    turn = Turn(chance.random() < 0.5, chance.choice((-1, 1)), chance.choice((-1, 1)))
    place = base.stage_landscape(stage)
    x0, x1, y0, y1 = place.region
    corners = [turn.point(corner) for corner in ((x0, y0), (x1, y1))]
    (left, right), (low, high) = (sorted(corner[axis] for corner in corners) for axis in (0, 1))
    start = turn.point(stage.start)
    if base.name in ("hill", "ravine"):
        start = (start[0] + JITTER * (x1 - x0) * (chance.random() - 0.5), start[1])
    ellipses = tuple((*turn.point(e[:2]), *turn.lengths(e[2:])) for e in stage.goal.ellipses)
    bare = Scenario(
        format=1, name=name, title=TITLE, examples=base.examples,
        landscape=_turned(place.landscape, base.examples, turn, chance), region=(left, right, low, high),
        stages=(stage,), loss_axis=base.loss_axis,
    )  # fmt: skip
    task = msgspec.structs.replace(
        stage, name="", start=start, goal=msgspec.structs.replace(stage.goal, ellipses=ellipses),
        ladders=msgspec.structs.replace(stage.ladders, momentum=MOMENTA), lanes=type(stage.lanes)(),
    )  # fmt: skip
    chances = _chances(bare, task)
    solving = [pick for pick, value in chances.items() if value >= SOLVES]
    failing = [pick for pick, value in chances.items() if value <= FAILS]
    share = sum(chances.values()) / len(chances)
    if not solving or not failing or not RANDOM_PICK[0] <= share <= RANDOM_PICK[1]:
        return None
    default, solution = (Pick(*chance.choice(picks)) for picks in (failing, solving))
    told = stage_of(task, default, solution, chances)
    return msgspec.structs.replace(bare, stages=(told,)) if told else None


def _turned(spec: LandscapeSpec, examples: int, turn: Turn, chance: random.Random) -> LandscapeSpec:
    """Mirror and turn a landscape, and add the tilts of the date."""
    compiled = compile_landscape(spec, examples)
    columns: dict[str, tuple[float, ...]] = {}
    for column, (i, j) in enumerate(MONOMIALS):
        p, q, sign = turn.powers(i, j)
        columns[monomial_name((p, q))] = tuple(sign * row[column] for row in compiled.coefficients)
    for name in ("x", "y"):
        half = [chance.randint(-LARGEST_TILT, LARGEST_TILT) for _ in range(examples // 2)]
        tilts = [*half, *(-tilt for tilt in half), *[0] * (examples % 2)]
        chance.shuffle(tilts)
        columns[name] = tuple(was + tilt / OVER for was, tilt in zip(columns[name], tilts, strict=True))
    wells = tuple(
        Well(
            centre=turn.point(well.centre),
            widths=turn.lengths((well.precision[0] ** -0.5, well.precision[2] ** -0.5)),
            depth=well.amplitude,
            shifts=tuple(turn.point(shift) for shift in well.shift),
        )
        for well in compiled.wells
    )
    kept: dict[str, float | tuple[float, ...]] = {name: column for name, column in columns.items() if any(column)}
    return LandscapeSpec(polynomial=kept, well=wells)


def _chances(scenario: Scenario, stage: Stage) -> dict[tuple[int, float], float]:
    """Compute the fraction of trajectories that solve, for every batch size and momentum of the ladders."""
    cells = outcome_map(
        problem(scenario, stage), stage.ladders.batch_size, stage.ladders.momentum, stage.learning_rate,
        parallel=stage.parallel, trajectories=TRAJECTORIES, coarse=TRAJECTORIES,
    )  # fmt: skip
    return {(cell.batch_size, cell.momentum): cell.outcome.probability for cell in cells}

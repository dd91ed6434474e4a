"""What a player's saved races say about the six rows of the table of small and large batches.

Everything here is a pure function of `Progress.races`. A race is saved when its result is read, on the screen and in
plain lines, within the budget of its stage; it does not depend on the engine that ran it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from batchgame.sim.clock import Clock
from batchgame.sim.hardware import Measured
from batchgame.tui.score.saved import SavedLane, SavedRace

if TYPE_CHECKING:
    from batchgame.sim.outcome import Outcome
    from batchgame.tui.race.round import Round
    from batchgame.tui.score.progress import Progress

ROWS = ("serial", "parallel", "epoch", "gradient", "optimisation", "test")
Side = Literal["small", "large", "same"]


class Evidence(NamedTuple):
    """What one race says about one row: the figure of batch size 1, that of the full batch, and who is better off.

    Figures are units of time in the rows serial, parallel and epoch, and shares that solved in the row optimisation.
    """

    race: SavedRace
    small: float
    full: float
    better: Side


def saved_race(stage: str, outcomes: Mapping[str, Outcome], parallel: int, examples: int) -> SavedRace:
    """Turn the outcomes of a race into a record for the progress file."""
    first = next(iter(outcomes.values()))
    return SavedRace(
        stage=stage,
        parallel=parallel,
        examples=examples,
        learning_rate=first.hyperparameters.learning_rate,
        trajectories=first.trajectories,
        lanes={name: _lane(outcome) for name, outcome in outcomes.items()},
    )


def keep_race(progress: Progress, round_: Round) -> None:
    """Keep a finished race in the progress file, as evidence about small and large batches.

    A race by a measured clock is none: the evidence is about so many examples at once.
    """
    parallel = round_.parallel
    if round_.scored and not isinstance(parallel, Measured):
        race = saved_race(round_.key, round_.scored, parallel, round_.problem.landscape.examples)
        if race not in progress.races:
            progress.keep_race(race)


def _lane(outcome: Outcome) -> SavedLane:
    return SavedLane(
        batch_size=outcome.hyperparameters.batch_size,
        momentum=outcome.hyperparameters.momentum,
        solved=outcome.probability,
        diverged=outcome.diverged / outcome.trajectories,
        median_updates=outcome.median_updates,
        median_epochs=outcome.median_epochs,
        median_time=outcome.median_time,
    )


def pair(race: SavedRace) -> tuple[SavedLane, SavedLane] | None:
    """Return the lanes with batch size 1 and with the full batch at the same momentum; None in a race without both."""
    for one in race.lanes.values():
        for full in race.lanes.values():
            if one.batch_size == 1 < full.batch_size == race.examples and one.momentum == full.momentum:
                return one, full
    return None


def says(row: str, race: SavedRace) -> Evidence | None:
    """Return what a race says about a row; None where it says nothing.

    No race says anything about the rows gradient and test: every aim page shows the first, and the second is about
    networks. One example after the other (P = 1) says nothing about what happens in parallel, and the other way round.
    """
    both = pair(race)
    if both is None or row not in _FIGURES or ((race.parallel == 1) != (row == "serial") and row != "optimisation"):
        return None
    small, full = _FIGURES[row](race, *both)
    if row == "optimisation":
        return None if small == full else Evidence(race, small, full, "small" if small > full else "large")
    return Evidence(race, small, full, "same" if small == full else "small" if small < full else "large")


def evidence(row: str, races: Iterable[SavedRace]) -> Evidence | None:
    """Return what the newest race that says anything about a row says; None without such a race."""
    return next((found for race in reversed([*races]) if (found := says(row, race)) is not None), None)


def both_sides(races: Iterable[SavedRace]) -> dict[Side, Evidence]:
    """Return the newest race that batch size 1 won, and the newest one that the full batch won, as far as there are.

    The row about optimisation is debated, so it needs both.
    """
    found = (says("optimisation", race) for race in races)
    return {told.better: told for told in found if told is not None}


def _cost(batch_size: int, parallel: int) -> float:
    return float(Clock(parallel).cost(batch_size))


def _update(race: SavedRace, one: SavedLane, full: SavedLane) -> tuple[float, float]:
    return _cost(1, race.parallel), _cost(full.batch_size, race.parallel)


def _epoch(race: SavedRace, one: SavedLane, full: SavedLane) -> tuple[float, float]:
    return race.examples * _cost(1, race.parallel), _cost(full.batch_size, race.parallel)


def _solved(race: SavedRace, one: SavedLane, full: SavedLane) -> tuple[float, float]:
    return one.solved, full.solved


_FIGURES: dict[str, Callable[[SavedRace, SavedLane, SavedLane], tuple[float, float]]] = {
    "serial": _update,
    "parallel": _update,
    "epoch": _epoch,
    "optimisation": _solved,
}

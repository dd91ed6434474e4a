"""The process that computes for a class: races as films, pictures of landscapes, and texts with figures in them.

It reads pickled requests from stdin and writes one line of JSON for each to stdout. The server itself has no NumPy.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from batchgame.scenarios.playables import find_race
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.sim.clock import MICROSECONDS, Clock
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.race.figures import told
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.pace import WALL_SECONDS, race_time
from batchgame.tui.race.round import Round
from batchgame.tui.text.catalogue import Catalogue

if TYPE_CHECKING:
    from batchgame.sim.lane import Lane
    from batchgame.sim.problem import Problem

FRAMES = int(WALL_SECONDS * 8) + 1
DOTS = 24  # a lane of the lesson's race
TRAJECTORIES = 256  # of which the share that solved is told
THOUSAND = 1000


class RaceOf(NamedTuple):
    """A request for the race of a lesson. pick: batch size and momentum of its own lane, or the stage's if None."""

    address: str
    seed: int
    pick: tuple[int, float] | None = None


class PicksOf(NamedTuple):
    """A request for the race of all picks: seat, batch size and momentum of each."""

    address: str
    seed: int
    picks: tuple[tuple[str, int, float], ...]


class PictureOf(NamedTuple):
    """A request for the landscape of a race, painted for one size, look and language."""

    address: str
    language: str
    look: Look
    width: int
    height: int


class TextsOf(NamedTuple):
    """A request for the texts of a race with their figures, in all languages."""

    address: str


Request = RaceOf | PicksOf | PictureOf | TextsOf


def answer(request: Request) -> Any:
    """Compute what is asked for, as values that JSON can say."""
    round_ = _round(request.address, request.pick if isinstance(request, RaceOf) else None)
    if isinstance(request, RaceOf):
        return _race(round_, request.seed)
    if isinstance(request, PicksOf):
        return _picks(round_, request.seed, request.picks)
    if isinstance(request, PictureOf):
        return _picture(round_, request)
    return _texts(round_)


def _round(address: str, pick: tuple[int, float] | None) -> Round:
    found = find_race(address, "show")
    batch_size, momentum = pick or (None, None)
    return Round(found.scenario, found.stage, PlayOptions(batch_size=batch_size, momentum=momentum))


def _race(round_: Round, seed: int) -> dict[str, Any]:
    from batchgame.sim.race import Race

    lanes_ = _different(round_.lanes())
    race = Race(round_.problem, lanes_, parallel=round_.parallel, seed=seed, trajectories=TRAJECTORIES)
    shot = int(race.clock.cost(round_.problem.landscape.examples) * MICROSECONDS)
    dots, updates = [], []
    for number in range(FRAMES):
        race.advance(race_time(number / 8, race.duration, shot))
        frame = race.frame()
        dots.append([_places(round_.problem, lane.markers[:DOTS]) for lane in frame.lanes])
        updates.append([lane.updates for lane in frame.lanes])
        if race.over:
            break
    outcomes = race.outcomes()
    lanes = []
    for lane in lanes_:
        found, plain = outcomes[lane.name], lane.hyperparameters
        lanes.append([
            lane.name, plain.batch_size, plain.momentum, found.probability, found.median_updates, found.status,
        ])  # fmt: skip
    return {"lanes": lanes, "dots": dots, "updates": updates, "seats": [], **_ladders(round_)}


def _different(lanes: Sequence[Lane]) -> list[Lane]:
    """Leave out the stage's own pick where it is the same as a reference lane."""
    others = [lane.hyperparameters for lane in lanes if lane.name != "you"]
    return [lane for lane in lanes if lane.name != "you" or lane.hyperparameters not in others]


def _picks(round_: Round, seed: int, picks: Sequence[tuple[str, int, float]]) -> dict[str, Any]:
    """Race one lane for each different pick, with a dot for each seat that chose it."""
    import numpy as np

    from batchgame.sim.engine import engine
    from batchgame.sim.lane import Lane, LaneRun

    distinct = sorted({(batch_size, momentum) for _, batch_size, momentum in picks})
    seats, counts = [], [0] * len(distinct)
    for seat, batch_size, momentum in picks:
        lane = distinct.index((batch_size, momentum))
        seats.append((seat, lane, counts[lane]))
        counts[lane] += 1
    clock, best, problem = Clock(round_.parallel), engine(), round_.problem
    runs = [
        LaneRun(
            Lane("pick", Hyperparameters(*pick, round_.learning_rate, round_.trained_by)), problem, clock, best,
            seed=seed, trajectories=count, dtype="float64", traced=False,
        )
        for pick, count in zip(distinct, counts, strict=True)
    ]  # fmt: skip
    duration = max((run.batches.microseconds(clock, run.budget) for run in runs), default=0)
    shot = int(clock.cost(problem.landscape.examples) * MICROSECONDS)
    dots, updates = [], []
    for number in range(FRAMES):
        now = race_time(number / 8, duration, shot)
        for run in runs:
            run.advance(run.batches.updates_by(clock, now))
        dots.append([_places(problem, np.stack([run.swarm.x, run.swarm.y], axis=-1)) for run in runs])
        updates.append([run.swarm.update for run in runs])
    return {
        "lanes": _outcomes(round_, seed, distinct),
        "dots": dots,
        "updates": updates,
        "seats": seats,
        **_ladders(round_),
    }


def _ladders(round_: Round) -> dict[str, Any]:
    return {"batch_sizes": list(round_.batch_sizes), "momenta": list(round_.momenta)}


def _outcomes(round_: Round, seed: int, distinct: Sequence[tuple[int, float]]) -> list[list[Any]]:
    """Run every pick many times, all momenta of one batch size at once: what happened to one dot may be chance."""
    from batchgame.sim.cells import Cells
    from batchgame.sim.engine import engine

    lanes: list[list[Any]] = []
    for batch_size in sorted({batch_size for batch_size, _ in distinct}):
        momenta = [momentum for size, momentum in distinct if size == batch_size]
        pairs = tuple((momentum, round_.learning_rate) for momentum in momenta)
        cells = Cells(
            round_.problem, batch_size, pairs, round_.parallel, seed, engine(), schedule=round_.trained_by
        )  # fmt: skip
        figures = cells.figures(cells.run(range(TRAJECTORIES)))
        for n, momentum in enumerate(momenta):
            median = float(figures.median_updates[n])
            share = int(figures.solved[n]) / TRAJECTORIES
            lanes.append(["pick", batch_size, momentum, share, None if median != median else median, figures.status[n]])
    return lanes


def _places(problem: Problem, points: Any) -> list[list[int] | None]:
    """Return points as thousandths of the map."""
    x0, x1, y0, y1 = problem.region
    found: list[list[int] | None] = []
    for x, y in points.tolist():
        across, up = (x - x0) / (x1 - x0), (y - y0) / (y1 - y0)
        inside = 0 <= across <= 1 and 0 <= up <= 1  # False for NaN
        found.append([int(across * THOUSAND), int(up * THOUSAND)] if inside else None)
    return found


def _picture(round_: Round, request: PictureOf) -> Any:
    from batchgame.tui.game.parts.landscape import paint_landscape

    grid = Grid(request.width, request.height, ink=(None, request.look.background, False), folds=request.look.folds)
    pen = Pen(grid, request.look, Catalogue(request.language))
    paint_landscape(pen, Rect(0, 0, request.width, request.height), round_, None, None)
    return [[[glyph, *style] for glyph, style in row] for row in grid.cells]


def _texts(round_: Round) -> dict[str, dict[str, Any]]:

    stage, found = round_.stage, {}
    for language in LANGUAGES:
        say = Catalogue(language)
        found[language] = {
            "title": say.of(stage.title),
            "story": told(round_, stage.story, say),
            "lesson": told(round_, stage.lesson, say),
            "prompt": told(round_, stage.prediction.prompt, say),
            "options": [told(round_, option.text, say) for option in stage.prediction.options],
            "because": [told(round_, o.betrays, say) if o.betrays else "" for o in stage.prediction.options],
            "hint": told(round_, stage.hints[0], say),
        }
    return found


def main() -> None:
    """Answer requests until there are no more."""
    if hasattr(os, "nice"):
        os.nice(10)
    while True:
        try:
            # The server wrote this pickle: nothing else can write to this process.
            request: Request = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            said = {"ok": answer(request)}
        except Exception as error:  # a file of the teacher's that cannot be raced: the class goes on without a picture
            said = {"failed": f"{type(error).__name__}: {error}"}
        try:
            print(json.dumps(said), flush=True)
        except BrokenPipeError:
            os._exit(0)

"""The map of `batchgame map` in plain lines: a small table, for pipes and screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.playables import find_race
from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import fold
from batchgame.tui.maps.axes import SYMBOLS, Axes, Place, third
from batchgame.tui.maps.cell import Cell, share
from batchgame.tui.maps.plane import axis, downwards
from batchgame.tui.maps.request import answer, read_line
from batchgame.tui.maps.round_maps import request
from batchgame.tui.maps.told import budget, held
from batchgame.tui.plain.meter import Meter
from batchgame.tui.race.round import Round
from batchgame.tui.text.catalogue import Catalogue

if TYPE_CHECKING:
    from batchgame.sim.plane import Knob
    from batchgame.tui.race.options import MapOptions, PlayOptions

CELLS = 8  # along an axis, at most
WIDTH = 8  # characters of one


def show(options: PlayOptions) -> int:
    """Compute the table, then print it; return the exit status."""
    asked = options.plane
    assert asked is not None
    race = find_race(options.scenario or "", "map")
    round_ = Round(race.scenario, race.stage, options)
    axes = _axes(round_, asked)
    cells = _computed(round_, axes, asked.trajectories)
    say = Catalogue("en" if options.ascii else options.lang or "en")
    title = say("plane.plain", name=round_.name, count=asked.trajectories, held=held(axes), budget=budget(say, round_))
    lines = [title, _line(f"{SYMBOLS[axes.y]} \\ {SYMBOLS[axes.x]}", [number(value) for value in axes.columns])]
    for row, value in enumerate(axes.rows):
        lines.append(_line(number(value), [_cell(cells[row, column]) for column in range(len(axes.columns))]))
    for line in lines:
        print(fold(line) if options.ascii else line)
    return 0


def _axes(round_: Round, asked: MapOptions) -> Axes:
    at: dict[Knob, float] = {
        "batch_size": round_.batch_size, "momentum": round_.momentum, "learning_rate": round_.learning_rate,
    }  # fmt: skip
    columns, rows = (axis(knob, CELLS, at[knob], round_.scenario.examples) for knob in (asked.x, asked.y))
    return Axes(asked.x, asked.y, columns, downwards(asked.y, rows), at[third(asked.x, asked.y)])


def _computed(round_: Round, axes: Axes, trajectories: int) -> dict[Place, Cell]:
    """Compute every cell with all its trajectories, in this process: nothing else is waiting for it."""
    cells: dict[Place, Cell] = {}
    with Meter(round_.name) as meter:
        for line in answer(request(round_, axes, ((1, trajectories),))):
            cells |= read_line(line)[1]
            meter(len(cells) / axes.size)
    return cells


def _cell(cell: Cell) -> str:
    return "x" if cell.blown_up else share(cell)


def _line(first: str, rest: list[str]) -> str:
    return "".join(f"{word:>{WIDTH}}" for word in (first, *rest))

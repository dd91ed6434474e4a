"""The map of `batchgame map` in plain lines: a small table, for pipes and screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import fold
from batchgame.tui.maps.computed import Spot
from batchgame.tui.maps.heat import share
from batchgame.tui.maps.plane import SYMBOLS, axis, downwards, request, third
from batchgame.tui.plain.meter import Meter
from batchgame.tui.race.round import Round
from batchgame.tui.text.catalogue import Catalogue

if TYPE_CHECKING:
    from batchgame.sim.plane import Knob
    from batchgame.tui.race.options import PlayOptions

CELLS = 8  # along an axis, at most
WIDTH = 8  # characters of one


def show(options: PlayOptions) -> int:
    """Compute the table, then print it; the exit status."""
    from batchgame.scenarios.playables import find_race

    words = options.plane
    assert words is not None
    race = find_race(options.scenario or "", "map")
    round_ = Round(race.scenario, race.stage, options)
    at: dict[Knob, float] = {
        "batch_size": round_.batch_size, "momentum": round_.momentum, "learning_rate": round_.learning_rate,
    }  # fmt: skip
    columns, rows = (axis(knob, CELLS, at[knob], round_.scenario.examples) for knob in (words.x, words.y))
    rows, held = downwards(words.y, rows), third(words.x, words.y)
    spots = _computed(round_, words.x, words.y, columns, rows, at[held], words.trajectories)

    say, budget = Catalogue("en" if options.ascii else options.lang or "en"), round_.stage.budget
    key = "menu.epochs" if budget.epochs is not None else "menu.updates"
    title = say(
        "plane.plain", name=round_.name, count=words.trajectories, held=f"{SYMBOLS[held]} = {number(at[held], 4)}",
        budget=say(key, count=budget.epochs if budget.epochs is not None else budget.updates),
    )  # fmt: skip
    lines = [title, _line(f"{SYMBOLS[words.y]} \\ {SYMBOLS[words.x]}", [number(value) for value in columns])]
    for row, value in enumerate(rows):
        lines.append(_line(number(value), [_cell(spots[row, column]) for column in range(len(columns))]))
    for line in lines:
        print(fold(line) if options.ascii else line)
    return 0


def _computed(
    round_: Round, x: Knob, y: Knob, columns: tuple[float, ...], rows: tuple[float, ...], held: float, trajectories: int
) -> dict[tuple[int, int], Spot]:
    """Every cell with all its trajectories, in this process: nothing else is waiting for it."""
    from batchgame.tui.maps.computed import taken

    asked = request(round_, x, y, columns, rows, held, trajectories)._replace(stages=((1, trajectories),))
    spots: dict[tuple[int, int], Spot] = {}
    with Meter(round_.name) as meter:
        for line in asked.lines():
            spots |= taken(line)[1]
            meter(len(spots) / (len(columns) * len(rows)))
    return spots


def _cell(spot: Spot) -> str:
    return "x" if spot.blown_up else share(spot)


def _line(first: str, rest: list[str]) -> str:
    return "".join(f"{word:>{WIDTH}}" for word in (first, *rest))

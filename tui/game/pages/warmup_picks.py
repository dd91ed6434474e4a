"""The picks of a class on the grid of both knobs: how many hands chose each cell, and how those cells ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.look import Look
from batchgame.tui.game.pages.warmup_rows import Piece, Row, Rows
from batchgame.tui.maps.map import Map
from batchgame.tui.race.round import Round
from batchgame.tui.text.catalogue import Catalogue

CELL = 4  # columns
BEST = 3
MOST = 0.5  # of the runs
Pick = tuple[int, float]


class Ended(NamedTuple):
    """How a picked cell ended: whether most runs solved it, and their median in the budget's unit."""

    hands: int
    solved: bool
    median: float | None


def ended(picks: Mapping[Pick, int], map_: Map, in_epochs: bool) -> dict[Pick, Ended]:
    """Look up the picks on the map, as far as it is computed."""
    found = {}
    for pick, count in picks.items():
        cell = map_.cell_of(*pick)
        if cell is not None:
            median = cell.median_epochs if in_epochs else cell.median_updates
            found[pick] = Ended(count, cell.probability > MOST, median)
    return found


def grid_rows(
    rows: Rows, round_: Round, picks: Mapping[Pick, int], at: Pick | None, how: Mapping[Pick, Ended],
    heat: Map | None = None,
) -> None:  # fmt: skip
    """Add the grid: momentum across, batch size down. at: the cell under the cursor. heat: shows every cell's share."""
    look, momenta = rows.look, round_.momenta
    head = [Piece(0, "λ", look.soft)]
    head += [Piece(6 + CELL * n, _short(momentum), look.soft) for n, momentum in enumerate(momenta)]
    rows.rows.append(Row(tuple(head)))
    for size in round_.batch_sizes:
        pieces = [Piece(0, f"B {size}", look.soft)]
        for n, momentum in enumerate(momenta):
            pieces += _cell(look, 6 + CELL * n, (size, momentum), picks, at, how, heat)
        rows.rows.append(Row(tuple(pieces)))


def _cell(
    look: Look, x: int, pick: Pick, picks: Mapping[Pick, int], at: Pick | None, how: Mapping[Pick, Ended],
    heat: Map | None,
) -> Sequence[Piece]:  # fmt: skip
    count = picks.get(pick, 0)
    if pick == at:
        return [Piece(x - 1, look.cursor, look.accent, True), Piece(x, str(count), look.accent, True)]
    if heat is not None and (cell := heat.cell_of(*pick)) is not None and not count:
        return [Piece(x, f"{100 * cell.solved // cell.trajectories:d}", look.dim)]
    if not count:
        return [Piece(x, "·", look.faint)]
    if pick not in how:
        return [Piece(x, str(count), look.text, True)]
    solved = how[pick].solved
    sign = signs(look)[0 if solved else 1]
    return [Piece(x - 1, sign, look.good if solved else look.soft), Piece(x, str(count), look.text, solved)]


def signs(look: Look) -> tuple[str, str]:
    """Return the signs of a pick that solved in most runs, and of one that did not."""
    return ("O", "o") if look.folds else ("●", "○")


def best_rows(rows: Rows, round_: Round, how: Mapping[Pick, Ended], say: Catalogue) -> None:
    """Add how many picks solve it, and the best three: picks and not persons, because many share one."""
    look = rows.look
    solved = sorted((one.median, pick) for pick, one in how.items() if one.solved and one.median is not None)
    for median, (size, momentum) in solved[:BEST]:
        unit = say("unit.epochs" if round_.in_epochs else "unit.updates")
        count = how[size, momentum].hands
        rows.words(
            say("warmup.best_pick", batch_size=size, momentum=number(momentum), median=number(median, 3), unit=unit,
                count=count), look.good,
        )  # fmt: skip
    if not solved:
        rows.words(say("warmup.no_best"), look.soft)


def all_rows(rows: Rows, how: Mapping[Pick, Ended], say: Catalogue) -> None:
    """Add how many picks solve it, and what the signs mean."""
    solved, stuck = signs(rows.look)
    total = sum(one.hands for one in how.values())
    out = sum(one.hands for one in how.values() if one.solved)
    rows.words(say("warmup.many_out", count=out, of=total), rows.look.text, True)
    rows.words(say("warmup.map_legend", solved=solved, stuck=stuck), rows.look.soft)


def _short(momentum: float) -> str:
    return number(momentum).removeprefix("0") or "0"

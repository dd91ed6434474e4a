"""The map of the rescue over batch size and learning rate, and its table of three budgets."""

from __future__ import annotations

from batchgame.scenarios.text.numbers import number, percentage
from batchgame.sim.networks.rescue import FULL, Kind
from batchgame.tui.draw.grid import measure, wrap
from batchgame.tui.draw.layout import Rect, narrow
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.workshops.rescue_network_values import RescueView
from batchgame.tui.game.workshops.rescue_network_words import budget_words
from batchgame.tui.game.workshops.rescue_network_work import milliseconds, winners


def paint_map(pen: Pen, view: RescueView, area: Rect) -> None:
    """Draw a cell for each batch size and learning rate."""
    grid, look, say = pen.grid, pen.look, pen.say
    words = say("rescue-network.map_title", budget=budget_words(say, view.kind, view.clock),
                momentum=number(view.pick.momentum))  # fmt: skip
    y = grid.paragraph(area.x, area.y, area.w, 2, words, look.text)
    cells = view.cells
    if cells is None:
        return
    width = min(8, (area.w - 6) // len(cells.rates))
    tall = 2 if area.h >= 2 * len(cells.batch_sizes) + 5 else 1
    grid.text(area.x, y, "B \\ η", look.dim)
    for column, rate in enumerate(cells.rates):
        grid.text(area.x + 6 + column * width, y, number(rate), look.dim, width=width - 1, align="right")
    for row, size in enumerate(cells.batch_sizes):
        top = y + 1 + row * tall
        grid.text(area.x, top, str(size), look.text, width=5, align="right")
        best = cells.best(row) if cells.networks[row] else None
        for column in range(len(cells.rates)):
            at = Rect(area.x + 6 + column * width, top, width, tall)
            _cell(pen, at, float(cells.accuracy[row, column]), float(cells.share[row, column]), best == column)
    rest = area.below(y + 1 + len(cells.batch_sizes) * tall - area.y)
    per_cell = int(cells.networks.max()) if cells.networks.max() else 1
    told = say("rescue-network.map_told", star=look.star, networks=per_cell, seconds=number(cells.seconds, 2))
    grid.paragraph(rest.x, rest.y, rest.w, rest.h, told, look.dim)


def _cell(pen: Pen, area: Rect, accuracy: float, share: float, best: bool) -> None:
    """Draw a cell: as much of it is lit as is trained, and the rest is fog."""
    grid, look = pen.grid, pen.look
    lit = round(share * (area.w - 1))
    paper, ink = look.heat(max(0.0, (accuracy - 0.1) / 0.9) if accuracy == accuracy else 0.0)
    for row in range(area.y, area.y + area.h):
        for column in range(area.w - 1):
            if column < lit:
                grid.put(area.x + column, row, " ", ink, paper)
            else:
                grid.put(area.x + column, row, look.fog, look.fog_ink)
    if accuracy == accuracy:
        words = f"{100 * accuracy:.0f}{look.star if best else ''}"
        grid.text(area.x + max(0, area.w - 2 - measure(words, grid.folds) - (not best)), area.y, words,
                  ink if share == 1 else look.text, bold=best)  # fmt: skip


def paint_table(pen: Pen, view: RescueView, area: Rect) -> None:
    """Draw what each batch size needs, and which one is best for each budget."""
    grid, look, say = pen.grid, pen.look, pen.say
    found = view.found or {}
    assert view.start is not None
    assert view.start.goal is not None
    amount, goal = view.start.amount, percentage(view.start.goal)
    words = say("rescue-network.table_title", goal=goal, networks=amount.in_table)
    y = grid.paragraph(area.x, area.y, area.w, 3, words, look.text)
    clock, best = view.clock, winners(found, view.clock) if view.all_found else {}
    names: list[Kind] = ["updates", "epochs"] + (["seconds"] if clock is not None else [])  # type: ignore[assignment]
    width = min(14, (area.w - 7) // (len(names) + 1))
    heads = [*(say(f"rescue-network.head_{name}") for name in names), say("rescue-network.head_rate")]
    grid.text(area.x, y, "B", look.dim, width=5, align="right")
    for n, head in enumerate(heads):
        grid.text(area.x + 6 + n * width, y, head, look.dim, width=width, align="right")
    for row, size in enumerate(view.batch_sizes, y + 1):
        grid.text(area.x, row, str(size), look.text if size in found else look.dim, width=5, align="right")
        if size not in found:
            grid.text(area.x + 8, row, look.fog * (width * len(heads) - 4), look.fog_ink)
            continue
        reached = found[size]
        if reached is None:
            grid.text(area.x + 8, row, say("rescue-network.never"), look.dim)
            continue
        values = {"updates": str(reached.updates), "epochs": number(reached.epochs, 2)}
        if clock is not None:
            values["seconds"] = number(milliseconds(reached, size, clock), 3)
        for n, name in enumerate(names):
            won = best.get(name) == size
            words = f"{values[name]} {look.star if won else ' '}"
            grid.text(area.x + 6 + n * width, row, words, look.good if won else look.text, bold=won, width=width,
                      align="right")  # fmt: skip
        rate = number(reached.learning_rate)
        grid.text(area.x + 6 + len(names) * width, row, rate, look.dim, width=width, align="right")
    y += 1 + len(view.batch_sizes) + (0 if narrow(grid.width, grid.height) else 1)
    for words, ink in _said(pen, view, best):
        room = area.y + area.h - y
        if len(wrap(words, area.w, grid.folds)) <= room:  # the smallest windows have room for the verdict alone
            y = grid.paragraph(area.x, y, area.w, room, words, ink)


def _said(pen: Pen, view: RescueView, best: dict[Kind, int]) -> list[tuple[str, str | None]]:
    """Write which batch size is best for which budget, and how the seconds were measured."""
    look, say, clock = pen.look, pen.say, view.clock
    if not best:
        return []
    verdict = " ".join(say(f"rescue-network.fewest_{kind}", b=size) for kind, size in best.items())
    lines = [(verdict, look.good)]
    if len(set(best.values())) > 1:
        lines.append((say("rescue-network.it_depends"), look.text))
    if clock is not None:
        one, full = (number(1000 * clock.seconds[size], 2) for size in (1, FULL))
        lines.append((say("rescue-network.clock", one=one, full=full), look.soft))
        if clock.busy:
            lines.append((say("rescue-network.busy"), look.bad))
    return lines

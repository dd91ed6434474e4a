"""Parts of the pages of a class: bars of answers, the four sentences of a shift, the map of all picks."""

from __future__ import annotations

from batchgame.classroom.board import Board
from batchgame.classroom.tally import Counts, Shift
from batchgame.scenarios.text.numbers import number
from batchgame.tui.classroom.film import Film
from batchgame.tui.classroom.page import Page
from batchgame.tui.classroom.pages.words import clock
from batchgame.tui.classroom.scene import Scene
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look
from batchgame.tui.text.catalogue import Catalogue

TICK = "✓"


def tick(look: Look) -> str:
    """Return the sign of what is saved or right."""
    return "*" if look.folds else TICK


def bar_row(page: Page, x: int, y: int, w: int, counts: Counts, option: int, look: Look) -> None:
    """Draw the bar of one option and its count; bars have the scale of the whole class."""
    figures = str(counts.votes[option])
    result_bar(page.grid, x, y, w - 4, counts.share(option), look.full, look)
    page.grid.text(x + w - 3, y, figures, look.text, width=3, align="right")


def counter(page: Page, x: int, y: int, w: int, board: Board, look: Look, say: Catalogue) -> int:
    """Draw how many have answered, never what; return the row after it."""
    page.grid.text(x, y, say("class.answered", count=board.answered, seats=max(board.present, board.answered)),
                   look.soft, width=w)  # fmt: skip
    everyone = max(board.present, board.answered, 1)
    result_bar(page.grid, x, y + 1, w, board.answered / everyone, look.accent, look)
    return y + 2


def clock_bar(page: Page, x: int, y: int, w: int, scene: Scene, look: Look) -> None:
    """Draw how much of the step's clock is left, with its seconds; nothing where no clock runs."""
    if scene.left is not None:
        said = clock(scene.left)
        page.grid.text(x, y, said, look.accent, width=w, align="right", bold=True)
        result_bar(page.grid, x, y, w - len(said) - 1, scene.clock, look.accent, look)


def shift_lines(shift: Shift, say: Catalogue) -> list[str]:
    """Say in four sentences what became of the first votes."""
    return [
        say("class.to_right", count=shift.to_right),
        say("class.stayed_right", count=shift.stayed_right),
        say("class.stayed_wrong", count=shift.stayed_wrong),
        say("class.to_wrong", count=shift.to_wrong),
    ]


def pick_map(page: Page, area: Rect, film: Film, look: Look, own: str = "") -> None:
    """Draw the map of all picks: a sign for each dot, full where most runs solved, with a figure where many are.

    Rows are batch sizes and columns momenta. own: the seat whose cell is marked.
    """
    grid, batch_sizes, momenta = page.grid, film.batch_sizes, film.momenta
    counts: dict[tuple[int, float], int] = {}
    for lane, _ in film.seats.values():
        key = (film.lanes[lane].batch_size, film.lanes[lane].momentum)
        counts[key] = counts.get(key, 0) + 1
    share = {(lane.batch_size, lane.momentum): lane.share for lane in film.lanes}
    mine = film.lanes[film.seats[own][0]] if own in film.seats else None
    w = max(3, (area.w - 5) // max(1, len(momenta)))
    grid.text(area.x, area.y, "λ", look.soft)
    for column, momentum in enumerate(momenta):
        grid.text(area.x + 5 + column * w, area.y, _short(momentum), look.soft, width=w - 1)
    rows = max(1, (area.h - 1) // max(1, len(batch_sizes)))
    for row, batch_size in enumerate(batch_sizes):
        y = area.y + 1 + row * rows
        if y >= area.y + area.h:
            break
        grid.text(area.x, y, f"B{batch_size}", look.soft, width=4)
        for column, momentum in enumerate(momenta):
            _heap(page, Rect(area.x + 5 + column * w, y, w - 1, rows), counts.get((batch_size, momentum), 0),
                  share.get((batch_size, momentum), 0.0) > 0.5,
                  mine is not None and (mine.batch_size, mine.momentum) == (batch_size, momentum), look)  # fmt: skip


def _heap(page: Page, cell: Rect, count: int, solved: bool, mine: bool, look: Look) -> None:
    grid = page.grid
    ink = look.good if solved else look.dim
    full, hollow = signs(look)
    sign = full if solved else hollow
    if mine:
        grid.fill(cell.x, cell.y, cell.w, 1, look.select)
    if not count:
        grid.text(cell.x, cell.y, "·", look.faint, width=cell.w)
    elif count > cell.w:
        grid.text(cell.x, cell.y, f"{sign}{count}", look.you if mine else ink, width=cell.w, bold=mine)
    else:
        grid.text(cell.x, cell.y, sign * count, look.you if mine else ink, width=cell.w, bold=mine)


def _short(momentum: float) -> str:
    return number(momentum).removeprefix("0") or "0"


def best_lines(film: Film, say: Catalogue) -> list[str]:
    """Name the best three picks, and how many chose each. Persons are not named."""
    return [
        say("class.best_pick", batch_size=lane.batch_size, momentum=number(lane.momentum),
            updates=number(lane.median or 0.0), count=count)
        for lane, count in film.best()[:3]
    ]  # fmt: skip


def solved_line(film: Film, look: Look, say: Catalogue) -> str:
    """Say how many picks solve it in most runs, with the sign that they have on the map."""
    solved = sum(film.lanes[lane].share > 0.5 for lane, _ in film.seats.values())
    return f"{signs(look)[0]} {say('class.solved_dots', count=solved, seats=len(film.seats))}"


def signs(look: Look) -> tuple[str, str]:
    """Return the signs of a pick that solves it in most runs, and of one that does not."""
    return ("O", "o") if look.folds else ("●", "○")

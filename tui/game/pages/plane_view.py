"""The full-screen map: half blocks or signs, values along two edges, and the cell under the cursor in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from batchgame.scenarios.text.numbers import interval, number, percent
from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect, narrow, roomy
from batchgame.tui.draw.look import Colour, Look
from batchgame.tui.game.parts import chrome
from batchgame.tui.maps.plane import MOST, STRIDES, SYMBOLS

if TYPE_CHECKING:
    from batchgame.tui.game.pages.plane import PlanePage
    from batchgame.tui.maps.computed import Spot

LABELS = 10  # columns for the values at the left
PANEL = 40  # columns for the words beside the cells, where there is room
TENTHS = ".:-~=*o%#@"  # without colours: how much of a cell has solved
BLOWN_UP, CURSOR, UNKNOWN = "x", "+", " "
LARGEST_CELL = 4  # columns of one


class Layout(NamedTuple):
    """Where cells may lie, and how: two rows of them in a row of characters or one; where the words may begin."""

    cells: Rect
    halves: bool
    words: Rect


class Cells(NamedTuple):
    """How large a cell is, in columns and in rows (half rows where there are two in a character)."""

    w: int
    h: int
    halves: int
    lines: int  # rows of characters that all cells take


def layout(width: int, height: int, look: Look) -> Layout:
    """Words beside the cells from 100x32 up, below them in smaller windows."""
    halves = not look.mono and not look.folds
    if roomy(width, height):
        cells = Rect(LABELS, 2, width - LABELS - PANEL - 2, height - 6)
        return Layout(cells, halves, Rect(width - PANEL - 1, 2, PANEL, height - 4))
    words = 4 if narrow(width, height) else 3
    cells = Rect(LABELS, 2, width - LABELS - 1, height - 5 - words)
    return Layout(cells, halves, Rect(1, 0, width - 2, height - 1))


def paint_plane(grid: Grid, page: PlanePage) -> None:
    """All of it; the window decides how many cells there are, up to MOST along an axis."""
    look, say = page.session.look, page.session.say
    place = layout(grid.width, grid.height, look)
    page.fit(min(MOST, place.cells.w), min(MOST, place.cells.h * (1 + place.halves)))
    scenario, stage = say.of(page.round.scenario.title), say.of(page.round.stage.title)
    title = f"{scenario}{say('colon')}{stage}" if page.round.stage.name else scenario
    progress = _progress(page)
    if measure(title, grid.folds) + measure(progress, grid.folds) > grid.width - 16:
        title = stage if page.round.stage.name else scenario
    chrome.header(grid, look, title, right=progress)
    conditions = _conditions(page)
    fitting = [words for words in conditions if measure(words, grid.folds) <= grid.width - 2]
    grid.text(1, 1, fitting[0] if fitting else conditions[-1], look.soft, width=grid.width - 2)
    under = _cells(grid, page, place)
    _legend(grid, page, Rect(1, under, place.cells.x + place.cells.w, 1))
    if roomy(grid.width, grid.height):
        _panel(grid, page, place.words)
    else:
        words = _joined([words for words, _ in explanation(page)])
        grid.paragraph(place.words.x, under + 1, place.words.w, place.words.h - under - 1, words, look.text)


def _progress(page: PlanePage) -> str:
    say, map_ = page.session.say, page.map
    if map_ is None or not map_.spots:
        return say("map.failed") if map_ and map_.failed else say("plane.beginning")
    stride, count = map_.passes[map_.stage]
    if map_.complete:
        return say("map.each", count=count)
    if map_.failed:
        return say("map.failed")
    key = "plane.coarse" if stride > 1 else "plane.coming"
    return say(key, stride=stride, count=count, done=map_.done, of=map_.wanted)


def _conditions(page: PlanePage) -> tuple[str, str]:
    """The budget, the clock, and what is held, in a long and a short sentence."""
    say, budget = page.session.say, page.round.stage.budget
    key = "menu.epochs" if budget.epochs is not None else "menu.updates"
    words = {
        "budget": say(key, count=budget.epochs if budget.epochs is not None else budget.updates),
        "parallel": page.round.parallel,
        "x": SYMBOLS[page.x],
        "y": SYMBOLS[page.y],
        "held": f"{SYMBOLS[page.held]} = {number(page.at[page.held], 4)}",
    }
    return say("plane.conditions", **words), say("plane.conditions_short", **words)


def shown(page: PlanePage, row: int, column: int) -> Spot | None:
    """The cell, or while it is not computed the one of the coarser pass in whose block it lies."""
    spots = page.map.spots if page.map else {}
    for stride in reversed(STRIDES):
        spot = spots.get((row - row % stride, column - column % stride))
        if spot:
            return spot
    return None


def colour(spot: Spot | None, look: Look) -> Colour:
    """Heat by the share that solved; another hue where half or more have blown up."""
    if spot is None:
        return look.ground
    if spot.blown_up:
        return look.bad
    return look.heat(spot.solved / spot.trajectories)[0]


def sign(spot: Spot | None) -> str:
    """The same as a character, for terminals without colours."""
    if spot is None:
        return UNKNOWN
    if spot.blown_up:
        return BLOWN_UP
    return TENTHS[min(len(TENTHS) - 1, 10 * spot.solved // spot.trajectories)]


def _cells(grid: Grid, page: PlanePage, place: Layout) -> int:
    """The cells with their values; the row under them."""
    look, area, rows, columns = page.session.look, place.cells, len(page.rows), len(page.columns)
    halves = 1 + place.halves
    h = max(1, area.h * halves // rows)
    size = Cells(min(LARGEST_CELL, max(1, area.w // columns)), h, halves, min(area.h, -(-rows * h // halves)))
    spots = [[shown(page, row, column) for column in range(columns)] for row in range(rows)]
    papers = [[colour(spot, look) for spot in line] for line in spots]
    papers[page.cursor[0]][page.cursor[1]] = look.accent
    beyond: tuple[list[Spot | None], list[Colour]] = ([None] * columns, [look.ground] * columns)
    for line in range(size.lines):
        inside = [(line * halves + half) // h for half in range(halves)]
        upper, lower = ((spots[row], papers[row]) if row < rows else beyond for row in (inside[0], inside[-1]))
        for column in range(columns):
            here = (inside[0], column) == page.cursor
            glyph, ink, paper = _glyph(
                look, halves, here, (upper[0][column], lower[0][column]), (upper[1][column], lower[1][column])
            )
            for x in range(area.x + column * size.w, area.x + (column + 1) * size.w):
                grid.put(x, area.y + line, glyph, ink, paper, here and halves == 1)
            grid.hot(area.x + column * size.w, area.y + line, size.w, 1, f"cell:{inside[0]}:{column}")
    grid.pictures.append((area.x, area.y, size.w * columns, size.lines))
    _down(grid, page, area, size)
    _across(grid, page, area, size)
    return area.y + size.lines + 1


def _glyph(
    look: Look, halves: int, here: bool, spots: tuple[Spot | None, Spot | None], papers: tuple[Colour, Colour]
) -> tuple[str, Colour, Colour]:
    """Sign, ink and paper of one character of the map."""
    if halves == 2:
        unknown = spots == (None, None) and look.accent not in papers
        return ("·", look.faint, papers[1]) if unknown else ("▀", *papers)
    if look.mono or look.ascii:
        return CURSOR if here else sign(spots[0]), _ink(look, here, spots[0]), papers[0]
    return " ", look.text, papers[0]


def _ink(look: Look, here: bool, spot: Spot | None) -> Colour:
    if here or (spot and spot.blown_up):
        return look.on_accent or look.text
    return look.heat(spot.solved / spot.trajectories)[1] if spot else look.text


def _down(grid: Grid, page: PlanePage, area: Rect, size: Cells) -> None:
    """Values of the rows: the cursor's always, others where there is room above and below."""
    look, at = page.session.look, page.cursor[0]
    taken: set[int] = set()
    gap = 1 if size.h >= size.halves else 2
    for row in (at, *range(len(page.rows))):
        line = (row * size.h + (size.h - 1) // 2) // size.halves
        if any(abs(line - other) < gap for other in taken):
            continue
        taken.add(line)
        lit = row == at
        words = f"{SYMBOLS[page.y]} {number(page.rows[row])}"
        grid.text(0, area.y + line, words, look.accent if lit else look.dim, bold=lit, width=LABELS - 1, align="right")


def _across(grid: Grid, page: PlanePage, area: Rect, size: Cells) -> None:
    """Values of the columns, under them: the cursor's always, others where they do not touch."""
    look, at, y, end = page.session.look, page.cursor[1], area.y + size.lines, area.x + len(page.columns) * size.w
    grid.text(0, y, SYMBOLS[page.x], look.soft, width=LABELS - 1, align="right")
    taken: list[tuple[int, int]] = []
    for column in (at, 0, len(page.columns) - 1, *range(len(page.columns))):
        words = number(page.columns[column])
        length = measure(words, grid.folds)
        start = area.x + column * size.w + (size.w - length) // 2
        start = max(min(start, end - length), area.x)
        if any(start < right + 2 and left < start + length + 2 for left, right in taken):
            continue
        taken.append((start, start + length))
        lit = column == at
        grid.text(start, y, words, look.accent if lit else look.dim, bold=lit)


def _legend(grid: Grid, page: PlanePage, area: Rect) -> None:
    """From none to all, the sign of blown up, and the cursor's."""
    look, say = page.session.look, page.session.say
    x = grid.text(area.x, area.y, f"{say('plane.solved')} 0% ", look.dim)
    signs = look.mono or look.ascii
    if signs:
        x = grid.text(x, area.y, TENTHS, look.text)
    else:
        for step in range(11):
            grid.put(x + step, area.y, " ", None, look.heat(step / 10)[0])
        x += 11
    x = grid.text(x, area.y, " 100%", look.dim) + 3
    for glyph, paper, key in ((BLOWN_UP, look.bad, "plane.blown_up"), (CURSOR, look.accent, "plane.cursor")):
        words = say(key)
        if x + 2 + measure(words, grid.folds) > area.x + area.w:
            break
        grid.put(x, area.y, glyph if signs else " ", look.text, None if signs else paper)
        x = grid.text(x + 2, area.y, words, look.dim) + 3


def _panel(grid: Grid, page: PlanePage, area: Rect) -> None:
    look, say = page.session.look, page.session.say
    inside = area.inset(2, 1)
    y = inside.y
    for n, (words, ink) in enumerate((*explanation(page), ("", None), (say("plane.reading"), look.dim))):
        y = grid.paragraph(inside.x, y, inside.w, inside.y + inside.h - y, words, ink, bold=n == 0)
    grid.frame(area.x, area.y, area.w, y + 1 - area.y, look.faint, say("plane.here"), look.text)


def _joined(sentences: Sequence[str]) -> str:
    """One after the other; a full-width full stop brings its own space."""
    return "".join(words if words.endswith(("。", "：")) else f"{words} " for words in sentences)


def explanation(page: PlanePage) -> Sequence[tuple[str, Colour]]:
    """The cell under the cursor, sentence by sentence."""
    look, say, spot = page.session.look, page.session.say, page.spot
    knobs = ", ".join(f"{SYMBOLS[knob]} {number(value, 4)}" for knob, value in page.at.items())
    told: list[tuple[str, Colour]] = [(knobs + say("colon").rstrip(), look.text)]
    if spot is None:
        told.append((say("plane.not_yet"), look.soft))
    else:
        told += [(words, look.text) for words in _came_to(page, spot)]
    return [*told, *_theory(page)]


def _came_to(page: PlanePage, spot: Spot) -> Sequence[str]:
    from batchgame.sim.outcome import wilson

    say, count = page.session.say, spot.trajectories
    first = say(
        "plane.came", solved=percent(spot.solved, count), interval=interval(*wilson(spot.solved, count)),
        diverged=percent(spot.diverged, count), count=count,
        status=say(f"status.{spot.status.lower().replace(' ', '_')}"),
    )  # fmt: skip
    if spot.median_updates is None or spot.median_epochs is None or spot.median_time is None:
        return first, say("plane.no_median")
    medians = (spot.median_updates, spot.median_epochs, spot.median_time)
    updates, epochs, time = (number(median, 4) for median in medians)
    return first, say("plane.median", updates=updates, epochs=epochs, time=time)


def _theory(page: PlanePage) -> Sequence[tuple[str, Colour]]:
    """The noise gauge and the warning; both are about plain training alone."""
    from batchgame.sim.schedule import PLAIN

    if not page.session.warm or page.round.trained_by != PLAIN:
        return ()
    from batchgame.sim import theory
    from batchgame.sim.hyperparameters import Hyperparameters

    look, say, at = page.session.look, page.session.say, page.at
    words = Hyperparameters(int(at["batch_size"]), at["momentum"], at["learning_rate"])
    noise = theory.noise_gauge(words, page.round.problem.landscape.examples)
    told = [(say("plane.noise", noise=number(noise)), look.soft)]
    steep = page.round.steepest
    strength = theory.effective_learning_rate(words.learning_rate, words.momentum) * steep
    if theory.warns(words.learning_rate, words.momentum, steep):
        told.append((say("aim.warning_value", eta="η", value=number(strength)) + say("stop"), look.bad))
    return told

"""The full-screen map: half blocks or signs, values along two edges, and the cell under the cursor in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from batchgame.tui.grid import Grid, measure
from batchgame.tui.layout import Rect, narrow, roomy
from batchgame.tui.look import Colour, Look
from batchgame.tui.numbers import interval, number, percent
from batchgame.tui.plane import MOST, STRIDES, SYMBOLS
from batchgame.tui.views import chrome

if TYPE_CHECKING:
    from batchgame.tui.mapping import Spot
    from batchgame.tui.pages.plane import PlanePage

LABELS = 9  # columns for the values at the left
PANEL = 40  # columns for the words beside the cells, where there is room
TENTHS = ".:-~=*o%#@"  # without colours: how much of a cell has solved
BLOWN_UP, CURSOR, UNKNOWN = "x", "+", " "
LARGEST_CELL = 4  # columns of one


class Layout(NamedTuple):
    """Where the cells lie, how many of them fit, and where the words go."""

    cells: Rect
    halves: bool  # two rows of cells in a row of characters
    legend: Rect
    words: Rect


def layout(width: int, height: int, look: Look) -> Layout:
    """Words beside the cells from 100x32 up, below them in smaller windows."""
    halves = not look.mono and not look.folds
    if roomy(width, height):
        cells = Rect(LABELS, 2, width - LABELS - PANEL - 2, height - 6)
        side = Rect(width - PANEL - 1, 2, PANEL, height - 5)
        return Layout(cells, halves, Rect(1, height - 3, width - PANEL - 3, 1), side)
    words = 4 if narrow(width, height) else 3
    cells = Rect(LABELS, 2, width - LABELS - 1, height - 5 - words)
    below = Rect(1, height - 1 - words, width - 2, words)
    return Layout(cells, halves, Rect(1, below.y - 1, width - 2, 1), below)


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
    _cells(grid, page, place)
    _legend(grid, page, place.legend)
    if roomy(grid.width, grid.height):
        _panel(grid, page, place.words)
    else:
        words = " ".join(words for words, _ in explanation(page))
        grid.paragraph(place.words.x, place.words.y, place.words.w, place.words.h, words, look.text)


def _progress(page: PlanePage) -> str:
    say, map_ = page.session.say, page.map
    if map_ is None or not map_.spots:
        return say("map.failed") if map_ and map_.failed else say("plane.beginning")
    stride, count = map_.request.stages[map_.stage]
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


def _cells(grid: Grid, page: PlanePage, place: Layout) -> None:
    look, area = page.session.look, place.cells
    halves = 1 + place.halves
    w = min(LARGEST_CELL, max(1, area.w // len(page.columns)))
    h = max(1, area.h * halves // len(page.rows))
    row_at, column_at = page.cursor
    spots = [[shown(page, row, column) for column in range(len(page.columns))] for row in range(len(page.rows))]
    papers = [[colour(spot, look) for spot in line] for line in spots]
    papers[row_at][column_at] = look.accent
    lines = min(area.h, -(-len(page.rows) * h // halves))
    for line in range(lines):
        inside = [min(len(page.rows) - 1, (line * halves + half) // h) for half in range(halves)]
        last = (line * halves + halves - 1) // h >= len(page.rows)
        for column in range(len(page.columns)):
            upper, lower = papers[inside[0]][column], look.ground if last else papers[inside[-1]][column]
            spot, here = spots[inside[0]][column], (inside[0], column) == (row_at, column_at)
            for x in range(area.x + column * w, area.x + (column + 1) * w):
                if place.halves:
                    unknown = spot is None and spots[inside[-1]][column] is None and look.accent not in (upper, lower)
                    glyph, ink = ("·", look.faint) if unknown else ("▀", upper)
                    grid.put(x, area.y + line, glyph, ink, lower)
                elif look.mono or look.ascii:
                    grid.put(x, area.y + line, CURSOR if here else sign(spot), look.text, upper, here)
                else:
                    grid.put(x, area.y + line, " ", look.text, upper)
            grid.hot(area.x + column * w, area.y + line, w, 1, f"cell:{inside[0]}:{column}")
    grid.pictures.append((area.x, area.y, w * len(page.columns), lines))
    _down(grid, page, area, h, halves)
    _across(grid, page, area, area.y + lines, w)


def _down(grid: Grid, page: PlanePage, area: Rect, h: int, halves: int) -> None:
    """Values of the rows: the cursor's always, others where there is room above and below."""
    look, at = page.session.look, page.cursor[0]
    taken: set[int] = set()
    order = [at, *(row for row in range(len(page.rows)) if row != at)]
    gap = 1 if h >= halves else 2
    for row in order:
        line = (row * h + (h - 1) // 2) // halves
        if any(abs(line - other) < gap for other in taken):
            continue
        taken.add(line)
        lit = row == at
        words = f"{SYMBOLS[page.y]} {number(page.rows[row])}"
        grid.text(0, area.y + line, words, look.accent if lit else look.dim, bold=lit, width=LABELS - 1, align="right")


def _across(grid: Grid, page: PlanePage, area: Rect, y: int, w: int) -> None:
    """Values of the columns, under them: the cursor's always, others where they do not touch."""
    look, at = page.session.look, page.cursor[1]
    grid.text(0, y, SYMBOLS[page.x], look.soft, width=LABELS - 1, align="right")
    taken: list[tuple[int, int]] = []
    for column in [at, *(column for column in range(len(page.columns)) if column != at)]:
        words = number(page.columns[column])
        length = measure(words, grid.folds)
        start = area.x + column * w + w // 2 - length // 2
        start = min(max(start, LABELS), area.x + max(area.w, w) - length)
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
    grid.frame(area.x, area.y, area.w, area.h, look.faint, say("plane.here"), look.text)
    inside = area.inset(2, 1)
    y = inside.y
    for n, (words, ink) in enumerate(explanation(page)):
        y = grid.paragraph(inside.x, y, inside.w, inside.y + inside.h - y, words, ink, bold=n == 0)
    y = grid.paragraph(inside.x, y + 1, inside.w, inside.y + inside.h - y - 1, say("plane.reading"), look.dim)


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
    from batchgame.sim.tool import PLAIN

    if not page.session.warm or page.round.trained_by != PLAIN:
        return ()
    from batchgame.sim import theory
    from batchgame.sim.hyperparameters import Hyperparameters

    look, say, at = page.session.look, page.session.say, page.at
    words = Hyperparameters(int(at["batch_size"]), at["momentum"], at["learning_rate"])
    noise = theory.noise_gauge(words, page.round.course.landscape.examples)
    told = [(say("plane.noise", noise=number(noise)), look.soft)]
    steep = page.round.steepest
    strength = theory.effective_learning_rate(words.learning_rate, words.momentum) * steep
    if theory.warns(words.learning_rate, words.momentum, steep):
        told.append((say("aim.warning_value", value=number(strength)) + say("stop"), look.bad))
    return told

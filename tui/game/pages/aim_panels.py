"""The right half of the aim page: what the knobs that it shows mean, the one under the cursor first."""

from __future__ import annotations

from batchgame.tui.draw.grid import measure, wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.pages.aim_equations import paint_equations
from batchgame.tui.game.parts.epoch_bars import paint_epoch_bars, paint_machine, paint_whole_race
from batchgame.tui.game.parts.gauges import paint_gauge_words, paint_gauges, paint_line, paint_memory
from batchgame.tui.race.aim_values import aim_angle, aim_values
from batchgame.tui.race.aim_words import clock_words, picks, shots_told
from batchgame.tui.race.figures import told
from batchgame.tui.race.knob_rows import KnobRows
from batchgame.tui.race.round import Round


def paint_meaning(pen: Pen, area: Rect, round_: Round, knobs: KnobRows, *, equations: bool, big: bool) -> None:
    """Draw what the knobs mean, as far down as there is room.

    A page grows with its rows: batch size alone, then the clock, then momentum with its gauges.
    equations: draw them in the place of words. big: there is room for both.
    """
    if "momentum" not in knobs.rows:
        if "parallel" in knobs.rows:
            _clock_page(pen, area, round_)
        else:
            _first_page(pen, area, round_)
    elif big:
        _everything(pen, area, round_, knobs)
    elif knobs.name == "parallel" and not equations:
        _clock_page(pen, area, round_)
    else:
        _gauges_page(pen, area, round_, knobs, equations=equations)


def _rest(area: Rect, y: int) -> Rect:
    return area.below(y - area.y)


def _gap(area: Rect, y: int, needs: int) -> int:
    """Return the row after an empty one, if `needs` rows then still fit."""
    return y + 1 if area.y + area.h - y > needs else y


def _first_page(pen: Pen, area: Rect, round_: Round) -> None:
    y = paint_epoch_bars(pen, area, round_, round_.parallel)
    y = paint_whole_race(pen, _rest(area, _gap(area, y, 4)), round_)
    if all(aim_angle(round_, knobs) is not None for _, knobs in picks(round_)):
        y = _sentence(pen, area, y, pen.say("aim.plain"))
    _you_said(pen, area, y, round_)


def _clock_page(pen: Pen, area: Rect, round_: Round) -> None:
    parallel = round_.parallel
    y = paint_machine(pen, area, round_)
    y = paint_epoch_bars(pen, _rest(area, _gap(area, y, 8)), round_, parallel)
    if parallel != 1 and area.y + area.h - y >= 4:
        y = paint_epoch_bars(pen, _rest(area, _gap(area, y, 4)), round_, 1, old=True)
    y = _sentence(pen, area, y, clock_words(round_, pen.say))
    _you_said(pen, area, y, round_)


def _gauges_page(pen: Pen, area: Rect, round_: Round, knobs: KnobRows, *, equations: bool) -> None:
    values = aim_values(round_)
    of_momentum = knobs.name == "momentum"
    if equations:
        y = paint_gauges(pen, area, values)
        paint_equations(pen, _rest(area, _gap(area, y, 10)), round_, explained=True)
        return
    if of_momentum:
        y = paint_memory(pen, area, round_.momentum)
    else:
        y = paint_epoch_bars(pen, area, round_, round_.parallel)
    y = paint_gauges(pen, _rest(area, _gap(area, y, 9)), values)
    y = _gap(area, y, 6)
    y = paint_gauge_words(pen, _rest(area, y), values, round_.scenario.examples)
    if of_momentum and area.y + area.h - y >= 2:
        y = _epoch_line(pen, _rest(area, _gap(area, y, 3)), round_)
        y -= 1
    _you_said(pen, area, y + 1 if area.y + area.h - y > 2 else y, round_)


def _everything(pen: Pen, area: Rect, round_: Round, knobs: KnobRows) -> None:
    values = aim_values(round_)
    if knobs.name == "parallel":
        y = paint_machine(pen, area, round_)
        y = paint_epoch_bars(pen, _rest(area, y), round_, round_.parallel)
    else:
        y = paint_epoch_bars(pen, area, round_, round_.parallel)
        y = paint_whole_race(pen, _rest(area, y + 1), round_)
    y = paint_memory(pen, _rest(area, y + 1), round_.momentum)
    y = paint_gauges(pen, _rest(area, y + 1), values)
    y = paint_gauge_words(pen, _rest(area, y + 1), values, round_.scenario.examples)
    y = paint_equations(pen, _rest(area, _gap(area, y, 6)), round_, explained=False)
    _you_said(pen, area, y, round_)


def _sentence(pen: Pen, area: Rect, y: int, words: str) -> int:
    """Write a sentence after an empty row, if all of it fits. Returns the row after it."""
    grid = pen.grid
    lines = _lines(pen, words, area.w)
    if y + 1 + lines > area.y + area.h:
        return y
    return grid.paragraph(area.x, y + 1, area.w, lines, words, pen.look.soft)


def _lines(pen: Pen, words: str, width: int) -> int:
    return len(wrap(words, width, pen.grid.folds))


def _epoch_line(pen: Pen, area: Rect, round_: Round) -> int:
    """Draw an epoch, or as many ticks of a parallel machine, in one row: it was learnt in races before."""
    look, say, ticks = pen.look, pen.say, round_.scenario.examples
    parts: list[tuple[str, str | None]] = [
        (say("aim.epoch") if round_.parallel == 1 else say("aim.clock_ticks", n=ticks), look.text)
    ]
    for name, knobs in picks(round_):
        ink, glyph = look.lane(name)
        shots = shots_told(round_, knobs, round_.parallel, ticks)
        parts += [(f" {glyph}", ink), (str(shots), look.text)]
    paint_line(pen.grid, area, [*parts, (say("aim.shots_word"), look.text)])
    return area.y + 1


def _you_said(pen: Pen, area: Rect, y: int, round_: Round) -> None:
    """Repeat the prediction, if all of it fits."""
    chosen = round_.prediction.chosen
    if chosen is None:
        return
    grid, look, say = pen.grid, pen.look, pen.say
    answer = told(round_, round_.stage.prediction.options[chosen].text, say)
    key = say("aim.you_said")
    left = measure(key, grid.folds) + 2
    lines = _lines(pen, answer, area.w - left)
    spare = area.y + area.h - y
    if spare > lines:
        y += 1
    elif spare < lines:
        return
    grid.text(area.x, y, key, look.dim)
    grid.paragraph(area.x + left, y, area.w - left, lines, answer, look.text)

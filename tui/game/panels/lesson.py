"""The lesson with how far it reaches, what the player said and saw, and every claim with its sources."""

from __future__ import annotations

from batchgame.tui.draw.grid import Grid, measure, wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.panels.result_values import ResultView
from batchgame.tui.race.figures import claims_of, told
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.claims import reach


def paint_lesson(pen: Pen, area: Rect, view: ResultView, *, roomy_: bool = False) -> None:
    """Draw the lesson under its badge, then as much of what the player saw and said as there is room for."""
    grid, look, say = pen.grid, pen.look, pen.say
    stage = view.round.stage
    y = area.y
    x = grid.text(area.x, y, say("result.lesson"), look.text, bold=True)
    text = reach(stage.badge, say)
    label = f"[{text}]" if look.mono or look.ascii else f" {text} "
    room = area.x + area.w - x - 1
    grid.text(x + 1, y, label, look.on_accent, bg=look.badge(stage.badge), bold=True, width=room)
    lesson = told(view.round, stage.lesson, say)
    y = grid.paragraph(area.x, y + 1 + roomy_, area.w, area.h - 1 - roomy_, lesson, look.text) + 1
    for key, value in _you_said(say, view):
        rows = _rows(grid, area.w, key, value)
        if y + rows > area.y + area.h:
            break  # the player's own words are the first to give way
        indent = measure(key, grid.folds) + 1
        grid.text(area.x, y, key, look.dim)
        y = grid.paragraph(area.x + indent, y, area.w - indent, rows, value, look.soft)
    if roomy_:
        _claims(pen, area.below(y + 1 - area.y), view)


def _claims(pen: Pen, area: Rect, view: ResultView) -> None:
    """Draw every claim of the stage with its badge and its sources, as far as there is room."""
    grid, look, say = pen.grid, pen.look, pen.say
    if area.h < 4:
        return
    badges = [say(f"badge.{name}") for name in ("fact", "in_this_model", "debated")]
    indent = max(measure(badge, grid.folds) for badge in badges) + 2
    y = area.y + 1
    for claim in claims_of(view.round, say):
        lines = [(line, look.soft) for line in wrap(claim.statement, area.w - indent, grid.folds)]
        if claim.sources:
            sources = f"{say('claim.sources')}{say('colon')}{claim.sources}"
            lines += [(line, look.dim) for line in wrap(sources, area.w - indent, grid.folds)]
        if y + len(lines) > area.y + area.h:
            continue
        grid.text(area.x, area.y, say("claim.more"), look.text, bold=True)
        grid.text(area.x, y, claim.reach, look.badge(claim.badge), bold=True)
        for line, ink in lines:
            grid.text(area.x + indent, y, line, ink)
            y += 1


def _rows(grid: Grid, width: int, key: str, value: str) -> int:
    return len(wrap(value, width - measure(key, grid.folds) - 1, grid.folds))


def _you_said(say: Catalogue, view: ResultView) -> list[tuple[str, str]]:
    """Return what there was to see, if the player saw something else; what the player saw; what was predicted."""
    round_ = view.round
    seen, predicted, options = round_.observation.chosen, round_.prediction.chosen, round_.stage.observed.options
    rows = []
    if seen is not None and view.happened is not None and view.happened != seen:
        rows.append((say("result.race_shows"), told(round_, options[view.happened].text, say)))
    if seen is not None:
        rows.append((say("result.you_saw"), told(round_, options[seen].text, say)))
    if predicted is not None:
        rows.append((say("result.you_said"), told(round_, round_.stage.prediction.options[predicted].text, say)))
    return rows

"""The lesson with how far it reaches, what the player said and saw, and every claim with its sources."""

from __future__ import annotations

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import measure, wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Colour
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.panels.result_values import ResultView
from batchgame.tui.race.figures import claims_of, told
from batchgame.tui.race.pick import pick_told
from batchgame.tui.race.verdict import said
from batchgame.tui.text.claims import reach


def paint_lesson(pen: Pen, area: Rect, view: ResultView, *, roomy_: bool = False) -> None:
    """Draw the lesson under its badge, then as much of what the player said and saw as there is room for.

    While the lesson is closed: what happened to the pick, what the player said, and the ways in.
    """
    if not view.round.lesson_open:
        _closed(pen, area, view, roomy_)
        return
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
    hint = [(view.hint, look.accent)] if view.hint is not None else []
    for words, ink in (*hint, *_you_said(pen, view)):
        rows = len(wrap(words, area.w, grid.folds))
        if y + rows > area.y + area.h:
            break  # the player's own words are the first to give way
        y = grid.paragraph(area.x, y, area.w, rows, words, ink)
    if roomy_:
        _claims(pen, area.below(y + 1 - area.y), view)


def _closed(pen: Pen, area: Rect, view: ResultView, roomy_: bool) -> None:
    """Draw what happened, and the ways to the lesson. An open hint stands instead of the player's words."""
    grid, look, say, round_, result = pen.grid, pen.look, pen.say, view.round, view.result
    x = grid.text(area.x, area.y, say("pick.title"), look.text, bold=True)
    knobs = say("bests.pick", batch_size=result.batch_size, momentum=number(result.momentum))
    grid.text(x + 2, area.y, knobs, look.you, width=area.x + area.w - x - 2)
    text = area.below(1 + roomy_)
    parts = [(pick_told(round_, say), look.text), (say("result.closed"), look.accent)]
    if view.hint is not None:
        parts.insert(1, (view.hint, look.text))
    elif (words := said(round_, say)) and _rows(pen, text.w, parts) + _rows(pen, text.w, [(words, None)]) <= text.h:
        parts.insert(1, (words, look.soft))
    gap, y = int(_rows(pen, text.w, parts) + len(parts) - 1 <= text.h), text.y
    for words, ink in parts:
        y = grid.paragraph(text.x, y, text.w, text.y + text.h - y, words, ink) + gap


def _rows(pen: Pen, width: int, parts: list[tuple[str, Colour]]) -> int:
    return sum(len(wrap(words, width, pen.grid.folds)) for words, _ in parts)


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


def _you_said(pen: Pen, view: ResultView) -> list[tuple[str, Colour]]:
    """Return the prediction with what it overlooks, then what there was to see, if the player saw something else."""
    round_, look, say = view.round, pen.look, pen.say
    seen, predicted, options = round_.observation.chosen, round_.prediction.chosen, round_.stage.observed.options
    rows: list[tuple[str, Colour]] = []
    said_ = said(round_, say)
    if predicted is not None and said_ is not None:
        rows.append((said_, look.dim))
        betrays = round_.stage.prediction.options[predicted].betrays
        if not round_.right and betrays is not None:
            rows.append((told(round_, betrays, say), look.bad))
    if seen is not None and view.happened is not None and view.happened != seen:
        shows = told(round_, options[view.happened].text, say)
        rows.append((f"{say('result.race_shows')}{say('colon')}{shows}", look.soft))
    return rows

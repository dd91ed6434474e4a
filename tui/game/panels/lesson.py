"""The lesson with how far it reaches, what the player said and saw, and every claim with its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.tui.draw.grid import Grid, measure, wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look

if TYPE_CHECKING:
    from batchgame.tui.game.pages.result import ResultPage


def paint_lesson(grid: Grid, page: ResultPage, area: Rect, *, roomy_: bool = False) -> None:
    """The lesson under its badge, then as much of what the player saw and said as there is room for."""
    look, say, round_ = page.session.look, page.session.say, page.round
    stage = round_.stage
    y = area.y
    x = grid.text(area.x, y, say("result.lesson"), look.text, bold=True)
    badge = stage.badge
    words = say("badge." + badge.lower().replace(" ", "_"))
    label = f"[{words}]" if look.mono or look.ascii else f" {words} "
    grid.text(x + 1, y, label, look.on_accent, bg=badge_colour(look, badge), bold=True, width=area.x + area.w - x - 1)
    lesson = page.text(stage.lesson)
    y = grid.paragraph(area.x, y + 1 + roomy_, area.w, area.h - 1 - roomy_, lesson, look.text) + 1
    for key, value in _you_said(page):
        rows = _rows(grid, area.w, key, value)
        if y + rows > area.y + area.h:
            break  # the player's own words are the first to give way
        indent = measure(key, grid.folds) + 1
        grid.text(area.x, y, key, look.dim)
        y = grid.paragraph(area.x + indent, y, area.w - indent, rows, value, look.soft)
    if roomy_:
        _claims(grid, page, area.below(y + 1 - area.y))


def badge_colour(look: Look, badge: str) -> str | None:
    """The colour of how far a claim reaches."""
    return {"FACT": look.badge_fact, "IN THIS MODEL": look.badge_model}.get(badge, look.badge_debated)


def _claims(grid: Grid, page: ResultPage, area: Rect) -> None:
    """Every claim of the stage with its badge and where it comes from, as far as there is room."""
    look, say = page.session.look, page.session.say
    if area.h < 4:
        return
    badges = [say(f"badge.{name}") for name in ("fact", "in_this_model", "debated")]
    indent = max(measure(badge, grid.folds) for badge in badges) + 2
    y = area.y + 1
    for claim in page.round.stage.claims:
        lines = [(line, look.soft) for line in wrap(page.text(claim.statement), area.w - indent, grid.folds)]
        if claim.sources:
            sources = f"{say('claim.sources')}{say('colon')}{'; '.join(claim.sources)}"
            lines += [(line, look.dim) for line in wrap(sources, area.w - indent, grid.folds)]
        if y + len(lines) > area.y + area.h:
            continue
        grid.text(area.x, area.y, say("claim.more"), look.text, bold=True)
        badge = say("badge." + claim.badge.lower().replace(" ", "_"))
        grid.text(area.x, y, badge, badge_colour(look, claim.badge), bold=True)
        for line, ink in lines:
            grid.text(area.x + indent, y, line, ink)
            y += 1


def _rows(grid: Grid, width: int, key: str, value: str) -> int:
    return len(wrap(value, width - measure(key, grid.folds) - 1, grid.folds))


def _you_said(page: ResultPage) -> list[tuple[str, str]]:
    """What there was to see, if the player saw something else; what was seen; what was predicted."""
    say, round_ = page.session.say, page.round
    rows = []
    observed = round_.stage.observed.options
    if round_.observed is not None and page.happened is not None and page.happened != round_.observed:
        rows.append((say("result.race_shows"), page.text(observed[page.happened].text)))
    if round_.observed is not None:
        rows.append((say("result.you_saw"), page.text(observed[round_.observed].text)))
    if round_.answer is not None:
        rows.append((say("result.you_said"), page.text(round_.stage.prediction.options[round_.answer].text)))
    return rows

"""Pages that are made of words: a card of an exercise, its lesson at the end, and the claims of a race."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from batchgame.tui.draw.grid import Grid, wrap
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.question import question

if TYPE_CHECKING:
    from batchgame.scenarios.reading.exercise import Statement
    from batchgame.scenarios.reading.format import Claim
    from batchgame.tui.game.pages.claims import ClaimsPage
    from batchgame.tui.game.workshops.card import CardPage, PracticePage
    from batchgame.tui.game.workshops.lesson import LessonPage

_Part = tuple[str, "str | None", bool]  # words, ink, bold
LINE = 76  # cells: longer lines are hard to read


def paint_header(grid: Grid, page: PracticePage, where: str = "") -> None:
    """The exercise and its stars."""
    look, practice = page.session.look, page.practice
    record = page.session.progress.records.get(practice.name)
    stars = (record.goal, record.predicted, record.par) if record else (False, False, False)
    signs = "".join(look.star if star else look.no_star for star in stars)
    chrome.header(grid, look, page.text(practice.exercise.title), right=f"{where}  {signs}".strip())


def _column(grid: Grid) -> Rect:
    area = body(grid.width, grid.height)
    width = min(LINE, area.w - 4)
    gap = 0 if narrow(grid.width, grid.height) else 1
    return Rect((area.w - width) // 2, area.y + gap, width, area.h - gap)


def paint_card(grid: Grid, page: CardPage) -> None:
    """The question; once it is answered, why."""
    look, say, practice, card = page.session.look, page.session.say, page.practice, page.card
    cards = len(practice.exercise.cards)
    counted = say("card.of", number=page.index + 1, cards=cards) if cards > 1 and not practice.workshop else ""
    paint_header(grid, page, counted)
    text = _column(grid)
    y = text.y
    if page.index == 0:
        y = grid.paragraph(text.x, y, text.w, text.h, page.text(practice.exercise.story), look.soft) + 1
    answers = [page.text(option.text) for option in card.options]
    y = question(grid, look, text.below(y - text.y), page.text(card.prompt), answers, page.answer) + 1
    rest = text.below(y - text.y)
    if page.told:
        _why(grid, page, rest)
    else:
        paint_sure(grid, page, rest)
        if hint := page.hint():
            lines = wrap(f"{say('hint.title', number=practice.hints)}{say('colon')}{hint}", text.w, grid.folds)
            for n, line in enumerate(lines[: max(0, rest.h - 3)]):
                grid.text(text.x, rest.y + 3 + n, line, look.accent)
    if page.told:
        chrome.message(grid, say("card.next"), look.accent)
    elif page.answer is None:
        chrome.message(grid, say("predict.still", count=len(answers)), look.accent)
    else:
        chrome.message(grid, say("predict.how_sure" if page.sure is None else "card.ready"), look.accent)


def paint_sure(grid: Grid, page: CardPage, area: Rect) -> None:
    """Guess or sure: a row of two."""
    look, say = page.session.look, page.session.say
    asked = page.answer is not None
    ink = look.text if asked else look.dim
    x = grid.text(area.x, area.y, say("predict.sure"), ink, bold=asked) + 2
    for digit, key, value in ((8, "predict.guess", False), (9, "predict.certain", True)):
        chosen = page.sure is value
        words = f"{look.cursor if chosen else ' '} {digit} {say(key)} "
        start = x
        x = grid.text(x, area.y, words, look.text if chosen else ink, bg=look.select if chosen else None)
        if asked:
            grid.hot(start, area.y, x - start, 1, f"digit:{digit}")
        x += 1


def _why(grid: Grid, page: CardPage, area: Rect) -> None:
    look, say, card = page.session.look, page.session.say, page.card
    right = page.practice.was_right(card)
    verdict = say("transfer.right") if right else say("transfer.wrong")
    answer = page.text(card.options[card.right].text)
    ink = look.good if right else look.bad
    told = verdict if right else f"{verdict} {say('card.answer', answer=answer)}"
    y = grid.paragraph(area.x, area.y, area.w, 2, told, ink, bold=True)
    betrays = card.options[page.answer or 0].betrays
    if betrays is not None and not right:
        y = grid.paragraph(area.x, y, area.w, area.h - (y - area.y), page.text(betrays), look.soft)
    badge = say(f"badge.{card.badge.lower().replace(' ', '_')}")
    words = f"[{badge}] {page.text(card.because)}"
    y = grid.paragraph(area.x, y, area.w, area.h - (y - area.y), words, look.text)
    if card.sources:
        grid.paragraph(area.x, y, area.w, area.h - (y - area.y), "; ".join(card.sources), look.dim)


def paint_lesson(grid: Grid, page: LessonPage) -> int:
    """Score, lesson, claims; how many rows do not fit."""
    look, say, practice = page.session.look, page.session.say, page.practice
    paint_header(grid, page)
    over = _scrolled(grid, page, _parts(page))
    key = "card.more" if over > page.scroll else "card.done"
    chrome.message(grid, say(key, right=practice.right, of=len(practice.answers)), look.accent)
    return over


def paint_claims(grid: Grid, page: ClaimsPage) -> int:
    """The lesson of a race and its claims; how many rows do not fit."""
    look, say, stage = page.session.look, page.session.say, page.round.stage
    heading: list[_Part] = [(say("claim.more"), look.accent, True), ("", None, False)]
    lesson: list[_Part] = [(page.text(stage.lesson), look.text, False)]
    parts = [*heading, *lesson, *_claims(page, stage.claims)]
    if sources := page.round.scenario.sources:
        words = f"{say('claim.sources')}{say('colon')}{'; '.join(sources)}"
        parts += [("", None, False), (words, look.dim, False)]
    over = _scrolled(grid, page, parts)
    chrome.message(grid, say("card.more" if over > page.scroll else "claim.back"), look.accent)
    return over


def _scrolled(grid: Grid, page: LessonPage | ClaimsPage, parts: Sequence[_Part]) -> int:
    """As many rows of the parts as there is room for, from where the page has scrolled to; how many are left over."""
    text = _column(grid)
    lines = [(words, ink, bold) for part, ink, bold in parts for words in wrap(part, text.w, grid.folds) or [""]]
    over = max(0, len(lines) - text.h)
    page.scroll = min(page.scroll, over)
    for n, (words, ink, bold) in enumerate(lines[page.scroll : page.scroll + text.h]):
        grid.text(text.x, text.y + n, words, ink, bold=bold)
    return over


def _claims(page: LessonPage | ClaimsPage, claims: Sequence[Claim | Statement]) -> list[_Part]:
    """Each claim under its badge, then its sources."""
    look, say = page.session.look, page.session.say
    parts: list[_Part] = []
    for claim in claims:
        badge = say(f"badge.{claim.badge.lower().replace(' ', '_')}")
        parts += [("", None, False), (f"[{badge}] {page.text(claim.statement)}", look.text, False)]
        if claim.sources:
            parts += [("; ".join(claim.sources), look.dim, False)]
    return parts


def _parts(page: LessonPage) -> list[_Part]:
    look, say, practice = page.session.look, page.session.say, page.practice
    exercise = practice.exercise
    parts: list[_Part] = []
    if practice.workshop:
        card = exercise.cards[0]
        right = practice.was_right(card)
        answer = page.text(card.options[practice.answers.get(card.name, card.right)].text)
        verdict = say("transfer.right" if right else "transfer.wrong")
        parts += [(f"{say('card.predicted', answer=answer)} {verdict}", look.good if right else look.bad, True)]
        parts += [(page.text(card.because), look.soft, False), ("", None, False)]
    else:
        parts += [
            (say("card.score", right=practice.right, of=len(exercise.cards)), look.accent, True),
            ("", None, False),
        ]
    parts += [(page.text(exercise.lesson), look.text, False)]
    return [*parts, *_claims(page, exercise.claims)]

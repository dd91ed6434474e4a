"""A card of an exercise: the question, and once it is answered, why."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from batchgame.scenarios.reading.exercise import Card
from batchgame.scenarios.reading.text import Text
from batchgame.tui.draw.grid import wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.question import paint_question, paint_sure
from batchgame.tui.game.parts.words import column
from batchgame.tui.race.question import Question
from batchgame.tui.text.claims import citations, reach

Words = Callable[[Text], str]  # a text of the exercise in the player's language


class CardView(NamedTuple):
    """What a card shows. story, hint: empty where there is none. told: the answer counts, and its reason is read."""

    card: Card
    question: Question
    story: str
    hint: str
    told: bool


def paint_card(pen: Pen, view: CardView, words: Words) -> None:
    """Draw the question; once it is answered, why."""
    grid, look, say, question = pen.grid, pen.look, pen.say, view.question
    text = column(grid.width, grid.height)
    y = text.y
    if view.story:
        y = grid.paragraph(text.x, y, text.w, text.h, view.story, look.soft) + 1
    answers = [words(option.text) for option in view.card.options]
    y = (
        paint_question(
            pen, text.below(y - text.y), words(view.card.prompt), answers, question.chosen, order=question.order
        )
        + 1
    )
    rest = text.below(y - text.y)
    if view.told:
        _why(pen, rest, view, words)
        chrome.message(grid, say("card.next"), look.accent)
        return
    paint_sure(pen, rest, question, stacked=False)
    if view.hint:
        lines = wrap(view.hint, text.w, grid.folds)
        if len(lines) <= rest.h - 3:
            grid.paragraph(text.x, rest.y + 3, text.w, rest.h - 3, view.hint, look.accent)
        else:  # over what has been read: the answers stay in sight
            chrome.hint(grid, look, view.hint, text.y + len(wrap(view.hint, grid.width - 2, grid.folds)))
    if not question.asking_sure:
        chrome.message(grid, say("predict.still", count=len(answers)), look.accent)
    else:
        chrome.message(grid, say("predict.how_sure"), look.accent)


def _why(pen: Pen, area: Rect, view: CardView, words: Words) -> None:
    """Draw right or wrong, what a wrong answer overlooks, and the reason with its badge and sources."""
    grid, look, say, card = pen.grid, pen.look, pen.say, view.card
    right, end = view.question.is_right, area.y + area.h
    verdict = say("transfer.right") if right else say("transfer.wrong")
    answer = words(card.options[card.right].text)
    told = verdict if right else f"{verdict} {say('card.answer', answer=answer)}"
    y = grid.paragraph(area.x, area.y, area.w, 2, told, look.good if right else look.bad, bold=True)
    betrays = card.options[view.question.chosen or 0].betrays
    if betrays is not None and not right:
        y = grid.paragraph(area.x, y, area.w, end - y, words(betrays), look.soft)
    reason = f"[{reach(card.badge, say)}] {words(card.because)}"
    y = grid.paragraph(area.x, y, area.w, end - y, reason, look.text)
    if card.sources:
        grid.paragraph(area.x, y, area.w, end - y, citations(card.sources, pen.say), look.dim)

"""The score of an exercise, its lesson and its claims, as a column of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from batchgame.scenarios.reading.text import Text
from batchgame.tui.draw.look import Look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.words import EMPTY, Part, of_claims, paint_scrolled
from batchgame.tui.race.practice import Practice
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.claims import claims


def lesson_parts(look: Look, say: Catalogue, practice: Practice, words: Callable[[Text], str]) -> list[Part]:
    """Return what was predicted or how much was right, then the lesson with its claims."""
    exercise = practice.exercise
    if practice.has_workshop:
        card = exercise.cards[0]
        question = practice.questions[card.name]
        chosen = card.right if question.chosen is None else question.chosen
        predicted = say("card.predicted", question=words(card.prompt), answer=words(card.options[chosen].text))
        verdict = say("transfer.right" if question.is_right else "transfer.wrong")
        ink = look.good if question.is_right else look.bad
        parts = [Part(f"{predicted} {verdict}", ink, True), Part(words(card.because), look.soft), EMPTY]
    else:
        parts = [Part(say("card.score", right=practice.right, of=len(exercise.cards)), look.accent, True), EMPTY]
    parts.append(Part(words(exercise.lesson), look.text))
    return [*parts, *of_claims(claims(exercise.claims, say, words), look)]


def paint_lesson(pen: Pen, parts: Sequence[Part], scroll: int, practice: Practice) -> None:
    """Draw the lesson from row `scroll` on."""
    more = paint_scrolled(pen, parts, scroll)
    key = "card.more" if more else "card.done"
    chrome.message(pen.grid, pen.say(key, right=practice.right, of=practice.answered), pen.look.accent)

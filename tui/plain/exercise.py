"""An exercise in plain lines: every card with its answers, why, and the lesson with its claims."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.playables import ExercisePlayable, Playable
from batchgame.scenarios.reading import exercise as exercises
from batchgame.scenarios.reading.exercise import Card
from batchgame.scenarios.reading.text import Text
from batchgame.tui.plain.table import Table
from batchgame.tui.race.dealt import dealt
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.round import HINTS
from batchgame.tui.score.earned import record_answer, record_practice
from batchgame.tui.text.claims import citations, claims, reach


def play_exercise(table: Table, playable: Playable) -> None:
    """Play one exercise, and keep what it earns."""
    assert isinstance(playable, ExercisePlayable)
    practice, say = Practice(playable.exercise, table.options.seed), table.say
    exercise = practice.exercise
    table.say = say.with_words(exercise.name, exercise.words)
    table.hinting = lambda: _hint(table, practice)
    try:
        _play(table, practice)
    finally:
        table.say, table.hinting = say, None


def play_cards(table: Table, names: Sequence[str]) -> None:
    """Deal a few cards of the deck. Enter without an answer passes one over, and it is dealt again another time."""
    if not names:
        return
    practice = dealt(names, table.options.seed)
    table.line()
    table.tell("deal.story")
    for card in practice.exercise.cards:
        question = practice.questions[card.name]
        question.chosen = table.passed_over(
            _text(table, practice, card.prompt), _answers(table, practice, card), question.order
        )
        if question.chosen is not None:
            question.sure = table.sure()
            record_answer(table.progress, practice, card)
            _tell(table, practice, card)


def _play(table: Table, practice: Practice) -> None:
    exercise = practice.exercise
    table.line()
    table.line(_text(table, practice, exercise.story))
    for index, card in enumerate(exercise.cards):
        _ask(table, practice, card)
        if index == 0 and exercise.page is not None:
            table.workshop(exercise.page)(table, practice)
        _tell(table, practice, card)
    table.hinting = None
    record_practice(table.progress, practice)
    table.line()
    if not practice.has_workshop:
        table.tell("card.score", right=practice.right, of=len(exercise.cards))
    table.line(_text(table, practice, exercise.lesson))
    table.claims(claims(exercise.claims, table.say, lambda text: _text(table, practice, text)))


def _text(table: Table, practice: Practice, text: Text) -> str:
    return exercises.say(practice.exercise, text, table.say.language)


def _hint(table: Table, practice: Practice) -> None:
    practice.hints = min(HINTS, practice.hints + 1)
    text = _text(table, practice, practice.exercise.hints[practice.hints - 1])
    table.line(f"{table.say('hint.title', number=practice.hints)}{table.say('colon')}{text}")


def _ask(table: Table, practice: Practice, card: Card) -> None:
    question = practice.questions[card.name]
    table.predict(question, _text(table, practice, card.prompt), _answers(table, practice, card))
    record_answer(table.progress, practice, card)


def _answers(table: Table, practice: Practice, card: Card) -> list[str]:
    return [_text(table, practice, option.text) for option in card.options]


def _tell(table: Table, practice: Practice, card: Card) -> None:
    """Print right or wrong, what a wrong answer overlooks, and the reason with its sources."""
    option = card.options[practice.questions[card.name].chosen or 0]
    table.tell("transfer.right" if option.right else "transfer.wrong")
    if not option.right:
        table.tell("card.answer", answer=_text(table, practice, card.options[card.right].text))
    if option.betrays is not None and not option.right:
        table.line(_text(table, practice, option.betrays))
    table.line(f"[{reach(card.badge, table.say)}] {_text(table, practice, card.because)}")
    if card.sources:
        table.line(f"    {citations(card.sources, table.say)}")

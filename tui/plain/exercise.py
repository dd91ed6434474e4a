"""An exercise in plain lines: every card with its answers, why, and the lesson with its claims."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from batchgame.scenarios.reading import exercise as exercises
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.round import HINTS

if TYPE_CHECKING:
    from batchgame.scenarios.reading.exercise import Card
    from batchgame.scenarios.reading.format import Text
    from batchgame.tui.plain.game import Plain


def drill(table: Plain, name: str) -> None:
    """Play one exercise; what it earns goes to disk."""
    practice = Practice(exercises.load(name))
    table.hinting = lambda: _hint(table, practice)
    table.line()
    table.line(_text(table, practice, practice.exercise.story))
    for index, card in enumerate(practice.exercise.cards):
        _ask(table, practice, card)
        if index == 0 and practice.workshop:
            module = import_module(f"batchgame.tui.game.workshops.{practice.exercise.page}")
            module.plain(table, practice)
        _tell(table, practice, card)
    table.hinting = None
    practice.keep(table)
    table.line()
    if not practice.workshop:
        table.tell("card.score", right=practice.right, of=len(practice.exercise.cards))
    table.line(_text(table, practice, practice.exercise.lesson))
    for claim in practice.exercise.claims:
        badge = table.say(f"badge.{claim.badge.lower().replace(' ', '_')}")
        table.line(f"[{badge}] {_text(table, practice, claim.statement)}")
        if claim.sources:
            table.line(f"    {'; '.join(claim.sources)}")


def _text(table: Plain, practice: Practice, text: Text) -> str:
    return exercises.say(practice.exercise, text, table.say.language)


def _hint(table: Plain, practice: Practice) -> None:
    practice.hints = min(HINTS, practice.hints + 1)
    text = _text(table, practice, practice.exercise.hints[practice.hints - 1])
    table.line(f"{table.say('hint.title', number=practice.hints)}{table.say('colon')}{text}")


def _ask(table: Plain, practice: Practice, card: Card) -> None:
    table.line()
    table.line(_text(table, practice, card.prompt))
    for digit, option in enumerate(card.options, 1):
        table.line(f"  {digit}  {_text(table, practice, option.text)}")
    digits = {str(n): str(n) for n in range(1, len(card.options) + 1)}
    practice.answers[card.name] = int(table.ask("plain.answer", digits, count=len(digits))) - 1
    practice.sure[card.name] = table.ask("plain.sure", {"8": "8", "9": "9"}) == "9"
    practice.commit(table, card)


def _tell(table: Plain, practice: Practice, card: Card) -> None:
    option = card.options[practice.answers[card.name]]
    table.tell("transfer.right" if option.right else "transfer.wrong")
    if option.betrays is not None and not option.right:
        table.line(_text(table, practice, option.betrays))
    badge = table.say(f"badge.{card.badge.lower().replace(' ', '_')}")
    table.line(f"[{badge}] {_text(table, practice, card.because)}")
    if card.sources:
        table.line(f"    {'; '.join(card.sources)}")

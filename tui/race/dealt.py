"""A hand of cards: the deck with a few of its cards alone."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from batchgame.scenarios.path import path
from batchgame.scenarios.reading import exercise
from batchgame.scenarios.reading.text import Text
from batchgame.tui.race.practice import Practice


def dealt(names: Sequence[str], seed: int) -> Practice:
    """Return the deck with these cards alone, and without its story."""
    deck = exercise.load(path().deck)
    cards = {card.name: card for card in deck.cards}
    return Practice(replace(deck, cards=tuple(cards[name] for name in names), story=Text(en="", zh_tw="")), seed)

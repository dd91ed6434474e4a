"""A hand of cards: the deck with a few of its cards alone."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from batchgame.scenarios.path import path
from batchgame.scenarios.reading import exercise
from batchgame.scenarios.reading.text import Text
from batchgame.tui.race.practice import Practice
from batchgame.tui.text.catalogue import sentences


def dealt(names: Sequence[str]) -> Practice:
    """Return the deck with these cards alone, under a sentence that says where they come from."""
    deck = exercise.load(path().deck)
    cards = {card.name: card for card in deck.cards}
    story = Text(en=sentences("en")["deal.story"], zh_tw=sentences("zh-TW")["deal.story"])
    return Practice(replace(deck, cards=tuple(cards[name] for name in names), story=story))

"""Which cards of the deck are dealt between races: those that were missed come back, now and then with a new one.

Time is counted in finished rounds, so that nothing here needs a clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

from batchgame.scenarios.path import path
from batchgame.tui.score.saved import SavedCard

WAITS = (2, 6, 18)  # rounds until a card comes back: after a miss, and after each right answer that follows one
LEARNED = len(WAITS)
MOST = 2  # cards at a time
EVERY = 2  # rounds from one new card to the next


def answered(card: SavedCard | None, right: bool, rounds: int) -> SavedCard:
    """Return the card after an answer. What was right at the first try is not asked again."""
    if not right:
        return SavedCard(box=0, rounds=rounds)
    return SavedCard(box=LEARNED if card is None else min(card.box + 1, LEARNED), rounds=rounds)


def missed(cards: Mapping[str, SavedCard]) -> list[str]:
    """Return the cards that were missed and are not learned yet, the one that was asked longest ago first."""
    open_ = [name for name, card in cards.items() if card.box < LEARNED and name in _names()]
    return sorted(open_, key=lambda name: (cards[name].rounds, name))


def due(cards: Mapping[str, SavedCard], rounds: int) -> list[str]:
    """Return the missed cards whose time has come."""
    return [name for name in missed(cards) if rounds >= cards[name].rounds + WAITS[cards[name].box]]


def hand(cards: Mapping[str, SavedCard], rounds: int, chapter: int, seed: int | None = None) -> list[str]:
    """Return the cards to deal after a race: those due, and every other round a new one of the chapters so far.

    seed: what the order of new cards is dealt from; None keeps that of the path.
    """
    dealt = due(cards, rounds)[:MOST]
    if rounds and rounds % EVERY == 0 and len(dealt) < MOST:
        fresh = [name for part in path().chapters[: chapter + 1] for name in part.cards if name not in cards]
        dealt += (fresh if seed is None else _shuffled(fresh, str(seed)))[:1]
    return dealt


def before_daily(cards: Mapping[str, SavedCard], day: str, seed: int | None) -> list[str]:
    """Return the cards before the race of a day: missed ones; in a kiosk, which knows nobody, some from the seed."""
    return (missed(cards) if seed is None else _shuffled(_names(), f"{day}/{seed}"))[:MOST]


def _names() -> list[str]:
    return [name for chapter in path().chapters for name in chapter.cards]


def _shuffled(names: Sequence[str], seed: str) -> list[str]:
    return sorted(names, key=lambda name: crc32(f"{seed}/{name}".encode()))

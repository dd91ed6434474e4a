"""What a guest types, as the names of actions. It is read by the game's own sieve, without Textual."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from batchgame.tui.screen.sieve import Piece, Place, Sieve

KEYS = {
    "\r": "next", "\n": "next", "\x1b": "back", "\t": "tab", "\x03": "quit", "\x04": "quit", " ": "space",
    "\x7f": "erase", "\b": "erase",
    **{f"\x1b{opening}{letter}": name for opening in "[O" for letter, name in (
        ("A", "up"), ("B", "down"), ("C", "right"), ("D", "left"))},
}  # fmt: skip


class Typing:
    """The keys of one guest, and the places that their terminal reports."""

    def __init__(self) -> None:
        self._sieve = Sieve()

    def feed(self, data: bytes) -> Iterator[str | Place]:
        """Yield the actions, and answers of the terminal, that these bytes complete."""
        yield from self._named(self._sieve.feed(data, time.monotonic()))

    def idle(self) -> Iterator[str | Place]:
        """Yield what is complete because nothing follows, as Esc alone."""
        yield from self._named(self._sieve.idle(time.monotonic()))

    def _named(self, pieces: Iterable[Piece]) -> Iterator[str | Place]:
        for piece in pieces:
            if isinstance(piece, Place):
                yield piece
            elif isinstance(piece, str):
                if piece in KEYS:
                    yield KEYS[piece]
                elif len(piece) == 1 and "0" <= piece <= "9":
                    yield f"digit:{piece}"
                elif len(piece) == 1 and piece.isascii() and piece.isprintable():
                    yield piece

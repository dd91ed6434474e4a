"""What was typed or clicked, as the messages that a Textual application understands."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from batchgame.tui.screen.sieve import Click, Piece, Place


class Handled(Message, bubble=False):
    """Posted behind a key: once the application reads this, the key has been handled, and `then` gives the next."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self.then = then


class CellClicked(Message, bubble=False):
    """A click, for the application itself: through Textual's widgets it would come after the keys that follow it."""

    def __init__(self, cell: Click) -> None:
        super().__init__()
        self.cell = cell


class Translator:
    """Translates whole sequences by Textual's parser, which would otherwise wait for more or take the rest for keys."""

    def __init__(self) -> None:
        self._parser = XTermParser()

    def messages(self, piece: Piece) -> list[Message]:
        """Return the messages that a piece of input stands for; none for a sequence that is not known."""
        if isinstance(piece, Place):
            return []
        if isinstance(piece, Click):
            return [CellClicked(piece)]
        if piece == "\x1b":
            return [events.Key("escape", piece)]
        found: list[Message] = []
        with suppress(Exception):  # such as a number that is no character
            found = list(self._parser.feed(piece))
        if not found:
            self._parser = XTermParser()  # this one may be waiting for the rest of the sequence, or have failed
        return found

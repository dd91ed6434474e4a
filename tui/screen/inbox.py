"""What was typed and is not handled yet: few things, whatever comes in.

Input can come faster than pages are drawn, for a moment or for hours. Then the oldest of it is lost. Of one thing that
is repeated (a key that is held down, clicks on one cell) only a few wait. So the last key is always answered soon.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable

from batchgame.tui.screen.sieve import Piece

MOST = 64  # pieces; a player who types ahead has fewer
MOST_ALIKE = 16  # equal ones in a row


class Inbox:
    """A short queue between the thread that reads and the loop that handles one piece after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[Piece] = deque(maxlen=MOST)
        self._alike = 0  # equal pieces at the end
        self._handling = False

    def put(self, pieces: Iterable[Piece]) -> bool:
        """Add pieces. Returns True if nothing is being handled, so that the caller has to begin with `take`."""
        with self._lock:
            for piece in pieces:
                same = bool(self._waiting) and self._waiting[-1] == piece
                if same and self._alike == MOST_ALIKE:
                    continue
                self._alike = self._alike + 1 if same else 1
                self._waiting.append(piece)
            begins = bool(self._waiting) and not self._handling
            self._handling |= begins
            return begins

    def take(self) -> Piece | None:
        """Return the oldest piece, to be handled before the next `take`; None once nothing waits."""
        with self._lock:
            self._handling = bool(self._waiting)
            piece = self._waiting.popleft() if self._waiting else None
            self._alike = min(self._alike, len(self._waiting))
            return piece

    def __bool__(self) -> bool:
        """Return whether anything waits."""
        return bool(self._waiting)

"""What is on its way to the terminal, and how much may go next.

One frame at a time: each ends with a question that the terminal answers when it has got so far (where is the cursor?),
and the next frame waits for the answer. A slow line then carries fewer and smaller frames, but never a queue of them
that a key would have to wait behind. A terminal that does not answer gets frames at a fixed rate.
"""

from __future__ import annotations

import time
from collections.abc import Callable

ASK = "\x1b[6n"
PROBE_ROW = 2
FRAME_SECONDS = 0.04  # that a frame may take beyond the bare round trip: half of it is what a key waits for one
SMALLEST_FRAME = 256  # bytes: the row that a key has changed
LARGEST_FRAME = 3900  # bytes: an axis that finds a new scale changes a whole plot; half of it can come a frame later
URGENT = 4  # times that room, for what a key has changed: who has pressed for another page waits for all of it
PATIENCE = 2.0  # seconds without an answer, or eight round trips: then the terminal counts as silent
SLOWEST = 2000.0  # bytes a second: a page may take seconds on a line that is still worth waiting for
LAST_WORD = 2.0  # seconds: that leaving waits for an answer at most
SILENT_SECONDS = 1 / 8  # between frames for a terminal that does not answer


class Flow:
    """One frame in flight; how long the last ones took; how large the next may be."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self.clogged: Callable[[], bool] = bool  # the terminal takes no more bytes at the moment; the driver knows
        self.begin()

    def begin(self) -> None:
        """A terminal of which nothing is known yet: at the start, and after the program was stopped."""
        self.answers = False
        self.round_trip = 0.0  # seconds: of the bare question, the shortest seen
        self.room = LARGEST_FRAME  # bytes of the next frame
        self._slow = (0.0, 0)  # seconds and bytes of the last frame that took too long
        self._asked_at: float | None = None
        self._probed_at: float | None = None
        self._size = 0
        self._last = -SILENT_SECONDS

    def probe(self, sign: str) -> str:
        """Draws a sign, asks how far it has moved the cursor, and takes it away: the first question of all."""
        self._probed_at = self._now()
        return f"\x1b[{PROBE_ROW};1H{sign}{ASK}\x1b[{PROBE_ROW};1H\x1b[K"

    def question(self, size: int) -> str:
        """What a frame of so many bytes ends with; from here on it is in flight."""
        self._asked_at = self._last = self._now()
        self._size = size
        return ASK

    @property
    def urgent_room(self) -> int | None:
        """Bytes of the next frame for what a key has changed; None: all of it."""
        return None if self.room == LARGEST_FRAME else URGENT * self.room

    def answered(self, row: int, at: float) -> bool:
        """The terminal has got to a question, and says in which row; true when that was the probe.

        A frame is not asked for in a row of its own: some programs between here and the terminal answer with a place of
        their own, and once for two questions.
        """
        self.answers = True
        if self._probed_at is not None:
            self._learn(max(at - self._probed_at, 0.0), 0)
            self._probed_at = None
            if row == PROBE_ROW:
                return True
        if self._asked_at is not None:
            self._learn(max(at - self._asked_at, 0.0), self._size)
            self._asked_at = None
        return False

    def answer_within(self) -> float:
        """Seconds in which what was asked last should be answered; fewest where nothing was ever answered."""
        return min(max(4 * self.round_trip, 0.1), LAST_WORD)

    def free(self, pressed: bool = False) -> bool:
        """A frame may go; pressed: a key waits for it."""
        waited = self._now() - self._last
        if self.answers and self._asked_at is not None:
            if waited <= max(PATIENCE, 8 * self.round_trip, self._size / SLOWEST):
                return False
            self.answers, self._asked_at = False, None
        if self.clogged():
            return False
        return self.answers or pressed or waited >= SILENT_SECONDS

    def _learn(self, took: float, size: int) -> None:
        """The shortest answer is the bare round trip; what comes on top is the frame's own length on the line."""
        self.round_trip = min(took, self.round_trip or took)
        extra = took - self.round_trip
        if extra > FRAME_SECONDS:
            before, larger = self._slow
            self._slow = took, size
            if 3 * size < 2 * larger and took > 0.8 * before:
                self.round_trip = took  # a smaller frame was no quicker: it is the way that has become longer
                return
            shrunk = int(min(size, self.room) * max(FRAME_SECONDS / extra, 0.25))
            self.room = min(max(SMALLEST_FRAME, shrunk), LARGEST_FRAME)
        elif 3 * size > 2 * self.room:
            self.room = min(int(self.room * min(FRAME_SECONDS / max(extra, 1e-3), 2.0)), LARGEST_FRAME)

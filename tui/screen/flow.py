"""Flow control: when the next frame may be sent to the terminal, and how large it may be.

One frame is on its way at a time. Each ends with a question for the cursor's place, which the terminal answers once it
has read the whole frame, and the next frame waits for the answer. A slow line therefore carries fewer and smaller
frames, but never a queue of frames that delays the answer to a key. A terminal that does not answer gets frames at a
fixed rate.

Three places pace the frames. The application's clock ticks at the frame rate that was asked for, and rests after a tick
that took long. The limit of `flicker` keeps back cells that change too often. This module holds back whole frames.
"""

from __future__ import annotations

import time
from collections.abc import Callable

ASK = "\x1b[6n"
PROBE_ROW = 2
FRAME_SECONDS = 0.04  # a frame may take this much longer than a bare round trip; a key waits for half of it on average
SMALLEST_FRAME = 256  # bytes: enough for the row that a key has changed
LARGEST_FRAME = 3900  # bytes: a plot with a new scale is larger, but its second half may come one frame later
URGENT = 4  # cells that a key has changed may take this many times the room: a player waits for the whole new page
PATIENCE = 2.0  # seconds (or eight round trips, if longer) without an answer, until the terminal counts as silent
SLOWEST = 2000.0  # bytes per second: a page on such a line takes seconds, and is still worth waiting for
LAST_WORD = 2.0  # seconds: the longest that leaving the game waits for an answer
SILENT_SECONDS = 1 / 8  # between two frames for a terminal that does not answer


class Flow:
    """The frame on its way, how long the last ones took, and how large the next one may be.

    answers: the terminal answers questions. round_trip: seconds for a question without a frame, the shortest seen.
    room: bytes of the next frame. clogged: returns whether bytes wait because the terminal takes none. renew: takes the
    terminal over once more. The driver sets both.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self.clogged: Callable[[], bool] = bool
        self.renew: Callable[[], object] = bool
        self._prompt = True  # the last answer came in time
        self.begin()

    def begin(self) -> None:
        """Begin with a terminal of which nothing is known: at the start, and after the program was stopped."""
        self.answers = False
        self.round_trip = 0.0
        self.room = LARGEST_FRAME
        self._unanswered = 0  # questions since the last answer
        self._late = 0  # answers that may still come before that to the next question
        self._slow = (0.0, 0)  # seconds and bytes of the last frame that took too long
        self._asked_at: float | None = None
        self._probed_at: float | None = None
        self._size = 0
        self._silent_after = 0.0
        self._last = -SILENT_SECONDS

    def begin_again(self) -> None:
        """Begin with another terminal in mid-game, while answers to earlier questions may still be on their way."""
        late, round_trip, room = self._unanswered, self.round_trip, self.room
        self.begin()
        # The line is mostly the same; what has changed about it is learnt from the next answers.
        self.round_trip, self.room, self._late = round_trip, room, late

    def probe(self, sign: str) -> str:
        """Return the first question: a sign, the question how far it has moved the cursor, and the sign's removal."""
        self._probed_at = self._now()
        self._count(0)
        return f"\x1b[{PROBE_ROW};1H{sign}{ASK}\x1b[{PROBE_ROW};1H\x1b[K"

    def question(self, size: int) -> str:
        """Return the question that ends a frame of `size` bytes, and count the frame as on its way."""
        self._asked_at = self._last = self._now()
        self._size = size
        self._count(size)
        return ASK

    @property
    def urgent_room(self) -> int | None:
        """Return how many bytes of the next frame cells may take that a key has changed. None is no limit."""
        return None if self.room == LARGEST_FRAME else URGENT * self.room

    def answered(self, row: int, at: float) -> bool:
        """Learn from an answer that came at the time `at` and names a row, from 1. Return whether it answers the probe.

        The row can't tell which frame is answered: some programs between the game and the terminal answer with a place
        of their own, and once for two questions.
        """
        self.answers = True
        if self._unanswered:
            self._prompt = at <= self._silent_after
        self._unanswered = 0
        if self._probed_at is not None and self._late and row != PROBE_ROW:
            self._late -= 1
            self._asked_at = None
            return False
        if self._probed_at is not None:
            self._learn(max(at - self._probed_at, 0.0), 0)
            self._probed_at = None
            if row == PROBE_ROW:
                return True
        if self._asked_at is not None:
            self._learn(max(at - self._asked_at, 0.0), self._size)
            self._asked_at = None
        return False

    def came_back(self, at: float) -> bool:
        """Return whether an answer at the time `at` ends a long silence, so that another terminal may have given it.

        Only a silence after prompt answers counts: on a line with a very long round trip every answer would.
        """
        if not self._unanswered or at <= self._silent_after or not self._prompt:
            return False
        self._prompt = False
        return True

    def answer_within(self) -> float:
        """Return how long to wait for a pending answer, in seconds: four round trips, but from 0.1 s to LAST_WORD."""
        return min(max(4 * self.round_trip, 0.1), LAST_WORD)

    def free(self, pressed: bool = False) -> bool:
        """Return whether a frame may be sent now. pressed: a key waits for it, so a silent terminal gets it at once."""
        waited = self._now() - self._last
        if self.answers and self._asked_at is not None:
            if waited <= self._patience(self._size):
                return False
            self.answers, self._asked_at = False, None
        if self.clogged():
            return False
        return self.answers or pressed or waited >= SILENT_SECONDS

    def _patience(self, size: int) -> float:
        """Return how many seconds the answer to a frame of `size` bytes may take."""
        return max(PATIENCE, 8 * self.round_trip, size / SLOWEST)

    def _count(self, size: int) -> None:
        """Count a question, and note until when the first since the last answer should be answered."""
        if not self._unanswered:
            self._silent_after = self._now() + self._patience(size)
        self._unanswered += 1

    def _learn(self, took: float, size: int) -> None:
        """Adapt the room to a frame of `size` bytes (0: no frame) that was answered after `took` seconds.

        The shortest time seen is the bare round trip; the rest of the time is the frame's own, and grows with its size.
        """
        self.round_trip = min(took, self.round_trip or took)
        extra = took - self.round_trip
        if extra > FRAME_SECONDS:
            before, larger = self._slow
            self._slow = took, size
            if 3 * size < 2 * larger and took > 0.8 * before:
                self.round_trip = took  # a much smaller frame was no quicker: the round trip has become longer
                return
            shrunk = int(min(size, self.room) * max(FRAME_SECONDS / extra, 0.25))
            self.room = min(max(SMALLEST_FRAME, shrunk), LARGEST_FRAME)
        elif 3 * size > 2 * self.room:
            self.room = min(int(self.room * min(FRAME_SECONDS / max(extra, 1e-3), 2.0)), LARGEST_FRAME)

"""What the teacher's keys do in a room: go on, step back, close, reveal, and the clocks of votes and races.

It needs no network: a lesson with raised hands is conducted in the same way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from batchgame.classroom.lesson import HINTED
from batchgame.classroom.room import Room

EXTENSION = 30.0  # seconds
FRAMES_PER_SECOND = 8


class Conduct:
    """The teacher's side of a room. Clocks live in memory: after a crash a timer begins again, and no vote is lost."""

    def __init__(self, room: Room, now: Callable[[], float]) -> None:
        self.room, self._now = room, now
        self._closes_at: float | None = None
        self._whole = 0.0  # seconds that the clock runs in all
        self._opened_at = now()
        self._played = 0.0  # seconds of the race that have been shown until it was paused
        self.hinting = False  # the first hint of the race is shown
        self._since: float | None = now()  # when the race was last started; None while it is paused
        self._begin()

    @property
    def seconds_left(self) -> float | None:
        """Return how long the step's clock still runs; None if it has none."""
        return None if self._closes_at is None else max(0.0, self._closes_at - self._now())

    @property
    def seconds_in_all(self) -> float:
        """Return how long the step's clock runs from its beginning, with what the teacher has added."""
        return self._whole

    @property
    def seconds_open(self) -> float:
        """Return for how long this step has been shown."""
        return self._now() - self._opened_at

    def frame(self, frames: int) -> int:
        """Return which frame of a race is shown now."""
        played = self._played + (0.0 if self._since is None else self._now() - self._since)
        return min(int(played * FRAMES_PER_SECOND), frames - 1)

    @property
    def next_closes(self) -> bool:
        """Return whether the next `next` closes the answers instead of going on."""
        return self.room.step.takes_answers and self.room.row.place.phase == "open"

    async def next(self) -> None:
        """Close the answers of this step if they are open, or else go on."""
        if self.next_closes:
            await self.close()
        else:
            await self.go(self.room.step.index + 1)

    async def close(self) -> None:
        """Take no more answers in this step, and stop its clock."""
        self._closes_at = None
        await self.room.close()

    async def go(self, index: int) -> None:
        """Go to a step, and start its clock and its race."""
        await self.room.go(index)
        self._begin()

    async def back(self) -> None:
        """Step back in the lesson."""
        await self.go(self.room.step.index - 1)

    async def skip(self) -> None:
        """Go on, whether or not answers are open."""
        await self.go(self.room.step.index + 1)

    async def reopen(self) -> None:
        """Take answers again in this step."""
        await self.room.reopen()

    async def reveal(self) -> None:
        """Show what was answered, or hide it again."""
        if self.room.row.place.phase == "revealed":
            await self.room.close()
        else:
            self._closes_at = None
            await self.room.reveal()

    @property
    def has_hint(self) -> bool:
        """Return whether the present step is about a race that is still open, so that a hint helps."""
        step = self.room.step
        return step.kind in HINTED and step.part is not None and bool(step.part.playable)

    def hint(self) -> None:
        """Show the first hint of the race, or hide it again."""
        self.hinting = self.has_hint and not self.hinting

    def extend(self) -> None:
        """Give the step's clock half a minute more; a step without a clock gets one of half a minute."""
        now = self._now()
        self._closes_at = max(now, self._closes_at or 0.0) + EXTENSION
        self._whole = max(self._whole, self._closes_at - now)

    def pause(self) -> None:
        """Stop the race that is shown, or let it go on. A race that is over begins again."""
        if self._since is None:
            self._since = self._now()
        else:
            self._played += self._now() - self._since
            self._since = None
        self.room.paused = self._since is None

    def replay(self) -> None:
        """Show the race from its beginning."""
        self._played, self._since, self.room.paused = 0.0, self._now(), False

    async def tick(self) -> None:
        """Close a vote whose time is over. A talk only says that it is."""
        if self.seconds_left == 0.0 and self.next_closes:
            await self.close()

    def _begin(self) -> None:
        step = self.room.step
        self._opened_at, self._closes_at, self.hinting, self._whole = self._now(), None, False, 0.0
        self.replay()
        seconds = step.part.timer if step.part and step.takes_answers else None
        if step.part and step.kind == "talk":
            seconds = step.part.talk
        if seconds is not None and (not step.takes_answers or self.room.row.place.phase == "open"):
            self._closes_at, self._whole = self._now() + seconds, float(seconds)


def loop_time() -> float:
    """Return the time of the running loop."""
    return asyncio.get_running_loop().time()

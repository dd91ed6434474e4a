"""The hall: one room with everybody in it, the ticker that draws for all, and what is equal for all, drawn once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from batchgame.classroom import question
from batchgame.classroom.board import Board, Doors, board
from batchgame.classroom.conduct import Conduct, loop_time
from batchgame.classroom.room import Room
from batchgame.classroom.store import SeatRow
from batchgame.scenarios.reading.format import Ladders
from batchgame.tui.classroom.computing import Computing
from batchgame.tui.classroom.film import Film, Picture, read_film, read_picture
from batchgame.tui.classroom.page import Page
from batchgame.tui.classroom.scene import Scene
from batchgame.tui.classroom.thin import LookOf, Thin
from batchgame.tui.classroom.worker import PicksOf, PictureOf, RaceOf, TextsOf
from batchgame.tui.draw.look import Look
from batchgame.tui.screen.flicker import FlickerLimit

if TYPE_CHECKING:
    from batchgame.tui.classroom.student import Student

PER_SECOND = 8
TOGETHER = 4  # sessions that are drawn before anybody else gets a turn
COUNTER_SECONDS = 0.25  # a student's counters change at most four times a second
WALL_SECONDS = 0.08  # those of walls and consoles, which are few, change sooner
MOST_PAGES, MOST_READ = 128, 64  # pages of one moment; films and pictures
LAGS = 240  # ticks over which the lag of the loop is told


class Hall:
    """The mutable object of a class on screens. It is used in one event loop."""

    def __init__(self, room: Room, doors: Doors, look_of: LookOf) -> None:
        self.room, self.doors, self.look_of = room, doors, look_of
        self.conduct = Conduct(room, loop_time)
        self.sessions: set[Thin] = set()
        self.teachers: set[Thin] = set()  # those of them that are walls or consoles
        self._at: dict[str, Student] = {}
        self.lags: list[float] = []
        self.saved_at = 0.0
        self._boards: dict[float, tuple[Board, float]] = {}  # by how long a counter may wait: a board, and since when
        self._showing: asyncio.TimerHandle | None = None
        self._pages: dict[Hashable, Page] = {}
        self._flicker: dict[Hashable, FlickerLimit] = {}
        self._read: dict[Hashable, Film | Picture] = {}
        self._computing = Computing()

    def take_seat(self, code: str, student: Student) -> None:
        """Put a student on a seat. A newer connection takes an older one over, which may be hanging."""
        older = self._at.get(code)
        self._at[code] = student
        self.room.enter(code)
        if older is not None and older is not student:
            older.end(older.say("class.elsewhere"))

    def leave_seat(self, student: Student) -> None:
        """Let a student go; the seat stays."""
        self.sessions.discard(student)
        code = student.seat.code if student.seat else ""
        if code:
            self.room.leave(code)
            if self._at.get(code) is student:
                del self._at[code]

    def dropped(self) -> list[SeatRow]:
        """Return the seats that nobody sits at."""
        present = self.room.snapshot().present
        return [seat for seat in self.room.all_seats() if seat.code not in present]

    async def kick(self, code: str) -> None:
        """Close a seat for good."""
        await self.room.kick(code)
        if code in self._at:
            self._at[code].end(self._at[code].say("class.kicked"))

    def saved(self) -> None:
        """Note that something is on disk now; walls and consoles show it at once, or a moment after the last time."""
        self.saved_at = time.monotonic()
        if self._showing is None:
            _, shown_at = self._boards.get(WALL_SECONDS, (None, 0.0))
            wait = max(0.0, shown_at + WALL_SECONDS - self.saved_at)
            self._showing = asyncio.get_running_loop().call_later(wait, self._show)

    def _show(self) -> None:
        self._showing = None
        for session in list(self.teachers):
            session.draw()

    def ladders(self) -> Ladders | None:
        """Return the steps of both sliders of the present race."""
        part = self.room.step.part
        if part is None or not part.playable:
            return None
        return question.race_of(part, self.room.plan.folder).stage.ladders

    async def run(self) -> None:
        """Tick until it is cancelled."""
        due = loop_time()
        try:
            while True:
                due = max(due + 1 / PER_SECOND, loop_time())
                await asyncio.sleep(max(0.0, due - loop_time()))
                self.lags = [*self.lags[-LAGS:], loop_time() - due]
                await self.conduct.tick()
                for number, session in enumerate(list(self.sessions), 1):
                    session.tick()
                    if number % TOGETHER == 0:
                        await asyncio.sleep(0)
        finally:
            if self._showing is not None:
                self._showing.cancel()
            self._computing.stop()

    def board(self, wait: float = COUNTER_SECONDS) -> Board:
        """Return the room as pages show it: at once where the step has changed, counters after `wait` seconds."""
        snapshot, now = self.room.snapshot(), time.monotonic()
        old, since = self._boards.get(wait, (None, 0.0))
        if old is not None and old.snapshot.version == snapshot.version:
            return old
        if old is not None and now - since < wait and _same_step(old, snapshot):
            return old
        new = board(self.room, self.doors)
        self._boards[wait] = new, now
        if wait == COUNTER_SECONDS:  # the pages of students are many
            self._pages.clear()
        self._prepare()
        return new

    def shared(self, key: Hashable, paint: Callable[[], Page], moving: bool = False) -> Page:
        """Return a page that is equal for all who have this key; it is drawn once. moving: a race is in it."""
        page = self._pages.get(key)
        if page is None:
            page = paint()
            if moving and isinstance(key, tuple):
                if len(self._flicker) > 64:
                    self._flicker.clear()
                limit = self._flicker.setdefault(key[:-1], FlickerLimit())
                limit.settle(page.grid, time.monotonic())
            if len(self._pages) > MOST_PAGES:
                self._pages.clear()
            self._pages[key] = page
        return page

    def scene(self) -> Scene:
        """Return the race and the texts of the present step, as far as they are computed."""
        step = self.room.step
        address = self._address()
        film = self.film()
        frame = self.conduct.frame(film.frames) if film is not None else 0
        texts = self._computing.get(("texts", address), TextsOf(address)) if address else None
        left, whole = self.conduct.seconds_left, self.conduct.seconds_in_all
        seconds = None if left is None else int(left + 0.999)
        return Scene(
            step.kind, address, texts or None, film, frame, seconds, min(1.0, (seconds or 0) / whole) if whole else 0.0,
            int(self.conduct.seconds_open), self.room.paused, self.conduct.hinting,
        )  # fmt: skip

    def film(self) -> Film | None:
        """Return the race of the present step, once it is computed."""
        step, address = self.room.step, self._address()
        if not address:
            return None
        if step.kind in ("race", "saw", "lesson"):
            return self._film_of(self._race(address))
        if step.kind == "map" or (step.kind == "pick" and self.room.row.place.phase != "open"):
            picks = self.board().picks
            return self._film_of(PicksOf(address, self.room.row.seed, picks)) if picks else None
        return None

    def last_picks(self) -> Film | None:
        """Return the last race of picks that was shown, for the end of the lesson."""
        films = [film for film in self._read.values() if isinstance(film, Film) and film.seats]
        return films[-1] if films else None

    def picture(self, language: str, look: Look, width: int, height: int) -> Picture | None:
        """Return the landscape of the present race for an area, once it is painted."""
        address = self._address()
        if not address:
            return None
        request = PictureOf(address, language, look, width, height)
        if request not in self._read:
            found = self._computing.get(request, request)
            if not found:
                return None
            self._bound()
            self._read[request] = read_picture(found)
            self._computing.drop(request)
        return self._read[request]  # type: ignore[return-value]

    def _film_of(self, request: RaceOf | PicksOf) -> Film | None:
        if request not in self._read:
            found = self._computing.get(request, request)
            if not found:
                return None
            self._bound()
            self._read[request] = read_film(found)
            self._computing.drop(request)
            self.conduct.replay()
        return self._read[request]  # type: ignore[return-value]

    def _bound(self) -> None:
        while len(self._read) > MOST_READ:
            del self._read[next(iter(self._read))]

    def _race(self, address: str) -> RaceOf:
        part = self.room.step.part
        pick = part.pick if part is not None else None
        return RaceOf(address, self.room.row.seed, None if pick is None else (pick.batch_size, pick.momentum))

    def _prepare(self) -> None:
        """Have computed what the next steps show: the race while its question is voted on."""
        address = self._address()
        if address and self.room.step.kind in ("picture", "vote", "talk", "vote again"):
            request = self._race(address)
            if request not in self._read:
                self._computing.get(request, request)

    def _address(self) -> str:
        part = self.room.step.part
        if part is None or not part.playable:
            return ""
        folder = self.room.plan.folder
        return str(folder / part.playable) if folder is not None and ".toml" in part.playable else part.playable


def _same_step(old: Board, now: object) -> bool:
    fields = ("step", "phase", "locked", "paused")
    return all(getattr(old.snapshot, name) == getattr(now, name) for name in fields)

"""The process that gives a class: its room, its doors, and whoever comes through them."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import NamedTuple

from batchgame.classroom import closing, codes
from batchgame.classroom.board import Doors
from batchgame.classroom.conduct import loop_time
from batchgame.classroom.folder import Folder
from batchgame.classroom.guesses import Guesses
from batchgame.classroom.lesson import load
from batchgame.classroom.room import Room
from batchgame.classroom.store import Place, RoomRow, Store
from batchgame.classroom.wire.contract import DoorError, Guest, Line, Session
from batchgame.tui.classroom.console import Console
from batchgame.tui.classroom.hall import Hall
from batchgame.tui.classroom.order import Order
from batchgame.tui.classroom.student import Student
from batchgame.tui.classroom.thin import LookOf, Thin
from batchgame.tui.classroom.wall import Wall
from batchgame.tui.text.catalogue import Catalogue

JOIN = "play"  # the user name of everybody new


class Asked(NamedTuple):
    """What a teacher asks for. lesson: None to go on with what is kept, or with the default. out: where answers go.

    seed: deals names, orders and forms; None for one of chance. A class that goes on keeps its own.
    """

    lesson: str | None
    port: int
    language: str
    out: Path
    keep: bool = False
    host: str = ""
    seed: int | None = None


class Host:
    """A class that is being given."""

    def __init__(self, asked: Asked, folder: Folder, look_of: LookOf, room: Room, doors: Doors) -> None:
        self.asked, self.folder, self.room = asked, folder, room
        self.hall = Hall(room, doors, look_of)
        self.secrets = folder.secrets()
        self.over: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.purged = False
        self._guesses = Guesses(loop_time)

    def remote(self, guest: Guest, line: Line) -> Session:
        """Let a guest in who came by SSH: their user name says what they see."""
        session = self._session(guest, line)
        return session if session.over else self._admit(session)

    def local(self, guest: Guest, line: Line) -> Session:
        """Let the teacher in, who came by their own door."""
        name, _, rest = guest.user.partition(" ")
        if name == "order":
            return Order(self, rest, line)
        return self._admit(Wall(self, guest, line) if name == "wall" else Console(self, guest, line))

    def _admit(self, session: Thin) -> Thin:
        self.hall.sessions.add(session)
        if not isinstance(session, Student):
            self.hall.teachers.add(session)
        session.draw()
        return session

    def _session(self, guest: Guest, line: Line) -> Thin:
        if guest.user == self.secrets.console:
            return Console(self, guest, line)
        if guest.user == self.secrets.wall:
            return Wall(self, guest, line)
        if guest.user in (JOIN, self.room.row.code):
            return Student(self.hall, guest, line, None)
        allowed = self._guesses.allowed()
        seat = self.room.seat(guest.user) if allowed else None
        if seat is not None:
            return Student(self.hall, guest, line, seat)
        if allowed:
            self._guesses.wrong()
        say = Catalogue(self.room.row.language)
        refused = Refused(guest, line, self.hall.look_of(guest.environ))
        refused.end(say("class.no_seat" if allowed else "class.too_many_codes", line=self.hall.doors.line))
        return refused

    async def close(self, *, keep: bool = False) -> str:
        """Write the answers, forget the room, and end. The text says where they are, or why they could not be written.

        If writing fails, the class goes on and nothing is forgotten.
        """
        try:
            written = await closing.close(self.room, self.folder, self.asked.out, keep=keep or self.asked.keep)
        except OSError as error:
            return f"not closed, and nothing is lost: {error.strerror or error}"
        self.purged = not (keep or self.asked.keep)
        said = "\n".join(str(path) for path in written)
        if not self.over.done():
            self.over.set_result(said)
        for session in list(self.hall.sessions):
            session.end(Catalogue(self.room.row.language)("class.over"))
        return said


class Refused(Thin):
    """A guest who was told why they cannot come in. Nothing is drawn for them, and no key does anything."""


def open_room(asked: Asked, folder: Folder) -> Room:
    """Take up the room that is kept for this port, or begin a new one. DoorError if another lesson is kept."""
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = Store(folder.store)
    row = store.room()
    lesson = _absolute(asked.lesson)
    if row is None:
        seed = random.SystemRandom().randrange(2**31) if asked.seed is None else asked.seed
        row = RoomRow(
            lesson or "escape", asked.language, seed, codes.new(codes.ROOM), Place(0, "open"), False, asked.port
        )
        load(row.lesson)
        store.begin(row).result()
    elif lesson is not None and lesson != row.lesson:
        store.close()
        raise DoorError(
            f"a class with {row.lesson} is kept on port {asked.port}: `batchgame class serve` without a lesson goes on "
            "with it, `batchgame class close` writes its answers"
        )
    return Room(store, load(row.lesson), row)


def _absolute(lesson: str | None) -> str | None:
    """Name a file so that the same class is found from any folder."""
    return str(Path(lesson).resolve()) if lesson is not None and lesson.endswith(".toml") else lesson

"""What a room has to remember, in one SQLite file: where the lesson is, who sits where, what was voted and picked.

Nothing else is kept: no address, no name that anybody typed, no time finer than a second.
"""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from batchgame.classroom.writer import Writer

Phase = Literal["open", "closed", "revealed"]

SCHEMA = """
CREATE TABLE IF NOT EXISTS room (
    one INTEGER PRIMARY KEY CHECK (one = 1), lesson TEXT NOT NULL, language TEXT NOT NULL, seed INTEGER NOT NULL,
    code TEXT NOT NULL, step INTEGER NOT NULL, phase TEXT NOT NULL, locked INTEGER NOT NULL, port INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS seat (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, language TEXT NOT NULL, kicked INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vote (
    step INTEGER NOT NULL, round INTEGER NOT NULL, seat TEXT NOT NULL, answer INTEGER NOT NULL, sure INTEGER NOT NULL,
    at INTEGER NOT NULL, PRIMARY KEY (step, round, seat)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pick (
    step INTEGER NOT NULL, seat TEXT NOT NULL, batch_size INTEGER NOT NULL, momentum REAL NOT NULL,
    at INTEGER NOT NULL, PRIMARY KEY (step, seat)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hands (
    step INTEGER NOT NULL, round INTEGER NOT NULL, answer INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (step, round, answer)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hands_pick (
    step INTEGER NOT NULL, batch_size INTEGER NOT NULL, momentum REAL NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (step, batch_size, momentum)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS log (at INTEGER NOT NULL, what TEXT NOT NULL);
"""


class ClosedError(Exception):
    """The vote or pick came when its step was no longer open, or not yet."""


@dataclass(frozen=True)
class Place:
    """Where a lesson is. phase: of the step's vote or pick: open, closed, revealed."""

    step: int
    phase: Phase


@dataclass(frozen=True)
class RoomRow:
    """The room as it is kept. seed: deals names and orders. code: what a student types to join from a shell."""

    lesson: str
    language: str
    seed: int
    code: str
    place: Place
    locked: bool
    port: int


@dataclass(frozen=True)
class SeatRow:
    """A seat. code: the user name to come back with. name: the dealt one, as three numbers in a text."""

    code: str
    name: str
    language: str
    kicked: bool


@dataclass(frozen=True)
class VoteRow:
    """A vote. answer: the index of the option in the file, whatever order it was shown in. at: whole seconds."""

    step: int
    round: int
    seat: str
    answer: int
    sure: bool
    at: int


@dataclass(frozen=True)
class PickRow:
    """A pick of both knobs."""

    step: int
    seat: str
    batch_size: int
    momentum: float
    at: int


class Store:
    """The file of one room. Every method that writes returns at once; its future resolves after COMMIT."""

    def __init__(self, path: Path) -> None:
        """Open or create the file. sqlite3.Error if it is no database, OSError if it cannot be created."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self.path = path
        self._writer = Writer(path, SCHEMA)

    def close(self) -> None:
        """Write what waits, and close the file."""
        self._writer.close()

    def begin(self, room: RoomRow) -> Future[None]:
        """Keep a new room."""
        values = (room.lesson, room.language, room.seed, room.code, *_written(room.place), room.locked, room.port)
        return self._run("INSERT INTO room VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def go(self, place: Place) -> Future[None]:
        """Move the lesson. A step is committed before it is shown."""
        return self._run("UPDATE room SET step = ?, phase = ?", _written(place))

    def lock(self, locked: bool) -> Future[None]:
        """Let nobody new in, or let them in again."""
        return self._run("UPDATE room SET locked = ?", (locked,))

    def sit(self, seat: SeatRow) -> Future[None]:
        """Keep a new seat, or what has changed about one."""
        values = (seat.code, seat.name, seat.language, seat.kicked)
        return self._run("INSERT OR REPLACE INTO seat VALUES (?, ?, ?, ?)", values)

    def vote(self, seat: str, place: Place, round_: int, answer: int, sure: bool) -> Future[VoteRow]:
        """Keep a vote, or change it while its round is open. ClosedError if it no longer is.

        Whether it is open is asked inside the transaction: else a vote that waits could overtake the closing.
        """
        vote = VoteRow(place.step, round_, seat, answer, sure, int(time.time()))

        def job(connection: sqlite3.Connection) -> VoteRow:
            _must_be_open(connection, place.step, seat)
            values = (vote.step, vote.round, vote.seat, vote.answer, vote.sure, vote.at)
            connection.execute("INSERT OR REPLACE INTO vote VALUES (?, ?, ?, ?, ?, ?)", values)
            return vote

        return self._writer.do(job)

    def pick(self, seat: str, step: int, batch_size: int, momentum: float) -> Future[PickRow]:
        """Keep a pick, or change it while picking is open. ClosedError if it no longer is."""
        pick = PickRow(step, seat, batch_size, momentum, int(time.time()))

        def job(connection: sqlite3.Connection) -> PickRow:
            _must_be_open(connection, step, seat)
            values = (pick.step, pick.seat, pick.batch_size, pick.momentum, pick.at)
            connection.execute("INSERT OR REPLACE INTO pick VALUES (?, ?, ?, ?, ?)", values)
            return pick

        return self._writer.do(job)

    def count_hands(self, step: int, round_: int, answer: int, count: int) -> Future[None]:
        """Keep how many raised hands there were for an option. This replaces an earlier count."""
        return self._run("INSERT OR REPLACE INTO hands VALUES (?, ?, ?, ?)", (step, round_, answer, count))

    def count_picks(self, step: int, batch_size: int, momentum: float, count: int) -> Future[None]:
        """Keep how many hands were raised for a pick of both knobs. This replaces an earlier count."""
        values = (step, batch_size, momentum, count)
        return self._run("INSERT OR REPLACE INTO hands_pick VALUES (?, ?, ?, ?)", values)

    def note(self, what: str) -> Future[None]:
        """Write a line into the log. It names nobody."""
        return self._run("INSERT INTO log VALUES (?, ?)", (int(time.time()), what))

    def room(self) -> RoomRow | None:
        """Return the room that the file keeps; None if it is new."""
        rows = self._read("SELECT lesson, language, seed, code, step, phase, locked, port FROM room")
        if not rows:
            return None
        lesson, language, seed, code, step, phase, locked, port = rows[0]
        return RoomRow(lesson, language, seed, code, Place(step, phase), bool(locked), port)

    def seats(self) -> list[SeatRow]:
        """Return all seats in the order of their codes."""
        rows = self._read("SELECT code, name, language, kicked FROM seat ORDER BY code")
        return [SeatRow(code, name, language, bool(kicked)) for code, name, language, kicked in rows]

    def votes(self) -> list[VoteRow]:
        """Return all votes in the order of step, round and seat."""
        rows = self._read("SELECT step, round, seat, answer, sure, at FROM vote ORDER BY step, round, seat")
        return [VoteRow(step, round_, seat, answer, bool(sure), at) for step, round_, seat, answer, sure, at in rows]

    def picks(self) -> list[PickRow]:
        """Return all picks in the order of step and seat."""
        return [PickRow(*row) for row in self._read("SELECT * FROM pick ORDER BY step, seat")]

    def hands(self) -> list[tuple[int, int, int, int]]:
        """Return the counts of raised hands: step, round, answer, count."""
        return [tuple(row) for row in self._read("SELECT * FROM hands ORDER BY step, round, answer")]

    def hand_picks(self) -> list[tuple[int, int, float, int]]:
        """Return the counts of hands for picks: step, batch size, momentum, count."""
        return [tuple(row) for row in self._read("SELECT * FROM hands_pick ORDER BY step, batch_size, momentum")]

    def purge(self) -> Future[None]:
        """Delete seats, votes, picks and hands. What they were must have been exported before."""

        def job(connection: sqlite3.Connection) -> None:
            for table in ("vote", "pick", "hands", "hands_pick", "seat", "room", "log"):
                connection.execute(f"DELETE FROM {table}")

        return self._writer.do(job)

    def _run(self, sql: str, values: tuple[object, ...]) -> Future[None]:
        def job(connection: sqlite3.Connection) -> None:
            connection.execute(sql, values)

        return self._writer.do(job)

    def _read(self, sql: str) -> list[tuple]:  # type: ignore[type-arg]
        """Read behind what already waits to be written, so that nobody reads an older state than they wrote."""
        return self._writer.do(lambda connection: connection.execute(sql).fetchall()).result()


def _written(place: Place) -> tuple[int, str]:
    return place.step, place.phase


def _must_be_open(connection: sqlite3.Connection, step: int, seat: str) -> None:
    row = connection.execute("SELECT step, phase FROM room").fetchone()
    if row != (step, "open"):
        raise ClosedError
    if connection.execute("SELECT 1 FROM seat WHERE code = ? AND kicked = 0", (seat,)).fetchone() is None:
        raise ClosedError

"""A room: a lesson that is being given, and everybody in it. It lives in one event loop, and its file outlives it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

from batchgame.classroom import codes, names, question
from batchgame.classroom.lesson import Plan, Step
from batchgame.classroom.question import Ask
from batchgame.classroom.sheets import Sheet, sheet
from batchgame.classroom.store import ClosedError, Phase, PickRow, Place, RoomRow, SeatRow, Store, VoteRow
from batchgame.classroom.study.forms import LENGTH

MOST_SEATS = 500


class FullError(Exception):
    """Nobody new can sit down: the room is full, or the teacher has locked it."""


@dataclass(frozen=True)
class Snapshot:
    """The room at one moment, for those who draw it. version: grows with every change.

    present: codes of seats with an open session. answered: codes of seats that have answered in this step.
    """

    version: int
    step: Step
    phase: Phase
    locked: bool
    paused: bool
    seats: int
    present: frozenset[str]
    answered: frozenset[str]


class Room:
    """The one mutable object of a class. What it acknowledges is on disk."""

    def __init__(self, store: Store, plan: Plan, row: RoomRow) -> None:
        """Take up the room that a store keeps, with its seats, votes and picks."""
        self.store, self.plan, self.row = store, plan, row
        self.paused = False
        self._version = 0
        self._seats = {seat.code: seat for seat in store.seats()}
        self._votes: dict[tuple[int, str], VoteRow] = {}
        self._filled: dict[tuple[int, str], dict[int, VoteRow]] = {}  # answers to test forms, by question from 0
        for vote in store.votes():
            self._count(vote)
        self._picks = {(pick.step, pick.seat): pick for pick in store.picks()}
        self._hands = {(step, answer): count for step, _, answer, count in store.hands()}
        self._hand_picks = {(step, size, momentum): count for step, size, momentum, count in store.hand_picks()}
        self._present: dict[str, int] = {}
        self._asked: dict[int, Ask | None] = {}
        self._chance = random.Random(f"{row.seed} {len(self._seats)}")
        self._changed = asyncio.Event()

    @property
    def step(self) -> Step:
        """Return where the lesson is."""
        return self.plan.steps[self.row.place.step]

    def asked(self) -> Ask | None:
        """Return the question of the present step, its options as everybody sees them. ScenarioError as `asked`."""
        index = self.row.place.step
        if index not in self._asked:  # every frame of every student asks
            self._asked[index] = question.asked(self.plan, self.step, self.row.seed)
        return self._asked[index]

    def snapshot(self) -> Snapshot:
        """Return the room as it is now, for those who draw it."""
        index = self.row.place.step
        kept: Iterable[tuple[int, str]] = {"pick": self._picks, "form": self._complete()}.get(
            self.step.kind, self._votes
        )
        answered = frozenset(seat for step, seat in kept if step == index)
        present = frozenset(self._present)
        return Snapshot(
            self._version, self.step, self.row.place.phase, self.row.locked, self.paused, len(self._seats), present,
            answered,
        )  # fmt: skip

    async def changed(self, version: int) -> None:
        """Wait until the room is another one than in this version."""
        while self._version == version:
            await self._changed.wait()

    async def sit(self, language: str) -> SeatRow:
        """Give a seat to somebody new, with a dealt name. FullError if the room is full or locked."""
        if self.row.locked or len(self._seats) >= MOST_SEATS:
            raise FullError
        code = codes.new(codes.SEAT, frozenset(self._seats))
        name = names.deal({names.read(seat.name) for seat in self._seats.values()}, self._chance)
        return await self._keep(SeatRow(code, name.written, language, False))

    async def rename(self, code: str) -> SeatRow:
        """Deal another name to a seat."""
        name = names.deal({names.read(seat.name) for seat in self._seats.values()}, self._chance)
        return await self._keep(replace(self._seats[code], name=name.written))

    async def speak(self, code: str, language: str) -> SeatRow:
        """Change the language of a seat."""
        return await self._keep(replace(self._seats[code], language=language))

    async def kick(self, code: str) -> SeatRow:
        """Close a seat for good; what it voted stays counted."""
        return await self._keep(replace(self._seats[code], kicked=True))

    def seat(self, code: str) -> SeatRow | None:
        """Return the seat with this code; None if there is none, or it was closed."""
        seat = self._seats.get(code)
        return None if seat is None or seat.kicked else seat

    def enter(self, code: str) -> None:
        """Note that a session is open at a seat."""
        self._present[code] = self._present.get(code, 0) + 1
        self._touch()

    def leave(self, code: str) -> None:
        """Note that a session at a seat has ended. The seat stays, and so does what it voted."""
        left = self._present.get(code, 0) - 1
        if left > 0:
            self._present[code] = left
        else:
            self._present.pop(code, None)
        self._touch()

    async def vote(self, code: str, answer: int, sure: bool) -> VoteRow:
        """Keep a vote in the present step. ClosedError if it is not open; the vote is on disk when this returns."""
        step = self.step
        if not step.takes_answers or step.kind == "form":
            raise ClosedError
        return await self._voted(code, step.round, answer, sure)

    async def fill(self, code: str, number: int, option: int) -> VoteRow:
        """Keep an answer to one question of a test form, counted from 0. ClosedError if the form is not open."""
        if self.step.kind != "form":
            raise ClosedError
        return await self._voted(code, number + 1, option, False)

    async def _voted(self, code: str, round_: int, answer: int, sure: bool) -> VoteRow:
        vote = await asyncio.wrap_future(self.store.vote(code, self.row.place, round_, answer, sure))
        self._count(vote)
        self._touch()
        return vote

    def _count(self, vote: VoteRow) -> None:
        if self.plan.steps[vote.step].kind == "form":
            self._filled.setdefault((vote.step, vote.seat), {})[vote.round - 1] = vote
        else:
            self._votes[vote.step, vote.seat] = vote

    def _complete(self) -> list[tuple[int, str]]:
        return [key for key, given in self._filled.items() if len(given) == LENGTH]

    async def pick(self, code: str, batch_size: int, momentum: float) -> PickRow:
        """Keep a pick in the present step. ClosedError if it is not open; the pick is on disk when this returns."""
        if self.step.kind != "pick":
            raise ClosedError
        pick = await asyncio.wrap_future(self.store.pick(code, self.row.place.step, batch_size, momentum))
        self._picks[pick.step, pick.seat] = pick
        self._touch()
        return pick

    async def hands(self, answer: int, count: int) -> None:
        """Keep how many hands were raised for an option in the present step."""
        index = self.row.place.step
        await asyncio.wrap_future(self.store.count_hands(index, self.step.round, answer, count))
        self._hands[index, answer] = count
        self._touch()

    async def hand_picks(self, batch_size: int, momentum: float, count: int) -> None:
        """Keep how many hands were raised for a pick in the present step. ClosedError if it takes no picks."""
        if self.step.kind != "pick":
            raise ClosedError
        index = self.row.place.step
        await asyncio.wrap_future(self.store.count_picks(index, batch_size, momentum, count))
        self._hand_picks[index, batch_size, momentum] = count
        self._touch()

    async def go(self, index: int) -> None:
        """Go to a step, forwards or back. A vote that has answers already opens closed, so that none is overtaken."""
        index = min(max(index, 0), len(self.plan.steps) - 1)
        had = any(step == index for step, _ in [*self._votes, *self._picks, *self._filled])
        await self._move(Place(index, "closed" if had else "open"))

    async def close(self) -> None:
        """Take no more answers in this step."""
        await self._move(Place(self.row.place.step, "closed"))

    async def reopen(self) -> None:
        """Take answers again in this step."""
        await self._move(Place(self.row.place.step, "open"))

    async def reveal(self) -> None:
        """Show everybody what was answered. This closes the step as well."""
        await self._move(Place(self.row.place.step, "revealed"))

    async def lock(self, locked: bool) -> None:
        """Let nobody new in, or let them in again."""
        await asyncio.wrap_future(self.store.lock(locked))
        self.row = replace(self.row, locked=locked)
        self._touch()

    def votes(self, step: int) -> list[VoteRow]:
        """Return the votes of a step."""
        return [vote for (of_step, _), vote in self._votes.items() if of_step == step]

    def picks(self, step: int) -> list[PickRow]:
        """Return the picks of a step."""
        return [pick for (of_step, _), pick in self._picks.items() if of_step == step]

    def vote_of(self, step: int, seat: str) -> VoteRow | None:
        """Return what a seat has voted in a step; None if it has not."""
        return self._votes.get((step, seat))

    def sheet_of(self, step: int, seat: str) -> Sheet:
        """Return the test form of a seat at a step, with what it has answered so far."""
        given = self._filled.get((step, seat), {})
        return sheet(self.plan, self.plan.steps[step], seat, self.row.seed, given)

    def pick_of(self, step: int, seat: str) -> PickRow | None:
        """Return what a seat has picked in a step; None if it has not."""
        return self._picks.get((step, seat))

    def all_seats(self) -> list[SeatRow]:
        """Return all seats that were not closed."""
        return [seat for seat in self._seats.values() if not seat.kicked]

    def hands_of(self, step: int) -> dict[int, int]:
        """Return the counted hands of a step, by option."""
        return {answer: count for (of_step, answer), count in self._hands.items() if of_step == step}

    def hand_picks_of(self, step: int) -> list[tuple[int, float, int]]:
        """Return the counted hands for picks of a step: batch size, momentum, count."""
        return [
            (size, momentum, count) for (of_step, size, momentum), count in self._hand_picks.items() if of_step == step
        ]

    async def _move(self, place: Place) -> None:
        await asyncio.wrap_future(self.store.go(place))  # a step is committed before it is shown
        self.row = replace(self.row, place=place)
        self._touch()

    async def _keep(self, seat: SeatRow) -> SeatRow:
        await asyncio.wrap_future(self.store.sit(seat))
        self._seats[seat.code] = seat
        self._touch()
        return seat

    def _touch(self) -> None:
        self._version += 1
        self._changed.set()
        self._changed.clear()

"""A room acknowledges what is on disk, refuses what came too late, and is the same after its process has died."""

import asyncio

import pytest
from opened import room_of

from batchgame.classroom import names, tally
from batchgame.classroom.room import FullError, Room
from batchgame.classroom.store import ClosedError, Store


async def to(room: Room, kind: str) -> int:
    index = next(step.index for step in room.plan.steps if step.kind == kind)
    await room.go(index)
    return index


async def seats(room: Room, count: int) -> list[str]:
    return [(await room.sit("en")).code for _ in range(count)]


def test_acknowledged_votes_are_there_after_the_room_is_opened_again(store: Store) -> None:
    async def play() -> tuple[int, list[str]]:
        room = room_of(store)
        codes = await seats(room, 60)
        step = await to(room, "vote")
        await asyncio.gather(*(room.vote(code, number % 3, number % 2 == 0) for number, code in enumerate(codes)))
        await room.vote(codes[0], 2, True)
        return step, codes

    step, codes = asyncio.run(play())
    copy = Store(store.path)
    again = room_of(copy)
    assert again.step.index == step
    assert tally.counts(again.votes(step), 3).votes == (19, 20, 21)
    assert {vote.seat for vote in again.votes(step)} == set(codes)
    copy.close()


def test_a_vote_after_the_close_is_refused_even_if_it_was_waiting(store: Store) -> None:
    async def play() -> None:
        room = room_of(store)
        (code,) = await seats(room, 1)
        step = await to(room, "vote")
        closing = asyncio.ensure_future(room.close())
        await asyncio.sleep(0)
        with pytest.raises(ClosedError):
            await room.vote(code, 1, False)
        await closing
        assert not room.votes(step)
        await room.reopen()
        await room.vote(code, 1, False)
        assert len(room.votes(step)) == 1

    asyncio.run(play())


def test_a_vote_in_a_step_that_is_no_vote_is_refused(store: Store) -> None:
    async def play() -> None:
        room = room_of(store)
        (code,) = await seats(room, 1)
        with pytest.raises(ClosedError):
            await room.vote(code, 1, False)

    asyncio.run(play())


def test_a_step_that_was_answered_opens_closed_when_the_teacher_steps_back(store: Store) -> None:
    async def play() -> None:
        room = room_of(store)
        (code,) = await seats(room, 1)
        step = await to(room, "vote")
        await room.vote(code, 1, False)
        await room.go(step + 1)
        await room.go(step)
        assert room.snapshot().phase == "closed"
        assert room.snapshot().answered == {code}

    asyncio.run(play())


def test_nobody_sits_down_in_a_locked_room_but_a_seat_stays(store: Store) -> None:
    async def play() -> None:
        room = room_of(store)
        (code,) = await seats(room, 1)
        await room.lock(True)
        with pytest.raises(FullError):
            await room.sit("en")
        assert room.seat(code) is not None
        await room.kick(code)
        assert room.seat(code) is None

    asyncio.run(play())


def test_dealt_names_differ_and_can_be_said_in_both_languages(store: Store) -> None:
    async def play() -> list[str]:
        room = room_of(store)
        return [(await room.sit("en")).name for _ in range(200)]

    dealt = [names.read(written) for written in asyncio.run(play())]
    assert len(set(dealt)) == 200
    assert all(name.said("en").count("-") == 2 and name.said("zh-TW") for name in dealt)
    assert len({len(words) for words in [*names.ADJECTIVES.values(), *names.ANIMALS.values()]}) == 1


def test_who_waits_for_a_change_is_woken(store: Store) -> None:
    async def play() -> int:
        room = room_of(store)
        version = room.snapshot().version
        waiting = asyncio.ensure_future(room.changed(version))
        await asyncio.sleep(0)
        await room.sit("en")
        await asyncio.wait_for(waiting, 5)
        return room.snapshot().version - version

    assert asyncio.run(play()) == 1

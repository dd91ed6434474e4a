"""Through real SSH on loopback: votes are kept, seats come back, and the door is for terminals only."""

import asyncio
import re
from pathlib import Path

import asyncssh
import pytest
from giving import given, seated, step_of

from batchgame.classroom.wire.robot import Robot

COUNT = 5


def test_votes_are_on_disk_when_the_page_says_so_and_late_ones_are_refused(tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path) as host, seated(host, COUNT) as robots:
            step = step_of(host, "vote")
            await host.hall.conduct.go(step)
            for number, robot in enumerate(robots):
                assert await robot.sees("answer")
                robot.press(str(number % 3 + 1))
                assert await robot.sees("✓")
                kept = {vote.seat: vote.answer for vote in host.room.store.votes()}
                assert kept[robot.seat] == number % 3
            robots[0].press("9")
            assert await robots[0].sees("sure")
            assert host.room.vote_of(step, robots[0].seat).sure  # type: ignore[union-attr]
            await host.hall.conduct.close()
            assert await robots[1].sees("Closed")
            robots[1].press("1")
            assert await robots[1].sees("too late")
            assert host.room.vote_of(step, robots[1].seat).answer == 1  # type: ignore[union-attr]

    asyncio.run(play())


def test_a_dropped_student_comes_back_by_code_and_by_the_two_digits(tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path) as host, seated(host, 1) as (robot,):
            await host.hall.conduct.go(step_of(host, "vote"))
            assert await robot.sees("answer")
            robot.press("2")
            assert await robot.sees("✓")
            seat, name = robot.seat, host.room.seat(robot.seat)
            assert name is not None
            robot.hang_up()
            while host.room.snapshot().present:
                await asyncio.sleep(0.01)
            async with Robot(host.hall.doors.port, user=seat) as again:
                assert await again.sees("Saved: 2")
            while host.room.snapshot().present:
                await asyncio.sleep(0.01)
            async with Robot(host.hall.doors.port) as third:
                assert await third.sees("Were you here before?")
                third.press(name.name[-2:])
                assert await third.sees(seat)
            assert len(host.room.all_seats()) == 1

    asyncio.run(play())


def test_a_newer_connection_takes_an_older_one_over(tmp_path: Path) -> None:
    async def play() -> None:
        async with (
            given(tmp_path) as host,
            seated(host, 1) as (robot,),
            Robot(host.hall.doors.port, user=robot.seat) as newer,
        ):
            assert await newer.sits()
            assert await robot.sees("another terminal")
            assert host.room.snapshot().present == {robot.seat}

    asyncio.run(play())


def test_a_locked_room_and_a_wrong_code_are_said_so(tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path) as host, seated(host, 1) as (robot,):
            await host.room.lock(True)
            port = host.hall.doors.port
            async with Robot(port) as late:
                assert await late.sees("locked")
            async with Robot(port, user="zzzz") as wrong:
                assert await wrong.sees("no such seat")
            for _ in range(25):
                async with Robot(port, user="zzzz") as wrong:
                    await wrong.sees("join", 5)
            async with Robot(port, user="zzzz") as wrong:
                assert await wrong.sees("Too many wrong codes")
            await host.hall.kick(robot.seat)
            assert await robot.sees("closed this seat")

    asyncio.run(play())


def test_the_wall_says_how_many_but_neither_what_nor_who(tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path) as host, seated(host, COUNT) as robots:
            await host.hall.conduct.go(step_of(host, "vote"))
            async with Robot(host.hall.doors.port, user=host.secrets.wall, size=(40, 12)) as wall:
                assert await wall.sees("0 of 5")
                for robot in robots:
                    assert await robot.sees("answer")
                    robot.press("1")
                    assert await robot.sees("✓")
                await asyncio.sleep(1)
                told = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", wall.shown).decode()
                assert "seat" not in told
                assert "-" not in told.replace("ssh -p", "")  # of a dealt name
                assert "█" in told  # the counter

    asyncio.run(play())


def test_everything_but_a_terminal_is_refused(tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path) as host:
            port = host.hall.doors.port
            async with asyncssh.connect(
                "127.0.0.1", port, username="play", known_hosts=None, client_keys=None, config=None
            ) as connection:  # fmt: skip
                with pytest.raises(asyncssh.ChannelOpenError):
                    await connection.create_process("ls")
            async with asyncssh.connect(
                "127.0.0.1", port, username="play", known_hosts=None, client_keys=None, config=None
            ) as connection:  # fmt: skip
                with pytest.raises(asyncssh.ChannelOpenError):
                    await connection.start_sftp_client()
                with pytest.raises(asyncssh.ChannelOpenError):
                    await connection.open_connection("127.0.0.1", 22)
                with pytest.raises(asyncssh.ChannelListenError):
                    await connection.start_server(lambda *_: None, "", 0)
            many = {f"N{number}": "x" * 40 for number in range(40)} | {"LONG": "x" * 5000}
            async with Robot(port, environ=many) as robot:
                assert await robot.sits()
                (session,) = host.hall.sessions
                kept = session.line._channel._env  # type: ignore[attr-defined]
                assert len(kept) <= 8
                assert max(map(len, kept.values())) <= 64

    asyncio.run(play())


def test_a_window_of_no_size_counts_as_a_usual_one(tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path) as host, Robot(host.hall.doors.port, size=(0, 0)) as robot:
            assert await robot.sits()
            (session,) = host.hall.sessions
            assert tuple(session.size) == (80, 24)

    asyncio.run(play())


def test_closing_writes_first_and_then_forgets(tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path) as host, seated(host, 1) as (robot,):
            await host.hall.conduct.go(step_of(host, "vote"))
            assert await robot.sees("answer")
            robot.press("1")
            assert await robot.sees("✓")
            (tmp_path / "out").rmdir()
            assert "nothing is lost" in await host.close()
            assert len(host.room.store.votes()) == 1
            (tmp_path / "out").mkdir()
            said = await host.close()
            files = [Path(line) for line in said.splitlines()]
            assert [path.suffix for path in files] == [".csv", ".json"]
            assert all(path.stat().st_mode & 0o777 == 0o600 for path in files)
            text = "".join(path.read_text() for path in files)
            assert robot.seat not in text
            assert "127.0.0.1" not in text
            assert await robot.sees("The class is over", 5)
            await asyncio.sleep(2)
            assert not host.folder.store.exists()

    asyncio.run(play())


def test_the_host_key_stays_and_is_the_owners_alone(tmp_path: Path) -> None:
    async def play() -> str:
        async with given(tmp_path) as host:
            return host.hall.doors.fingerprint

    assert asyncio.run(play()) == asyncio.run(play())
    assert (tmp_path / "host_key").stat().st_mode & 0o777 == 0o600

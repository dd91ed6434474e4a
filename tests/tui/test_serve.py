"""`batchgame serve`: real SSH clients get real games, and an end of any process leaves nothing behind."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)
from serve import COLORS, Server, children

from batchgame.classroom.wire.contract import Guest
from batchgame.classroom.wire.robot import Robot
from batchgame.tui.command.main import main
from batchgame.tui.command.serve_capacity import Machine, capacity
from batchgame.tui.command.serve_door import FULL, Asked, Opened, serve
from batchgame.tui.command.serve_player import ANSWER, environ_of

PLACES = 3
PATIENCE = 20.0
WORDS = ("saddle", "--lang", "en", "--players", str(PLACES))
NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find processes")
pytestmark = NEEDS_PROC


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(str(tmp_path_factory.mktemp("state")), *WORDS)
    try:
        yield found
    finally:
        found.stop()


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what must come."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def empty(server: Server) -> None:
    """Wait until the games of the test before have ended."""
    await until(lambda: not server.games)


def exists(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def terminal_size(process: int) -> os.terminal_size:
    file = os.open(os.readlink(f"/proc/{process}/fd/0"), os.O_RDWR | os.O_NOCTTY)
    try:
        return os.get_terminal_size(file)
    finally:
        os.close(file)


def test_size_colours_and_the_exit_status_go_through(server: Server) -> None:
    async def play() -> None:
        await empty(server)
        async with Robot(server.port, size=(100, 30), environ=COLORS) as robot:
            assert await robot.sees("sure")
            assert b"38;2;" in robot.shown
            (game,) = server.games
            assert terminal_size(game) == (100, 30)
            robot.channel.change_terminal_size(60, 18)
            await until(lambda: terminal_size(game) == (60, 18))
            await asyncio.sleep(0.3)  # the window settles, and all is drawn for it
            robot.press("1")
            assert await robot.sees("9: sure")
            await asyncio.sleep(0.2)
            rows = {int(row) for row in re.findall(rb"\x1b\[(\d+);\d+H", robot.shown)}
            assert rows
            assert max(rows) <= 18
            robot.press("q")
            assert await robot.sees("1049l")
            await until(lambda: robot.gone)
            assert robot.channel.get_exit_status() == 0
        async with Robot(server.port, size=(0, 0), environ={"TERM": "evil"}) as robot:
            assert await robot.sees("sure")
            assert b"38;2;" not in robot.shown
            assert b"38;5;" in robot.shown
            (game,) = server.games
            assert terminal_size(game) == (80, 24)
            environ = Path(f"/proc/{game}/environ").read_bytes()
            assert b"HOME=" not in environ
            assert b"PATH=" not in environ

    asyncio.run(play())


def test_more_than_fit_are_told_so_in_both_languages(server: Server) -> None:
    async def play() -> None:
        await empty(server)
        robots = [Robot(server.port) for _ in range(PLACES)]
        await asyncio.gather(*(robot.dial() for robot in robots))
        assert all(await asyncio.gather(*(robot.sees("sure") for robot in robots)))
        async with Robot(server.port) as late:
            assert await late.sees(f"places are taken. Playing now: {PLACES}")
            assert await late.sees(f"現在有 {PLACES} 人在玩")
            await until(lambda: late.gone)
            assert late.channel.get_exit_status() == FULL
        async with Robot(server.port, environ={"LANG": "C"}) as late:
            assert await late.sees("places are taken")
            await until(lambda: late.gone)
            assert late.shown.isascii()
        robots[0].hang_up()
        await until(lambda: len(server.games) == PLACES - 1)
        async with Robot(server.port) as next_:
            assert await next_.sees("sure")
        for robot in robots:
            robot.hang_up()

    asyncio.run(play())


def test_a_game_that_is_killed_ends_alone(server: Server) -> None:
    async def play() -> None:
        await empty(server)
        async with Robot(server.port) as one:
            assert await one.sees("sure")
            (game,) = server.games
            async with Robot(server.port) as other:
                assert await other.sees("sure")
                os.kill(game, signal.SIGKILL)
                assert await one.sees("1049l")
                assert await one.sees("A mistake has ended the game")
                await until(lambda: one.gone)
                other.press("1")
                assert await other.sees("9: sure")
                assert not other.gone

    asyncio.run(play())


def test_games_go_on_after_the_process_that_forks_was_killed(server: Server) -> None:
    async def play() -> None:
        await empty(server)
        async with Robot(server.port) as robot:
            assert await robot.sees("sure")
            (game,) = server.games
            os.kill(server.nursery, signal.SIGKILL)
            assert await robot.sees("A mistake has ended the game")
            await until(lambda: not exists(game))
        async with Robot(server.port) as robot:
            assert await robot.sees("sure")

    asyncio.run(play())


def test_a_line_that_is_cut_ends_a_game_that_is_stopped(server: Server) -> None:
    async def play() -> None:
        await empty(server)
        async with Robot(server.port) as robot:
            assert await robot.sees("sure")
            (game,) = server.games
            os.kill(game, signal.SIGSTOP)
        await until(lambda: not exists(game))

    asyncio.run(play())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_game_outlives_the_server(number: signal.Signals, tmp_path: Path) -> None:
    server = Server(str(tmp_path), *WORDS)

    async def play() -> None:
        async with Robot(server.port) as robot:
            assert await robot.sees("sure")
            processes = [server.nursery, *server.games]
            server.process.send_signal(number)
            if number == signal.SIGTERM:
                assert await robot.sees("1049l")
                assert await robot.sees("The host has ended all games")
                assert await robot.sees("主機")
            await until(lambda: robot.gone)
            await until(lambda: not any(map(exists, processes)))

    try:
        asyncio.run(play())
        said = server.process.communicate(timeout=20)[1]
        if number == signal.SIGTERM:
            assert server.process.returncode == 128 + signal.SIGTERM
            assert said == b"batchgame: terminated; all games have ended\n"
    finally:
        server.process.kill()


@pytest.mark.slow
def test_a_player_who_has_left_their_chair_makes_room(tmp_path: Path) -> None:
    before = children(os.getpid())

    async def play() -> None:
        begun: asyncio.Future[Opened] = asyncio.get_running_loop().create_future()
        asked = Asked(0, 1, ("play", "saddle", "--kiosk", "--lang", "en"), idle=1.0, host="127.0.0.1")
        serving = asyncio.ensure_future(serve(asked, tmp_path / "key", begun.set_result))
        try:
            async with Robot((await begun).port) as robot:
                assert await robot.sees("sure")
                assert await robot.sees("no key was pressed")
                await until(lambda: robot.gone)
                assert robot.channel.get_exit_status() == 128 + signal.SIGTERM
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    asyncio.run(play())
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    assert children(os.getpid()) == before


def test_answers_of_a_terminal_are_no_keys() -> None:
    assert not ANSWER.sub(b"", b"\x1b[24;80R\x1b[?2026;2$y\x1b[?1u\x1b[I\x1b[?62;4c")
    assert ANSWER.sub(b"", b"\x1b[1;1Rq") == b"q"
    assert ANSWER.sub(b"", b"\x1b[A") == b"\x1b[A"


def test_only_plain_variables_of_a_kiosk_reach_a_game() -> None:
    sent = {"TERM": "xterm", "LANG": "x\x1b[2J", "LC_ALL": "a" * 65, "PATH": "/tmp", "COLORTERM": "", "LC_CTYPE": "é"}
    assert environ_of(Guest("play", sent, 80, 24)) == {"TERM": "xterm"}


def test_capacity_follows_processors_memory_and_frames() -> None:
    usual = capacity(Machine(2, 16_000), 5)
    assert usual >= 20
    assert capacity(Machine(4, 16_000), 5) == 2 * usual
    assert capacity(Machine(2, 16_000), 10) == usual // 2
    assert capacity(Machine(2, 16_000), 1) == usual
    assert capacity(Machine(64, 1_100), 5) == 10
    assert capacity(Machine(1, 100), 60) == 1
    assert capacity(Machine(2, None), 5) == usual


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "asyncssh", None)
    assert main(["serve", "--help"]) == 0
    assert capsys.readouterr().out.startswith("usage: batchgame serve")
    assert main(["serve"]) == 2
    assert "batchgame[class]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("my.toml",), "serve plays no files: my.toml"),
        (("--players", "0"), "--players 0: a whole number from 1"),
        (("--fps", "61"), "from 1 to 60"),
        (("--player", "3"), "did you mean --players?"),
    ],
)
def test_mistakes_are_told_in_one_line(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1

"""Strangers at the door of `batchgame serve`, most with a real OpenSSH client: they get a game and nothing else."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)
from hostile import UNSEEN, as_bytes, strings
from serve import COLORS, Server
from terminal_of import Terminal
from test_serve import empty, exists, until

from batchgame.classroom.wire.robot import Robot

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find processes"),
]
NEEDS_SSH = pytest.mark.skipif(shutil.which("ssh") is None, reason="needs openssh-client")
OPENSSH = ("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-F", "none")
FAILING = ("-o", "ExitOnForwardFailure=yes")
DOOR = ("-p", "{port}", "play@127.0.0.1")
SENT = re.compile(r"\x1b\[[0-9;?<>=]*[A-Za-z]")
REFUSED = {
    "a command": ("ssh", *DOOR, "id"),
    "a command with a terminal": ("ssh", "-tt", *DOOR, "id"),
    "a subsystem": ("ssh", "-p", "{port}", "-s", "play@127.0.0.1", "sftp"),
    "sftp": ("sftp", "-P", "{port}", "play@127.0.0.1"),
    "scp": ("scp", "-P", "{port}", "/etc/hostname", "play@127.0.0.1:/tmp/x"),
    "old scp": ("scp", "-O", "-P", "{port}", "/etc/hostname", "play@127.0.0.1:/tmp/x"),
    "a way back": ("ssh", "-N", *FAILING, "-R", "0:127.0.0.1:22", *DOOR),
    "a connection beyond": ("ssh", "-W", "127.0.0.1:22", *DOOR),
    "a device": ("ssh", "-N", *FAILING, "-w", "0:0", *DOOR),
    "no terminal": ("ssh", "-T", *DOOR),
    "no session": ("ssh", "-A", "-X", "-N", *DOOR),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(str(tmp_path_factory.mktemp("state")), "saddle", "--lang", "en", "--players", "4")
    try:
        yield found
    finally:
        said = found.stop()
        assert said == b"batchgame: terminated; all games have ended\n", "nothing that strangers do is reported"


def command(server: Server, *words: str) -> list[str]:
    program, *rest = [word.format(port=server.port) for word in words]
    return [program, *OPENSSH, *rest]


@NEEDS_SSH
@pytest.mark.parametrize("what", REFUSED)
def test_a_real_client_is_refused_all_but_a_terminal(what: str, server: Server) -> None:
    words = command(server, *REFUSED[what])
    run = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False)
    assert run.returncode != 0
    assert b"uid=" not in run.stdout + run.stderr
    assert b"OpenSSH" not in run.stdout + run.stderr
    assert not server.games


@NEEDS_SSH
def test_a_real_client_plays_and_gets_its_terminal_back(server: Server, tmp_path: Path) -> None:
    words = command(server, "ssh", *DOOR)
    with Terminal(tmp_path, command=words) as terminal:
        terminal.until("How sure")
        terminal.press("1", "9")
        terminal.until("Enter fire")
        terminal.press("enter")
        terminal.until("STEP SIZE")
        terminal.child.setwinsize(18, 60)
        terminal.screen.resize(18, 60)
        terminal.press("ctrl+l", "enter")
        terminal.press("ctrl+c")
        assert terminal.ended() == 130
        assert terminal.termios() == terminal.flags
        assert b"\x1b[?1049l" in terminal.sent


@NEEDS_SSH
def test_a_terminal_without_a_cursor_gets_plain_lines(server: Server, tmp_path: Path) -> None:
    with Terminal(tmp_path, command=command(server, "ssh", *DOOR), TERM="dumb") as terminal:
        terminal.until("plain lines")
        terminal.until("19 is answer 1")
        assert b"\x1b" not in terminal.sent
        terminal.child.close(force=True)
    asyncio.run(empty(server))


@NEEDS_SSH
def test_a_client_that_is_killed_leaves_no_game(server: Server, tmp_path: Path) -> None:
    with Terminal(tmp_path, command=command(server, "ssh", *DOOR)) as terminal:
        terminal.until("How sure")
        (game,) = server.games
    asyncio.run(until(lambda: not exists(game)))


@NEEDS_SSH
@pytest.mark.parametrize("term", ["", "x" * 300, "$(id)", "xterm;id", "\x1b[2J", "../../etc/passwd"])
def test_a_hostile_kind_of_terminal_is_a_terminal(term: str, server: Server, tmp_path: Path) -> None:
    with Terminal(tmp_path, command=command(server, "ssh", "-tt", *DOOR), TERM=term) as terminal:
        terminal.until("sure")
        assert b"uid=" not in terminal.sent
    asyncio.run(empty(server))


@NEEDS_SSH
def test_a_kind_of_terminal_that_is_no_ascii_is_refused(server: Server) -> None:
    words = command(server, "ssh", "-tt", *DOOR)
    environ = os.environ | {"TERM": "批次"}
    run = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, env=environ, check=False)
    assert run.returncode == 255
    assert not server.games


@pytest.mark.parametrize("size", [(65535, 65535), (1, 1), (0, 0), (65535, 1), (4_000_000_000, 4_000_000_000)])
def test_a_hostile_size_costs_little(size: tuple[int, int], server: Server) -> None:
    async def play() -> None:
        await empty(server)
        async with Robot(server.port, size=size, environ=COLORS) as robot:
            await until(lambda: b"\x1b[?1049h" in robot.shown)
            for each in [size, (80, 24), *[(width, 24) for width in range(300)], size, (80, 24)]:
                robot.channel.change_terminal_size(*each)
            await asyncio.sleep(1)
            robot.press("1")
            assert await robot.sees("9: sure")
            (game,) = server.games
            rss = Path(f"/proc/{game}/status").read_text().partition("VmRSS:")[2].split()[0]
            assert int(rss) < 300_000

    asyncio.run(play())


def test_two_thousand_hostile_strings_reach_nobody_else(server: Server) -> None:
    async def play() -> None:
        await empty(server)
        async with Robot(server.port) as other, Robot(server.port) as stranger:
            assert await other.sees("sure")
            other.shown = b""
            for number, text in enumerate(strings()):
                if stranger.gone:  # such as after Ctrl+C
                    await stranger.dial()
                    assert await stranger.sees("\x1b[?1049h")
                if not stranger.channel.is_closing():
                    stranger.channel.write(as_bytes(text)[:2000])
                if number % 50 == 0:
                    await asyncio.sleep(0.15)
                    name = "".join(sign for sign in text if sign.isascii() and sign.isprintable())[:40] or "x"
                    async with Robot(server.port, user=name, environ={"LC_ALL": name, "LANG": name}) as third:
                        await third.sees("sure", 3)
            await asyncio.sleep(1)
            assert not other.gone
            shown = SENT.sub("", other.shown.decode("utf-8"))
            assert not [sign for sign in shown if unicodedata.category(sign) in UNSEEN]
            assert "click" not in shown
            other.press("1")
            assert await other.sees("9: sure")
            assert len(server.games) <= 3

    asyncio.run(play())


def test_who_takes_no_bytes_and_who_floods_delay_nobody(server: Server) -> None:
    async def play() -> None:
        await empty(server)
        async with (
            Robot(server.port) as other,
            Robot(server.port, environ=COLORS) as deaf,
            Robot(server.port) as loud,
        ):
            for robot in (other, deaf, loud):
                assert await robot.sees("sure")
            deaf.channel.pause_reading()
            for _ in range(300):
                if not loud.gone:
                    loud.channel.write(b"\x1b[A1xl" * 2000)
                if not deaf.gone:
                    deaf.channel.write(b"\x0cl")
                await asyncio.sleep(0.01)
            other.press("1")
            assert await other.sees("9: sure", 10)
        await empty(server)

    asyncio.run(play())


def test_twenty_join_at_once_and_all_leave(tmp_path: Path) -> None:
    server = Server(str(tmp_path), "canyon", "--lang", "en", "--players", "20")

    async def play() -> None:
        robots = [Robot(server.port, size=(60 + number, 18 + number)) for number in range(24)]
        await asyncio.gather(*(robot.dial() for robot in robots))
        seen = await asyncio.gather(*(robot.sees("sure", 60) for robot in robots))
        assert sum(seen) == 20
        assert all(robot.gone and b"Playing now: 20" in robot.shown for robot in robots if robot.gone)
        assert len(server.games) == 20
        for robot in robots:
            robot.hang_up()
        await empty(server)

    try:
        asyncio.run(play())
    finally:
        server.stop()
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"host_key"}


def test_no_file_is_opened_for_writing_by_a_game(server: Server, tmp_path: Path) -> None:
    async def play() -> None:
        await empty(server)
        async with Robot(server.port) as robot:
            assert await robot.sees("sure")
            (game,) = server.games
            limits = Path(f"/proc/{game}/limits").read_text()
            assert re.search(r"Max file size +0 +0 ", limits)
            assert re.search(r"Max core file size +0 +0 ", limits)
            assert os.readlink(f"/proc/{game}/cwd") == "/"
            opened = [os.readlink(each) for each in Path(f"/proc/{game}/fd").iterdir()]
            assert all(
                name.startswith(("/dev/pts/", "anon_inode:", "socket:", "pipe:", "/dev/null")) for name in opened
            )

    asyncio.run(play())

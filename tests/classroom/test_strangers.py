"""Strangers at the door: a real OpenSSH client is refused all but a terminal, and hostile strings reach nobody else."""

import asyncio
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from giving import given, seated, step_of
from hostile import UNSEEN, as_bytes, strings

from batchgame.classroom.wire.robot import Robot

OPENSSH = ("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-F", "none")
FAILING = ("-o", "ExitOnForwardFailure=yes")
SENT = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

REFUSED = {
    "a command": ("ssh", "-p", "{port}", "play@127.0.0.1", "id"),
    "a command with a terminal": ("ssh", "-tt", "-p", "{port}", "play@127.0.0.1", "id"),
    "a subsystem": ("ssh", "-p", "{port}", "-s", "play@127.0.0.1", "sftp"),
    "sftp": ("sftp", "-P", "{port}", "play@127.0.0.1"),
    "scp": ("scp", "-P", "{port}", "/etc/hostname", "play@127.0.0.1:/tmp/x"),
    "old scp": ("scp", "-O", "-P", "{port}", "/etc/hostname", "play@127.0.0.1:/tmp/x"),
    "a way back": ("ssh", "-N", *FAILING, "-R", "0:127.0.0.1:22", "-p", "{port}", "play@127.0.0.1"),
    "a connection beyond": ("ssh", "-W", "127.0.0.1:22", "-p", "{port}", "play@127.0.0.1"),
    "no terminal": ("ssh", "-T", "-p", "{port}", "play@127.0.0.1"),
    "a device": ("ssh", "-N", *FAILING, "-w", "0:0", "-p", "{port}", "play@127.0.0.1"),
}  # fmt: skip


@pytest.mark.skipif(shutil.which("ssh") is None, reason="needs openssh-client")
@pytest.mark.slow
@pytest.mark.parametrize("what", REFUSED)
def test_a_real_client_is_refused(what: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path) as host:
            program, *words = [word.format(port=host.hall.doors.port) for word in REFUSED[what]]
            run = await asyncio.create_subprocess_exec(
                program, *OPENSSH, *words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            said, _ = await asyncio.wait_for(run.communicate(), 20)
            assert run.returncode != 0, said
            assert b"uid=" not in said
            assert b"OpenSSH" not in said
            assert not host.hall.sessions
            assert not host.room.all_seats()

    asyncio.run(play())


@pytest.mark.skipif(shutil.which("ssh") is None, reason="needs openssh-client")
@pytest.mark.slow
def test_agent_and_x11_are_not_forwarded_and_a_session_must_come(tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path) as host:
            words = (*OPENSSH, "-A", "-X", "-N", "-v", "-p", str(host.hall.doors.port), "play@127.0.0.1")
            run = await asyncio.create_subprocess_exec(
                "ssh", *words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            said, _ = await asyncio.wait_for(run.communicate(), 20)  # without a session the class hangs up
            assert run.returncode != 0, said
            assert not host.room.all_seats()

    asyncio.run(play())


async def dials(port: int, text: str) -> None:
    """Dial with a hostile string as user name and as a variable, as far as the client lets it through."""
    user = "".join(sign for sign in text if sign.isascii() and sign.isprintable())[:40] or "x"
    async with Robot(port, user=user, environ={"LC_X": user}) as named:
        await named.sees("join", 1)


@pytest.mark.slow
def test_two_thousand_hostile_strings_reach_nobody_else(tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path) as host, seated(host, 2) as (stranger, other):
            port = host.hall.doors.port
            await host.hall.conduct.go(step_of(host, "vote"))
            async with (
                Robot(port, user=host.secrets.wall, size=(40, 12)) as wall,
                Robot(port, user=host.secrets.console) as console,
            ):
                assert await wall.sees("VOTE 1")
                assert await console.sees("ONLY YOU")
                for robot in (other, wall, console):
                    robot.shown = b""
                for number, text in enumerate(strings()):
                    if stranger.gone:  # such as after Ctrl+C or q: the seat is there for the next connection
                        await stranger.dial()
                        assert await stranger.sits()
                    if not stranger.channel.is_closing():
                        stranger.channel.write(as_bytes(text)[:2000])
                    if number % 50 == 0:
                        await asyncio.sleep(0.15)
                        await dials(port, text)
                await asyncio.sleep(2)
                for robot in (other, wall, console):
                    assert not robot.gone
                    shown = robot.shown.decode("utf-8")
                    plain = SENT.sub("", shown)
                    assert not [sign for sign in plain if unicodedata.category(sign) in UNSEEN]
                    assert "click" not in plain
                    assert "批批" not in plain
                other.press("2")
                assert await other.sees("✓")

    asyncio.run(play())

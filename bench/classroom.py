"""A class of sixty on this machine: scripted SSH clients over loopback that answer like terminals, and ten real `ssh`.

python bench/classroom.py

The server is a process of its own. The clients share the machine with it, so that every figure is an upper bound.
"""

from __future__ import annotations

import asyncio
import os
import platform
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pexpect

from batchgame.classroom.folder import Folder
from batchgame.classroom.wire.local import ordered
from batchgame.classroom.wire.robot import Robot

SEATS, REAL = 60, 10
SIZES = ((60, 18), (100, 30), (120, 40), (132, 43), (90, 25), (70, 20), (110, 35), (160, 50), (85, 26), (96, 28))
LESSON = "escape"
FIRST_VOTE, SECOND_VOTE, LATER_VOTE, RACE, PICK = 2, 4, 9, 12, 14  # steps
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
OPENSSH = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -F none"
ROWS: list[tuple[str, str, str, str]] = []


def row(what: str, found: str, must: str, aim: str) -> None:
    """Print a row of the table at once, and keep it."""
    ROWS.append((what, found, must, aim))
    print(f"{what:62} {found:>10} {must:>9} {aim:>9}", flush=True)


class Server:
    """The process of the class, seen from outside."""

    def __init__(self, path: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.folder = Folder(path / "batchgame" / "class", self.port)
        words = ["class", "serve", LESSON, "--port", str(self.port), "--no-wall", "--out", str(path)]
        code = f"from batchgame.tui.command.main import main; raise SystemExit(main({words!r}))"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], env=os.environ | {"XDG_STATE_HOME": str(path)}, stdout=subprocess.DEVNULL
        )

    async def ready(self) -> None:
        """Wait until the port answers."""
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return
            await asyncio.sleep(0.05)

    def cpu(self) -> float:
        """Return the seconds of processor time that the server itself has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Return the proportional set size of the server itself, in megabytes."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return int(next(line.split()[1] for line in text.splitlines() if line.startswith("Pss:"))) / 1024

    async def lag(self) -> float:
        """Return the 95 % quantile of how late the loop's ticks were, in milliseconds."""
        return float((await ordered(self.folder.socket, "lag")).partition(" ")[2])


class Teacher:
    """The console over SSH."""

    def __init__(self, server: Server) -> None:
        self.robot, self.at = Robot(server.port, user=server.folder.secrets().console), 0

    async def to(self, step: int) -> None:
        """Skip to a step."""
        while self.at < step:
            self.robot.press("s")
            self.at += 1
            await asyncio.sleep(0.1)
        await asyncio.sleep(1)


def p95(values: list[float]) -> float:
    """Return the 95 % quantile in milliseconds."""
    return 1000 * sorted(values)[int(0.95 * (len(values) - 1))]


async def vote(robot: Robot, wait: float, keys: str = "123") -> float:
    """Press a key after a while, and return how long it took until the class said that it is saved."""
    await asyncio.sleep(wait)
    began = time.perf_counter()
    robot.press(random.choice(keys))
    assert await robot.sees("✓", 30)
    return time.perf_counter() - began


async def votes(robots: list[Robot], seconds: float, keys: str = "123") -> list[float]:
    """Have everybody vote within some seconds."""
    return list(await asyncio.gather(*(vote(r, n * seconds / len(robots), keys) for n, r in enumerate(robots))))


async def key_to_wall(robots: list[Robot], wall: Robot, seconds: float) -> list[float]:
    """Have robots vote one after the other, and return how long each vote took to the counter on the wall."""
    found = []
    for number, robot in enumerate(robots, 1):
        began = time.perf_counter()
        wall.shown = b""
        robot.press("1")
        while str(number).encode()[-1:] not in wall.shown and time.perf_counter() - began < 5:
            await asyncio.sleep(0.002)
        found.append(time.perf_counter() - began)
        await asyncio.sleep(random.uniform(0, 2 * seconds / len(robots)))
    return found


async def join(robot: Robot) -> float:
    """Dial, sit down, and return when."""
    await robot.dial()
    assert await robot.sits(60)
    return time.perf_counter()


def really(server: Server, columns: int) -> Any:
    """Start a real ssh in a pty of its own."""
    command = f"ssh {OPENSSH} -p {server.port} play@127.0.0.1"
    return pexpect.spawn(command, dimensions=(24, columns), env=os.environ | {"TERM": "xterm-256color"}, timeout=30)


async def silent(server: Server, count: int) -> list[asyncio.StreamWriter]:
    """Open connections that say nothing."""
    opened = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", server.port) for _ in range(count)))
    return [writer for _, writer in opened]


async def measure(server: Server) -> None:
    """Measure everything in the order of a class."""
    await server.ready()
    empty = server.memory()
    robots = [Robot(server.port, size=(80, 24) if n < 40 else SIZES[n % len(SIZES)]) for n in range(SEATS)]
    used, began = server.cpu(), time.perf_counter()
    last = max(await asyncio.gather(*map(join, robots)))
    row("all joined at once, last first frame", f"{last - began:.1f} s", "10 s", "2 s")
    print(f"    processor time of the server for it: {server.cpu() - used:.2f} s")
    for robot in robots[40:50]:
        robot.press("l")  # half of the other sizes in the other language
    teacher = Teacher(server)
    await teacher.robot.dial()
    await teacher.to(FIRST_VOTE)
    row("key to saved, votes spread over 5 s, p95", f"{p95(await votes(robots, 5)):.0f} ms", "150 ms", "30 ms")
    await teacher.to(SECOND_VOTE)
    row("60 votes within .2 s, p95", f"{p95(await votes(robots, 0.2)):.0f} ms", "400 ms", "100 ms")
    await teacher.to(LATER_VOTE)
    async with Robot(server.port, user=server.folder.secrets().wall, size=(40, 12)) as wall:
        assert await wall.sees("0 of", 10)
        walled = await key_to_wall(robots[:40], wall, 8)
        row("key to wall, p95", f"{p95(walled):.0f} ms", "500 ms", "100 ms")
    await teacher.to(RACE)
    await asyncio.sleep(3)  # the race is computed, and its landscape painted in all sizes
    teacher.robot.press("r")
    used, frames, began = server.cpu(), sum(r.frames for r in robots), time.perf_counter()
    await asyncio.sleep(8)
    took = time.perf_counter() - began
    row("all watch at 8 fps, cores", f"{(server.cpu() - used) / took:.2f}", "0.8", "0.45")
    print(f"    frames a second and seat: {(sum(r.frames for r in robots) - frames) / took / SEATS:.1f}")
    row("loop lag, p95", f"{await server.lag():.0f} ms", "50 ms", "20 ms")
    row("server memory (PSS), 60 in, after a race", f"{server.memory():.0f} MB", "150 MB", "80 MB")
    print(f"    before anybody came: {empty:.0f} MB")
    await teacher.to(PICK)
    await disturbed(server, robots)
    await fired(teacher, robots[0])
    await late(server)
    await real(server)


async def disturbed(server: Server, robots: list[Robot]) -> None:
    """Compare votes of the others before and while some stop reading, are killed, or flood."""
    before = p95(await votes(robots[:20], 3, "\r"))
    for robot in robots[20:25]:
        robot.channel.pause_reading()
    for robot in robots[25:35]:
        robot.hang_up()
    flooding = [asyncio.ensure_future(flood(robot)) for robot in robots[35:37]]
    await asyncio.sleep(1)
    after = p95(await votes(robots[37:57], 3, "\r"))
    for task in flooding:
        task.cancel()
    row("5 stop reading, 10 killed, 2 flood: the others' p95", f"{after - before:+.0f} ms", "+50 ms", "+10 ms")


async def fired(teacher: Teacher, robot: Robot) -> None:
    """Fire all picks, and measure how long it takes until their race is there."""
    robot.shown = b""
    teacher.robot.press("\r")
    began = time.perf_counter()
    await asyncio.sleep(0.2)
    teacher.robot.press("s")
    assert await robot.sees("fired at once", 30)
    row("all picks fired, until their race is there", f"{time.perf_counter() - began:.1f} s", "5 s", "1 s")


async def flood(robot: Robot) -> None:
    """Type as fast as the line takes it."""
    while not robot.gone:
        robot.channel.write(b"\x1b[A1xq"[:4] * 2000)
        await asyncio.sleep(0.01)


async def late(server: Server) -> None:
    """Open silent connections, first few to weigh them, then many to join through."""
    before = server.memory()
    few = await silent(server, 60)
    await asyncio.sleep(1)
    row(
        "bytes kept per connection before a session",
        f"{(server.memory() - before) * 1024 / 60:.1f} kB",
        "64 kB",
        "4 kB",
    )
    many = await silent(server, 440)
    began = time.perf_counter()
    robot = Robot(server.port)
    row("a late student while 500 silent connections are open", f"{await join(robot) - began:.2f} s", "3 s", "1 s")
    robot.hang_up()
    for writer in few + many:
        writer.close()


async def real(server: Server) -> None:
    """Let real clients in, in ptys."""
    if shutil.which("ssh") is None:
        print("no ssh here: the real clients are left out")
        return
    began = time.perf_counter()
    clients = [really(server, 80) for _ in range(REAL)]
    for client in clients:
        await asyncio.to_thread(client.expect, ["seat [a-z0-9]{4}", "Enter"])
    row(f"{REAL} real ssh at once, last first frame", f"{time.perf_counter() - began:.1f} s", "10 s", "2 s")
    for client in clients:
        client.close(force=True)


def main() -> None:
    """Print the machine and the table."""
    with suppress(OSError):
        models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        load = os.getloadavg()[0]
        cpu = f"{len(models)} × {models[0].partition(':')[2].strip()}"
        print(f"{cpu}, load {load:.1f} before, Python {platform.python_version()}")

    print(f"{'':62} {'found':>10} {'must':>9} {'aim':>9}")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        try:
            asyncio.run(measure(server))
        finally:
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(20)


if __name__ == "__main__":
    main()

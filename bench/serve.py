"""Many players of `batchgame serve` on this machine: keys, processors, memory, and the first frame of those who join.

    python bench/serve.py [GAMES [FRAMES_PER_SECOND [SECONDS]]]

All join at once, then every game shows a race and gets a key about once per second. A delay is measured from the key
until its effect has come through SSH. Memory is the proportional set size, in which shared pages are divided by the
number of processes that share them. The clients share the machine with the server, so every figure is an upper bound:
what they use themselves stands in a line of its own.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from first_frame import machine

from batchgame.classroom.wire.robot import Robot

GAMES, FPS, SECONDS = 20, 5, 20.0
PATIENCE = 120.0  # seconds until all games must show something
STEPS = (("sure", "19"), ("ONE EPOCH", "\r"), ("STEP SIZE", "--"))  # to a race in slow motion
RIGHT = "\x1b[C"
AXES = ("updates", "epochs", "time")  # the names of the x axis, in the order in which the key changes it
COLORS = {"LANG": "C.UTF-8", "COLORTERM": "truecolor"}
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """The process of `batchgame serve`, the one that forks, and the games, seen from outside."""

    def __init__(self, folder: str, *words: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        words = ("serve", "--port", str(self.port), *words)
        code = f"from batchgame.tui.command.main import main; raise SystemExit(main({list(words)!r}))"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], env=os.environ | {"XDG_STATE_HOME": folder}, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.said = b""
        while b"to stop" not in self.said:
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit(f"the server has ended: {self.process.communicate()}")
            self.said += line

    @property
    def nursery(self) -> int:
        """Return the process that forks."""
        return children(self.process.pid)[0]

    @property
    def games(self) -> list[int]:
        """Return the processes of the games."""
        return children(self.nursery)

    def stop(self) -> bytes:
        """End everything, and return what the server says of it."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=20)[1]


def children(process: int) -> list[int]:
    """Return the children of a process."""
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def seconds(process: int) -> float:
    """Return the processor time of a process so far, with children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def memory(process: int) -> float:
    """Return the proportional set size of a process in megabytes."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))) / 1024


async def plays(robot: Robot, end: float, dice: random.Random) -> list[float]:
    """Change the x axis about once per second, and return how long each change took."""
    axis, found = -1, []
    while time.monotonic() < end:
        await asyncio.sleep(0.7 + 0.6 * dice.random())
        axis = (axis + 1) % len(AXES)
        began = time.monotonic()
        robot.press(RIGHT)
        if not await robot.sees(AXES[axis], PATIENCE):
            raise SystemExit(f"a game has ended: {robot.shown[-300:]!r}")
        found.append(time.monotonic() - began)
    return found


async def measure(server: Server, games: int, length: float) -> None:
    """Print what so many games take."""
    robots = [Robot(server.port, environ=COLORS) for _ in range(games)]
    began = time.monotonic()
    word, _ = STEPS[0]

    async def joins(robot: Robot) -> float:
        await robot.dial()
        assert await robot.sees(word, PATIENCE), robot.shown
        return time.monotonic() - began

    firsts = sorted(await asyncio.gather(*map(joins, robots)))
    print(f"  all joined at once, first frame    {firsts[len(firsts) // 2]:.1f} s median, {firsts[-1]:.1f} s the last")
    for (_, keys), (after, _) in zip(STEPS, [*STEPS[1:], ("", "")], strict=True):
        for robot in robots:
            robot.press(keys)
        if after:
            assert all(await asyncio.gather(*(robot.sees(after, PATIENCE) for robot in robots)))
    await asyncio.sleep(3)
    processes = server.games
    assert len(processes) == games
    before = {process: seconds(process) for process in (server.process.pid, server.nursery, *processes)}
    frames, own, began = sum(robot.frames for robot in robots), time.process_time(), time.monotonic()
    chance = random.Random(1)
    played = await asyncio.gather(*(plays(robot, began + length, random.Random(chance.random())) for robot in robots))
    took = time.monotonic() - began
    cores = {process: (seconds(process) - spent) / took for process, spent in before.items()}
    waits = sorted(wait for each in played for wait in each[1:])
    all_games = sum(cores[process] for process in processes)
    clients = (time.process_time() - own) / took
    shown = (sum(robot.frames for robot in robots) - frames) / took / games
    print(
        f"  key to screen                      median {1000 * statistics.median(waits):.0f} ms, "
        f"p95 {1000 * waits[int(len(waits) * 0.95)]:.0f} ms, worst {1000 * waits[-1]:.0f} ms ({len(waits)} keys)\n"
        f"  frames                             {shown:.1f} per second and game\n"
        f"  processors                         {all_games:.2f} for the games ({100 * all_games / games:.1f} % of one "
        f"each), {cores[server.process.pid]:.2f} for the server, {clients:.2f} for the clients\n"
        f"  memory                             {statistics.median(map(memory, processes)):.0f} MB a game, "
        f"{memory(server.process.pid):.0f} MB the server, {memory(server.nursery):.0f} MB the process that forks"
    )
    one_more = Robot(server.port, environ=COLORS)
    began = time.monotonic()
    await one_more.dial()
    assert await one_more.sees("places are taken", PATIENCE)
    print(f"  one more is told that all play     {time.monotonic() - began:.1f} s")
    for robot in robots:
        robot.hang_up()
    began = time.monotonic()
    while server.games:
        await asyncio.sleep(0.05)
    print(f"  all lines cut, last game gone      {time.monotonic() - began:.1f} s")


def main() -> None:
    """Measure and print the figures."""
    given = [int(argument) for argument in sys.argv[1:]]
    games, fps, length = (*given, *(GAMES, FPS, SECONDS)[len(given) :])
    print(machine())
    print(f"load average before: {os.getloadavg()[0]:.1f}")
    print(f"{games} games at {fps} frames per second asked for, through `batchgame serve`:")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder, "canyon", "--lang", "en", "--fps", str(fps), "--players", str(games))
        try:
            asyncio.run(measure(server, games, length))
        finally:
            server.stop()


if __name__ == "__main__":
    main()

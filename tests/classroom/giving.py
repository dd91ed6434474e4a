"""Classes for tests: given in this process on a free port, or by a process of their own that can be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from batchgame.classroom import question
from batchgame.classroom.folder import Folder
from batchgame.classroom.lesson import load
from batchgame.classroom.wire.robot import Robot
from batchgame.tui.classroom.door import give
from batchgame.tui.classroom.host import Asked, Host
from batchgame.tui.command.class_serve import look_of


def free_port() -> int:
    """Return a port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def given(path: Path, lesson: str = "escape", language: str = "en", seed: int = 12) -> AsyncIterator[Host]:
    """Give a class in this process; its answers go to the folder `out`.

    Seed 12 deals the options of the saddle's question in the order of its file.
    """
    port = free_port()
    out = path / "out"
    out.mkdir(exist_ok=True)
    begun: asyncio.Future[Host] = asyncio.get_running_loop().create_future()
    asked = Asked(lesson, port, language, out, host="127.0.0.1", seed=seed)
    giving = asyncio.ensure_future(give(asked, Folder(path, port), look_of, begun.set_result))
    await asyncio.wait({giving, begun}, return_when=asyncio.FIRST_COMPLETED)
    if giving.done():
        giving.result()
    try:
        yield begun.result()
    finally:
        if not giving.done():
            giving.cancel()
        await asyncio.gather(giving, return_exceptions=True)


def step_of(host: Host, kind: str) -> int:
    """Return the index of the first step of a kind."""
    return next(step.index for step in host.room.plan.steps if step.kind == kind)


@asynccontextmanager
async def seated(host: Host, count: int) -> AsyncIterator[list[Robot]]:
    """Sit down with so many robots, one after the other."""
    robots = [Robot(host.hall.doors.port) for _ in range(count)]
    try:
        for robot in robots:
            await robot.dial()
            assert await robot.sits()
        yield robots
    finally:
        for robot in robots:
            robot.hang_up()


class Process:
    """A class that is given by a process of its own, in a state folder of its own."""

    def __init__(self, path: Path, lesson: str = "escape") -> None:
        self.path, self.port, self.lesson = path, free_port(), lesson
        self.folder = Folder(path / "state" / "batchgame" / "class", self.port)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, or start it again with the same words."""
        words = ["class", "serve", self.lesson, "--port", str(self.port), "--no-wall", "--out", str(self.path)]
        code = f"from batchgame.tui.command.main import main; raise SystemExit(main({words!r}))"
        environ = {**os.environ, "XDG_STATE_HOME": str(self.path / "state")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def seed(self) -> int:
        """Return the seed of the room, which deals the order of options."""
        with sqlite3.connect(f"file:{self.folder.store}?mode=ro", uri=True) as file:
            return int(file.execute("SELECT seed FROM room").fetchone()[0])

    def places(self, step: int) -> tuple[int, ...]:
        """Return where the options of a step stand in the lesson's file, in the order in which they are shown."""
        plan = load(self.lesson)
        ask = question.asked(plan, plan.steps[step], self.seed())
        return ask.places if ask else ()

    async def until_it_answers(self, seconds: float = 30.0) -> None:
        """Wait until the port takes connections."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while loop.time() < end:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return
            await asyncio.sleep(0.05)
        raise TimeoutError

    def kill(self) -> None:
        """Kill it as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """End it in good order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def console(self) -> Robot:
        """Return a robot that is the teacher, by the secret name."""
        return Robot(self.port, user=self.folder.secrets().console)

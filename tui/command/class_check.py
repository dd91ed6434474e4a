"""`batchgame class check`: what can be known the day before, and a rehearsal with robots."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from batchgame.classroom.addresses import own_addresses
from batchgame.classroom.folder import Folder
from batchgame.classroom.wire.contract import DoorError
from batchgame.tui.classroom.host import Asked, Host
from batchgame.tui.command.argument_types import FailedError
from batchgame.tui.command.class_serve import look_of, needs_asyncssh

if TYPE_CHECKING:
    from batchgame.classroom.wire.robot import Robot

PATIENCE = 10.0  # seconds for an address to answer
SPREAD = 2.0  # seconds over which the robots vote


def check(arguments: argparse.Namespace) -> int:
    """Bind the port, dial each own address, rehearse with robots, and print what only a phone can find out."""
    needs_asyncssh()
    with tempfile.TemporaryDirectory() as folder:
        try:
            return asyncio.run(_check(arguments.port, arguments.robots, Path(folder)))
        except DoorError as error:
            raise FailedError(str(error)) from None


async def _check(port: int, robots: int, path: Path) -> int:
    from batchgame.tui.classroom.door import give

    address = own_addresses()[0]
    begun: asyncio.Future[Host] = asyncio.get_running_loop().create_future()
    asked = Asked("escape", port, "en", path, host=address)
    giving = asyncio.ensure_future(give(asked, Folder(path, port), look_of, begun.set_result))
    waiting: set[asyncio.Future[Any]] = {giving, begun}
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    if giving.done():
        giving.result()
    host = begun.result()
    print(f"port {port} can be bound")
    try:
        answered = [await _dials(each, port) for each in own_addresses()]
        if robots:
            await _rehearse(host, port, robots)
    finally:
        giving.cancel()
        await asyncio.gather(giving, return_exceptions=True)
    print(f"to try from a phone's hotspot, while a class is given:  {host.hall.doors.line}")
    print("whether the network of the room lets students through can only be tried there")
    return 0 if all(answered) else 1


async def _dials(address: str, port: int) -> bool:
    from batchgame.classroom.wire.robot import Robot

    try:
        async with Robot(port, host=address) as robot:
            there = await robot.sits(PATIENCE)
    except OSError:
        there = False
    print(f"{address} {'answers' if there else 'does not answer'}")
    return there


async def _rehearse(host: Host, port: int, count: int) -> None:
    """Have robots join at once, vote once each, and say how long both took."""
    from batchgame.classroom.wire.robot import Robot

    robots = [Robot(port) for _ in range(count)]
    began = time.perf_counter()
    await asyncio.gather(*(_joins(robot) for robot in robots))
    print(f"{count} robots joined at once: the last one sat after {time.perf_counter() - began:.1f} s")
    step = next(step for step in host.room.plan.steps if step.kind == "vote")
    await host.hall.conduct.go(step.index)
    await asyncio.sleep(1)
    took = sorted(await asyncio.gather(*(_votes(r, n * SPREAD / count, n % 3 + 1) for n, r in enumerate(robots))))
    kept = len(host.room.votes(step.index))
    print(f"{kept} of {count} votes are on disk; from key to saved {1000 * took[int(0.95 * (count - 1))]:.0f} ms (p95)")
    for robot in robots:
        robot.hang_up()


async def _joins(robot: Robot) -> None:
    await robot.dial()
    await robot.sits()


async def _votes(robot: Robot, wait: float, answer: int) -> float:
    await asyncio.sleep(wait)
    began = time.perf_counter()
    robot.press(str(answer))
    await robot.sees("✓")
    return time.perf_counter() - began

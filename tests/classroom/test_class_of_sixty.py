"""A class of sixty plays a whole warm-up through SSH, with kills and drops; the export counts what was acknowledged."""

import asyncio
import csv
import random
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from giving import Process
from pupils import LOST, Pupil

from batchgame.classroom import lesson

SEATS, KILLED_IN = 60, ("vote", "pick")


class Teacher:
    """The console, dialled again after each kill."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.robot = process.console()

    async def press(self, keys: str) -> None:
        with suppress(*LOST):
            if self.robot.connection is None or self.robot.gone:
                await self.robot.dial()
                await self.robot.sees("CONSOLE")
            self.robot.press(keys)
        await asyncio.sleep(0.3)

    def place(self) -> tuple[int, str]:
        with sqlite3.connect(f"file:{self.process.folder.store}?mode=ro", uri=True) as file:
            return file.execute("SELECT step, phase FROM room").fetchone()  # type: ignore[no-any-return]

    async def to(self, step: int) -> None:
        while (at := self.place()[0]) != step:
            await self.press("s" if at < step else "\x1b[D")

    async def closes(self) -> None:
        while self.place()[1] == "open":
            await self.press("\r")


async def answers(pupil: Pupil, step: int, kind: str, chance: random.Random) -> None:
    """Answer, change one's mind at times, and be cut off at times, until the class has acknowledged."""
    await asyncio.sleep(chance.uniform(0, 2))
    if chance.random() < 0.2:
        pupil.hang_up()
        await asyncio.sleep(chance.uniform(0, 1))
    while True:
        if pupil.gone:
            assert await pupil.comes_back()
        if kind == "pick":
            if await picks(pupil, step, chance):
                return
        else:
            ready = await pupil.reads(lambda text: ("How sure" in text) or "What did you see" in text, 10)
            before = pupil.sent.get(step)
            answer = chance.choice([option for option in (1, 2, 3) if option != before])
            if ready and await pupil.vote(step, answer):
                if chance.random() < 0.3:
                    await pupil.vote(step, chance.choice([option for option in (1, 2, 3) if option != answer]))
                if pupil.acknowledged[step] == pupil.sent[step]:
                    return


async def picks(pupil: Pupil, step: int, chance: random.Random) -> bool:
    with suppress(*LOST):
        if await pupil.reads(lambda text: "momentum" in text, 10):
            for key in chance.choice(("\x1b[C", "\x1b[D", "\x1b[B\x1b[C")), "\r":
                pupil.press(key)
            if await pupil.reads(lambda text: "Saved." in text, 10):
                pupil.acknowledged[step] = 1
                return True
    return False


@pytest.mark.slow
def test_the_export_of_a_class_of_sixty_counts_exactly_what_was_acknowledged(tmp_path: Path) -> None:
    process = Process(tmp_path)

    async def play() -> list[Pupil]:
        chance = random.Random(5)
        process.start()
        await process.until_it_answers()
        pupils = [Pupil(process.port) for _ in range(SEATS)]
        assert all(await asyncio.gather(*(pupil.comes_back() for pupil in pupils)))
        assert len({pupil.seat for pupil in pupils}) == SEATS
        teacher = Teacher(process)
        for step in lesson.load("escape").steps:
            await teacher.to(step.index)
            if not step.takes_answers:
                continue
            at_it = [asyncio.ensure_future(answers(pupil, step.index, step.kind, chance)) for pupil in pupils]
            if step.kind in KILLED_IN:
                await asyncio.sleep(chance.uniform(0.5, 2))
                process.kill()
                process.start()
                await process.until_it_answers()
            await asyncio.gather(*at_it)
            await teacher.closes()
        assert process.process is not None
        maps = Path(f"/proc/{process.process.pid}/maps")
        assert not maps.exists() or "numpy" not in maps.read_text()  # the server computes nothing itself
        await teacher.press("X")
        await teacher.press("\r")
        for _ in range(100):
            if list(tmp_path.glob("class-*.json")):
                break
            await asyncio.sleep(0.1)
        return pupils

    try:
        pupils = asyncio.run(play())
    finally:
        process.stop()
    (path,) = tmp_path.glob("class-*.csv")
    found: dict[tuple[int, int], int] = {}
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            key = (int(row["step"]), int(row["option"] or 0))
            found[key] = found.get(key, 0) + 1
    wanted: dict[tuple[int, int], int] = {}
    for pupil in pupils:
        for step, answer in pupil.acknowledged.items():
            key = (step, 0 if lesson.load("escape").steps[step].kind == "pick" else answer)
            wanted[key] = wanted.get(key, 0) + 1
    assert found == wanted
    assert not process.folder.store.exists()

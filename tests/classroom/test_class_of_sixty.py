"""A class of sixty plays a whole warm-up through SSH, with kills and drops; the export counts what was acknowledged."""

import asyncio
import csv
import random
import re
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from giving import Process
from pupils import LOST, Pupil

from batchgame.classroom import lessons
from batchgame.classroom.lesson import Step, load
from batchgame.classroom.question import asked
from batchgame.classroom.sheets import sheet
from batchgame.classroom.study.forms import LENGTH
from batchgame.classroom.wire.local import ordered

SEATS, KILLED_IN = 60, ("vote", "pick", "form")
HANDS = (12, 0, 5)  # raised by those without a laptop, at the first vote
Kept = dict[tuple[str, int], list[tuple[str, str]]]  # what the export holds of a seat at a step


def with_a_form(folder: Path) -> str:
    """Write the whole warm-up with a test form at its end, and return where it is."""
    text = Path(lessons.__path__[0], "escape.toml").read_text(encoding="utf-8")
    path = folder / "escape.toml"
    path.write_text(f'{text}\n[[parts]]\ncard = "short-batch"\nsteps = ["form"]\n', encoding="utf-8")
    return str(path)


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
        if kind in ("pick", "form"):
            if await (picks(pupil, step, chance) if kind == "pick" else fills(pupil, step, chance)):
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


async def fills(pupil: Pupil, step: int, chance: random.Random) -> bool:
    """Answer each question that is shown; it is acknowledged once the next one is shown, or that all are answered."""
    with suppress(*LOST):
        while await pupil.reads(lambda text: question_shown(text) is not None, 10):
            number = question_shown(pupil.screen.text)
            if number is None or number == LENGTH:
                return number == LENGTH
            answer = pupil.filled[step, number] = chance.choice((1, 2, 3))
            pupil.press(str(answer))
            if not await pupil.reads(lambda text, number=number: question_shown(text) not in (None, number), 10):
                break  # the line is gone
    return False


def question_shown(text: str) -> int | None:
    """Return which question of a form a screen shows, counted from 0; their number when all are answered."""
    found = re.search(r"Question (\d+) of 12", text)
    return int(found[1]) - 1 if found else LENGTH if "All 12 questions" in text else None


async def takes(step: Step, pupils: list[Pupil], teacher: Teacher, chance: random.Random) -> None:
    """Let everybody answer a step; in some the class is killed meanwhile and given again."""
    process = teacher.process
    at_it = [asyncio.ensure_future(answers(pupil, step.index, step.kind, chance)) for pupil in pupils]
    if step.kind in KILLED_IN:
        await asyncio.sleep(chance.uniform(0.5, 2))
        process.kill()
        process.start()
        await process.until_it_answers()
    await asyncio.gather(*at_it)
    if step.kind == "vote":
        assert (await ordered(process.folder.socket, f"tally {' '.join(map(str, HANDS))}")).startswith("ok")
    if step.kind == "pick":
        assert (await ordered(process.folder.socket, "pick 1 0.5 7")).startswith("ok")


def acknowledged(pupils: list[Pupil], process: Process, seed: int) -> Kept:
    """Return what the class has told each seat that it has saved, as the export names it."""
    plan = load(process.lesson)
    kept: Kept = {}
    for pupil in pupils:
        for step, answer in pupil.acknowledged.items():
            ask = asked(plan, plan.steps[step], seed)
            option = "" if ask is None else str(ask.places[answer - 1] + 1)
            kept[pupil.seat, step] = [("pick" if ask is None else plan.steps[step].kind, option)]
        for (step, number), answer in sorted(pupil.filled.items()):
            order = sheet(plan, plan.steps[step], pupil.seat, seed, {}).orders[number]
            kept.setdefault((pupil.seat, step), []).append(("form", str(order[answer - 1] + 1)))
    return kept


def exported(path: Path, seats: list[str]) -> tuple[Kept, int]:
    """Return what a table holds of each seat, whose number is its place among the codes, and how many raised hands."""
    kept: Kept = {}
    hands = 0
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            if row["person"]:
                at = (sorted(seats)[int(row["person"]) - 1], int(row["step"]))
                kept.setdefault(at, []).append((row["kind"], row["option"]))
            else:
                hands += int(row["count"])
    return kept, hands


@pytest.mark.slow
def test_the_export_of_a_class_of_sixty_holds_exactly_what_was_acknowledged(tmp_path: Path) -> None:
    process = Process(tmp_path, with_a_form(tmp_path))

    async def play() -> tuple[list[Pupil], int]:
        chance = random.Random(5)
        process.start()
        await process.until_it_answers()
        pupils = [Pupil(process.port) for _ in range(SEATS)]
        assert all(await asyncio.gather(*(pupil.comes_back() for pupil in pupils)))
        assert len({pupil.seat for pupil in pupils}) == SEATS
        teacher = Teacher(process)
        for step in load(process.lesson).steps:
            await teacher.to(step.index)
            if step.takes_answers:
                await takes(step, pupils, teacher, chance)
                await teacher.closes()
        assert process.process is not None
        maps = Path(f"/proc/{process.process.pid}/maps")
        assert not maps.exists() or "numpy" not in maps.read_text()  # the server computes nothing itself
        seed = process.seed()
        await teacher.press("X")
        await teacher.press("\r")
        for _ in range(100):
            if list(tmp_path.glob("class-*.json")):
                break
            await asyncio.sleep(0.1)
        return pupils, seed

    try:
        pupils, seed = asyncio.run(play())
    finally:
        process.stop()
    (path,) = tmp_path.glob("class-*.csv")
    found, hands = exported(path, [pupil.seat for pupil in pupils])
    assert found == acknowledged(pupils, process, seed)
    votes, picks = (sum(step.kind == kind for step in load(process.lesson).steps) for kind in ("vote", "pick"))
    assert hands == votes * sum(HANDS) + picks * 7
    assert len(list(tmp_path.glob("class-*-forms/*.json"))) == SEATS
    assert not process.folder.store.exists()

"""A test form as a step of a lesson: each student has their own, every answer is on disk, `study` reads the export."""

import asyncio
import csv
import stat
from pathlib import Path

from giving import given, seated
from opened import ROW

from batchgame.classroom import closing
from batchgame.classroom.folder import Folder
from batchgame.classroom.lesson import load
from batchgame.classroom.room import Room
from batchgame.classroom.store import Store
from batchgame.classroom.study import answers
from batchgame.classroom.study.forms import LENGTH, questions
from batchgame.classroom.wire.robot import Robot
from batchgame.tui.classroom.host import Host
from batchgame.tui.command.main import main

LESSON = """format = 1
kind = "lesson"
name = "tested"
title = { en = "Before and after", zh-TW = "課前課後" }
summary = { en = "A form, a vote, the other form.", zh-TW = "一卷、一次投票、另一卷。" }

[[parts]]
card = "short-batch"
steps = ["form", "vote", "form"]
"""


def lesson(path: Path) -> str:
    (path / "tested.toml").write_text(LESSON, encoding="utf-8")
    return str(path / "tested.toml")


async def answer(host: Host, robot: Robot, count: int) -> None:
    """Answer so many questions with the first option that is shown, each once the one before is acknowledged."""
    for _ in range(count):
        before = len(host.room.sheet_of(1, robot.seat).given)
        robot.press("1")
        while len(host.room.sheet_of(1, robot.seat).given) == before:
            await asyncio.sleep(0.01)


def test_answers_are_on_disk_and_one_goes_on_where_one_was(tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path, lesson(tmp_path)) as host, seated(host, 2) as (robot, other):
            await host.hall.conduct.go(1)
            assert await robot.sees("1 of 12")
            await answer(host, robot, 3)
            assert host.room.snapshot().answered == frozenset()
            sheet = host.room.sheet_of(1, robot.seat)
            robot.press("\x1b[D2")
            while sheet.given[2].answer != sheet.orders[2][1]:
                await asyncio.sleep(0.01)
            assert sorted(sheet.given) == [0, 1, 2]
            robot.hang_up()
            async with Robot(host.hall.doors.port, user=robot.seat) as again:
                assert await again.sees("4 of 12")
                await answer(host, again, LENGTH - 3)
                assert await again.sees("All 12")
            assert host.room.snapshot().answered == {robot.seat}
            await host.hall.conduct.close()
            assert await other.sees("Closed")
            other.press("1")
            assert await other.sees("came")
            assert not host.room.sheet_of(1, other.seat).given

    asyncio.run(play())


def test_study_reads_what_a_class_has_exported(tmp_path: Path) -> None:
    """Three students take both forms and one stops early; the table holds every answer, the folder whole forms only."""
    store = Store(tmp_path / "room.sqlite")
    store.begin(ROW).result()

    async def play() -> list[Path]:
        room = Room(store, load(lesson(tmp_path)), ROW)
        codes = [(await room.sit("en")).code for _ in range(4)]
        for step in (1, 3):
            await room.go(step)
            for person, code in enumerate(codes):
                sheet = room.sheet_of(step, code)
                for number, question in enumerate(sheet.questions):
                    if person == 3 and number == 5:
                        break
                    right = number < (4 if step == 1 else 9)
                    await room.fill(code, number, question.right if right else (question.right + 1) % 3)
        assert {room.sheet_of(1, codes[0]).form, room.sheet_of(3, codes[0]).form} == {"A", "B"}
        again = Room(store, load(lesson(tmp_path)), ROW)  # as after the death of the process
        assert [again.sheet_of(3, code).complete for code in codes] == [True, True, True, False]
        return list(await closing.close(again, Folder(tmp_path, 1), tmp_path, keep=True))

    table, _, forms = asyncio.run(play())
    store.close()
    with table.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * (3 * LENGTH + 5)
    assert {row["question"] for row in rows} == {question.topic for question in questions("A")}
    files = sorted(forms.iterdir())
    assert len(files) == 6
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(forms.stat().st_mode) == 0o700
    sittings = [answers.read(path) for path in files]
    assert len({sitting.code for sitting in sittings}) == 3
    assert main(["study", *map(str, files), "--lang", "en"]) == 0

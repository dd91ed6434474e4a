"""The export counts exactly what was acknowledged, and says nothing about who and when that it need not."""

import asyncio
import csv
import io
import json
import stat
from pathlib import Path

from opened import room_of

from batchgame.classroom import export, report
from batchgame.classroom.room import Room
from batchgame.classroom.store import Store


async def _class(store: Store) -> tuple[Room, int]:
    """Thirty vote twice: ten are right at first, twenty-four then, of whom one was right before; hands are added."""
    room = room_of(store)
    codes = [(await room.sit("zh-TW")).code for _ in range(30)]
    first, second = (next(step.index for step in room.plan.steps if step.round == number) for number in (1, 2))
    right = report._voted(room, room.plan.lesson.parts[0], {}).ask.right
    assert right is not None
    wrong = (right + 1) % 3
    await room.go(first)
    for number, code in enumerate(codes):
        await room.vote(code, right if number < 10 else wrong, number % 2 == 0)
    await room.go(second)
    for number, code in enumerate(codes):
        await room.vote(code, right if number < 24 else wrong, True)
    await room.hands(wrong, 6)
    return room, right


def test_the_export_counts_what_was_acknowledged(store: Store) -> None:
    room, right = asyncio.run(_class(store))
    written = list(csv.DictReader(io.StringIO(export.as_csv(room))))
    assert len([row for row in written if row["person"]]) == 60
    assert [(row["person"], row["count"]) for row in written if row["count"] != "1"] == [("", "6")]
    assert sum(row["vote"] == "2" and row["right"] == "1" for row in written) == 24
    whole = json.loads(export.as_json(room))
    (question,) = whole["questions"]
    assert question["right"] == right + 1
    assert question["shift"] == {"stayed_right": 10, "to_right": 14, "to_wrong": 0, "stayed_wrong": 6}
    assert sum(question["second"]["votes"]) == 36, "raised hands count"
    assert abs(question["gain"] - (24 / 36 - 10 / 30) / (1 - 10 / 30)) < 1e-12
    assert question["wrong_options"][0]["before"] == 20


def test_the_export_names_no_seat(store: Store) -> None:
    room, _ = asyncio.run(_class(store))
    table = export.as_csv(room)
    text = table + export.as_json(room)
    assert not [seat for seat in store.seats() if seat.code in text or seat.name in text]
    assert all(
        len(row["at"]) == len("2026-01-01T00:00:00Z")
        for row in csv.DictReader(io.StringIO(export.as_csv(room)))
        if row["person"]
    )


def test_files_are_for_their_owner_alone(store: Store, tmp_path: Path) -> None:
    room, _ = asyncio.run(_class(store))
    for path in export.write(room, tmp_path, "class"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

"""The export of a class as CSV and JSON. It holds no address, no code of a seat, and no time finer than a second."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from batchgame.classroom import question
from batchgame.classroom.lesson import Step
from batchgame.classroom.question import Ask
from batchgame.classroom.report import Voted, report
from batchgame.classroom.room import Room
from batchgame.classroom.sheets import Sheet
from batchgame.classroom.study import answers
from batchgame.sim import whole_file

COLUMNS = (
    "person", "kind", "step", "question", "vote", "option", "text", "right", "sure", "batch_size", "momentum", "count",
    "at",
)  # fmt: skip


def rows(room: Room) -> list[dict[str, object]]:
    """Return one row per vote and per pick, in the order of the lesson; persons are numbered by their codes.

    Raised hands have one row per option or pick, with their number under `count` and no person.
    """
    codes = sorted(seat.code for seat in room.store.seats())
    person = {code: number for number, code in enumerate(codes, 1)}
    found: list[dict[str, object]] = []
    for step in room.plan.steps:
        name = step.part.card or step.part.playable if step.part else ""
        votes, picks = room.votes(step.index), room.picks(step.index)
        hands = sorted(room.hands_of(step.index).items())
        if (votes or hands) and step.part and step.kind != "form":
            asked = question.observation if step.kind == "saw" else question.prediction
            ask = asked(step.part, room.plan.folder)
            for vote in sorted(votes, key=lambda each: person[each.seat]):
                found.append({
                    "person": person[vote.seat], **_answered(room, step, name, ask, vote.answer),
                    "sure": int(vote.sure), "count": 1, "at": _time(vote.at),
                })  # fmt: skip
            found += [_answered(room, step, name, ask, option) | {"count": count} for option, count in hands if count]
        if step.kind == "form":
            found += [{"person": number, **row} for code, number in person.items() for row in _sheet(room, step, code)]
        for pick in sorted(picks, key=lambda each: person[each.seat]):
            found.append({
                "person": person[pick.seat], "kind": "pick", "step": step.index, "question": name,
                "batch_size": pick.batch_size, "momentum": pick.momentum, "count": 1, "at": _time(pick.at),
            })  # fmt: skip
        for batch_size, momentum, count in room.hand_picks_of(step.index):
            if count:
                found.append({
                    "kind": "pick", "step": step.index, "question": name, "batch_size": batch_size,
                    "momentum": momentum, "count": count,
                })  # fmt: skip
    return found


def _sheet(room: Room, step: Step, code: str) -> Iterator[dict[str, object]]:
    """Yield one row per answered question of a test form: the form and when it was taken stand under `vote`."""
    sheet = room.sheet_of(step.index, code)
    for question_, given in sheet.answers():
        yield {
            "kind": "form", "step": step.index, "question": question_.topic, "vote": f"{sheet.form} {sheet.when}",
            "option": given.answer + 1, "text": question_.options[given.answer][room.row.language],
            "right": int(given.answer == question_.right), "count": 1, "at": _time(given.at),
        }  # fmt: skip


def _answered(room: Room, step: Step, name: str, ask: Ask, answer: int) -> dict[str, object]:
    return {
        "kind": step.kind, "step": step.index, "question": name, "vote": step.round or "", "option": answer + 1,
        "text": ask.options[answer][room.row.language], "right": "" if ask.right is None else int(answer == ask.right),
    }  # fmt: skip


def as_csv(room: Room) -> str:
    """Return the export as CSV text."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(room))
    return text.getvalue()


def as_json(room: Room) -> str:
    """Return the report and all answers as JSON text."""
    whole = {
        "format": 1,
        "kind": "class",
        "lesson": room.row.lesson,
        "seats": len(room.store.seats()),
        "questions": [_question(each, room.row.language) for each in report(room)],
        "answers": rows(room),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def write(room: Room, folder: Path, name: str) -> tuple[Path, ...]:
    """Write both files for their owner alone, and wait for the disk. OSError if that is not possible.

    Whole test forms stand in a folder beside them as well, one file each, which `batchgame study` reads.
    """
    written = (folder / f"{name}.csv", folder / f"{name}.json")
    for path, text in zip(written, (as_csv(room), as_json(room)), strict=True):
        _write(path, text)
    forms = folder / f"{name}-forms"
    return (*written, forms) if _write_sheets(room, forms) else written


def _write_sheets(room: Room, folder: Path) -> bool:
    """Write the whole forms of a class. A person's code is made for this class: the seat's own would open the seat."""
    seats = enumerate(sorted(room.store.seats(), key=lambda seat: seat.code), 1)
    found: list[tuple[str, str, str, Sheet]] = []
    steps = [step.index for step in room.plan.steps if step.kind == "form"]
    for person, seat in seats:
        for step in steps:
            sheet = room.sheet_of(step, seat.code)
            if sheet.complete:
                found.append((f"{person:03}-{sheet.when}.json", f"{room.row.seed}-{person}", seat.language, sheet))
    if found:
        folder.mkdir(mode=0o700, exist_ok=True)
    for name, code, language, sheet in found:
        asked = [(question_, given.answer) for question_, given in sheet.answers()]
        answers.write(folder / name, sheet.form, sheet.when, code, language, asked)
    return bool(found)


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)  # a file that was there may have been readable to others
    whole_file.write(path, [text.encode()])


def _question(voted: Voted, language: str) -> dict[str, object]:
    return {
        "name": voted.name,
        "prompt": voted.ask.prompt[language],
        "options": [option[language] for option in voted.ask.options],
        "right": None if voted.ask.right is None else voted.ask.right + 1,
        "first": asdict(voted.first),
        "second": asdict(voted.second),
        "shift": asdict(voted.shift) if voted.shift else None,
        "gain": voted.gain,
        "wrong_options": [asdict(each) | {"option": each.option + 1} for each in voted.wrong],
    }


def _time(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

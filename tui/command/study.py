"""`batchgame study`: what a class has learnt, from files of answers."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from math import isfinite
from pathlib import Path

from batchgame.classroom.study.answers import AnswersError, read
from batchgame.classroom.study.gain import Gain
from batchgame.classroom.study.report import Item, Study, checked, study
from batchgame.scenarios.text.numbers import percent
from batchgame.tui.command.argument_types import UsageError
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.shared_options import add_language
from batchgame.tui.draw.width import measure
from batchgame.tui.text.catalogue import Catalogue

THOUSAND = 1000


def parser() -> Parser:
    """Return the parser of `batchgame study`."""
    parser = Parser(
        "study",
        "Pair the files of `batchgame quiz` by their codes, and say what the class has gained between both forms, with "
        "a 95 % interval; then, for each question, how many were right, how well it tells who knows, and which wrong "
        "option won. Nothing is sent anywhere.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="answers, of before and of after")
    parser.add_argument("--json", action="store_true", help="one JSON object, unrounded")
    add_language(parser)
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Print the study, and return the exit status."""
    try:
        found = study(checked([(path, read(path)) for path in arguments.files]))
    except AnswersError as error:
        raise UsageError(str(error)) from None
    if arguments.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=1))
        return 0
    say = Catalogue(arguments.lang or "en")
    for line in lines(found, say):
        print(line)
    return 0


def as_json(found: Study) -> dict[str, object]:
    """Return the study as JSON says it: null where something cannot be told."""
    gained = {name: value if _told(value) else None for name, value in asdict(found.gain).items()}
    return {
        "format": 1,
        "kind": "study",
        **gained,
        "alone": list(found.alone),
        "questions": list(map(_item, found.items)),
    }


def _told(value: float) -> bool:
    return isfinite(value)


def _item(item: Item) -> dict[str, object]:
    question = item.question
    return {
        "topic": question.topic, "form": question.form, "taken": item.taken, "right": question.right + 1,
        "before": item.before, "after": item.after, "discrimination": item.discrimination,
        "wrong_option": None if item.wrong is None else item.wrong[0] + 1,
        "wrong_count": None if item.wrong is None else item.wrong[1],
    }  # fmt: skip


def lines(found: Study, say: Catalogue) -> list[str]:
    """Return the study as it is printed."""
    gained = found.gain
    told = [*_gain_lines(gained, say)]
    if found.alone:
        told.append(say("study.alone", count=len(found.alone), codes=", ".join(found.alone)))
    rows = [[say(f"study.{name}") for name in ("form", "topic", "before", "after", "tells", "wrong")]]
    rows += [_row(item, say) for item in found.items if item.taken]
    widths = [max(measure(row[n]) for row in rows) for n in range(len(rows[0]))]
    table = ["  ".join(text + " " * (width - measure(text)) for text, width in zip(row, widths, strict=True)).rstrip()
             for row in rows]  # fmt: skip
    return [*told, "", *table, "", say("study.legend")]


def _gain_lines(gained: Gain, say: Catalogue) -> list[str]:
    if not gained.people:
        return [say("study.nobody")]
    shares = {"before": _percent(gained.before), "after": _percent(gained.after)}
    told = [say("study.people", count=gained.people, **shares)]
    if not _told(gained.gain):
        return [*told, say("study.all_right")]
    if not (_told(gained.low) and _told(gained.high)):
        return [*told, say("study.gain_open", gain=f"{gained.gain:.2f}")]
    ends = {"low": f"{gained.low:.2f}", "high": f"{gained.high:.2f}"}
    return [*told, say("study.gain", gain=f"{gained.gain:.2f}", **ends)]


def _row(item: Item, say: Catalogue) -> list[str]:
    wrong = "–"
    if item.wrong is not None:
        wrong = f"{item.wrong[1]}: {say.of(item.question.options[item.wrong[0]])}"
    tells = "–" if item.discrimination is None else f"{item.discrimination:.2f}"
    return [item.question.form, item.question.topic, _percent(item.before), _percent(item.after), tells, wrong]


def _percent(share: float | None) -> str:
    return "–" if share is None else percent(round(share * THOUSAND), THOUSAND)

"""The report of a study: files of answers, paired by code, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from batchgame.classroom.study.answers import AnswersError, Sitting
from batchgame.classroom.study.forms import FORMS, Form, Question, questions
from batchgame.classroom.study.gain import Gain, discrimination, gain
from batchgame.scenarios.text.clean import clean


@dataclass(frozen=True)
class Item:
    """What a question tells. before, after: shares of right answers, None where nobody took it then.

    wrong: the index of the wrong option that most have chosen, in both sittings together, and how many; None if nobody
    was wrong.
    """

    question: Question
    taken: int
    before: float | None
    after: float | None
    discrimination: float | None
    wrong: tuple[int, int] | None


@dataclass(frozen=True)
class Study:
    """What a class has learnt. alone: codes that were found once only, which the gain leaves out."""

    gain: Gain
    alone: tuple[str, ...]
    items: tuple[Item, ...]


def checked(sittings: Iterable[tuple[Path, Sitting]]) -> list[Sitting]:
    """Return the sittings. AnswersError if a code has the same sitting twice, or an answer is to no question."""
    seen: dict[tuple[str, str], Path] = {}
    found = []
    for path, sitting in sittings:
        key = sitting.code, sitting.when
        if key in seen:
            raise AnswersError(
                f"{clean(path, 120)}: code {sitting.code} has answers {sitting.when} already in {clean(seen[key], 120)}"
            )
        seen[key] = path
        for given, question in zip(sitting.answers, questions(sitting.form), strict=True):
            if given.topic != question.topic or given.option > len(question.options):
                raise AnswersError(
                    f"{clean(path, 120)}: form {sitting.form} has no such answer: {clean(given.topic, 40)}"
                )
        found.append(sitting)
    return found


def study(sittings: Sequence[Sitting]) -> Study:
    """Pair sittings by their codes, and compute the gain and what each question tells."""
    before = {sitting.code: sitting for sitting in sittings if sitting.when == "before"}
    after = {sitting.code: sitting for sitting in sittings if sitting.when == "after"}
    both = sorted(before.keys() & after.keys())
    gained = gain([share(before[code]) for code in both], [share(after[code]) for code in both])
    alone = tuple(sorted(before.keys() ^ after.keys()))
    return Study(gained, alone, tuple(item for form in FORMS for item in _items(form, sittings)))


def right(sitting: Sitting) -> list[bool]:
    """Return which questions were answered right, in the order of the form."""
    pairs = zip(sitting.answers, questions(sitting.form), strict=True)
    return [given.option - 1 == question.right for given, question in pairs]


def share(sitting: Sitting) -> float:
    """Return the share of right answers."""
    found = right(sitting)
    return sum(found) / len(found)


def _items(form: Form, sittings: Sequence[Sitting]) -> list[Item]:
    taken = [sitting for sitting in sittings if sitting.form == form]
    rights = [right(sitting) for sitting in taken]
    return [_item(index, question, taken, rights) for index, question in enumerate(questions(form))]


def _item(index: int, question: Question, taken: Sequence[Sitting], rights: Sequence[list[bool]]) -> Item:
    column = [row[index] for row in rights]
    rest = [(sum(row) - row[index]) / (len(row) - 1) for row in rights]
    times = {
        when: [value for value, sitting in zip(column, taken, strict=True) if sitting.when == when]
        for when in ("before", "after")
    }
    shares = {when: sum(values) / len(values) if values else None for when, values in times.items()}
    chosen = [sitting.answers[index].option - 1 for sitting in taken]
    wrong = [option for option in range(len(question.options)) if option != question.right and option in chosen]
    most = max(wrong, key=lambda option: (chosen.count(option), -option), default=None)
    return Item(
        question, len(taken), shares["before"], shares["after"], discrimination(column, rest),
        None if most is None else (most, chosen.count(most)),
    )  # fmt: skip

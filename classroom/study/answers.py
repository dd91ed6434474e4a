"""The file of one sitting: a form, when it was taken, a code, twelve answers. It holds no name, no time, no address."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from batchgame.classroom.study.forms import LENGTH, Form, Question, When
from batchgame.scenarios.reading import regular_file
from batchgame.scenarios.text.clean import clean
from batchgame.sim import whole_file

CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
LARGEST_FILE = 100_000  # bytes; a sitting has about 1500


class AnswersError(Exception):
    """A file that holds no answers that can be used. The message is one line."""


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer. option: counted from 1, in the order of the form's file, whatever order it was shown in."""

    topic: str
    option: Annotated[int, Meta(ge=1, le=4)]


class Sitting(Struct, frozen=True, forbid_unknown_fields=True):
    """One form that was taken by one person."""

    format: Literal[1]
    kind: Literal["answers"]
    form: Form
    when: When
    code: str
    language: str
    answers: Annotated[tuple[Given, ...], Meta(min_length=LENGTH, max_length=LENGTH)]


def write(path: Path, form: Form, when: When, code: str, language: str, asked: Sequence[tuple[Question, int]]) -> None:
    """Write a sitting for its owner alone. OSError if that is not possible."""
    whole = {
        "format": 1, "kind": "answers", "form": form, "when": when, "code": code, "language": language,
        "answers": [{"topic": question.topic, "option": option + 1} for question, option in asked],
    }  # fmt: skip
    path.touch(mode=0o600)
    path.chmod(0o600)
    whole_file.write(path, [(json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()])


def read(path: Path) -> Sitting:
    """Read a sitting. AnswersError says in one line what is wrong with the file."""
    try:
        found = msgspec.json.decode(regular_file.read(path, LARGEST_FILE), type=Sitting)
    except FileNotFoundError:
        raise _error(path, "there is no such file") from None
    except (regular_file.RefusedError, OSError) as error:
        raise _error(path, getattr(error, "strerror", None) or str(error)) from None
    except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors
        raise _error(path, f"no answers of `batchgame quiz`: {error}") from None
    if not CODE.fullmatch(found.code):
        raise _error(path, f"code {found.code!r}: letters, digits, - and _ are allowed")
    return found


def _error(path: Path, what: str) -> AnswersError:
    return AnswersError(f"{clean(path, 120)}: {clean(what, 160)}")

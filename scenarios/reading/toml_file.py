"""The reading of a TOML file that nobody has checked. What is wrong with it becomes one clear line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

import tomli

from batchgame.scenarios.reading import regular_file
from batchgame.scenarios.reading.wide_signs import wide_sign
from batchgame.scenarios.text.clean import clean, flaw

LARGEST_FILE = 1_000_000  # bytes; the bundled files have about 20 000
DEEPEST = 24  # levels of nesting; the schema needs 9
LONGEST_KEY = 64
_MOST_MARKS = 30  # in a row; the time to normalise them grows with the square of their number
# What parsing costs beside the bytes: a part of a dotted key takes a kilobyte, a table or a key almost as much, and the
# time for one dotted key grows with the square of its parts. A sensible file of twelve stages needs a fifth of these.
_MOST_DOTS_IN_LINE = 200
_MOST = {"dots": 5_000, "keys": 10_000, "tables": 2_000, "entries": 100_000}
_LONGEST_WORD = re.compile(
    r"(?<![\w.+-])[\w.+-]{10000}"
)  # a number or a key; matching a number takes 130 bytes for each digit
_QUOTED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
_DECIMAL = re.compile(r"([=,\[]\s*+[+-]?[\d_]++)\.(?=\d)")
_HEADER = re.compile(r"^[ \t]*+\[[^,\n]*+$", re.MULTILINE)
_SMALLEST, _LARGEST = 1e-9, 1e9

_Path = list[str | int]


class ScenarioError(Exception):
    """A scenario that cannot be played. The message is one line that says where and why."""


def read(path: Path) -> str:
    """Read the text of a file. ScenarioError unless it is a regular file of at most 1 MB in UTF-8."""
    try:
        content = regular_file.read(path, LARGEST_FILE)
    except regular_file.RefusedError as error:
        raise ScenarioError(str(error)) from None
    except FileNotFoundError:
        raise ScenarioError("there is no such file") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ScenarioError(f"cannot be read: {clean(reason)}") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"is not UTF-8 text (byte {error.start})") from None
    return unicodedata.normalize("NFC", _with_few_marks(text))


def _with_few_marks(text: str) -> str:
    if any(map(unicodedata.combining, text)):
        marks = 0
        for sign in text:
            marks = marks + 1 if unicodedata.combining(sign) else 0
            if marks > _MOST_MARKS:
                raise ScenarioError(f"more than {_MOST_MARKS} marks on one letter cannot be shown")
    return text


def table(text: str) -> dict[str, Any]:
    """Parse a TOML text into plain values. ScenarioError if it is no TOML, or too much of it to parse in a second."""
    _refuse_too_much(text)
    try:
        return tomli.loads(text)
    except RecursionError:
        raise ScenarioError("is nested too deeply") from None
    except tomli.TOMLDecodeError as error:
        raise ScenarioError(wide_sign(text, str(error), _QUOTED) or f"is not TOML: {clean(error, 120)}") from None
    except ValueError:  # Python refuses to convert a whole number of thousands of digits
        raise ScenarioError("holds a number with too many digits") from None


def _refuse_too_much(text: str) -> None:
    """Count what makes parsing slow or large, outside texts and comments."""
    bare = _QUOTED.sub(lambda found: "\n" * found[0].count("\n"), text)
    whole = _DECIMAL.sub(r"\1", bare)
    for number, line in enumerate(whole.split("\n"), 1):
        if line.count(".") > _MOST_DOTS_IN_LINE:
            raise ScenarioError(f"line {number} has more than {_MOST_DOTS_IN_LINE} dots")
    if _LONGEST_WORD.search(bare):
        raise ScenarioError("holds a number or a key with too many digits or letters")
    tables = sum(1 for _ in _HEADER.finditer(bare))
    counts = {"dots": whole.count("."), "keys": bare.count("="), "tables": tables, "entries": bare.count(",")}
    for what, most in _MOST.items():
        if counts[what] > most:
            raise ScenarioError(f"has {counts[what]} {what}, at most {most} are read")


def refuse_unshowable(values: dict[str, Any]) -> None:
    """Raise ScenarioError for a key that cannot be one of the format, and for a value that cannot be shown.

    That is a number that is not finite or of absurd size, a control character, or deep nesting.
    """
    for path, value in _leaves(values):
        if isinstance(value, str):
            if found := flaw(value):
                raise ScenarioError(f"{_written(path)}: {found} cannot be shown")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            _refuse_number(path, value)


def _leaves(values: dict[str, Any]) -> Iterator[tuple[_Path, Any]]:
    """Yield every leaf with its path, a list that changes from one to the next.

    Without recursion, because a file may be nested deeply, and without a path in memory for each of a million entries.
    """
    path: _Path = []
    waiting: list[Iterator[tuple[str | int, Any]]] = [iter(values.items())]
    while waiting:
        for step, value in waiting[-1]:
            if isinstance(step, str):
                _refuse_key(path, step)
            if not isinstance(value, dict | list):
                yield [*path, step], value
                continue
            path.append(step)
            if len(path) > DEEPEST:
                raise ScenarioError(f"{_written(path)}: nested too deeply")
            waiting.append(iter(value.items()) if isinstance(value, dict) else enumerate(value))
            break
        else:
            waiting.pop()
            del path[-1:]


def _written(path: _Path) -> str:
    """Write a path as messages do: `stages[0].goal.hold`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return clean("".join(steps).lstrip(".")) or "the file"


def _refuse_key(path: _Path, key: str) -> None:
    if len(key) > LONGEST_KEY:
        raise ScenarioError(f"{_written(path)}: a key of {len(key)} letters, at most {LONGEST_KEY} are possible")
    if found := flaw(key):
        raise ScenarioError(f"{_written(path)}: {found} cannot be shown")
    if "`" in key:  # msgspec puts keys between backticks, and its messages could not be understood
        raise ScenarioError(f"{_written(path)}: the sign U+0060 cannot stand in a key")


def _refuse_number(path: _Path, value: float) -> None:
    if isinstance(value, float) and not isfinite(value):
        raise ScenarioError(f"{_written(path)}: a finite number needed, {value} found")
    if value and not _SMALLEST <= abs(value) <= _LARGEST:
        raise ScenarioError(f"{_written(path)}: a number between 1e-9 and 1e9 in size needed")

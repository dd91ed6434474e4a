"""The reading of a TOML file that nobody has checked. What is wrong with it becomes one clear line."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from batchgame.scenarios.reading import regular_file
from batchgame.scenarios.text.clean import clean, flaw

LARGEST_FILE = 1_000_000  # bytes; the bundled files have about 20 000
DEEPEST = 24  # levels of nesting; the schema needs 9
# Dots in a line, without those of decimals: the time to parse a dotted key grows with the square of its parts.
_MOST_DOTS = 200
_DECIMAL = re.compile(r"(?<![\w.])[+-]?[\d_]+\.[\d_]+(?:[eE][+-]?\d+)?(?![\w.])")
_SMALLEST, _LARGEST = 1e-9, 1e9


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
        return unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ScenarioError(f"is not UTF-8 text (byte {error.start})") from None


def table(text: str) -> dict[str, Any]:
    """Parse a TOML text into plain values. ScenarioError if it is no TOML, or would take too long to parse."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _MOST_DOTS and _DECIMAL.sub("", line).count(".") > _MOST_DOTS:
            raise ScenarioError(f"line {number} has more than {_MOST_DOTS} dots")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ScenarioError("is nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"is not TOML: {clean(error, 120)}") from None
    except ValueError:  # Python refuses to convert a whole number of thousands of digits
        raise ScenarioError("holds a number with too many digits") from None


def refuse_unshowable(values: dict[str, Any]) -> None:
    """Raise ScenarioError for a number that is not finite or of absurd size, a control character, or deep nesting."""
    for path, value in _leaves(values):
        if isinstance(value, str):
            if found := flaw(value):
                raise ScenarioError(f"{clean(path)}: {found} cannot be shown")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            _refuse_number(path, value)


def _leaves(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every leaf and every key with its path. Without recursion, because a file may be nested deeply."""
    waiting: list[tuple[str, int, Any]] = [("", 0, values)]
    while waiting:
        path, depth, value = waiting.pop()
        if depth > DEEPEST:
            raise ScenarioError(f"{clean(path)}: nested too deeply")
        if isinstance(value, dict):
            for key, item in value.items():
                yield path or "the file", key
                waiting.append((f"{path}.{key}" if path else key, depth + 1, item))
        elif isinstance(value, list):
            waiting.extend((f"{path}[{index}]", depth + 1, item) for index, item in enumerate(value))
        else:
            yield path, value


def _refuse_number(path: str, value: float) -> None:
    if isinstance(value, float) and not isfinite(value):
        raise ScenarioError(f"{clean(path)}: a finite number needed, {value} found")
    if value and not _SMALLEST <= abs(value) <= _LARGEST:
        raise ScenarioError(f"{clean(path)}: a number between 1e-9 and 1e9 in size needed")

"""The types of a command line's values: each reads one word, and explains in one line which words are allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from math import isfinite

from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.nearest import did_you_mean
from batchgame.sim.hardware import Measured

LARGEST_SEED = 2**32 - 1
MOST = 1_000_000_000  # updates or epochs: a day's work at least
_COSTS = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?):([0-9]{1,9}(?:\.[0-9]{1,9})?)")
_WHOLE = re.compile(r"([+-]?[0-9]{1,30})(?:\.([0-9]{1,30}))?(?:[eE]\+?([0-9]{1,2}))?")


class UsageError(Exception):
    """A wrong command line or wrong input: exit status 2. The message is one line that says what is allowed."""


class FailedError(Exception):
    """A failure of the work itself: exit status 1. The message is one line that anyone may read."""


def shown(text: str, width: int = 40) -> str:
    """Return a word from outside as a message may show it: at most `width` cells, and nothing a terminal would obey."""
    return clean(text, width) or "''"


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean NAME?` for the nearest known name, or nothing."""
    known = sorted(known)
    begins = [name for name in known if name.startswith(word) and len(word.strip("-")) >= 2]
    return f"; did you mean {begins[0]}?" if len(begins) == 1 else did_you_mean(word, known)


def whole(option: str, low: int, high: int | None = None, ends: str = "") -> Callable[[str], int]:
    """Return a reader of whole numbers from `low` to `high`; it raises UsageError for anything else.

    ends: the bounds in words, where only the scenario knows the upper one.
    """
    ends = ends or (f"from {low} to {high}" if high is not None else f"from {low} up")

    def read(text: str) -> int:
        value = _whole(text)
        if value is None or value < low or (high is not None and value > high):
            raise UsageError(f"{option} {shown(text)}: a whole number {ends} is needed")
        return value

    return read


def _whole(text: str) -> int | None:
    """Return the value of 1000, 1e6 or 2.5e5, or None for what is not a whole number."""
    parts = _WHOLE.fullmatch(text)
    if not parts:
        return None
    before, after, power = parts[1], parts[2] or "", int(parts[3] or 0)
    return int(f"{before}{after}".ljust(len(before) + power, "0")) if power >= len(after) else None


def real(option: str, allowed: str, holds: Callable[[float], bool]) -> Callable[[str], float]:
    """Return a reader of finite numbers for which `holds` is true; `allowed` describes them in the UsageError."""

    def read(text: str) -> float:
        try:
            value = float(text) if text.isascii() and "_" not in text else None
        except ValueError:
            value = None
        if value is None or not isfinite(value) or not holds(value):
            raise UsageError(f"{option} {shown(text)}: a number {allowed} is needed")
        return value + 0.0  # -0.0 becomes 0.0

    return read


def costs(option: str) -> Callable[[str], Measured]:
    """Return a reader of FIXED:EACH, the cost of an update and of an example in one unit; UsageError for the rest."""

    def read(text: str) -> Measured:
        found = _COSTS.fullmatch(text)
        if not found or not all(float(part) > 0 for part in found.groups()):
            raise UsageError(f"{option} {shown(text)}: FIXED:EACH is needed, two numbers above 0 such as 27.4:1.11")
        return Measured(float(found[1]), float(found[2]))

    return read


def one_of(option: str, known: Sequence[str]) -> Callable[[str], str]:
    """Return a reader of one of the known words; its UsageError lists them and names the nearest."""

    def read(text: str) -> str:
        if text not in known:
            listed = ", ".join(known)
            raise UsageError(f"{option} {shown(text)}: one of {listed} is needed{suggestion(text, known)}")
        return text

    return read

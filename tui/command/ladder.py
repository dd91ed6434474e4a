"""Ladders of values for one option: `1,2,4`, `0:0.99:64` evenly spaced, `0.01:1:9log` even in the logarithm."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from math import exp, log
from typing import TypeVar

from batchgame.tui.command.argument_types import UsageError, shown

MOST_VALUES = 10_000
LONGEST = 2000  # characters
_STEPS = re.compile(r"([0-9]{1,5})(log)?")
Number = TypeVar("Number", int, float)


def ladder(option: str, one: Callable[[str], Number]) -> Callable[[str], tuple[Number, ...]]:
    """Return a reader of many values: each once, in the order of the option. `one` reads a single value."""

    def read(text: str) -> tuple[Number, ...]:
        if len(text) > LONGEST:
            raise UsageError(f"{option}: at most {LONGEST} characters are allowed")
        values: list[Number] = []
        for piece in text.split(","):
            values += _range(option, piece, one) if ":" in piece else [one(piece)]
        if len(values) > MOST_VALUES:
            raise UsageError(f"{option}: at most {MOST_VALUES} values are allowed, {len(values)} found")
        return tuple(dict.fromkeys(values))

    return read


def _range(option: str, piece: str, one: Callable[[str], Number]) -> list[Number]:
    """Return the values of FROM:TO:COUNT, which includes both ends."""
    ends = piece.split(":")
    steps = _STEPS.fullmatch(ends[2]) if len(ends) == 3 else None
    if not steps or int(steps[1]) < 2:
        raise UsageError(f"{option} {shown(piece)}: FROM:TO:COUNT is needed, 2 or more of them, as in 0:0.9:10")
    low, high, last = one(ends[0]), one(ends[1]), int(steps[1]) - 1
    if steps[2] and min(low, high) <= 0:
        raise UsageError(f"{option} {shown(piece)}: log needs both ends above 0")
    if last >= MOST_VALUES:
        raise UsageError(f"{option} {shown(piece)}: at most {MOST_VALUES} values are allowed")
    if isinstance(low, int):
        if steps[2] or (high - low) % last:
            raise UsageError(f"{option} {shown(piece)}: the steps between are no whole numbers")
        return [low + (high - low) // last * k for k in range(last + 1)]
    inner: list[Number] = _between(low, high, last, in_logarithms=bool(steps[2]))
    return [low, *inner, high]


def _between(low: float, high: float, last: int, *, in_logarithms: bool) -> list[float]:
    """Return the values between two ends, which are `last` steps apart."""
    if in_logarithms:
        inner = [exp(log(low) + (log(high) - log(low)) * k / last) for k in range(1, last)]
    else:  # computed from the typed decimals, so that 0:0.9:10 contains the same 0.3 as `--momentum 0.3`
        start, end = Fraction(repr(low)), Fraction(repr(high))
        inner = [float(start + (end - start) * k / last) for k in range(1, last)]
    return [min(max(value, min(low, high)), max(low, high)) for value in inner]

"""The words of a command line: what each may be, and a clear sentence for one that it may not be.

Nothing here imports more than argparse, so that `batchgame --help` is there at once.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from math import isfinite
from typing import NoReturn

LARGEST_SEED = 2**32 - 1
MOST = 1_000_000_000  # updates or epochs: a day's work at least
_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
_LATER = ("--kiosk", "--daily")


class UsageError(Exception):
    """Wrong words or input: exit status 2. The message is one line that says what is allowed."""


def shown(text: str, width: int = 40) -> str:
    """A word from outside as a message may show it: nothing a terminal would obey, and not long."""
    from batchgame.scenarios.reading import printable

    return printable(text, width) or "''"


def suggestion(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?`, or nothing."""
    from batchgame.scenarios.reading import did_you_mean

    known = sorted(known)
    begins = [name for name in known if name.startswith(word) and len(word.strip("-")) >= 2]
    return f"; did you mean {begins[0]}?" if len(begins) == 1 else did_you_mean(word, known)


def whole(option: str, low: int, high: int | None = None, ends: str = "") -> Callable[[str], int]:
    """A whole number from low to high; ends: how a bound that only the scenario knows is said."""
    ends = ends or (f"from {low} to {high}" if high is not None else f"from {low} up")

    def read(text: str) -> int:
        value = int(text) if _WHOLE.fullmatch(text) else None
        if value is None or value < low or (high is not None and value > high):
            raise UsageError(f"{option} {shown(text)}: a whole number {ends} is needed")
        return value

    return read


def real(option: str, allowed: str, holds: Callable[[float], bool]) -> Callable[[str], float]:
    """A finite number for which `holds`; allowed: that in words."""

    def read(text: str) -> float:
        try:
            value = float(text) if text.isascii() and "_" not in text else None
        except ValueError:
            value = None
        if value is None or not isfinite(value) or not holds(value):
            raise UsageError(f"{option} {shown(text)}: a number {allowed} is needed")
        return value + 0.0  # -0.0 is 0

    return read


def one_of(option: str, known: Sequence[str]) -> Callable[[str], str]:
    """One of a few words."""

    def read(text: str) -> str:
        if text not in known:
            listed = ", ".join(known)
            raise UsageError(f"{option} {shown(text)}: one of {listed} is needed{suggestion(text, known)}")
        return text

    return read


class Parser(argparse.ArgumentParser):
    """argparse, but a mistake raises UsageError and names the nearest option; no abbreviations."""

    def __init__(self, command: str, description: str) -> None:
        super().__init__(prog=f"batchgame {command}".strip(), description=description, allow_abbrev=False)

    def words(self, arguments: Sequence[str]) -> argparse.Namespace:
        """The words as values; UsageError, or SystemExit(0) after --help."""
        values, rest = self.parse_known_args(self._joined(arguments))
        if rest:
            self._refuse(rest[0])
        return values

    def error(self, message: str) -> NoReturn:
        """Argparse found a mistake."""
        raise UsageError(f"{message.removeprefix('argument ')}; see `{self.prog} --help`")

    def _joined(self, arguments: Sequence[str]) -> list[str]:
        """`--momentum -inf` as `--momentum=-inf`: argparse would take the value for an option. Unknown options first:
        a misspelt one is better news than a missing one."""
        valued = {name for action in self._actions if action.nargs is None for name in action.option_strings}
        known = {name for action in self._actions for name in action.option_strings}
        joined: list[str] = []
        for word in arguments:
            if joined and joined[-1] in valued and not word.startswith("--"):
                joined[-1] += f"={word}"
                continue
            if word.startswith("--") and word != "--" and word.partition("=")[0] not in known:
                self._refuse(word)
            joined.append(word)
        return joined

    def _refuse(self, word: str) -> NoReturn:
        if not word.startswith("-"):
            raise UsageError(f"one word too many: {shown(word)}; see `{self.prog} --help`")
        option = word.partition("=")[0]
        if option in _LATER:
            raise UsageError(f"{option}: not in this version")
        known = [name for action in self._actions for name in action.option_strings]
        guess = suggestion(option, known) or f"; see `{self.prog} --help`"
        raise UsageError(f"{self.prog} has no option {shown(option)}{guess}")

"""A finding of `batchgame check`, and how a check reports its progress. Nothing heavy is imported here."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Progress = Callable[[int, int, str], None]  # tests done, tests in all, where the next one looks


class Finding(NamedTuple):
    """One thing that is wrong with a scenario or an exercise: where it is, and what is wrong there."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class Unproved(Finding):
    """Something that is not wrong, but that this machine was too busy to prove."""

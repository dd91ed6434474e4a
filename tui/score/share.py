"""What a player has reached, as figures for the menu and the ending, and as a line to share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from batchgame.scenarios.daily.names import is_daily
from batchgame.scenarios.path import path
from batchgame.tui.score.listing import Entry
from batchgame.tui.score.saved import Record
from batchgame.tui.text.catalogue import Catalogue

BARS = "▁▂▃▄▅▆▇█"
LONGEST = 240  # characters of a text to share


class ChapterStars(NamedTuple):
    """The stars of a chapter: earned, and all there are; and how many of its stops have reached their goal."""

    earned: int
    most: int
    goals: int
    stops: int

    @property
    def done(self) -> bool:
        """Return whether every goal of the chapter was reached."""
        return self.stops > 0 and self.goals == self.stops


def stars_in(entries: Iterable[Entry], records: Mapping[str, Record]) -> ChapterStars:
    """Count the stars of some entries."""
    played = [records.get(entry.key) for entry in entries if entry.plays]
    found = [record for record in played if record is not None]
    earned = sum(record.goal + record.predicted + record.par for record in found)
    return ChapterStars(earned, 3 * len(played), sum(record.goal for record in found), len(played))


def by_chapter(entries: Sequence[Entry], records: Mapping[str, Record]) -> list[ChapterStars]:
    """Return the stars of each chapter of the path."""
    return [stars_in([entry for entry in entries if entry.chapter == n], records) for n in range(len(path().chapters))]


def share_text(
    say: Catalogue, chapters: Sequence[ChapterStars], rows: tuple[int, int], sure: tuple[int, int], command: str
) -> str:
    """Write the figures and the command into one line. It gives no answer of any question away.

    rows: of the table, filled and all. sure: predictions that were sure and right, and all that were sure.
    """
    earned, most = sum(each.earned for each in chapters), sum(each.most for each in chapters)
    bars = "".join(
        BARS[round((len(BARS) - 1) * each.earned / each.most)] if each.most else BARS[0] for each in chapters
    )
    told = say("ending.share", earned=earned, most=most, rows=rows[0], all=rows[1], sure=sure[0], sure_of=sure[1],
               bars=bars, command=command)  # fmt: skip
    assert len(told) < LONGEST
    return told


def command_of(scenario: str | None, seed: int) -> str:
    """Return the command that begins the same game: that of the day, or the one with this seed."""
    return f"batchgame play {scenario}" if scenario and is_daily(scenario) else f"batchgame play --seed {seed}"

"""What a class has answered, in numbers: counts, the shift between two votes, the gain. Pure functions of votes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from batchgame.classroom.store import VoteRow

FEWEST_SHOWN = 5  # answers: below this a bar would say who gave which
TALK_PAYS = (0.35, 0.80)  # share of right answers between which a talk helps (Crouch and Mazur 2001)


@dataclass(frozen=True)
class Counts:
    """The answers to one question in one vote. votes and sure: for each option; sure counts those who were sure."""

    votes: tuple[int, ...]
    sure: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return how many have answered."""
        return sum(self.votes)

    @property
    def showable(self) -> bool:
        """Return whether there are enough answers to show how they are distributed."""
        return self.total >= FEWEST_SHOWN

    def dealt(self, places: tuple[int, ...]) -> Counts:
        """Return the same counts in the order in which the options are shown."""
        return Counts(tuple(self.votes[place] for place in places), tuple(self.sure[place] for place in places))

    def share(self, option: int) -> float:
        """Return the share of an option, 0 if nobody has answered."""
        return self.votes[option] / self.total if self.total else 0.0


@dataclass(frozen=True)
class Shift:
    """What became of the first votes in the second one, of those who voted twice."""

    stayed_right: int
    to_right: int
    to_wrong: int
    stayed_wrong: int

    @property
    def total(self) -> int:
        """Return how many voted twice."""
        return self.stayed_right + self.to_right + self.to_wrong + self.stayed_wrong


def counts(votes: Iterable[VoteRow], options: int, hands: Mapping[int, int] | None = None) -> Counts:
    """Count the votes of one round; raised hands count as votes of which nobody knows how sure they are."""
    of_option, sure = [0] * options, [0] * options
    for vote in votes:
        of_option[vote.answer] += 1
        sure[vote.answer] += vote.sure
    for option, count in (hands or {}).items():
        of_option[option] += count
    return Counts(tuple(of_option), tuple(sure))


def shift(first: Iterable[VoteRow], second: Iterable[VoteRow], right: int) -> Shift:
    """Compare the two votes of every seat that voted in both rounds."""
    before = {vote.seat: vote.answer == right for vote in first}
    pairs = [(before[vote.seat], vote.answer == right) for vote in second if vote.seat in before]
    return Shift(
        stayed_right=pairs.count((True, True)),
        to_right=pairs.count((False, True)),
        to_wrong=pairs.count((True, False)),
        stayed_wrong=pairs.count((False, False)),
    )


def gain(before: float, after: float) -> float | None:
    """Compute the normalised gain (after − before) / (1 − before) of two shares; None if all were right before."""
    return None if before >= 1 else (after - before) / (1 - before)


def advice(counts_: Counts, right: int) -> str:
    """Return what helps now, as the key of a text: a talk, a hint before it, or going on."""
    share = counts_.share(right)
    if not counts_.total:
        return "nobody"
    return "hint" if share < TALK_PAYS[0] else "on" if share > TALK_PAYS[1] else "talk"


def moved(first: Counts, second: Counts) -> int:
    """Return how many must have changed their minds between two counts of hands, at the least."""
    less = sum(max(0, a - b) for a, b in zip(first.votes, second.votes, strict=True))
    more = sum(max(0, b - a) for a, b in zip(first.votes, second.votes, strict=True))
    return min(less, more)  # who raised a hand only once has left or come, and need not have changed


def turned(first: Counts, second: Counts, right: int) -> int:
    """Return how many must have gone from wrong to right between two counts of hands; negative: from right to wrong.

    Counts do not say who voted what, so this is the least number: others may have changed both ways.
    """
    gained, came = second.votes[right] - first.votes[right], second.total - first.total
    return max(0, gained - max(0, came)) if gained > 0 else -max(0, -gained - max(0, -came))


def largest_wrong(counts_: Counts, right: int | None) -> int | None:
    """Return the wrong option that most have chosen; None if nobody was wrong."""
    wrong = [option for option in range(len(counts_.votes)) if option != right and counts_.votes[option]]
    return max(wrong, key=lambda option: (counts_.votes[option], -option), default=None)

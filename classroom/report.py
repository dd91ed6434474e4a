"""The report of a class: each question with both votes, the shift between them, the gain, and the wrong options."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from batchgame.classroom import question, tally
from batchgame.classroom.lesson import Part, Plan, Step
from batchgame.classroom.question import Ask
from batchgame.classroom.room import Room
from batchgame.classroom.tally import Counts, Shift


@dataclass(frozen=True)
class WrongOption:
    """A wrong option: how many chose it before and after, and how many of those were sure."""

    option: int
    before: int
    sure_before: int
    after: int
    sure_after: int


@dataclass(frozen=True)
class Voted:
    """A question with its votes. shift and gain are None where there was one vote only, or nobody voted twice."""

    name: str
    ask: Ask
    first: Counts
    second: Counts
    shift: Shift | None
    gain: float | None

    @property
    def wrong(self) -> list[WrongOption]:
        """Return the wrong options, the one that was chosen most in the first vote before the others."""
        found = [
            WrongOption(i, self.first.votes[i], self.first.sure[i], self.second.votes[i], self.second.sure[i])
            for i in range(len(self.ask.options))
            if i != self.ask.right
        ]
        return sorted(found, key=lambda each: (-each.before, each.option))


def report(room: Room) -> list[Voted]:
    """Report on every question of the lesson that anybody has answered, in the order of the lesson."""
    voted = (_voted(room, part, steps) for part, steps in _votes(room.plan))
    return [each for each in voted if each.first.total or each.second.total]


def _votes(plan: Plan) -> Iterator[tuple[Part, dict[int, Step]]]:
    """Yield each part that is voted on with its steps by round."""
    for part in plan.lesson.parts:
        steps = {step.round: step for step in plan.steps if step.part is part and step.round}
        if steps:
            yield part, steps


def _voted(room: Room, part: Part, steps: dict[int, Step]) -> Voted:
    ask = question.prediction(part, room.plan.folder)
    rounds = {number: room.votes(step.index) for number, step in steps.items()}
    counted = {
        number: tally.counts(rounds[number], len(ask.options), room.hands_of(step.index))
        for number, step in steps.items()
    }
    nobody = tally.counts([], len(ask.options))
    first, second = counted.get(1, nobody), counted.get(2, nobody)
    shift = gain = None
    if ask.right is not None and first.total and second.total:
        shift = tally.shift(rounds[1], rounds[2], ask.right)
        gain = tally.gain(first.share(ask.right), second.share(ask.right))
    return Voted(part.card or part.playable, ask, first, second, shift if shift and shift.total else None, gain)

"""Test forms in a class: which form a seat gets at a step, in which order, and what has been answered of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from batchgame.classroom.lesson import Plan, Step
from batchgame.classroom.store import VoteRow
from batchgame.classroom.study.forms import LENGTH, Form, Question, When, dealt, order, questions


@dataclass(frozen=True)
class Sheet:
    """The form of one seat at one step. given: what was answered, by the number of the question from 0."""

    form: Form
    when: When
    questions: tuple[Question, ...]
    orders: tuple[tuple[int, ...], ...]
    given: dict[int, VoteRow]

    @property
    def complete(self) -> bool:
        """Return whether every question has an answer."""
        return len(self.given) == LENGTH

    @property
    def first_open(self) -> int:
        """Return the number of the first question without an answer; their count where all have one."""
        return next((number for number in range(LENGTH) if number not in self.given), LENGTH)

    def answers(self) -> Iterator[tuple[Question, VoteRow]]:
        """Yield the answered questions in their order, with the answers."""
        for number, question in enumerate(self.questions):
            if number in self.given:
                yield question, self.given[number]


def sheet(plan: Plan, step: Step, seat: str, seed: int, given: dict[int, VoteRow]) -> Sheet:
    """Return the form of a seat: that which the lesson names, or the one that the seat's code deals."""
    when = when_of(plan, step)
    form: Form = step.part.form if step.part and step.part.form else dealt(seat, when, seed)
    asked = questions(form)
    return Sheet(form, when, asked, tuple(order(question, seat, seed) for question in asked), given)


def when_of(plan: Plan, step: Step) -> When:
    """Return when a form is taken: the first one of a lesson before it, every later one after it."""
    first = next(each.index for each in plan.steps if each.kind == "form")
    return "before" if step.index == first else "after"

"""A lesson that is given with raised hands alone: one projector, no network, nobody's seat.

It keeps the same file as a room, so that what was counted outlives the process, and is exported in the same way.
"""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from batchgame.classroom import codes, export, question, tally
from batchgame.classroom.lesson import Plan, Step
from batchgame.classroom.question import Ask
from batchgame.classroom.room import Room
from batchgame.classroom.store import Phase, Place, RoomRow, Store
from batchgame.classroom.tally import Counts

MOST_HANDS = 999


class Hands:
    """The one mutable object of a warm-up. What it has counted is on disk when a method returns."""

    def __init__(self, store: Store, plan: Plan, address: str, language: str, seed: int) -> None:
        """Take up what the file keeps, or begin. address: of the lesson, as the file remembers it."""
        self.store, self.plan = store, plan
        self.written: tuple[Path, ...] = ()  # the files of the last close
        self._fresh = RoomRow(address, language, seed, codes.new(codes.ROOM), Place(0, "open"), False, 0)
        row = store.room()
        self.row = row or self._begin()
        self._counts = {(step, option): count for step, _, option, count in store.hands()}
        self._picks = {(step, size, momentum): count for step, size, momentum, count in store.hand_picks()}
        self.left = row is not None and (row.place.step > 0 or self.anything())  # whether it was left in the middle
        if self.row.place.step >= len(plan.steps):  # the file of the lesson has become shorter
            self._move(Place(len(plan.steps) - 1, "open"))

    @property
    def step(self) -> Step:
        """Return where the lesson is."""
        return self.plan.steps[self.row.place.step]

    @property
    def revealed(self) -> bool:
        """Return whether the counts of this step may be shown."""
        return self.row.place.phase == "revealed"

    def go(self, by: int) -> bool:
        """Go on or back by so many steps. Returns False at an end of the lesson."""
        index = self.row.place.step + by
        if not 0 <= index < len(self.plan.steps):
            return False
        self._move(Place(index, "open"))
        return True

    def reveal(self, shown: bool = True) -> None:
        """Show the counts of this step, or hide them again."""
        phase: Phase = "revealed" if shown else "open"
        self._move(Place(self.row.place.step, phase))

    def count(self, option: int, count: int) -> None:
        """Keep how many hands were raised for an option in this step."""
        count, step, ask = min(count, MOST_HANDS), self.step, self.ask()
        assert ask is not None
        place = ask.places[option]
        self.store.count_hands(step.index, step.round, place, count).result()
        self._counts[step.index, place] = count

    def count_pick(self, batch_size: int, momentum: float, count: int) -> None:
        """Keep how many hands were raised for a pick of both knobs in this step."""
        count, index = min(count, MOST_HANDS), self.step.index
        self.store.count_picks(index, batch_size, momentum, count).result()
        self._picks[index, batch_size, momentum] = count

    def counts(self, step: Step, ask: Ask) -> Counts:
        """Return the counts of a step for the options of its question, in the order in which they are shown."""
        kept = {place: count for (index, place), count in self._counts.items() if index == step.index}
        known = {place: count for place, count in kept.items() if place in ask.places}
        return tally.counts([], len(ask.options), known).dealt(ask.places)

    def picks(self) -> dict[tuple[int, float], int]:
        """Return the counts of picks of the present step, or of the picking before it on the same race."""
        own = [step for step in self.plan.steps if step.kind == "pick" and step.part is self.step.part]
        before = [step.index for step in own if step.index <= self.step.index]
        if not before:
            return {}
        return {(b, m): count for (index, b, m), count in self._picks.items() if index == before[-1] and count}

    def vote_steps(self) -> dict[int, Step]:
        """Return the steps of the present part in which its question is voted on, by their round."""
        return {step.round: step for step in self.plan.steps if step.part is self.step.part and step.round}

    def ask(self) -> Ask | None:
        """Return the question of this step, or the one of its part, its options as they are shown; None for none."""
        return question.asked(self.plan, self.step, self.row.seed)

    def anything(self) -> bool:
        """Return whether anything was counted at all."""
        return any(self._counts.values()) or any(self._picks.values())

    def close(self, folder: Path) -> tuple[Path, ...]:
        """Write CSV and JSON, then forget what was counted. OSError if that fails: nothing is forgotten."""
        name = f"warmup-{self.plan.lesson.name}-{time.strftime('%Y%m%d-%H%M%S')}"
        self.written = export.write(Room(self.store, self.plan, self.row), folder, name)
        self.forget()
        return self.written

    def forget(self) -> None:
        """Begin anew: what was counted is no longer kept."""
        self.store.purge().result()
        self._counts, self._picks, self.left = {}, {}, False

    def begin(self) -> None:
        """Begin at the first step."""
        self.row = self._begin()

    def _begin(self) -> RoomRow:
        self.store.begin(self._fresh).result()
        return self._fresh

    def _move(self, place: Place) -> None:
        moving: Future[None] = self.store.go(place)
        moving.result()  # a step is committed before it is shown
        self.row = replace(self.row, place=place)

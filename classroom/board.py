"""Everything about a room at one moment, in numbers and texts: what pages are drawn from, with or without a network."""

from __future__ import annotations

from dataclasses import dataclass, field

from batchgame.classroom import tally
from batchgame.classroom.addresses import ssh_line
from batchgame.classroom.lesson import Step
from batchgame.classroom.question import Ask
from batchgame.classroom.room import Room, Snapshot
from batchgame.classroom.tally import Counts, Shift


@dataclass(frozen=True)
class Doors:
    """How to get in. host, port: of the line to type. fingerprint: whole, as SHA256:… code: for a shell here."""

    host: str = ""
    port: int = 0
    fingerprint: str = ""
    code: str = ""

    @property
    def line(self) -> str:
        """Return the line that a student types; none where there is no door."""
        return self.line_of("play") if self.host else ""

    def line_of(self, user: str) -> str:
        """Return the line that somebody with this user name types."""
        return ssh_line(user, self.host, self.port)


@dataclass(frozen=True)
class Board:
    """A room at one moment.

    ask: the question of this step, or of the part that it belongs to. counts: of this step's answers. first, second: of
    both votes of this part. answered_here: how many present seats have answered.
    """

    snapshot: Snapshot
    steps: tuple[Step, ...]
    title: dict[str, str]
    ask: Ask | None = None
    counts: Counts | None = None
    first: Counts | None = None
    second: Counts | None = None
    shift: Shift | None = None
    picks: tuple[tuple[str, int, float], ...] = ()
    hands: int = 0
    doors: Doors = field(default_factory=Doors)

    @property
    def step(self) -> Step:
        """Return where the lesson is."""
        return self.snapshot.step

    @property
    def revealed(self) -> bool:
        """Return whether everybody may see what was answered in this step."""
        return self.snapshot.phase == "revealed"

    @property
    def present(self) -> int:
        """Return how many seats have somebody at them, and those who have answered and left."""
        return len(self.snapshot.present | self.snapshot.answered)

    @property
    def answered(self) -> int:
        """Return how many have answered, with raised hands."""
        return len(self.snapshot.answered) + self.hands

    @property
    def decided(self) -> bool:
        """Return whether the race of this part has been shown, so that the right option may be marked."""
        part = self.step.part
        return any(s.kind in ("race", "lesson") and s.part is part and s.index < self.step.index for s in self.steps)


def board(room: Room, doors: Doors) -> Board:
    """Take everything that pages show from a room. ScenarioError if the lesson names what does not exist."""
    step, steps = room.step, room.plan.steps
    title = {name: room.plan.lesson.title[name] for name in ("en", "zh-TW")}
    ask = room.asked()
    counts = None if ask is None or not step.takes_answers else _counted(room, step.index, ask)
    first = second = moved = None
    if ask is not None and step.kind != "saw":
        rounds = {s.round: s.index for s in steps if s.part is step.part and s.round}
        first, second = (_counted(room, rounds[n], ask) if n in rounds else None for n in (1, 2))
        if ask.right is not None and 1 in rounds and 2 in rounds:
            moved = tally.shift(room.votes(rounds[1]), room.votes(rounds[2]), ask.places[ask.right])
    hands = sum(room.hands_of(step.index).values()) if step.takes_answers else 0
    if step.kind == "pick":
        hands = sum(count for *_, count in room.hand_picks_of(step.index))
    return Board(room.snapshot(), steps, title, ask, counts, first, second, moved, _picks(room, step), hands, doors)


def _counted(room: Room, index: int, ask: Ask) -> Counts:
    return tally.counts(room.votes(index), len(ask.options), room.hands_of(index)).dealt(ask.places)


def _picks(room: Room, step: Step) -> tuple[tuple[str, int, float], ...]:
    """Return the picks that a step shows: its own, or those of the picking before it.

    Each raised hand is a pick with a name that no seat has.
    """
    if step.kind not in ("pick", "map"):
        return ()
    steps = [each.index for each in room.plan.steps if each.kind == "pick" and each.part is step.part]
    before = [index for index in steps if index <= step.index]
    if not before:
        return ()
    own = ((pick.seat, pick.batch_size, pick.momentum) for pick in room.picks(before[-1]))
    counted = room.hand_picks_of(before[-1])
    hands = ((batch_size, momentum) for batch_size, momentum, count in counted for _ in range(count))
    return (*own, *((f"hand {number}", *pick) for number, pick in enumerate(hands)))

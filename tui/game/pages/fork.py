"""A fork: the race stands still, one knob is changed, and both branches race on from the same state."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from batchgame.scenarios.text.numbers import number
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.schedule import Batches
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.pages.fork_view import paint_fork
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.route import Back, Go, Route
from batchgame.tui.game.session import Session
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.knob_rows import KnobRows
from batchgame.tui.race.round import Round


class ForkPage(RoundPage):
    """The knobs over a race that waits. Turning one puts the other back: a fork compares one thing."""

    step = "run"

    def __init__(self, session: Session, race: Round, conductor: Conductor) -> None:
        super().__init__(session, copy(race))
        self.race, self.conductor = race, conductor
        self.frame = conductor.frame
        can_turn = race.trained_by.then is None
        self.knobs = KnobRows(self.round, ("batch_size", "momentum") if can_turn else ("momentum",))

    @property
    def changed(self) -> bool:
        """Return the branch differs from the race."""
        return any(getattr(self.round, row) != getattr(self.race, row) for row in self.knobs.rows)

    def offers(self) -> Sequence[Offer]:
        """Return the keys that turn one knob, race both branches, or leave the race as it is."""
        say = self.session.say
        return (
            Offer("right", say("key.change"), cap="← →"),
            Offer("down", say("key.row"), cap="Tab"),
            Offer("next", say("key.race_both"), live=self.changed),
            *self.closing_offers("key.back"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the knob that the fork changes."""
        self.header(grid)
        paint_fork(self.pen(grid), self.round, self.frame, self.knobs, changed=self.changed)

    def press(self, action: str) -> Route | None:
        """Turn a knob; race both; back to the race as it stands."""
        if action == "next":
            return self._race_both() if self.changed else None
        if action == "back":
            return Back()
        if self.knobs.press(action):
            for other in self.knobs.rows:
                if other != self.knobs.name:
                    setattr(self.round, other, getattr(self.race, other))
        return None

    def _race_both(self) -> Route:
        knob = self.knobs.name
        was, now = (number(getattr(round_, knob)) for round_ in (self.race, self.round))
        told = self.session.say("fork.races", knob=self.session.say(f"knob.{knob}"), was=was, now=now)
        since = self.frame.lanes[0].updates
        return Go("fork_run", self.race, self.conductor.fork(self.hyperparameters()), since, told)

    def hyperparameters(self) -> Hyperparameters:
        """Return those of the branch. Another batch size comes with the next epoch, so both draw the same shuffles."""
        ours, theirs = self.round, self.race
        schedule = theirs.trained_by
        if ours.batch_size != theirs.batch_size:
            batches = Batches(ours.problem.landscape.examples, theirs.batch_size, schedule)
            schedule = batches.turned(self.frame.lanes[0].updates, ours.batch_size)
        return Hyperparameters(theirs.batch_size, ours.momentum, ours.learning_rate, schedule)

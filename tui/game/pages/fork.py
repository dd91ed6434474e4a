"""A fork: the race stands still, one knob is changed, and both branches race on from the same state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from batchgame.scenarios.text.numbers import number, percent
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.schedule import Batches
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.aim import AimPage
from batchgame.tui.game.pages.fork_view import paint_fork
from batchgame.tui.game.pages.run import RunPage


class ForkPage(AimPage):
    """The knobs over a race that waits. Turning one puts the other back: a fork compares one thing."""

    step = "run"

    def __init__(self, under: RunPage) -> None:
        super().__init__(under.session, replace(under.round))
        self.under = under
        self.frame = under.conductor.frame
        can_turn = under.round.trained_by.then is None
        self.rows = ("batch_size", "momentum") if can_turn else ("momentum",)
        self.row = min(self.row, len(self.rows) - 1)

    @property
    def changed(self) -> bool:
        """The branch differs from the race."""
        return any(getattr(self.round, row) != getattr(self.under.round, row) for row in self.rows)

    def offers(self) -> Sequence[Offer]:
        """Turn one knob, race both, or leave it."""
        say = self.session.say
        return (
            Offer("right", say("key.change"), cap="← →"),
            Offer("down", say("key.row"), cap="Tab"),
            Offer("next", say("key.race_both"), live=self.changed),
            *self.closing_offers("key.back"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        self.header(grid)
        paint_fork(grid, self)

    def press(self, action: str) -> Page | None:
        """Turn a knob; race both; back to the race as it stands."""
        if action == "next":
            return ForkRunPage(self) if self.changed else None
        if action == "back":
            return self.under
        if action in ("clock", "hint"):
            return None
        super().press(action)
        for other in self.rows:
            if other != self.rows[self.row]:
                setattr(self.round, other, getattr(self.under.round, other))
        return None

    def words(self) -> Hyperparameters:
        """Of the branch. Another batch size comes with the next epoch, so that both draw the same shuffles."""
        ours, theirs = self.round, self.under.round
        schedule = theirs.trained_by
        if ours.batch_size != theirs.batch_size:
            batches = Batches(ours.problem.landscape.examples, theirs.batch_size, schedule)
            schedule = batches.turned(self.frame.lanes[0].updates, ours.batch_size)
        return Hyperparameters(theirs.batch_size, ours.momentum, ours.learning_rate, schedule)


class ForkRunPage(RunPage):
    """Two branches, one past. Nothing is scored: the race that was left waits underneath."""

    def __init__(self, fork: ForkPage) -> None:
        self.under, self.since = fork.under, fork.frame.lanes[0].updates
        super().__init__(fork.session, fork.under.round, fork.under.conductor.fork(fork.words()))
        knob = fork.rows[fork.row]
        was, now = (number(getattr(round_, knob)) for round_ in (fork.under.round, fork.round))
        self.said = self.session.say("fork.races", knob=self.session.say(f"knob.{knob}"), was=was, now=now)

    def offers(self) -> Sequence[Offer]:
        """As in a race, without calls and forks of forks."""
        shown = [offer for offer in super().offers() if offer.action not in ("call", "fork")]
        if self.conductor.over:
            shown[0] = Offer("next", self.session.say("key.back_to_race"))
        return shown

    def press(self, action: str) -> Page | None:
        """As in a race; at its end back to the one that waits."""
        if action == "back" or (action == "next" and self.conductor.over):
            return self.under
        if action in ("call", "fork"):
            return None
        return super().press(action)

    def tick(self, seconds: float) -> bool:
        """A frame; at the end the comparison."""
        changed = super().tick(seconds)
        if self.conductor.over:
            ours, other = self.conductor.frame.lanes
            solved = (percent(lane.solved, lane.trajectories) for lane in (ours, other))
            same, turned = solved
            self.said = self.session.say("fork.over", updates=self.since, same=same, turned=turned)
        return changed

"""The race of a fork: two branches with one past. Nothing is scored, and the race that was left waits underneath."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.text.numbers import percent
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.pages.run import RunPage
from batchgame.tui.game.route import Back, Route
from batchgame.tui.game.session import Session
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.round import Round

CLOSED = ("call", "fork")  # no calls here, and no forks of forks


class ForkRunPage(RunPage):
    """since: the updates that both branches share. told: what differs between them."""

    def __init__(self, session: Session, round_: Round, conductor: Conductor, since: int, told: str) -> None:
        super().__init__(session, round_, conductor)
        self.since, self.said = since, told

    def offers(self) -> Sequence[Offer]:
        """Return the keys of a race, and at its end the way back to the one that waits."""
        shown = [offer for offer in super().offers() if offer.action not in CLOSED]
        if self.conductor.over:
            shown[0] = Offer("next", self.session.say("key.back_to_race"))
        return shown

    def press(self, action: str) -> Route | None:
        """Do as in a race; at its end go back to the one that waits."""
        if action == "back" or (action == "next" and self.conductor.over):
            return Back()
        return None if action in CLOSED else super().press(action)

    def tick(self, seconds: float) -> bool:
        """Show one more frame, and at the end the comparison."""
        changed = super().tick(seconds)
        if self.conductor.over:
            same, turned = (percent(lane.solved, lane.trajectories) for lane in self.conductor.frame.lanes)
            self.said = self.session.say("fork.over", updates=self.since, same=same, turned=turned)
        return changed

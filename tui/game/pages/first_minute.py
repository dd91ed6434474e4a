"""The first minute: a ball on a bowl, before any text. One shot is one update."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import first_race
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.first_minute_view import BowlView, paint_bowl
from batchgame.tui.game.route import Route, Start
from batchgame.tui.game.session import Session
from batchgame.tui.race.bowl import Bowl

CHARGE_SECONDS = 2.0
HOP_SECONDS = 0.35


class FirstMinutePage(Page):
    """Rapid-fire: every Space a crooked shot. Charge-up: Space, two seconds, one straight shot."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.bowl = Bowl(session.options.seed)
        self.lane = "one"
        self.charge: float | None = None
        self.hop = 1.0

    @property
    def shots(self) -> dict[str, int]:
        """Return how often each lane has fired."""
        return {lane: len(path) - 1 for lane, path in self.bowl.paths.items()}

    @property
    def animated(self) -> bool:
        """Return a ball is in the air, or a shot is charging."""
        return self.charge is not None or self.hop < 1

    def offers(self) -> Sequence[Offer]:
        """Return the keys that shoot, change sides, and go on."""
        say = self.session.say
        return (
            Offer("pause", say("key.shoot")),
            Offer("down", say("key.other_one"), cap="Tab"),
            Offer("next", say("key.first_race")),
            *self.closing_offers("key.quit"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the duel of the first minute."""
        paint_bowl(self.pen(grid), BowlView(self.bowl, self.lane, self.charge, self.hop, self.shots))

    def press(self, action: str) -> Route | None:
        """Shoot; choose the other lane; go on to the first race."""
        if action == "pause":
            self._shoot()
        elif action in ("up", "down", "left", "right") and self.charge is None:
            self.lane = "full" if self.lane == "one" else "one"
        elif action == "next":
            return first_race(self.session.options)
        elif action == "back":
            return Start("menu")
        return None

    def tick(self, seconds: float) -> bool:
        """Charge the shot, and let the ball fly."""
        if self.hop < 1:
            self.hop = min(1.0, self.hop + seconds / HOP_SECONDS)
        elif self.charge is not None:
            self.charge += seconds / CHARGE_SECONDS
            if self.charge >= 1:
                self.charge = None
                self._fire()
        else:
            return False
        return True

    def _shoot(self) -> None:
        if self.lane == "full":
            if self.charge is None:
                self.charge = 0.0
        else:
            self._fire()

    def _fire(self) -> None:
        self.bowl.update(self.lane)
        self.hop = 0.0 if self.session.options.motion == "full" else 1.0

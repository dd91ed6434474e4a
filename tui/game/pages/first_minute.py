"""The first minute: the language, then a ball on a bowl, before any text. One shot is one update."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.first_minute_view import paint_bowl, paint_languages
from batchgame.tui.game.session import Session

CHARGE_SECONDS = 2.0
HOP_SECONDS = 0.35


class LanguagePage(Page):
    """English or Chinese, with one key. The first thing anybody sees: nothing heavy is imported for it."""

    def offers(self) -> Sequence[Offer]:
        """A digit chooses."""
        say = self.session.say
        return (
            Offer("digit:1", "English", cap="1"),
            Offer("digit:2", "中文", cap="2"),
            Offer("help", say("key.help")),
            Offer("quit", say("key.quit")),
        )

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        paint_languages(grid, self)

    def press(self, action: str) -> Page | None:
        """Choose, and go on to the bowl."""
        choice = {"digit:1": 0, "digit:2": 1, "next": 0}.get(action)
        if choice is None:
            return None
        self.session.set_language(LANGUAGES[choice])
        return FirstMinutePage(self.session)


class FirstMinutePage(Page):
    """Rapid-fire: every Space a crooked shot. Charge-up: Space, two seconds, one straight shot."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        from batchgame.tui.race.bowl import Bowl

        self.bowl = Bowl(session.options.seed)
        self.lane = "one"
        self.charge: float | None = None
        self.hop = 1.0

    @property
    def shots(self) -> dict[str, int]:
        """How often each lane has fired."""
        return {lane: len(path) - 1 for lane, path in self.bowl.paths.items()}

    @property
    def animated(self) -> bool:
        """While a ball is in the air or a shot is charging."""
        return self.charge is not None or self.hop < 1

    def offers(self) -> Sequence[Offer]:
        """Shoot, change sides, go on."""
        say = self.session.say
        language = (Offer("language", say("key.language")),) if not self.session.look.ascii else ()
        return (
            Offer("pause", say("key.shoot")),
            Offer("down", say("key.other_one"), cap="Tab"),
            Offer("next", say("key.first_race")),
            *language,
            Offer("help", say("key.help")),
            Offer("quit", say("key.quit")),
        )

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        paint_bowl(grid, self)

    def press(self, action: str) -> Page | None:
        """Shoot; choose the other lane; on to the first race."""
        if action == "pause":
            self._shoot()
        elif action in ("up", "down", "left", "right") and self.charge is None:
            self.lane = "full" if self.lane == "one" else "one"
        elif action == "next":
            from batchgame.tui.game.entries import entries
            from batchgame.tui.game.pages.menu import open_stage

            return open_stage(self.session, entries()[0])
        elif action == "back":
            from batchgame.tui.game.pages.menu import MenuPage

            return MenuPage(self.session)
        return None

    def tick(self, seconds: float) -> bool:
        """Charge, and let the ball fly."""
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

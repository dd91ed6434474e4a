"""What the pages of a round share: the round itself, its header, its hints, and the command that runs it again."""

from __future__ import annotations

from batchgame.scenarios.reading.placeholders import label
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.session import Session
from batchgame.tui.race.figures import told
from batchgame.tui.race.replay import line
from batchgame.tui.race.round import HINTS, Round

PICKING = ("predict", "aim")  # steps at which nothing has been fired yet


class RoundPage(Page):
    """A page of a round."""

    step = ""

    def __init__(self, session: Session, round_: Round) -> None:
        super().__init__(session)
        self.round = round_

    def header(self, grid: Grid) -> None:
        """Draw the title, the stars that the progress holds, and the steps."""
        say, round_ = self.session.say, self.round
        scenario, stage = say.of(round_.scenario.title), say.of(round_.stage.title)
        record = self.session.progress.records.get(round_.key)
        stars = (record.goal, record.predicted, record.par) if record else (False, False, False)
        short = stage if round_.stage.name else scenario
        titles = [f"{scenario}{say('colon')}{stage}", short]
        schedule = round_.stage.schedule(round_.schedule)
        if schedule and self.step not in PICKING:  # the same knobs may do otherwise with another one
            picked = f"{say('colon')}{label(schedule, say.language)}"
            titles = [titles[0] + picked, short + picked, *titles]
        chrome.round_header(grid, self.session.look, say, titles, self.step, stars)

    def replay(self) -> str | None:
        """Return the command for the race with the knobs as they are, once it has been fired."""
        return line(self.round) if self.step not in PICKING else None

    def hint_offer(self) -> Offer:
        """Return the key for the next hint, which is dead when all have been taken."""
        taken, word = self.round.hints, self.session.say("key.hint")
        return Offer("hint", f"{word} {taken}/{HINTS}" if taken else word, live=taken < HINTS)

    def take_hint(self) -> None:
        """Open the next hint."""
        self.round.hints = min(HINTS, self.round.hints + 1)

    def hint(self) -> str | None:
        """Return the last hint that was asked for."""
        hints = self.round.hints
        if not hints:
            return None
        return told(self.round, self.round.stage.hints[hints - 1], self.session.say, self.session.warm)

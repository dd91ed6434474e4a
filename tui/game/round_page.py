"""What the pages of a round share: the round itself, its header, its hints, and the command that runs it again."""

from __future__ import annotations

from collections.abc import Sequence

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
    shows_hint = False

    def __init__(self, session: Session, round_: Round) -> None:
        super().__init__(session)
        self.round = round_
        round_.opened = round_.opened or session.has_opened(round_)

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
        """Return the key for the next hint, which is dead while the last one stands on the screen."""
        taken, word = self.round.hints, self.session.say("key.hint")
        live = taken < HINTS or not self.round.hint_open
        return Offer("hint", f"{word} {taken}/{HINTS}" if taken else word, live=live)

    def take_hint(self) -> None:
        """Open the next hint; the last one opens the lesson for the whole sitting."""
        self.round.take_hint()
        if self.round.hints == HINTS:
            self.session.open_lesson(self.round)

    def close_hint(self) -> bool:
        """Close the hint on the screen. Returns False where there is none."""
        was_open, self.round.hint_open = self.hint() is not None, False
        return was_open

    def closing_offers(self, back: str) -> Sequence[Offer]:
        """Return the end of the footer: Esc closes a hint before it leaves."""
        return super().closing_offers(back if self.hint() is None else "key.close")

    def hint(self) -> str | None:
        """Return the last hint that was asked for, until it is closed; only pages that offer hints show one."""
        hints = self.round.hints
        if not (hints and self.round.hint_open and self.shows_hint):
            return None
        return told(self.round, self.round.stage.hints[hints - 1], self.session.say, self.session.warm)

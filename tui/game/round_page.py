"""What the pages of a round share: the round itself, its header, hints, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.reading.format import Text
from batchgame.scenarios.reading.placeholders import label
from batchgame.scenarios.text.prose import fill
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.session import Session
from batchgame.tui.race.replay import line
from batchgame.tui.race.round import HINTS, Round


class RoundPage(Page):
    """A page of a round."""

    step = ""

    def __init__(self, session: Session, round_: Round) -> None:
        super().__init__(session)
        self.round = round_

    def text(self, text: Text) -> str:
        """A scenario's text in the player's language, its numbers filled in."""
        from batchgame.tui.race.figures import values

        say = self.session.say
        return fill(say.of(text), values(self.round, say.language, ready=self.session.warm))

    def header(self, grid: Grid) -> None:
        """Title, stars as the player's progress has them, steps."""
        say, round_ = self.session.say, self.round
        scenario, stage = say.of(round_.scenario.title), say.of(round_.stage.title)
        record = self.session.progress.records.get(round_.key)
        stars = (record.goal, record.predicted, record.par) if record else (False, False, False)
        short = stage if round_.stage.name else scenario
        titles = [f"{scenario}{say('colon')}{stage}", short]
        schedule = round_.stage.schedule(round_.schedule)
        if schedule and self.step not in (
            "predict",
            "aim",
        ):  # which one was picked: the same knobs may do otherwise with it
            picked = f"{say('colon')}{label(schedule, say.language)}"
            titles = [titles[0] + picked, short + picked, *titles]
        chrome.round_header(grid, self.session.look, say, titles, self.step, stars)

    def replay(self) -> str | None:
        """The race with the knobs as they are, once it has been fired."""
        return line(self.round) if self.step not in ("predict", "aim") else None

    def hint_offer(self) -> Offer:
        """The next hint, while there is one."""
        taken = self.round.hints
        label = self.session.say("key.hint") if not taken else f"{self.session.say('key.hint')} {taken}/{HINTS}"
        return Offer("hint", label, live=taken < HINTS)

    def hint(self) -> str | None:
        """The last hint that was asked for."""
        hints = self.round.hints
        return self.text(self.round.stage.hints[hints - 1]) if hints else None

    def closing_offers(self, back: str) -> Sequence[Offer]:
        """Language, help and the way back, at the end of every footer."""
        say = self.session.say
        language = (Offer("language", say("key.language")),) if not self.session.look.ascii else ()
        return (*language, Offer("help", say("key.help")), Offer("back", say(back)))

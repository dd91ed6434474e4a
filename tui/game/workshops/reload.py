"""How long an update takes on this machine: set four points of the curve, then watch it being measured."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.exercises.reload import ASKED, HIGHEST, MIDDLE, STEPS, mark
from batchgame.scenarios.playables import find
from batchgame.sim.hardware import Measured
from batchgame.sim.timing.times import SIZES, Times
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after, open_playable
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.game.workshops.reload_plain import plain
from batchgame.tui.game.workshops.reload_values import ReloadView
from batchgame.tui.game.workshops.reload_view import paint_reload
from batchgame.tui.game.workshops.reload_work import RACE, Measurement, score, seconds_of, work_of
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.trainer import Trainer
from batchgame.tui.score.earned import record_practice


class ReloadPage(PracticePage):
    """Four points are set, then the curve is measured; the serial machine and the lecture's figure come last."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.marks = dict.fromkeys(ASKED, MIDDLE)
        self.at = 0
        self.trainer: Trainer[Measurement] | None = None
        self.aside = ""  # what stands beside the plot instead of the epochs: "clock" or "how"

    @property
    def found(self) -> Measurement | None:
        """Return what was measured so far."""
        return None if self.trainer is None else self.trainer.value

    @property
    def over(self) -> bool:
        """Return whether nothing more is measured."""
        return self.trainer is not None and not self.trainer.running

    @property
    def complete(self) -> bool:
        """Return whether every batch size was measured."""
        return self.over and self.found is not None and self.found.here.complete

    @property
    def animated(self) -> bool:
        """Return whether something is being measured."""
        return self.trainer is not None and self.trainer.running and not self.trainer.paused

    def offers(self) -> Sequence[Offer]:
        """Return the keys that set the points, and then those of what was measured."""
        say, closing = self.say, self.closing_offers("key.menu")
        if self.trainer is None:
            return (
                Offer("right", say("reload.key_point"), cap="← →"),
                Offer("up", say("reload.key_ratio"), cap="↑ ↓"),
                Offer("next", say("reload.key_set")),
                self.hint_offer(),
                *closing,
            )
        how = Offer("sources", say("reload.key_how"))
        if not self.over:
            return (Offer("pause", say("key.pause")), how, *closing)
        clock = say("reload.key_race" if self.aside == "clock" else "reload.key_clock")
        clocks = (Offer("clock", clock),) if self.complete and self._fit is not None else ()
        return (Offer("next", say("key.next")), *clocks, how, Offer("again", say("reload.key_again")), *closing)

    def paint(self, grid: Grid) -> None:
        """Draw the curve, the epochs and the table."""
        self.header(grid)
        found = self.found
        view = ReloadView(
            said={size: mark(step) for size, step in self.marks.items()},
            at=ASKED[self.at] if self.trainer is None else None,
            here=found.here if found else Times(SIZES),
            card=found.card if found else None,
            complete=self.complete,
            over=self.over,
            began=self.trainer is not None,
            paused=self.trainer is not None and self.trainer.paused,
            share=self.trainer.share if self.trainer else 0.0,
            of=seconds_of(self.session.options.kiosk),
            aside=self.aside,
            hint=self.hint() if self.trainer is None else None,
        )
        paint_reload(self.pen(grid), view)

    def tick(self, seconds: float) -> bool:
        """Take what was measured since."""
        if self.trainer is None or not self.trainer.take():
            return False
        if self.complete and self.found is not None:
            score(self.practice, {size: mark(step) for size, step in self.marks.items()}, self.found.here)
        return True

    def left(self) -> None:
        """End the process that measures."""
        self.session.stop_training()

    def press(self, action: str) -> Route | None:
        """Set a point; measure; pause; look at the clock of the races, or race by the measured one."""
        if self.trainer is None:
            return self._set(action)
        if action == "pause" and not self.over:
            self.trainer.toggle_pause()
        elif action == "sources":
            self.aside = "" if self.aside == "how" else "how"
        elif action == "clock" and self.complete and self._fit is not None:
            if self.aside == "clock":
                return self._race()
            self.aside = "clock"
        elif action == "again" and self.over:
            self._measure()
        elif action == "next" and self.over:
            return after(self.practice, 0, worked=True)
        else:
            return super().press(action)
        return None

    @property
    def _fit(self) -> Measured | None:
        return self.found.here.fit() if self.found else None

    def _set(self, action: str) -> Route | None:
        size = ASKED[self.at]
        if action in ("left", "right"):
            self.at = min(max(self.at + (1 if action == "right" else -1), 0), len(ASKED) - 1)
        elif action in ("up", "down"):
            step = self.marks[size] + (1 if action == "up" else -1)
            self.marks[size] = min(max(step, 0), STEPS * HIGHEST)
        elif action == "next":
            self._measure()
        else:
            return super().press(action)
        return None

    def _measure(self) -> None:
        self.aside = ""
        self.trainer = Trainer(work_of(self.session.options.kiosk))
        self.session.train(self.trainer)

    def _race(self) -> Route:
        """Keep what was earned here, and lead to a race by the measured clock."""
        assert self.found is not None
        record_practice(self.session.progress, self.practice)
        return open_playable(self.session.options, find(RACE), self.found.here.fit())


PAGE = ReloadPage

__all__ = ["PAGE", "ReloadPage", "plain"]

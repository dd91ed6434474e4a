"""How long an update takes on this machine: set four points of the curve, then watch it being measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from batchgame.scenarios.exercises.reload import (
    ASKED,
    ENOUGH,
    HIGHEST,
    MIDDLE,
    NEAR,
    STEPS,
    hits,
    lecture,
    mark,
)
from batchgame.scenarios.playables import find
from batchgame.scenarios.text.numbers import number
from batchgame.sim.timing.measure import CARD, SECONDS, has_card, measuring
from batchgame.sim.timing.times import SIZES, Times
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after, open_playable
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.game.workshops.reload_view import ReloadView, off_by, paint_reload, race_values, where
from batchgame.tui.plain.table import Table
from batchgame.tui.plain.training import finished
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.trainer import Step, Trainer, Work
from batchgame.tui.score.earned import record_practice

RACE = "epoch/rematch"  # the race that is played with the measured clock
KIOSK_SIZES, KIOSK_SECONDS = SIZES[:-1], 3.0  # 15 MB instead of 90 MB; a class plays on the same host
CARD_SECONDS, CARD_SHARE = 3.0, 0.4  # of all the work
PLAIN = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000)  # ratios to choose from in plain lines


class Measurement(NamedTuple):
    """What was measured on the processor, and on the card where there is one."""

    here: Times
    card: Times | None = None


def work_of(kiosk: bool) -> Work[Measurement]:
    """Return the work that measures. In a kiosk it is shorter, and no card is looked for."""
    sizes, seconds = (KIOSK_SIZES, KIOSK_SECONDS) if kiosk else (SIZES, SECONDS)

    def work() -> Iterator[Step[Measurement]]:
        on_card = has_card() and not kiosk
        part = 1 - CARD_SHARE * on_card
        here = Times(sizes)
        for share, here in measuring(sizes, seconds, alone=kiosk):
            yield Step(share * part, Measurement(here))
        if on_card and here.complete:
            for share, card in measuring(sizes, CARD_SECONDS, module=CARD):
                yield Step(part + share * CARD_SHARE, Measurement(here, card))

    return work


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
            of=KIOSK_SECONDS if self.session.options.kiosk else SECONDS,
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
    def _fit(self) -> object:
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


def score(practice: Practice, said: dict[int, float], here: Times) -> None:
    """Reach the goal with three points of four within a factor of three, and par with all of them."""
    near = hits(said, here)
    practice.goal, practice.par = near >= ENOUGH, near == len(said)


def plain(table: Table, practice: Practice) -> None:
    """Play the exercise in plain lines: a ratio for each of four batch sizes, then the table of what was measured."""
    say, said = table.say, {}
    for size in ASKED:
        table.line()
        table.tell("reload.plain_point", size=number(size))
        table.choices([number(ratio) for ratio in PLAIN])
        said[size] = float(PLAIN[table.digit(len(PLAIN))])
    table.tell("reload.starting")
    here, card = finished(practice.name, work_of(table.options.kiosk))
    if not here.complete:
        table.tell("reload.ended", reason=here.ended)
        return
    score(practice, said, here)
    for point in here.points:
        one = here.one or 1.0
        table.tell(
            "reload.plain_row",
            size=number(point.batch_size),
            said=number(said[point.batch_size], 2) if point.batch_size in said else "–",
            here=number(point.median / one, 3),
            low=number(point.low / one, 3),
            high=number(point.high / one, 3),
            lecture=number(lecture(point.batch_size), 2),
            serial=number(point.batch_size),
            epoch=number(point.epoch, 2),
        )
    if card is not None and card.complete:
        ratios = ", ".join(number(card.ratio(size) or 0.0, 3) for size in card.sizes)
        table.line(f"{say('reload.card')}{say('colon')}{ratios}")
    table.line(where(say, here))
    state = say("reload.busy" if here.busy else "reload.quiet")
    table.tell("reload.done", hits=hits(said, here), of=len(said), near=number(NEAR), state=state)
    fit = here.fit()
    if fit is None:
        table.tell("reload.no_fit")
        return
    values = race_values(fit)
    table.tell("reload.fixed", **values)
    table.tell("reload.off", percent=off_by(here, fit))
    table.tell("reload.clock", **values)
    table.tell("reload.plain_race", command=f"batchgame play {RACE} --clock {fit}")


PAGE = ReloadPage

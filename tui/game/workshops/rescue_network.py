"""The full batch of a real network is rescued: knobs, a curve beside that of batch size 16, a map, three budgets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from batchgame.sim.networks.rescue import KINDS, Cells, Kind, Pick, UpdateClock
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.game.workshops.rescue_network_plain import plain
from batchgame.tui.game.workshops.rescue_network_values import RescueView
from batchgame.tui.game.workshops.rescue_network_view import paint_rescue
from batchgame.tui.game.workshops.rescue_network_work import (
    KNOBS,
    PER_FULLER_CELL,
    Fired,
    Found,
    Start,
    begin,
    chart,
    fire,
    score,
    table,
)
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.trainer import Trainer

ROWS = tuple(KNOBS)
REVEAL = 1.5  # seconds in which a curve is drawn at least, so that it can be watched


class RescueNetworkPage(PracticePage):
    """Pick and fire as often as wanted; then see which batch size is best for which budget."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.pick, self.kind, self.row = Pick(), KINDS[0], 0
        self.view = "aim"  # or "run", "map", "table"
        self.start: Start | None = None
        self.runs: list[Fired] = []
        self.shown = 0.0  # the share of the newest curve that is drawn
        self.maps: dict[tuple[Kind, float], Cells] = {}
        self.found: Found | None = None
        self.found_all = False
        self.trainer: Trainer[Any] = Trainer(partial(begin, session.options))
        session.train(self.trainer)

    @property
    def clock(self) -> UpdateClock | None:
        """Return the measured times, None before or without them."""
        return self.start.clock if self.start else None

    @property
    def ready(self) -> bool:
        """Return whether the reference is trained."""
        return self.start is not None and self.start.goal is not None

    @property
    def fired(self) -> bool:
        """Return whether the newest run is what the knobs say."""
        return bool(self.runs) and (self.runs[-1].pick, self.runs[-1].kind) == (self.pick, self.kind)

    @property
    def animated(self) -> bool:
        """Return whether networks are trained, or a curve is being drawn."""
        return (self.trainer.running or (self.view == "run" and self.shown < 1)) and not self.trainer.paused

    def offers(self) -> Sequence[Offer]:
        """Return the keys of what is on the screen."""
        say = self.say
        closing = self.closing_offers("key.menu" if self.view != "map" else "key.back")
        pause = Offer("pause", say("key.pause"), live=self.trainer.running)
        if self.view == "map":
            more = Offer("more", say("rescue-network.more"), live=not self.trainer.running and self._can_grow())
            return (Offer("map", say("key.map_again")), more, pause, *closing)
        if self.view == "table":
            return (Offer("next", say("key.next")), pause, *closing)
        still = self.view == "aim"
        on = Offer("next", say("key.next") if self.fired else say("key.fire"), live=self.ready and still)
        turn = Offer("right", say("key.change"), cap="← →", live=still)
        row = Offer("up", say("key.row"), cap="↑ ↓", live=still)
        return (on, turn, row, Offer("map", say("key.map"), live=self.ready and still), self.hint_offer(), *closing)

    def paint(self, grid: Grid) -> None:
        """Draw what the player looks at."""
        self.header(grid)
        view = RescueView(
            view=self.view, pick=self.pick, kind=self.kind, row=ROWS[self.row], rows=ROWS, start=self.start,
            runs=self.runs, shown=self.shown, cells=self.maps.get((self.kind, self.pick.momentum)), found=self.found,
            batch_sizes=self.start.amount.batch_sizes if self.start else (),
            all_found=self.found_all, share=self.trainer.share, running=self.trainer.running,
            paused=self.trainer.paused,
            left=self.trainer.seconds_left, fired=self.fired, hint=self.hint(), goal=self.practice.goal,
        )  # fmt: skip
        paint_rescue(self.pen(grid), view)

    def tick(self, seconds: float) -> bool:
        """Take what was trained, and draw on the newest curve."""
        news, before = self.trainer.take(), self.shown
        if news:
            self._keep(self.trainer.value)
        if self.view == "run" and not self.trainer.paused:
            moving = self.session.options.motion == "full"
            self.shown = min(self.trainer.share, self.shown + seconds / REVEAL if moving else 1.0)
            if self.runs and self.runs[-1].complete and self.shown >= 1:
                score(self.practice, self.runs[-1], self.start)
                self.view = "aim"
        return news or self.shown != before

    def press(self, action: str) -> Route | None:
        """Turn knobs, fire, open the map, go on."""
        if action == "pause":
            if self.trainer.running:
                self.trainer.toggle_pause()
        elif self.view == "table" and action == "next":
            return after(self.practice, 0, worked=True)
        elif self.view == "map":
            return self._on_map(action)
        elif self.view == "aim":
            return self._aim(action)
        else:
            return super().press(action)
        return None

    def left(self) -> None:
        """End the training: the page is gone."""
        self.session.stop_training()

    def _aim(self, action: str) -> Route | None:
        if action in ("up", "down"):
            self.row = (self.row + (1 if action == "down" else -1)) % len(ROWS)
        elif action in ("left", "right"):
            self._turn(ROWS[self.row], 1 if action == "right" else -1)
        elif action == "next" and self.ready:
            if self.fired:
                self.view = "table"
                assert self.start is not None
                assert self.start.goal is not None
                self._work(partial(table, self.session.options, self.start.goal))
            else:
                self.view, self.shown = "run", 0.0
                self._work(partial(fire, self.session.options, self.pick, self.kind, self.clock))
        elif action == "map" and self.ready:
            self.view = "map"
            if not self._finished():
                self._chart(more=False)
        else:
            return super().press(action)
        return None

    def _on_map(self, action: str) -> Route | None:
        if action in ("map", "back"):
            self.trainer.close()
            self.view = "aim"
        elif action == "more" and not self.trainer.running and self._can_grow():
            self._chart(more=True)
        return None

    def _turn(self, knob: str, by: int) -> None:
        ladder = [value for value in KNOBS[knob] if value != "seconds" or self.clock is not None]
        value = self.kind if knob == "kind" else getattr(self.pick, knob)
        value = ladder[min(max(ladder.index(value) + by, 0), len(ladder) - 1)]
        if knob == "kind":
            self.kind = value
        else:
            self.pick = self.pick._replace(**{knob: value})

    def _work(self, work: Any) -> None:
        self.trainer = Trainer(work)
        self.session.train(self.trainer)

    def _chart(self, *, more: bool) -> None:
        before = self.maps.get((self.kind, self.pick.momentum))
        self._work(partial(chart, self.session.options, self.kind, self.pick.momentum, self.clock, before, more))

    def _finished(self) -> bool:
        cells = self.maps.get((self.kind, self.pick.momentum))
        return cells is not None and bool(cells.networks.min())

    def _can_grow(self) -> bool:
        """Return whether the map is finished, and small enough for more networks."""
        cells = self.maps.get((self.kind, self.pick.momentum))
        return cells is not None and self._finished() and 1 < cells.networks.min() < PER_FULLER_CELL

    def _keep(self, value: object) -> None:
        if isinstance(value, Start):
            self.start = value
        elif isinstance(value, Fired):
            if self.fired:
                self.runs[-1] = value
            else:
                self.runs.append(value)
        elif isinstance(value, Cells):
            self.maps[self.kind, self.pick.momentum] = value
        elif isinstance(value, dict):
            self.found, self.found_all = value, self.trainer.share >= 1


PAGE = RescueNetworkPage
__all__ = ["PAGE", "plain"]

"""Step 3: the race. Three lanes on one clock."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.run_view import paint_run
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.session import Session
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.round import Round
from batchgame.tui.race.threaded import conductor as conductor_of
from batchgame.tui.score.stars import CALL
from batchgame.tui.text.captions import news

AXES = ("time", "updates", "epochs")
FIRE_SECONDS = 0.3
NEWS_SECONDS = 4.0  # in which what just happened is worth more than how slow this machine is
STANDSTILL = ("AT REST", "CRAWLING")
RARE_SECONDS = (
    0.85  # between shots: a bar turns from dark to bright and back at each, and three turns a second are most
)


class RunPage(RoundPage):
    """Owns the conductor; turns keys into pause, single updates, speed and the end."""

    step = "run"

    def __init__(self, session: Session, round_: Round, conductor: Conductor | None = None) -> None:
        super().__init__(session, round_)
        options = round_.options
        self.conductor = conductor or conductor_of(
            round_.problem,
            round_.lanes(),
            parallel=round_.parallel,
            seed=options.seed,
            trajectories=options.trajectories,
            engine=options.engine,
        )
        self.map = session.map_of(round_)
        self.axis = 0
        self.event: tuple[str, str] | None = None
        self.said = ""  # the answer to a call
        self.wall = 0.0
        self.event_at = 0.0
        self.fired_at: dict[str, float] = {}
        self.shot_wall: dict[str, float] = {}  # wall seconds between the last two shots seen, by lane

    @property
    def animated(self) -> bool:
        """While the race goes on."""
        return not self.conductor.over and (self.conductor.working or not self.conductor.paused)

    @property
    def x_axis(self) -> str:
        """What the plots count: time, updates or epochs."""
        return AXES[self.axis]

    def offers(self) -> Sequence[Offer]:
        """Enter skips to the end, then goes on."""
        say, conductor = self.session.say, self.conductor
        if conductor.over:
            return (
                Offer("next", say("key.next")),
                Offer("right", say("key.axis"), cap="← →"),
                *self.closing_offers("key.back"),
            )
        return (
            Offer("next", say("key.skip")),
            Offer("pause", say("key.go_on" if conductor.paused else "key.pause")),
            Offer("one_update", say("key.one_update")),
            Offer("faster", say("key.speed"), cap="+ -"),
            Offer("call", say("key.call")),
            Offer("fork", say("key.fork")),
            Offer("right", say("key.axis"), cap="← →"),
            *self.closing_offers("key.back"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        self.header(grid)
        paint_run(grid, self)

    def tick(self, seconds: float) -> bool:
        """A frame of the race."""
        self.wall += seconds
        before = self.conductor.frame
        changed = self.conductor.tick(seconds)
        after = self.conductor.frame
        for old, new in zip(before.lanes, after.lanes, strict=True):
            if new.updates > old.updates:
                name = new.lane.name
                since = self.wall - self.fired_at.get(name, 0.0)
                self.shot_wall[name] = since / (new.updates - old.updates)
                self.fired_at[name] = self.wall
        happened = news(before, after)
        if happened:
            self.event, self.said, self.event_at = happened[-1], "", self.wall
        return changed

    def press(self, action: str) -> Page | None:
        """Pause, step, speed, axis, the end."""
        conductor = self.conductor
        if action == "next":
            if conductor.over:
                return self._look_back()
            conductor.skip()
        elif action == "pause":
            conductor.toggle_pause()
        elif action == "one_update":
            before = conductor.frame
            conductor.one_update()
            for old, new in zip(before.lanes, conductor.frame.lanes, strict=True):
                if new.updates > old.updates:
                    self.fired_at[new.lane.name] = self.wall
            happened = news(before, conductor.frame)
            self.event = happened[-1] if happened else self.event
        elif action in ("faster", "slower"):
            conductor.change_speed(1 if action == "faster" else -1)
        elif action == "call":
            self._call()
        elif action == "fork" and not conductor.over:
            return self._fork()
        elif action in ("left", "right"):
            self.axis = (self.axis + (1 if action == "right" else -1)) % len(AXES)
        elif action == "back":
            from batchgame.tui.game.pages.aim import AimPage

            return AimPage(self.session, self.round)
        return None

    def _fork(self) -> Page:
        from batchgame.tui.game.pages.fork import ForkPage

        if not self.conductor.paused:
            self.conductor.toggle_pause()
        self.conductor.wait()
        return ForkPage(self)

    def _call(self) -> None:
        """Who says while the race goes on that the full batch, or the own lane, has come to a standstill."""
        say = self.session.say
        if self.conductor.over or self.round.called:
            return
        for lane in self.conductor.frame.lanes[1::-1]:
            if lane.status.value in STANDSTILL:
                self.round.called = lane.lane.name
                status = say(f"status.{lane.status.value.lower().replace(' ', '_')}")
                self.said = say("call.right", lane=say(f"lane_in_words.{lane.lane.name}"), status=status, points=CALL)
                return
        self.said = say("call.not_yet")

    @property
    def fresh_news(self) -> bool:
        """Something has just happened in the race, or an answer has just been given."""
        return bool(self.said) or (self.event is not None and self.wall - self.event_at < NEWS_SECONDS)

    def just_fired(self, lane: str) -> bool:
        """The flash after a shot; not for lanes that fire too often to flash."""
        if self.session.options.motion == "reduced":
            return False
        rare = not self.fires_often(lane)
        return lane in self.fired_at and rare and self.wall - self.fired_at[lane] < FIRE_SECONDS

    def fires_often(self, lane: str) -> bool:
        """So often that a charge bar could only flicker: drawn as a rolling tape."""
        return self.shot_wall.get(lane, 1.0) <= RARE_SECONDS

    def _look_back(self) -> Page:
        from batchgame.tui.game.pages.see import SeePage

        self.round.finish(self.conductor.outcomes(), self.conductor.frame)
        if self.round.stretch > 1:  # asked and answered before it was run ten times longer
            from batchgame.tui.game.pages.result import ResultPage

            return ResultPage(self.session, self.round, self.conductor)
        return SeePage(self.session, self.round, self.conductor)

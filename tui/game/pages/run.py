"""Step 3: the race. Three lanes on one clock."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.sim.race import Frame
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.pages.run_view import RunView, paint_run
from batchgame.tui.game.parts.lanes import Shots
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.route import Go, Over, Route
from batchgame.tui.game.session import Session
from batchgame.tui.race.batch_slice import LiveSlice
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.round import Round
from batchgame.tui.race.said import said_did
from batchgame.tui.race.threaded import conductor_of
from batchgame.tui.score.stars import CALL
from batchgame.tui.text.captions import news
from batchgame.tui.text.keys import status_key
from batchgame.tui.text.lane_names import lane_in_words, own_name

AXES = ("time", "updates", "epochs")
FIRE_SECONDS = 0.3
NEWS_SECONDS = 4.0  # for so long the last event is worth more than how slow this machine is
STANDSTILL = ("AT REST", "CRAWLING")
RARE_SECONDS = 0.85  # between shots: a bar turns from dark to bright and back at each, at most three times a second
TAPE_STEPS = 8  # half cells per second


class RunPage(RoundPage):
    """Owns the conductor; turns keys into pause, single updates, speed and the end."""

    step = "run"

    def __init__(self, session: Session, round_: Round, conductor: Conductor | None = None) -> None:
        super().__init__(session, round_)
        self.conductor = conductor or conductor_of(round_)
        self.map = session.map_of(round_)  # computed while the race is watched
        self.axis = 0
        self.event: tuple[str, str] | None = None
        self.said = ""  # the answer to a call, and at the end what came of the player's answer
        self.told_said = False
        self.wall = 0.0
        self.slice = LiveSlice(round_) if round_.stage.batch_slice else None
        self._follow(now=True)
        self.event_at = 0.0
        self.fired_at: dict[str, float] = {}
        self.shot_wall: dict[str, float] = {}  # wall seconds between the last two shots seen, by lane

    @property
    def animated(self) -> bool:
        """Return whether the race goes on."""
        return not self.conductor.over and (self.conductor.working or not self.conductor.paused)

    @property
    def x_axis(self) -> str:
        """Return the quantity that the plots count: time, updates or epochs."""
        return AXES[self.axis]

    def offers(self) -> Sequence[Offer]:
        """Return Enter, which skips to the end and then goes on, and the other keys of a race."""
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
        """Draw the running race."""
        self.header(grid)
        paint_run(self.pen(grid), self.view())

    def view(self) -> RunView:
        """Return the values that the page shows."""
        conductor, options = self.conductor, self.session.options
        lanes = [lane.lane.name for lane in conductor.frame.lanes]
        often = frozenset(lane for lane in lanes if self.fires_often(lane))
        fresh = frozenset(lane for lane in lanes if self.just_fired(lane))
        return RunView(
            round=self.round,
            frame=conductor.frame,
            axis=self.x_axis,
            shots=Shots(int(self.wall * TAPE_STEPS), often, fresh),
            event=self.event,
            said=self.said,
            fresh_news=self.fresh_news,
            paused=conductor.paused,
            speed=conductor.speed,
            wanted=min(options.fps, 2) if options.motion == "reduced" else options.fps,
            frames_per_second=None if conductor.over else conductor.frames_per_second,
            seconds_left=conductor.seconds_left,
            grey=conductor.grey,
            slice=self.slice.shown if self.slice else None,
            every=self.slice.every if self.slice else 1,
            ahead=conductor.ahead and not conductor.over,
        )

    def tick(self, seconds: float) -> bool:
        """Show one more frame of the race."""
        self.wall += seconds
        before = self.conductor.frame
        changed = self.conductor.tick(seconds)
        after = self.conductor.frame
        for lane, updates in _fired(before, after):
            self.shot_wall[lane] = (self.wall - self.fired_at.get(lane, 0.0)) / updates
            self.fired_at[lane] = self.wall
        happened = news(before, after)
        if happened:
            self.event, self.said, self.event_at = happened[-1], "", self.wall
        if conductor_ended := self.conductor.over and not self.told_said:
            self._tell_said()
        self._follow(now=conductor_ended)
        return changed

    def press(self, action: str) -> Route | None:
        """Pause, make one update, change the speed or the axis, call, fork, or skip to the end."""
        conductor = self.conductor
        if action == "next":
            if conductor.over:
                return self._look_back()
            conductor.skip()
        elif action == "pause":
            conductor.toggle_pause()
            self._follow(now=True)
        elif action == "one_update":
            self._one_update()
        elif action in ("faster", "slower"):
            conductor.change_speed(1 if action == "faster" else -1)
        elif action == "call":
            self._call()
        elif action == "fork" and not conductor.over:
            return self._fork()
        elif action in ("left", "right"):
            self.axis = (self.axis + (1 if action == "right" else -1)) % len(AXES)
        elif action == "back":
            return Go("aim", self.round)
        return None

    def _follow(self, *, now: bool = False) -> None:
        """Let the grey lane come up with the race, and the strip show the batch that pulls now.

        With reduced motion the strip changes for keys only.
        """
        self.conductor.look_beside()
        if self.slice is not None and (now or self.session.options.motion == "full"):
            self.slice.follow(self.conductor.frame.lanes[0], self.wall, now=now)

    def _tell_said(self) -> None:
        """Say once, when the race is over, what came of the experiment that the player's answer is about."""
        self.told_said = True
        self.said = said_did(self.round, self.conductor, self.say)

    def _one_update(self) -> None:
        before = self.conductor.frame
        self.conductor.one_update()
        for lane, _ in _fired(before, self.conductor.frame):
            self.fired_at[lane] = self.wall
        self._follow(now=True)
        happened = news(before, self.conductor.frame)
        self.event = happened[-1] if happened else self.event

    def _fork(self) -> Route:
        if not self.conductor.paused:
            self.conductor.toggle_pause()
        self.conductor.wait()
        return Over("fork", self.round, self.conductor)

    def _call(self) -> None:
        """Reward a player who says, while the race goes on, that a lane has come to a standstill."""
        say = self.session.say
        if self.conductor.over or self.round.called:
            return
        for lane in self.conductor.frame.lanes[1::-1]:
            if lane.status.value in STANDSTILL:
                self.round.called = lane.lane.name
                status = say(f"status.{status_key(lane.status.value)}")
                self.said = say(
                    "call.right", lane=lane_in_words(self.round.stage, lane.lane.name, say), status=status, points=CALL
                )
                return
        own = own_name(self.round.stage, "full")
        self.said = say("call.not_yet") if own is None else say("call.not_yet_named", name=own)

    @property
    def fresh_news(self) -> bool:
        """Return whether something happened in the race, or an answer was given, a moment ago."""
        return bool(self.said) or (self.event is not None and self.wall - self.event_at < NEWS_SECONDS)

    def just_fired(self, lane: str) -> bool:
        """Return whether a lane flashes after its shot; lanes that fire too often never flash."""
        if self.session.options.motion == "reduced" or self.fires_often(lane):
            return False
        return lane in self.fired_at and self.wall - self.fired_at[lane] < FIRE_SECONDS

    def fires_often(self, lane: str) -> bool:
        """Return whether a lane fires so often that a charge bar could only flicker; it is drawn as a tape then."""
        return self.conductor.ahead or self.shot_wall.get(lane, 1.0) <= RARE_SECONDS

    def _look_back(self) -> Route:
        self.round.finish(self.conductor.outcomes(), self.conductor.frame, self.conductor.beside)
        # Before a race is run ten times longer, its question has been answered.
        return Go("result" if self.round.stretch > 1 else "see", self.round, self.conductor)


def _fired(before: Frame, after: Frame) -> list[tuple[str, int]]:
    """Return the lanes that have fired between two frames, and how often."""
    pairs = zip(before.lanes, after.lanes, strict=True)
    return [(new.lane.name, new.updates - old.updates) for old, new in pairs if new.updates > old.updates]

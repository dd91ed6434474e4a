"""The conductor of a large race, whose updates are computed in a thread so that keys are answered meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from batchgame.sim.hardware import Parallel
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.problem import Problem
from batchgame.sim.race import Frame, Lane, Race
from batchgame.tui.race.asked import beside_run
from batchgame.tui.race.conductor import WORK_SECONDS, Conductor
from batchgame.tui.race.round import Round

LARGE = 30_000  # trajectories per lane: with fewer, an update takes a few milliseconds even in NumPy
SMOOTH = 0.3  # the weight of the last frame in the mean


def conductor(
    problem: Problem, lanes: Sequence[Lane], *, parallel: Parallel, seed: int, trajectories: int, engine: str
) -> Conductor:
    """Return the conductor that suits the number of trajectories per lane."""
    kind = ThreadedConductor if trajectories >= LARGE else Conductor
    return kind(problem, lanes, parallel=parallel, seed=seed, trajectories=trajectories, engine=engine)


def conductor_of(round_: Round) -> Conductor:
    """Return the conductor of a round's race, with what the command line asked for."""
    asked = round_.options
    made = conductor(
        round_.problem, round_.lanes(), parallel=round_.parallel, seed=asked.seed, trajectories=asked.trajectories,
        engine=asked.engine,
    )  # fmt: skip
    made.beside = beside_run(round_)
    return made


class ThreadedConductor(Conductor):
    """A conductor that computes in a thread, one frame after another until it has caught up with the clock.

    The screen takes the newest frame and never touches the race while the thread is at work. While paused, the thread
    ends after the update that it is computing. A race that is over early is run to the end of its budgets in the same
    way, because its outcomes need that.
    """

    def _play(self, race: Race) -> None:
        super()._play(race)
        self._thread: threading.Thread | None = None
        self._done: Frame | Exception = self.frame  # the newest frame
        self._ended = True  # whether the thread computes no more after it
        self._news = threading.Event()  # set while there is a frame that the screen has not taken
        self._owes = False  # whether the outcomes need updates after the end
        self._asked_at: int | None = None  # updates shown when one more was asked for, while the thread was at work
        self._worked = 0.0  # seconds of work in the stretch being played
        self._mean = 0.0  # seconds per frame

    @property
    def over(self) -> bool:
        """Return whether everything has been shown, and computed for the outcomes."""
        return self.frame.over and not self._owes and not self.working

    @property
    def working(self) -> bool:
        """Return whether an update is being computed, whose frame is still to come."""
        return self._thread is not None

    @property
    def settled(self) -> bool:
        """Return False: the pace of a large race is that of the machine, and its state belongs to the thread."""
        return False

    @property
    def frames_per_second(self) -> float | None:
        """Return how many frames this machine computes in a second."""
        return 1 / self._mean if self._mean else None

    @property
    def seconds_left(self) -> float | None:
        """Return the seconds to the end of the race at this pace, or None before the first update."""
        done = self.frame.time - self._start
        return self._worked * (self.frame.duration - self.frame.time) / done if done else None

    def toggle_pause(self) -> None:
        """Stop after the update that is being computed, or go on."""
        super().toggle_pause()
        self._target = self.frame.time

    def one_update(self) -> None:
        """Pause after the update that is being computed; if there is none, make the next one."""
        self.paused = True
        self._target = self.frame.time
        if self.working:
            self._asked_at = self._shown()
        elif not self.frame.over:
            self._target = self.race.next_update()
            self._catch_up()

    def extend(self, factor: int) -> None:
        """Give every lane more budget once no update is being computed."""
        self._rest()
        super().extend(factor)
        self._owes, self._worked = False, 0.0

    def fork(self, hyperparameters: Hyperparameters) -> Conductor:
        """Fork the race once no update is being computed."""
        self._rest()
        return super().fork(hyperparameters)

    def wait(self) -> None:
        """Wait for the next frame, or while paused until no update is being computed."""
        while self._thread is not None:
            self._news.wait()
            self._take()
            if not self.paused:
                break

    def _rest(self) -> None:
        """Let the thread end after the update that it is computing."""
        before, self.paused = self.paused, True
        self.wait()
        self.paused = before

    def _catch_up(self) -> bool:
        changed = self._news.is_set()
        if changed:
            self._take()
        if self._thread is not None:
            return changed
        # What the thread was at when one update was asked for may have moved the clock without an update.
        if self._asked_at == self._shown() and self.paused and not self.frame.over:
            self._target = self.race.next_update()
        self._asked_at = None
        behind = self.frame.time < self._target and not self.frame.over
        if behind or (self._owes and not self.paused):
            self._ended = False
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()
        return changed

    def _shown(self) -> int:
        return sum(lane.updates for lane in self.frame.lanes)

    def _take(self) -> None:
        self._news.clear()
        if self._ended:  # read before the frame, which is then the last one
            self._thread = None
        if isinstance(self._done, Exception):
            raise self._done
        self.frame = self._done

    def _work(self) -> None:
        try:
            behind = True
            while behind:
                frame, behind = self._next_frame()
                self._done, self._ended = frame, not behind
                self._news.set()
        except Exception as error:  # belongs to the screen's own thread, which ends the game
            self._done, self._ended = error, True
            self._news.set()

    def _next_frame(self) -> tuple[Frame, bool]:
        """Compute updates and then a frame. Returns it, and whether the race is still behind the clock.

        No frame is made before the screen has taken the last one: nobody would see it.
        """
        race, began, took = self.race, time.perf_counter(), 0.0
        while True:
            if race.over:
                behind = self._owes = race.run_on()
            else:
                race.advance(min(self._target, max(race.next_update(), race.time + 1)))
                self._owes = race.over
                behind = self._owes or race.time < self._target
            worked = time.perf_counter() - began
            took = took or (worked if worked > WORK_SECONDS else 0.0)  # to where a frame was due
            if not behind or self.paused or (took and not self._news.is_set()):
                break
        due = time.perf_counter()
        frame = race.frame()
        made = time.perf_counter()
        took = (took or due - began) + made - due
        self._worked += made - began
        self._mean += (took - self._mean) * (SMOOTH if self._mean else 1.0)
        return frame, behind and not self.paused

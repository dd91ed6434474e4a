"""Conducts a race whose updates take longer than a frame may: they are computed in a thread, and keys are answered."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.problem import Problem
from batchgame.sim.race import Frame, Lane, Race
from batchgame.tui.race.conductor import WORK_SECONDS, Conductor

LARGE = 30_000  # trajectories a lane: with fewer, an update takes a few milliseconds even in NumPy
SMOOTH = 0.3  # of what the last frame took goes into the mean


def conductor(
    problem: Problem, lanes: Sequence[Lane], *, parallel: int, seed: int, trajectories: int, engine: str
) -> Conductor:
    """The conductor for so many trajectories a lane."""
    kind = ThreadedConductor if trajectories >= LARGE else Conductor
    return kind(problem, lanes, parallel=parallel, seed=seed, trajectories=trajectories, engine=engine)


class ThreadedConductor(Conductor):
    """Updates of one lane at a time, so that the thread can be waited for; it and the screen never share a race.

    A race that is over early is run to the end of its budgets in the same way: its outcomes need that, and nobody could
    wait for it at once.
    """

    def _play(self, race: Race) -> None:
        super()._play(race)
        self._thread: threading.Thread | None = None
        self._done: Frame | Exception = self.frame
        self._owes = False  # updates after the end, for the outcomes
        self._worked = 0.0  # seconds, in the stretch being played
        self._mean = 0.0  # seconds a frame takes

    @property
    def over(self) -> bool:
        """Nothing is left to be shown, or to be computed for the outcomes."""
        return self.frame.over and not self._owes and not self.working

    @property
    def working(self) -> bool:
        """An update is being computed: its frame is still to come."""
        return self._thread is not None

    @property
    def frames_a_second(self) -> float | None:
        """As many as this machine computes."""
        return 1 / self._mean if self._mean else None

    @property
    def seconds_left(self) -> float | None:
        """Until the end of the race at this pace; None until an update has been made."""
        done = self.frame.time - self._start
        return self._worked * (self.frame.duration - self.frame.time) / done if done else None

    def toggle_pause(self) -> None:
        """Stop after the update that is being computed, or go on."""
        super().toggle_pause()
        self._target = self.frame.time

    def one_update(self) -> None:
        """Pause; the update that is being computed is the one, else the next."""
        self.paused = True
        self._target = self.frame.time
        if not self.working and not self.frame.over:
            self._target = self.race.next_update()
            self._catch_up()

    def extend(self, factor: int) -> None:
        """More budget for a race that stands still."""
        self.wait()
        super().extend(factor)
        self._owes, self._worked = False, 0.0

    def fork(self, hyperparameters: Hyperparameters) -> Conductor:
        """From the update that is being computed on."""
        self.wait()
        return super().fork(hyperparameters)

    def wait(self) -> None:
        """Until the update that is being computed is done."""
        if self._thread is not None:
            self._thread.join()
            self._take()

    def _catch_up(self) -> bool:
        changed = False
        if self._thread is not None:
            if self._thread.is_alive():
                return False
            self._take()
            changed = True
        behind = self.frame.time < self._target and not self.frame.over
        if behind or (self._owes and not self.paused):
            self._thread = threading.Thread(target=self._work, args=(self._target,), daemon=True)
            self._thread.start()
        return changed

    def _take(self) -> None:
        self._thread = None
        if isinstance(self._done, Exception):
            raise self._done
        self.frame = self._done

    def _work(self, target: int) -> None:
        race, began = self.race, time.perf_counter()
        try:
            while True:
                if race.over:
                    self._owes = race.run_on()
                else:
                    race.advance(min(target, max(race.next_update(), race.time + 1)))
                    self._owes = race.over
                late = time.perf_counter() - began > WORK_SECONDS
                if late or (not self._owes if race.over else race.time >= target):
                    break
            self._done = race.frame()
        except Exception as error:  # belongs to the screen's own thread, which ends the game
            self._done = error
        took = time.perf_counter() - began
        self._worked += took
        self._mean += (took - self._mean) * (SMOOTH if self._mean else 1.0)

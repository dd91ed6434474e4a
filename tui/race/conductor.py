"""The conductor: it turns wall time into race time and hands on frames. Nothing else owns a Race."""

from __future__ import annotations

import time
from collections.abc import Sequence

from batchgame.sim.clock import MICROSECONDS
from batchgame.sim.hardware import Parallel
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcome import Outcome
from batchgame.sim.problem import Problem
from batchgame.sim.race import Frame, Lane, LaneFrame, Race
from batchgame.tui.race.asked import BesideRun
from batchgame.tui.race.pace import SPEEDS, WALL_SECONDS, race_time, wall_time

WORK_SECONDS = 0.03  # the most of a frame that goes to the experiment, so that keys are answered meanwhile
AHEAD = 8.0  # the least speed of a race once every lane has settled
FIRST_SLICE = 1 / 200  # the share of the duration that is advanced before the machine's speed is known


class Conductor:
    """Plays a race on the wall clock: pause, single updates, speed, skip to the end, ten times longer."""

    def __init__(
        self, problem: Problem, lanes: Sequence[Lane], *, parallel: Parallel, seed: int, trajectories: int, engine: str
    ) -> None:
        race = Race(problem, lanes, parallel=parallel, seed=seed, trajectories=trajectories, engine=engine)
        self._play(race)

    def _play(self, race: Race) -> None:
        self.race = race
        self._shot = int(race.clock.cost(race.problem.landscape.examples) * MICROSECONDS)
        self._wall = 0.0
        self._start = race.time  # where the stretch being played began: the race, then each extension
        self._target = race.time
        self._speed = SPEEDS.index(1.0)
        self._per_second = 0.0  # race time that this machine computes in a second
        self.paused = False
        self.ahead = False  # whether the race is shown faster, because every lane has settled
        self.frame: Frame = self.race.frame()
        self.beside: BesideRun | None = None  # a fork has none

    @property
    def speed(self) -> float:
        """Return how many times faster the race is shown than at speed 1, which takes ten seconds."""
        return SPEEDS[self._speed]

    @property
    def over(self) -> bool:
        """Return whether everything has been shown."""
        return self.frame.over

    @property
    def grey(self) -> LaneFrame | None:
        """Return the grey lane beside the race, as it was at the last look."""
        return None if self.beside is None else self.beside.frame

    def look_beside(self) -> None:
        """Advance the grey lane to the time of the frame that is shown."""
        if self.beside is not None:
            self.beside.look(self.frame.time)

    @property
    def settled(self) -> bool:
        """Return whether what is left of the race changes nothing to be seen."""
        return self.race.settled

    @property
    def frames_per_second(self) -> float | None:
        """Return how many frames this machine computes in a second, or None where it computes as many as are wanted."""
        return None

    @property
    def seconds_left(self) -> float | None:
        """Return the seconds to the end of a race that takes longer than its ten seconds, else None."""
        return None

    @property
    def working(self) -> bool:
        """Return whether a frame is being computed, which no key has to ask for."""
        return False

    def wait(self) -> None:
        """Wait until nothing is being computed."""

    def tick(self, seconds: float) -> bool:
        """Let wall time pass; return whether there is a new frame to look at."""
        if self.over:
            return False
        if not self.paused:
            self.ahead = self.settled
            self._wall += seconds * (max(AHEAD, self.speed) if self.ahead else self.speed)
            self._target = max(self._target, self._time_at(self._wall))
        return self._catch_up()

    def toggle_pause(self) -> None:
        """Stop the clock, or let it go on from where the race is."""
        self.paused = not self.paused
        self._rewind_wall()

    def one_update(self) -> None:
        """Pause, and make the update that comes next."""
        self.paused = True
        if not self.over:
            self._target = self.race.next_update()
            self._catch_up()

    def change_speed(self, by: int) -> None:
        """Change the speed by a number of steps, faster where it is positive."""
        self._speed = min(max(self._speed + by, 0), len(SPEEDS) - 1)

    def skip(self) -> None:
        """Run to the end as fast as this machine can, and keep showing frames."""
        self.paused = False
        self._target = self.race.duration
        self._wall = WALL_SECONDS

    def extend(self, factor: int) -> None:
        """Give every lane `factor` times its budget and go on from here."""
        self._start = self.race.time
        self._wall = 0.0
        self._target = self._start
        self.race.extend(factor)
        if self.beside is not None:
            self.beside.extend(factor)
        self.paused = False
        self.frame = self.race.frame()

    def fork(self, hyperparameters: Hyperparameters) -> Conductor:
        """Return a conductor that goes on with two lanes: the player's, and one with these hyperparameters."""
        twin = type(self).__new__(type(self))
        twin._play(self.race.fork("you", hyperparameters))
        return twin

    def outcomes(self) -> dict[str, Outcome]:
        """Return the outcome of each lane, by its name."""
        return self.race.outcomes()

    def _time_at(self, wall: float) -> int:
        stretch = self.race.duration - self._start
        if self._start:
            return self._start + int(stretch * min(1.0, wall / WALL_SECONDS))
        return race_time(wall, stretch, self._shot)

    def _rewind_wall(self) -> None:
        stretch = self.race.duration - self._start
        if self._start:
            self._wall = (self.frame.time - self._start) / stretch * WALL_SECONDS
        else:
            self._wall = wall_time(self.frame.time, stretch, self._shot)

    def _catch_up(self) -> bool:
        if self.race.time >= self._target and not self.race.over:
            return False
        began = time.perf_counter()
        while self.race.time < self._target and not self.race.over:
            before, at = self.race.time, time.perf_counter()
            slice_ = int(self._per_second * WORK_SECONDS / 2) or int(self.race.duration * FIRST_SLICE) or 1
            self.race.advance(min(self._target, before + slice_))
            now = time.perf_counter()
            self._per_second = (self.race.time - before) / max(now - at, 1e-6)
            if now - began > WORK_SECONDS:
                break
        self.frame = self.race.frame()
        return True

"""A round: the state of one stage while it is predicted, aimed, run, looked at and understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.asked import Asked, asked
from batchgame.scenarios.reading.format import Landmark, Pick, Scenario, Stage
from batchgame.scenarios.reading.format import Question as StageQuestion
from batchgame.sim.hardware import Measured, Parallel
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcome import SOLVED
from batchgame.tui.race.question import Question, dealt

if TYPE_CHECKING:
    from batchgame.sim.outcome import Outcome
    from batchgame.sim.problem import Problem
    from batchgame.sim.race import Frame, Lane
    from batchgame.sim.schedule import Schedule
    from batchgame.tui.race.asked import BesideRun
    from batchgame.tui.race.options import PlayOptions

HINTS = 3
NO_LOSS = 1e-9  # below it a lowest loss is rounding
CHANCES = (0.0, 0.25, 0.5, 0.75, 1.0)  # shares of the trajectories


def _with(ladder: Sequence[float], value: float) -> tuple[float, ...]:
    """Return the ladder with the value that was asked for on it."""
    return tuple(sorted({*ladder, value}))


def _right(question: StageQuestion) -> int | None:
    return next((index for index, option in enumerate(question.options) if option.right), None)


@dataclass(frozen=True)
class Result:
    """How a race ended, kept for the page and for the round after it."""

    batch_size: int
    momentum: float
    parallel: Parallel
    outcomes: dict[str, Outcome]
    frame: Frame
    said: Outcome | None = None  # of the grey lane that ran what the player's answer is about


@dataclass
class Round:
    """Everything about the round being played; pages read it and change it."""

    scenario: Scenario
    stage: Stage
    options: PlayOptions
    batch_size: int = 0
    momentum: float = 0.0
    parallel: Parallel = 0
    schedule: str | None = None  # its name, where the stage has schedules
    hints: int = 0
    hint_open: bool = False  # the last hint stands on the screen
    opened: bool = False  # the lesson is open whatever this race does: it was earned before, or asked for
    tried: set[tuple[int, float]] = field(default_factory=set)  # batch size and momentum of every lane that was raced
    chance: float | None = None  # the player's estimate of the share that solves; asked from the second race on
    called: str | None = None  # the lane whose standstill the player called, if the call was right
    result: Result | None = None
    previous: Result | None = None
    scored: dict[str, Outcome] = field(default_factory=dict)
    stretch: int = 1  # how many times its budget the race was given
    kept: bool = False  # whether the progress has its stars already
    from_map: bool = False  # whether the knobs were picked on a map, without a prediction
    batch_sizes: tuple[int, ...] = field(default=())
    momenta: tuple[float, ...] = field(default=())
    parallels: tuple[Parallel, ...] = field(default=())

    def __post_init__(self) -> None:
        """Open as the stage opens, or as the command line asks."""
        options, stage = self.options, self.stage
        self.batch_size = options.batch_size or stage.default_pick.batch_size
        self.momentum = stage.default_pick.momentum if options.momentum is None else options.momentum
        parallel = options.parallel or stage.parallel
        self.parallel = options.clock or parallel
        if stage.schedules:
            self.schedule = options.schedule or stage.default_pick.schedule or stage.schedules[0].name
        self.batch_sizes = tuple(int(b) for b in _with(stage.ladders.batch_size, self.batch_size))
        self.momenta = _with(stage.ladders.momentum, self.momentum)
        turned = tuple(int(p) for p in _with(stage.ladders.parallel, parallel))
        self.parallels = (options.clock,) if options.clock else turned
        self.prediction = self._question("prediction", stage.prediction, asks_sure=True)
        if options.asked is not None:
            self.prediction.chosen = options.asked - 1
        self._ask_afterwards()

    def _ask_afterwards(self) -> None:
        """Make the questions after a race: what was to be seen in it, and the same idea with other numbers."""
        observed = self.stage.observed
        unsure = sum(not option.when for option in observed.options)  # "I could not tell" stands last
        order = dealt(len(observed.options), f"{self.name} observed", self.options.seed, last=unsure)
        self.observation = Question(len(observed.options), order=order)
        self.transfer = self._question("transfer", self.stage.transfer)

    def _question(self, name: str, asked: StageQuestion, *, asks_sure: bool = False) -> Question:
        """Deal the answers of one of the stage's questions."""
        order = dealt(len(asked.options), f"{self.name} {name}", self.options.seed)
        return Question(len(asked.options), _right(asked), asks_sure=asks_sure, order=order)

    @property
    def name(self) -> str:
        """Return the name as the command spells it: saddle, saddle/hair."""
        return self.scenario.full_name(self.stage)

    @property
    def key(self) -> str:
        """Return the key of its progress: a teacher's own file never earns the stars of a bundled one."""
        bundled = self.scenario.name in library.names() and library.load(self.scenario.name) is self.scenario
        return self.name if bundled else f"own/{self.name}"

    @property
    def landmarks(self) -> tuple[Landmark, ...]:
        """Return the places on the map that have a name."""
        return self.scenario.stage_landscape(self.stage).landmarks

    @property
    def learning_rate(self) -> float:
        """Return eta: the stage's, or what the command line asks for."""
        return self.options.learning_rate or self.stage.learning_rate

    @property
    def in_epochs(self) -> bool:
        """Return whether the budget is counted in epochs, not in updates."""
        return self.stage.budget.epochs is not None

    @property
    def asked(self) -> Asked | None:
        """Return the experiment that the player's answer is about; None without an answer, or if it is about none."""
        answer = self.prediction.chosen
        return None if answer is None else asked(self.stage, self.stage.prediction.options[answer])

    @property
    def right(self) -> bool:
        """Return whether the prediction was right."""
        return self.prediction.is_right

    @property
    def lesson_open(self) -> bool:
        """Return whether lesson, sources and map are open: by the goal star, the last hint, or on "show me"."""
        solved = bool(self.scored) and self.scored["you"].probability >= SOLVED
        return self.opened or solved or self.hints >= HINTS

    @property
    def map_open(self) -> bool:
        """Return whether the whole map may be seen: with the lesson, or when the round was begun on a map."""
        return self.lesson_open or self.from_map

    def take_hint(self) -> None:
        """Open the next hint, or the last one again."""
        self.hints, self.hint_open = min(HINTS, self.hints + 1), True

    @cached_property
    def problem(self) -> Problem:
        """Return the stage without its words, for the simulation."""
        from batchgame.scenarios.reading.problem import problem

        return problem(self.scenario, self.stage)

    @cached_property
    def lowest(self) -> float:
        """Return the lowest loss of the map, from which a log axis counts."""
        import numpy as np

        x0, x1, y0, y1 = self.problem.region
        grid = np.stack(np.meshgrid(np.linspace(x0, x1, 96), np.linspace(y0, y1, 96)), axis=-1)
        theta = grid.reshape(-1, 2)[int(self.problem.landscape.loss(grid).argmin())]
        lowest = float(self.problem.landscape.loss(theta))
        for _ in range(20):  # Newton's method: the grid is within a cell of it; a valley has a Hessian without inverse
            theta = theta - np.linalg.pinv(self.problem.landscape.hessian(theta)) @ self.problem.landscape.gradient(
                theta
            )
            lowest = min(lowest, float(self.problem.landscape.loss(theta)))
        return lowest

    @cached_property
    def loss_zero(self) -> float:
        """Return the loss from which charts and tables count: the lowest one on a log axis, or else 0.

        It is 0 as well where the lowest loss is 0 but for rounding, as that of a sum of squares.
        """
        on_log = self.scenario.loss_axis == "log"
        return self.lowest if on_log and abs(self.lowest) > NO_LOSS else 0.0

    @property
    def goal_centre(self) -> tuple[float, float]:
        """Return the middle of the first goal."""
        return self.problem.goal.ellipses[0][:2]

    @cached_property
    def goal_curvature(self) -> float:
        """Return the largest curvature of the loss at the goal, which limits the learning rate there."""
        import numpy as np

        return float(np.linalg.eigvalsh(self.problem.landscape.hessian(self.goal_centre)).max())

    @cached_property
    def steepest(self) -> float:
        """Return the largest curvature of one example at the goal: the h of the warning."""
        from batchgame.sim.theory import steepest

        return steepest(self.problem.landscape, self.goal_centre)

    def _reference(self, lane: str) -> Pick:
        """Return what a reference lane runs: the stage's pick for it, or the full batch and batch size 1."""
        named, fixed = self.stage.lanes, self.stage.lanes.momentum
        pick = named.full if lane == "full" else named.one
        size = self.problem.landscape.examples if lane == "full" else 1
        return pick or Pick(size, self.momentum if fixed is None else fixed)

    def lanes(self) -> tuple[Lane, ...]:
        """Return the three lanes: you and two to compare with, by default the full batch and batch size 1."""
        from batchgame.scenarios.reading.problem import schedule
        from batchgame.sim.race import Lane

        mine = Hyperparameters(self.batch_size, self.momentum, self.learning_rate, self.trained_by)
        lanes = [Lane("you", mine)]
        for name in ("full", "one"):
            pick = self._reference(name)
            trained_by = schedule(self.stage, pick.schedule)
            lanes.append(Lane(name, Hyperparameters(pick.batch_size, pick.momentum, self.learning_rate, trained_by)))
        return tuple(lanes)

    @property
    def schedules(self) -> tuple[str, ...]:
        """Return the names of the stage's schedules; the reference lanes have the first."""
        return tuple(schedule.name for schedule in self.stage.schedules)

    @property
    def trained_by(self) -> Schedule:
        """Return the player's schedule, as the simulation takes it."""
        from batchgame.scenarios.reading.problem import schedule

        return schedule(self.stage, self.schedule)

    def map_key(self) -> object:
        """Return everything that the map depends on."""
        parts = (self.name, self.batch_sizes, self.momenta, self.learning_rate, self.parallel, self.schedule)
        return (*parts, self.options.seed, self.options.trajectories)

    @property
    def median(self) -> float | None:
        """Return the player's median to solve, in the budget's unit."""
        outcome = self.scored["you"]
        return outcome.median_epochs if self.in_epochs else outcome.median_updates

    @property
    def counts(self) -> bool:
        """Return whether the round earns stars: another learning rate or a measured clock is another task."""
        return self.learning_rate == self.stage.learning_rate and not isinstance(self.parallel, Measured)

    def finish(self, outcomes: dict[str, Outcome], frame: Frame, beside: BesideRun | None = None) -> None:
        """Keep how the race ended. What it scores is decided within the budget, not by running ten times longer."""
        said = beside.outcome() if beside is not None and beside.name == "said" else None
        self.result = Result(self.batch_size, self.momentum, self.parallel, outcomes, frame, said)
        lanes = (outcome.hyperparameters for outcome in outcomes.values())
        self.tried |= {(lane.batch_size, lane.momentum) for lane in lanes}
        self.scored = self.scored or outcomes

    def again(self) -> None:
        """Go back to the knobs, and keep the last result for a comparison."""
        self.opened = self.lesson_open
        self.previous, self.result = self.result or self.previous, None
        self.scored, self.stretch, self.kept = {}, 1, False
        self.called = None
        self._ask_afterwards()
        self.chance = CHANCES[len(CHANCES) // 2]

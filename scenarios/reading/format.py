"""The shape of a scenario file, as frozen values. Nothing here computes, and NumPy is not imported."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from batchgame.scenarios.reading.landscape_terms import LandscapeSpec, Point
from batchgame.scenarios.reading.observed import Observed
from batchgame.scenarios.reading.reference import Reference
from batchgame.scenarios.reading.text import Text

Momentum = Annotated[float, Meta(ge=0, lt=1)]
BatchSize = Annotated[int, Meta(ge=1, le=1000)]
Parallel = Annotated[int, Meta(ge=1, le=1000)]
LearningRate = Annotated[float, Meta(gt=0, le=100)]
Count = Annotated[int, Meta(ge=1, le=1_000_000)]
Ellipse = tuple[float, float, float, float]
Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
FigureName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
StageName = Annotated[str, Meta(pattern=r"^([a-z][a-z0-9-]{0,31})?$")]
Badge = Literal["FACT", "IN THIS MODEL", "DEBATED"]
KnobName = Literal["batch_size", "momentum", "tool"]
RowName = Literal["batch_size", "momentum", "parallel"]
MeasureName = Literal[
    "solved", "diverged", "median_updates", "median_epochs", "median_time", "final_loss", "updates_per_epoch",
    "updates_in_budget", "loss", "gradient", "curvature", "curvature_ratio", "stability_limit", "fresh_lower", "noise",
    "aim", "pull", "long_run_step",
]  # fmt: skip


class Turn(Struct, frozen=True, forbid_unknown_fields=True):
    """A change of the batch size at the beginning of an epoch, counted from 0."""

    epoch: Annotated[int, Meta(ge=1, le=10_000)]
    batch_size: BatchSize


class ScheduleSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """A third choice beside batch size and momentum: a way to train.

    sampling: how examples are drawn. scaling: how η grows with B. rate: a factor of η. warm_up: how many epochs η takes
    to reach its value. then: a change of B on the way.
    """

    name: Name
    label: Text
    sampling: Literal["reshuffle", "once", "index", "replacement"] = "reshuffle"
    scaling: Literal["none", "linear", "sqrt"] = "none"
    rate: Annotated[float, Meta(gt=0, le=1000)] = 1.0
    warm_up: Annotated[int, Meta(ge=0, le=1000)] = 0
    then: Turn | None = None


class Pick(Struct, frozen=True, forbid_unknown_fields=True):
    """The player's choice: batch size B, momentum λ, and a schedule. None means the first schedule, if there is one."""

    batch_size: BatchSize
    momentum: Momentum
    schedule: Name | None = field(default=None, name="tool")


class Ladders(Struct, frozen=True, forbid_unknown_fields=True):
    """The values that each knob can take, in rising order. A knob with one value is locked."""

    batch_size: Annotated[tuple[BatchSize, ...], Meta(min_length=1, max_length=12)]
    momentum: Annotated[tuple[Momentum, ...], Meta(min_length=1, max_length=12)]
    parallel: Annotated[tuple[Parallel, ...], Meta(min_length=1, max_length=12)]


class Lanes(Struct, frozen=True, forbid_unknown_fields=True):
    """What the two reference lanes run.

    momentum: of both; None means that they take the player's. full, one: the picks of the two lanes, where they are not
    the full batch and batch size 1.
    """

    momentum: Momentum | None = None
    full: Pick | None = None
    one: Pick | None = None


class GoalSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """The goal: a trajectory solves the stage that stays in an ellipse for `hold` updates in a row.

    ellipses: (x, y, radius in x, radius in y); any of them counts.
    level: if given, a loss at or below it counts instead of an ellipse, wherever that is.
    last_epochs: if given, the trajectory has to be inside for the last so many epochs of the budget.
    """

    ellipses: Annotated[tuple[Ellipse, ...], Meta(min_length=1, max_length=8)]
    hold: Annotated[int, Meta(ge=1, le=10_000)] = 1
    level: float | None = None
    last_epochs: Annotated[int, Meta(ge=1, le=1000)] | None = None


class BudgetSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """The length of every lane, in updates or in epochs; exactly one of the two is given."""

    updates: Count | None = None
    epochs: Count | None = None


class Measure(Struct, frozen=True, forbid_unknown_fields=True):
    """One number that the simulation measures for a pick on a stage. What is left out is as the stage has it.

    at: a point. than: another point, which `fresh_lower` compares it with.
    """

    measure: MeasureName
    batch_size: BatchSize | None = None
    momentum: Momentum | None = None
    schedule: Name | None = field(default=None, name="tool")
    start: Point | None = None
    learning_rate: LearningRate | None = None
    parallel: Parallel | None = None
    updates: Count | None = None
    epochs: Count | None = None
    at: Point | None = None
    than: Point | None = None
    moved: float | None = None
    times: float = 1.0


class Figure(Measure, frozen=True, forbid_unknown_fields=True):
    """A measure that a text may show as `{its name}`, with `digits` digits after the point.

    why: what the factor `times` is, for a reader. A figure with a factor needs it.
    """

    digits: Annotated[int, Meta(ge=0, le=6)] | None = None
    why: Text | None = None


class Check(Measure, frozen=True, forbid_unknown_fields=True):
    """A measure that has to be above, below or equal to a number or to another measure.

    every: knobs for which it has to hold at every value of their ladders. A measure that it is compared with takes the
    same values. but: the values, by knob, that are left out.
    """

    above: float | Measure | None = None
    below: float | Measure | None = None
    equals: float | Measure | None = None
    every: tuple[KnobName, ...] = ()
    but: dict[KnobName, tuple[float | str, ...]] = {}


class Option(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer. All checks of the right answer hold, and at least one check of each wrong answer fails.

    asked: the experiment that this answer is about, where it is not that of its first check.
    """

    text: Text
    right: bool = False
    betrays: Text | None = None
    checks: tuple[Check, ...] = ()
    asked: Pick | None = None


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """A question with three or four answers, of which one is right."""

    prompt: Text
    options: Annotated[tuple[Option, ...], Meta(min_length=3, max_length=4)]


class Claim(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim: a badge that says how far it reaches, the checks that support it, and its sources.

    sources: identifiers from the list of sources, or the citation of one; `against: ` before it says that it disagrees.
    reader: whether a reader has to judge the statement, because no run can.
    """

    badge: Badge
    statement: Text
    checks: tuple[Check, ...] = ()
    sources: tuple[str, ...] = ()
    reader: bool = False


class TestShift(Struct, frozen=True, forbid_unknown_fields=True):
    """The assumed test landscape: the training landscape, moved along `direction` by plus and minus each distance."""

    direction: Point
    distances: Annotated[tuple[float, ...], Meta(min_length=2, max_length=12)]


class Landmark(Struct, frozen=True, forbid_unknown_fields=True):
    """A named place on the map."""

    at: Point
    kind: Literal["saddle", "minimum", "maximum", "canyon", "basin", "hill"]
    label: Text


class StageLandscape(Struct, frozen=True, forbid_unknown_fields=True):
    """A landscape, the region of it that the map shows (x from, x to, y from, y to), and the named places there."""

    landscape: LandscapeSpec
    region: tuple[float, float, float, float]
    landmarks: Annotated[tuple[Landmark, ...], Meta(max_length=8)] = ()


class Stage(Struct, frozen=True, forbid_unknown_fields=True):
    """One task: where trajectories start, what they have to reach, which knobs there are, and all texts about it.

    stage_landscape: the landscape of this stage, if it is not that of its scenario.
    batch_losses: whether the result draws the loss of single batches beside the mean of all.
    batch_slice: the axis along which a race shows the loss of the current batch through the ball, if it does.
    knobs: the knobs that somebody sees who has met no others; empty means all that have a ladder.
    """

    title: Text
    summary: Text
    story: Text
    start: Point
    learning_rate: LearningRate
    goal: GoalSpec
    budget: BudgetSpec
    parallel: Parallel
    ladders: Ladders
    default_pick: Pick
    solution: Pick
    prediction: Question
    observed: Observed = field(name="saw")
    transfer: Question
    hints: tuple[Text, Text, Text]
    lesson: Text
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1, max_length=8)]
    next: Text
    name: StageName = ""
    lanes: Lanes = Lanes()
    test_shift: TestShift | None = None
    schedules: Annotated[tuple[ScheduleSpec, ...], Meta(max_length=9)] = field(default=(), name="tools")
    stage_landscape: StageLandscape | None = field(default=None, name="ground")
    batch_losses: bool = False
    batch_slice: Literal["x", "y"] | None = None
    knobs: Annotated[tuple[RowName, ...], Meta(max_length=3)] = ()
    figures: dict[FigureName, Figure] = {}

    def schedule(self, name: str | None) -> ScheduleSpec | None:
        """Return the schedule of that name. KeyError for an unknown name.

        For None it is the first schedule, or None if the stage has no schedules.
        """
        if name is None:
            return self.schedules[0] if self.schedules else None
        for schedule in self.schedules:
            if schedule.name == name:
                return schedule
        raise KeyError(name)

    @property
    def badge(self) -> Badge:
        """Return the badge of the first claim, which says how far the lesson reaches."""
        return self.claims[0].badge


class Scenario(Struct, frozen=True, forbid_unknown_fields=True):
    """A landscape and the stages that are played on it.

    references: sources of its own, by identifier. languages: those that the file is written in. A text in the other
    one is the same text.
    """

    format: Literal[1]
    name: Name
    title: Text
    examples: Annotated[int, Meta(ge=2, le=1000)]
    landscape: LandscapeSpec
    region: tuple[float, float, float, float]
    stages: Annotated[tuple[Stage, ...], Meta(min_length=1, max_length=12)]
    loss_axis: Literal["log", "linear"] = "log"
    landmarks: Annotated[tuple[Landmark, ...], Meta(max_length=8)] = ()
    sources: tuple[str, ...] = ()
    references: dict[Name, Reference] = {}
    languages: Annotated[tuple[Literal["en", "zh-TW"], ...], Meta(min_length=1, max_length=2)] = ("en", "zh-TW")

    def stage_landscape(self, stage: Stage) -> StageLandscape:
        """Return the landscape of a stage: its own, or that of the scenario."""
        return stage.stage_landscape or StageLandscape(self.landscape, self.region, self.landmarks)

    def stage(self, name: str = "") -> Stage:
        """Return the stage of that name. The first stage has the empty name. KeyError if there is no such stage."""
        for stage in self.stages:
            if stage.name == name:
                return stage
        raise KeyError(name)

    def full_name(self, stage: Stage) -> str:
        """Return the name of a stage as the commands take it: `saddle`, `saddle/hair`."""
        return f"{self.name}/{stage.name}" if stage.name else self.name

"""The shape of a scenario file: what a teacher may write, as frozen values. Nothing here computes or imports NumPy."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from batchgame.scenarios.reading.landscape_terms import LandscapeSpec, Point
from batchgame.scenarios.text.languages import LANGUAGES

Fraction01 = Annotated[float, Meta(ge=0, le=1)]
Momentum = Annotated[float, Meta(ge=0, lt=1)]
BatchSize = Annotated[int, Meta(ge=1, le=1000)]
Parallel = Annotated[int, Meta(ge=1, le=1000)]
LearningRate = Annotated[float, Meta(gt=0, le=100)]
Count = Annotated[int, Meta(ge=1, le=1_000_000)]
Ellipse = tuple[float, float, float, float]
Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
FigureName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
StageName = Annotated[str, Meta(pattern=r"^([a-z][a-z0-9-]{0,31})?$")]
LaneName = Literal["you", "full", "one"]
Badge = Literal["FACT", "IN THIS MODEL", "DEBATED"]
StatusName = Literal["BLOWN UP", "ARRIVED", "AT REST", "CRAWLING", "OUT OF BUDGET", "MOVING"]
MeasureName = Literal[
    "solved",
    "diverged",
    "median_updates",
    "median_epochs",
    "median_time",
    "final_loss",
    "updates_per_epoch",
    "updates_in_budget",
    "loss",
    "gradient",
    "curvature",
    "noise",
    "aim",
    "pull",
    "long_run_step",
]


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """One text in every language of the game; `text["zh-TW"]` reads one."""

    en: str
    zh_tw: str = field(name="zh-TW")

    def __getitem__(self, language: str) -> str:
        """The text in that language; KeyError for one the game does not speak."""
        if language not in LANGUAGES:
            raise KeyError(language)
        return self.en if language == "en" else self.zh_tw


class Turn(Struct, frozen=True, forbid_unknown_fields=True):
    """From this epoch on, counted from 0, batches have another size."""

    epoch: Annotated[int, Meta(ge=1, le=10_000)]
    batch_size: BatchSize


class ScheduleSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """A third thing to pick: how examples are drawn, η scaled with B, epochs of warm-up, a change of B on the way."""

    name: Name
    label: Text
    sampling: Literal["reshuffle", "once", "index", "replacement"] = "reshuffle"
    scaling: Literal["none", "linear", "sqrt"] = "none"
    rate: Annotated[float, Meta(gt=0, le=1000)] = 1.0
    warm_up: Annotated[int, Meta(ge=0, le=1000)] = 0
    then: Turn | None = None


class Pick(Struct, frozen=True, forbid_unknown_fields=True):
    """What a player turns: batch size B and momentum λ, and the schedule (by default the first one, if any)."""

    batch_size: BatchSize
    momentum: Momentum
    schedule: Name | None = field(default=None, name="tool")


class Ladders(Struct, frozen=True, forbid_unknown_fields=True):
    """The steps of each knob. A ladder of one step is a locked knob."""

    batch_size: Annotated[tuple[BatchSize, ...], Meta(min_length=1, max_length=12)]
    momentum: Annotated[tuple[Momentum, ...], Meta(min_length=1, max_length=12)]
    parallel: Annotated[tuple[Parallel, ...], Meta(min_length=1, max_length=12)]


class Lanes(Struct, frozen=True, forbid_unknown_fields=True):
    """The two reference lanes. `momentum` fixes theirs; without it they take the player's."""

    momentum: Momentum | None = None


class GoalSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """Ellipses (x, y, radius in x, radius in y), any of which counts when held for `hold` updates in a row.

    level: a loss at or below it counts, wherever that is. last_epochs: inside for so many epochs, and at the end.
    """

    ellipses: Annotated[tuple[Ellipse, ...], Meta(min_length=1, max_length=8)]
    hold: Annotated[int, Meta(ge=1, le=10_000)] = 1
    level: float | None = None
    last_epochs: Annotated[int, Meta(ge=1, le=1000)] | None = None


class BudgetSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """How long every lane may run: updates or epochs, exactly one of the two."""

    updates: Count | None = None
    epochs: Count | None = None


class Measure(Struct, frozen=True, forbid_unknown_fields=True):
    """One number that the simulation can give, about a pick on this stage. Left out: what the stage itself says."""

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
    moved: float | None = None
    times: float = 1.0


class Figure(Measure, frozen=True, forbid_unknown_fields=True):
    """A measure that a text may show as `{its name}`, with so many digits after the point."""

    digits: Annotated[int, Meta(ge=0, le=6)] | None = None


class Check(Measure, frozen=True, forbid_unknown_fields=True):
    """A measure that must lie above, below or at a number or another measure."""

    above: float | Measure | None = None
    below: float | Measure | None = None
    equals: float | Measure | None = None


class Option(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer. The right one's checks all hold; of a wrong one's at least one fails."""

    text: Text
    right: bool = False
    betrays: Text | None = None
    checks: tuple[Check, ...] = ()


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """A question with three or four answers, one of them right."""

    prompt: Text
    options: Annotated[tuple[Option, ...], Meta(min_length=3, max_length=4)]


class LaneCondition(Struct, frozen=True, forbid_unknown_fields=True):
    """What must be so of one lane at the end of the race."""

    lane: LaneName
    status: tuple[StatusName, ...] = ()
    never_moved: bool | None = None
    solved_at_least: Fraction01 | None = None
    solved_below: Fraction01 | None = None
    diverged_at_least: Fraction01 | None = None
    sooner_than: LaneName | None = None
    level_with: LaneName | None = None
    clock: Literal["updates", "epochs", "time"] = "time"


class ObservedOption(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a player may have seen; true when every condition holds. Without conditions: "I could not tell"."""

    text: Text
    when: tuple[LaneCondition, ...] = ()


class Observed(Struct, frozen=True, forbid_unknown_fields=True):
    """What did you see? Which answer is true is decided by the race, never by the file."""

    prompt: Text
    options: Annotated[tuple[ObservedOption, ...], Meta(min_length=3, max_length=4)]


class Claim(Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence with how far it reaches, the checks that hold it, and where it comes from."""

    badge: Badge
    statement: Text
    checks: tuple[Check, ...] = ()
    sources: tuple[str, ...] = ()


class TestShift(Struct, frozen=True, forbid_unknown_fields=True):
    """The test landscape as an assumption: the training landscape moved along `direction` by ± each distance."""

    direction: Point
    distances: Annotated[tuple[float, ...], Meta(min_length=2, max_length=12)]


class Landmark(Struct, frozen=True, forbid_unknown_fields=True):
    """A place on the map that has a name."""

    at: Point
    kind: Literal["saddle", "minimum", "maximum", "canyon", "basin", "hill"]
    label: Text


class StageLandscape(Struct, frozen=True, forbid_unknown_fields=True):
    """A landscape, the part of it that the map shows, and the places there that have a name."""

    landscape: LandscapeSpec
    region: tuple[float, float, float, float]
    landmarks: Annotated[tuple[Landmark, ...], Meta(max_length=8)] = ()


class Stage(Struct, frozen=True, forbid_unknown_fields=True):
    """One task on the scenario's landscape: where from, where to, with what, and every word said about it."""

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
    stage_landscape: StageLandscape | None = field(
        default=None, name="ground"
    )  # where the stage is played elsewhere than on the scenario's landscape
    batch_losses: bool = False  # the result draws the loss of single batches beside the mean
    figures: dict[FigureName, Figure] = {}

    def schedule(self, name: str | None) -> ScheduleSpec | None:
        """Return the schedule of that name, the first one if `name` is None; None if the stage has none."""
        if name is None:
            return self.schedules[0] if self.schedules else None
        for schedule in self.schedules:
            if schedule.name == name:
                return schedule
        raise KeyError(name)

    @property
    def badge(self) -> Badge:
        """How far the lesson reaches: the badge of its first claim."""
        return self.claims[0].badge


class Scenario(Struct, frozen=True, forbid_unknown_fields=True):
    """A landscape and the stages played on it."""

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

    def stage_landscape(self, stage: Stage) -> StageLandscape:
        """Where that stage is played."""
        return stage.stage_landscape or StageLandscape(self.landscape, self.region, self.landmarks)

    def stage(self, name: str = "") -> Stage:
        """The stage of that name, the first one without a name; KeyError when there is none."""
        for stage in self.stages:
            if stage.name == name:
                return stage
        raise KeyError(name)

    def full_name(self, stage: Stage) -> str:
        """Return the name of a stage as the commands take it: `saddle`, `saddle/hair`."""
        return f"{self.name}/{stage.name}" if stage.name else self.name

"""The shape of what a player may report to have seen: observations, and the conditions on lanes that make them true."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from batchgame.scenarios.reading.text import Text

Fraction01 = Annotated[float, Meta(ge=0, le=1)]
LaneName = Literal["you", "full", "one"]
StatusName = Literal["BLOWN UP", "ARRIVED", "AT REST", "CRAWLING", "OUT OF BUDGET", "MOVING"]


class LaneCondition(Struct, frozen=True, forbid_unknown_fields=True):
    """A condition on one lane at the end of the race. All parts that are given have to be true."""

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
    """An observation that a player may report. It is true if all its conditions hold; "I could not tell" has none."""

    text: Text
    when: tuple[LaneCondition, ...] = ()


class Observed(Struct, frozen=True, forbid_unknown_fields=True):
    """The question what the player has seen. The race decides which answer is true, and never the file."""

    prompt: Text
    options: Annotated[tuple[ObservedOption, ...], Meta(min_length=3, max_length=4)]

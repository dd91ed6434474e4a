"""Observations that a player may report: each has to be possible, and after any race one of them has to be true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from batchgame.scenarios.reading.observed import LaneCondition, Observed, ObservedOption

_BLOWN_UP, _ARRIVED = 0.5, 0.8
_END = {"BLOWN UP", "ARRIVED", "AT REST", "CRAWLING", "OUT OF BUDGET", "MOVING"}


def impossible(observed: Observed) -> Iterator[tuple[str, str]]:
    """Yield which observation can never be true, and why."""
    for index, option in enumerate(observed.options):
        if why := _contradiction(option):
            yield f"saw.options[{index}]", f"can never be true: {why}"
        elif option.when and any(
            _implies(option.when, earlier.when) for earlier in observed.options[:index] if earlier.when
        ):
            yield f"saw.options[{index}]", "can never be chosen as true: an option before it is true whenever it is"


def _contradiction(option: ObservedOption) -> str | None:
    for lane in ("you", "full", "one"):
        conditions = [condition for condition in option.when if condition.lane == lane]
        if conditions and (why := _of_lane(conditions)):
            return f"lane {lane}: {why}"
    sooner = {(condition.lane, condition.sooner_than) for condition in option.when if condition.sooner_than}
    level = {frozenset((c.lane, c.level_with)) for c in option.when if c.level_with}
    for one, other in sooner:
        if (other, one) in sooner:
            return f"{one} and {other} are each sooner than the other"
        if frozenset((one, other)) in level:
            return f"{one} is sooner than {other} and level with it"
    return None


def _of_lane(conditions: Sequence[LaneCondition]) -> str | None:
    least = max((c.solved_at_least for c in conditions if c.solved_at_least is not None), default=0.0)
    below = min((c.solved_below for c in conditions if c.solved_below is not None), default=2.0)
    diverged = max((c.diverged_at_least for c in conditions if c.diverged_at_least is not None), default=0.0)
    if least >= below:
        return f"solved at least {least:g} and below {below:g}"
    if below <= 0:
        return "solved below 0"
    if least + diverged > 1:
        return f"solved at least {least:g} and diverged at least {diverged:g}"
    statuses = set(_END)
    for condition in conditions:
        statuses &= set(condition.status) or _END
    if below <= _ARRIVED:
        statuses -= {"ARRIVED"}
    if least > 1 - _BLOWN_UP:
        statuses -= {"BLOWN UP"}
    if least >= _ARRIVED:
        statuses &= {"ARRIVED", "BLOWN UP"}
    if diverged >= _BLOWN_UP:
        statuses &= {"BLOWN UP"}
    if not statuses:
        return "no status fits its other conditions"
    moved = {c.never_moved for c in conditions if c.never_moved is not None}
    if moved == {True, False}:
        return "it moved and never moved"
    if True in moved and (least > 0 or diverged > 0 or not statuses & {"AT REST"}):
        return "it never moved, and yet solved, diverged or is not at rest"
    if any(c.sooner_than for c in conditions) and below <= 0.5:
        return "it is sooner than a lane, and fewer than half solve, so that it has no median"
    return None


def _implies(later: Sequence[LaneCondition], earlier: Sequence[LaneCondition]) -> bool:
    """Return whether each condition of the earlier option stands in the later one as well."""
    return all(condition in later for condition in earlier)

"""What the knobs of a pick mean, in words and counts, for the aim page and for plain lines."""

from __future__ import annotations

from batchgame.scenarios.text.numbers import number
from batchgame.sim.clock import MICROSECONDS, Clock
from batchgame.sim.hardware import Parallel
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.tui.race.aim_values import AimValues, aim_angle
from batchgame.tui.race.round import Round
from batchgame.tui.text.catalogue import Catalogue

ORDER = ("full", "you", "one")  # from seldom to often


def picks(round_: Round) -> list[tuple[str, Hyperparameters]]:
    """Return the lanes with what they train with, from the one that fires most seldom on."""
    lanes = {lane.name: lane.hyperparameters for lane in round_.lanes()}
    return [(name, lanes[name]) for name in ORDER]


def shots_in_ticks(round_: Round, hyperparameters: Hyperparameters, parallel: Parallel, ticks: int) -> int:
    """Return how many shots a lane has fired after so many ticks of the clock of a machine."""
    return hyperparameters.batches(round_.scenario.examples).updates_by(Clock(parallel), ticks * MICROSECONDS)


def tick_words(count: float, say: Catalogue) -> str:
    """Write a time on the clock: 1 tick, 4 ticks, 1.5 ticks."""
    return say("aim.tick" if count == 1 else "aim.ticks_count", count=number(count))


def shots_in_race(round_: Round, knobs: Hyperparameters) -> int:
    """Return how many shots a lane has in the whole race."""
    return round_.problem.budget.in_updates(knobs.batches(round_.scenario.examples))


def aim_words(round_: Round, knobs: Hyperparameters, say: Catalogue) -> str:
    """Write how well the first shots of a lane aim: the median angle to the full batch's shot."""
    angle = aim_angle(round_, knobs)
    if angle is None:
        return "–"
    return say("aim.true") if angle < 0.05 else f"±{number(angle, 2)}°"


def gauge_words(values: AimValues, examples: int, say: Catalogue) -> list[tuple[str, str, bool]]:
    """Return what the gauges say, as (gauge, words, whether it warns)."""
    told = [("reach", say("aim.reach_is", times=number(values.reach)), False)]
    if values.grip is not None:
        if values.grip >= 1:
            told.append(("grip", say("aim.grip_over", times=number(values.grip, 2)), True))
        else:
            told.append(("grip", say("aim.grip_is", share=f"{number(100 * values.grip, 2)}%"), False))
        told.append(("", say("aim.grip_whose"), False))
    if values.noise is not None:
        if values.noise == 0:
            told.append(("noise", say("aim.noise_none", n=examples), False))
        else:
            share, times = f"{number(100 * values.noise, 2)}%", number(values.noise, 2)
            words = say("aim.noise_times", times=times) if values.noise >= 1 else say("aim.noise_is", share=share)
            told.append(("noise", words, False))
            if values.batches:
                told.append(("", say("aim.noise_short", examples=examples, batches=values.batches), False))
    if values.flies:
        told.append(("", say("aim.flies"), True))
    return told


def shots_told(round_: Round, knobs: Hyperparameters, parallel: Parallel, ticks: int) -> int:
    """Return the shots of one epoch where one example is handled at a time, and else those of so many ticks."""
    if parallel == 1:
        return knobs.batches(round_.scenario.examples).updates_in_epoch(0)
    return shots_in_ticks(round_, knobs, parallel, ticks)


def clock_words(round_: Round, say: Catalogue) -> str:
    """Write how long a shot of the pick takes on this machine, and how long one example at a time would take."""
    here, old = (tick_words(float(Clock(each).cost(round_.batch_size)), say) for each in (round_.parallel, 1))
    key = "aim.clock_same" if here == old else "aim.clock_sooner"
    return say(key, batch_size=round_.batch_size, ticks=here, old=old)


def memory_words(momentum: float, say: Catalogue) -> str:
    """Write how far a steady pull grows with this momentum."""
    return say("aim.steady", count=number(1 / (1 - momentum))) if momentum else say("aim.no_memory")

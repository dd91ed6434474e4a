"""The work behind the reload page, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from batchgame.scenarios.exercises.reload import ENOUGH, hits
from batchgame.sim.timing.measure import CARD, SECONDS, has_card, measuring
from batchgame.sim.timing.times import SIZES, Times
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.trainer import Step, Work

RACE = "epoch/rematch"  # the race that is played with the measured clock
KIOSK_SIZES, KIOSK_SECONDS = SIZES[:-1], 3.0  # 50 MB instead of 120 MB; a class plays on the same host
CARD_SECONDS, CARD_SHARE = 3.0, 0.4  # of all the work


class Measurement(NamedTuple):
    """What was measured on the processor, and on the card where there is one."""

    here: Times
    card: Times | None = None


def seconds_of(kiosk: bool) -> float:
    """Return how long is measured."""
    return KIOSK_SECONDS if kiosk else SECONDS


def work_of(kiosk: bool) -> Work[Measurement]:
    """Return the work that measures. In a kiosk it is shorter, and no card is looked for."""
    sizes, seconds = KIOSK_SIZES if kiosk else SIZES, seconds_of(kiosk)

    def work() -> Iterator[Step[Measurement]]:
        on_card = not kiosk and has_card()
        part = 1 - CARD_SHARE * on_card
        here = Times(sizes)
        for share, here in measuring(sizes, seconds, alone=kiosk):
            yield Step(share * part, Measurement(here))
        if on_card and here.complete:
            for share, card in measuring(sizes, CARD_SECONDS, module=CARD):
                yield Step(part + share * CARD_SHARE, Measurement(here, card))

    return work


def score(practice: Practice, said: dict[int, float], here: Times) -> None:
    """Reach the goal with three points of four within a factor of three, and par with all of them."""
    near = hits(said, here)
    practice.goal, practice.par = near >= ENOUGH, near == len(said)

"""What the reload page shows, the signs it is drawn with, and the sentences that screen and plain lines share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from batchgame.scenarios.text.numbers import grouped, number, share
from batchgame.sim.clock import Clock
from batchgame.sim.hardware import Measured
from batchgame.sim.timing.times import Times
from batchgame.tui.draw.look import Look
from batchgame.tui.text.catalogue import Catalogue

EXAMPLES = 20  # of the races


class ReloadView(NamedTuple):
    """What the page shows.

    said: ratios by batch size. at: the point under the cursor, None once all are set. complete: every batch size was
    measured. aside: what stands beside the plot instead of the epochs, "clock" or "how". of: seconds of measuring.
    """

    said: Mapping[int, float]
    at: int | None
    here: Times
    card: Times | None
    complete: bool
    over: bool
    began: bool
    paused: bool
    share: float
    of: float
    aside: str
    hint: str | None


class Signs(NamedTuple):
    """The signs of what was said, of this machine, of the lecture's figure, and of the card."""

    said: str
    here: str
    lecture: str
    card: str


def signs(look: Look) -> Signs:
    """Return the signs that this terminal can draw."""
    return Signs("o", "Y", "x", "G") if look.folds else Signs("○", "●", "◇", "■")


def where(say: Catalogue, here: Times) -> str:
    """Tell what the figures are: how many updates, where and for how long."""
    updates = sum(point.updates for point in here.points)
    return say("reload.where", updates=grouped(updates), seconds=number(here.seconds, 2))


def race_values(fit: Measured) -> dict[str, object]:
    """Return the values of the sentences that compare the measured clock with that of the races."""
    full = float(Clock(fit).cost(EXAMPLES))
    return {
        "fixed": number(fit.fixed), "each": number(fit.each), "knee": number(round(fit.knee)), "n": EXAMPLES,
        "cost": number(full, 2),
    }  # fmt: skip


def off_by(here: Times, fit: Measured) -> str:
    """Return the largest relative miss of the fitted costs at any measured batch size."""
    misses = [abs((fit.fixed + fit.each * point.batch_size) / (1e6 * point.median) - 1) for point in here.points]
    return share(max(misses))

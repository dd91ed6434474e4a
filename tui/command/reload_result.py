"""The measurement of `batchgame run reload`, as a JSON object."""

from __future__ import annotations

from typing import Any

from batchgame.sim.timing.measure import CARD, measuring
from batchgame.sim.timing.network import CLASSES, HIDDEN, INPUTS
from batchgame.sim.timing.times import ROWS, SIZES, Times
from batchgame.tui.command.argument_types import UsageError
from batchgame.tui.plain.meter import Meter


def result_of(seconds: float, *, card: bool) -> dict[str, Any]:
    """Measure, and return the fields of the JSON object in their order. Progress goes to stderr."""
    here = _measured(seconds, "numpy")
    on_card = _measured(seconds, CARD) if card else None
    if on_card is not None and not on_card.complete:
        raise UsageError("--card: CuPy finds no card here (`batchgame doctor`)")
    fit = here.fit()
    return {
        "network": f"{INPUTS}-{HIDDEN}-{CLASSES}",
        "rows": ROWS,
        "dtype": "float32",
        "threads": 1,
        "points": _points(here),
        "busy": here.busy,
        "clock": None if fit is None else fit._asdict() | {"unit": "microseconds"},
        "card": None if on_card is None else {"points": _points(on_card), "busy": on_card.busy},
        "seconds": round(here.seconds, 3),
        "complete": here.complete,
        "ended": here.ended or None,
    }


def _measured(seconds: float, module: str) -> Times:
    last = Times(SIZES)
    with Meter("reload") as meter:
        for share, times in measuring(seconds=seconds, module=module):
            meter(share)
            last = times
    return last


def _points(times: Times) -> list[dict[str, Any]]:
    return [
        {
            "batch_size": point.batch_size,
            "updates": point.updates,
            "quantile_20": point.low,
            "median": point.median,
            "quantile_90": point.high,
            "ratio": times.ratio(point.batch_size),
            "epoch_seconds": point.epoch,
            "busy": point.busy,
        }
        for point in times.points
    ]

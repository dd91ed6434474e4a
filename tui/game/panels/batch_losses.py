"""The loss of single batches beside the mean of all: where the mean is flat, a batch need not be."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.plot import paint_profile

if TYPE_CHECKING:
    from batchgame.tui.game.pages.result import ResultPage

DRAWN = 4  # batches: more curves hide one another
STUCK = 0.02  # of the typical slope of the landscape: less is no pull


def paint_batch_losses(grid: Grid, page: ResultPage, area: Rect, *, titled: bool) -> None:
    """A cut through the start: the mean, and the player's first batches; how many of those pull there."""
    look, say, round_ = page.session.look, page.session.say, page.round
    y = area.y
    if titled:
        grid.text(area.x, y, say("batches.title"), look.text, bold=True)
        y += 1
    words = 3
    profile = Rect(area.x, y, area.w, area.h - (y - area.y) - words)
    batch_size, seed = round_.batch_size, round_.options.seed
    line, mean, curves, pulling, count = batch_losses(round_.problem, batch_size, seed)
    you, full = look.lane("you"), look.lane("full")
    if profile.h >= 3:
        drawn = [(curve, you[0]) for curve in curves[:DRAWN]] if batch_size < round_.scenario.examples else []
        paint_profile(
            grid, profile.x, profile.y, profile.w, profile.h, line, [(mean, full[0]), *drawn],
            marks=[(round_.problem.start[0], full)], look=look,
        )  # fmt: skip
    y = area.y + area.h - words
    grid.put(area.x, y, full[1], full[0])
    grid.text(area.x + 2, y, say("batches.mean"), look.text, width=area.w - 2)
    grid.put(area.x, y + 1, you[1], you[0])
    told = say("batches.pull", batch_size=batch_size, pulling=pulling, count=count)
    grid.text(area.x + 2, y + 1, told, look.text, width=area.w - 2)
    grid.text(area.x, y + 2, say("batches.where"), look.dim, width=area.w)


@lru_cache(maxsize=8)
def batch_losses(problem: Any, batch_size: int, seed: int) -> tuple[Any, Any, list[Any], int, int]:
    """Positions along x through the start, the mean loss there, that of each batch of the first epoch of trajectory 0,
    how many of those batches pull at the start, and how many batches there are.
    """
    import numpy as np

    from batchgame.sim.problem import typical_slope
    from batchgame.sim.shuffle import order

    x0, x1, _, _ = problem.region
    line = np.linspace(x0, x1, 240)
    along = np.stack([line, np.full_like(line, problem.start[1])], axis=-1)
    examples = order(seed, np.zeros(1, dtype=np.uint32), 0, problem.landscape.examples)[0]  # (N,)
    batches = [examples[at : at + batch_size] for at in range(0, len(examples), batch_size)]
    each = problem.landscape.example_losses(along)  # (240, N)
    slopes = [float(np.linalg.norm(problem.landscape.gradient(problem.start, batch))) for batch in batches]
    pulling = sum(slope > STUCK * typical_slope(problem) for slope in slopes)
    return line, each.mean(axis=-1), [each[:, batch].mean(axis=-1) for batch in batches], pulling, len(batches)

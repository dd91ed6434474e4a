"""The equations behind the gauges, each with what its letters mean."""

from __future__ import annotations

from typing import NamedTuple

from batchgame.scenarios.text.numbers import batches_of, number
from batchgame.sim import theory
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.tui.draw.grid import measure, wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.race.round import Round
from batchgame.tui.text.catalogue import Catalogue


class Equation(NamedTuple):
    """A row: what it is about, the equation, what its letters mean, and whether it warns."""

    name: str
    value: str
    means: str
    warns: bool = False


def equations(round_: Round, say: Catalogue) -> list[Equation]:
    """Return what theory says of these knobs before anything is run."""
    schedule = round_.trained_by
    knobs = Hyperparameters(round_.batch_size, round_.momentum, round_.learning_rate, schedule)
    factor = schedule.factor(round_.batch_size)
    eta = "η" if factor == 1 else f"{number(factor)}η"
    longest = theory.effective_learning_rate(knobs.full_learning_rate, knobs.momentum)
    long_run = say("aim.long_run_value", rate=number(longest), factor=number(1 / (1 - knobs.momentum)))
    if factor != 1:
        long_run = say("aim.long_run_scaled", eta=eta, rate=number(longest))
    rows = [
        Equation(say("aim.movement"), "m = λm − ηg", say("aim.movement_means", rate=number(round_.learning_rate))),
        Equation(say("aim.position"), "θ = θ + m", say("aim.position_means")),
        Equation(say("aim.long_run"), long_run, say("aim.long_run_means")),
    ]
    if round_.goal_curvature > 0:
        limit = number(theory.stability_limit(round_.goal_curvature, knobs.momentum))
        rows.append(Equation(say("aim.stable"), say("aim.stable_value", eta=eta, limit=limit), say("aim.stable_means")))
    if schedule.sampling == "reshuffle" and schedule.then is None:  # what the gauge is about
        noise = number(theory.noise_gauge(knobs, round_.scenario.examples))
        written = say("aim.noise_value", noise=noise)
        if uneven := batches_of(round_.scenario.examples, knobs.batch_size):
            written = say("aim.noise_uneven", noise=noise, examples=round_.scenario.examples, batches=uneven)
        rows.append(Equation(say("aim.noise_word"), written, say("aim.noise_means")))
    if theory.warns(knobs.full_learning_rate, knobs.momentum, round_.steepest):
        strength = number(longest * round_.steepest)
        warning = say("aim.warning_value", eta=eta, value=strength)
        rows.append(Equation(say("aim.warning"), warning, say("aim.warning_means"), warns=True))
    return rows


def paint_equations(pen: Pen, area: Rect, round_: Round, *, explained: bool) -> int:
    """Draw as many rows as there is room for. explained: with what their letters mean. Returns the row after them."""
    grid, look, say = pen.grid, pen.look, pen.say
    rows = equations(round_, say)
    left = max(measure(row.name, grid.folds) for row in rows) + 2
    if any(left + measure(row.value, grid.folds) > area.w for row in rows):
        left = 0  # the equations tell their names
    explained = explained and area.h >= sum(1 + len(wrap(row.means, area.w - 2, grid.folds)) for row in rows)
    y = area.y
    for row in rows:
        if y >= area.y + area.h:
            break
        if left:
            grid.text(area.x, y, row.name, look.dim)
        grid.text(area.x + left, y, row.value, look.bad if row.warns else look.text, width=area.w - left)
        y += 1
        if explained:
            y = grid.paragraph(area.x + 2, y, area.w - 2, area.y + area.h - y, row.means, look.soft)
    return y

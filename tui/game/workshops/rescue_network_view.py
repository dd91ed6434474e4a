"""The rescue page: knobs beside validation curves, the map of real networks, and the table of three budgets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from batchgame.scenarios.text.numbers import number, percentage
from batchgame.sim.networks.rescue import FULL, SMALL, allowed
from batchgame.sim.schedule import Batches
from batchgame.tui.draw.curves import Accuracies, Array, Curve, paint_curves
from batchgame.tui.draw.grid import wrap
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.workshops.rescue_network_maps import paint_map, paint_table
from batchgame.tui.game.workshops.rescue_network_values import RescueView
from batchgame.tui.game.workshops.rescue_network_words import cost_words, knob_words

QUANTILES = (0.1, 0.5, 0.9)
NAMES = 11  # columns for the names of curves: 1200√ λ.9


def paint_rescue(pen: Pen, view: RescueView) -> None:
    """Draw the knobs with the curves, the map, or the table."""
    grid = pen.grid
    area = body(grid.width, grid.height).inset(1, 0)
    {"map": paint_map, "table": paint_table}.get(view.view, _aim)(pen, view, area)
    chrome.message(grid, _message(pen, view), pen.look.accent)


def _aim(pen: Pen, view: RescueView, area: Rect) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    left = area.left(28 if narrow(grid.width, grid.height) else 34 if not roomy(grid.width, grid.height) else 44)
    for n, knob in enumerate(view.rows):
        _knob(pen, view, Rect(left.x, left.y + n, left.w, 1), knob)
    rest = left.below(len(view.rows) + (0 if narrow(grid.width, grid.height) else 1))
    y = grid.paragraph(rest.x, rest.y, rest.w, rest.h, cost_words(say, view.pick, view.kind, view.clock), look.soft)
    rest = rest.below(y - rest.y)
    if view.hint:
        chrome.hint_in(grid, look, view.hint, rest, low=True)
    elif view.start is not None and view.start.goal is not None and view.start.reference is not None:
        goal = percentage(view.start.goal)
        words = say("rescue-network.goal_short", small=SMALL, reached=percentage(view.start.reference.end), goal=goal)
        if not narrow(grid.width, grid.height):
            rest = rest.below(1)
        y = grid.paragraph(rest.x, rest.y, rest.w, rest.h, words, look.text)
        _history(pen, view, rest.below(y - rest.y + (0 if narrow(grid.width, grid.height) else 1)))
    _curves(pen, view, area.right_of(left.w, 1))


def _knob(pen: Pen, view: RescueView, area: Rect, knob: str) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    lit = knob == view.row and view.view == "aim"
    if lit:
        grid.fill(area.x, area.y, area.w, 1, look.select)
        grid.text(area.x, area.y, look.cursor, look.accent, bold=True)
    grid.text(area.x + 2, area.y, say(f"rescue-network.{knob}"), look.text if lit else look.soft, bold=lit)
    value = knob_words(say, view.pick, view.kind, view.clock, knob)
    grid.text(area.x, area.y, value, look.accent if lit else look.text, bold=lit, width=area.w - 1, align="right")


def _history(pen: Pen, view: RescueView, area: Rect) -> None:
    """Write what the last runs came to, the newest first."""
    grid, look, say = pen.grid, pen.look, pen.say
    ended = [run for run in view.runs if run.complete]
    if view.view == "run" and view.fired:
        ended = ended[:-1] if view.runs[-1].complete else ended
    assert view.start is not None
    assert view.start.goal is not None
    for n, run in enumerate(reversed(ended[-area.h :] if area.h > 0 else [])):
        over = run.curve.end >= view.start.goal
        scaling = say(f"rescue-network.short_{run.pick.scaling}")
        words = f"{run.pick.batch_size} {scaling} λ{number(run.pick.momentum)}"
        if run.pick.warm_up:
            words += f" {say('rescue-network.short_warm', count=run.pick.warm_up)}"
        ink = look.good if over else look.soft
        end = grid.text(area.x, area.y + n, words, ink)
        reached = f"{percentage(run.curve.end)} {look.star if over else look.cross}"
        grid.text(end, area.y + n, reached, ink, width=area.x + area.w - end - 1, align="right")


def _curves(pen: Pen, view: RescueView, area: Rect) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    start = view.start
    notes = wrap(_provenance(pen, view), area.w, grid.folds)
    title = wrap(say("rescue-network.title"), area.w, grid.folds)
    for n, line in enumerate(title):
        grid.text(area.x, area.y + n, line, look.text)
    plot = Rect(area.x, area.y + len(title), area.w, area.h - len(title) - len(notes))
    for n, line in enumerate(notes):
        grid.text(area.x, area.y + area.h - len(notes) + n, line, look.dim)
    most = _along(view, SMALL, np.array([allowed(view.kind, SMALL, view.clock)]))[-1]
    curves = [Curve(f"B {SMALL}", np.empty(0), np.empty((0, 3)))]
    if start is not None and start.reference is not None:
        curves[0] = _curve(curves[0].name, _along(view, SMALL, start.reference.updates), start.reference.accuracy, most)
    if start is not None and start.goal is not None:
        curves.append(Curve(say("rescue-network.goal_line"), np.array([0.0, most]), np.full((2, 3), start.goal)))
    runs = [run for run in view.runs if run.kind == view.kind and (run.complete or run is view.runs[-1])][-2:]
    if view.view == "run" and not view.fired:
        runs = runs[-1:]
    for run in reversed(runs):
        newest = view.view == "run" and view.fired and run is view.runs[-1]
        x = _along(view, run.pick.batch_size, run.curve.updates)
        last = view.shown * _along(view, run.pick.batch_size, np.array([run.updates]))[-1] if newest else most
        name = str(run.pick.batch_size)
        name += say(f"rescue-network.mark_{run.pick.scaling}") if run.pick.scaling != "none" else ""
        name += f" λ{number(run.pick.momentum).lstrip('0')}" if run.pick.momentum else ""
        curves.append(_curve(name, x, run.curve.accuracy, last))
    paint_curves(
        grid,
        plot,
        curves,
        Accuracies(),
        float(most),
        say(f"rescue-network.axis_{view.kind}"),
        look,
        names=NAMES,
        ranges=False,
    )


def _curve(name: str, x: Array, accuracy: Array, last: float) -> Curve:
    keep = x <= last * (1 + 1e-9)
    return Curve(name, x[keep], np.quantile(accuracy[keep], QUANTILES, axis=1).T)


def _along(view: RescueView, batch_size: int, updates: NDArray[np.int64]) -> Array:
    """Return updates in the unit of the budget."""
    if view.kind == "updates":
        return np.asarray(updates, dtype=np.float64)
    if view.kind == "seconds" and view.clock is not None:
        return np.asarray(updates * 1000 * view.clock.seconds[batch_size])
    batches = Batches(FULL, batch_size)
    return np.array([batches.epochs_seen(int(update)) for update in updates])


def _provenance(pen: Pen, view: RescueView) -> str:
    start = view.start
    if start is None or start.reference is None:
        return ""
    seconds = view.runs[-1].seconds if view.runs else start.seconds
    return pen.say("rescue-network.provenance", networks=start.networks, seconds=number(seconds, 2))


def _message(pen: Pen, view: RescueView) -> str:
    say = pen.say
    if view.paused:
        return say("rescue-network.paused")
    left = number(view.left, 2) if view.left is not None else ""
    percent = f"{100 * view.share:.0f}%"
    if view.view in ("map", "table") and view.running:
        return say("rescue-network.progress", done=percent, left=left) if left else say("rescue-network.training")
    if view.view == "map":
        cells = view.cells
        if cells is None or not cells.networks.min():
            return ""
        one, full = (number(cells.rates[cells.best(row)]) for row in (0, -1))
        return say("rescue-network.map_done", first=cells.batch_sizes[0], one=one, full=full)
    if view.view == "table":
        return say("rescue-network.table_done")
    if view.start is None or view.start.goal is None:
        return say("rescue-network.measuring")
    if view.view == "run":
        return say("rescue-network.progress", done=percent, left=left) if left else say("rescue-network.training")
    if view.fired:
        run = view.runs[-1]
        key = "far" if run.curve.end < view.start.goal else "saved" if run.pick.batch_size == FULL else "not_full"
        return say(f"rescue-network.{key}", reached=percentage(run.curve.end))
    return say("rescue-network.pick" if not view.goal else "rescue-network.pick_again")

"""A map in words: what it shows, how far it is computed, and the outcome of one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.text.numbers import batches_of, interval, number, percent
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcome import wilson
from batchgame.sim.schedule import PLAIN
from batchgame.tui.maps.axes import SYMBOLS
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.clock_name import clock_name
from batchgame.tui.text.keys import status_key

if TYPE_CHECKING:
    from batchgame.sim.plane import Knob
    from batchgame.tui.maps.axes import Axes
    from batchgame.tui.maps.cell import Cell
    from batchgame.tui.maps.map import Map
    from batchgame.tui.race.round import Round


def progress(say: Catalogue, map_: Map) -> str:
    """Tell how many cells of the result's map are computed, and with how many trajectories."""
    if map_.complete:
        return say("map.each", count=map_.trajectories)
    if map_.failed:
        return say("map.failed")
    if few := map_.least:
        words = {"few": few, "count": map_.trajectories}
        return say("map.refining", **words, done=map_.finished, of=map_.axes.size)
    return say("map.coming", done=len(map_.cells), of=map_.axes.size)


def pass_progress(say: Catalogue, map_: Map | None) -> str:
    """Tell in a few words which pass of the full-screen map is being computed, and how much of it is done."""
    if map_ is None:
        return say("plane.beginning")
    if map_.complete:
        return say("map.each", count=map_.trajectories)
    if map_.failed:
        return say("map.failed")
    if not map_.cells:
        return say("plane.beginning")
    stride, count = map_.passes[map_.stage]
    key = "plane.coarse" if stride > 1 else "plane.coming"
    return say(key, stride=stride, count=count, done=map_.done, of=map_.wanted)


def caption(say: Catalogue, batch_size: int, momentum: float, cell: Cell | None, *, fog: bool, in_epochs: bool) -> str:
    """Tell the outcome of a cell of the result's map in one sentence; in_epochs is the unit of its median."""
    at = {"batch_size": batch_size, "momentum": number(momentum)}
    if fog:
        return say("map.fog_here", **at)
    if cell is None:
        return say("map.not_yet", **at)
    median = cell.median_epochs if in_epochs else cell.median_updates
    solved = percent(cell.solved, cell.trajectories)
    if median is None:
        return say("map.here", **at, solved=solved, count=cell.trajectories)
    unit = say("unit.epochs" if in_epochs else "unit.updates")
    return say("map.here_median", **at, solved=solved, count=cell.trajectories, median=number(median), unit=unit)


def outcome(say: Catalogue, cell: Cell) -> tuple[str, str]:
    """Tell the outcome of a cell in two sentences: the shares with their interval and status, and the medians."""
    count = cell.trajectories
    first = say(
        "plane.came", solved=percent(cell.solved, count), interval=interval(*wilson(cell.solved, count)),
        diverged=percent(cell.diverged, count), count=count,
        status=say(f"status.{status_key(cell.status)}"),
    )  # fmt: skip
    if cell.median_updates is None or cell.median_epochs is None or cell.median_time is None:
        return first, say("plane.no_median")
    medians = (cell.median_updates, cell.median_epochs, cell.median_time)
    updates, epochs, time = (number(median, 4) for median in medians)
    return first, say("plane.median", updates=updates, epochs=epochs, time=time)


def budget(say: Catalogue, round_: Round) -> str:
    """Tell the budget of the round's stage in its unit."""
    found = round_.stage.budget
    key = "menu.epochs" if found.epochs is not None else "menu.updates"
    return say(key, count=found.epochs if found.epochs is not None else found.updates)


def held(axes: Axes) -> str:
    """Write the value of the knob that is on neither axis, as in "η = 0.05"."""
    return f"{SYMBOLS[axes.held_knob]} = {number(axes.held, 4)}"


def conditions(say: Catalogue, round_: Round, axes: Axes) -> tuple[str, str]:
    """Tell the budget, the clock, the axes and what is held, in a long and in a short sentence."""
    words = {
        "budget": budget(say, round_), "parallel": clock_name(say, round_.parallel), "x": SYMBOLS[axes.x],
        "y": SYMBOLS[axes.y], "held": held(axes),
    }  # fmt: skip
    return say("plane.conditions", **words), say("plane.conditions_short", **words)


def knobs(values: dict[Knob, float]) -> str:
    """Write the values of all three knobs, as in "B 4, λ 0.5, η 0.2"."""
    return ", ".join(f"{SYMBOLS[knob]} {number(value, 4)}" for knob, value in values.items())


def predicted(say: Catalogue, round_: Round, values: dict[Knob, float]) -> tuple[str, str]:
    """Tell the noise gauge and the warning that η is too large, or "" for either: theory is about plain training only.

    Loads NumPy.
    """
    if round_.trained_by != PLAIN:
        return "", ""
    # Not at the top: a page is drawn before NumPy is imported.
    from batchgame.sim import theory

    picked = Hyperparameters(int(values["batch_size"]), values["momentum"], values["learning_rate"])
    noise = theory.noise_gauge(picked, round_.problem.landscape.examples)
    examples, steep = round_.problem.landscape.examples, round_.steepest
    told = say("plane.noise", noise=number(noise))
    if uneven := batches_of(examples, picked.batch_size):
        told = say("plane.noise_uneven", noise=number(noise), examples=examples, batches=uneven)
    if not theory.warns(picked.learning_rate, picked.momentum, steep):
        return told, ""
    strength = theory.effective_learning_rate(picked.learning_rate, picked.momentum) * steep
    return told, say("aim.warning_value", eta="η", value=number(strength)) + say("stop")

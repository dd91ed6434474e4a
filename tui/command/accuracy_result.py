"""The experiment of `batchgame run accuracy`. It imports NumPy."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.networks.engine import network_engine
from batchgame.sim.networks.experiment import Experiment, Result, mean_of, run
from batchgame.sim.networks.networks import Measured, Setup
from batchgame.tui.plain.meter import Meter

FIGURES = ("train_accuracy", "test_accuracy", "train_loss", "test_loss")


def experiment_of(arguments: argparse.Namespace, batch_size: int, learning_rate: float, momentum: float) -> Experiment:
    """Return the experiment with one choice of hyperparameters that the arguments describe."""
    setup = Setup(arguments.data, examples=arguments.examples, wrong_labels=arguments.wrong_labels)
    return Experiment(
        setup, batch_size, learning_rate, momentum, arguments.networks, arguments.seed, arguments.updates,
        arguments.epochs, arguments.until_loss, arguments.engine,
    )  # fmt: skip


def result_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """Train the networks and return the fields of the JSON object in their order. Progress goes to stderr."""
    experiment = experiment_of(arguments, arguments.batch_size, arguments.learning_rate, arguments.momentum)
    with Meter(arguments.scenario) as meter:
        found = run(experiment, meter, curves=arguments.curves, sharp=arguments.sharpness)
    return {
        "scenario": arguments.scenario,
        "data": arguments.data,
        "examples": experiment.setup.training,
        "wrong_labels": arguments.wrong_labels,
        "batch_size": experiment.batch_size,
        "momentum": experiment.momentum,
        "learning_rate": experiment.learning_rate,
        "networks": experiment.networks,
        "seed": experiment.seed,
        "engine": network_engine(experiment.engine).name,
        **_trained(experiment, found),
        **{name: _figure(getattr(found.measured, name)) for name in FIGURES},
        **({} if found.sharpness is None else {"sharpness": _sharpness(found.sharpness)}),
        **({"curves": _curves(experiment, found)} if arguments.curves else {}),
        "seconds": round(found.seconds, 6),
        "examples_per_second": round(found.examples / found.seconds),
    }


def _trained(experiment: Experiment, found: Result) -> dict[str, Any]:
    """Return updates and epochs, which are means over networks if each has stopped at a loss."""
    updates, epochs = (
        float(found.updates.mean()),
        float(np.mean([experiment.batches.epochs_seen(n) for n in found.updates.tolist()])),
    )
    if experiment.until_loss is None:
        return {"updates": round(updates), "epochs": epochs}
    return {
        "until_loss": experiment.until_loss,
        "reached": float(found.reached.mean()),
        "updates": updates,
        "epochs": epochs,
    }


def _figure(values: NDArray[np.float64]) -> dict[str, float | None]:
    return mean_of(values)._asdict()


def _sharpness(values: NDArray[np.float64]) -> dict[str, float | None]:
    median = float(np.median(values))
    return _figure(values) | {"median": median if np.isfinite(median) else None}


def _curves(experiment: Experiment, found: Result) -> dict[str, Any]:
    """Return the means over networks at each point of the curves."""
    assert found.curves is not None
    curves: dict[str, Any] = {
        "updates": found.updates_at,
        "epochs": [experiment.batches.epochs_seen(updates) for updates in found.updates_at],
    }
    for name, values in zip(Measured._fields, found.curves.swapaxes(0, 1), strict=True):
        means = [mean_of(each) for each in values]
        curves[name] = {field: [getattr(one, field) for one in means] for field in ("mean", "standard_error")}
    return curves

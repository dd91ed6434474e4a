"""The experiment of `batchgame run`. It imports NumPy."""

from __future__ import annotations

import argparse
import time
from typing import Any

from batchgame.scenarios.reading.format import Scenario, Stage
from batchgame.scenarios.reading.problem import problem, schedule
from batchgame.sim.engine import engine
from batchgame.sim.hardware import Measured, Parallel
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcomes import outcome
from batchgame.tui.plain.meter import Meter


def result_of(arguments: argparse.Namespace, scenario: Scenario, stage: Stage) -> dict[str, Any]:
    """Run the experiment and return the fields of the JSON object in their order. Progress goes to stderr."""
    learning_rate = arguments.learning_rate or stage.learning_rate
    parallel: Parallel = arguments.clock or arguments.parallel or stage.parallel
    name = scenario.full_name(stage)
    updates, epochs = arguments.updates, arguments.epochs
    if updates is None and epochs is None:
        updates, epochs = stage.budget.updates, stage.budget.epochs
    began = time.perf_counter()
    with Meter(name) as meter:
        found = outcome(
            problem(scenario, stage),
            Hyperparameters(
                arguments.batch_size, arguments.momentum, learning_rate, schedule(stage, arguments.schedule)
            ),
            parallel=parallel,
            trajectories=arguments.trajectories,
            seed=arguments.seed,
            engine=arguments.engine,
            dtype=arguments.dtype,
            updates=updates,
            epochs=epochs,
            on_progress=meter,
        )
    seconds = time.perf_counter() - began
    third = {"tool": arguments.schedule or stage.schedules[0].name} if stage.schedules else {}
    return {
        "scenario": name,
        "batch_size": arguments.batch_size,
        "momentum": arguments.momentum,
        **third,
        "learning_rate": learning_rate,
        "trajectories": arguments.trajectories,
        "seed": arguments.seed,
        "engine": engine(arguments.engine).name,
        "dtype": arguments.dtype,
        "parallel": None if isinstance(parallel, Measured) else parallel,
        **({"clock": parallel._asdict()} if isinstance(parallel, Measured) else {}),
        "updates": updates,
        "epochs": epochs,
        "solved": found.solved / found.trajectories,
        "diverged": found.diverged / found.trajectories,
        "median_updates": found.median_updates,
        "median_epochs": found.median_epochs,
        "median_time": found.median_time,
        "final_loss": found.final_loss,
        "status": found.status.value,
        "seconds": round(seconds, 6),
        "trajectory_steps_per_second": round(found.updates * found.trajectories / seconds),
    }

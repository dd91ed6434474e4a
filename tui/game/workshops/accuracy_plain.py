"""The accuracy exercise in plain lines: the same bets and the same networks, with a table after each training."""

from __future__ import annotations

import numpy as np

from batchgame.scenarios.exercises.accuracy import COMPARISONS, EPOCHS, SIZES, UPDATES
from batchgame.sim.networks.side_by_side import Lanes
from batchgame.tui.game.workshops.accuracy_bets import answers_dealt, both_fall, hits_of, mean, score, work_of
from batchgame.tui.game.workshops.accuracy_view import what
from batchgame.tui.plain.table import Table
from batchgame.tui.plain.training import finished
from batchgame.tui.race.practice import Practice

NETWORKS = 16  # of each batch size: nothing is seen while they train


def plain(table: Table, practice: Practice) -> None:
    """Play the exercise: order the six, then bet on equal updates, then look at the spirals."""
    say, order = table.say, list[int]()
    table.line()
    table.tell("accuracy.plain_order", epochs=EPOCHS, sizes=", ".join(map(str, SIZES)))
    for place in range(1, len(SIZES)):
        left = {str(size): str(n) for n, size in enumerate(SIZES) if n not in order}
        order.append(int(table.ask("accuracy.plain_place", left, place=place)))
    order += set(range(len(SIZES))) - set(order)
    epochs = _trained(table, "epochs")
    table.tell(
        "accuracy.ordered" if both_fall(epochs) else "accuracy.placed", hits=sum(hits_of(order, epochs)), of=len(SIZES)
    )
    answers = [say(f"accuracy.answer_{answer}") for answer in ("worst", "level", "overfits")]
    said = table.question(
        say("accuracy.ask_updates", updates=UPDATES, epochs=EPOCHS), answers, answers_dealt(table.options.seed)
    )
    updates = _trained(table, "updates")
    score(practice, order, epochs, said, updates)
    before, now = (f"{100 * mean(lanes[-1].test):.1f}%" for lanes in (epochs, updates))
    table.tell("accuracy.met", before=before, now=now)
    _trained(table, "spirals")


def _trained(table: Table, stage: str) -> Lanes:
    """Train the networks of a stage, and print what came out for each batch size."""
    comparison, options = COMPARISONS[stage], table.options
    numbers = range(NETWORKS // 4 if stage == "updates" else NETWORKS)
    table.line()
    table.tell(f"accuracy.plain_{stage}", epochs=EPOCHS, updates=UPDATES)
    lanes, seconds = finished(table.say("accuracy.train"), lambda: work_of(comparison, numbers, options))
    for lane in lanes:
        train = float(np.median(lane.train[-1]))
        figures = [f"{100 * value:.1f}" for value in (train, *np.quantile(lane.test[-1], (0.5, 0.1, 0.9)).tolist())]
        named = dict(zip(("train", "test", "low", "high"), figures, strict=True))
        table.tell("accuracy.plain_row", b=lane.batch_size, updates=lane.updates, **named)
    table.line(what(table.say, comparison, lanes[0].networks, seconds))
    return lanes

"""The words of the rescue's knobs and budgets, on the screen and in plain lines."""

from __future__ import annotations

from batchgame.scenarios.text.numbers import number
from batchgame.sim.networks.rescue import EPOCHS, FULL, UPDATES, Kind, Pick, UpdateClock, budget_seconds
from batchgame.sim.schedule import Batches
from batchgame.tui.game.workshops.rescue_network_work import spent
from batchgame.tui.text.catalogue import Catalogue


def budget_words(say: Catalogue, kind: Kind, clock: UpdateClock | None) -> str:
    """Write a budget: 20 epochs, 100 updates, 60 ms."""
    if kind == "seconds" and clock is not None:
        return say("rescue-network.ms", count=number(1000 * budget_seconds(clock), 2))
    return say(f"rescue-network.in_{kind}", count=UPDATES if kind == "updates" else EPOCHS)


def knob_words(say: Catalogue, pick: Pick, kind: Kind, clock: UpdateClock | None, knob: str) -> str:
    """Write the value that a knob stands at."""
    if knob == "kind":
        return budget_words(say, kind, clock)
    if knob == "scaling":
        factor = pick.learning_rate / pick._replace(scaling="none").learning_rate
        return say(f"rescue-network.{pick.scaling}", factor=number(factor))
    if knob in ("warm_up", "epochs"):
        return say("rescue-network.in_epochs", count=getattr(pick, knob))
    return number(getattr(pick, knob))


def cost_words(say: Catalogue, pick: Pick, kind: Kind, clock: UpdateClock | None) -> str:
    """Write what a pick costs in updates, epochs and measured time, and its η."""
    updates = spent(pick, kind, clock)
    epochs = Batches(FULL, pick.batch_size).epochs_seen(updates)
    words = say("rescue-network.costs", rate=number(pick.learning_rate), updates=updates, epochs=number(epochs))
    if clock is None:
        return words
    return words + say("rescue-network.and_ms", ms=number(1000 * updates * clock.seconds[pick.batch_size]))

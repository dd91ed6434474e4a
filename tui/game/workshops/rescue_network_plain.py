"""The rescue of a network in plain lines: fire until the player has enough, then the table of three budgets."""

from __future__ import annotations

from functools import partial

from batchgame.scenarios.text.numbers import number, percentage
from batchgame.sim.networks.rescue import KINDS, SMALL, Pick
from batchgame.tui.game.workshops.rescue_network_words import budget_words, knob_words
from batchgame.tui.game.workshops.rescue_network_work import (
    KNOBS,
    Start,
    begin,
    fire,
    milliseconds,
    score,
    table,
    winners,
)
from batchgame.tui.plain.table import Table
from batchgame.tui.plain.training import finished
from batchgame.tui.race.practice import Practice


def plain(desk: Table, practice: Practice) -> None:
    """Play the exercise in plain lines."""
    say = desk.say
    start, _ = finished(say("rescue-network.train"), partial(begin, desk.options))
    assert start.goal is not None
    assert start.reference is not None
    desk.line()
    reached, goal = percentage(start.reference.end), percentage(start.goal)
    desk.tell("rescue-network.goal", small=SMALL, reached=reached, goal=goal, networks=start.networks)
    again = 0
    while again == 0:
        again = _fired(desk, practice, start)
    _budgets(desk, start, start.goal)


def _fired(desk: Table, practice: Practice, start: Start) -> int:
    """Ask for a pick and train with it. Returns 0 if the player wants to go on firing."""
    say, clock = desk.say, start.clock
    assert start.goal is not None
    kinds = [kind for kind in KINDS if kind != "seconds" or clock is not None]
    kind = kinds[desk.question(say("rescue-network.ask_kind"), [budget_words(say, each, clock) for each in kinds])]
    pick = Pick()
    for knob, ladder in KNOBS.items():
        if knob != "kind":
            picks = [pick._replace(**{knob: value}) for value in ladder]
            answers = [knob_words(say, each, kind, clock, knob) for each in picks]
            pick = picks[desk.question(say(f"rescue-network.{knob}"), answers)]
    run, seconds = finished(say("rescue-network.train"), partial(fire, desk.options, pick, kind, clock))
    score(practice, run, start)
    reached, goal = percentage(run.curve.end), percentage(start.goal)
    desk.tell("rescue-network.came_to", reached=reached, updates=run.updates, goal=goal)
    desk.tell("rescue-network.provenance_mean", networks=start.networks, seconds=number(seconds, 2))
    return desk.question(say("rescue-network.ask_again"), [say("rescue-network.yes"), say("rescue-network.no")])


def _budgets(desk: Table, start: Start, goal: float) -> None:
    """Print what each batch size needs, and the best one for each budget."""
    desk.line()
    found, _ = finished(desk.say("rescue-network.train"), partial(table, desk.options, goal))
    desk.tell("rescue-network.table_title", goal=percentage(goal), networks=start.amount.in_table)
    for size, reached in found.items():
        if reached is None:
            desk.tell("rescue-network.not_reached", b=size)
            continue
        values = {"updates": reached.updates, "epochs": number(reached.epochs, 2)}
        rate = number(reached.learning_rate)
        if start.clock is None:
            desk.tell("rescue-network.plain_row", b=size, rate=rate, **values)
        else:
            ms = number(milliseconds(reached, size, start.clock))
            desk.tell("rescue-network.plain_timed", b=size, ms=ms, rate=rate, **values)
    best = winners(found, start.clock)
    for kind, size in best.items():
        desk.tell(f"rescue-network.fewest_{kind}", b=size)
    if len(set(best.values())) > 1:
        desk.tell("rescue-network.it_depends")
    if start.clock is not None:
        one, full = (number(1000 * start.clock.seconds[size], 2) for size in (1, max(start.clock.seconds)))
        desk.tell("rescue-network.clock", one=one, full=full)

"""The end of a round in plain lines: what was seen, the lanes, stars, the lesson with its claims, and a look around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.proving.observed import true_option
from batchgame.scenarios.text.numbers import interval, measured, number, percent
from batchgame.sim.schedule import Batches
from batchgame.tui.game.panels.batch_losses import batch_losses
from batchgame.tui.game.panels.bests import WAYS, best_on_map
from batchgame.tui.game.panels.test_loss import lane_losses
from batchgame.tui.race.replay import line
from batchgame.tui.score.earned import earned, guessed, record

if TYPE_CHECKING:
    from batchgame.sim.outcome import Outcome
    from batchgame.tui.maps.computed import OutcomeMap
    from batchgame.tui.plain.game import Plain
    from batchgame.tui.race.conductor import Conductor
    from batchgame.tui.race.round import Round
    from batchgame.tui.score.stars import Stars

MAP_SECONDS = 60.0  # for par and the map, which need every cell; begun with the race
LONGER = 10


def tell_epoch(table: Plain, round_: Round) -> None:
    """How many shots an epoch has for each lane: what the aim page draws as ticks."""
    shots = []
    for lane in round_.lanes():
        words = lane.hyperparameters
        count = Batches(round_.scenario.examples, words.batch_size, words.schedule).in_epochs(1)
        said = table.say("aim.one" if count == 1 else "aim.many", count=count)
        shots.append(f"{table.say(f'lane.{lane.name}')} {said}")
    table.line(f"{table.say('aim.epoch')}{table.say('colon')}{'  '.join(shots)}")


def tell_result(table: Plain, round_: Round, map_: OutcomeMap, again: bool) -> None:
    """What was to be seen, the three lanes, stars, the lesson; what was earned goes to disk."""
    stage, result = round_.stage, round_.result
    assert result is not None
    true = true_option(stage.observed, result.frame, result.outcomes)
    if true is not None and true != round_.observed:
        table.tell("plain.race_shows", observed=table.text(round_, stage.observed.options[true].text))
    table.line()
    _lanes(table, result.outcomes)
    won = earned(round_, map_)
    if won.goal:
        map_.join(MAP_SECONDS)
        won = earned(round_, map_)
    table.line()
    _stars(table, round_, map_, won)
    badge = table.say(f"badge.{stage.badge.lower().replace(' ', '_')}")
    table.line(f"{table.say('result.lesson')} [{badge}]")
    table.line(table.text(round_, stage.lesson))
    _claims(table, round_)
    table.tell("plain.replay", line=line(round_))
    if round_.counts:
        table.progress.record(round_.key, record(round_, map_, first=True), sure=None if again else bool(round_.sure))


def look_around(table: Plain, round_: Round, map_: OutcomeMap, conductor: Conductor) -> bool:
    """The map, the ways to be best, the other picture, ten times longer; true: again with other knobs."""
    stage = round_.stage
    other = "key.batches" if stage.batch_losses else "key.test" if stage.test_shift else ""
    allowed = {word: word for word in ("r", "m", "b", "+", "n")} | {"": "n"} | ({"t": "t"} if other else {})
    while True:
        if other:
            table.tell("plain.other", what=table.say(other))
        asked = table.ask("plain.again", allowed, factor=LONGER)
        if asked in ("r", "n"):
            return asked == "r"
        if asked == "m":
            _map(table, round_, map_)
        elif asked == "b":
            _bests(table, round_, map_)
        elif asked == "t":
            _batches(table, round_) if stage.batch_losses else _test(table, round_)
        else:
            conductor.extend(LONGER)
            round_.stretch *= LONGER
            conductor.skip()
            while not conductor.over:
                conductor.tick(0.0)
            table.tell("result.longer", factor=round_.stretch)
            _lanes(table, conductor.outcomes())


def _lanes(table: Plain, outcomes: dict[str, Outcome]) -> None:
    """Each lane: what it had, how many solved with the interval, how soon."""
    for name, outcome in outcomes.items():
        words = outcome.hyperparameters
        table.tell(
            "plain.lane",
            lane=table.say(f"lane.{name}"),
            batch_size=words.batch_size,
            momentum=number(words.momentum),
            solved=percent(outcome.solved, outcome.trajectories),
            interval=interval(*outcome.interval()),
            status=table.say(f"status.{outcome.status.value.lower().replace(' ', '_')}"),
        )
        if outcome.median_updates is not None and outcome.median_epochs and outcome.median_time:
            updates, epochs, time = (
                number(value, 4) for value in (outcome.median_updates, outcome.median_epochs, outcome.median_time)
            )
            table.tell("plain.median", updates=updates, epochs=epochs, time=time)


def _stars(table: Plain, round_: Round, map_: OutcomeMap, won: Stars) -> None:
    """Goal, prediction, par: reached or not, and by how much."""
    prediction = round_.stage.prediction
    table.tell("result.goal" if won.goal else "result.no_goal")
    table.tell("plain.predicted", answer=table.text(round_, prediction.options[round_.answer or 0].text))
    table.judge(round_, prediction, round_.answer)
    if round_.chance is None:
        table.tell("plain.points", points=number(guessed(round_)))
    else:
        came = round_.scored["you"]
        shares = {"said": f"{100 * round_.chance:.0f}", "came": percent(came.solved, came.trajectories)}
        table.tell("plain.guessed", **shares, points=number(guessed(round_)))
    par, mine = map_.par(), round_.median
    if won.goal and map_.complete and par is not None and mine is not None:
        unit = table.say("unit.epochs" if round_.in_epochs else "unit.updates")
        table.tell("result.par", par=number(par), unit=unit, mine=number(mine))
    count = won.goal + won.predicted + bool(won.par)
    table.tell("plain.stars", stars=count)


def _claims(table: Plain, round_: Round) -> None:
    """Each claim under its badge, then its sources, then those of the scenario."""
    for claim in round_.stage.claims:
        badge = table.say(f"badge.{claim.badge.lower().replace(' ', '_')}")
        table.line(f"[{badge}] {table.text(round_, claim.statement)}")
        if claim.sources:
            table.line(f"    {'; '.join(claim.sources)}")
    if round_.scenario.sources:
        table.line(f"{table.say('claim.sources')}{table.say('colon')}{'; '.join(round_.scenario.sources)}")


def _map(table: Plain, round_: Round, map_: OutcomeMap) -> None:
    """A line a batch size; what lies in fog is a question mark."""
    map_.join(MAP_SECONDS)
    table.line(f"{table.say('map.title')}{table.say('colon')}{table.say('map.solved')}")
    known = None if round_.map_open else round_.known()
    for batch_size in round_.batch_sizes:
        cells = []
        for momentum in round_.momenta:
            square = map_.squares.get((batch_size, momentum))
            seen = square is not None and (known is None or (batch_size, momentum) in known)
            share = percent(square.solved, square.trajectories) if square and seen else "?"
            cells.append(f"λ {number(momentum)} {share}")
        table.line(f"  B {batch_size}{table.say('colon')}{'  '.join(cells)}")
    if known is not None:
        table.line(f"  ?{table.say('colon')}{table.say('map.fog')}")


def _bests(table: Plain, round_: Round, map_: OutcomeMap) -> None:
    """A line a way to count: this race, the player's best of all, the map's."""
    map_.join(MAP_SECONDS)
    outcome, kept = round_.scored["you"], table.progress.records.get(round_.key)
    table.tell("bests.title")
    for way in WAYS:
        square = best_on_map(map_, way)
        there = getattr(square, f"median_{way}") if square else None
        mine = getattr(outcome, f"median_{way}") if earned(round_, map_).goal else None
        columns = (("now", mine), ("yours", getattr(kept, f"best_{way}", None)), ("map", there))
        told = [f"{table.say(f'bests.{key}')} {'–' if value is None else number(value)}" for key, value in columns]
        if square and round_.map_open:
            told.append(table.say("bests.pick", batch_size=square.batch_size, momentum=number(square.momentum)))
        table.line(f"  {table.say(f'bests.{way}')}{table.say('colon')}{'  '.join(told)}")


def _batches(table: Plain, round_: Round) -> None:
    """How many of the player's first batches pull where the mean of all is flat."""
    _, _, _, pulling, count = batch_losses(round_.problem, round_.batch_size, round_.options.seed)
    table.tell("batches.mean")
    table.tell("batches.pull", batch_size=round_.batch_size, pulling=pulling, count=count)


def _test(table: Plain, round_: Round) -> None:
    """Training and test loss of each lane for every distance that the test landscape can be moved."""
    shift = round_.stage.test_shift
    assert shift is not None
    for distance in shift.distances:
        table.line(f"{table.say('test.moved')} {number(distance)}")
        for name, train, test in lane_losses(round_, distance):
            losses = f"{table.say('test.train')} {measured(train)}, {table.say('test.test')} {measured(test)}"
            table.line(f"  {table.say(f'lane.{name}')}{table.say('colon')}{losses}")
    table.tell("test.assumed")

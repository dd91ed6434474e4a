"""The end of a round in plain lines: what was seen, the lanes, stars, the lesson with its claims, and a look around."""

from __future__ import annotations

from batchgame.scenarios.proving.observed import true_option
from batchgame.scenarios.reading.format import Question
from batchgame.scenarios.text.numbers import interval, measured, number, percent, whole_percent
from batchgame.sim.outcome import Outcome
from batchgame.tui.maps.best import WAYS, best_on_map
from batchgame.tui.maps.map import Map
from batchgame.tui.plain.table import Table
from batchgame.tui.race.batch_losses import batch_losses
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.figures import claims_of, told
from batchgame.tui.race.pick import pick_told
from batchgame.tui.race.replay import line
from batchgame.tui.race.round import Round
from batchgame.tui.race.said import said_did
from batchgame.tui.race.test_loss import lane_losses
from batchgame.tui.race.verdict import reasons, said, verdict
from batchgame.tui.score.earned import chance, earned, guessed, record
from batchgame.tui.score.stars import Stars
from batchgame.tui.text.claims import citations, reach
from batchgame.tui.text.keys import status_key
from batchgame.tui.text.lane_names import lane_name

MAP_SECONDS = 60.0  # for par and the map, which need every cell; begun with the race
LONGER = 10


def tell_result(table: Table, round_: Round, map_: Map, conductor: Conductor, again: bool) -> None:
    """Print what was to be seen, the lanes, stars and what happened to the pick, and keep what was earned."""
    stage, result = round_.stage, round_.result
    assert result is not None
    true = true_option(stage.observed, result.frame, result.outcomes)
    if true is not None and true != round_.observation.chosen:
        table.tell("plain.race_shows", observed=told(round_, stage.observed.options[true].text, table.say))
    table.line()
    _lanes(table, round_, result.outcomes)
    if not again and (told_said := said_did(round_, conductor, table.say)):
        table.line(told_said)
    won = earned(round_, map_)
    if won.goal:
        map_.join(MAP_SECONDS)
        won = earned(round_, map_)
    table.line()
    _stars(table, round_, map_, won)
    if not round_.lesson_open:
        table.line(pick_told(round_, table.say))
        table.tell("plain.closed")
    table.tell("kiosk.elsewhere" if table.options.kiosk else "plain.replay", line=line(round_))
    if round_.counts:
        sure = None if again else bool(round_.prediction.sure)
        table.progress.record(round_.key, record(round_, map_, first=True), sure=sure, chance=chance(round_))


def tell_lesson(table: Table, round_: Round) -> None:
    """Print the lesson, once it is open, with what the prediction overlooked and the claims."""
    stage, say = round_.stage, table.say
    if round_.prediction.chosen is not None:
        judge(table, round_, stage.prediction, round_.prediction.chosen)
    table.line(f"{say('result.lesson')} [{reach(stage.badge, say)}]")
    table.line(told(round_, stage.lesson, say))
    _claims(table, round_)


def look_around(table: Table, round_: Round, map_: Map, conductor: Conductor) -> str:
    """Offer the map, the ways to be best, the other picture, and ten times longer.

    Returns r to play it again and n for another race; while the lesson is closed also v, once it is to be shown.
    """
    stage, closed = round_.stage, not round_.lesson_open
    other = "key.batches" if stage.batch_losses else "key.test" if stage.test_shift else ""
    allowed = {word: word for word in ("r", "m", "b", "+", "n")} | {"": "n"} | ({"t": "t"} if other else {})
    if closed:
        allowed |= {"": "r", "v": "v", "h": "h"}
    while True:
        if other:
            table.tell("plain.other", what=table.say(other))
        asked = table.ask("plain.missed" if closed else "plain.again", allowed, factor=LONGER)
        if asked in ("r", "n", "v"):
            return asked
        if asked == "h":
            tell_hint(table, round_)
            if round_.lesson_open:
                return "v"
        elif asked == "m":
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
            _lanes(table, round_, conductor.outcomes())


def _lanes(table: Table, round_: Round, outcomes: dict[str, Outcome]) -> None:
    """Print each lane: its knobs, how many solved with the interval, and how soon."""
    for name, outcome in outcomes.items():
        words = outcome.hyperparameters
        table.tell(
            "plain.lane",
            lane=lane_name(round_.stage, name, table.say),
            batch_size=words.batch_size,
            momentum=number(words.momentum),
            solved=percent(outcome.solved, outcome.trajectories),
            interval=interval(*outcome.interval()),
            status=table.say(f"status.{status_key(outcome.status.value)}"),
        )
        if outcome.median_updates is not None and outcome.median_epochs and outcome.median_time:
            updates, epochs, time = (
                number(value, 4) for value in (outcome.median_updates, outcome.median_epochs, outcome.median_time)
            )
            table.tell("plain.median", updates=updates, epochs=epochs, time=time)


def _stars(table: Table, round_: Round, map_: Map, won: Stars) -> None:
    """Print goal, prediction and par: reached or not, and by how much."""
    prediction = round_.stage.prediction
    table.tell("result.goal" if won.goal else "result.no_goal")
    chosen = round_.prediction.chosen or 0
    table.line(said(round_, table.say) or "")
    if not round_.lesson_open:  # otherwise the lesson says more
        table.tell("transfer.right" if prediction.options[chosen].right else "transfer.wrong")
    if round_.chance is None:
        table.tell("plain.points", points=number(guessed(round_)))
    else:
        came = round_.scored["you"]
        shares = {"said": whole_percent(round_.chance), "came": percent(came.solved, came.trajectories)}
        table.tell("plain.guessed", **shares, points=number(guessed(round_)))
    par, mine = map_.par(), round_.median
    if won.goal and map_.complete and par is not None and mine is not None:
        unit = table.say("unit.epochs" if round_.in_epochs else "unit.updates")
        table.tell("result.par", par=number(par), unit=unit, mine=number(mine))
    count = won.goal + won.predicted + bool(won.par)
    table.tell("plain.stars", stars=count)


def tell_hint(table: Table, round_: Round) -> None:
    """Print the next hint of the stage; the last one opens the lesson."""
    round_.take_hint()
    text = told(round_, round_.stage.hints[round_.hints - 1], table.say)
    table.line(f"{table.say('hint.title', number=round_.hints)}{table.say('colon')}{text}")


def judge(table: Table, round_: Round, question: Question, answer: int) -> None:
    """Print right or not, the right answer, and the reason."""
    table.line(verdict(round_, question, answer, table.say))
    for reason in reasons(round_, question, answer, table.say):
        table.line(reason)


def _claims(table: Table, round_: Round) -> None:
    """Print the claims of the stage, then the sources of the whole scenario."""
    table.claims(claims_of(round_, table.say))
    if sources := round_.scenario.sources:
        cited = citations(sources, table.say, round_.scenario.references)
        table.line(f"{table.say('claim.sources')}{table.say('colon')}{cited}")


def _map(table: Table, round_: Round, map_: Map) -> None:
    """Print one line per batch size; a cell that lies in fog is a question mark."""
    map_.join(MAP_SECONDS)
    table.line(f"{table.say('map.title')}{table.say('colon')}{table.say('map.solved')}")
    known = None if round_.map_open else round_.tried
    for batch_size in round_.batch_sizes:
        cells = []
        for momentum in round_.momenta:
            cell = map_.cell_of(batch_size, momentum)
            seen = known is None or (batch_size, momentum) in known
            share = percent(cell.solved, cell.trajectories) if cell and seen else "?"
            cells.append(f"λ {number(momentum)} {share}")
        table.line(f"  B {batch_size}{table.say('colon')}{'  '.join(cells)}")
    if known is not None:
        table.line(f"  ?{table.say('colon')}{table.say('map.fog')}")


def _bests(table: Table, round_: Round, map_: Map) -> None:
    """Print one line per way to count: this race, the player's best of all, and the map's."""
    map_.join(MAP_SECONDS)
    outcome, kept = round_.scored["you"], table.progress.records.get(round_.key)
    table.tell("bests.title")
    for way in WAYS:
        best = best_on_map(map_, way)
        mine = getattr(outcome, f"median_{way}") if earned(round_, map_).goal else None
        columns = (("now", mine), ("yours", getattr(kept, f"best_{way}", None)), ("map", best.median if best else None))
        told = [f"{table.say(f'bests.{key}')} {'–' if value is None else number(value)}" for key, value in columns]
        if best and round_.map_open:
            told.append(table.say("bests.pick", batch_size=best.batch_size, momentum=number(best.momentum)))
        table.line(f"  {table.say(f'bests.{way}')}{table.say('colon')}{'  '.join(told)}")


def _batches(table: Table, round_: Round) -> None:
    """Print how many of the player's first batches pull where the mean of all is flat."""
    found = batch_losses(round_.problem, round_.batch_size, round_.options.seed)
    table.tell("batches.mean")
    table.tell("batches.pull", batch_size=round_.batch_size, pulling=found.pulling, count=len(found.batches))


def _test(table: Table, round_: Round) -> None:
    """Print the training and test loss of each lane for every distance that the test landscape can be moved."""
    shift = round_.stage.test_shift
    assert shift is not None
    for distance in shift.distances:
        table.line(f"{table.say('test.moved')} {number(distance)}")
        for name, train, test in lane_losses(round_, distance):
            losses = f"{table.say('test.train')} {measured(train)}, {table.say('test.test')} {measured(test)}"
            table.line(f"  {lane_name(round_.stage, name, table.say)}{table.say('colon')}{losses}")
    table.tell("test.assumed")

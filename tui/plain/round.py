"""A round in plain lines: predict, aim, run, see, result, transfer, and a look around."""

from __future__ import annotations

from batchgame.scenarios.daily.names import is_daily
from batchgame.scenarios.daily.race import difficulty
from batchgame.scenarios.playables import Playable, RaceStage
from batchgame.scenarios.reading.format import Question as StageQuestion
from batchgame.scenarios.reading.placeholders import label
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.numbers import grouped, number, percent, whole_percent
from batchgame.tui.maps.round_maps import result_map
from batchgame.tui.plain.result import judge, look_around, tell_epoch, tell_result
from batchgame.tui.plain.shots import tell_shots
from batchgame.tui.plain.table import Table
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.figures import told
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import CHANCES, HINTS, Round
from batchgame.tui.race.threaded import conductor_of
from batchgame.tui.text.lane_names import lane_name

LONG_SECONDS = 30.0  # a race that takes longer says so
TELL_EVERY = 4  # parts of the race: a line after each


def play_round(table: Table, playable: Playable, options: PlayOptions) -> None:
    """Play a stage, and play it again for as long as the player wants to."""
    assert isinstance(playable, RaceStage)
    asked = options if options.scenario else options._replace(scenario=playable.name)
    again = False
    while True:
        again = _round(table, Round(playable.scenario, playable.stage, asked), again)
        if not again:
            return


def _round(table: Table, round_: Round, again: bool) -> bool:
    """Play one round. Returns whether it is to be played again."""
    stage = round_.stage
    table.hinting = lambda: _hint(table, round_)
    table.line()
    if table.say.language not in round_.scenario.languages:
        table.tell(f"written_in.{round_.scenario.languages[0]}", count=len(stage.prediction.options))
    table.line(told(round_, stage.story, table.say))
    if is_daily(round_.scenario.name):
        table.tell("plain.difficulty", share=whole_percent(difficulty(round_.scenario)))
    round_.prediction.chosen = ask(table, round_, stage.prediction.prompt, stage.prediction)
    round_.prediction.sure = table.sure()
    _aim(table, round_)
    if again:
        round_.chance = _chance(table)
    tell_epoch(table, round_)
    map_ = result_map(round_, table.options.kiosk)
    try:
        conductor = _race(table, round_)
        round_.finish(conductor.outcomes(), conductor.frame, conductor.beside)
        table.races.pop(round_.name, None)
        table.races |= {round_.name: round_.result} if round_.result else {}
        answers = [told(round_, option.text, table.say) for option in stage.observed.options]
        round_.observation.chosen = table.question(told(round_, stage.observed.prompt, table.say), answers)
        tell_result(table, round_, map_, conductor, again)
        round_.transfer.chosen = ask(table, round_, stage.transfer.prompt, stage.transfer)
        judge(table, round_, stage.transfer, round_.transfer.chosen)
        table.line(told(round_, stage.next, table.say))
        table.hinting = None
        return look_around(table, round_, map_, conductor)
    finally:
        table.hinting = None
        map_.close()


def _aim(table: Table, round_: Round) -> None:
    """Ask for every knob of the stage."""
    round_.batch_size = int(table.knob("batch_size", round_.batch_sizes, round_.batch_size))
    round_.momentum = table.knob("momentum", round_.momenta, round_.momentum)
    if round_.schedules:
        round_.schedule = _schedule(table, round_)
    round_.parallel = int(table.knob("parallel", round_.parallels, round_.parallel))


def _hint(table: Table, round_: Round) -> None:
    """Print the next hint of the stage; after the last one the map is open."""
    round_.hints = min(HINTS, round_.hints + 1)
    text = told(round_, round_.stage.hints[round_.hints - 1], table.say)
    table.line(f"{table.say('hint.title', number=round_.hints)}{table.say('colon')}{text}")


def _chance(table: Table) -> float:
    """Ask how likely the player's own pick solves the stage, on five steps."""
    steps = {f"{100 * step:.0f}": f"{step}" for step in CHANCES}
    return float(table.ask("plain.chance", steps, values=", ".join(steps)))


def _schedule(table: Table, round_: Round) -> str:
    """Ask for one of the stage's schedules by its number; Enter keeps the one it has."""
    table.choices([label(schedule, table.say.language) for schedule in round_.stage.schedules])
    at = round_.schedules.index(round_.schedule or "") + 1
    numbers = {str(n): str(n) for n in range(1, len(round_.schedules) + 1)}
    knob, values = table.say("knob.schedule"), f"1 – {len(numbers)}"
    asked = table.ask("plain.knob", numbers | {"": str(at)}, knob=knob, values=values, value=at)
    return round_.schedules[int(asked) - 1]


def _race(table: Table, round_: Round) -> Conductor:
    """Run the race through, with a line now and then."""
    conductor = conductor_of(round_)
    tell_shots(table, round_, conductor)
    conductor.skip()
    reached, warned = 0, False
    while not conductor.over:
        conductor.tick(0.0)
        conductor.wait()
        frame = conductor.frame
        left = conductor.seconds_left
        if not warned and left and left > LONG_SECONDS:
            warned = True
            table.tell("plain.slow", count=grouped(round_.options.trajectories), minutes=number(left / 60, 2))
        part = TELL_EVERY * frame.time // frame.duration
        if part > reached and not conductor.over:
            reached = part
            shares = ((lane.lane.name, percent(lane.solved, lane.trajectories)) for lane in frame.lanes)
            lanes = "  ".join(
                f"{lane_name(round_.stage, name, table.say)}{table.say('colon')}{share}" for name, share in shares
            )
            table.tell("plain.race", percent=whole_percent(part / TELL_EVERY), lanes=lanes)
    return conductor


def ask(table: Table, round_: Round, prompt: Text, asked: StageQuestion) -> int:
    """Ask a question of the stage. Returns the index of the answer."""
    answers = [told(round_, option.text, table.say) for option in asked.options]
    return table.question(told(round_, prompt, table.say), answers)

"""A round in plain lines: predict, aim, run, see, result, transfer, and a look around."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.daily.names import is_daily
from batchgame.scenarios.daily.race import difficulty
from batchgame.scenarios.playables import Playable, RaceStage
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.numbers import grouped, number, percent, whole_percent
from batchgame.tui.maps.round_maps import result_map
from batchgame.tui.plain.aim import ask_knobs, tell_knobs
from batchgame.tui.plain.result import judge, look_around, tell_hint, tell_lesson, tell_result
from batchgame.tui.plain.shots import tell_shots
from batchgame.tui.plain.table import Table
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.figures import told
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import CHANCES, Round
from batchgame.tui.race.threaded import conductor_of
from batchgame.tui.score.evidence import keep_race
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
    table.hinting = lambda: tell_hint(table, round_)
    won = table.progress.records.get(round_.key)
    round_.opened = round_.key in table.opened or (won is not None and won.goal)
    table.line()
    if table.say.language not in round_.scenario.languages:
        table.tell(f"written_in.{round_.scenario.languages[0]}", count=len(stage.prediction.options))
    table.line(told(round_, stage.story, table.say))
    if is_daily(round_.scenario.name):
        table.tell("plain.difficulty", share=whole_percent(difficulty(round_.scenario)))
    answers = [told(round_, option.text, table.say) for option in stage.prediction.options]
    table.predict(round_.prediction, told(round_, stage.prediction.prompt, table.say), answers)
    rows = ask_knobs(table, round_)
    if again:
        round_.chance = _chance(table)
    tell_knobs(table, round_, rows)
    map_ = result_map(round_, table.options.kiosk)
    try:
        conductor = _race(table, round_)
        round_.finish(conductor.outcomes(), conductor.frame, conductor.beside)
        keep_race(table.progress, round_)
        asked, seen = stage.observed, round_.observation
        seen.chosen = _ask(table, round_, asked.prompt, [option.text for option in asked.options], seen.order)
        tell_result(table, round_, map_, conductor, again)
        if not round_.lesson_open:
            table.hinting = None
            wish = look_around(table, round_, map_, conductor)
            if wish != "v":
                return wish == "r"
            round_.opened = True
            table.opened.add(round_.key)
        tell_lesson(table, round_)
        table.hinting = lambda: tell_hint(table, round_)
        chosen = _ask(table, round_, stage.transfer.prompt, [option.text for option in stage.transfer.options],
                      round_.transfer.order)  # fmt: skip
        round_.transfer.chosen = chosen
        judge(table, round_, stage.transfer, chosen)
        table.line(told(round_, stage.next, table.say))
        table.hinting = None
        return look_around(table, round_, map_, conductor) == "r"
    finally:
        table.hinting = None
        map_.close()


def _chance(table: Table) -> float:
    """Ask how likely the player's own pick solves the stage, on five steps."""
    steps = {f"{100 * step:.0f}": f"{step}" for step in CHANCES}
    return float(table.ask("plain.chance", steps, values=", ".join(steps)))


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


def _ask(table: Table, round_: Round, prompt: Text, texts: Sequence[Text], order: Sequence[int]) -> int:
    """Ask a question of the stage, its answers as they were dealt. Returns the index of the answer."""
    answers = [told(round_, text, table.say) for text in texts]
    return table.question(told(round_, prompt, table.say), answers, order)

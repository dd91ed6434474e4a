"""The knobs in plain lines: those that the stage shows, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.reading.placeholders import label
from batchgame.sim.hardware import Measured
from batchgame.tui.plain.table import Table
from batchgame.tui.race.aim_values import aim_values
from batchgame.tui.race.aim_words import (
    aim_words,
    clock_words,
    gauge_words,
    memory_words,
    picks,
    shots_in_race,
    shots_told,
)
from batchgame.tui.race.knob_rows import met, rows_of
from batchgame.tui.race.round import Round
from batchgame.tui.text.clock_name import clock_name
from batchgame.tui.text.lane_names import lane_name


def ask_knobs(table: Table, round_: Round) -> Sequence[str]:
    """Ask for every knob that the stage shows, and say what a new one is. Returns their rows."""
    known = met(table.progress.records)
    rows = [row for row in rows_of(round_, known) if row != "chance"]
    for row in rows:
        if row == "schedule":
            round_.schedule = _schedule(table, round_)
            continue
        if row not in known:
            table.tell(f"aim.new_{row}")
        if row == "batch_size":
            round_.batch_size = int(table.knob(row, round_.batch_sizes, round_.batch_size))
        elif row == "momentum":
            round_.momentum = table.knob(row, round_.momenta, round_.momentum)
        elif isinstance(round_.parallel, Measured):
            table.tell("plain.locked", knob=table.say("knob.parallel"), value=clock_name(table.say, round_.parallel))
        else:
            ladder = [parallel for parallel in round_.parallels if not isinstance(parallel, Measured)]
            round_.parallel = int(table.knob(row, ladder, round_.parallel))
    return rows


def tell_knobs(table: Table, round_: Round, rows: Sequence[str]) -> None:
    """Print what the aim page draws: shots on the clock, the whole race, memory and gauges."""
    say, examples, parallel = table.say, round_.scenario.examples, round_.parallel
    title = say("aim.epoch") if parallel == 1 else say("aim.clock_ticks", n=examples)
    bars: list[str] = []
    race: list[str] = []
    for name, knobs in picks(round_):
        for told, shots in (
            (bars, shots_told(round_, knobs, parallel, examples)),
            (race, shots_in_race(round_, knobs)),
        ):
            count = say("aim.one" if shots == 1 else "aim.many", count=shots)
            told.append(f"{lane_name(round_.stage, name, say)} {count}")
        race[-1] += f" ({say('aim.aim')} {aim_words(round_, knobs, say)})"
    table.line(f"{title}{say('colon')}{'  '.join(bars)}")
    table.line(f"{say('aim.race')}{say('colon')}{'  '.join(race)}")
    if "parallel" in rows:
        table.line(clock_words(round_, say))
    if "momentum" in rows:
        table.line(memory_words(round_.momentum, say))
        for gauge, words, _ in gauge_words(aim_values(round_), examples, say):
            head = f"{say(f'aim.{gauge}_word')}{say('colon')}" if gauge else "  "
            table.line(f"{head}{words}")


def _schedule(table: Table, round_: Round) -> str:
    """Ask for one of the stage's schedules by its number; Enter keeps the one it has."""
    table.choices([label(schedule, table.say.language) for schedule in round_.stage.schedules])
    at = round_.schedules.index(round_.schedule or "") + 1
    numbers = {str(n): str(n) for n in range(1, len(round_.schedules) + 1)}
    knob, values = table.say("knob.schedule"), f"1 – {len(numbers)}"
    asked = table.ask("plain.knob", numbers | {"": str(at)}, knob=knob, values=values, value=at)
    return round_.schedules[int(asked) - 1]

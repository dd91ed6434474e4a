"""The first shots of a race in plain lines: what the screen shows in its strip, a sentence for each."""

from __future__ import annotations

from batchgame.scenarios.text.numbers import measured
from batchgame.tui.plain.table import Table
from batchgame.tui.race.batch_slice import batch_slice
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.round import Round


def tell_shots(table: Table, round_: Round, conductor: Conductor) -> None:
    """Make the shots of the player's lane that are asked for, one after the other, and tell each."""
    say, told = table.say, 0
    while told < table.options.shots and not conductor.over:
        before = conductor.frame.lanes[0]
        conductor.one_update()
        conductor.wait()
        after = conductor.frame.lanes[0]
        if after.updates == before.updates:
            if before.updates >= before.budget_updates:
                break
            continue
        told += 1
        cut = batch_slice(round_, before.updates, before.hero[-1])
        key = "all" if cut.size == cut.total else "one" if cut.size == 1 else "many"
        table.tell(
            "slice.told", number=cut.number, batch=say(f"slice.{key}", count=cut.size), way=say(f"slice.{cut.way}"),
            slope=measured(cut.slope), mean=measured(cut.mean_slope), count=cut.total,
            x=measured(after.hero[-1][0]), y=measured(after.hero[-1][1]),
        )  # fmt: skip

"""The table of a race and its chart count the loss from the same place."""

from itertools import pairwise

import numpy as np
import pytest
from cells import glyph_rows

from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.library import find
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts.charts import paint_charts
from batchgame.tui.game.parts.lanes import columns, paint_standings
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.race.threaded import conductor_of
from batchgame.tui.text.catalogue import Catalogue


@pytest.mark.parametrize("name", library.names())
def test_table_and_chart_count_the_loss_from_the_same_place(name: str) -> None:
    round_ = Round(*find(name), PlayOptions(scenario=name, trajectories=40))
    conductor = conductor_of(round_)
    conductor.skip()
    while not conductor.over:
        conductor.tick(0.0)
        conductor.wait()
    pen = Pen(Grid(80, 24, ink=(None, None, False), folds=""), look("true", "", "dark"), Catalogue("en"))
    paint_charts(pen, Rect(0, 0, 80, 18), round_, conductor.frame, "time", framed=False)
    paint_standings(pen, Rect(0, 18, 80, 6), round_, conductor.frame)
    text = glyph_rows(pen.grid)
    assert ("excess" in text[19]) == ("above the lowest" in text[0])
    at = columns(80)
    shown = [row[at.updates : at.loss].strip() for row in text[20:23]]
    ends = [lane.loss.median - round_.loss_zero for lane in conductor.frame.lanes]
    for (one, other), (low, high) in zip(pairwise(shown), pairwise(ends), strict=True):
        if "–" not in one + other and not np.isclose(low, high, rtol=0.2, atol=1e-3):
            assert (_value(one) < _value(other)) == (low < high), (shown, ends)
    if "excess" in text[19]:
        assert not [figure for figure in shown if figure.startswith("−")]


def _value(figure: str) -> float:
    return float(figure.replace("−", "-").replace("~", "0"))

"""The loss of single batches beside the mean, on the gate's result page."""

import asyncio
from pathlib import Path

import numpy as np
import pytest
from driving import LANGUAGES, SIZES, playing

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem
from batchgame.tui.race.batch_losses import batch_losses


def test_the_mean_is_flat_where_some_batches_are_not() -> None:
    gate = problem(*find("gate"))
    line, mean, curves, pulling = batch_losses(gate, 1, 0)
    assert len(curves) == 20
    assert pulling >= 12, "the examples without a hill, at least"
    np.testing.assert_allclose(np.mean(curves, axis=0), mean, atol=1e-12)
    at = int(np.argmin(abs(line - gate.start[0])))
    assert mean[at] < min(mean[at - 6], mean[at + 6]), "a minimum of the mean"
    assert any(curve[at - 6] > curve[at] > curve[at + 6] for curve in curves), "and not of every example"


def test_the_full_batch_is_the_mean_and_does_not_pull() -> None:
    _, mean, curves, pulling = batch_losses(problem(*find("gate")), 20, 0)
    assert (pulling, len(curves)) == (0, 1)
    np.testing.assert_allclose(curves[0], mean, atol=1e-12)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("colors", ["true", "mono"])
def test_it_is_drawn_and_t_goes_back_to_the_map(colors: str, lang: str, size: tuple[int, int], tmp_path: Path) -> None:
    async def play() -> None:
        ascii = colors == "mono" and lang == "en"
        words = {"scenario": "gate", "lang": lang, "trajectories": 100, "batch_size": 2}
        async with playing(tmp_path, size=size, colors=colors, ascii=ascii, **words) as player:
            await player.to("result")
            await player.press("t")
            grid, text = player.grid(), player.text()
            assert grid.clipped == []
            assert player.app.session.say("batches.title") in text
            assert player.app.session.say("batches.mean") in text
            if not ascii:
                assert sum("\u2800" < glyph <= "\u28ff" for glyph in text) > 20
            await player.press("t")
            assert player.app.session.say("batches.title") not in player.text()

    asyncio.run(play())

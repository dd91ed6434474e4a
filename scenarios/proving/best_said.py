"""A figure that a sentence calls the best of the ladder: no other pick of that schedule solves more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from msgspec.structs import replace

from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.proving.stage_text import PLACE, StageText
from batchgame.scenarios.reading.rules import ladder
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_BEST = re.compile(r"\bbest (single |constant |fixed )?(pick|choice|of all picks)|最好的(單一|固定)?(選擇|組合)", re.I)


def not_the_best(laboratory: Laboratory, read: StageText, text: Text) -> Iterator[str]:
    """Find a share that solves and is called the best pick's, though another pick of the ladder solves more."""
    scenario, stage = read.scenario, read.stage
    for language in LANGUAGES:
        for part in read.read(text, language):
            figures = [stage.figures[name] for name in PLACE.findall(part.text) if name in stage.figures]
            if not _BEST.search(part.text) or len(figures) != 1 or figures[0].measure != "solved":
                continue
            shown = laboratory.estimate(scenario, stage, figures[0])
            for size, step in product(ladder(stage, "batch_size"), ladder(stage, "momentum")):
                other = laboratory.estimate(scenario, stage, replace(figures[0], batch_size=size, momentum=step))
                if other.value - shown.value > 3 * (other.error + shown.error):
                    better = f"B = {size}, λ = {step:g} solves {other.value:.3f}"
                    yield f"{language}: {part.text!r} is not the best: {better}"
                    break

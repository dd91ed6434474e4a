"""What a lesson says of one pick is run: a lesson has no checks of its own."""

from __future__ import annotations

from collections.abc import Iterator

from batchgame.scenarios.proving.counted import factors
from batchgame.scenarios.proving.ladder_run import ELSEWHERE
from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.proving.sentences import learning_rates
from batchgame.scenarios.proving.stage_text import PLACE, Measured, StageText
from batchgame.scenarios.reading.format import Measure
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_FEW, _MOST = 0.1, 0.9


def untrue(laboratory: Laboratory, read: StageText, text: Text) -> Iterator[str]:
    """Find a part that names one batch size and one momentum, and whose run shows the opposite of what it says."""
    scenario, stage = read.scenario, read.stage
    if stage.schedules:
        return
    for language in LANGUAGES:
        said = read.read(text, language)
        for part in said:
            sentence = " ".join(each.text for each in said if each.sentence == part.sentence)
            if part.outcome not in ("arrives", "fails", "leaves", "remains") or len(part.batch_sizes) != 1:
                continue
            if len(part.about_momenta) != 1 or PLACE.search(part.text) or ELSEWHERE.search(sentence):
                continue
            if factors(sentence, language) or learning_rates(sentence):
                continue
            size, step = min(part.batch_sizes), min(part.about_momenta)
            if size > scenario.examples:
                continue
            share = laboratory.estimate(
                scenario, stage, Measure(measure="solved", batch_size=size, momentum=step)
            ).value
            found = "arrives" if share >= _MOST else "fails" if share <= _FEW else None
            if found and not Measured(size, step, found, "stage").agrees(part.outcome, read.starts_still):
                yield f"{language}: {part.text!r} says {part.outcome}; B = {size}, λ = {step:g} solves {share:.3f}"

"""What a lesson says of a batch size at any momentum, or of every value of a knob: its whole ladder is run.

A lesson names fewer picks than a claim, so it is read in its favour: it is refused only if no reading of it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from batchgame.scenarios.proving.counted import factors
from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.proving.sentences import Said, is_negated_anywhere, learning_rates
from batchgame.scenarios.proving.stage_text import PLACE, StageText
from batchgame.scenarios.proving.universals import DOES, every_knob, only
from batchgame.scenarios.reading.format import Measure
from batchgame.scenarios.reading.rules import ladder
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

# Such a sentence is about another task than the stage's own.
ELSEWHERE = re.compile(
    r"\b(from|start\w*|longer|more (updates|time)|later|η|learning rate|last|previous|other|if|could|would|may)\b"
    r"|從|起點|更久|學習率|η|上一|別的|如果|要是|可能|再久",
    re.IGNORECASE,
)
_FEW, _HALF, _MOST = 0.1, 0.5, 0.9


def untrue_of_ladders(laboratory: Laboratory, read: StageText, text: Text) -> Iterator[str]:
    """Find a part of a lesson that no pick of the ladders bears out."""
    if read.stage.schedules:
        return
    for language in LANGUAGES:
        said = read.read(text, language)
        for part in said:
            sentence = " ".join(each.text for each in said if each.sentence == part.sentence)
            alone = only(part.text, read.examples) and DOES.search(part.text) and not is_negated_anywhere(part.text)
            if (part.outcome is None and not alone) or PLACE.search(part.text) or factors(sentence, language):
                continue
            if learning_rates(sentence) or ELSEWHERE.search(
                re.sub(r"[在]?這個 ?η ?下|at this η", "", sentence, flags=re.I)
            ):
                continue
            if what := _untrue(_Runs(laboratory, read), part, every_knob(sentence, language), sentence):
                yield f"{language}: {part.text!r} {what}"


class _Runs:
    """The shares of the ladder that solve the stage."""

    def __init__(self, laboratory: Laboratory, read: StageText) -> None:
        self.laboratory, self.read = laboratory, read
        self.sizes = [int(size) for size in ladder(read.stage, "batch_size")]
        self.steps = [float(step) for step in ladder(read.stage, "momentum")]

    def share(self, size: int, step: float) -> float:
        run = Measure(measure="solved", batch_size=size, momentum=step)
        return self.laboratory.estimate(self.read.scenario, self.read.stage, run).value


def _untrue(runs: _Runs, part: Said, knobs: set[str], sentence: str) -> str | None:
    arrives = _arrives(part, runs.read.starts_still)
    sizes = sorted(part.about_sizes & set(runs.sizes))
    steps = sorted(part.about_momenta & set(runs.steps)) or [
        step for step in runs.steps if step > 0 or not part.with_momentum
    ]
    only_size = only(part.text, runs.read.examples).get("batch_size")
    if only_size is not None:
        return _alone(runs, int(only_size), steps, anywhere="momentum" in knobs) if arrives is not False else None
    if arrives is None or len(sizes) != len(part.about_sizes):
        return None
    if knobs == {"batch_size"} and not sizes:
        return _each(runs, arrives, [[(size, step) for step in steps] for size in runs.sizes], "batch size")
    if knobs == {"momentum"}:
        own = sizes or runs.sizes
        return _each(runs, arrives, [[(size, step) for size in own] for step in runs.steps], "momentum")
    if not knobs and len(sizes) == 1 and not part.about_momenta:
        return _each(runs, arrives, [[(sizes[0], step) for step in steps]], "batch size")
    return None


def _arrives(part: Said, starts_still: bool) -> bool | None:
    """Return whether a part says that most solve the stage. None if it may mean either."""
    if part.outcome in ("arrives", "fails"):
        return part.outcome == "arrives"
    if part.outcome in ("leaves", "remains", "stays") and starts_still:
        return part.outcome == "leaves"
    return None


def _each(runs: _Runs, arrives: bool, groups: list[list[tuple[int, float]]], knob: str) -> str | None:
    """Return what is measured in the first group of picks in which no pick does what is said."""
    for group in groups:
        shares = [runs.share(*pick) for pick in group]
        if arrives and max(shares) < (_FEW if len(groups) == 1 else _HALF):
            value = group[0][1] if knob == "momentum" else group[0][0]
            return f"says that it arrives: at {knob} {value:g} at most {max(shares):.3f} solve"
        if not arrives and min(shares) > _MOST:
            value = group[0][1] if knob == "momentum" else group[0][0]
            return f"says that it fails: at {knob} {value:g} at least {min(shares):.3f} solve"
    return None


def _alone(runs: _Runs, size: int, steps: list[float], *, anywhere: bool) -> str | None:
    """Return which other batch size solves wherever the one that is said to be alone does."""
    if size not in runs.sizes:
        return None
    good = [step for step in steps if runs.share(size, step) > _HALF]
    for other in runs.sizes:
        found = [runs.share(other, step) > _MOST for step in good] if other != size else []
        if found and (any(found) if anywhere else all(found)):
            return f"says that only B = {size} does, and B = {other} does as well"
    return None

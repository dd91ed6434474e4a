"""The third hint names a pick. It is run, because a player who follows it has to arrive."""

from __future__ import annotations

import re
from collections.abc import Iterator

from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.proving.sentences import batch_sizes, momenta
from batchgame.scenarios.proving.universals import every_knob
from batchgame.scenarios.reading.format import Measure, Scenario, Stage
from batchgame.scenarios.reading.placeholders import constants
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.scenarios.text.prose import fill, placeholders

_AT_ONCE = re.compile(
    r"\b(take|use|try|with) all (the )?(\d+ )?(examples|of them|data) (at once|a shot|in one)"
    r"|一次(就)?(用|看|拿|取)?(全部|所有)", re.I
)  # fmt: skip
_ENOUGH = 0.8  # share of the trajectories that have to solve


def hinted(laboratory: Laboratory, scenario: Scenario, stage: Stage) -> Iterator[str]:
    """Find a pick of the last hint that does not solve the stage. What it does not name is as in the solution."""
    hint = stage.hints[-1]
    for language in LANGUAGES:
        values = constants(scenario, stage, language) | {"solution_tool": "…"}
        values |= dict.fromkeys(placeholders(hint[language]) - values.keys(), "…")
        sentence = fill(hint[language], values)
        every = every_knob(sentence, language)
        sizes = set(batch_sizes(sentence, scenario.examples))
        sizes |= {scenario.examples} if _AT_ONCE.search(sentence) else set()
        sizes = sizes or {stage.solution.batch_size}
        steps = set(momenta(sentence)) or {stage.solution.momentum}
        sizes |= set(stage.ladders.batch_size) if "batch_size" in every else set()
        steps |= set(stage.ladders.momentum) if "momentum" in every else set()
        for batch_size in sorted(sizes):
            for momentum in sorted(steps):
                run = Measure(
                    measure="solved", batch_size=batch_size, momentum=momentum, schedule=stage.solution.schedule
                )
                share = laboratory.estimate(scenario, stage, run).value
                if batch_size <= scenario.examples and share < _ENOUGH:
                    yield f"{language}: B = {batch_size}, λ = {momentum:g} solves {share:.3f}; {_ENOUGH} is needed"

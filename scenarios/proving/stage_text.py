"""The texts of one stage as `check` reads them: constants filled in, part by part, beside what the checks measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

import numpy as np

from batchgame.scenarios.proving.sentences import Said, is_circumstance, parts
from batchgame.scenarios.proving.verdicts import expanded
from batchgame.scenarios.reading.format import Check, Measure, Scenario, Stage, Turn
from batchgame.scenarios.reading.placeholders import constants
from batchgame.scenarios.reading.problem import landscape
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

PLACE = re.compile(r"\{(\w+)\}")
KNOB = re.compile(r"batch|momentum|[BληP] =|η ×|批次|動量|η 乘|η 不變", re.IGNORECASE)
RUNS = {"solved", "diverged", "median_updates", "median_epochs", "median_time", "final_loss"}
_STILL = 0.01  # ‖gradient‖ at a start that nothing leaves without noise
_MOST = 0.5  # share of the trajectories from which on a sentence may say that "it" does something


@dataclass(frozen=True)
class Measured:
    """What one check says of a pick.

    outcome: arrives, fails or diverges.
    start: `stage` for the start of the stage, `home` for one inside the goal, `elsewhere` for any other.
    """

    batch_size: int | None
    momentum: float | None
    outcome: str
    start: str

    def agrees(self, outcome: str, starts_still: bool) -> bool:
        """Return whether this is what the sentence says.

        To leave home means to fail. To stay at home, or to leave another place, means to arrive. Where a trajectory
        rolls from its start, `stays` may mean either.
        """
        if outcome == "stays" and self.start == "stage" and not starts_still:
            return True
        stays, leaves = ("arrives", "fails") if self.start == "home" else ("fails", "arrives")
        meant = {"stays": stays, "remains": stays, "leaves": leaves}.get(outcome, outcome)
        return self.outcome == meant or {self.outcome, meant} == {"diverges", "fails"}


class StageText:
    """A stage with its texts. `read` returns the parts of a text in one language."""

    def __init__(self, scenario: Scenario, stage: Stage) -> None:
        self.scenario, self.stage, self.examples = scenario, stage, scenario.examples
        self._constants: dict[str, Mapping[str, str]] = {
            language: constants(scenario, stage, language) for language in LANGUAGES
        }
        self.checks = tuple(_checks(stage))
        surface = landscape(scenario, stage)
        self.starts_still = float(hypot(*surface.gradient(np.array(stage.start)))) < _STILL

    def filled(self, text: Text, language: str) -> str:
        """Return a text with its constants filled in. Figures stay as places."""
        values = self._constants[language]
        return PLACE.sub(lambda match: values.get(match[1], match[0]), text[language])

    def solution_label(self, language: str) -> str:
        """Return the label of the solution's schedule, as texts show it; nothing if the stage has none."""
        return self._constants[language].get("solution_tool", "")

    def read(self, text: Text, language: str) -> list[Said]:
        """Read a text part by part. A part that names no pick is about that of the part before it in its sentence."""
        said: list[Said] = []
        sentences = re.split(r"(?<=[.!?;])\s+|(?<=[。！？；])", self.filled(text, language))
        for number, sentence in enumerate(sentences):
            sizes, steps = frozenset[int](), frozenset[float]()
            for part in parts(sentence, language, self.examples, said[-1:]):
                sizes, steps = part.batch_sizes or sizes, part.momenta or steps
                said.append(replace(part, about_sizes=sizes, about_momenta=steps, sentence=number))
        return said

    def measured(self, checks: Sequence[Check]) -> Iterator[Measured]:
        """Yield what checks say of picks: whether most trajectories arrive, few do, or most diverge."""
        for check in checks:
            for each in expanded(self.stage, check):
                home = "stage" if each.start is None else "home" if self._is_home(each.start) else "elsewhere"
                pick = each.batch_size, each.momentum
                if each.measure == "diverged" and isinstance(each.above, float) and each.above >= _MOST:
                    yield Measured(*pick, "diverges", home)
                if each.measure == "solved" and isinstance(each.above, float) and each.above >= _MOST:
                    yield Measured(*pick, "arrives", home)
                if each.measure == "solved" and isinstance(each.below, float) and each.below <= _MOST:
                    yield Measured(*pick, "fails", home)

    def _is_home(self, point: tuple[float, float]) -> bool:
        ellipses = self.stage.goal.ellipses
        return any(((point[0] - x) / rx) ** 2 + ((point[1] - y) / ry) ** 2 <= 1 for x, y, rx, ry in ellipses)

    def turn(self, measure: Measure) -> Turn | None:
        """Return the change of the batch size in the schedule of a measure."""
        schedule = self.stage.schedule(measure.schedule)
        return schedule.then if schedule else None


def is_read(said: Sequence[Said]) -> bool:
    """Return whether the outcome of every part that speaks of a knob was read, but for `At this η`, `with momentum`."""
    return all(part.outcome or not KNOB.search(part.text) or is_circumstance(part.text) for part in said)


def bounds(measures: Sequence[Measure]) -> list[Measure]:
    """Return the measures that others are compared with."""
    signs = ("above", "below", "equals")
    found = [getattr(measure, sign) for measure in measures if isinstance(measure, Check) for sign in signs]
    return [bound for bound in found if isinstance(bound, Measure)]


def _checks(stage: Stage) -> Iterator[Check]:
    for question in (stage.prediction, stage.transfer):
        for option in question.options:
            yield from option.checks
    for claim in stage.claims:
        yield from claim.checks

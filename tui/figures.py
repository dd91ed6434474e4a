"""The values of a round's `{name}` places: constants of the stage, its figures, and what its race came to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from batchgame.scenarios import placeholders

if TYPE_CHECKING:
    from batchgame.scenarios.format import Scenario, Stage
    from batchgame.tui.round import Round


def values(round_: Round, language: str) -> Mapping[str, str]:
    """Everything that a text of this stage may say, by name."""
    known = dict(_of_stage(_Same(round_.scenario, round_.stage), language))
    if round_.result is not None:
        known |= placeholders.run(round_.result.outcomes)
    return known


class _Same:
    """A stage as the key of a cache: the same object is the same stage."""

    def __init__(self, scenario: Scenario, stage: Stage) -> None:
        self.scenario, self.stage = scenario, stage

    def __hash__(self) -> int:
        return id(self.stage)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.stage is self.stage


@lru_cache(maxsize=64)
def _of_stage(key: _Same, language: str) -> Mapping[str, str]:
    from batchgame.scenarios.figures import figures

    return placeholders.constants(key.scenario, key.stage, language) | figures(key.scenario, key.stage)

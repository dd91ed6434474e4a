"""The values of a round's `{name}` places: constants of the stage, its figures, and the outcome of its race."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from batchgame.scenarios.proving.figures import figures
from batchgame.scenarios.reading import placeholders
from batchgame.scenarios.text.prose import fill
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.claims import Claim, claims

if TYPE_CHECKING:
    from batchgame.scenarios.reading.format import Scenario, Stage
    from batchgame.scenarios.reading.text import Text
    from batchgame.tui.race.round import Round

COMING = "…"  # stands for a figure until the experiment is there to compute it


def told(round_: Round, text: Text, say: Catalogue, ready: bool = True) -> str:
    """Return a scenario's text in the player's language, its places filled. ready: figures may be simulated for it."""
    return fill(say.of(text), values(round_, say.language, ready))


def claims_of(round_: Round, say: Catalogue) -> list[Claim]:
    """Return the claims of the round's stage as they are printed."""
    return claims(round_.stage.claims, say, lambda text: told(round_, text, say), round_.scenario.references)


def values(round_: Round, language: str, ready: bool = True) -> Mapping[str, str]:
    """Return everything that a text of this stage may say, by name. ready: figures may be simulated for it."""
    same = _Same(round_.scenario, round_.stage)
    known = _Values(same if ready else None, _constants(same, language))
    if round_.result is not None:
        known |= placeholders.run(round_.result.outcomes)
    return known


class _Values(dict[str, str]):
    """Values of which the figures are simulated when a text asks for the first one: most texts ask for none."""

    def __init__(self, stage: _Same | None, known: Mapping[str, str]) -> None:
        super().__init__(known)
        self._stage = stage

    def __missing__(self, name: str) -> str:
        return COMING if self._stage is None else _figures(self._stage)[name]


class _Same:
    """A stage as the key of a cache: the same object is the same stage."""

    def __init__(self, scenario: Scenario, stage: Stage) -> None:
        self.scenario, self.stage = scenario, stage

    def __hash__(self) -> int:
        return id(self.stage)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.stage is self.stage


@lru_cache(maxsize=64)
def _constants(key: _Same, language: str) -> Mapping[str, str]:
    return placeholders.constants(key.scenario, key.stage, language)


@lru_cache(maxsize=64)
def _figures(key: _Same) -> Mapping[str, str]:
    return figures(key.scenario, key.stage)

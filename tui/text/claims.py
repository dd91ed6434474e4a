"""Claims in words: the one place that says how far a sentence reaches and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from batchgame.scenarios.reading.format import Badge
from batchgame.scenarios.reading.reference import Reference
from batchgame.scenarios.reading.sources import shown
from batchgame.scenarios.reading.text import Text
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.keys import badge_key


class Sourced(Protocol):
    """A claim of a race or of an exercise."""

    @property
    def badge(self) -> Badge: ...  # noqa: D102

    @property
    def statement(self) -> Text: ...  # noqa: D102

    @property
    def sources(self) -> Sequence[str]: ...  # noqa: D102


class Claim(NamedTuple):
    """One claim as it is printed: its badge in words, the sentence, and its sources in one line, empty for none."""

    badge: Badge
    reach: str
    statement: str
    sources: str

    @property
    def sentence(self) -> str:
        """Return the sentence behind its badge, for pages that are made of words."""
        return f"[{self.reach}] {self.statement}"


def reach(badge: Badge, say: Catalogue) -> str:
    """Return how far a claim with this badge reaches, in words."""
    return say(f"badge.{badge_key(badge)}")


def citations(sources: Iterable[str], say: Catalogue, own: Mapping[str, Reference] | None = None) -> str:
    """Return sources as they are printed, in one line. own: those that the file itself defines."""
    return "; ".join(shown(source, own or {}, say.language, say("claim.against")) for source in sources)


def claims(
    found: Iterable[Sourced], say: Catalogue, text: Callable[[Text], str], own: Mapping[str, Reference] | None = None
) -> list[Claim]:
    """Return claims as they are printed. text: fills the places of a sentence. own: the file's own sources."""
    return [
        Claim(claim.badge, reach(claim.badge, say), text(claim.statement), citations(claim.sources, say, own))
        for claim in found
    ]

"""The texts of the game in the player's language: one TOML file per language, dotted keys, `{name}` places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.scenarios.text.numbers import grouped
from batchgame.scenarios.text.prose import fill

if TYPE_CHECKING:
    from batchgame.scenarios.reading.text import Text


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


@lru_cache
def sentences(language: str) -> Mapping[str, str]:
    """Read all texts of a language, by their dotted keys such as "run.pause"."""
    # Not with importlib.resources, because its import would add 10 ms to the first frame.
    source = (Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomli.loads(source)))


def _written(value: object) -> str:
    return grouped(value) if isinstance(value, int) else str(value)


class Catalogue:
    """The texts of one language. A missing key raises KeyError; a test reads every key that the code uses."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language {language!r}: one of {', '.join(LANGUAGES)}")
        self.language = language
        self._sentences = sentences(language)
        self._own: Mapping[str, str] = {}

    def with_words(self, name: str, words: Mapping[str, Text]) -> Catalogue:
        """Return a catalogue that also has an exercise's own words, under the keys `NAME.key`."""
        extended = Catalogue(self.language)
        extended._own = {f"{name}.{key}": text[self.language] for key, text in words.items()}
        return extended

    def __call__(self, key: str, **values: object) -> str:
        """Return the text under `key` with its places filled from `values`, and counts by their thousands."""
        text = self._own[key] if key in self._own else self._sentences[key]
        return fill(text, {name: _written(value) for name, value in values.items()}) if values else text

    def of(self, text: Text) -> str:
        """Return a scenario's text in this language."""
        return text[self.language]

    @property
    def other(self) -> str:
        """Return the language that the language key switches to."""
        return LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]

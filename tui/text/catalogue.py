"""What the game says, in the player's language: one TOML file a language, keys with dots, `{name}` filled in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from batchgame.scenarios.text.prose import fill

if TYPE_CHECKING:
    from batchgame.scenarios.reading.format import Text

LANGUAGES = ("en", "zh-TW")


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


@lru_cache
def sentences(language: str) -> Mapping[str, str]:
    """All texts of a language by their dotted keys, e.g. "run.pause"."""
    # Not by importlib.resources, whose import takes 10 ms of the first frame.
    source = (Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(source)))


class Catalogue:
    """The texts of one language; a missing key is an error, because a test has read every key."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language {language!r}: one of {', '.join(LANGUAGES)}")
        self.language = language
        self._sentences = sentences(language)

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key`, its placeholders filled with `values`."""
        text = self._sentences[key]
        return fill(text, {name: str(value) for name, value in values.items()}) if values else text

    def of(self, text: Text) -> str:
        """A scenario's text in this language."""
        return text[self.language]

    @property
    def other(self) -> str:
        """The language that the language key switches to."""
        return LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]

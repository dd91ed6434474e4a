"""Texts with places such as `{name}`. Only names are replaced: a text can neither compute nor reach an attribute."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{([^{}]*)\}")
_BEFORE_CHINESE = re.compile(r"([A-Za-z])(?=[\u4e00-\u9fff])")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def placeholders(text: str) -> set[str]:
    """Return the names between braces as they are written, well formed or not."""
    return set(_PLACE.findall(text))


def malformed(text: str) -> str | None:
    """Find the first thing that looks like a place and is none: a lone brace, or a name with other characters."""
    for name in _PLACE.findall(text):
        if not _NAME.match(name):
            return "{" + str(name) + "}"
    rest = _PLACE.sub("", text)
    return next((sign for sign in rest if sign in "{}"), None)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace every `{name}` by its value, in one pass. KeyError if a name has no value."""

    def value(match: re.Match[str]) -> str:
        return values[match.group(1)]

    # A unit such as `epoch` may come to stand before a Chinese sign, which takes a space between.
    return _BEFORE_CHINESE.sub(r"\1 ", _PLACE.sub(value, text))

"""Texts with `{name}` places. Only names are ever replaced: nothing in a text can be evaluated or read as an object."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def placeholders(text: str) -> set[str]:
    """The names between braces, as written, well formed or not."""
    return set(_PLACE.findall(text))


def malformed(text: str) -> str | None:
    """The first thing in a text that looks like a place and is none: a lone brace, or a name with other signs in it."""
    for name in _PLACE.findall(text):
        if not _NAME.match(name):
            return "{" + str(name) + "}"
    rest = _PLACE.sub("", text)
    return next((sign for sign in rest if sign in "{}"), None)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every `{name}` replaced by its value, once; KeyError names one that has no value."""

    def value(match: re.Match[str]) -> str:
        return values[match.group(1)]

    return _PLACE.sub(value, text)

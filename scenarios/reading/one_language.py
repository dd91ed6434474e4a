"""Files that are written in one language only. The other language of the game shows the same texts."""

from __future__ import annotations

from typing import Any

from batchgame.scenarios.text.languages import LANGUAGES


def completed(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a file with every text in all languages of the game.

    Only a file that says `languages = ["zh-TW"]`, or another single language, is changed: a text that it has in that
    language alone is copied.
    """
    if values.get("languages") not in [[language] for language in LANGUAGES]:
        return values
    return {
        key: value if key == "languages" else _copied(value, values["languages"][0]) for key, value in values.items()
    }


def _copied(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if value.keys() == {language} and isinstance(value[language], str):
            return dict.fromkeys(LANGUAGES, value[language])
        return {key: _copied(item, language) for key, item in value.items()}
    if isinstance(value, list):
        return [_copied(item, language) for item in value]
    return value

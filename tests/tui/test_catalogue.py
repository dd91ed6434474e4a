"""Completeness of both languages: the same keys, the same places, nothing empty, nothing unused or unknown."""

import ast
import re
from pathlib import Path

import pytest

from batchgame.scenarios.text.prose import placeholders
from batchgame.tui.text.catalogue import LANGUAGES, Catalogue, sentences

SOURCE = Path(__file__).parents[2] / "tui"
# The code puts these keys together from two parts, so the whole key does not stand in it.
COMPOSED = (
    "step.", "knob.", "lane.", "lane_in_words.", "status.", "badge.", "caption.", "word.", "run.", "first.",
    "progress.", "plain.", "hessian.", "bests.", "summary.",
)  # fmt: skip


def test_the_languages_have_the_same_keys() -> None:
    english, chinese = (set(sentences(language)) for language in LANGUAGES)
    assert english == chinese


def test_no_text_is_empty() -> None:
    empty = [(language, key) for language in LANGUAGES for key, text in sentences(language).items() if not text.strip()]
    assert empty == []


def test_a_text_has_the_same_places_in_every_language() -> None:
    places = {
        key: {frozenset(placeholders(sentences(language)[key])) for language in LANGUAGES} for key in sentences("en")
    }
    different = {key: found for key, found in places.items() if len(found) > 1}
    assert different == {}


def _spoken() -> set[str]:
    """Return every text constant of the code, because a key is always written whole, as in say("run.start")."""
    words = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
    return words


def test_every_key_is_spoken_somewhere() -> None:
    said = _spoken()
    silent = [key for key in sentences("en") if key not in said and not key.startswith(COMPOSED)]
    assert silent == []


def test_chinese_takes_full_width_punctuation() -> None:
    """No half-width comma, colon or question mark follows a Chinese character."""
    half_width = [key for key, text in sentences("zh-TW").items() if re.search(r"[一-鿿][,:?!;]", text)]
    assert half_width == []


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh-TW"):
        Catalogue("fr")

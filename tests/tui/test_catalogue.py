"""Both languages are complete: the same keys, the same places, nothing empty, nothing unused or unknown."""

import ast
import re
from pathlib import Path

import pytest

from batchgame.scenarios.text.prose import placeholders
from batchgame.tui.text.catalogue import LANGUAGES, Catalogue, sentences

SOURCE = Path(__file__).parents[2] / "tui"


def test_the_languages_have_the_same_keys() -> None:
    english, chinese = (set(sentences(language)) for language in LANGUAGES)
    assert english == chinese


@pytest.mark.parametrize("key", sorted(sentences("en")))
def test_a_text_has_the_same_places_in_every_language(key: str) -> None:
    texts = [sentences(language)[key] for language in LANGUAGES]
    assert all(text.strip() for text in texts)
    assert len({frozenset(placeholders(text)) for text in texts}) == 1


def _spoken() -> set[str]:
    """Every key that the code names whole, e.g. say("run.start") or labels held in tuples."""
    words = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
    return words


def test_every_key_is_spoken_somewhere() -> None:
    said = _spoken()
    by_prefix = tuple(
        f"{group}."
        for group in (
            "step",
            "knob",
            "lane",
            "lane_in_words",
            "status",
            "badge",
            "caption",
            "word",
            "run",
            "first",
            "progress",
            "plain",
            "hessian",
            "bests",
            "summary",
        )
    )
    silent = [key for key in sentences("en") if key not in said and not key.startswith(by_prefix)]
    assert silent == []


def test_chinese_takes_full_width_punctuation() -> None:
    """Between Chinese characters no half-width comma, colon or question mark stands."""
    for key, text in sentences("zh-TW").items():
        assert not re.search(r"[一-鿿][,:?!;]", text), key


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh-TW"):
        Catalogue("fr")

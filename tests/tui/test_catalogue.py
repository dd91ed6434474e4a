"""Completeness of both languages: the same keys, the same places, nothing empty, nothing unused or unknown."""

import ast
import re
from pathlib import Path

import pytest

from batchgame.scenarios.reading import exercise
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.scenarios.text.prose import placeholders
from batchgame.tui.text.catalogue import Catalogue, sentences

SOURCE = Path(__file__).parents[2] / "tui"
# The code puts these keys together from two parts, so the whole key does not stand in it.
COMPOSED = ("written_in.",
    "step.", "knob.", "lane.", "lane_in_words.", "status.", "badge.", "caption.", "word.", "run.", "first.",
    "progress.", "plain.", "hessian.", "bests.", "summary.", "trophy.", "slice.", "pick.", "exam.", "accuracy.", "gap.",
    "diagnose.", "rescue-network.", "class.",
    "aim.new_", "aim.reach", "aim.grip", "aim.noise", "warmup.step_", "study.",
)  # fmt: skip


def test_the_languages_have_the_same_keys() -> None:
    english, chinese = (set(sentences(language)) for language in LANGUAGES)
    assert english == chinese


def words_of_exercises() -> dict[str, Text]:
    """Return the words that the pages of exercises say, by `NAME.key`."""
    read = map(exercise.load, exercise.names())
    return {f"{each.name}.{key}": text for each in read for key, text in each.words.items()}


def texts() -> dict[str, list[str]]:
    """Every text in every language, by its key."""
    all_ = {key: [sentences(language)[key] for language in LANGUAGES] for key in sentences("en")}
    return all_ | {key: [text[language] for language in LANGUAGES] for key, text in words_of_exercises().items()}


def test_a_text_has_the_same_places_in_every_language() -> None:
    assert [key for key, said in texts().items() if not all(text.strip() for text in said)] == []
    assert [key for key, said in texts().items() if len({frozenset(placeholders(text)) for text in said}) > 1] == []


def test_an_exercise_says_its_own_words() -> None:
    words = words_of_exercises()
    assert len(words) > 50
    assert not words.keys() & sentences("en").keys()
    for language in LANGUAGES:
        say = Catalogue(language)
        for key, text in words.items():
            word = key.partition(".")[2]
            assert say.with_words("toy", {word: text})(f"toy.{word}") == text[language]
    for key in ("no", "no.where", "hessian.nothing"):
        with pytest.raises(KeyError, match=key):
            Catalogue("en")(key)


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
    silent = [key for key in texts() if key not in said and not key.startswith(COMPOSED)]
    assert silent == []


def test_every_key_that_the_code_names_is_there() -> None:
    known = texts().keys()
    groups = {key.partition(".")[0] for key in known}
    named = {word for word in _spoken() if re.fullmatch(r"[a-z_]+(\.[a-z_]*[a-z])+", word)} - {"progress.json"}
    modules = {word for word in named if (SOURCE / f"{word.replace('.', '/')}.py").exists()}
    assert [word for word in named - modules if word.partition(".")[0] in groups and word not in known] == []


def test_chinese_takes_full_width_punctuation() -> None:
    """Between Chinese characters no half-width comma, colon or question mark stands."""
    assert [key for key, (_, text) in texts().items() if re.search(r"[一-鿿][,:?!;]", text)] == []


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh-TW"):
        Catalogue("fr")

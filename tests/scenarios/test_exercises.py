"""An exercise is found by its files: a TOML file, and a module with its proofs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from batchgame.scenarios.proving.exercise import check
from batchgame.scenarios.reading import exercise
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.tui.text.catalogue import Catalogue

BUNDLED = [
    "step", "hessian", "dimension", "reload", "accuracy", "gap", "diagnose", "rescue-network", "quiz", "exam",
    "summary",
]  # fmt: skip


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a file, and move its time by a second, because a clock may be too coarse for two changes in a row."""
    text, time = path.read_text(encoding="utf-8"), path.stat().st_mtime
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(path, (time + 1, time + 1))


def test_the_bundled_ones_are_in_the_order_of_the_menu() -> None:
    assert exercise.names() == BUNDLED
    assert all(exercise.exists(name) for name in BUNDLED)
    assert [name for name in BUNDLED if exercise.load(name).page is None] == ["quiz"]


def test_two_files_make_an_exercise(toy: Path) -> None:
    assert exercise.names() == ["step", "toy", *BUNDLED[1:]]
    assert exercise.exists("toy")
    read = exercise.load("toy")
    assert check(read) == []
    assert exercise.say(read, read.lesson, "en") == "It was 2."
    assert Catalogue("zh-TW").with_words("toy", read.words)("toy.counted", count=3) == "目前 3"
    rewrite(toy, "order = 15", "order = 99")
    assert exercise.names() == [*BUNDLED, "toy"]
    toy.unlink()
    assert exercise.names() == BUNDLED


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("right = true", "", ("toy: sum", "one right answer needed")),
        ('"is_three"', '"is_four"', ("toy: sum.options[2]", "no proof is_four")),
        ('"is_one"', '"is_two"', ("toy: sum.options[0]", "the proof is_two says that this answer is right")),
        ('proofs = ["is_two"]', 'proofs = ["is_one"]', ("toy: claims[0]", "the proof is_one does not hold")),
        ('proofs = ["is_two"]', "", ("toy: claims[0]", "a claim about this model needs a check")),
        ("It was {two}.", "It was {too}.", ("toy.lesson.en", "unknown number {too}")),
        ("目前 {count}", "目前", ("toy.words.counted", "not the same places in every language")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(toy: Path, old: str, new: str, finding: tuple[str, str]) -> None:
    rewrite(toy, old, new)
    assert finding in check(exercise.load("toy"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("order = 15", "", "missing required field `order`"),
        ("order = 15", "ordre = 15", "unknown field `ordre`"),
        ("order = 15", "order = ", "Invalid value"),
        ('name = "toy"', 'name = "game"', "name: toy needed, game found"),
    ],
)
def test_a_broken_file_is_one_clear_line(toy: Path, old: str, new: str, message: str) -> None:
    rewrite(toy, old, new)
    with pytest.raises(ScenarioError, match=message) as caught:
        exercise.load("toy")
    assert str(caught.value).startswith("toy.toml: ")
    assert str(caught.value).isprintable()


def test_another_word_is_no_exercise() -> None:
    assert not exercise.exists("quzi")
    with pytest.raises(KeyError, match="quzi"):
        exercise.load("quzi")

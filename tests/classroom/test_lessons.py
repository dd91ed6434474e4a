"""Lessons are proved: the bundled ones and the README's are sound, and what is wrong with one is told in a line."""

import re
from pathlib import Path

import pytest

from batchgame.classroom import lesson, wall
from batchgame.classroom.lesson import StepKind
from batchgame.classroom.proving import findings
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.tui.command.main import main
from batchgame.tui.game.pages.warmup_rows import option_width
from batchgame.tui.game.pages.warmup_view import words_area

HEAD = """format = 1
kind = "lesson"
name = "mine"
title = { en = "a", zh-TW = "b" }
summary = { en = "a", zh-TW = "b" }
"""
README = (Path(__file__).parents[2] / "classroom" / "README.md").read_text("utf-8")
OWN = (Path(__file__).parents[2] / "scenarios" / "README.md").read_text("utf-8")


def toml_of(text: str) -> str:
    found = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("name", lesson.names())
def test_a_bundled_lesson_is_sound(name: str) -> None:
    assert findings(lesson.load(name)) == []


def test_the_example_of_the_readme_is_sound_with_its_own_scenario(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "my-lesson.toml").write_text(toml_of(README), "utf-8")
    (tmp_path / "my.toml").write_text(toml_of(OWN), "utf-8")
    status = main(["check", str(tmp_path / "my-lesson.toml")])
    said = capsys.readouterr().out.splitlines()
    assert status == 0, said
    assert said[0].endswith("sound, 18 steps")
    assert any(line.endswith("my.toml: sound, 1 stage") for line in said), "the teacher's own file is proved with it"


def test_a_lie_in_a_teachers_own_file_is_found_through_the_lesson(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "my-lesson.toml").write_text(toml_of(README), "utf-8")
    solution = "solution = { batch_size = 4, momentum = 0.0 }"
    (tmp_path / "my.toml").write_text(toml_of(OWN).replace(solution, solution.replace("4", "1")), "utf-8")
    assert main(["check", str(tmp_path / "my-lesson.toml")]) == 1
    assert "my.toml: " in capsys.readouterr().out


def test_the_readme_names_every_word_of_the_format() -> None:
    words = [*lesson.Part.__struct_fields__, *StepKind.__args__]  # type: ignore[attr-defined]
    assert [word for word in words if f"`{word}`" not in README and word not in ("join", "end")] == []


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ('playable = "sadle"', "did you mean saddle?"),
        ('card = "short-bach"\nsteps = ["vote"]', "did you mean short-batch?"),
        ('card = "short-batch"', "a card has no race"),
        ('playable = "saddle"\npick = { batch_size = 3, momentum = 0.0 }', "pick.batch_size: one of 1, 2, 4"),
        ('playable = "saddle"\nsteps = ["map"]', "needs a step 'pick' before it"),
        ('playable = "saddle"\ncard = "short-batch"', "and not both"),
        ('playable = "quiz"', "is no race"),
        ('playable = "gone.toml"', "there is no such file"),
    ],
)
def test_what_is_wrong_with_a_part_is_told_in_one_line(tmp_path: Path, part: str, told: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f"{HEAD}[[parts]]\n{part}\n", "utf-8")
    found = findings(lesson.load(str(path)))
    assert len(found) == 1
    assert told in found[0]
    assert "\n" not in found[0]


def test_a_question_that_no_wall_can_show_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "WORDS", (39, 5))
    assert "shorten it" in findings(lesson.load("escape"))[0]


def test_the_rows_that_are_proved_are_those_that_are_drawn() -> None:
    area = words_area(*wall.SIZE, picture=True)
    assert (area.w, area.h) == wall.WORDS
    assert option_width(area.w) == wall.OPTION


def test_a_file_that_is_no_lesson_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('format = 1\nkind = "lesson"\nname = "mine"\nparts = 3\n', "utf-8")
    with pytest.raises(ScenarioError) as error:
        lesson.load(str(path))
    assert "\n" not in str(error.value)

"""The registry finds everything that can be played, and every command finds a new exercise through it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from batchgame.scenarios import playables
from batchgame.scenarios.playables import ExercisePlayable, RaceStage, ScenarioError
from batchgame.scenarios.reading import exercise, library
from batchgame.tui.command.argument_types import UsageError
from batchgame.tui.command.kiosk import closed
from batchgame.tui.command.main import main
from batchgame.tui.race.options import PlayOptions

KNOBS = ["--batch-size", "4", "--momentum", "0.5"]


def refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that must be refused, and return what it says on stderr."""
    assert main(words) == 2
    return capsys.readouterr().err


def accepted_by_kiosk(words: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Apply the rule of the kiosk without closing this process."""
    monkeypatch.setattr("batchgame.tui.command.kiosk._close", lambda: None)
    try:
        with closed(PlayOptions(scenario=words, kiosk=True)):
            return True
    except UsageError as error:
        return "plays no files" not in str(error)


def test_the_menu_has_all_stages_and_exercises() -> None:
    found = playables.all_playables()
    stages = [scenario.full_name(stage) for scenario in map(library.load, library.names()) for stage in scenario.stages]
    assert sorted(playable.name for playable in found) == sorted([*stages, *exercise.names()])
    assert sorted(playable.name for playable in found if playable.is_race) == sorted(stages)
    assert playables.names() == [*library.names(), *exercise.names()]
    assert {(playable.kind, playable.opens) for playable in found} == {("race", "predict"), ("exercise", "card")}
    assert all(playable.fits_kiosk and playable.key == playable.name for playable in found)
    for playable in found:
        assert playables.find(playable.name) == playable
        assert playable.described()["name"] == playable.name


def test_a_file_of_ones_own(tmp_path: Path, text: str) -> None:
    path = tmp_path / "my.toml"
    second = text[text.index("[[stages]]") :].replace("[[stages]]", '[[stages]]\nname = "second"', 1)
    path.write_text(text + second, "utf-8")
    race = playables.find(f"{path}/second")
    assert isinstance(race, RaceStage)
    assert (race.name, race.key, race.path, race.file) == ("scatter/second", "own/scatter/second", f"{path}", f"{path}")
    assert (race.fits_kiosk, race.extent, race.findings()) == (False, "2 stages", [])
    assert playables.stages_of_file(str(path)) == [playables.find(str(path)), race]


def test_a_file_does_not_hide_a_bundled_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("quiz", "saddle", "mine"):
        (tmp_path / name).write_text("format = 1")
    assert isinstance(playables.find("quiz"), ExercisePlayable)
    assert playables.find("saddle").fits_kiosk
    with pytest.raises(ScenarioError, match="mine: the file: name is missing"):
        playables.find("mine")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("quzi", "unknown scenario 'quzi'; did you mean quiz? (known: epoch, saddle,"),
        ("sadle/hair", "unknown scenario 'sadle'; did you mean saddle?"),
        ("saddle/hare", "saddle has no stage 'hare'; did you mean hair?"),
        ("quiz/two", "quiz is an exercise: it has no stage 'two'"),
        ("", "unknown scenario ''"),
    ],
)
def test_a_misspelt_name(words: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        playables.find(words)
    assert message in str(caught.value)
    assert str(caught.value).isprintable()


def test_the_nearest_name_is_one_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["play", "quzi"], ["run", "quzi", *KNOBS], ["map", "quzi"]):
        assert "did you mean quiz?" in refused(command, capsys)
    assert main(["check", "quzi"]) == 1
    assert "did you mean quiz?" in capsys.readouterr().out


def test_an_exercise_is_no_race(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    sweep = ["sweep", "quiz", "--batch-size", "1,2", "--momentum", "0", "--out", str(tmp_path / "out.csv")]
    for words in (["run", "quiz", *KNOBS], ["map", "quiz"], sweep):
        said = f"quiz is no race: there is nothing to {words[0]} (`batchgame list` has the races)\n"
        assert refused(words, capsys) == f"batchgame: {said}"
    assert "--tool: quiz is no race, it has no such knob" in refused(["play", "quiz", "--tool", "x"], capsys)


def test_kiosk_plays_whatever_is_bundled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    (tmp_path / "my.toml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    bundled = [playable.name for playable in playables.all_playables()]
    assert [name for name in bundled if not accepted_by_kiosk(name, monkeypatch)] == []
    assert accepted_by_kiosk("daily-2026-11-24", monkeypatch)
    others = ["my.toml", str(tmp_path / "my.toml"), "quzi", "", "../quiz", "daily"]
    assert [name for name in others if accepted_by_kiosk(name, monkeypatch)] == []


def test_a_new_exercise_is_found_everywhere(
    toy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = playables.names()
    assert names[names.index("toy") + 1] == "hessian"
    assert playables.find("toy") in playables.all_playables()
    assert main(["list"]) == 0
    assert "\ntoy " in capsys.readouterr().out
    assert main(["list", "--json"]) == 0
    assert {"name": "toy", "title": {"en": "A toy", "zh-TW": "玩具"}}.items() <= json.loads(capsys.readouterr().out)[
        -1
    ].items()
    assert main(["check", "toy"]) == 0
    assert capsys.readouterr().out == "toy: sound, 1 card\n"
    assert "did you mean toy?" in refused(["play", "tooy"], capsys)
    assert accepted_by_kiosk("toy", monkeypatch)
    toy.write_text(toy.read_text("utf-8").replace("right = true", ""), "utf-8")
    assert main(["check", "toy"]) == 1
    assert "toy: sum: one right answer needed" in capsys.readouterr().out


def test_listing_them_needs_no_numpy() -> None:
    program = (
        "import sys, batchgame.scenarios.playables as p\n"
        "p.all_playables(), p.find('saddle/hair'), p.find('quiz'), p.fits_kiosk('daily-2026-11-24')\n"
        "print([m for m in ('numpy', 'textual', 'batchgame.sim', 'fractions') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""A machine that gives progress no place: the game is played, says so once, and every other command does its work."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest
from terminal_of import COMMAND, Terminal

from batchgame.tui.score.progress import FILE, Progress, Record, data_folder

AS_STRANGER = ["setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups"]  # a user that no system knows


@cache
def stranger() -> list[str]:
    """Return the words that start a program as a stranger: none where that is impossible, or Python is not for all."""
    if os.geteuid() or not shutil.which("setpriv"):
        return []
    known = {name: value for name, value in os.environ.items() if name != "HOME"}
    tried = [*AS_STRANGER, *COMMAND, "--version"]
    return AS_STRANGER if not subprocess.run(tried, env=known, cwd="/", capture_output=True).returncode else []


NOWHERE = {"en": "Nothing names a folder for your progress", "zh-TW": "找不到存放進度的資料夾"}
UNWRITABLE = {"en": "Progress can't be saved", "zh-TW": "進度無法存檔"}


def run(*words: str, at: Path, typed: str = "q\n", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, with no variable that names a folder of the user but those given."""
    without = {"HOME", "XDG_DATA_HOME", "BATCHGAME_DATA", "LC_ALL", "LANG"}
    around = {name: value for name, value in os.environ.items() if name not in without}
    around |= {"LC_ALL": "C.UTF-8", **environ}
    return subprocess.run(
        [*stranger(), *COMMAND, *words], cwd=at, env=around, input=typed, capture_output=True, text=True, check=False
    )


@pytest.fixture
def place() -> Iterator[Path]:
    """Return a folder where a stranger may write, with a file and a read-only folder; that of pytest is closed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        (folder / "a file").write_text("mine")
        (folder / "home").mkdir(mode=0o555)
        yield folder


NAMED: list[tuple[Mapping[str, str], Mapping[str, str]]] = [
    ({"HOME": ""}, NOWHERE),
    ({"HOME": "relative"}, NOWHERE),
    ({"HOME": "", "XDG_DATA_HOME": "relative"}, NOWHERE),
    ({"HOME": "", "BATCHGAME_DATA": "~/games"}, NOWHERE),
    ({"HOME": "/proc/nonexistent"}, UNWRITABLE),
    ({"BATCHGAME_DATA": "{place}/a file"}, UNWRITABLE),
    ({"BATCHGAME_DATA": "{place}/a file/below"}, UNWRITABLE),
    ({"BATCHGAME_DATA": "/dev/null"}, UNWRITABLE),
    ({"BATCHGAME_DATA": "x" * 300}, UNWRITABLE),
]
NAMED_FOR_A_STRANGER: list[tuple[Mapping[str, str], Mapping[str, str]]] = [
    ({}, NOWHERE),
    ({"BATCHGAME_DATA": "~/games"}, NOWHERE),
    ({"HOME": "{place}/home"}, UNWRITABLE),
    ({"HOME": "{place}/home", "XDG_DATA_HOME": "{place}/home/data"}, UNWRITABLE),
    ({"BATCHGAME_DATA": "/root/secret"}, UNWRITABLE),
]


@pytest.mark.parametrize("share", [pytest.param(1, marks=pytest.mark.slow), 6])
def test_it_is_played_and_said_once_and_doctor_goes_on(share: int, place: Path) -> None:
    """Try all places, or every sixth: each takes seconds."""
    answers = "1\n9\nq\n"  # an answer is a thing to be saved
    offenders = []
    named_places = [*(NAMED_FOR_A_STRANGER if stranger() else []), *NAMED][::share]
    for (named, notice), lang in zip(named_places, cycle(["en", "zh-TW"])):
        environ = {name: value.format(place=place) for name, value in named.items()}
        played = run("play", "quiz", "--plain", "--lang", lang, at=place, typed=answers, **environ)
        told = " ".join(played.stdout.split()).count(notice[lang])
        if (played.returncode, told, played.stderr) != (0, 1, ""):
            offenders.append((environ, played.returncode, told, played.stderr))
        doctor = run("doctor", at=place, **environ)
        if doctor.returncode or doctor.stderr or "Progress" not in doctor.stdout or "  file " not in doctor.stdout:
            offenders.append((environ, doctor.returncode, doctor.stdout[-300:], doctor.stderr))
    assert offenders == []
    assert sorted(path.name for path in place.iterdir()) == ["a file", "home"], "nothing is created, such as a folder ~"


def test_every_other_command_does_its_work(place: Path) -> None:
    few = ("--trajectories", "10", "--updates", "5")
    offenders = []
    for words in (
        ("list",),
        ("check", "step"),
        ("run", "saddle", "--batch-size", "4", "--momentum", "0.5", *few),
        ("map", "saddle", "--plain", "--trajectories", "10"),
        ("sweep", "saddle", "--batch-size", "1,4", "--momentum", "0,0.5", *few, "--out", "a.csv"),
        ("play", "step", "--plain", "--kiosk"),
    ):
        done = run(*words, at=place, HOME="")
        if done.returncode or "mistake" in done.stderr:
            offenders.append((words, done.returncode, done.stderr))
    assert offenders == []
    assert (place / "a.csv").read_text().count("\n") == 5


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_the_screen_says_it_on_the_menu(lang: str, tmp_path: Path) -> None:
    words = " ".join(f"'{word}'" for word in COMMAND)
    begin = " ".join(["exec", *stranger(), words, "play", "--lang", lang])
    unset = "unset HOME" if stranger() else "export HOME="
    unset = f"unset BATCHGAME_DATA XDG_DATA_HOME; {unset}; {begin}"
    with Terminal(tmp_path, "-c", unset, command=["/bin/sh"]) as terminal:
        wanted = NOWHERE[lang][:6]
        terminal.until(lambda text: wanted in "".join(text.split()) or wanted in text)
        terminal.press("q")
        assert terminal.ended() == 0


def test_an_old_platformdirs_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to 4.3 it returned the path `~/.local/share` itself, and took an empty HOME for the root."""
    monkeypatch.delenv("BATCHGAME_DATA")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    for home, returned in (("~", "~/.local/share/batchgame"), ("", "/.local/share/batchgame")):
        monkeypatch.setenv("HOME", home)
        monkeypatch.setattr("platformdirs.user_data_path", lambda *_, path=returned, **__: Path(path))
        assert data_folder() is None
        progress = Progress.open()
        progress.record("saddle", Record(goal=True))
        assert progress.records == {"saddle": Record(goal=True)}
        assert progress.notice is not None
        assert progress.notice[0] == "progress.nowhere"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on files")
def test_a_full_disk_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Progress.open(tmp_path).record("saddle", Record(goal=True))
    before = (tmp_path / FILE).read_bytes()

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50))

    code = "from batchgame.tui.score.progress import Progress, Record as R\n"
    code += "p = Progress.open(); p.record('hill', R(goal=True)); print(p.notice, sorted(p.records))"
    told = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"BATCHGAME_DATA": str(tmp_path)}, preexec_fn=limited,
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "progress.unwritable" in told
    assert "['hill', 'saddle']" in told
    assert (tmp_path / FILE).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".lock"] == [FILE]

"""Wrong words get one or two clear lines and exit status 2; never a traceback, never a word on stdout."""

import os
import sys
from pathlib import Path

import pytest

from batchgame.scenarios.reading.library import names
from batchgame.tui.command.argument_types import whole
from batchgame.tui.command.main import COMMANDS, main

KNOBS = ["--batch-size", "4", "--momentum", "0.5"]
SADDLE = Path(__file__).parents[2] / "scenarios" / "races" / "saddle.toml"


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run words that must be refused; the message."""

    def run(*words: str) -> str:
        assert main(words) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("batchgame: ")
        assert 1 <= err.count("\n") <= 2
        assert "Traceback" not in err
        assert "mistake in batchgame" not in err
        assert all(sign.isprintable() or sign == "\n" for sign in err)
        return err

    return run


@pytest.mark.parametrize("command", ["run", "play"])
@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("--batch-size", "0", "from 1 to the number of examples"),
        ("--batch-size", "-3", "from 1 to the number of examples"),
        ("--batch-size", "21", "20 examples"),
        ("--batch-size", "abc", "whole number"),
        ("--batch-size", "2.5", "whole number"),
        ("--batch-size", "1_0", "whole number"),
        ("--batch-size", "", "whole number"),
        ("--batch-size", "9" * 5000, "whole number"),
        ("--momentum", "-0.1", "from 0 to below 1"),
        ("--momentum", "1", "from 0 to below 1"),
        ("--momentum", "nan", "from 0 to below 1"),
        ("--momentum", "inf", "from 0 to below 1"),
        ("--momentum", "-inf", "from 0 to below 1"),
        ("--momentum", "1e999", "from 0 to below 1"),
        ("--momentum", "half", "from 0 to below 1"),
        ("--learning-rate", "0", "above 0"),
        ("--learning-rate", "-1e-3", "above 0"),
        ("--learning-rate", "nan", "above 0"),
        ("--learning-rate", "inf", "above 0"),
        ("--parallel", "0", "from 1"),
        ("--parallel", "21", "20 examples"),
        ("--seed", "-1", "from 0 to 4294967295"),
        ("--seed", "4294967296", "from 0 to 4294967295"),
        ("--trajectories", "0", "from 1"),
        ("--trajectories", "-5", "from 1"),
        ("--trajectories", "1000000000000", "of memory"),
        ("--trajectories", "1e99", "of memory"),
        ("--trajectories", "1e100", "whole number"),
        ("--trajectories", "1.5", "whole number"),
        ("--trajectories", "1.55e1", "whole number"),
        ("--trajectories", "1e-3", "whole number"),
        ("--trajectories", "0e6", "from 1"),
        ("--trajectories", "-1e6", "from 1"),
        ("--trajectories", "e6", "whole number"),
        ("--engine", "numpi", "numpy"),
    ],
)
def test_values(refused, command: str, option: str, value: str, allowed: str) -> None:  # type: ignore[no-untyped-def]
    words = dict(zip(KNOBS[::2], KNOBS[1::2], strict=True)) | {option: value}
    message = refused(command, "saddle", *(word for pair in words.items() for word in pair))
    assert option in message
    assert value[:20] in message
    assert allowed in message


@pytest.mark.parametrize(
    ("text", "value"), [("1000", 1000), ("1e6", 10**6), ("1E+6", 10**6), ("2.5e5", 250_000), ("3e0", 3)]
)
def test_large_counts_may_be_said_shortly(text: str, value: int) -> None:
    assert whole("--trajectories", 1)(text) == value


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "saddle", *KNOBS, "--trajectories", "1e12"], "--trajectories 1000000000000: would need"),
        (["map"], "SCENARIO"),
        (["map", "quiz"], "quiz is no race"),
        (["map", "sadle"], "did you mean saddle?"),
        (["map", "saddle", "--x", "momentum", "--y", "momentum"], "--x momentum --y momentum: two different knobs"),
        (["map", "saddle", "--x", "batch-size"], "--x batch-size --y batch-size: two different knobs"),
        (["map", "saddle", "--y", "learning-rat"], "did you mean learning-rate?"),
        (["map", "saddle", "--batch-size", "21"], "20 examples"),
        (["map", "saddle", "--parallel", "21"], "20 examples"),
        (["map", "saddle", "--momentum", "1"], "from 0 to below 1"),
        (["map", "saddle", "--trajectories", "1e12"], "of memory"),
        (["map", "saddle", "--tool", "hammer"], "no such knob"),
        (["map", "saddle", "--kiosk"], "no option --kiosk"),
        (["map", "saddle", "--no-plain"], "no terminal"),
        (["run", "saddle", *KNOBS, "--updates", "0"], "--updates 0: a whole number from 1"),
        (["run", "saddle", *KNOBS, "--epochs", "-2"], "--epochs -2: a whole number from 1"),
        (["run", "saddle", *KNOBS, "--epochs", "1.5"], "--epochs 1.5"),
        (["run", "saddle", *KNOBS, "--epochs", "900000000"], "4500000000 updates; at most 1000000000"),
        (["run", "saddle", *KNOBS, "--updates", "5", "--epochs", "5"], "not allowed with argument --updates"),
        (["run", "saddle", *KNOBS, "--dtype", "float16"], "float32, float64"),
        (["run", "saddle"], "--batch-size, --momentum"),
        (["run", "saddle", "--momentum", "0"], "--batch-size"),
        (["run", *KNOBS], "SCENARIO"),
        (["run", "saddle", "--batch-size"], "--batch-size: expected one argument"),
        (["run", "saddle", "--batch-size", "--momentum", "0"], "--batch-size: expected one argument"),
        (["run", "saddle", "hill", *KNOBS], "one word too many: hill"),
        (["play", "saddle", "--colors", "many"], "true, 256, 16, mono"),
        (["play", "saddle", "--lang", "fr"], "en, zh-TW"),
        (["play", "saddle", "--lang", "zh-tw"], "did you mean zh-TW?"),
        (["play", "saddle", "--fps", "0"], "from 1 to 60"),
        (["play", "saddle", "--fps", "1000"], "from 1 to 60"),
        (["play", "saddle", "--motion", "none"], "full, reduced"),
        (["play", "--batch-size", "4"], "for which SCENARIO?"),
        (["play", "--daily", "saddle"], "--daily: a race of its own, not saddle"),
        (["list", "--jason"], "did you mean --json?"),
        (["list", "saddle"], "one word too many"),
        (["doctor", "--verbose"], "no option --verbose"),
        (["bench", "--seconds", "0"], "--seconds 0: a whole number from 1 to 600"),
        (["bench", "--seconds", "601"], "from 1 to 600"),
        (["bench", "--seconds", "nan"], "from 1 to 600"),
        (["bench", "--engine", "numpi"], "did you mean numpy?"),
        (["bench", "canyon"], "one word too many"),
        (["bench", "--jason"], "did you mean --json?"),
    ],
)
def test_words(refused, words: list[str], said: str) -> None:  # type: ignore[no-untyped-def]
    assert said in refused(*words)


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (["plya"], "did you mean play?"),
        (["rnu", "saddle"], "did you mean run?"),
        (["docter"], "did you mean doctor?"),
        (["run", "sadle", *KNOBS], "did you mean saddle?"),
        (["run", "saddle/ridg", *KNOBS], "did you mean ridge?"),
        (["run", "sadle/ridge", *KNOBS], "did you mean saddle?"),
        (["play", "canyn"], "did you mean canyon?"),
        (["check", "hil"], "did you mean hill?"),
        (["run", "saddle", "--batchsize", "4"], "did you mean --batch-size?"),
        (["run", "saddle", "--batch", "4"], "did you mean --batch-size?"),
        (["run", "saddle", "--mometum=0.9"], "did you mean --momentum?"),
        (["run", "saddle", *KNOBS, "--trajectory", "9"], "did you mean --trajectories?"),
        (["--sed", "3"], "did you mean --seed?"),
    ],
)
def test_the_nearest_name_is_named(capsys, words: list[str], nearest: str) -> None:  # type: ignore[no-untyped-def]
    assert main(words) in (1, 2)
    out, err = capsys.readouterr()
    assert nearest in out + err


def test_an_unknown_scenario_lists_the_known_ones(refused) -> None:  # type: ignore[no-untyped-def]
    message = refused("run", "xyzzy", *KNOBS)
    assert all(name in message for name in names())


def test_control_signs_in_words_are_not_echoed(refused) -> None:  # type: ignore[no-untyped-def]
    for words in (
        ["\x1b[31mplay"],
        ["run", "\x1b]0;x\x07", *KNOBS],
        ["run", "saddle", "--\x1b[2J"],
        ["--seed", "\x9b31m"],
    ):
        refused(*words)


def files(folder: Path) -> dict[str, Path]:
    """Files that are no scenarios, each in its own way."""
    text = SADDLE.read_text(encoding="utf-8")
    contents = {
        "broken TOML": b"format = = 1",
        "unknown key": text.replace("format = 1", "format = 1\nregoin = 3", 1).encode(),
        "later format": text.replace("format = 1", "format = 2", 1).encode(),
        "NaN": text.replace("learning_rate = ", "learning_rate = nan #", 1).encode(),
        "wrong length": text.replace("start = [", "start = [0.0, ", 1).encode(),
        "too large": b"#" * 1_000_001,
        "not UTF-8": b"\xff\xfe" + text.encode("utf-16-le"),
        "empty": b"",
        "bytes": bytes(range(256)),
    }
    found = {name: folder / f"{name.replace(' ', '-')}.toml" for name in contents}
    for name, path in found.items():
        path.write_bytes(contents[name])
    (folder / "folder.toml").mkdir()
    found |= {"folder": folder / "folder.toml", "missing": folder / "missing.toml"}
    if sys.platform != "win32":
        os.mkfifo(folder / "pipe.toml")
        found |= {"pipe": folder / "pipe.toml", "device": Path("/dev/zero")}
    return found


def test_bad_files(refused, capsys, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    for name, path in files(Path()).items():
        message = refused("run", str(path), *KNOBS)
        assert path.name in message, name
        refused("play", str(path))
        assert main(["check", str(path)]) == 1, name
        out, err = capsys.readouterr()
        assert path.name in out
        assert out.count("\n") == 1
        assert err == ""


def test_an_unknown_key_names_the_nearest(refused, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert "region" in refused("run", str(files(tmp_path)["unknown key"]), *KNOBS)


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["help"], *([command, "--help"] for command in COMMANDS)])
def test_help(capsys, words: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert out.startswith("usage: batchgame")
    assert err == ""


def test_help_names_every_command(capsys) -> None:  # type: ignore[no-untyped-def]
    main(["--help"])
    out = capsys.readouterr().out
    assert all(f"\n  {command} " in out for command in COMMANDS)


def test_the_game_needs_a_terminal(refused) -> None:  # type: ignore[no-untyped-def]
    message = refused("play", "saddle")  # pytest has taken the terminal away
    assert "no terminal" in message
    assert message.count("\n") == 1

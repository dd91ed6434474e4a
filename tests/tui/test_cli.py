"""Wrong command lines get one or two clear lines and exit status 2: no traceback, and nothing on stdout."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from batchgame.scenarios.reading.library import names
from batchgame.tui.command.argument_types import whole
from batchgame.tui.command.main import COMMANDS, main

KNOBS = ["--batch-size", "4", "--momentum", "0.5"]
SADDLE = Path(__file__).parents[2] / "scenarios" / "races" / "saddle.toml"


class Refusals:
    """Command lines that must be refused, run in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def faults(self, *words: str, says: Iterable[str] = ()) -> list[str]:
        """Return what is wrong with the refusal of a command line; `says`: the parts of its message."""
        status = main(words)
        out, err = self._capsys.readouterr()
        rules = {
            "exit status 2": status == 2,
            "nothing on stdout": out == "",
            "begins with batchgame:": err.startswith("batchgame: "),
            "one or two lines": 1 <= err.count("\n") <= 2,
            "no traceback": "Traceback" not in err and "mistake in batchgame" not in err,
            "printable": all(sign.isprintable() or sign == "\n" for sign in err),
        }
        broken = [rule for rule, holds in rules.items() if not holds]
        broken += [f"says {part!r}" for part in says if part not in err]
        return [f"{' '.join(words)[:80]!r}: {', '.join(broken)}; it said {err!r}"] if broken else []


@pytest.fixture
def refusals(capsys: pytest.CaptureFixture[str]) -> Refusals:
    return Refusals(capsys)


VALUES = [
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
]


def test_values(refusals: Refusals) -> None:
    offenders = []
    for command in ("run", "play"):
        for option, value, allowed in VALUES:
            words = dict(zip(KNOBS[::2], KNOBS[1::2], strict=True)) | {option: value}
            line = [command, "saddle", *(word for pair in words.items() for word in pair)]
            offenders += refusals.faults(*line, says=(option, value[:20], allowed))
    assert not offenders, "\n".join(offenders)


def test_large_counts_may_be_said_shortly() -> None:
    read = whole("--trajectories", 1)
    shortly = {"1000": 1000, "1e6": 10**6, "1E+6": 10**6, "2.5e5": 250_000, "3e0": 3}
    assert {text: read(text) for text in shortly} == shortly


WORDS = [
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
]


def test_words(refusals: Refusals) -> None:
    offenders = [fault for words, said in WORDS for fault in refusals.faults(*words, says=[said])]
    assert not offenders, "\n".join(offenders)


NEAREST = [
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
]


def test_the_nearest_name_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    offenders = []
    for words, nearest in NEAREST:
        status = main(words)
        said = "".join(capsys.readouterr())
        if status not in (1, 2) or nearest not in said:
            offenders.append(f"{words}: {said!r}")
    assert not offenders, "\n".join(offenders)


def test_an_unknown_scenario_lists_the_known_ones(refusals: Refusals) -> None:
    assert not refusals.faults("run", "xyzzy", *KNOBS, says=names())


def test_control_signs_in_words_are_not_echoed(refusals: Refusals) -> None:
    lines = (["\x1b[31mplay"], ["run", "\x1b]0;x\x07", *KNOBS], ["run", "saddle", "--\x1b[2J"], ["--seed", "\x9b31m"])
    offenders = [fault for words in lines for fault in refusals.faults(*words)]
    assert not offenders, "\n".join(offenders)


def files(folder: Path) -> dict[str, Path]:
    """Write files that are not scenarios, each for another reason, and return them by that reason."""
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


def test_bad_files(
    refusals: Refusals, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    offenders = []
    for name, path in files(Path()).items():
        offenders += refusals.faults("run", str(path), *KNOBS, says=[path.name])
        offenders += refusals.faults("play", str(path))
        status = main(["check", str(path)])
        out, err = capsys.readouterr()
        if (status, out.count("\n"), err) != (1, 1, "") or path.name not in out:
            offenders.append(f"check {name}: {status}, {out!r}, {err!r}")
    assert not offenders, "\n".join(offenders)


def test_an_unknown_key_names_the_nearest(refusals: Refusals, tmp_path: Path) -> None:
    assert not refusals.faults("run", str(files(tmp_path)["unknown key"]), *KNOBS, says=["region"])


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    offenders = []
    for words in (["--help"], ["-h"], ["help"], *([command, "--help"] for command in COMMANDS)):
        status = main(words)
        out, err = capsys.readouterr()
        if status or err or not out.startswith("usage: batchgame"):
            offenders.append(f"{words}: {status}, {out!r}, {err!r}")
    assert not offenders, "\n".join(offenders)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    out = capsys.readouterr().out
    assert not [command for command in COMMANDS if f"\n  {command} " not in out]


def test_the_game_needs_a_terminal(refusals: Refusals, capsys: pytest.CaptureFixture[str]) -> None:
    assert not refusals.faults("play", "saddle", says=["no terminal"])  # pytest has taken the terminal away
    main(["play", "saddle"])
    assert capsys.readouterr().err.count("\n") == 1

"""The command as a process: pipes, signals, locales, progress."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

import pexpect
import pytest

BATCHGAME = [sys.executable, "-m", "batchgame.tui.cli"]
RUN = ["run", "canyon", "--batch-size", "1", "--momentum", "0"]
LONG = [*RUN, "--updates", "100000000"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


def batchgame(words: Sequence[str], **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*BATCHGAME, *words],
        env=os.environ | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_progress_goes_to_stderr() -> None:
    quick = batchgame([*RUN, "--trajectories", "10", "--json"])
    assert quick.stderr == ""
    slow = batchgame([*RUN, "--trajectories", "2000", "--updates", "20000", "--engine", "numpy", "--json"])
    assert slow.stderr.startswith("canyon: ")
    assert all(line.startswith("canyon: ") and " %" in line for line in slow.stderr.splitlines())
    assert json.loads(slow.stdout)["updates"] == 20000


@posix
def test_interrupted() -> None:
    program = subprocess.Popen(
        [*BATCHGAME, *LONG], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )  # fmt: skip
    time.sleep(1.5)
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=20)
    assert program.returncode == 130
    assert out == ""
    assert err.endswith("batchgame: interrupted\n")
    assert "Traceback" not in err


@posix
def test_in_a_terminal_progress_rewrites_its_line_and_goes_away() -> None:
    words = [*BATCHGAME[1:], *RUN, "--trajectories", "2000", "--updates", "20000", "--engine", "numpy"]
    child = pexpect.spawn(BATCHGAME[0], words, timeout=60, encoding="utf-8", dimensions=(24, 80))
    child.expect(r"\rcanyon:\s+\d+ %")
    child.expect("stage +canyon")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


@posix
@pytest.mark.parametrize("words", ["list", "list --json", "doctor", "run saddle --batch-size 4 --momentum 0 --json"])
def test_a_reader_that_leaves_is_no_mistake(words: str) -> None:
    command = " ".join([*BATCHGAME, words])
    run = subprocess.run(["sh", "-c", f"{command} | true"], capture_output=True, text=True, check=False, timeout=60)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_said() -> None:
    with open("/dev/full", "w") as full:
        run = subprocess.run(
            [*BATCHGAME, "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert run.returncode == 1
    assert run.stderr == "batchgame: No space left on device\n"


@posix
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams(closed: str) -> None:
    for words in ("list", "play", "xyzzy"):
        command = " ".join([*BATCHGAME, words, closed])
        run = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
        assert run.returncode in (0, 2)
        assert "Traceback" not in run.stdout + run.stderr


def test_without_a_terminal_the_game_says_so_in_one_line() -> None:
    for words in ([], ["play"], ["play", "saddle"], ["--lang", "zh-TW"]):
        run = batchgame(words)
        assert run.returncode == 2
        assert run.stdout == ""
        assert "no terminal" in run.stderr
        assert run.stderr.count("\n") == 1


@posix
def test_stdout_in_a_pipe_is_no_terminal() -> None:
    child = pexpect.spawn("sh", ["-c", " ".join([*BATCHGAME, "play | cat"])], timeout=30, encoding="utf-8")
    child.expect("stdout is no terminal")
    child.expect(pexpect.EOF)
    assert "\x1b" not in child.before


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_chinese_in_a_plain_locale_is_no_mistake(locale: dict[str, str]) -> None:
    run = batchgame(["list", "--lang", "zh-TW"], **locale)
    assert (run.returncode, run.stderr) == (0, "")

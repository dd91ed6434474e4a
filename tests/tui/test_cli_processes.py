"""The command as a process: progress, signals, pipes, closed streams, locales."""

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence

import pexpect
import pytest

BATCHGAME = [sys.executable, "-m", "batchgame.tui.cli"]
# The command with its first line of progress after that many seconds, whatever the speed of the machine.
METERED = "import sys; from batchgame.tui.plain import meter; meter.FIRST_AFTER = {seconds}; \
from batchgame.tui.command.main import main; sys.exit(main())"
RUN = ["run", "canyon", "--batch-size", "1", "--momentum", "0"]
LONG = [*RUN, "--updates", "100000000"]
WORK = [*RUN, "--trajectories", "2000", "--updates", "5000", "--engine", "numpy"]  # about a second
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


def metered(seconds: float) -> list[str]:
    """Return the command with its first line of progress after that many seconds."""
    return [sys.executable, "-c", METERED.format(seconds=seconds)]


def batchgame(
    words: Sequence[str], command: Sequence[str] = BATCHGAME, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, *words],
        env=os.environ | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_progress_goes_to_stderr() -> None:
    quick = batchgame([*RUN, "--trajectories", "10", "--json"], metered(1e6))
    assert quick.stderr == ""
    slow = batchgame([*WORK, "--json"], metered(0.01))
    assert slow.stderr.startswith("canyon: ")
    assert not [line for line in slow.stderr.splitlines() if not line.startswith("canyon: ") or "%" not in line]
    assert json.loads(slow.stdout)["updates"] == 5000


@posix
def test_interrupted() -> None:
    program = subprocess.Popen(
        [*BATCHGAME, *LONG], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )  # fmt: skip
    assert program.stderr is not None
    assert program.stderr.readline().startswith("canyon: ")  # progress: it is at work
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=120)
    assert program.returncode == 130
    assert out == ""
    assert err.endswith("batchgame: interrupted\n")
    assert "Traceback" not in err


@posix
def test_in_a_terminal_progress_rewrites_its_line_and_goes_away() -> None:
    program, *words = [*metered(0.01), *WORK]
    child = pexpect.spawn(program, words, timeout=120, encoding="utf-8", dimensions=(24, 80))
    child.expect(r"\rcanyon:\s+\d+%")
    child.expect("stage +canyon")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


@posix
def test_a_reader_that_leaves_is_no_mistake() -> None:
    offenders = []
    for words in ("list", "list --json", "doctor", "run saddle --batch-size 4 --momentum 0 --json"):
        command = shlex.join([*metered(1e6), *words.split()])
        run = subprocess.run(
            ["sh", "-c", f"{command} | true"], capture_output=True, text=True, check=False, timeout=120
        )
        if (run.returncode, run.stderr) != (0, ""):
            offenders.append(f"{words}: {run.returncode}, {run.stderr!r}")
    assert not offenders, "\n".join(offenders)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_said() -> None:
    with open("/dev/full", "w") as full:
        run = subprocess.run(
            [*BATCHGAME, "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=120
        )
    assert run.returncode == 1
    assert run.stderr == "batchgame: No space left on device\n"


@posix
def test_closed_streams() -> None:
    offenders = []
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        for words in ("list", "play", "xyzzy"):
            command = " ".join([*BATCHGAME, words, closed])
            run = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=120)
            if run.returncode not in (0, 2) or "Traceback" in run.stdout + run.stderr:
                offenders.append(f"{words} {closed}: {run.returncode}, {run.stderr!r}")
    assert not offenders, "\n".join(offenders)


def test_without_a_terminal_the_game_says_so_in_one_line() -> None:
    offenders = []
    for words in ([], ["play"], ["play", "saddle"], ["--lang", "zh-TW"]):
        run = batchgame(words)
        if (run.returncode, run.stdout, run.stderr.count("\n")) != (2, "", 1) or "no terminal" not in run.stderr:
            offenders.append(f"{words}: {run.returncode}, {run.stdout!r}, {run.stderr!r}")
    assert not offenders, "\n".join(offenders)


@posix
def test_stdout_in_a_pipe_is_no_terminal() -> None:
    child = pexpect.spawn("sh", ["-c", " ".join([*BATCHGAME, "play | cat"])], timeout=120, encoding="utf-8")
    child.expect("stdout is no terminal")
    child.expect(pexpect.EOF)
    assert "\x1b" not in child.before


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_chinese_in_a_plain_locale_is_no_mistake(locale: dict[str, str]) -> None:
    run = batchgame(["list", "--lang", "zh-TW"], **locale)
    assert (run.returncode, run.stderr) == (0, "")

"""The game over a real sshd: it is played, refused without a terminal, and ends when the line is cut."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sshd import MISSING, THERE, Host, remote, running, sshd, the_game, wait_until
from terminal_of import Terminal, is_restored

pytestmark = [pytest.mark.ssh, pytest.mark.skipif(not THERE, reason=MISSING)]
SADDLE = ("play", "saddle", "--lang", "en", "--trajectories", "100")


def _here(tmp_path: Path, host: Host, command: str, **how: str) -> Terminal:
    """Open a terminal on this side with `ssh` in it; its progress folder is not that of the game."""
    return Terminal(tmp_path / "here", command, command=host.words("-tt"), **how)


def _play_to_the_lesson(terminal: Terminal) -> None:
    terminal.until("How sure")
    terminal.press("1", "9")
    terminal.until("ONE EPOCH")
    terminal.press("enter")
    terminal.until("STEP SIZE")
    terminal.press("enter")
    terminal.until(", over")
    terminal.press("enter")
    terminal.until("What did you see")
    terminal.press("2")
    terminal.until("LESSON")


def _kill_the_client(terminal: Terminal, _: Path) -> None:
    terminal.child.kill(signal.SIGKILL)


def _hang_up(terminal: Terminal, _: Path) -> None:
    terminal.child.kill(signal.SIGHUP)


def _close_the_window(terminal: Terminal, _: Path) -> None:
    terminal.hang_up()


def _cut_the_connection(_: Terminal, data: Path) -> None:
    """Kill the process of sshd that has the connection and the pseudo-terminal, as a lost network would."""
    parent = int(Path(f"/proc/{the_game(data)}/stat").read_text().rpartition(")")[2].split()[1])
    while "sshd" not in Path(f"/proc/{parent}/comm").read_text():
        parent = int(Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(parent, signal.SIGKILL)


@pytest.mark.parametrize("cut", [_kill_the_client, _hang_up, _close_the_window, _cut_the_connection])
def test_a_cut_line_leaves_progress_and_no_process(
    cut: Callable[[Terminal, Path], None], host: Host, installed: Path, tmp_path: Path
) -> None:
    data = tmp_path / "there"
    with _here(tmp_path, host, remote(installed, data, *SADDLE)) as terminal:
        _play_to_the_lesson(terminal)
        assert running(data)
        cut(terminal, data)
        wait_until(lambda: not running(data))
    assert json.loads((data / "progress.json").read_text())["records"]["saddle"]["plays"] == 1


def test_a_line_cut_in_mid_race_leaves_no_process(host: Host, installed: Path, tmp_path: Path) -> None:
    data = tmp_path / "there"
    with _here(tmp_path, host, remote(installed, data, "play", "canyon", "--lang", "en")) as terminal:
        terminal.until("How sure")
        terminal.press("1", "9")
        terminal.until("ONE EPOCH")
        terminal.press("enter")
        terminal.until("STEP SIZE")
        _kill_the_client(terminal, data)
        wait_until(lambda: not running(data))


def test_stopped_and_continued_by_the_shell_over_there(host: Host, installed: Path, tmp_path: Path) -> None:
    data = tmp_path / "there"
    shell = "PS1='prompt> ' exec bash --norc --noprofile --noediting -i"
    with _here(tmp_path, host, shell) as terminal:
        terminal.until("prompt>")
        terminal.child.send(remote(installed, data, *SADDLE) + "\r")
        terminal.until("How sure")
        terminal.press("1", "9")
        terminal.until("ONE EPOCH")
        terminal.settled()
        before = terminal.cells()
        os.kill(the_game(data), signal.SIGTSTP)
        terminal.until("Stopped")
        terminal.child.send("echo drawn $((1 + 1)) over\r")
        terminal.until("drawn 2 over")
        terminal.child.send("fg\r")
        terminal.until("ONE EPOCH")
        terminal.settled()
        assert terminal.cells() == before
        terminal.press("q")
        terminal.until(lambda text: "drawn 2 over" in text and text.rstrip().endswith("prompt>"))  # the game is gone
        terminal.child.send("exit\r")
        assert terminal.ended() == 0
        assert is_restored(terminal)


def test_a_terminal_that_never_says_where_its_cursor_is(host: Host, installed: Path, tmp_path: Path) -> None:
    data = tmp_path / "there"
    command = remote(installed, data, *SADDLE)
    with Terminal(tmp_path, command, command=host.words("-tt"), answers=False) as terminal:
        _play_to_the_lesson(terminal)
        terminal.press("q")
        assert terminal.ended() == 0
        assert is_restored(terminal)


def test_a_locale_that_ssh_brings_along_is_heeded(
    installed: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As Debian sets up both sides: SendEnv and AcceptEnv of LANG and LC_*."""
    with sshd(tmp_path_factory.mktemp("sshd"), ["AcceptEnv LANG LC_*"]) as host:
        for lang, ascii in (("zh_TW.BIG5", True), ("zh_TW.UTF-8", False)):
            command = remote(installed, tmp_path / lang, *SADDLE, lang=None)
            words = host.words("-tt", "-o", "SendEnv=LANG LC_*")
            with Terminal(tmp_path, command, command=words, LANG=lang, LC_ALL="") as terminal:
                terminal.until("How sure")
                terminal.settled()
                terminal.press("q")
                assert terminal.ended() == 0
                assert (max(terminal.sent) <= 126) is ascii


@pytest.mark.parametrize("stdin", ["nothing", "closed"])
def test_without_a_terminal_it_says_so(stdin: str, host: Host, installed: Path, tmp_path: Path) -> None:
    command = remote(installed, tmp_path, "play") + (" <&-" if stdin == "closed" else "")
    words = [*host.words("-T"), command]
    run = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 2
    assert "no terminal" in run.stderr
    assert run.stderr.count("\n") == 1
    assert "\x1b" not in run.stdout + run.stderr
    assert running(tmp_path) == []


def test_plain_works_without_a_terminal(host: Host, installed: Path, tmp_path: Path) -> None:
    words = [*host.words("-T"), remote(installed, tmp_path, "play", "saddle", "--plain", "--trajectories", "50")]
    run = subprocess.run(
        words, input="1\n9\n4\n0.5\n\n2\n2\nq\n", capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0
    assert "95%" in run.stdout

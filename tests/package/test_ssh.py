"""The game over a real sshd on this machine: played, refused without a terminal, and gone when the line is cut."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sshd_of import NEEDED, Host, serving

pexpect = pytest.importorskip("pexpect", reason="needs pexpect")
pytestmark = [pytest.mark.ssh, pytest.mark.skipif(not NEEDED, reason="needs openssh-server and openssh-client")]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with serving(tmp_path_factory.mktemp("sshd")) as found:
        probe = subprocess.run([*found.words(), "true"], capture_output=True, check=False)
        assert probe.returncode == 0, probe.stderr
        yield found


def remote(installed: Path, data: Path, *words: str) -> str:
    """A command line for the other side, which knows nothing of this environment."""
    return f"env LANG=C.UTF-8 BATCHGAME_DATA={data} {installed / 'batchgame'} {' '.join(words)}"


def running(data: Path) -> list[int]:
    """Processes of the game that keep their progress there."""
    mark = f"BATCHGAME_DATA={data}".encode()
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and mark in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def test_the_game_is_played(host: Host, installed: Path, tmp_path: Path) -> None:
    words = [*host.words("-tt"), remote(installed, tmp_path, "play", "saddle")]
    child = pexpect.spawn(
        words[0], words[1:], env=os.environ | {"TERM": "xterm-256color"}, dimensions=(24, 80), encoding="utf-8"
    )
    child.expect("BATCHGAME", timeout=30)
    time.sleep(1)
    child.send("q")
    child.expect(pexpect.EOF, timeout=30)
    child.close()
    assert child.exitstatus == 0
    assert "\x1b[?1049l" in child.before


def test_without_a_terminal_it_says_so(host: Host, installed: Path, tmp_path: Path) -> None:
    words = [*host.words("-T"), remote(installed, tmp_path, "play")]
    run = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 2
    assert "no terminal" in run.stderr
    assert "\x1b" not in run.stdout + run.stderr
    assert running(tmp_path) == []


def test_plain_works_without_a_terminal(host: Host, installed: Path, tmp_path: Path) -> None:
    words = [*host.words("-T"), remote(installed, tmp_path, "play", "saddle", "--plain", "--trajectories", "50")]
    run = subprocess.run(
        words, input="1\n9\n4\n0.5\n2\n2\nq\n", capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0
    assert "95 %" in run.stdout


def test_a_cut_line_leaves_nothing_behind(host: Host, installed: Path, tmp_path: Path) -> None:
    words = [*host.words("-tt"), remote(installed, tmp_path, "play", "canyon")]
    child = pexpect.spawn(
        words[0], words[1:], env=os.environ | {"TERM": "xterm-256color"}, dimensions=(24, 80), encoding="utf-8"
    )
    child.expect("BATCHGAME", timeout=30)
    time.sleep(1)
    assert running(tmp_path)
    child.kill(9)
    child.close()
    for _ in range(50):
        if not running(tmp_path):
            break
        time.sleep(0.1)
    assert running(tmp_path) == [], "an orphan"

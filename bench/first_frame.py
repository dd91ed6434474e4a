"""How long until the game is on the screen, against a Textual application of one widget.

    python bench/first_frame.py [RUNS]

From the start of the process to the moment its first frame's text has come through a pseudo-terminal; medians of RUNS
(11) runs of each, taken in turn on the same machine with the same interpreter. The game is the installed `batchgame`
script beside this interpreter, opened as a player who has been here before opens it: with its menu.
"""

import os
import platform
import pty
import re
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from fcntl import ioctl
from importlib.metadata import version
from pathlib import Path
from struct import pack
from termios import TIOCSWINSZ

WORD = b"BATCHGAME"
PATIENCE = 20.0  # seconds
PEER = """
from textual.app import App, ComposeResult
from textual.widgets import Static

class One(App):
    def compose(self) -> ComposeResult:
        yield Static("BATCHGAME")

One().run()
"""
ESCAPE = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]")


def first_frame(words: Sequence[str], environ: dict[str, str]) -> float:
    """Seconds from the start of a program until WORD is on its 80x24 screen."""
    master, terminal = pty.openpty()
    ioctl(terminal, TIOCSWINSZ, pack("HHHH", 24, 80, 0, 0))
    began = time.perf_counter()
    program = subprocess.Popen(
        words, stdin=terminal, stdout=terminal, stderr=terminal, env=environ, start_new_session=True, cwd="/"
    )
    os.close(terminal)
    sent = b""
    try:
        while WORD not in ESCAPE.sub(b"", sent):
            if not select.select([master], [], [], began + PATIENCE - time.perf_counter())[0]:
                raise SystemExit(f"{words[0]}: no first frame in {PATIENCE:.0f} s; it sent {sent[-2000:]!r}")
            sent += os.read(master, 65536)
        return time.perf_counter() - began
    finally:
        program.send_signal(signal.SIGKILL)
        program.wait()
        os.close(master)


def machine() -> str:
    """What this ran on, without its name."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        processor = platform.processor() or platform.machine()
    system = f"{platform.system()}, Python {platform.python_version()}, Textual {version('textual')}"
    return f"{processor}, {os.cpu_count()} processors, {system}"


def main() -> None:
    """Run both in turn and print medians and their ratio."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    game = Path(sys.executable).with_name("batchgame")
    if not game.exists():
        raise SystemExit(f"no installed batchgame beside {sys.executable}: `uv run python bench/first_frame.py`")
    with tempfile.TemporaryDirectory() as folder:
        peer = Path(folder) / "one_widget.py"
        peer.write_text(PEER)
        data = Path(folder) / "data"
        data.mkdir()
        (data / "progress.json").write_text('{"version": 1, "language": "en", "records": {"saddle": {"goal": true}}}')
        environ = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "BATCHGAME_DATA": str(data)}
        environ |= {"LANG": "C.UTF-8"}
        programs = {"batchgame play": [str(game), "play"], "one widget": [sys.executable, str(peer)]}
        times: dict[str, list[float]] = {name: [] for name in programs}
        for words in programs.values():
            first_frame(words, environ)  # byte code and disk cache
        for _ in range(runs):
            for name, words in programs.items():
                times[name].append(first_frame(words, environ))
    print(f"first frame at 80x24, median of {runs} runs ({machine()})")
    for name, found in times.items():
        print(f"  {name:15} {statistics.median(found):.3f} s   ({min(found):.3f} to {max(found):.3f})")
    game_median, peer_median = (statistics.median(found) for found in times.values())
    print(f"  ratio           {game_median / peer_median:.2f}")


if __name__ == "__main__":
    main()

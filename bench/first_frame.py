"""Seconds until the game is on the screen, against a Textual application of one widget.

    python bench/first_frame.py [RUNS]

A measurement goes from the start of the process to the moment when the text of its first frame has come through a
pseudo-terminal. The table shows medians of RUNS (11) runs; the programs take turns on the same machine with the same
interpreter. The game is the installed `batchgame` script beside this interpreter. It is opened as a newcomer opens it
(the language page), as a player who has played before opens it (the menu), and at a given stage.

One run of each that is not counted writes bytecode, so that the counted ones are like every start but a player's first.
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
PEER_NAME = "one widget"
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
    """Return the seconds from the start of a program until WORD is on its screen of 80x24."""
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
    """Return the processor, the system and the versions of this machine, without its name."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        processor = platform.processor() or platform.machine()
    system = f"{platform.system()}, Python {platform.python_version()}, Textual {version('textual')}"
    return f"{processor}, {os.cpu_count()} processors, {system}"


def first_frames(runs: int) -> dict[str, list[float]]:
    """Return the seconds of every run by program, the peer first."""
    game = Path(sys.executable).with_name("batchgame")
    if not game.exists():
        raise SystemExit(f"no installed batchgame beside {sys.executable}: `uv run python bench/first_frame.py`")
    with tempfile.TemporaryDirectory() as folder:
        peer = Path(folder) / "one_widget.py"
        peer.write_text(PEER)
        new, known = Path(folder) / "new", Path(folder) / "known"
        known.mkdir()
        (known / "progress.json").write_text('{"version": 1, "language": "en", "records": {"saddle": {"goal": true}}}')
        environ = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        environ["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        programs = {
            PEER_NAME: ([sys.executable, str(peer)], environ),
            "play: language": ([str(game), "play"], environ | {"BATCHGAME_DATA": str(new)}),
            "play: menu": ([str(game), "play"], environ | {"BATCHGAME_DATA": str(known)}),
            "play saddle": ([str(game), "play", "saddle"], environ | {"BATCHGAME_DATA": str(known)}),
        }
        times: dict[str, list[float]] = {name: [] for name in programs}
        for words, around in programs.values():
            first_frame(words, around)  # writes bytecode and fills the disk cache
        for _ in range(runs):
            for name, (words, environment) in programs.items():
                times[name].append(first_frame(words, environment))
    return times


def report(times: dict[str, list[float]]) -> str:
    """Return one line per program: median, spread and the ratio to the peer."""
    peer_median = statistics.median(times[PEER_NAME])
    lines = [f"first frame at 80x24, median of {len(times[PEER_NAME])} runs:"]
    for name, found in times.items():
        middle = statistics.median(found)
        spread = f"({min(found):.3f} to {max(found):.3f})"
        lines.append(f"  {name:15} {middle:.3f} s  {spread}   {middle / peer_median:.2f} times the one widget")
    return "\n".join(lines)


def main() -> None:
    """Run all programs in turn and print the medians and their ratios."""
    print(machine())
    print(report(first_frames(int(sys.argv[1]) if len(sys.argv) > 1 else 11)))


if __name__ == "__main__":
    main()

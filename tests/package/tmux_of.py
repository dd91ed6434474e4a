"""A tmux pane with a program in it: keys go in, the pane's text comes out, windows come and go."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from terminal_of import PATIENCE, Terminal

TMUX = shutil.which("tmux")
NAMES = {"enter": "Enter", "space": "Space", "minus": "-"}
CONFIG = "set -g status off\nset -g default-terminal tmux-256color\nset -g window-size latest\n"
FLAGS = ("alternate_on", "cursor_flag", "mouse_any_flag", "wrap_flag")


class Tmux:
    """A tmux server of its own with one pane of 80x24. Use it in a `with`, whose end ends the server."""

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        self.folder = folder
        self.socket = folder / "tmux"
        (folder / "tmux.conf").write_text(CONFIG)
        self._around = os.environ | {"LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "TMUX": ""}
        then = shlex.join(["sh", "-c", f"{shlex.join(command)}; echo the game is over; exec sleep 60"])
        self.do("-f", str(folder / "tmux.conf"), "new-session", "-d", "-x", "80", "-y", "24", then)

    def __enter__(self) -> Tmux:
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run([*self._words(), "kill-server"], capture_output=True, check=False)

    def _words(self) -> list[str]:
        return [str(TMUX), "-u", "-S", str(self.socket)]

    def do(self, *words: str) -> str:
        """Run a command of tmux and return its output."""
        run = subprocess.run([*self._words(), *words], env=self._around, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return run.stdout

    def text(self) -> str:
        """Return the text of the pane."""
        return self.do("capture-pane", "-p").rstrip("\n")

    def cells(self) -> str:
        """Return the text of the pane with its colours."""
        return self.do("capture-pane", "-p", "-e")

    def flags(self) -> dict[str, str]:
        """Return the modes that the program in the pane has set."""
        said = self.do("display-message", "-p", " ".join(f"#{{{name}}}" for name in FLAGS))
        return dict(zip(FLAGS, said.split(), strict=True))

    def press(self, *keys: str) -> None:
        """Press keys by the names of the table of commands."""
        for key in keys:
            self.do("send-keys", NAMES.get(key, key))

    def until(self, wanted: str | Callable[[str], object]) -> str:
        """Wait until the text is in the pane, or until the pane is as wanted, and return the pane's text."""
        end = time.monotonic() + PATIENCE
        while not (wanted in (text := self.text()) if isinstance(wanted, str) else wanted(text := self.text())):
            assert time.monotonic() < end, f"no {wanted!r} on\n{text}"
            time.sleep(0.05)
        return text

    def settled(self, quiet: float) -> str:
        """Wait until nothing has changed for `quiet` seconds, and return the pane's text."""
        before, since = self.cells(), time.monotonic()
        while time.monotonic() < since + quiet:
            time.sleep(0.05)
            if (now := self.cells()) != before:
                before, since = now, time.monotonic()
        return self.text()

    @contextmanager
    def attached(self, width: int, height: int) -> Iterator[Terminal]:
        """Attach a window of this size, which the pane then takes over."""
        words = [*self._words(), "attach-session"]
        with Terminal(self.folder / "window", command=words, size=(width, height), TMUX="") as terminal:
            yield terminal

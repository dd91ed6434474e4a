"""`batchgame doctor`: engines, terminal, the progress file and versions, each with its reason."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from batchgame.scenarios.reading import regular_file
from batchgame.sim.networks.names import EXAMPLES, LICENCE, SOURCE
from batchgame.tui.command.argument_types import shown
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.terminal import STREAMS, detect
from batchgame.tui.command.version import version
from batchgame.tui.score.progress import FILE, data_folder
from batchgame.tui.score.saved import LARGEST_FILE, NewerError, UnreadableError, decode
from batchgame.tui.screen.size import claimed, window

PACKAGES = ("batchgame", "numpy", "textual", "msgspec", "platformdirs", "filelock")
VARIABLES = (
    "TERM",
    "COLORTERM",
    "STY",
    "TMUX",
    "NO_COLOR",
    "LC_ALL",
    "LC_CTYPE",
    "LANG",
    "COLORFGBG",
    "SSH_TTY",
    "BATCHGAME_DATA",
)
LABEL = 14  # cells


def parser() -> Parser:
    """Return the parser of `batchgame doctor`."""
    return Parser("doctor", "Engines and GPU, terminal, where progress lies, versions; each with its reason.")


def main(arguments: argparse.Namespace) -> int:
    """Print one line per fact, and return the exit status. Nothing is written to any file."""
    for title, facts in (
        ("Versions", _versions()),
        ("Engines", _engines()),
        ("Terminal", _terminal()),
        ("Data", _data()),
        ("Progress", _progress()),
    ):
        print(title)
        for label, fact in facts:
            print(f"  {label:{LABEL}}{shown(fact, 500)}")
    return 0


def _versions() -> Iterator[tuple[str, str]]:
    yield "python", f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    for package in PACKAGES:
        yield package, version(package)


def _engines() -> Iterator[tuple[str, str]]:
    from batchgame.sim import engine as engines

    for name, there, reason in engines.available():
        yield name, f"{'ready' if there else 'not there'}: {reason}"
    yield "auto", f"chooses {engines.engine('auto').name}"
    yield "processors", str(os.cpu_count())


def _terminal() -> Iterator[tuple[str, str]]:
    seen = detect()
    yield "screen", f"{'plain lines' if seen.plain else 'drawn'}: {seen.plain_reason}"
    yield "colours", f"{seen.colors}: {seen.colors_reason}"
    yield "characters", f"{'ASCII' if seen.ascii else 'Unicode'}: {seen.ascii_reason}"
    yield "theme", f"{seen.theme}: {seen.theme_reason} (--theme, the key d and what was chosen before go first)"
    for name in STREAMS:
        yield name, "not a terminal" if name in seen.missing else "a terminal"
    yield "size", _size()
    yield "playable", "yes" if seen.interactive else "not here; --plain works through pipes"
    yield "kiosk", "as docs/ssh.md has it" if sys.flags.isolated else "not here: python -I is needed, see docs/ssh.md"
    for name in VARIABLES:
        if name in os.environ:
            yield name, os.environ[name]


def _size() -> str:
    """Return the size that the game draws for, and where it comes from."""
    said, drawn = claimed(), window()
    size = f"{drawn.columns} x {drawn.rows}"
    if said is None:
        return f"{size}: no terminal is here to ask"
    if said == drawn:
        reason = "the terminal's own"
    elif 0 in said:
        reason = "the terminal does not know its own (`stty columns 80 rows 24` tells it)"
    else:
        reason = f"the terminal says {said.columns} x {said.rows}, and no more is drawn"
    return f"{size}: {reason}" + (", whatever COLUMNS and LINES say" if {"COLUMNS", "LINES"} & set(os.environ) else "")


def _data() -> Iterator[tuple[str, str]]:
    yield "digits", f"{EXAMPLES['digits']} examples; {SOURCE}; {LICENCE}; sim/networks/digits.md says what was changed"
    yield "spirals", f"{EXAMPLES['spirals']} points, made in code"


def _progress() -> Iterator[tuple[str, str]]:
    yield "encoding", f"stdout {sys.stdout.encoding}, file names {sys.getfilesystemencoding()}"
    folder = data_folder()
    if folder is None:
        yield "file", "nowhere: neither HOME nor XDG_DATA_HOME names a folder; play is not saved (BATCHGAME_DATA can)"
        return
    path = folder / FILE
    yield "file", str(path) if not os.path.islink(path) else f"{path}, a link to {os.path.realpath(path)}"
    yield "content", _content(path)
    yield "folder", _writable(Path(os.path.realpath(path)).parent)


def _writable(folder: Path) -> str:
    """Return whether a file can be created in a folder, or the folder itself where it is missing."""
    nearest = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
    if not os.path.isdir(nearest):
        return f"not writable: {nearest} is no folder"
    return "writable" if os.access(nearest, os.W_OK | os.X_OK) else f"not writable: {nearest}"


def _content(path: Path) -> str:
    """Return a summary of the progress file, which is only read."""
    try:
        state = decode(regular_file.read(path, LARGEST_FILE))
    except FileNotFoundError:
        return "nothing saved yet"
    except regular_file.RefusedError as error:
        return f"{error}: {'left alone, play is not saved' if os.path.islink(path) else 'will be set aside'}"
    except NewerError:
        return "written by a later version: left alone, play is not saved"
    except UnreadableError as error:
        return f"not readable, will be set aside: {error}"
    except OSError as error:
        return f"not readable: {error.strerror}"
    stars = sum(record.goal + record.predicted + record.par for record in state.records.values())
    return f"stages played: {len(state.records)}, stars: {stars}, language: {state.language or 'not chosen'}"

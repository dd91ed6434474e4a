"""How many colours a terminal has, as TERM, COLORTERM, NO_COLOR and STY tell it.

TERM describes the terminal that the game writes to. COLORTERM is only a word that programs hand on: it may describe
another terminal, outside of a multiplexer, or the one from which somebody called `su` or `ssh`. So COLORTERM is
believed where TERM leaves it possible.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from batchgame.tui.text.choices import Colors

LINES_ONLY_TERMS = ("dumb", "unknown")  # they cannot place a cursor: shells in editors, logs
OLD_TERMS = ("vt52", "vt100", "vt102", "vt220", "vt320", "vt420", "vt510", "ansi-mono", "xterm-mono")
TRUE_COLOR_TERMS = ("-direct", "kitty", "alacritty", "wezterm", "ghostty", "foot", "contour", "iterm")
TRUE = ("truecolor", "24bit")
# These read 256 colours at most, and most of them show the sequence of a true colour as another colour, or as blinking.
NEVER_TRUE = ("screen", "linux", "dvtm", "eterm", "rxvt", "cygwin", "fbterm")
COUNTED = re.compile(r"-(?:color|8color|16color|88color)\Z")  # the name itself says that there are fewer than 256
SCREEN = "GNU screen has at most 256 colours"


def inner(term: str) -> str:
    """Return the kind of terminal that GNU screen imitates (`screen.vt100` → `vt100`), or the name itself."""
    return term.removeprefix("screen.")


def is_old(term: str) -> bool:
    """Return whether a terminal is older than colours and UTF-8. `vt100-am` is a vt100 as well."""
    name = inner(term)
    return name in OLD_TERMS or name.partition("-")[0] in OLD_TERMS


def color_depth(environ: Mapping[str, str], windows: bool = False) -> tuple[Colors, str]:
    """Return the colours of a terminal with these variables, and the reason."""
    term = environ.get("TERM", "")
    if environ.get("NO_COLOR"):
        return "mono", "NO_COLOR is set"
    if windows and not term:
        return "true", "Windows console"
    if not term:
        return "mono", "TERM is not set"
    if term in LINES_ONLY_TERMS or is_old(term) or term.endswith("-m"):
        return "mono", f"TERM={term} has no colours"
    depth = environ.get("COLORTERM", "").lower()
    promised = depth in TRUE
    limit = _limit(environ)
    if promised and not limit:
        return "true", f"COLORTERM={depth}"
    if any(name in term for name in TRUE_COLOR_TERMS) and not limit:
        return "true", f"TERM={term}"
    because = f": {limit}" if limit else ""
    if promised:
        because += f", so COLORTERM={depth} must mean another terminal (--colors true, if it does not)"
    if "256" in term:
        lost = ", which ssh does not pass on" if environ.get("SSH_TTY") else ""
        return "256", f"TERM={term}{because}" if limit else f"TERM={term} without COLORTERM{lost}"
    return "16", f"TERM={term}{because}"


def _limit(environ: Mapping[str, str]) -> str:
    """Return why this terminal can't have true colour, or nothing if it can.

    GNU screen sets STY and a TERM that begins with `screen`. tmux may have such a TERM as well; it would translate true
    colours, and 256 are right there too. STY also counts where a `term` line in .screenrc changes TERM.
    """
    term = environ.get("TERM", "")
    if environ.get("STY"):
        return f"STY is set, and {SCREEN}"
    if term.startswith("screen"):
        return f"a TERM that begins with screen is tmux or GNU screen, and {SCREEN}"
    if term.lower().startswith(NEVER_TRUE) and not term.endswith("-direct"):
        return "it has no true colour"
    return "its name counts its colours" if COUNTED.search(term) else ""

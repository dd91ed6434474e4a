"""The abilities of this terminal, decided once from environment variables, before Textual is imported.

Textual never reads terminfo and always writes UTF-8, so that a wrong guess here tears the screen. Each decision keeps
its reason for `batchgame doctor`.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from batchgame.tui.command.color_depth import LINES_ONLY_TERMS, color_depth, inner, is_old
from batchgame.tui.text.choices import Colors, Theme

STREAMS = ("stdin", "stdout", "stderr")
BARE_LOCALES = ("C", "POSIX")
COERCED = ("C.UTF-8", "C.utf8", "UTF-8")  # Python may put these into LC_CTYPE (PEP 538)


class Capabilities(NamedTuple):
    """The decisions about a terminal, each with its reason.

    missing: those of stdin, stdout and stderr that are not a terminal.
    """

    colors: Colors
    colors_reason: str
    ascii: bool
    ascii_reason: str
    plain: bool
    plain_reason: str
    theme: Theme = "dark"
    theme_reason: str = ""
    missing: tuple[str, ...] = ()

    @property
    def interactive(self) -> bool:
        """Return whether the game can draw and read keys. Textual draws on stderr, so stderr must be a terminal too."""
        return not self.missing


def decide(
    environ: Mapping[str, str],
    isatty: Sequence[bool] = (True, True, True),
    *,
    colors: Colors | None = None,
    ascii: bool | None = None,
    windows: bool = False,
) -> Capabilities:
    """Decide what a terminal with these variables can show; `colors` and `ascii` override the variables.

    isatty: whether stdin, stdout and stderr are terminals.
    """
    missing = tuple(name for name, tty in zip(STREAMS, isatty, strict=True) if not tty)
    paint, paint_reason = (colors, f"--colors {colors}") if colors else color_depth(environ, windows)
    if ascii is not None:
        fold, fold_reason = ascii, "--ascii" if ascii else "--no-ascii"
    else:
        fold, fold_reason = _ascii(environ, windows)
    theme, theme_reason = _theme(environ)
    return Capabilities(paint, paint_reason, fold, fold_reason, *_plain(environ), theme, theme_reason, missing)


def detect(colors: Colors | None = None, ascii: bool | None = None) -> Capabilities:
    """Decide what the terminal of this process can show."""
    return decide(
        {**os.environ, **_locale_at_start()},
        tuple(_isatty(name) for name in STREAMS),
        colors=colors,
        ascii=ascii,
        windows=sys.platform == "win32",
    )


def _isatty(name: str) -> bool:
    stream = getattr(sys, f"__{name}__")
    try:
        return stream is not None and os.isatty(stream.fileno())
    except (OSError, ValueError):
        return False


def _locale_at_start() -> dict[str, str]:
    """Return LC_CTYPE as the user set it: with LANG=C Python puts C.UTF-8 there at its start (PEP 538)."""
    try:
        with open("/proc/self/environ", "rb") as file:
            pairs = file.read().decode(errors="replace").split("\0")
    except OSError:
        return {}
    began = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    # Only a value that Python may have put there is replaced: a test that changes os.environ is obeyed.
    return {"LC_CTYPE": began.get("LC_CTYPE", "")} if os.environ.get("LC_CTYPE") in COERCED else {}


def _plain(environ: Mapping[str, str]) -> tuple[bool, str]:
    term = environ.get("TERM", "")
    if term in LINES_ONLY_TERMS:
        return True, f"TERM={term} can't place a cursor"
    return False, f"TERM={term} places its cursor" if term else "TERM is not set"


def _theme(environ: Mapping[str, str]) -> tuple[Theme, str]:
    """Read COLORFGBG, where some terminals name text;background as two of sixteen colours: 7 and 9 to 15 are light."""
    said = environ.get("COLORFGBG", "")
    ground = said.rpartition(";")[2]
    if not ground.isdecimal() or len(ground) > 2:
        return "dark", "the terminal does not say what its ground is"
    light = int(ground) == 7 or 9 <= int(ground) <= 15
    return ("light" if light else "dark"), f"COLORFGBG={said}"


def _ascii(environ: Mapping[str, str], windows: bool) -> tuple[bool, str]:
    term = environ.get("TERM", "")
    if windows and not term:
        return False, "Windows console"
    if not term or is_old(term):
        return True, f"TERM={term} promises no more" if term else "TERM is not set"
    if inner(term).startswith("linux"):
        return True, f"TERM={term}: the console's fonts have no braille"
    name = next((key for key in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(key)), None)
    if name is None and term in LINES_ONLY_TERMS:
        return True, f"TERM={term}, and no locale is set"
    if name is None:
        return False, "no locale is set, and terminals of this kind read UTF-8"
    locale = environ[name]
    charset = locale.partition("@")[0].rpartition(".")[2] if "." in locale else locale
    if charset.lower().replace("-", "").replace("_", "") == "utf8":
        return False, f"{name}={locale}"
    said = "names no character set" if locale in BARE_LOCALES or "." not in locale else "is not UTF-8"
    return True, f"{name}={locale} {said}"

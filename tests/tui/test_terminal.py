"""The abilities of a terminal, decided from environment variables."""

import os
import subprocess
import sys
from itertools import product

import pytest

from batchgame.tui.command.terminal import decide

Environ = dict[str, str]
MODERN = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "en_US.UTF-8"}


COLORS: list[tuple[Environ, str]] = [
    (MODERN, "true"),
    (MODERN | {"COLORTERM": "24bit"}, "true"),
    ({"TERM": "xterm-256color"}, "256"),
    ({"TERM": "tmux-256color", "COLORTERM": ""}, "256"),
    ({"TERM": "xterm-kitty"}, "true"),
    ({"TERM": "xterm-direct"}, "true"),
    ({"TERM": "xterm"}, "16"),
    ({"TERM": "linux"}, "16"),
    ({"TERM": "screen"}, "16"),
    ({"TERM": "vt100"}, "mono"),
    ({"TERM": "vt100", "COLORTERM": "truecolor"}, "mono"),
    ({"TERM": "dumb"}, "mono"),
    ({"TERM": ""}, "mono"),
    ({}, "mono"),
    (MODERN | {"NO_COLOR": "1"}, "mono"),
    (MODERN | {"NO_COLOR": ""}, "true"),
    # Inside GNU screen COLORTERM describes the terminal outside.
    (MODERN | {"STY": "7.pts-1.host"}, "256"),
    (MODERN | {"STY": ""}, "true"),
    (MODERN | {"STY": "7.pts-1.host", "TERM": "xterm-kitty"}, "16"),
    (MODERN | {"TERM": "screen"}, "16"),
    (MODERN | {"TERM": "screen-256color"}, "256"),
    (MODERN | {"TERM": "screen.xterm-256color"}, "256"),
    (MODERN | {"TERM": "screen-256color", "TMUX": "/tmp/tmux-0/default,1,0"}, "256"),
    (MODERN | {"TERM": "screen.vt100"}, "mono"),
    (MODERN | {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"}, "true"),
    (MODERN | {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0", "STY": "7.pts-1.host"}, "256"),
    # Other terminals that can't be what COLORTERM promises: it came with `su`, `ssh` or a script.
    (MODERN | {"TERM": "linux"}, "16"),
    (MODERN | {"TERM": "xterm-16color"}, "16"),
    (MODERN | {"TERM": "dvtm-256color"}, "256"),
    (MODERN | {"TERM": "vt220"}, "mono"),
    (MODERN | {"TERM": "vt100-am"}, "mono"),
    (MODERN | {"TERM": "xterm"}, "true"),
]
# A locale, and whether only ASCII is safe there.
LOCALES: list[tuple[Environ, bool]] = [
    ({"LANG": "en_US.UTF-8"}, False),
    ({"LANG": "zh_TW.utf8"}, False),
    ({"LANG": "de_DE.UTF-8@euro"}, False),
    ({"LC_CTYPE": "UTF-8"}, False),
    ({}, False),
    ({"LANG": "C"}, True),
    ({"LANG": "POSIX"}, True),
    ({"LANG": "zh_TW.BIG5"}, True),
    ({"LANG": "zh_TW.Big5"}, True),
    ({"LANG": "zh_TW"}, True),
    ({"LANG": "en_US.ISO-8859-1"}, True),
    ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, True),
    ({"LANG": "C", "LC_ALL": "C.UTF-8"}, False),
    ({"LANG": "C", "LC_CTYPE": "en_US.UTF-8"}, False),
    ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, False),
]
# Whether the game is played in plain lines there, and whether only ASCII is safe.
LINES: list[tuple[Environ, bool, bool]] = [
    ({"TERM": "dumb", "LANG": "C"}, True, True),
    ({"TERM": "dumb"}, True, True),
    ({"TERM": "dumb", "LANG": "zh_TW.UTF-8"}, True, False),
    ({"TERM": "unknown", "LANG": "zh_TW.BIG5"}, True, True),
    ({"TERM": "vt100", "LANG": "C.UTF-8"}, False, True),
    ({}, False, True),
    (MODERN, False, False),
]


def test_colors() -> None:
    assert not [environ for environ, colors in COLORS if decide(environ).colors != colors]


def test_ascii_follows_the_locale() -> None:
    term = {"TERM": "xterm-256color"}
    assert not [environ for environ, ascii in LOCALES if decide(term | environ).ascii is not ascii]


def test_a_terminal_without_a_cursor_gets_lines_and_what_its_locale_can_show() -> None:
    found = [(environ, decide(environ)) for environ, *_ in LINES]
    assert [(environ, seen.plain, seen.ascii) for environ, seen in found] == LINES


def test_old_terminals_get_ascii() -> None:
    assert not [
        term
        for term in ("vt100", "vt100-am", "linux", "screen.linux", "")
        if not decide({"TERM": term, "LANG": "en_US.UTF-8"}).ascii
    ]


def test_the_command_line_overrides() -> None:
    dumb = {"TERM": "dumb", "NO_COLOR": "1", "LANG": "C"}
    seen = decide(dumb, colors="256", ascii=False)
    assert (seen.colors, seen.ascii) == ("256", False)
    assert (seen.colors_reason, seen.ascii_reason) == ("--colors 256", "--no-ascii")
    assert decide(MODERN, ascii=True).ascii


def test_streams() -> None:
    streams = {
        (True, True, True): (),
        (False, True, True): ("stdin",),
        (True, False, True): ("stdout",),
        (True, True, False): ("stderr",),
        (False, False, False): ("stdin", "stdout", "stderr"),
    }
    assert {isatty: decide(MODERN, isatty).missing for isatty in streams} == streams
    assert [decide(MODERN, isatty).interactive for isatty in streams] == [True, False, False, False, False]


def test_every_decision_has_a_reason() -> None:
    offenders = []
    for term, lang, windows in product(
        ("", "dumb", "linux", "xterm", "xterm-256color", "xterm-kitty"),
        ("", "C", "zh_TW.BIG5", "en_US.UTF-8"),
        (False, True),
    ):
        seen = decide({"TERM": term, "LANG": lang}, windows=windows)
        if not all((seen.colors_reason, seen.ascii_reason, seen.plain_reason, seen.theme_reason)):
            offenders.append((term, lang, windows, seen))
    assert not offenders


@pytest.mark.skipif(not os.path.exists("/proc/self/environ"), reason="needs /proc: PEP 538 hides LANG=C elsewhere")
def test_lang_c_is_seen_through_pythons_own_coercion() -> None:
    code = "from batchgame.tui.command.terminal import detect; print(detect().ascii)"
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    for lang, ascii in (("C", "True"), ("C.UTF-8", "False")):
        run = subprocess.run(
            [sys.executable, "-c", code],
            env=environ | {"LANG": lang, "TERM": "xterm-256color"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == ascii


def test_the_reason_names_ssh_where_it_is_to_blame() -> None:
    seen = decide({"TERM": "xterm-256color", "LANG": "C.UTF-8", "SSH_TTY": "/dev/pts/1"})
    assert (seen.colors, "ssh" in seen.colors_reason) == ("256", True)


def test_the_reason_names_the_multiplexer_and_the_option() -> None:
    for environ in ({"STY": "7.pts-1.host"}, {"TERM": "screen-256color"}, {"TERM": "screen"}):
        reason = decide(MODERN | environ).colors_reason
        assert all(word in reason for word in ("GNU screen", "COLORTERM=truecolor", "--colors true")), reason
        assert decide(MODERN | environ, colors="true").colors == "true"
        assert "COLORTERM" not in decide({"TERM": "xterm-256color"} | environ).colors_reason


def test_a_terminal_that_names_its_background_is_believed() -> None:
    themes = {"15;0": "dark", "0;15": "light", "0;default;15": "light", "12;8": "dark", "": "dark", "x;y": "dark"}
    themes |= {"0;٣": "dark", "0;7": "light", "0;155555": "dark"}
    assert {said: decide(MODERN | {"COLORFGBG": said}).theme for said in themes} == themes

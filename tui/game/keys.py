"""Everything a player can do, each once: its name, its keys and the key of its help text.

The footer, the help page, the keyboard and the mouse all read this table.
"""

from typing import NamedTuple

from batchgame.tui.text.input_method import half_width


class Command(NamedTuple):
    """One action: keys as the terminal library names them, and how the key is written on the screen."""

    name: str
    keys: tuple[str, ...]
    cap: str


COMMANDS = (
    Command("next", ("enter",), "Enter"),
    Command("pause", ("space",), "Space"),
    Command("one_update", ("full_stop",), "."),
    Command("faster", ("plus", "equals_sign"), "+"),
    Command("slower", ("minus", "hyphen_minus"), "-"),
    Command("left", ("left",), "←"),
    Command("right", ("right",), "→"),
    Command("up", ("up", "shift+tab"), "↑"),
    Command("down", ("down", "tab"), "↓"),
    Command("hint", ("h",), "h"),
    Command("map", ("m",), "m"),
    Command("test", ("t",), "t"),
    Command("clock", ("p",), "p"),
    Command("equations", ("e",), "e"),
    Command("again", ("r",), "r"),
    Command("bests", ("b",), "b"),
    Command("show", ("v",), "v"),
    Command("sources", ("s",), "s"),
    Command("fork", ("f",), "f"),
    Command("call", ("c",), "c"),
    Command("copy", ("y",), "y"),
    Command("equal_updates", ("u",), "u"),
    Command("images", ("i",), "i"),
    Command("more", ("n",), "n"),
    Command("cards", ("k",), "k"),
    Command("language", ("l",), "l"),
    Command("theme", ("d",), "d"),
    Command("redraw", ("ctrl+l",), "Ctrl+L"),
    Command("help", ("question_mark",), "?"),
    Command("back", ("escape",), "Esc"),
    Command("quit", ("q", "ctrl+c", "ctrl+q"), "q"),
)
DIGITS = tuple(f"digit:{n}" for n in range(10))

BY_NAME = {command.name: command for command in COMMANDS}
BY_KEY = {key: command.name for command in COMMANDS for key in command.keys} | {
    str(n): action for n, action in enumerate(DIGITS)
}
# By the sign itself, where a key has one.
BY_SIGN = {command.cap: command.name for command in COMMANDS if len(command.cap) == 1} | {
    "=": "faster",
    " ": "pause",
    **{str(n): action for n, action in enumerate(DIGITS)},
}


def action_meant(sign: str) -> str | None:
    """Return the action of the key behind a sign: with Caps Lock it is a capital, and a full-width form is plain."""
    plain = half_width(sign)
    return BY_SIGN.get(plain) or BY_SIGN.get(plain.lower())


class Offer(NamedTuple):
    """A command as a page offers it: which keys to show, what it does there, and whether it would do it now."""

    action: str
    label: str
    cap: str = ""
    live: bool = True

    @property
    def keycap(self) -> str:
        """Return the key as written in the footer."""
        return self.cap or BY_NAME[self.action].cap

"""The help page: keys at left, words at right."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import measure, wrap
from batchgame.tui.draw.layout import Rect, body
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.width import Folds
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.parts import chrome
from batchgame.tui.text.catalogue import Catalogue, sentences

WORDS = ("batch", "epoch", "update", "learning_rate", "momentum", "loss", "gradient", "saddle", "minimum", "trajectory",
         "clock", "status", "noise", "interval", "par", "badge")  # fmt: skip
KEYS = 26  # columns


def paint_help(pen: Pen, keys: Sequence[Offer], top: int) -> None:
    """Draw the keys, which stay, and the words from row `top` on."""
    grid, look, say = pen.grid, pen.look, pen.say
    chrome.header(grid, look, say("help.title"))
    area = _area(grid.width, grid.height)
    _keys(pen, area.left(KEYS), keys)
    words = area.right_of(KEYS, 2)
    lines = _lines(say, words.w, grid.folds)
    first = max(0, min(top, len(lines) - words.h))
    grid.text(words.x, words.y - 1, say("help.words"), look.dim, width=words.w)
    for n, (text, heads) in enumerate(lines[first : first + words.h]):
        grid.text(words.x, words.y + n, text, look.accent if heads else look.text, bold=heads, width=words.w)
    chrome.message(grid, say("help.more"), look.dim)


def hidden_rows(say: Catalogue, width: int, height: int, folds: Folds) -> int:
    """Return how many rows of words do not fit into a window."""
    words = _area(width, height).right_of(KEYS, 2)
    return max(0, len(_lines(say, words.w, folds)) - words.h)


def _area(width: int, height: int) -> Rect:
    return body(width, height).inset(1, 1)


def _keys(pen: Pen, area: Rect, keys: Sequence[Offer]) -> None:
    grid, look = pen.grid, pen.look
    grid.text(area.x, area.y - 1, pen.say("help.keys"), look.dim, width=area.w)
    for n, offer in enumerate(keys[: area.h]):
        grid.text(area.x, area.y + n, offer.keycap, look.accent, bold=True)
        grid.text(area.x + 9, area.y + n, offer.label, look.text, width=area.w - 9)


def _lines(say: Catalogue, width: int, folds: Folds) -> list[tuple[str, bool]]:
    """Return rows of (text, is a heading): each word with its name in the other language, then what it means."""
    lines: list[tuple[str, bool]] = []
    for word in WORDS:
        name, other = say(f"word.{word}.name"), sentences(Catalogue(say.language).other)[f"word.{word}.name"]
        title = name if folds == "ascii" or measure(f"{name}  {other}") > width else f"{name}  {other}"
        lines.append((title, True))
        lines += [(line, False) for line in wrap(say(f"word.{word}.means"), width, folds)]
        lines.append(("", False))
    return lines

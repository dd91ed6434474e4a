"""The help page: keys at left, words at right; one column where there is no room for two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.tui.draw.grid import Grid, measure, wrap
from batchgame.tui.draw.layout import Rect, body
from batchgame.tui.draw.width import Folds
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.parts import chrome
from batchgame.tui.text.catalogue import Catalogue, sentences

if TYPE_CHECKING:
    from batchgame.tui.game.pages.help import HelpPage

WORDS = ("batch", "epoch", "update", "learning_rate", "momentum", "loss", "gradient", "saddle", "minimum", "trajectory",
         "clock", "status", "noise", "interval", "par", "badge")  # fmt: skip


def paint_help(grid: Grid, page: HelpPage) -> None:
    """The keys stay; the words scroll."""
    look, say = page.session.look, page.session.say
    chrome.header(grid, look, say("help.title"))
    area = body(grid.width, grid.height).inset(1, 1)
    left = 26
    _keys(grid, page, area.left(left))
    words = area.right_of(left, 2)
    lines = _lines(page, words.w, grid.folds)
    page.top = max(0, min(page.top, len(lines) - words.h))
    grid.text(words.x, words.y - 1, say("help.words"), look.dim, width=words.w)
    for n, (text, ink, bold) in enumerate(lines[page.top : page.top + words.h]):
        grid.text(words.x, words.y + n, text, ink, bold=bold, width=words.w)
    chrome.message(grid, say("help.more"), look.dim)


def _keys(grid: Grid, page: HelpPage, area: Rect) -> None:
    look, say = page.session.look, page.session.say
    grid.text(area.x, area.y - 1, say("help.keys"), look.dim, width=area.w)
    offers = [offer for offer in page.under.offers() if offer.action not in ("help",)]
    offers += [Offer("theme", say("key.theme")), Offer("redraw", say("key.redraw"))]
    offers += [offer for offer in page.offers() if offer.action in ("quit",) and offer not in offers]
    for n, offer in enumerate(offers[: area.h]):
        grid.text(area.x, area.y + n, offer.keycap, look.accent, bold=True)
        grid.text(area.x + 9, area.y + n, offer.label, look.text, width=area.w - 9)


def _lines(page: HelpPage, width: int, folds: Folds) -> list[tuple[str, str | None, bool]]:
    """Each word with its name in the other language, then what it means."""
    look, say = page.session.look, page.session.say
    lines: list[tuple[str, str | None, bool]] = []
    for word in WORDS:
        name, other = say(f"word.{word}.name"), sentences(Catalogue(say.language).other)[f"word.{word}.name"]
        title = name if folds == "ascii" or measure(f"{name}  {other}") > width else f"{name}  {other}"
        lines.append((title, look.accent, True))
        lines += [(line, look.text, False) for line in wrap(say(f"word.{word}.means"), width, folds)]
        lines.append(("", look.text, False))
    return lines

"""The frame of every page: the header with the steps of a round, the message line, the footer with the keys."""

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid, measure, wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look
from batchgame.tui.game.keys import Offer
from batchgame.tui.text.catalogue import Catalogue

STEPS = ("predict", "aim", "run", "see", "result")


def header(grid: Grid, look: Look, title: str, *, right: str = "") -> None:
    """Draw the name of the game, what is being played, and a text at the right edge."""
    grid.fill(0, 0, grid.width, 1, look.bar)
    x = grid.text(1, 0, "BATCHGAME", look.accent, bold=True)
    room = grid.width - x - 4 - measure(right, grid.folds)
    grid.text(x + 2, 0, title, look.text, width=room)
    grid.text(0, 0, right, look.soft, width=grid.width - 1, align="right")


def round_header(
    grid: Grid, look: Look, say: Catalogue, titles: Sequence[str], step: str, stars: Sequence[bool | None]
) -> None:
    """Draw the header of a round: its title, the stars so far, and the five steps with the current one lit."""
    grid.fill(0, 0, grid.width, 1, look.bar)
    left = grid.text(1, 0, "BATCHGAME", look.accent, bold=True) + 2
    labels = [say(f"step.{name}") for name in STEPS]
    if grid.width < 80:
        labels = [f"{say(f'step.{step}')} {STEPS.index(step) + 1}/{len(STEPS)}"]
    x = grid.width - 1 - sum(measure(label, grid.folds) + 2 for label in labels)
    current = 0 if len(labels) == 1 else STEPS.index(step)
    room = x - 5 - left
    fitting = [title for title in titles if measure(title, grid.folds) <= room]
    grid.text(left, 0, fitting[0] if fitting else titles[-1], look.text, width=room)
    star_row(grid, x - 4, 0, look, stars)
    for n, label in enumerate(labels):
        if n == current:
            text = f"[{label}]" if look.mono or look.ascii else f" {label} "
            x = grid.text(x, 0, text, look.on_accent, bg=look.good, bold=True)
        else:
            x = grid.text(x, 0, f" {label} ", look.soft if n < current else look.dim)


def star_row(grid: Grid, x: int, y: int, look: Look, stars: Sequence[bool | None]) -> int:
    """Draw filled and empty stars; return the column after them."""
    for star in stars:
        grid.put(x, y, look.star if star else look.no_star, look.accent if star else look.dim)
        x += 1
    return x


def message(grid: Grid, text: str, ink: str | None) -> None:
    """Draw the message line above the footer."""
    room = grid.width - 2
    if measure(text, grid.folds) > room and grid.width < 80:
        text = wrap(text, room - 2, grid.folds)[0] + " …"
    grid.text(1, grid.height - 2, text, ink, width=room)


def notice(grid: Grid, text: str, ink: str | None, paper: str | None) -> None:
    """Draw a text of several lines above the footer, such as a path or a line to be copied."""
    rows = wrap(text, grid.width - 2, grid.folds)[: grid.height // 3]
    top = grid.height - 1 - len(rows)
    grid.fill(0, top, grid.width, len(rows), paper)
    for n, row in enumerate(rows):
        grid.text(1, top + n, row, ink)


def hint(grid: Grid, look: Look, text: str, bottom: int) -> None:
    """Draw a hint over the rows that end above row `bottom`: as many as it needs, so that all of it can be read."""
    rows = wrap(text, grid.width - 2, grid.folds)
    grid.fill(0, bottom - len(rows), grid.width, len(rows), look.select)
    for n, row in enumerate(rows):
        grid.text(1, bottom - len(rows) + n, row, look.accent)


def hint_in(grid: Grid, look: Look, text: str, area: Rect, *, low: bool = False) -> None:
    """Draw a hint inside an area, at its foot if `low`; over the last rows of the page where the area is too small."""
    rows = len(wrap(text, area.w, grid.folds))
    if rows <= area.h:
        grid.paragraph(area.x, area.y + (area.h - rows if low else 0), area.w, rows, text, look.accent)
    else:
        hint(grid, look, text, grid.height - 2)


def footer(grid: Grid, look: Look, offers: Sequence[Offer]) -> None:
    """Draw the keys that do something here: as many as fit, and always the last two, which are help and the way out."""
    y = grid.height - 1
    grid.fill(0, y, grid.width, 1, look.bar)

    def width(offer: Offer) -> int:
        return measure(f"{offer.keycap} {offer.label}", grid.folds)

    shown, last = list(offers[:-2]), list(offers[-2:])
    gap = 3
    while shown and 2 + sum(width(o) + gap for o in shown + last) - gap > grid.width:
        if gap > 2:
            gap -= 1
        else:
            shown.pop()
    x = 1
    for offer in shown + last:
        start = x
        x = grid.text(x, y, offer.keycap, look.accent if offer.live else look.dim, bold=offer.live)
        x = grid.text(x + 1, y, offer.label, look.soft if offer.live else look.dim)
        if offer.live:
            grid.hot(start, y, x - start, 1, offer.action)
        x += gap


def cover(grid: Grid, look: Look, say: Catalogue, smallest: tuple[int, int]) -> None:
    """Say in a window that is too small how much is needed, and that the round waits."""
    lines = [
        say("cover.small", width=grid.width, height=grid.height),
        say("cover.needed", width=smallest[0], height=smallest[1]),
        say("cover.waits"),
    ]
    top = max(0, (grid.height - len(lines)) // 2)
    for n, line in enumerate(lines[: grid.height]):
        text = line if measure(line, grid.folds) <= grid.width else f"{smallest[0]}x{smallest[1]}"
        grid.text(0, top + n, text, look.text if n else look.accent, width=grid.width, align="center")

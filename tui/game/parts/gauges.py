"""What momentum keeps of past shots, and three gauges with words: how far, how steadily, how quietly."""

from __future__ import annotations

from math import log10

from batchgame.tui.draw.grid import Grid, measure, wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.race.aim_values import AimValues
from batchgame.tui.race.aim_words import gauge_words, memory_words

BARS = "▁▂▃▄▅▆▇█"
FARTHEST = 100.0  # shots: the reach at the right end, of λ = .99
LIMIT = 0.8  # where the limit stands on the gauge of the grip
STILL, WILD = 0.001, 100.0  # the ends of the gauge of the noise, as shares of batch size 1's without momentum


def paint_memory(pen: Pen, area: Rect, momentum: float) -> int:
    """Draw bars of λ^k: how much of the shot of k updates ago is still in the movement. Returns the row after it."""
    grid, look, say = pen.grid, pen.look, pen.say
    x = grid.text(area.x, area.y, say("aim.memory"), look.text, bold=True)
    grid.text(x + 2, area.y, say("aim.memory_note"), look.dim, width=area.x + area.w - x - 2)
    ink, _ = look.lane("you")
    now, older = say("aim.now"), say("aim.older")
    left = measure(now, grid.folds) + 2
    bars = area.w - left - measure(older, grid.folds) - 1
    for k in range(bars):
        height = momentum**k * 16
        for row in range(2):
            eighths = min(8, max(0, round(height - row * 8)))
            if eighths:
                grid.put(area.x + left + k, area.y + 2 - row, BARS[eighths - 1], ink)
    grid.text(area.x, area.y + 2, now, look.dim)
    grid.text(area.x, area.y + 2, older, look.dim, width=area.w, align="right")
    grid.text(area.x, area.y + 3, memory_words(momentum, say), look.soft, width=area.w)
    return area.y + 4


def paint_gauges(pen: Pen, area: Rect, values: AimValues) -> int:
    """Draw the three gauges. Returns the row after them."""
    look = pen.look
    ink, _ = look.lane("you")
    _gauge(pen, area, "reach", min(1.0, log10(values.reach) / log10(FARTHEST)), ink)
    y = area.y + 1
    if values.grip is not None:
        over = values.grip >= 1
        _gauge(pen, area.below(1), "grip", min(1.0, LIMIT * values.grip), look.bad if over else ink, limit=LIMIT)
        y += 1
    if values.noise is not None:
        share = 0.0
        if values.noise > 0:
            share = log10(max(values.noise, STILL) / STILL) / log10(WILD / STILL)
        _gauge(pen, area.below(y - area.y), "noise", min(1.0, share), ink)
        y += 1
    return y


def _gauge(pen: Pen, area: Rect, name: str, share: float, ink: str | None, *, limit: float | None = None) -> None:
    """Draw one gauge: its name, the word of its left end, the scale, the word of its right end."""
    grid, look, say = pen.grid, pen.look, pen.say
    grid.text(area.x, area.y, say(f"aim.{name}"), look.text, bold=True)
    low = max(measure(say(f"aim.{each}_low"), grid.folds) for each in ("reach", "grip", "noise"))
    high = max(measure(say(f"aim.{each}_high"), grid.folds) for each in ("reach", "grip", "noise"))
    title = max(measure(say(f"aim.{each}"), grid.folds) for each in ("reach", "grip", "noise")) + 2
    grid.text(area.x + title, area.y, say(f"aim.{name}_low"), look.dim, width=low, align="right")
    x = area.x + title + low + 1
    w = area.x + area.w - high - 1 - x
    grid.put(x, area.y, "├", look.faint)
    grid.hline(x + 1, area.y, w - 2, look.faint)
    grid.put(x + w - 1, area.y, "┤", look.faint)
    if limit is not None:
        grid.put(x + 1 + round(limit * (w - 3)), area.y, "┊", look.bad)
    grid.put(x + 1 + round(share * (w - 3)), area.y, knob_sign(look), ink, bold=True)
    grid.text(x + w + 1, area.y, say(f"aim.{name}_high"), look.dim)


def knob_sign(look: Look) -> str:
    """Return the sign that slides along a gauge. Where signs are folded, a circle would become the letter of a lane."""
    return "o" if look.folds else "●"


def paint_gauge_words(pen: Pen, area: Rect, values: AimValues, examples: int) -> int:
    """Draw what the gauges say, as many rows as there is room for. Returns the row after them."""
    grid, look, say = pen.grid, pen.look, pen.say
    told = gauge_words(values, examples, say)
    title = max(measure(say(f"aim.{name}_word"), grid.folds) for name in ("reach", "grip", "noise")) + 2
    y = area.y
    for name, words, warns in told:
        if y + len(wrap(words, area.w - title, grid.folds)) > area.y + area.h:
            break
        if name:
            grid.text(area.x, y, say(f"aim.{name}_word"), look.dim)
        ink = look.bad if warns else look.text if name else look.soft
        y = grid.paragraph(area.x + title, y, area.w - title, area.y + area.h - y, words, ink)
    return y


def paint_line(grid: Grid, area: Rect, parts: list[tuple[str, str | None]]) -> None:
    """Draw a row of words, each in its ink, as far as they fit."""
    x = area.x
    for words, ink in parts:
        if x + measure(words, grid.folds) > area.x + area.w:
            break
        x = grid.text(x, area.y, words, ink) + 1

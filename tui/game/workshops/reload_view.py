"""The reload page: the time of an update against the batch size on two log axes, epochs beside it, figures below."""

from __future__ import annotations

from collections.abc import Mapping

from batchgame.scenarios.exercises.reload import NEAR, hits, lecture
from batchgame.scenarios.text.numbers import grouped, number, thousands, whole_percent
from batchgame.sim.timing.times import SIZES
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.workshops.reload_plot import paint_times
from batchgame.tui.game.workshops.reload_values import ReloadView, off_by, race_values, signs, where
from batchgame.tui.text.catalogue import Catalogue

COLUMN = 7  # of the table, for one batch size
SIDE = 34  # columns of the epochs beside the plot


def paint_reload(pen: Pen, view: ReloadView) -> None:
    """Draw the plot, the epochs beside it where there is room, the table, and how it stands."""
    grid, look, say = pen.grid, pen.look, pen.say
    area, small = body(grid.width, grid.height).inset(1, 0), narrow(grid.width, grid.height)
    rows = 5 + small + (view.card is not None and view.card.complete)
    upper = area.top(area.h - rows - 1)
    side = 0 if small else SIDE + 18 * roomy(grid.width, grid.height)
    left = upper.left(upper.w - side - (2 if side else 0))
    grid.text(left.x, left.y, say("reload.update"), look.text, bold=True, width=left.w)
    paint_times(pen, left.below(1), view)
    table = area.below(area.h - rows)
    _below_plot(pen, Rect(area.x, table.y - 1, area.w, 1), view)
    _table(pen, table, view, epochs=small)
    text = _aside(say, view)
    if side:
        _side(pen, upper.right_of(left.w, 2), view, text)
    elif text:
        chrome.hint(grid, look, text, table.y - 1)
    chrome.message(grid, _message(say, view), look.accent)


def _below_plot(pen: Pen, area: Rect, view: ReloadView) -> None:
    """Draw which curve is which clock, or what the figures are."""
    grid, look, say = pen.grid, pen.look, pen.say
    if view.complete and view.aside == "clock":
        signs_ = ("+", "-") if look.ascii else ("━", "━")
        x = area.x
        names = (say("reload.fitted"), say("reload.race_clock"))
        for sign, name, ink in zip(signs_, names, (look.good, look.full), strict=True):
            x = grid.text(x, area.y, f"{sign} {name}", ink, width=area.x + area.w - x) + 3
        return
    told = where(say, view.here) if view.complete else say("reload.band") if view.began else ""
    grid.text(area.x, area.y, told, look.dim, width=area.w)


def _side(pen: Pen, area: Rect, view: ReloadView, text: str) -> None:
    """Draw what was asked for, or the seconds of an epoch here and on a serial machine."""
    grid, look, say = pen.grid, pen.look, pen.say
    if text:
        grid.paragraph(area.x, area.y, area.w, area.h, text, look.accent if view.hint else look.soft)
        return
    if not view.began:
        grid.paragraph(area.x, area.y, area.w, area.h, say("reload.set"), look.soft)
        return
    grid.text(area.x, area.y, say("reload.epoch"), look.text, bold=True, width=area.w)
    longest = max((point.epoch for point in view.here.points), default=1.0)
    bar = Rect(area.x + 5, 0, area.w - 14, 1)
    for row, size in enumerate(view.here.sizes):
        y, point = area.y + 1 + row, view.here.point(size)
        grid.text(area.x, y, thousands(size), look.soft, width=4, align="right")
        if point is None:
            grid.text(bar.x, y, "…", look.dim)
            continue
        result_bar(grid, bar.x, y, bar.w, point.epoch / longest, look.you, look)
        grid.text(area.x, y, f"{number(point.epoch, 2)} s", look.text, width=area.w, align="right")
    first = view.here.point(1)
    if view.complete and first is not None:
        y = area.y + 2 + len(view.here.sizes)
        told = f"{say('reload.serial_epoch', seconds=number(first.epoch, 2))} {say('reload.pays')}"
        grid.paragraph(area.x, y, area.w, area.y + area.h - y, told, look.soft)


def _table(pen: Pen, area: Rect, view: ReloadView, *, epochs: bool) -> None:
    """Draw the figures, for whoever cannot read a log axis. epochs: with the seconds of an epoch as a last row."""
    grid, look, say, ink = pen.grid, pen.look, pen.say, signs(pen.look)
    here, one = view.here, view.here.one
    rows: list[tuple[str, str, str | None, Mapping[int, float | None]]] = [
        (ink.said, say("reload.said"), look.you, {1: 1.0, **view.said}),
        (ink.here, say("reload.here"), look.you, {size: here.ratio(size) for size in SIZES}),
    ]
    if view.complete:
        rows.append((ink.lecture, say("reload.lecture"), look.full, {size: lecture(size) for size in SIZES}))
        rows.append(("." if look.folds else "┄", say("reload.serial"), look.dim, {size: float(size) for size in SIZES}))
    if view.card is not None and view.card.complete:
        rows.append((ink.card, say("reload.card"), look.one, {size: view.card.ratio(size) for size in SIZES}))
    if epochs and one:
        taken: dict[int, float | None] = {point.batch_size: point.epoch for point in here.points}
        rows.append((" ", say("reload.seconds"), look.soft, taken))
    names = max(measure(say(f"reload.{name}"), grid.folds) for name in ("lecture", "serial", "seconds", "said")) + 3
    ends = [area.x + names + COLUMN * (n + 1) for n in range(len(SIZES))]
    grid.text(area.x, area.y, say("reload.table"), look.dim, width=names)
    for end, size in zip(ends, SIZES, strict=True):
        grid.text(end - COLUMN, area.y, thousands(size), look.dim, width=COLUMN, align="right")
    for n, (sign, name, colour, ratios) in enumerate(rows):
        y = area.y + 1 + n
        grid.text(area.x, y, sign, colour, bold=True)
        grid.text(area.x + 2, y, name, look.text, width=names - 2)
        for end, size in zip(ends, SIZES, strict=True):
            ratio = ratios.get(size)
            waits = sign == ink.here and view.began and not view.over
            text = number(ratio, 3 if sign == ink.here else 2) if ratio is not None else "…" if waits else "–"
            grid.text(end - COLUMN, y, text, look.text, width=COLUMN, align="right")
        if sign == ink.here and one and ends[-1] + 16 < area.x + area.w:
            micro = say("reload.one", time=f"{number(one * 1e6, 3)} µs")
            grid.text(ends[-1], y, micro, look.soft, width=area.x + area.w - ends[-1], align="right")


def _aside(say: Catalogue, view: ReloadView) -> str:
    """Return the text that was asked for: a hint, how it is measured, or the two clocks."""
    if view.hint:
        return view.hint
    if view.aside == "how":
        return say("reload.how")
    if view.aside != "clock":
        return ""
    fit = view.here.fit()
    if fit is None:
        return say("reload.no_fit")
    values = race_values(fit)
    sentences = (say("reload.fixed", **values), say("reload.off", percent=off_by(view.here, fit)))
    return " ".join((*sentences, say("reload.clock", **values)))


def _message(say: Catalogue, view: ReloadView) -> str:
    here = view.here
    state = say("reload.busy" if here.busy else "reload.quiet")
    if view.at is not None:
        return say("reload.at", size=number(view.at), ratio=number(view.said[view.at], 2))
    if view.complete:
        return say("reload.done", hits=hits(view.said, here), of=len(view.said), near=number(NEAR), state=state)
    if view.over:
        return say("reload.ended", reason=here.ended or "–")
    if view.paused:
        return say("reload.paused")
    if view.card is not None:
        return say("reload.card_measuring", share=whole_percent(view.share))
    if not here.points:
        return say("reload.starting")
    updates = sum(point.updates for point in here.points)
    return say(
        "reload.measuring", done=f"{here.seconds:.1f}", of=number(view.of), updates=grouped(updates), state=state
    )

"""The diagnose page: two curves and the names; then the changes, the card, and a table of what each change did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from batchgame.scenarios.exercises.diagnose import CASES, Case
from batchgame.scenarios.text.numbers import grouped, number
from batchgame.sim.networks.diagnosis import ILLNESSES, Run
from batchgame.sim.networks.names import CLASSES
from batchgame.tui.draw.curves import Linear, paint_marks
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.plot import x_axis
from batchgame.tui.draw.raster import Dots, Layer, composite, from_top
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.question import paint_question, paint_sure
from batchgame.tui.game.workshops.diagnose_said import (
    CURED,
    ENOUGH,
    Answer,
    accuracies,
    card,
    cured,
    label,
    measured,
    told_points,
    verdict,
)
from batchgame.tui.race.question import Question

SCALE = Linear(0.0, 1.0, tuple((share / 100, str(share)) for share in (0, 20, 40, 60, 80, 100)))
BETWEEN = 0.02  # of the width of a plot, from dot to dot of a dotted curve


class DiagnoseView(NamedTuple):
    """What the page shows.

    step: draw, name, change, run or grade. case: None while it is trained. tried: indices of the changes that were run
    or are running. runs: those that have ended. medians: curves are medians over the networks. seconds: for the case.
    """

    step: str
    case: Case | None
    question: Question
    tried: tuple[int, ...]
    runs: tuple[Run, ...]
    answers: tuple[Answer, ...]
    medians: bool
    seconds: float
    hint: str
    message: str


def paint_diagnose(pen: Pen, view: DiagnoseView) -> None:
    """Draw the curves at left and what is asked at right, below them the card and the runs; at the end the grade."""
    grid = pen.grid
    area, small = body(grid.width, grid.height), narrow(grid.width, grid.height)
    chrome.message(grid, view.message, pen.look.accent)
    if view.step == "grade":
        _grade(pen, view, area.inset(1 if small else 2, 0 if small else 1))
        return
    opened = view.step in ("change", "run")
    foot = 7 if small else 9
    if roomy(grid.width, grid.height):
        foot += 1
    top = area.top(area.h - foot)
    plot, right = top.left(grid.width // 2).inset(1, 0), top.right_of(grid.width // 2, 1)
    right = Rect(right.x, right.y, right.w - 1, right.h)
    if not opened and small:
        plot, right = area.left(grid.width // 2).inset(1, 0), area.right_of(grid.width // 2, 1)
    _plot(pen, view, plot)
    if view.case is None:
        return
    low = area.below(area.h - foot).inset(1, 0)
    if opened:
        _changes(pen, view, view.case, right, low, small=small)
    else:
        _names(pen, view, right, low)


def _plot(pen: Pen, view: DiagnoseView, area: Rect) -> None:
    """Draw the curves of the case, and over them those of the last change that was run."""
    grid, look, say, scale = pen.grid, pen.look, pen.say, SCALE
    networks = view.case.run.experiment.networks if view.case else 0
    title = say("diagnose.medians", networks=networks) if view.medians else say("diagnose.one")
    grid.text(area.x, area.y, title, look.soft, bold=True, width=area.w)
    legend, area = Rect(area.x, area.y + area.h - 1, area.w, 1), area.below(1)
    area = area.top(area.h - 1)
    gutter = max(len(tick) for _, tick in scale.marks())
    left, width, rows = area.x + gutter + 1, area.w - gutter - 1, area.h - 1
    paint_marks(grid, area, scale.marks(), gutter, width, look)
    if view.case is None:
        x_axis(grid, left - 1, area.y + rows, width + 1, 1.0, say("diagnose.epoch"), look)
        return
    runs = [view.case.run, *view.runs[-1:]]
    reach = max(float(run.epochs[-1]) for run in runs)
    chance = 1 / CLASSES[view.case.run.experiment.setup.data]
    layers = list[Layer]()
    for n in reversed(range(len(runs))):
        for kind, ink in (("train", look.text), ("test", look.full)):
            values = getattr(runs[n], kind)
            values = np.median(values, axis=1) if view.medians else values[:, 0]
            dots, across, up = Dots(width, rows), runs[n].epochs / reach, scale.place(values)
            if kind == "train":
                dots.line(across, up)
            else:
                at = np.arange(across[0], across[-1], BETWEEN)
                dots.plot(at, np.interp(at, across, up))
            letter = {"train": "t", "test": "v"}[kind]
            old = len(runs) > 1 and n == 0
            layers.append(Layer(dots, look.soft if old else look.good if n else ink, letter.upper() if n else letter,
                                as_letters=look.mono and bool(n)))  # fmt: skip
    grid.pictures.append((left, area.y, width, rows))
    composite(grid, left, area.y, layers)
    row = area.y + from_top(float(scale.place(np.array(chance))), rows)
    words = say("diagnose.chance")
    if all(grid.cells[row][left + width - 1 - n][0] in (" ", "·") for n in range(measure(words, grid.folds))):
        grid.text(left, row, words, look.dim, width=width, align="right")
    x_axis(grid, left - 1, area.y + rows, width + 1, reach, say("diagnose.epoch"), look)
    _legend(pen, legend, changed=len(runs) > 1)


def _legend(pen: Pen, area: Rect, *, changed: bool) -> None:
    """Say which curve is which; after a change, that its curves are the green ones, or the letters."""
    grid, look, say = pen.grid, pen.look, pen.say
    line, dots = ("t", "v") if look.ascii else ("──", "··")
    x = grid.text(area.x, area.y, f"{line} {say('diagnose.training')}", look.text) + 1
    x = grid.text(x, area.y, f"{dots} {say('diagnose.validation')}", look.full) + 1
    if changed:
        sign = "T V" if look.ascii or look.mono else ""
        words = f"{sign} {say('diagnose.after')}".strip()
        if x + measure(words, grid.folds) <= area.x + area.w:
            grid.text(x, area.y, words, look.good)


def _names(pen: Pen, view: DiagnoseView, right: Rect, low: Rect) -> None:
    """Draw the five names, how sure, and below them the hint."""
    say = pen.say
    answers = [say(f"diagnose.{name}") for name in ILLNESSES]
    y = paint_question(pen, right, say("diagnose.what"), answers, view.question.chosen) + 1
    paint_sure(pen, right.below(y - right.y), view.question, stacked=True)
    if view.hint:
        rest = low if low.y > y + 2 else right.below(y + 3 - right.y)
        chrome.hint_in(pen.grid, pen.look, view.hint, rest)


def _changes(pen: Pen, view: DiagnoseView, case: Case, right: Rect, low: Rect, *, small: bool) -> None:
    """Draw the verdict on the name, the four changes, the card, and the runs."""
    grid, look, say = pen.grid, pen.look, pen.say
    named, y = ILLNESSES[view.question.chosen or 0], right.y
    is_right = named == case.illness
    told = say("diagnose.right" if is_right else "diagnose.wrong", name=say(f"diagnose.is_{case.illness}"))
    ink = look.good if is_right else look.bad
    if small:
        words = told if is_right else f"{told} {say(f'diagnose.looks_{named}')}"
        low_y = grid.paragraph(low.x, low.y, low.w, 2, words, ink)
    else:
        y, low_y = grid.paragraph(right.x, y, right.w, 2, told, ink, bold=True), low.y
        if not is_right:
            y = grid.paragraph(right.x, y, right.w, 1, say("diagnose.would"), look.dim)
            y = grid.paragraph(right.x, y, right.w, 3, say(f"diagnose.looks_{named}"), look.soft)
        y += right.h - (y - right.y) > len(case.changes) + 1
    grid.text(right.x, y, say("diagnose.change"), look.text, bold=True, width=right.w)
    for n, change in enumerate(case.changes):
        row, done = y + 1 + n, n in view.tried
        grid.text(right.x, row, f"{look.cursor if n in view.tried[-1:] else ' '} ", look.accent, bold=True)
        grid.text(right.x + 2, row, str(n + 1), look.dim if done else look.accent, bold=not done)
        words = label(say, case.run.experiment, change)
        grid.text(right.x + 5, row, words, look.soft if done else look.text, width=right.w - 5)
        if not done:
            grid.hot(right.x, row, right.w, 1, f"digit:{n + 1}")
    x = grid.text(low.x, low_y, say("diagnose.card"), look.accent, bold=True) + 2
    for words in card(say, case.run, short=small):
        grid.text(x, low_y, words, look.text)
        low_y += 1
    table = low.below(low_y - low.y)
    _table(pen, view, case, table, small=small)


def _table(pen: Pen, view: DiagnoseView, case: Case, area: Rect, *, small: bool) -> None:
    """Draw the run as it was and after each change; in a small window the last change alone."""
    grid, look, say = pen.grid, pen.look, pen.say
    ends = [area.x + area.w - at for at in ((26, 19, 11) if small else (34, 22, 12))]
    networks = case.run.experiment.networks
    grid.text(area.x, area.y, say("diagnose.head_run", networks=networks), look.dim)
    heads = ("train", "valid", "updates") if small else ("training", "validation", "updates")
    for end, key in zip(ends, heads, strict=True):
        words = say(f"diagnose.head_{key}")
        grid.text(end - measure(words, grid.folds), area.y, words, look.dim)
    runs = list(zip(view.tried, view.runs, strict=False))
    if small:
        runs = runs[max(0, len(runs) - area.h + 2) :]
    shown: Sequence[tuple[int | None, Run]] = [(None, case.run), *runs]
    for n, (index, run) in enumerate(shown):
        y, ink = area.y + 1 + n, look.text if index is None else look.good if run is view.runs[-1] else look.soft
        name = say("diagnose.as_it_was")
        if index is not None:
            name = f"{index + 1} {label(say, case.run.experiment, case.changes[index])}"
        grid.text(area.x, y, name, look.soft)
        for end, words in zip(ends, (*accuracies(run), grouped(run.updates)), strict=True):
            grid.text(end - measure(words, grid.folds), y, words, ink)
        grid.text(ends[-1] + 1, y, verdict(say, run, case), ink)
    if not small:
        room = (measured(say, case.run, view.seconds, short=short) for short in (False, True))
        words = next((words for words in room if measure(words, grid.folds) <= area.w), "")
        grid.text(area.x, area.y + area.h - 1, words, look.dim)


def _grade(pen: Pen, view: DiagnoseView, area: Rect) -> None:
    """Draw what was said of each case, what it was, what was changed first, and what that earns."""
    grid, look, say = pen.grid, pen.look, pen.say
    wide = max(10, (area.w - 4) // 5)
    at = [area.x, *(area.x + 4 + n * wide for n in range(3))]
    last = area.x + area.w - 10
    grid.text(area.x, area.y, say("diagnose.grade"), look.text, bold=True)
    y = area.y + 1
    for x, key in zip(at[1:], ("said", "was", "first"), strict=True):
        grid.text(x, y, say(f"diagnose.head_{key}"), look.dim)
    for n, answer in enumerate(view.answers, 1):
        ink = look.good if answer.right else look.bad
        sign = ("+" if look.folds else "✓") if answer.right else look.cross
        grid.text(at[0], y + n, f"{n} {sign}", ink)
        grid.text(at[1], y + n, say(f"diagnose.short_{answer.named}"), ink)
        grid.text(at[2], y + n, say(f"diagnose.short_{answer.case.illness}"), look.text)
        words = label(say, answer.case.run.experiment, answer.first)
        grid.text(at[3], y + n, words, look.soft, width=last - at[3] - 1)
        healthy = answer.then == "healthy"
        then = say("diagnose.short_healthy" if healthy else f"diagnose.short_{answer.then or 'none'}")
        grid.text(last, y + n, then, look.good if healthy else look.bad)
    y += CASES + 2
    named = sum(answer.right for answer in view.answers)
    words = say(
        "diagnose.graded", named=named, of=CASES, cured=cured(view.answers), points=number(told_points(view.answers))
    )
    y = grid.paragraph(area.x, y, area.w, 3, words, look.text)
    grid.paragraph(area.x, y, area.w, 3, say("diagnose.earns", goal=ENOUGH, of=CASES, par=CURED), look.dim)

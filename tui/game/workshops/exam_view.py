"""The exam page: the map without names, two knobs, the pick beside the best one, and the grade."""

from __future__ import annotations

from statistics import mean
from typing import NamedTuple

from batchgame.scenarios.exercises.exam import TASKS, Pick
from batchgame.scenarios.reading import library
from batchgame.scenarios.text.numbers import number, whole_percent
from batchgame.sim.race import Frame
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.grid import measure, wrap
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.knobs import paint_knobs
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.race.knob_rows import KnobRows
from batchgame.tui.race.round import Round
from batchgame.tui.text.catalogue import Catalogue


class Graded(NamedTuple):
    """One start that was handed in.

    mine, best_share: shares that solved, of the pick and of the best pick. epochs: medians to solve. diverged: runs of
    `runs`. grade: 0 to 1. saves: the knobs of which either alone, set as in the best pick, would have passed.
    """

    task: str
    pick: Pick
    best: Pick
    mine: float
    best_share: float
    epochs: float | None
    best_epochs: float | None
    diverged: int
    runs: int
    grade: float
    saves: tuple[str, ...]


class ExamView(NamedTuple):
    """What the page shows.

    step: turn, wait, run, told or grade. graded: the starts handed in. measured: picks of this start's map so far, and
    all of them. passed, honours: the grades that earn a star.
    """

    step: str
    round: Round
    knobs: KnobRows
    frame: Frame | None
    graded: tuple[Graded, ...]
    measured: tuple[int, int]
    passed: float
    honours: float
    hint: str | None


def paint_exam(pen: Pen, view: ExamView) -> None:
    """Draw the map at left, what is given or what came of it at right, the knobs below; at the end the grade."""
    grid, look = pen.grid, pen.look
    area = body(grid.width, grid.height)
    small = narrow(grid.width, grid.height)
    chrome.message(grid, _message(pen.say, view), look.accent)
    if view.step == "grade":
        _grade(pen, view, area.inset(2, 0 if small else 1))
        return
    upper, half = area.top(area.h - 3), grid.width // 2
    paint_scene(pen, upper.left(half), view.round, frame=view.frame if pen.warm else None)
    text = upper.right_of(half).inset(1 if small else 2, 0 if small else 1)
    if view.step == "told":
        _told(pen, view, text)
    else:
        _given(pen, view, text)
    grid.hline(1, upper.y + upper.h, grid.width - 2, look.faint)
    paint_knobs(pen, Rect(0, upper.y + upper.h + 1, grid.width, 2), view.knobs)


def _message(say: Catalogue, view: ExamView) -> str:
    if view.step == "wait":
        return say("exam.measuring", done=view.measured[0], of=view.measured[1])
    if view.step == "run" and view.frame is not None:
        key = "exam.running" if len(view.frame.lanes) > 1 else "exam.alone"
        return say(key, runs=view.frame.lanes[0].trajectories)
    if view.step == "told":
        return say("exam.points", grade=round(100 * view.graded[-1].grade))
    return say("exam.done" if view.step == "grade" else "exam.turn")


def _given(pen: Pen, view: ExamView, text: Rect) -> None:
    """Draw what is known of the start, the hint, and how the lanes of a race stand."""
    grid, look, say, stage = pen.grid, pen.look, pen.say, view.round.stage
    y, budget = text.y, stage.budget
    count = budget.epochs if budget.epochs is not None else budget.updates
    given = (
        ("η", number(stage.learning_rate)),
        (say("menu.budget"), say("menu.epochs" if budget.epochs is not None else "menu.updates", count=count)),
        (say("exam.hold"), say("menu.updates", count=stage.goal.hold)),
        (say("exam.slope"), _slope(pen, view.round)),
    )
    for key, value in given:
        grid.text(text.x, y, key, look.dim)
        grid.text(text.x + 14, y, value, look.text, width=text.w - 14)
        y += 1
    y += 1
    if view.frame is not None and view.step == "run":
        for lane in view.frame.lanes:
            own = lane.lane.hyperparameters
            pick = (own.batch_size, own.momentum)
            _lane(pen, Rect(text.x, y, text.w, 1), lane.lane.name, pick, lane.solved / lane.trajectories, lane.epochs)
            y += 1
    elif view.hint:
        chrome.hint_in(grid, look, view.hint, text.below(y - text.y))
        y += len(wrap(view.hint, text.w, grid.folds))
    _so_far(pen, view, text.below(y + 1 - text.y))


def _lane(pen: Pen, row: Rect, name: str, pick: Pick, share: float, epochs: float | None) -> None:
    """Draw one lane: its sign, the pick, a bar of the share that solved, and the epochs."""
    grid, look, say = pen.grid, pen.look, pen.say
    ink, sign = look.lane(name)
    grid.text(row.x, row.y, f"{sign} {say(f'exam.{name}')}", ink, bold=True)
    grid.text(row.x, row.y, str(pick[0]), look.text, width=10, align="right")
    grid.text(row.x, row.y, number(pick[1]), look.text, width=15, align="right")
    if row.w >= 32:
        result_bar(grid, row.x + 16, row.y, row.w - 28, share, ink, look)
    grid.text(row.x, row.y, whole_percent(share), look.text, width=row.w - 6, align="right")
    grid.text(row.x, row.y, "–" if epochs is None else number(epochs), look.text, width=row.w, align="right")


def _heads(pen: Pen, row: Rect) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    grid.text(row.x, row.y, "B", look.dim, width=10, align="right")
    grid.text(row.x, row.y, "λ", look.dim, width=15, align="right")
    grid.text(row.x, row.y, say("exam.epochs"), look.dim, width=row.w, align="right")


def _told(pen: Pen, view: ExamView, text: Rect) -> None:
    """Draw where it was, both lanes as they ended, one sentence on the pair, and the starts so far."""
    grid, look, say = pen.grid, pen.look, pen.say
    graded = view.graded[-1]
    x = grid.text(text.x, text.y, say("exam.it_was"), look.dim) + 2
    y = grid.paragraph(x, text.y, text.x + text.w - x, 2, title_of(graded.task, say), look.text, bold=True)
    y += text.h >= 14
    _heads(pen, Rect(text.x, y, text.w, 1))
    _lane(pen, Rect(text.x, y + 1, text.w, 1), "you", graded.pick, graded.mine, graded.epochs)
    y += 2
    if graded.mine < graded.best_share:
        _lane(pen, Rect(text.x, y, text.w, 1), "best", graded.best, graded.best_share, graded.best_epochs)
        y += 1
    y += text.h >= 14
    ink = look.good if graded.grade >= view.passed else look.bad
    y = grid.paragraph(text.x, y, text.w, max(0, text.y + text.h - y), verdict(graded, say), ink)
    _so_far(pen, view, text.below(y + (text.h >= 14) - text.y))


def _so_far(pen: Pen, view: ExamView, area: Rect) -> None:
    """Draw one row for each start of the exam; those to come have no name yet. Nothing where there is no room."""
    grid, look, say = pen.grid, pen.look, pen.say
    if area.h < len(TASKS) + 1:
        return
    grid.text(area.x, area.y, say("exam.so_far"), look.dim)
    grid.text(area.x, area.y, "B", look.dim, width=area.w - 13, align="right")
    grid.text(area.x, area.y, "λ", look.dim, width=area.w - 7, align="right")
    grid.text(area.x, area.y, say("exam.of"), look.dim, width=area.w, align="right")
    for n in range(len(TASKS)):
        y = area.y + 1 + n
        grid.text(area.x, y, str(n + 1), look.dim)
        if n >= len(view.graded):
            grid.text(area.x + 2, y, "?", look.dim)
            continue
        graded = view.graded[n]
        ink = look.good if graded.grade >= view.passed else look.bad
        name = title_of(graded.task, say)
        grid.text(area.x + 2, y, name if measure(name, grid.folds) <= area.w - 19 else graded.task, look.soft)
        grid.text(area.x, y, str(graded.pick[0]), look.text, width=area.w - 13, align="right")
        grid.text(area.x, y, number(graded.pick[1]), look.text, width=area.w - 7, align="right")
        grid.text(area.x, y, str(round(100 * graded.grade)), ink, width=area.w, align="right")


def _grade(pen: Pen, view: ExamView, area: Rect) -> None:
    """Draw the whole exam: every start, the grade, what it earns, and which knob alone would have saved what."""
    grid, look, say = pen.grid, pen.look, pen.say
    grade = mean(graded.grade for graded in view.graded)
    _so_far(pen, view, area)
    y = area.y + len(TASKS) + 2
    passed, honours = (round(100 * least) for least in (view.passed, view.honours))
    ink = look.good if grade >= view.passed else look.bad
    stars = (grade >= view.passed, grade >= view.honours)
    x = grid.text(area.x, y, say("exam.grade", grade=round(100 * grade)), ink, bold=True)
    chrome.star_row(grid, x + 2, y, look, stars)
    words = say("exam.from", star=look.star, passed=passed, honours=honours)
    y = grid.paragraph(area.x, y + 1, area.w, 2, words, look.dim) + 1
    missed = [graded for graded in view.graded if graded.grade < view.passed]
    saved = {knob: sum(knob in graded.saves for graded in missed) for knob in ("batch", "momentum")}
    words = say("exam.missed" if missed else "exam.none_missed", passed=passed, count=len(missed), **saved)
    grid.paragraph(area.x, y, area.w, max(0, area.y + area.h - y), words, look.text)


def title_of(task: str, say: Catalogue) -> str:
    """Return the title of a start, which is told only after it was handed in."""
    scenario, stage = library.find(task)
    title, own = say.of(scenario.title), say.of(stage.title)
    return title if own == title or stage is scenario.stages[0] else f"{title}{say('colon')}{own}"


def verdict(graded: Graded, say: Catalogue) -> str:
    """Return one sentence on a pick, and how the best one differs from it."""
    if graded.mine >= graded.best_share:
        return say("exam.as_good")
    key = "exam.blown_up" if 2 * graded.diverged >= graded.runs else "exam.not_there"
    share = graded.diverged / graded.runs if key == "exam.blown_up" else 1 - graded.mine
    knobs = (("batch", graded.pick[0], graded.best[0]), ("momentum", graded.pick[1], graded.best[1]))
    turned = {
        knob: say(f"exam.{knob}_{'same' if best == mine else 'less' if best < mine else 'more'}")
        for knob, mine, best in knobs
    }
    return f"{say(key, share=whole_percent(share))} {say('exam.difference', **turned)}"


def _slope(pen: Pen, round_: Round) -> str:
    """Return the length of the full gradient at the start; empty until the experiment is imported."""
    if not pen.warm:
        return ""
    gradient = round_.problem.landscape.gradient(round_.stage.start)
    return number(float((gradient @ gradient) ** 0.5)) if abs(gradient).max() > 1e-5 else number(0.0)

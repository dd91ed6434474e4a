"""The aim page: a fan of possible first shots, an epoch as shots, the memory of past gradients, above the knobs."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.knobs import paint_knobs
from batchgame.tui.game.parts.scene import paint_scene

if TYPE_CHECKING:
    from batchgame.tui.game.pages.aim import AimPage
    from batchgame.tui.race.first_shots import FirstShots

BARS = "▁▂▃▄▅▆▇█"


def paint_aim(grid: Grid, page: AimPage) -> None:
    """Two sliders and a dial below; above them what they mean."""
    from batchgame.tui.race.first_shots import first_shots

    look, say, round_ = page.session.look, page.session.say, page.round
    area = body(grid.width, grid.height)
    knobs = 1 + len(page.rows)
    upper = area.top(area.h - knobs)
    small = narrow(grid.width, grid.height)
    half = grid.width // 2 - (8 if small else 0)
    first = first_shots(round_)
    scene = upper.left(half)
    if small:
        paint_scene(grid, scene, page, first=first)
        _meaning(grid, page, upper.right_of(half).inset(1, 0), brief=True)
    else:
        paint_scene(grid, scene.top(scene.h - 2), page, first=first)
        _fan_caption(grid, page, Rect(1, scene.y + scene.h - 2, half - 1, 2), first)
        _meaning(grid, page, upper.right_of(half).inset(1, 0 if not roomy(grid.width, grid.height) else 1))
    grid.hline(1, upper.y + upper.h, grid.width - 2, look.faint)
    paint_knobs(grid, page, Rect(0, upper.y + upper.h + 1, grid.width, knobs - 1))

    hint = page.hint()
    if hint:
        line = f"{say('hint.title', number=round_.hints)}{say('colon')}{hint}"
        chrome.message(grid, line if measure(line, grid.folds) <= grid.width - 2 else hint, look.accent)
    else:
        chrome.message(grid, _what_now(page), look.text)


def _what_now(page: AimPage) -> str:
    from batchgame.sim.schedule import Batches

    say, round_ = page.session.say, page.round
    examples = len_examples(page)
    budget = round_.stage.budget
    if budget.epochs is not None:
        return say(
            "aim.budget_epochs",
            epochs=budget.epochs,
            shots=Batches(examples, round_.batch_size, round_.trained_by).in_epochs(budget.epochs),
            batch_size=round_.batch_size,
        )
    return say("aim.budget_updates", updates=budget.updates)


def len_examples(page: AimPage) -> int:
    """N."""
    return page.round.problem.landscape.examples


def _fan_caption(grid: Grid, page: AimPage, area: Rect, first: FirstShots) -> None:
    look, say = page.session.look, page.session.say
    for row, lane in enumerate(("you", "full")):
        colour, glyph = look.lane(lane)
        x = grid.text(area.x, area.y + row, glyph, colour) + 1
        if lane == "you":
            count = len(first.shots)
            words = say("aim.shots", count=count, scale=first.scale) if count > 1 else say("aim.one_shot")
        elif first.full_length == 0:
            words = say("aim.no_arrow")
        else:
            words = say("aim.full_arrow", length=number(first.full_length))
        grid.text(x, area.y + row, words, look.soft, width=area.x + area.w - x)


def _meaning(grid: Grid, page: AimPage, area: Rect, *, brief: bool = False) -> None:
    """What the knobs mean; brief: only what an epoch and a memory look like."""
    look, say, round_ = page.session.look, page.session.say, page.round
    examples = len_examples(page)
    y = area.y
    x = grid.text(area.x, y, say("aim.epoch"), look.text, bold=True)
    if not brief:
        grid.text(x + 2, y, say("aim.ticks", n=examples), look.dim, width=area.x + area.w - x - 2)
    name_width = 8
    for row, (lane, size) in enumerate((("full", examples), ("you", round_.batch_size), ("one", 1))):
        _epoch_row(grid, page, Rect(area.x, y + 1 + row, area.w, 1), lane, size, name_width)

    y += 5
    x = grid.text(area.x, y, say("aim.memory"), look.text, bold=True)
    if not page.session.newcomer:
        grid.text(x + 2, y, "λ^k", look.dim)
    _memory(grid, page, Rect(area.x + name_width, y + 1, min(examples, area.w - name_width - 8), 2), name_width)

    y += 4
    if brief:
        return
    if page.session.newcomer:
        y = grid.paragraph(area.x, y, area.w, area.y + area.h - y, say("aim.plain"), look.soft)
        _this_race(grid, page, area.below(y + 1 - area.y))
        return
    rows = [
        (say("aim.movement"), "m = λm − ηg", look.text),
        (say("aim.position"), "θ = θ + m", look.text),
        *_theory(page),
    ]
    if round_.answer is not None:
        answer = page.text(round_.stage.prediction.options[round_.answer].text)
        rows.append((say("aim.you_said"), answer, look.text))
    key_width = max(measure(key, grid.folds) for key, _, _ in rows) + 2
    for key, value, ink in rows[: area.y + area.h - y]:
        grid.text(area.x, y, key, look.dim)
        room = area.w - key_width
        lines = 2 if measure(value, grid.folds) > room and key == say("aim.you_said") else 1
        y = grid.paragraph(area.x + key_width, y, room, min(lines, area.y + area.h - y), value, ink)
    _this_race(grid, page, area.below(y + 1 - area.y))


def _this_race(grid: Grid, page: AimPage, area: Rect) -> None:
    """Where there is room: how often each lane may fire, and how long a shot takes under this clock."""
    if area.h < 5:
        return
    from batchgame.sim.clock import Clock
    from batchgame.sim.schedule import Batches

    look, say, problem = page.session.look, page.session.say, page.round.problem
    clock = Clock(page.round.parallel)
    grid.text(area.x, area.y, say("aim.race"), look.text, bold=True)
    ends = (area.x + 11, area.x + 17, area.x + 25, area.x + 37)
    heads = ("B", "λ" if not page.session.newcomer else "", say("aim.in_budget"), say("aim.each_takes"))
    for end, head in zip(ends, heads, strict=True):
        grid.text(area.x, area.y + 1, head, look.dim, width=end - area.x, align="right")
    for row, lane in enumerate(page.round.lanes()):
        y = area.y + 2 + row
        colour, glyph = look.lane(lane.name)
        grid.put(area.x, y, glyph, colour)
        grid.text(area.x + 2, y, say(f"lane.{lane.name}"), colour, bold=True)
        knobs = lane.hyperparameters
        shots = problem.budget.in_updates(Batches(problem.landscape.examples, knobs.batch_size, knobs.schedule))
        takes = float(clock.cost(knobs.batch_size))
        momentum = number(knobs.momentum) if not page.session.newcomer else ""
        figures = (str(knobs.batch_size), momentum, str(shots), number(takes))
        for end, figure in zip(ends, figures, strict=True):
            grid.text(area.x, y, figure, look.text, width=end - area.x, align="right")


def _theory(page: AimPage) -> list[tuple[str, str, str | None]]:
    from batchgame.sim import theory
    from batchgame.sim.hyperparameters import Hyperparameters

    look, say, round_ = page.session.look, page.session.say, page.round
    schedule = round_.trained_by
    words = Hyperparameters(round_.batch_size, round_.momentum, round_.learning_rate, schedule)
    factor = schedule.factor(round_.batch_size)
    eta = "η" if factor == 1 else f"{number(factor)}η"
    longest = theory.effective_learning_rate(words.full_learning_rate, words.momentum)
    long_run = say("aim.long_run_value", rate=number(longest), factor=number(1 / (1 - words.momentum)))
    if factor != 1:
        long_run = say("aim.long_run_scaled", eta=eta, rate=number(longest))
    limit = number(theory.stability_limit(round_.goal_curvature, words.momentum))
    rows = [
        (say("aim.long_run"), long_run, look.text),
        (say("aim.stable"), say("aim.stable_value", eta=eta, limit=limit), look.text),
    ]
    if schedule.sampling == "reshuffle" and schedule.then is None:  # what the gauge is about
        noise = number(theory.noise_gauge(words, len_examples(page)))
        rows.append((say("aim.noise"), say("aim.noise_value", noise=noise), look.text))
    if theory.warns(words.full_learning_rate, words.momentum, round_.steepest):
        strength = number(longest * round_.steepest)
        rows.append((say("aim.warning"), say("aim.warning_value", eta=eta, value=strength), look.bad))
    return rows


def _epoch_row(grid: Grid, page: AimPage, area: Rect, lane: str, size: int, name_width: int) -> None:
    """N ticks, the last of each batch a shot."""
    look, say = page.session.look, page.session.say
    examples = len_examples(page)
    colour, glyph = look.lane(lane)
    x = grid.text(area.x, area.y, glyph, colour) + 1
    grid.text(x, area.y, say(f"lane.{lane}"), colour, bold=True)
    x = area.x + name_width
    fitting = min(examples, area.w - name_width - 9)
    for tick in range(fitting):
        fires = (tick + 1) % size == 0 or tick + 1 == examples
        grid.put(x + tick, area.y, "█" if fires else "·", colour if fires else look.dim)
    shots = ceil(examples / size)
    words = say("aim.one" if shots == 1 else "aim.many", count=shots)
    grid.text(x + fitting, area.y, words, look.text, width=area.x + area.w - x - fitting, align="right")


def _memory(grid: Grid, page: AimPage, area: Rect, name_width: int) -> None:
    """Bars of λ^k: how much of the gradient of k updates ago is still in the movement."""
    look, say, round_ = page.session.look, page.session.say, page.round
    colour, _ = look.lane("you")
    for k in range(area.w):
        height = round_.momentum**k * area.h * 8
        for row in range(area.h):
            eighths = min(8, max(0, round(height - row * 8)))
            if eighths:
                grid.put(area.x + k, area.y + area.h - 1 - row, BARS[eighths - 1], colour)
    grid.text(area.x - name_width, area.y + area.h - 1, say("aim.now"), look.dim)
    grid.text(area.x + area.w + 1, area.y + area.h - 1, say("aim.older"), look.dim)

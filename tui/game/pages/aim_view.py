"""The aim page: a fan of possible first shots, an epoch as shots, the memory of past gradients, above the knobs."""

from __future__ import annotations

from math import ceil

from batchgame.scenarios.text.numbers import batches_of, number
from batchgame.sim import theory
from batchgame.sim.clock import Clock
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.schedule import Batches
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.knobs import paint_knobs
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.race.figures import told
from batchgame.tui.race.first_shots import FirstShots, first_shots
from batchgame.tui.race.knob_rows import KnobRows
from batchgame.tui.race.round import Round
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.lane_names import lane_name

BARS = "▁▂▃▄▅▆▇█"
NAMES = 8  # columns of the lanes' names


def paint_aim(pen: Pen, round_: Round, knobs: KnobRows, hint: str | None) -> None:
    """Draw the knobs below, and above them what they mean."""
    grid, look, say = pen.grid, pen.look, pen.say
    area = body(grid.width, grid.height)
    height = 1 + len(knobs.rows)
    upper = area.top(area.h - height)
    small = narrow(grid.width, grid.height)
    half = grid.width // 2 - (8 if small else 0)
    first = first_shots(round_)
    scene = upper.left(half)
    if small:
        paint_scene(pen, scene, round_, first=first)
        _meaning(pen, round_, upper.right_of(half).inset(1, 0), brief=True)
    else:
        paint_scene(pen, scene.top(scene.h - 2), round_, first=first)
        _shots_caption(pen, Rect(1, scene.y + scene.h - 2, half - 1, 2), first)
        _meaning(pen, round_, upper.right_of(half).inset(1, 0 if not roomy(grid.width, grid.height) else 1))
    grid.hline(1, upper.y + upper.h, grid.width - 2, look.faint)
    paint_knobs(pen, Rect(0, upper.y + upper.h + 1, grid.width, height - 1), knobs)
    if hint:
        text = f"{say('hint.title', number=round_.hints)}{say('colon')}{hint}"
        chrome.hint(grid, look, text, upper.y + upper.h)
    chrome.message(grid, _budget(round_, say), look.text)


def _budget(round_: Round, say: Catalogue) -> str:
    """Return how long the race will be, in the unit of its budget."""
    budget = round_.stage.budget
    if budget.epochs is not None:
        return say(
            "aim.budget_epochs",
            epochs=budget.epochs,
            shots=Batches(round_.scenario.examples, round_.batch_size, round_.trained_by).in_epochs(budget.epochs),
            batch_size=round_.batch_size,
        )
    return say("aim.budget_updates", updates=budget.updates)


def _shots_caption(pen: Pen, area: Rect, first: FirstShots) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
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


def _meaning(pen: Pen, round_: Round, area: Rect, *, brief: bool = False) -> None:
    """Draw what the knobs mean. brief: only what an epoch and a memory look like."""
    grid, look, say = pen.grid, pen.look, pen.say
    examples = round_.scenario.examples
    y = area.y
    x = grid.text(area.x, y, say("aim.epoch"), look.text, bold=True)
    if not brief:
        grid.text(x + 2, y, say("aim.ticks", n=examples), look.dim, width=area.x + area.w - x - 2)
    for row, (lane, size) in enumerate((("full", examples), ("you", round_.batch_size), ("one", 1))):
        _epoch_row(pen, Rect(area.x, y + 1 + row, area.w, 1), lane, size, examples)

    y += 5
    x = grid.text(area.x, y, say("aim.memory"), look.text, bold=True)
    if not pen.newcomer:
        grid.text(x + 2, y, "λ^k", look.dim)
    _memory(pen, Rect(area.x + NAMES, y + 1, min(examples, area.w - NAMES - 8), 2), round_.momentum)

    y += 4
    if brief:
        return
    if pen.newcomer:
        y = grid.paragraph(area.x, y, area.w, area.y + area.h - y, say("aim.plain"), look.soft)
        _this_race(pen, round_, area.below(y + 1 - area.y))
        return
    rows = [
        (say("aim.movement"), "m = λm − ηg", look.text),
        (say("aim.position"), "θ = θ + m", look.text),
        *_theory(pen, round_),
    ]
    if round_.prediction.chosen is not None:
        answer = told(round_, round_.stage.prediction.options[round_.prediction.chosen].text, say)
        rows.append((say("aim.you_said"), answer, look.text))
    key_width = max(measure(key, grid.folds) for key, _, _ in rows) + 2
    for key, value, ink in rows[: area.y + area.h - y]:
        grid.text(area.x, y, key, look.dim)
        room = area.w - key_width
        lines = 2 if measure(value, grid.folds) > room else 1
        y = grid.paragraph(area.x + key_width, y, room, min(lines, area.y + area.h - y), value, ink)
    _this_race(pen, round_, area.below(y + 1 - area.y))


def _this_race(pen: Pen, round_: Round, area: Rect) -> None:
    """Draw how often each lane may fire, and how long a shot takes under this clock, where there is room for it."""
    if area.h < 5:
        return
    grid, look, say, problem = pen.grid, pen.look, pen.say, round_.problem
    clock = Clock(round_.parallel)
    grid.text(area.x, area.y, say("aim.race"), look.text, bold=True)
    ends = (area.x + 11, area.x + 17, area.x + 25, area.x + 37)
    heads = ("B", "λ" if not pen.newcomer else "", say("aim.in_budget"), say("aim.each_takes"))
    for end, head in zip(ends, heads, strict=True):
        grid.text(area.x, area.y + 1, head, look.dim, width=end - area.x, align="right")
    for row, lane in enumerate(round_.lanes()):
        y = area.y + 2 + row
        colour, glyph = look.lane(lane.name)
        grid.put(area.x, y, glyph, colour)
        grid.text(area.x + 2, y, lane_name(round_.stage, lane.name, say), colour, bold=True)
        knobs = lane.hyperparameters
        shots = problem.budget.in_updates(Batches(problem.landscape.examples, knobs.batch_size, knobs.schedule))
        takes = float(clock.cost(knobs.batch_size))
        momentum = number(knobs.momentum) if not pen.newcomer else ""
        figures = (str(knobs.batch_size), momentum, str(shots), number(takes))
        for end, figure in zip(ends, figures, strict=True):
            grid.text(area.x, y, figure, look.text, width=end - area.x, align="right")


def _theory(pen: Pen, round_: Round) -> list[tuple[str, str, str | None]]:
    """Return rows of (name, value, ink): what theory says of these knobs before anything is run."""
    look, say = pen.look, pen.say
    schedule = round_.trained_by
    knobs = Hyperparameters(round_.batch_size, round_.momentum, round_.learning_rate, schedule)
    factor = schedule.factor(round_.batch_size)
    eta = "η" if factor == 1 else f"{number(factor)}η"
    longest = theory.effective_learning_rate(knobs.full_learning_rate, knobs.momentum)
    long_run = say("aim.long_run_value", rate=number(longest), factor=number(1 / (1 - knobs.momentum)))
    if factor != 1:
        long_run = say("aim.long_run_scaled", eta=eta, rate=number(longest))
    limit = number(theory.stability_limit(round_.goal_curvature, knobs.momentum))
    rows = [
        (say("aim.long_run"), long_run, look.text),
        (say("aim.stable"), say("aim.stable_value", eta=eta, limit=limit), look.text),
    ]
    if schedule.sampling == "reshuffle" and schedule.then is None:  # what the gauge is about
        noise = number(theory.noise_gauge(knobs, round_.scenario.examples))
        told = say("aim.noise_value", noise=noise)
        if uneven := batches_of(round_.scenario.examples, knobs.batch_size):
            told = say("aim.noise_uneven", noise=noise, examples=round_.scenario.examples, batches=uneven)
        rows.append((say("aim.noise"), told, look.text))
    if theory.warns(knobs.full_learning_rate, knobs.momentum, round_.steepest):
        strength = number(longest * round_.steepest)
        rows.append((say("aim.warning"), say("aim.warning_value", eta=eta, value=strength), look.bad))
    return rows


def _epoch_row(pen: Pen, area: Rect, lane: str, size: int, examples: int) -> None:
    """Draw an epoch as one tick per example, of which the last one of each batch is a shot."""
    grid, look, say = pen.grid, pen.look, pen.say
    colour, glyph = look.lane(lane)
    x = grid.text(area.x, area.y, glyph, colour) + 1
    grid.text(x, area.y, say(f"lane.{lane}"), colour, bold=True)
    x = area.x + NAMES
    fitting = min(examples, area.w - NAMES - 9)
    for tick in range(fitting):
        fires = (tick + 1) % size == 0 or tick + 1 == examples
        grid.put(x + tick, area.y, "█" if fires else "·", colour if fires else look.dim)
    shots = ceil(examples / size)
    words = say("aim.one" if shots == 1 else "aim.many", count=shots)
    grid.text(x + fitting, area.y, words, look.text, width=area.x + area.w - x - fitting, align="right")


def _memory(pen: Pen, area: Rect, momentum: float) -> None:
    """Draw bars of λ^k: how much of the gradient of k updates ago is still in the movement."""
    grid, look, say = pen.grid, pen.look, pen.say
    colour, _ = look.lane("you")
    for k in range(area.w):
        height = momentum**k * area.h * 8
        for row in range(area.h):
            eighths = min(8, max(0, round(height - row * 8)))
            if eighths:
                grid.put(area.x + k, area.y + area.h - 1 - row, BARS[eighths - 1], colour)
    grid.text(area.x - NAMES, area.y + area.h - 1, say("aim.now"), look.dim)
    grid.text(area.x + area.w + 1, area.y + area.h - 1, say("aim.older"), look.dim)

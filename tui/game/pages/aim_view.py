"""The aim page: a fan of possible first shots, what the knobs mean beside it, the knobs below."""

from __future__ import annotations

from batchgame.scenarios.text.numbers import number
from batchgame.sim.schedule import Batches
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.pages.aim_panels import paint_meaning
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.knobs import paint_knobs
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.race.first_shots import FirstShots, first_shots
from batchgame.tui.race.knob_rows import KnobRows
from batchgame.tui.race.round import Round
from batchgame.tui.text.catalogue import Catalogue


def paint_aim(pen: Pen, round_: Round, knobs: KnobRows, hint: str | None, *, equations: bool = False) -> None:
    """Draw the knobs below, and above them what they mean. A hint lies over the lowest rows of the upper part."""
    grid, look, say = pen.grid, pen.look, pen.say
    area = body(grid.width, grid.height)
    height = 1 + len(knobs.rows)
    upper = area.top(area.h - height)
    small, big = narrow(grid.width, grid.height), roomy(grid.width, grid.height)
    half = grid.width // 2 - (8 if small else 0)
    first = first_shots(round_)
    scene = upper.left(half)
    if small:
        paint_scene(pen, scene, round_, first=first)
    else:
        paint_scene(pen, scene.top(scene.h - 2), round_, first=first)
        _shots_caption(pen, Rect(1, scene.y + scene.h - 2, half - 1, 2), first)
    meaning = upper.right_of(half).inset(1, 1 if big else 0)
    paint_meaning(pen, meaning, round_, knobs, equations=equations, big=big)
    grid.hline(1, upper.y + upper.h, grid.width - 2, look.faint)
    paint_knobs(pen, Rect(0, upper.y + upper.h + 1, grid.width, height - 1), knobs)
    if hint:
        text = f"{say('hint.title', number=round_.hints)}{say('colon')}{hint}"
        chrome.hint(grid, look, text, upper.y + upper.h)
    chrome.message(grid, message(round_, knobs, say, grid.width - 2, pen), look.text)


def message(round_: Round, knobs: KnobRows, say: Catalogue, room: int, pen: Pen) -> str:
    """Return what the knob under the cursor is, where it is new, and how many shots the race has."""
    budget = round_.stage.budget
    shots = Batches(round_.scenario.examples, round_.batch_size, round_.trained_by)
    if budget.epochs is not None:
        length = say(
            "aim.budget_epochs",
            epochs=budget.epochs,
            shots=shots.in_epochs(budget.epochs),
            batch_size=round_.batch_size,
        )
    else:
        length = say("aim.budget_updates", updates=budget.updates)
    if knobs.name in knobs.known or knobs.name not in ("batch_size", "momentum", "parallel"):
        return length
    new = say(f"aim.new_{knobs.name}")
    if knobs.rows == ("batch_size",) and measure(say("aim.new_alone"), pen.grid.folds) <= room:
        return say("aim.new_alone")
    both = f"{new} {length}" if say.language == "en" else f"{new}{length}"
    return both if measure(both, pen.grid.folds) <= room else new


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

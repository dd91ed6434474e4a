"""What a step of a warm-up says, as rows of the wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from batchgame.classroom import tally
from batchgame.classroom.hands import Hands
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.numbers import number
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.pages.warmup_counting import Counting
from batchgame.tui.game.pages.warmup_picks import all_rows, best_rows, ended, grid_rows
from batchgame.tui.game.pages.warmup_race import Races
from batchgame.tui.game.pages.warmup_rows import Rows
from batchgame.tui.game.pages.warmup_words import (
    Asked,
    bars_rows,
    judged_rows,
    question_rows,
    start_rows,
    step_name,
    talk_rows,
)
from batchgame.tui.maps.map import Map
from batchgame.tui.race.round import Round
from batchgame.tui.text.catalogue import Catalogue

COUNTING = ("vote", "vote again", "saw")
LOW = 14  # rows of a window below which picks are not summed up
LONGEST_PATH = 200  # cells


@dataclass(frozen=True)
class View:
    """Everything that a step is written from.

    keys: what the keys do, while that is asked for. left: it is asked whether to go on. seconds: of the clock. warm:
    figures may be computed.
    """

    hands: Hands
    races: Races
    say: Catalogue
    window: tuple[int, int]
    counting: Counting
    round: Round | None
    map: Map | None
    left: bool
    keys: Sequence[Offer]
    hinting: bool
    heat: bool
    seconds: float | None
    trouble: str
    written: tuple[Path, ...]
    warm: bool


def asked(hands: Hands, races: Races) -> Asked | None:
    """Return the question of the present step with its counts; None where nothing is asked."""
    part, ask = hands.step.part, hands.ask()
    if part is None or ask is None:
        return None
    counts, votes = hands.counts(hands.step, ask), hands.vote_steps()
    empty = tally.counts([], len(ask.options))
    first, second = (hands.counts(votes[n], ask) if n in votes else empty for n in (1, 2))
    return Asked(ask, lambda text: races.told(part, text), counts, first, second)


def write(rows: Rows, view: View) -> None:
    """Write what the present step says."""
    if view.trouble:
        rows.words(view.trouble, rows.look.bad, True)
    if view.keys:
        for offer in view.keys:
            rows.words(f"{offer.keycap}  {offer.label}", rows.look.text)
    elif view.left:
        _write_left(rows, view)
    else:
        _write_step(rows, view)


def _write_left(rows: Rows, view: View) -> None:
    say, step = view.say, view.hands.step
    rows.words(say("warmup.left_title"), rows.look.text, True)
    of, name = len(view.hands.plan.steps), step_name(say, step.kind)
    rows.words(say("warmup.left_where", step=step.index + 1, of=of, name=name), rows.look.soft)
    rows.gap()
    rows.option(1, say("warmup.left_go_on"), lit=True)
    rows.option(2, say("warmup.left_anew"))


def _write_step(rows: Rows, view: View) -> None:
    step, say, look, round_ = view.hands.step, view.say, rows.look, view.round
    lesson, part, ask = view.hands.plan.lesson, view.hands.step.part, asked(view.hands, view.races)
    if view.hinting and round_ is not None and part is not None:
        rows.words(view.races.told(part, round_.stage.hints[0]), look.accent, True)
        rows.gap()
    if step.kind == "join":
        start_rows(rows, say, say.of(lesson.title), say.of(lesson.summary), view.window[0], look)
        for path in view.written:
            rows.words(clean(path, LONGEST_PATH), look.dim)
    elif step.kind == "picture" and round_ is not None and part is not None:
        rows.words(say.of(round_.stage.title), look.text, True)
        rows.words(view.races.told(part, round_.stage.story), look.text)
    elif step.kind in COUNTING and ask is not None:
        _write_question(rows, view, ask)
    elif step.kind == "talk" and ask is not None and part is not None:
        talk_rows(rows, ask, say, part.talk)
    elif step.kind == "race":
        rows.words(say("warmup.no_race" if round_ is None else "warmup.computing"), look.soft)
    elif step.kind == "lesson":
        _write_lesson(rows, view, ask)
    elif step.kind in ("pick", "map") and round_ is not None:
        _write_picks(rows, view, round_)
    elif step.kind == "form":
        _write_form(rows, view)
    elif step.kind == "end":
        _write_end(rows, view)
    else:
        rows.words(say("warmup.no_race"), look.soft)
    if view.seconds is not None:
        seconds = int(view.seconds + 0.999)
        rows.words(say("warmup.time_left", seconds=seconds) if seconds else say("warmup.time_over"), look.accent)


def _write_question(rows: Rows, view: View, ask: Asked) -> None:
    if view.hands.revealed and view.hands.step.kind == "saw":
        seen = view.races.seen(view.hands.step.part) if view.warm else None
        if seen is not None:
            said = ask.told(ask.ask.options[seen])
            rows.words(view.say("warmup.race_shows", text=said), rows.look.good, True)
        rows.bars(ask.counts, None, (), seen)
    elif view.hands.revealed:
        bars_rows(rows, ask, view.say, view.hands.step.kind == "vote again")
    else:
        question_rows(rows, ask, view.say, view.counting.row, None)


def _write_lesson(rows: Rows, view: View, ask: Asked | None) -> None:
    part, round_ = view.hands.step.part, view.round
    if ask is not None:
        judged_rows(rows, ask, view.say)
        rows.gap()
    if round_ is not None and part is not None and view.warm:
        view.races.over(part)  # a lesson may name what the race did
        rows.words(view.races.told(part, round_.stage.lesson), rows.look.text)
    elif ask is not None and ask.ask.right is not None and (why := ask.ask.because[ask.ask.right]):
        rows.words(ask.told(why), rows.look.text)


def _write_picks(rows: Rows, view: View, round_: Round) -> None:
    say, look, picks = view.say, rows.look, view.hands.picks()
    map_ = view.map
    if view.hands.step.kind == "pick":
        size, momentum = at = view.counting.picked(round_)
        grid_rows(rows, round_, picks, at, {})
        said = say("warmup.pick_here", batch_size=size, momentum=number(momentum), count=picks.get(at, 0))
        rows.words(said, look.accent, True)
        rows.words(say("warmup.pick_both"), look.soft)
        return
    how = ended(picks, map_, round_.in_epochs) if map_ is not None else {}
    grid_rows(rows, round_, picks, None, how, map_ if view.heat else None)
    if not picks:
        rows.words(say("warmup.no_picks"), look.soft)
    elif map_ is None or not map_.least:
        rows.words(say("warmup.computing"), look.soft)
    else:
        best_rows(rows, round_, how, say)
        if view.window[1] >= LOW:
            all_rows(rows, how, say)


def _write_form(rows: Rows, view: View) -> None:
    step = view.hands.step
    before = not any(each.round for each in view.hands.plan.steps[: step.index])
    when, form = ("before" if before else "after"), step.part.form if step.part else ""
    rows.words(view.say("warmup.form"), rows.look.text)
    rows.gap()
    asked = f"--form {form} " if form else ""
    rows.words(f"batchgame quiz {asked}--when {when} --code CODE", rows.look.accent, True)


def _write_end(rows: Rows, view: View) -> None:
    say, look = view.say, rows.look
    if view.written:
        rows.words(say("warmup.written"), look.good, True)
        for path in view.written:
            rows.words(clean(path, LONGEST_PATH), look.text)
    elif view.hands.anything():
        rows.words(say("warmup.end"), look.text, True)
    else:
        rows.words(say("warmup.end_nothing"), look.text, True)

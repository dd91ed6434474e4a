"""The lesson is earned: closed until the goal, the last hint or "show me"; what stands there instead is true."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cells import glyph_rows
from test_plain import plain

from batchgame.scenarios.reading import exercise
from batchgame.scenarios.reading.library import find, load, names
from batchgame.sim.race import Race
from batchgame.tui.draw.grid import wrap
from batchgame.tui.draw.look import look
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.order import begin
from batchgame.tui.game.route import Start
from batchgame.tui.game.session import Session
from batchgame.tui.race.figures import told
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.pick import happened, pick_told
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.question import Question, dealt
from batchgame.tui.race.round import Round
from batchgame.tui.score.progress import Progress
from batchgame.tui.text.catalogue import Catalogue

STAGES = [f"{name}/{stage.name}".rstrip("/") for name in names() for stage in load(name).stages]
WAIT = 60.0  # seconds
MISSED = {"batch_size": 20, "momentum": 0.9}  # at the gate: the full batch stays
SOLVED = {"batch_size": 1, "momentum": 0.5}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Make a session whose experiment is imported."""
    session = Session(PlayOptions(trajectories=40, lang="en"), look("true"), Progress.open(tmp_path))
    session.warm = True
    yield session
    session.close(patient=False)


def predicting(session: Session, **knobs: Any) -> Desk:
    round_ = Round(*find("gate"), session.options._replace(**knobs))
    desk = Desk(session, Start("predict", round_))
    desk.resized(80, 24)
    return desk


def raced(session: Session, **knobs: Any) -> Desk:
    """Play a round at the gate up to its result."""
    desk = predicting(session, **knobs)
    press(desk, "digit:1", "digit:9")
    race(desk)
    return desk


def race(desk: Desk) -> None:
    """Fire, wait for the end, and say what was seen."""
    page: Any = press(desk, "next", "next")
    end = time.monotonic() + WAIT
    while not page.conductor.over:
        assert time.monotonic() < end
        page.tick(0.5)
    press(desk, "next", "digit:1")


def press(desk: Desk, *actions: str) -> Any:
    for action in actions:
        desk.press(action)
    return desk.page


def seen(desk: Desk) -> str:
    """Return the words of the screen and of its two halves, without the white space that depends on line breaks."""
    rows = glyph_rows(desk.paint(80, 24))
    parts = ("".join(row[left:right] for row in rows) for left, right in ((0, 80), (0, 40), (40, 80)))
    return " ".join("".join(part.split()) for part in parts)


def lesson_of(desk: Desk) -> str:
    page: Any = desk.page
    return "".join(told(page.round, page.round.stage.lesson, Catalogue("en")).split())[:30]


def test_a_miss_keeps_the_lesson_closed(session: Session) -> None:
    desk = raced(session, **MISSED)
    page: Any = desk.page
    assert not page.round.map_open
    assert lesson_of(desk) not in seen(desk)
    assert "".join(Catalogue("en")("result.closed").split()) in seen(desk)
    betrays = [option.betrays for option in page.round.stage.prediction.options if option.betrays]
    assert [
        text for text in betrays if "".join(told(page.round, text, Catalogue("en")).split())[:20] in seen(desk)
    ] == []
    assert type(press(desk, "sources")).__name__ == "ResultPage"
    assert type(press(desk, "map", "map")).__name__ == "ResultPage"
    assert type(press(desk, "next")).__name__ == "AimPage"


@pytest.mark.parametrize("keys", [("show",), ("hint", "hint", "hint")])
def test_show_me_and_the_last_hint_open_it_for_the_sitting(session: Session, keys: tuple[str, ...]) -> None:
    desk = raced(session, **MISSED)
    for key in keys:
        assert lesson_of(desk) not in seen(desk)
        press(desk, key)
    assert lesson_of(desk) in seen(desk)
    assert type(press(desk, "sources")).__name__ == "ClaimsPage"
    assert raced(session, **MISSED).page.round.map_open  # type: ignore[attr-defined]
    assert not session.progress.records["gate"].goal, "the goal star can still be earned"


def test_the_goal_opens_it_and_it_stays_open(session: Session, tmp_path: Path) -> None:
    desk = raced(session, **SOLVED)
    assert lesson_of(desk) in seen(desk)
    press(desk, "again")
    desk.page.round.batch_size = 20  # type: ignore[attr-defined]
    race(desk)
    assert lesson_of(desk) in seen(desk)
    later = Session(session.options, look("true"), Progress.open(tmp_path))
    later.warm = True
    try:
        assert lesson_of(desk) in seen(raced(later, **MISSED))
    finally:
        later.close(patient=False)


def test_a_stage_won_in_version_1_is_open(tmp_path: Path) -> None:
    (tmp_path / "progress.json").write_text(json.dumps({"version": 1, "records": {"gate": {"goal": True}}}))
    session = Session(PlayOptions(lang="en"), look("true"), Progress.open(tmp_path))
    assert session.has_opened(Round(*find("gate"), session.options))
    assert not session.has_opened(Round(*find("hill"), session.options))


def test_a_kiosk_has_the_same_rule() -> None:
    session = Session(PlayOptions(trajectories=40, lang="en", kiosk=True), look("true"), Progress.in_memory())
    session.warm = True
    try:
        desk = raced(session, **MISSED)
        assert lesson_of(desk) not in seen(desk)
        press(desk, "show")
        assert lesson_of(desk) in seen(desk)
    finally:
        session.close(patient=False)


def test_the_fog_is_lifted_from_picks_tried_only(session: Session) -> None:
    desk = raced(session, **MISSED)
    round_: Any = desk.page.round  # type: ignore[attr-defined]
    assert round_.tried == {(20, 0.9), (1, 0.9)}
    press(desk, "next")
    round_.batch_size, round_.momentum = 10, 0.5
    race(desk)
    assert round_.tried == {(20, 0.9), (1, 0.9), (10, 0.5), (20, 0.5), (1, 0.5)}
    assert "BEFORE200.9" in seen(desk)
    assert "◌" in seen(desk)


def test_plain_lines_have_the_same_rule(tmp_path: Path) -> None:
    lesson = load("gate").stage().lesson["en"][:40]
    miss = ["19", "20", "0.9", "", "1"]
    for number, (typed, shown) in enumerate(
        ((["n"], False), (["v", "1", "n"], True), (["h", "h", "h", "1", "n"], True))
    ):
        game = plain(tmp_path / str(number), [*miss, *typed, "q"], "gate", "--lang", "en", "--trajectories", "20")
        assert (game.returncode, game.stderr) == (0, "")
        assert (lesson in game.stdout) == shown, typed
        assert Catalogue("en")("plain.closed") in game.stdout
    won = plain(tmp_path / "won", ["19", "1", "0.5", "", "1", "1", "n", "q"], "gate", "--lang", "en")
    assert lesson in won.stdout
    after = plain(tmp_path / "won", [*miss, "1", "n", "q"], "gate", "--lang", "en", "--trajectories", "20")
    assert lesson in after.stdout


def test_a_question_takes_two_keys_and_enter_alone_is_a_guess(session: Session) -> None:
    assert type(press(predicting(session), "digit:2", "digit:9")).__name__ == "AimPage"
    page = press(predicting(session), "digit:2", "next")
    assert type(page).__name__ == "AimPage"
    assert page.round.prediction.sure is False
    desk = Desk(session, begin(exercise.load("quiz")))
    press(desk, "digit:1", "next")
    assert session.progress.unsure[1] == 1
    assert session.progress.sure == (0, 0)


def test_esc_closes_a_hint_before_it_leaves(session: Session) -> None:
    desk = predicting(session)
    assert "Esccloses" not in seen(desk)
    press(desk, "hint")
    assert "Hint1" in seen(desk)
    assert type(press(desk, "back")).__name__ == "PredictPage"
    assert "Hint1" not in seen(desk)
    assert "Hint2" in (press(desk, "hint"), seen(desk))[1]
    press(desk, "digit:1", "digit:8", "back")
    assert type(desk.page).__name__ == "AimPage"
    assert type(press(desk, "back")).__name__ == "PredictPage"
    assert type(press(desk, "back")).__name__ == "MenuPage"
    card = Desk(session, begin(exercise.load("quiz")))
    assert type(press(card, "hint", "back")).__name__ == "CardPage"
    assert type(press(card, "back")).__name__ == "MenuPage"


def test_every_answer_gets_its_reason(session: Session) -> None:
    desk = raced(session, **SOLVED)
    page = press(desk, "next")
    asked, question = page.round.stage.transfer, page.round.transfer
    for index, option in enumerate(asked.options):
        press(desk, f"digit:{question.order.index(index) + 1}")
        text = seen(desk)
        right = "".join(told(page.round, asked.options[question.right].text, Catalogue("en")).split())
        if option.right:
            reasons = [other.betrays for other in asked.options if other.betrays]
        else:
            assert f"Theanswer:{right}" in text
            reasons = [option.betrays]
        assert all("".join(told(page.round, reason, Catalogue("en")).split()) in text for reason in reasons)


def _questions(seed: int) -> list[Question]:
    """Return every question with a right answer, as it is dealt from a seed."""
    found: list[Question] = []
    for stage in STAGES:
        round_ = Round(*find(stage), PlayOptions(seed=seed))
        found += [round_.prediction, round_.transfer]
    for name in exercise.names():
        found += Practice(exercise.load(name), seed).questions.values()
    return found


def test_no_digit_is_right_more_often_than_chance_would_have_it() -> None:
    for seed in (0, 1, 2):
        questions = _questions(seed)
        places = [question.order.index(question.right) for question in questions if question.right is not None]
        assert len(places) == len(questions)
        assert max(places.count(place) for place in range(4)) < 0.5 * len(places), seed
    shares = np.zeros(3)
    for seed in range(3000):
        shares[dealt(3, "a question", seed).index(1)] += 1 / 3000
    assert np.abs(shares - 1 / 3).max() < 0.04


def test_the_order_is_the_same_for_a_seed_and_could_not_tell_stays_last() -> None:
    for stage in STAGES:
        once, again = (Round(*find(stage), PlayOptions(seed=5)) for _ in range(2))
        assert once.prediction.order == again.prediction.order
        again.again()
        assert once.observation.order == again.observation.order
        last = once.stage.observed.options[once.observation.order[-1]]
        assert not last.when
    orders = {Round(*find("gate"), PlayOptions(seed=seed)).prediction.order for seed in range(40)}
    assert len(orders) == 6


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_said_of_a_pick_is_what_the_run_did(stage: str) -> None:
    """Run picks from all over the ladders, and count again what the sentence says."""
    scenario, task = find(stage)
    batch_sizes, momenta = task.ladders.batch_size, task.ladders.momentum
    rates = (None, 40 * task.learning_rate)  # the second blows up
    picks = [(b, m, None) for b in {*batch_sizes[:1], *batch_sizes[-1:]} for m in {momenta[0], momenta[-1]}]
    picks += [(batch_sizes[len(batch_sizes) // 2], momenta[len(momenta) // 2], rate) for rate in rates]
    for batch_size, momentum, rate in picks:
        options = PlayOptions(batch_size=int(batch_size), momentum=momentum, learning_rate=rate, trajectories=25)
        round_ = Round(scenario, task, options)
        race_ = Race(round_.problem, round_.lanes()[:1], parallel=1, trajectories=25)
        race_.advance(race_.duration)
        round_.finish(race_.outcomes(), race_.frame())
        _agrees(round_)


def _agrees(round_: Round) -> None:
    assert round_.result is not None
    outcome, lane = round_.result.outcomes["you"], round_.result.frame.lanes[0]
    found = happened(round_, Catalogue("en"))
    goal = round_.problem.goal
    if found.inside and goal.level is None:
        within = [
            any(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1 + 1e-9 for cx, cy, rx, ry in goal.ellipses)
            for x, y in lane.markers
        ]
        assert found.inside == sum(within)
    if found.step is not None:
        assert found.step == lane.step.median > 0
        assert lane.updates == outcome.updates
    if found.near is not None:
        assert 0 < found.near[1] <= len(lane.markers)
    if found.never_moved:
        assert np.ptp(lane.markers, axis=0).max() == 0
        assert np.allclose(lane.markers[0], round_.problem.start)
    for lang in ("en", "zh-TW"):
        say = Catalogue(lang)
        text = pick_told(round_, say)
        assert "{" not in text
        assert say("pick.solved", solved=outcome.solved, count=25) in text
        assert bool(outcome.diverged) == (say("pick.diverged", diverged=outcome.diverged) in text)
        assert len(wrap(text, 38)) <= 6, text

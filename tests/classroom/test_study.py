"""Forms are sound and matched, files of answers are read with one clear line, and the gain is what was planted."""

import json
import math
import random
import stat
from pathlib import Path

import pytest

from batchgame.classroom.study import answers, proofs
from batchgame.classroom.study.answers import Sitting
from batchgame.classroom.study.forms import FORMS, LENGTH, WHENS, When, dealt, order, questions
from batchgame.classroom.study.gain import discrimination, gain, t_below, t_quantile
from batchgame.classroom.study.report import study
from batchgame.scenarios.exercises import quiz
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.tui.command.main import main

CLASSES, PEOPLE, PLANTED = 400, 30, 0.4
PROOFS = {**quiz.PROOFS, **proofs.PROOFS}


@pytest.mark.parametrize("form", FORMS)
def test_every_answer_is_what_its_proof_says(form: str) -> None:
    for question in questions(form):  # type: ignore[arg-type]
        held = [PROOFS[name]() for name in question.proofs]
        assert held == [n == question.right for n in range(len(held))], question.topic


def test_forms_are_matched_and_no_card_of_the_quiz_favours_one() -> None:
    a, b = (questions(form) for form in FORMS)
    assert [question.topic for question in a] == [question.topic for question in b]
    assert len({question.topic for question in a}) == LENGTH
    assert not {question.prompt["en"] for question in a} & {q.prompt["en"] for q in b} - {a[6].prompt["en"]}
    assert abs(sum(bool(q.card) for q in a) - sum(bool(q.card) for q in b)) <= 1
    assert not set(proofs.PROOFS) & set(quiz.PROOFS)
    used = {name for form in FORMS for question in questions(form) for name in question.proofs}
    assert set(proofs.PROOFS) <= used


def test_forms_and_places_are_dealt_evenly() -> None:
    codes = [f"code{n}" for n in range(400)]
    assert 160 < sum(dealt(code, "before") == "A" for code in codes) < 240
    assert all({dealt(code, when) for when in WHENS} == set(FORMS) for code in codes)
    (question,) = questions("A")[1:2]
    places = [order(question, code).index(question.right) for code in codes]
    assert min(places.count(place) for place in range(3)) > 100


def sitting(code: str, when: When, right: list[bool], chance: random.Random, form: str = "") -> Sitting:
    form = form or dealt(code, when)
    given = []
    for question, is_right in zip(questions(form), right, strict=True):  # type: ignore[arg-type]
        wrong = [option for option in range(len(question.options)) if option != question.right]
        given.append(answers.Given(question.topic, (question.right if is_right else chance.choice(wrong)) + 1))
    return Sitting(1, "answers", form, when, code, "en", tuple(given))  # type: ignore[arg-type]


def a_class(chance: random.Random, people: int = PEOPLE) -> list[Sitting]:
    """Return a class with the planted gain: people and questions differ, forms do not."""
    found = []
    hard = [chance.uniform(-0.2, 0.2) for _ in range(LENGTH)]
    for number in range(people):
        able = chance.uniform(0.2, 0.7)
        before = [able + each for each in hard]
        after = [share + PLANTED * (1 - share) for share in before]
        for when, shares in (("before", before), ("after", after)):
            right = [chance.random() < share for share in shares]
            found.append(sitting(f"p{number}", when, right, chance))  # type: ignore[arg-type]
    return found


def test_the_gain_of_a_class_is_found() -> None:
    found = study(a_class(random.Random(3)))
    assert found.gain.people == PEOPLE
    assert found.gain.low < PLANTED < found.gain.high
    assert found.gain.low < found.gain.gain < found.gain.high
    assert len(found.items) == 2 * LENGTH
    assert sum(item.taken for item in found.items) == 2 * PEOPLE * LENGTH


@pytest.mark.slow
def test_over_many_classes_the_gain_is_not_biased_and_its_interval_covers() -> None:
    chance = random.Random(20221)
    gains = [study(a_class(chance)).gain for _ in range(CLASSES)]
    errors = [found.gain - PLANTED for found in gains]
    mean = sum(errors) / CLASSES
    spread = math.sqrt(sum((error - mean) ** 2 for error in errors) / (CLASSES - 1))
    covered = sum(found.low <= PLANTED <= found.high for found in gains) / CLASSES
    print(f"mean error {mean:.5f}, two standard errors {2 * spread / math.sqrt(CLASSES):.5f}, covered {covered:.3f}")
    assert abs(mean) < 2 * spread / math.sqrt(CLASSES)
    assert 0.92 <= covered <= 0.98


def test_students_t_is_that_of_the_tables() -> None:
    for df, value in ((1, 12.7062), (5, 2.5706), (29, 2.0452), (120, 1.9799)):
        assert abs(t_quantile(0.975, df) - value) < 1e-3
    assert abs(t_below(2.0, 7) - 0.957188) < 1e-5  # 1 − 0.0856/2


def test_edges_of_the_gain() -> None:
    assert math.isnan(gain([1.0, 1.0], [1.0, 0.5]).gain), "nothing to gain"
    assert math.isinf(gain([0.5], [0.8]).high), "one person has no interval"
    assert math.isinf(gain([1.0, 1.0, 0.9], [1.0, 1.0, 1.0]).high), "hardly anything was wrong before"
    assert abs(gain([0.5, 0.25], [0.75, 0.75]).gain - (0.75 - 0.375) / (1 - 0.375)) < 1e-12
    assert discrimination([True, True], [0.5, 0.7]) is None
    assert discrimination([True, False], [0.9, 0.1]) == pytest.approx(1.0)


def quiz_plain(folder: Path, when: str, typed: str, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    import io
    import sys

    monkeypatch.setenv("BATCHGAME_DATA", str(folder))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
    out = folder / f"{when}{len(more)}.json"
    return main(["quiz", "--plain", "--when", when, "--code", "k7qx", "--out", str(out), *more])


def test_a_quiz_is_answered_written_and_studied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for when in WHENS:
        assert quiz_plain(tmp_path, when, "1\n" * LENGTH, monkeypatch, "--lang", "zh-TW") == 0
    paths = [tmp_path / f"{when}2.json" for when in WHENS]
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o600, 0o600]
    forms = [answers.read(path).form for path in paths]
    assert sorted(forms) == list(FORMS), "the other form afterwards"
    written = json.loads(paths[0].read_text())
    assert set(written) == {"format", "kind", "form", "when", "code", "language", "answers"}
    capsys.readouterr()
    assert main(["study", "--json", *map(str, paths)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["people"] == 1
    assert told["low"] is None
    for language in LANGUAGES:
        assert main(["study", "--lang", language, *map(str, paths)]) == 0
    assert "updates-in-an-epoch" in capsys.readouterr().out


def test_a_quiz_that_is_left_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert quiz_plain(tmp_path, "before", "1\n2\nq\n", monkeypatch) == 1
    assert not list(tmp_path.glob("before*"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("quiz", "--when", "now", "--code", "a"), "--when now: one of before, after is needed"),
        (("quiz", "--when", "before", "--code", "Ann Lee"), "1 to 32 letters"),
        (("quiz", "--when", "before", "--code", "a", "--form", "C"), "one of A, B"),
        (("study", "gone.json"), "gone.json: there is no such file"),
    ],
)
def test_a_wrong_command_line_gets_one_line(
    words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(words)) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def test_wrong_files_get_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(1)
    right = [True] * LENGTH
    path = tmp_path / "a.json"

    def write(path: Path, text: str) -> None:
        path.write_text(text, "utf-8")

    good = sitting("p1", "before", right, chance)
    pairs = [(question, question.right) for question in questions(good.form)]
    answers.write(tmp_path / "good.json", good.form, "before", "p1", "en", pairs)
    text = (tmp_path / "good.json").read_text()
    bad = {
        "not json": "{", "another kind": '{"kind": "class"}', "no topic": text.replace('"all-agree"', '"all"'),
        "no option": text.replace('"option": ', '"option": 4, "x": '), "a code": text.replace('"p1"', '"p\\u001b[2J"'),
        "eleven": json.dumps(json.loads(text) | {"answers": json.loads(text)["answers"][1:]}),
    }  # fmt: skip
    for what, content in bad.items():
        write(path, content)
        assert main(["study", str(path)]) == 2, what
        said = capsys.readouterr().err
        assert said.count("\n") == 1, what
        assert "\x1b" not in said
        assert "a.json" in said, what
    assert main(["study", str(tmp_path / "good.json"), str(tmp_path / "good.json")]) == 2
    assert "already in" in capsys.readouterr().err

"""A warm-up: hands are counted on the wall, hidden until both counts are in, kept on disk, written at the end."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from batchgame.classroom import lesson, proving
from batchgame.classroom.hands import Hands
from batchgame.classroom.question import Ask, race_of
from batchgame.classroom.store import Store
from batchgame.tui.draw.look import look
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.pages.warmup import WarmupPage
from batchgame.tui.game.route import Start
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.progress import Progress

SIZES = ((40, 12), (44, 14), (60, 18), (80, 24), (120, 40))
AS_FILED = 12  # the seed that deals the options of the saddle and of the card `error` in the order of their files
FIRST, SECOND = (31, 17, 9, 2), (9, 44, 4, 1)


class Wall:
    """A warm-up in a folder, without a terminal."""

    def __init__(
        self, folder: Path, lang: str = "en", name: str = "escape", ascii: bool = False, seed: int = AS_FILED
    ) -> None:
        options = PlayOptions(lang=lang, trajectories=100)
        self.session = Session(options, look("mono" if ascii else "true", "ascii" if ascii else "", "dark"),
                               Progress.in_memory())  # fmt: skip
        self.session.warm = True
        self.hands = Hands(Store(folder / "class.sqlite"), lesson.load(name), name, lang, seed)
        self.desk = Desk(self.session, Start("warmup", self.hands, folder))
        self.size = (40, 12)
        self.desk.resized(*self.size)

    @property
    def page(self) -> WarmupPage:
        assert isinstance(self.desk.page, WarmupPage)
        return self.desk.page

    def text(self) -> str:
        grid = self.desk.paint(*self.size)
        assert grid.clipped == [], self.hands.step
        return "\n".join("".join(glyph for glyph, _ in row).rstrip() for row in grid.cells)

    def press(self, *actions: str) -> None:
        for action in actions:
            self.desk.press(action)

    def to(self, kind: str) -> None:
        while self.hands.step.kind != kind:
            self.press("right")

    def count(self, counts: tuple[int, ...]) -> None:
        for count in counts[: len(ask(self).options)]:
            self.press(*(f"digit:{digit}" for digit in str(count)), "down")

    def close(self) -> None:
        self.session.close(patient=False)
        self.hands.store.close()


def ask(wall: Wall) -> Ask:
    asked = wall.hands.ask()
    assert asked is not None
    return asked


@pytest.fixture
def wall(tmp_path: Path) -> Wall:
    return Wall(tmp_path)


def test_counts_are_typed_option_by_option_and_hidden_from_the_wall(wall: Wall) -> None:
    wall.to("vote")
    wall.press("digit:3", "digit:1", "next", "digit:1", "digit:7", "next", "digit:9")
    said = wall.text()
    assert wall.hands.counts(wall.hands.step, ask(wall)).votes == FIRST[:3]
    assert "31" not in said
    assert "Hands counted: 57" in said
    wall.press("next")
    assert wall.hands.step.kind == "talk"
    assert "A talk pays now." in wall.text()


def test_bars_wait_for_both_counts_and_the_race_judges_them(wall: Wall) -> None:
    wall.to("vote")
    wall.count(FIRST)
    wall.to("vote again")
    wall.press("show")
    assert "before" not in wall.text(), "the second count is not in"
    wall.count(SECOND)
    wall.press("up", "next")
    said = wall.text()
    for line in ("57 hands before, 57 after.", "27 or more changed their minds.", "Option 2 won most: 17, then 44."):
        assert line in said
    assert "✓" not in said
    wall.to("lesson")
    said = wall.text()
    assert "22 or more went from right to wrong." in said
    assert "To the 44 who said 2:" in said


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
@pytest.mark.parametrize("name", lesson.names())
def test_nothing_is_cut_on_any_wall(tmp_path: Path, lang: str, name: str) -> None:
    wall = Wall(tmp_path, lang, name)
    for size in SIZES:
        wall.size = size
        wall.desk.resized(*size)
        while wall.hands.step.index:
            wall.press("left")
        for _ in range(120):
            if wall.hands.step.kind in ("vote", "vote again", "saw") and not wall.hands.revealed:
                wall.count(FIRST if wall.hands.step.kind == "vote" else SECOND)
                wall.press("up")
            wall.text()
            if wall.hands.step.kind == "end":
                break
            wall.press("next")
        assert wall.hands.step.kind == "end"
        wall.press("help")
        wall.text()
        wall.press("help")
    wall.close()


def test_ascii_and_picks(tmp_path: Path) -> None:
    wall = Wall(tmp_path, ascii=True)
    wall.to("pick")
    wall.press("digit:1", "digit:2", "down", "faster", "digit:7")
    assert wall.hands.picks() == {(1, 0.0): 12, (2, 0.3): 7}
    assert wall.text().isascii()
    assert wall.page.round is not None
    map_ = wall.session.map_of(wall.page.round)
    map_.join(90)
    wall.press("next")
    said = wall.text()
    assert "O12" in said, "batch size 1 leaves the canyon"
    wall.close()


def test_every_step_is_taken_back_and_skipped(wall: Wall) -> None:
    last = len(wall.hands.plan.steps) - 1
    for _ in range(last + 3):
        wall.press("right")
    assert wall.hands.step.index == last
    for _ in range(3 * last):
        wall.press("left")
    assert wall.hands.step.index == 0


def test_no_clock_runs_unless_it_is_asked_for(wall: Wall) -> None:
    wall.to("talk")
    assert not wall.page.animated
    wall.press("clock")
    assert wall.page.animated
    wall.page.tick(89.5)
    assert "Time left: 1 s" in wall.text()
    wall.page.tick(5.0)
    assert "Time is over" in wall.text()
    assert wall.hands.step.kind == "talk", "nothing closes by itself"


def test_a_warm_up_that_was_left_goes_on_after_asking(tmp_path: Path) -> None:
    wall = Wall(tmp_path)
    wall.to("vote")
    wall.count(FIRST)
    again = Wall(tmp_path)
    assert "left in the middle" in again.text()
    again.press("digit:1")
    assert again.hands.step.kind == "vote"
    assert again.hands.counts(again.hands.step, ask(again)).votes == FIRST[:3]


def test_to_begin_anew_writes_the_old_counts_first(tmp_path: Path) -> None:
    wall = Wall(tmp_path)
    wall.to("vote")
    wall.count(FIRST)
    again = Wall(tmp_path)
    again.press("digit:2")
    assert again.hands.step.index == 0
    assert not again.hands.anything()
    (written,) = tmp_path.glob("warmup-escape-*.json")
    assert json.loads(written.read_text())["questions"][0]["first"]["votes"] == [31, 17, 9]


def test_the_end_writes_both_files_and_forgets(wall: Wall, tmp_path: Path) -> None:
    wall.to("vote")
    wall.count(FIRST)
    wall.to("end")
    wall.press("next")
    assert len(list(tmp_path.glob("warmup-escape-*.csv"))) == 1
    assert not wall.hands.anything()
    assert not Hands(wall.hands.store, wall.hands.plan, "escape", "en", 0).left
    wall.press("left", "next")
    assert wall.hands.step.kind == "end"


def test_nothing_is_forgotten_where_nothing_can_be_written(wall: Wall, tmp_path: Path) -> None:
    wall.to("vote")
    wall.count(FIRST)
    wall.to("end")
    wall.page.folder = tmp_path / "gone"
    wall.press("next")
    assert "nothing is forgotten" in wall.text().replace("\n ", " ")
    assert wall.hands.anything()


def test_a_kill_loses_no_count(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "batchgame.tui.cli", "warmup", "--plain", "--lang", "en", "--out", str(tmp_path)]
    environ = {"BATCHGAME_DATA": str(tmp_path), "PATH": "", "PYTHONUNBUFFERED": "1"}
    run: Callable[..., subprocess.Popen[str]] = lambda: subprocess.Popen(  # noqa: E731
        command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with run() as first:
        assert first.stdin
        assert first.stdout
        first.stdin.write("\n\n31 17 9\n")
        first.stdin.flush()
        for line in first.stdout:
            if "Hands counted: 57" in line:
                break
        first.send_signal(signal.SIGKILL)
    with run() as second:
        said, _ = second.communicate("1\nq\n", timeout=60)
    assert "It was at step 3 of 17" in said
    store = Store(tmp_path / "class" / "warmup-escape.sqlite")
    assert sorted(count for *_, count in store.hands()) == [9, 17, 31]
    store.close()


def test_a_step_for_a_test_form_shows_the_line_to_type(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    head = (
        'format = 1\nkind = "lesson"\nname = "mine"\ntitle.en = "a"\ntitle.zh-TW = "b"\nsummary.en = "a"\n'
        'summary.zh-TW = "b"\n'
    )
    form, card = '[[parts]]\nform = "A"\nsteps = ["form"]\n', '[[parts]]\ncard = "error"\nsteps = ["vote", "lesson"]\n'
    path.write_text(head + form + card + '[[parts]]\nsteps = ["form"]\n', "utf-8")
    assert proving.findings(lesson.load(str(path))) == []
    wall = Wall(tmp_path, name=str(path))
    wall.press("next")
    assert "batchgame quiz --form A --when before" in wall.text()
    wall.press("next")
    wall.count((3, 4, 5))
    wall.press("right")
    assert "2 is right" in wall.text()
    wall.press("right")
    assert "batchgame quiz --when after" in wall.text()


def test_options_are_dealt_as_in_the_game_and_kept_as_in_the_file(tmp_path: Path) -> None:
    orders = set()
    for seed in range(6):
        folder = tmp_path / str(seed)
        folder.mkdir()
        wall = Wall(folder, seed=seed)
        wall.to("vote")
        wall.count(FIRST)
        order = ask(wall).places
        found = race_of(wall.hands.plan.lesson.parts[0], None)
        assert order == Round(found.scenario, found.stage, PlayOptions(seed=seed)).prediction.order
        assert [count for *_, count in wall.hands.store.hands()] == [FIRST[order.index(n)] for n in range(3)]
        orders.add(order)
        wall.close()
    assert len(orders) > 2

"""Progress on disk: never lost, never in the way."""

import os
import signal
import subprocess
import sys
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchgame.tui.score.progress import FILE, NOTICES, Progress, Record, data_folder
from batchgame.tui.score.saved import (
    LARGEST,
    NewerError,
    SavedLane,
    SavedRace,
    State,
    UnreadableError,
    better,
    decode,
    encode,
    merge,
)

counts = st.integers(0, LARGEST)
bests = st.none() | st.floats(0, 1e300, allow_nan=False)
records = st.builds(
    Record,
    goal=st.booleans(),
    predicted=st.booleans(),
    par=st.booleans(),
    best_updates=bests,
    best_epochs=bests,
    best_time=bests,
    plays=counts,
    points=st.integers(-LARGEST, LARGEST),
)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=35)
shares = st.floats(0, 1)
lanes = st.builds(SavedLane, st.integers(1, 20), st.floats(0, 1), shares, shares, bests, bests, bests)
races = st.builds(
    SavedRace,
    words.filter(bool),
    st.integers(1, 20),
    st.integers(1, 20),
    st.floats(1e-3, 10),
    st.integers(1, 1000),
    st.dictionaries(st.sampled_from(["you", "full", "one"]), lanes),
)
states = st.builds(
    State,
    language=st.none() | words,
    theme=st.none() | words,
    sure=st.tuples(counts, counts),
    unsure=st.tuples(counts, counts),
    records=st.dictionaries(words.filter(bool), records, max_size=5),
    races=st.lists(races, max_size=4).map(tuple),
)


def python(code: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=os.environ | {"BATCHGAME_DATA": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@given(states)
def test_round_trip(state: State) -> None:
    assert decode(encode(state)) == state


@given(st.binary(max_size=200) | states.map(encode).flatmap(lambda data: st.just(data[: len(data) // 2])))
def test_any_bytes_are_a_state_or_an_error(data: bytes) -> None:
    with suppress(UnreadableError, NewerError):
        assert isinstance(decode(data), State)


@given(records, records)
def test_merging_loses_no_star_and_no_best(one: Record, other: Record) -> None:
    both = better(one, other)
    assert both == better(other, one)
    for star in ("goal", "predicted", "par"):
        assert getattr(both, star) == (getattr(one, star) or getattr(other, star))
    for best in ("best_updates", "best_epochs", "best_time"):
        values = [value for value in (getattr(one, best), getattr(other, best)) if value is not None]
        assert getattr(both, best) == (min(values) if values else None)


@given(states, states)
def test_a_merged_state_can_be_written(one: State, other: State) -> None:
    merged = merge(one, other)
    assert decode(encode(merged)) == merged
    assert merged.records.keys() == one.records.keys() | other.records.keys()


def test_fresh(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path / "not" / "yet")
    assert progress.records == {}
    assert progress.language is None
    assert progress.notice is None
    assert not (tmp_path / "not").exists(), "looking must not write"


def test_a_round_is_kept(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path)
    progress.record("saddle", Record(goal=True, best_updates=40.0, points=2, predicted=True), sure=True)
    progress.record("saddle", Record(par=True, best_updates=30.0, points=-1), sure=False)
    progress.record("saddle", Record(best_updates=50.0))
    progress.set_language("zh-TW")
    progress.set_theme("light")
    for seen in (progress, Progress.open(tmp_path)):
        record = Record(goal=True, predicted=True, par=True, best_updates=30.0, plays=3, points=1)
        assert seen.records == {"saddle": record}
        assert (seen.sure, seen.unsure) == ((1, 1), (0, 1))
        assert (seen.language, seen.theme) == ("zh-TW", "light")
        assert seen.notice is None


def test_two_sittings_merge_at_once(tmp_path: Path) -> None:
    one, other = Progress.open(tmp_path), Progress.open(tmp_path)
    one.record("saddle", Record(goal=True))
    other.record("saddle", Record(par=True))
    other.record("hill", Record(goal=True))
    assert other.records["saddle"] == Record(goal=True, par=True, plays=2)
    one.set_language("en")
    assert one.records == other.records


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    code = """
    import sys
    from batchgame.tui.score.progress import Progress, Record
    progress = Progress.open()
    for n in range(25):
        progress.record("shared", Record(points=1))
        progress.record(f"own/{NAME}-{n}", Record(goal=True))
    assert progress.notice is None, progress.notice
    """
    games = [python(code.replace("{NAME}", name), tmp_path) for name in ("a", "b", "c")]
    for game in games:
        _, complaints = game.communicate(timeout=60)
        assert game.returncode == 0, complaints
    found = Progress.open(tmp_path).records
    assert found["shared"] == Record(plays=75, points=75)
    assert len(found) == 76


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("where", ["os.replace", "os.fsync"])
def test_killed_while_writing_leaves_the_old_file(tmp_path: Path, where: str) -> None:
    Progress.open(tmp_path).record("saddle", Record(goal=True))
    before = (tmp_path / FILE).read_bytes()
    code = f"""
    import os, signal
    from batchgame.tui.score.progress import Progress, Record
    {where} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    Progress.open().record("hill", Record(goal=True))
    """
    game = python(code, tmp_path)
    game.communicate(timeout=60)
    assert game.returncode == -signal.SIGKILL
    assert (tmp_path / FILE).read_bytes() == before
    after = Progress.open(tmp_path)
    assert after.records == {"saddle": Record(goal=True)}
    after.record("hill", Record(goal=True))  # the lock died with its owner
    assert after.notice is None
    assert set(Progress.open(tmp_path).records) == {"saddle", "hill"}


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BATCHGAME_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("BATCHGAME_DATA")
    assert data_folder().name == "batchgame"


def test_notices_are_known() -> None:
    assert NOTICES == ("progress.set_aside", "progress.newer", "progress.unwritable", "progress.nowhere")


def test_looking_imports_no_lock() -> None:
    code = "import sys; from batchgame.tui.score.progress import Progress; Progress.open()"
    code += "\nsys.exit('filelock' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_notice_ends_with_its_reason(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("in the way")
    progress = Progress.open(folder)
    assert progress.notice is not None
    assert progress.notice[1]["reason"] == f"Not a directory: {folder}"
    folder.unlink()
    progress.record("hill", Record(goal=True))
    assert progress.notice is None


def test_nothing_is_written_that_could_not_be_read_again(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path)
    progress.record("saddle", Record(goal=True))
    before = (tmp_path / FILE).read_bytes()
    for number in range(1200):  # with the names of a thousand letters this is more than a megabyte
        progress._unsaved.records[f"{number:01000}"] = Record()
    progress.record("hill", Record(goal=True))
    assert progress.notice is not None
    assert progress.notice[0] == "progress.unwritable"
    assert set(progress.records) == {"saddle", "hill"}
    assert (tmp_path / FILE).read_bytes() == before
    progress = Progress.open(tmp_path)
    progress.remember_file("/x/\udcff.toml", "0")
    assert progress.notice is not None
    assert (tmp_path / FILE).read_bytes() == before

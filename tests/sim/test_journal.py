"""The journal of a sweep: finished parts survive any kill, and damaged lines are ignored."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchgame.sim import journal as module
from batchgame.sim.journal import Journal, OtherSweep

DIGESTS = {"--seed": "a", "--momentum": "b"}
ROW = (1, 0.1, None, "AT REST", 1e-300)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "j"


def fill(path: Path, parts: int = 4) -> None:
    with Journal(path, DIGESTS, 9) as journal:
        for index in range(parts):
            journal.add(index, [(index, 0.5)])


def test_it_gives_back_what_was_added(path: Path) -> None:
    with Journal(path, DIGESTS, 5) as journal:
        journal.add(3, [ROW])
        journal.add(1, [ROW, (float("nan"), float("inf"))])
        journal.add(1, [])  # A second result for the same part is ignored.
        journal.add(0, "eJx=")
    with Journal(path, DIGESTS, 5) as journal:
        assert repr(journal.done) == repr({3: [ROW], 1: [ROW, (float("nan"), float("inf"))], 0: "eJx="})


def test_other_options_are_named(path: Path) -> None:
    fill(path)
    before = path.read_bytes()
    for parts in (9, 1):  # also if the sweep has fewer parts than the journal
        with pytest.raises(OtherSweep) as refused:
            Journal(path, DIGESTS | {"--seed": "c"}, parts)
        assert refused.value.options == ["--seed"]
    assert path.read_bytes() == before


def test_nothing_done_is_nothing_lost(path: Path) -> None:
    fill(path, 0)
    for _ in range(2):
        with Journal(path, DIGESTS | {"--seed": "c"}, 9) as journal:
            journal.add(0, [ROW])
    assert journal.done == {0: [ROW]}


def test_other_files_are_left_alone(path: Path) -> None:
    for content in (b"x", b"something else\n", b"\n", b"\0" * 100, b"00000000 []\n"):
        path.write_bytes(content)
        with pytest.raises(OtherSweep) as refused:
            Journal(path, DIGESTS, 9)
        assert refused.value.options == [], content
        assert path.read_bytes() == content


def test_cut_off_anywhere_it_keeps_every_whole_line(path: Path) -> None:
    fill(path)
    whole = path.read_bytes()
    ends = [place + 1 for place, byte in enumerate(whole) if byte == 10]
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        with Journal(path, DIGESTS, 9) as journal:
            assert len(journal.done) == max(0, sum(end <= cut for end in ends) - 1)
            journal.add(7, [(7, 0.5)])
        with Journal(path, DIGESTS, 9) as journal:
            assert journal.done[7] == [(7, 0.5)]


@given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_damaged_line_is_as_if_it_had_never_been_written(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: int
) -> None:
    path = tmp_path_factory.mktemp("journal") / "j"
    fill(path)
    whole = path.read_bytes()
    head = whole.index(b"\n") + 1
    place = head + place % (len(whole) - head)
    path.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
    with Journal(path, DIGESTS, 9) as journal:
        assert all(found == [(index, 0.5)] for index, found in journal.done.items())
        assert len(journal.done) >= 2  # A damaged newline makes two lines unreadable.
        for index in set(range(4)) - set(journal.done):
            journal.add(index, [(index, 0.5)])
    with Journal(path, DIGESTS, 9) as journal:
        assert journal.done == {index: [(index, 0.5)] for index in range(4)}


@pytest.mark.parametrize("spare", [0, 10**9])
def test_rows_take_the_place_of_slices(path: Path, spare: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SPARE", spare)
    with Journal(path, DIGESTS, 9) as journal:
        journal.add(8, [ROW])
        for index in (3, 2, 4):
            journal.add(index, "x" * 1000)
        journal.settle(2, 4, [ROW])
        journal.add(5, [ROW, ROW])
        assert journal.done == {8: [ROW], 2: [ROW], 5: [ROW, ROW]}
    assert (path.stat().st_size < 1000) == (spare == 0)
    with Journal(path, DIGESTS, 9) as journal:
        assert journal.done == {8: [ROW], 2: [ROW], 5: [ROW, ROW]}

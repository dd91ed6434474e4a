"""The journal of a sweep: finished parts survive any kill, and damaged lines are ignored."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from random import Random

import pytest

from batchgame.sim import journal as module
from batchgame.sim.journal import Journal, OtherSweep
from batchgame.sim.journal_lines import identity_of
from batchgame.sim.sweep import COLUMNS, DIVERGED_COUNT, Found

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


WHOLE = {index: [(index, 0.5)] for index in range(4)}


@pytest.mark.parametrize("byte", [0, 10, 32, ord("]"), ord("0"), 255])
def test_one_damaged_byte_costs_no_more_than_its_line(path: Path, byte: int) -> None:
    """Damage every byte in turn, those of the first line too: only the line that has it is computed again."""
    fill(path)
    whole = path.read_bytes()
    lines = [n for n, line in enumerate(whole.splitlines(keepends=True)) for _ in line]
    for place, line in enumerate(lines):
        path.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
        with Journal(path, DIGESTS, 9) as journal:
            lost = {line - 1} if line and whole[place] not in (10, byte) else set()
            assert journal.done == {index: found for index, found in WHOLE.items() if index not in lost}, place
            assert (journal.damaged > 0) == (whole[place] != byte and place != len(lines) - 1), place
            for index in lost:
                journal.add(index, WHOLE[index])
        with Journal(path, DIGESTS, 9) as journal:
            assert (journal.done, journal.damaged) == (WHOLE, 0)


def damaged(whole: bytes, dice: Random) -> tuple[bytes, bytes]:
    """Damage a file in one of the ways that files are damaged. Return it, and the lines that are surely left whole."""
    lines = whole.splitlines(keepends=True)
    way, n, m = dice.randrange(9), dice.randrange(len(lines)), dice.randrange(len(lines))
    place, count = dice.randrange(len(whole)), dice.randrange(1, 40)
    noise = dice.randbytes(count)
    lost = whole[:place].count(b"\n"), whole[: place + count].count(b"\n")
    left = b"".join(lines[: lost[0]] + lines[lost[1] + 1 :])
    if way == 0:
        return whole[:place] + noise + whole[place + count :], left
    if way == 1:
        return whole[:place] + whole[place + count :], left
    if way == 2:
        return whole[:place] + noise + whole[place:], b"".join(lines[: lost[0]] + lines[lost[0] + 1 :])
    if way == 3:
        return whole[:place], b"".join(lines[: lost[0]])
    if way == 4:
        return whole[place:], b"".join(lines[lost[0] + 1 :])
    if way == 5:
        return whole.replace(b"\n", dice.choice([b"\r\n", b"\n\n", b" \n", b""])), b""
    moved = lines[:]
    if way == 6:
        dice.shuffle(moved)
    elif way == 7:
        moved[n:n] = [lines[m]] * dice.randrange(1, 4)
    else:
        del moved[n]
    return b"".join(moved), b"".join(moved)


@pytest.mark.parametrize("seed", range(300))
def test_whatever_is_damaged_every_whole_line_holds(path: Path, seed: int) -> None:
    """Damage a journal in a random way: no wrong result, no error, and no whole line is lost."""
    dice = Random(seed)
    with Journal(path, DIGESTS, 9) as journal:
        for index in range(4):
            journal.add(index, WHOLE[index])
        journal.add(4, "eJx=")
        journal.add(5, "eJy=")
        journal.settle(4, 5, [(4, 0.5)])
        journal.add(6, "eJz=")
    possible = {**{index: [found] for index, found in WHOLE.items()}, 4: ["eJx=", [(4, 0.5)]], 5: ["eJy="], 6: ["eJz="]}
    content, left = damaged(path.read_bytes(), dice)
    path.write_bytes(content)
    done: dict[int, Found] = {}
    refused: OtherSweep | None = None
    try:
        with Journal(path, DIGESTS, 9) as journal:
            done = dict(journal.done)
    except OtherSweep as error:
        refused = error
    if refused is not None:
        assert (refused.options, refused.results) == ([], 0)
        assert not any(b" [%d, " % index in left for index in range(7))
        assert path.read_bytes() == content
        return
    assert all(found in possible[index] for index, found in done.items())
    assert all(index in done for index in (0, 1, 2, 3, 6) if b" [%d, " % index in left)
    assert done[4] == [(4, 0.5)] if b" [4, [[" in left else True
    with Journal(path, DIGESTS, 9) as journal:
        assert (journal.done, journal.damaged) == (done, 0)


def test_a_line_of_another_sweep_is_never_taken(path: Path) -> None:
    """Put the lines of two journals together in every way: whoever may have written them, they are not mixed."""
    fill(path)
    mine = path.read_bytes().splitlines(keepends=True)
    path.unlink()
    with Journal(path, DIGESTS | {"--seed": "c"}, 9) as journal:
        journal.add(7, [ROW])
    theirs = path.read_bytes().splitlines(keepends=True)
    for content in (
        [*mine, *theirs],
        [*theirs, *mine],
        [*mine, theirs[1]],
        [mine[0], theirs[1]],
        [*mine[1:], theirs[1]],
    ):
        path.write_bytes(b"".join(content))
        with pytest.raises(OtherSweep) as refused:
            Journal(path, DIGESTS, 9)
        assert refused.value.options == (["--seed"] if theirs[0] in content else [])
        assert refused.value.results > 0
        assert path.read_bytes() == b"".join(content)
    path.write_bytes(b"x" + theirs[0] + b"".join(mine[1:]))
    with Journal(path, DIGESTS, 9) as journal:
        assert journal.done == WHOLE


def old(path: Path) -> bytes:
    """Return a journal of version 0.1, whose lines do not name their sweep, with the rows of one part."""
    row = [None] * len(COLUMNS)
    row[DIVERGED_COUNT] = 0
    lines = (["batchgame sweep 4", DIGESTS], [3, [row]], [4, "eJx="], [5, [[*row[:DIVERGED_COUNT], 1]]])
    bodies = [json.dumps(line).encode() for line in lines]
    return b"".join(b"%08x %s\n" % (zlib.crc32(body), body) for body in bodies)


def test_a_journal_of_0_1_is_read_and_written_anew(path: Path) -> None:
    """Rows with a diverged trajectory are computed again, because it counts in another way now."""
    whole = old(path)
    for place in range(whole.index(b"\n")):
        path.write_bytes(whole[:place] + b"X" + whole[place + 1 :])
        for _ in range(2):
            with Journal(path, DIGESTS, 9) as journal:
                assert set(journal.done) == {3, 4}, place
        assert b"batchgame sweep 4" not in path.read_bytes()


def test_old_lines_without_a_first_line_are_left_alone(path: Path) -> None:
    whole = old(path)
    for content in (whole[whole.index(b"\n") + 1 :], whole[60:]):
        path.write_bytes(content)
        with pytest.raises(OtherSweep) as refused:
            Journal(path, DIGESTS, 9)
        assert (refused.value.options, refused.value.results) == ([], 3)
        assert path.read_bytes() == content


ODD = ["[]", "[[]]", "[1]", "[1, 5]", '["1", []]', "[1, [5]]", "[1, [[1]], 99999999999999]", "[true, []]", "[1, {}]",
       '["batchgame sweep 5", 7]', '["batchgame sweep 5", {"a": 7}]', "[" * 99999, "[1e9, []]", "[-1, []]"]  # fmt: skip


def test_a_line_with_a_true_checksum_may_hold_anything(path: Path) -> None:
    fill(path)
    for text in ODD:
        rest = f".{identity_of(DIGESTS)} {text}".encode()
        path.write_bytes(path.read_bytes() + b"%08x%s\n" % (zlib.crc32(rest), rest))
        with Journal(path, DIGESTS, 9) as journal:
            assert set(journal.done) >= {0, 1, 2, 3}, text[:50]


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

"""A sweep's parts, and the journal that keeps them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchgame.scenarios.course import course
from batchgame.scenarios.library import find
from batchgame.sim import sweeping
from batchgame.sim.course import with_budget
from batchgame.sim.engine import engine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.journal import Journal, OtherWords
from batchgame.sim.sweep import outcome
from batchgame.sim.sweeping import COLUMNS, Sweep, rows

STAGE = course(*find("canyon"))


def sweep_of(**words: object) -> Sweep:
    whole = Sweep(
        with_budget(STAGE, None, 3), (1, 4, 20), (0.0, 0.5, 0.9), (0.1, 0.2), 1, 50, 7, engine("auto").name
    )  # fmt: skip
    return replace(whole, **words)  # type: ignore[arg-type]


@given(
    sizes=st.lists(st.integers(1, 20), min_size=1, max_size=4, unique=True),
    momenta=st.integers(1, 40),
    trajectories=st.sampled_from([1, 1000, 300_000, 3_000_000]),
)
def test_parts_are_all_cells_once_and_in_order(sizes: list[int], momenta: int, trajectories: int) -> None:
    whole = sweep_of(
        batch_sizes=tuple(sizes), momenta=tuple(k / 50 for k in range(momenta)), trajectories=trajectories
    )  # fmt: skip
    found = [(part.batch_size, *pick) for part in whole.parts for pick in part.picks]
    assert found == [(b, m, r) for b in whole.batch_sizes for r in whole.learning_rates for m in whole.momenta]
    assert len(found) == whole.cells
    for part in whole.parts:
        assert len(part.picks) == 1 or len(part.picks) * trajectories <= sweeping.TOGETHER


def test_a_row_is_what_run_says_however_the_sweep_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sweep_of()
    together = [row for part in whole.parts for row in rows(whole, part)]
    monkeypatch.setattr(sweeping, "WORK", 1)
    apart = sweep_of()
    assert len(apart.parts) == apart.cells
    assert [row for part in apart.parts for row in rows(apart, part)] == together
    for row in together:
        cell = dict(zip(COLUMNS, row, strict=True))
        words = Hyperparameters(cell["batch_size"], cell["momentum"], cell["learning_rate"])  # type: ignore[arg-type]
        alone = outcome(whole.course, words, parallel=1, trajectories=50, seed=7)
        assert (cell["solved"], cell["median_updates"], cell["final_loss"], cell["status"]) == (
            alone.solved, alone.median_updates, alone.final_loss, alone.status.value
        )  # fmt: skip


def test_the_fingerprint_is_of_everything_that_decides_a_number() -> None:
    gate = with_budget(course(*find("gate")), None, 3)
    others = [
        sweep_of(), sweep_of(seed=8), sweep_of(momenta=(0.0, 0.5)), sweep_of(learning_rates=(0.1,)),
        sweep_of(dtype="float32"),
        sweep_of(trajectories=51), sweep_of(engine="numpy" if engine("auto").name != "numpy" else "native"),
        sweep_of(parallel=2), sweep_of(course=gate), sweep_of(course=with_budget(STAGE, None, 4)),
    ]  # fmt: skip
    assert len({one.fingerprint() for one in others}) == len(others)
    assert sweep_of().fingerprint() == sweep_of().fingerprint()


def test_a_journal_gives_back_what_was_added(tmp_path: Path) -> None:
    path = tmp_path / "j"
    row = (1, 0.1, None, "AT REST", 1e-300)
    with Journal(path, "abc", 5) as journal:
        journal.add(3, [row])
        journal.add(1, [row, row])
        journal.add(1, [])  # a part that comes twice is kept once
    with Journal(path, "abc", 5) as journal:
        assert journal.done == {3: [row], 1: [row, row]}
    with pytest.raises(OtherWords):
        Journal(path, "abd", 5)


def test_a_journal_cut_off_anywhere_keeps_every_whole_line(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path, "abc", 9) as journal:
        for index in range(4):
            journal.add(index, [(index, 0.5)])
    whole = path.read_bytes()
    ends = [place + 1 for place, byte in enumerate(whole) if byte == 10]
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        with Journal(path, "abc", 9) as journal:
            assert len(journal.done) == max(0, sum(end <= cut for end in ends) - 1)
            journal.add(7, [(7, 0.5)])
        with Journal(path, "abc", 9) as journal:
            assert journal.done[7] == [(7, 0.5)]


def test_a_damaged_line_ends_what_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path, "abc", 9) as journal:
        for index in range(4):
            journal.add(index, [(index, 0.5)])
    lines = path.read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b"0.5", b"0.6")
    path.write_bytes(b"".join(lines))
    with Journal(path, "abc", 9) as journal:
        assert sorted(journal.done) == [0, 1]

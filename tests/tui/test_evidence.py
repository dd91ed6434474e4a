"""Saved races as evidence: what each says about the six rows, and which of them are kept."""

from __future__ import annotations

from pathlib import Path

import msgspec

from batchgame.tui.score.evidence import ROWS, both_sides, evidence, says
from batchgame.tui.score.progress import FILE, Progress
from batchgame.tui.score.saved import MOST_OWN_RACES, MOST_PARALLEL, SavedLane, SavedRace, State, decode, encode, merge


def race(stage: str, parallel: int, one: float, full: float, momentum: float = 0.0) -> SavedRace:
    lanes = {"you": SavedLane(4, 0.5, 0.5), "full": SavedLane(20, 0.0, full), "one": SavedLane(1, momentum, one)}
    return SavedRace(stage, parallel, 20, 0.1, 1000, lanes)


def test_each_row_takes_its_evidence_from_races_that_show_it() -> None:
    races = (race("rematch", 20, 0.4, 0.9), race("canyon", 1, 1.0, 0.0), race("rescue", 5, 0.5, 0.5))
    found = {row: evidence(row, races) for row in ROWS}
    told = {row: (of.race.stage, of.small, of.full, of.better) for row, of in found.items() if of}
    assert told == {
        "serial": ("canyon", 1, 20, "small"),
        "parallel": ("rescue", 1, 4, "small"),
        "epoch": ("rescue", 20, 4, "large"),
        "optimisation": ("canyon", 1, 0, "small"),
    }
    assert {side: of.race.stage for side, of in both_sides(races).items()} == {"small": "canyon", "large": "rematch"}
    beside = evidence("parallel", races[:1])
    assert beside is not None
    assert beside.better == "same", "20 at once: an update of 20 takes no longer"


def test_lanes_of_other_momenta_are_no_comparison() -> None:
    assert all(says(row, race("ravine", 1, 1.0, 0.0, momentum=0.9)) is None for row in ROWS)
    assert all(evidence(row, ()) is None for row in ROWS)


def test_a_later_sitting_finds_the_last_race_of_each_stage_and_machine(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path)
    for saved in (race("epoch", 1, 0.1, 0.2), race("canyon", 1, 1.0, 0.0), race("epoch", 20, 0.3, 0.4)):
        progress.keep_race(saved)
    progress.keep_race(race("epoch", 1, 0.5, 0.6))
    found = [(saved.stage, saved.parallel, saved.lanes["one"].solved) for saved in Progress.open(tmp_path).races]
    assert found == [("canyon", 1, 1.0), ("epoch", 20, 0.3), ("epoch", 1, 0.5)]


def test_own_files_push_out_no_bundled_race() -> None:
    state = State(races=(race("canyon", 1, 1.0, 0.0),))
    for n in range(200):
        state = merge(state, State(races=(race(f"own/{n}", 1, 0.0, 0.0), race("epoch", n + 1, 0.0, 0.0))))
    assert sum(saved.stage.startswith("own/") for saved in state.races) == MOST_OWN_RACES
    assert sum(saved.stage == "epoch" for saved in state.races) == MOST_PARALLEL
    assert state.races[0].stage == "canyon"
    assert decode(encode(state)) == state


def test_a_file_without_races_loads_and_an_older_game_reads_one_with_them(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"version": 2, "records": {"saddle": {"goal": true}}}')
    progress = Progress.open(tmp_path)
    assert progress.races == ()
    assert progress.records["saddle"].goal
    progress.keep_race(race("canyon", 1, 1.0, 0.0))

    class Before(msgspec.Struct):
        """The fields of the file before it had races."""

        version: int
        records: dict[str, dict[str, object]]
        files: dict[str, str]

    before = msgspec.json.decode((tmp_path / FILE).read_bytes(), type=Before)
    assert before.version == 2
    assert before.records["saddle"]["goal"] is True

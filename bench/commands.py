"""The speed that reaches a user: whole commands and frames of the game, each as a ratio.

    python bench/commands.py [--quick] [--only run,live,first,check,map] [--runs 5]

run     `batchgame run` on the canyon, divided by what `batchgame bench` reports for the same engine, threads, precision
live    frames per second of a race with three lanes of a million trajectories, divided by the 8 that are wanted; a
        frame counts if it was drawn and some lane had made an update since the last
first   seconds to the first frame, divided by those of a Textual application of one widget (first_frame.py)
check   seconds of `batchgame check` for everything bundled, divided by 8
map     seconds of `batchgame map canyon` with 64 x 64 cells of 256 trajectories, divided by 20; and from its page to
        its first cells, divided by 0.3

The game is the installed script beside this interpreter, in a pseudo-terminal that answers at once. Its screen is read
after the measurement. A figure is the median of the runs (of three at most where a race is live); run and bench take
turns. `--quick` tries every part with little work. No test depends on the times.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import first_frame
from recorded import Recorded

GAME = str(Path(sys.executable).with_name("batchgame"))
DTYPES, BATCH_SIZES = ("float32", "float64"), (1, 4, 20)
MOST_LANES = 4  # three that race, and the player's answer where it has a lane
MOMENTUM, RATE = "0.5", "0.2"  # those of `batchgame bench`


class Work(NamedTuple):
    """How much work each part does."""

    trajectories: int = 200_000
    updates: int = 1000
    bench_seconds: int = 10
    live_trajectories: int = 1_000_000
    live_seconds: float = 8.0
    checked: tuple[str, ...] = ()
    cells: int = 256  # trajectories in a finished cell of the map


FULL, QUICK = Work(), Work(20_000, 60, 1, 40_000, 1.5, ("canyon", "saddle"), 16)


class Row(NamedTuple):
    """A figure: its ratio, the bound that the ratio has to keep, and what was measured."""

    figure: str
    ratio: float
    bound: str
    measured: str

    def __str__(self) -> str:
        return f"{self.figure:34}{self.ratio:6.2f}   {self.bound:8}{self.measured}"


def note(text: str) -> None:
    """Write on stderr what is being measured."""
    print(f"  … {text}", file=sys.stderr, flush=True)


def answer(*words: str) -> dict[str, object]:
    """Run a command with --json, and return its answer."""
    done = subprocess.run([GAME, *words, "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def run(work: Work, runs: int) -> Iterator[Row]:
    """Compare `batchgame run` with the engine under it, in turn."""
    pairs = [(dtype, size) for dtype in DTYPES for size in BATCH_SIZES]
    whole: dict[tuple[str, int], list[float]] = {pair: [] for pair in pairs}
    bare: dict[tuple[str, int], list[float]] = {pair: [] for pair in pairs}
    engine = ""
    for turn in range(runs):
        note(f"run and bench, {turn + 1} of {runs}")
        report = answer("bench", "--seconds", str(work.bench_seconds))
        engine = str(report["auto"])
        rows = [row for row in report["speeds"] if row["engine"] == engine]  # type: ignore[attr-defined]
        threads = max(row["threads"] for row in rows)
        for row in rows:
            if row["threads"] == threads:
                bare[row["dtype"], row["batch_size"]].append(row["speed"])
        for dtype, size in pairs:
            found = answer(
                "run", "canyon", "--batch-size", str(size), "--momentum", MOMENTUM, "--learning-rate", RATE,
                "--dtype", dtype, "--trajectories", str(work.trajectories), "--updates", str(work.updates),
            )  # fmt: skip
            whole[dtype, size].append(float(found["trajectory_steps_per_second"]))  # type: ignore[arg-type]
    for dtype, size in pairs:
        user, under = (statistics.median(speeds[dtype, size]) / 1e6 for speeds in (whole, bare))
        measured = f"{user:.1f} of {under:.1f} million updates per second ({engine}, {threads} threads)"
        yield Row(f"run canyon, {dtype}, B = {size}", user / under, "≥ 0.70", measured)


def live(work: Work, runs: int) -> Iterator[Row]:
    """Count the frames of a race in which something has moved."""
    for stage in ("saddle", "canyon"):
        found = []
        for turn in range(min(runs, 3)):
            note(f"live {stage}, {turn + 1} of {min(runs, 3)}")
            words = [GAME, "play", stage, "--trajectories", str(work.live_trajectories), "--lang", "en", "--fps", "60"]
            with tempfile.TemporaryDirectory() as data, Recorded(words, Path(data), (80, 24)) as game:
                for word, keys in (("sure", "19"), ("ONE EPOCH", "\r"), ("STEP SIZE", "")):
                    game.until(lambda text, word=word: word in text)  # type: ignore[misc]
                    game.press(keys)
                began = time.perf_counter()
                game.watch(work.live_seconds)
                seconds = time.perf_counter() - began
            found.append(moved([rows for at, rows in game.frames() if at >= began]) / seconds)
        rate = statistics.median(found)
        yield Row(
            f"live {stage}, 3 x {work.live_trajectories:,} runs",
            rate / 8,
            "≥ 1.00",
            f"{rate:.1f} frames per second of 8",
        )


def moved(frames: list[list[str]]) -> int:
    """Count the frames whose numbers of updates differ from those of the frame before."""
    counts = [updates(rows) for rows in frames]
    return sum(one != other for one, other in pairwise(counts))


def updates(rows: list[str]) -> list[str]:
    """Return the numbers of updates in the table of lanes, as they are written."""
    for at, row in enumerate(rows):
        if "charge" in row and "updates" in row:
            end = row.index("updates") + len("updates")
            found = [re.split(r"\s{2,}", lane[:end])[-1] for lane in rows[at + 1 : at + 1 + MOST_LANES]]
            return [count for count in found if re.fullmatch(r"[\d\s]+", count)]
    return []


def first(work: Work, runs: int) -> Iterator[Row]:
    """Compare the first frame with that of one widget."""
    note("first frames")
    times = {name: statistics.median(found) for name, found in first_frame.first_frames(runs).items()}
    peer = times.pop(first_frame.PEER_NAME)
    for name, seconds in times.items():
        yield Row(f"first frame, {name}", seconds / peer, "≤ 1.25", f"{seconds:.3f} s, one widget {peer:.3f} s")


def check(work: Work, runs: int) -> Iterator[Row]:
    """Time the proofs of everything bundled."""
    found = []
    for turn in range(runs):
        note(f"check, {turn + 1} of {runs}")
        began = time.perf_counter()
        subprocess.run([GAME, "check", *work.checked], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        found.append(time.perf_counter() - began)
    seconds = statistics.median(found)
    what = " ".join(work.checked) or "everything"
    yield Row(f"check {what}", seconds / 8, "≤ 1.00", f"{seconds:.2f} s of 8 s")


def map_(work: Work, runs: int) -> Iterator[Row]:
    """Time the full-screen map, from its page to its first cells and to its last."""
    firsts, lasts = [], []
    for turn in range(runs):
        note(f"map, {turn + 1} of {runs}")
        words = [GAME, "map", "canyon", "--y", "learning-rate", "--trajectories", str(work.cells), "--lang", "en"]
        with tempfile.TemporaryDirectory() as data, Recorded(words, Path(data), (160, 60)) as game:
            game.until(lambda text: bool(re.search(rf"\b{work.cells} runs a cell(?!:)", text)))
        heads = [(at, rows[0]) for at, rows in game.frames()]
        page = next(at for at, head in heads if "computing" in head)
        firsts.append(next(at for at, head in heads if "runs" in head) - page)
        lasts.append(next(at for at, head in heads if head.rstrip().endswith("runs a cell")) - page)
    last, cells = statistics.median(lasts), statistics.median(firsts)
    yield Row(f"map canyon, 64 x 64 x {work.cells}", last / 20, "≤ 1.00", f"{last:.2f} s of 20 s")
    yield Row("map canyon, first cells", cells / 0.3, "≤ 1.00", f"{cells:.3f} s of 0.3 s after its page")


PARTS: dict[str, Callable[[Work, int], Iterator[Row]]] = {
    "run": run, "live": live, "first": first, "check": check, "map": map_,
}  # fmt: skip


def names(text: str) -> list[str]:
    """Split the names of parts at commas. Raises an error of argparse for an unknown one."""
    for name in (found := text.split(",")):
        if name not in PARTS:
            raise argparse.ArgumentTypeError(f"{name!r}: one of {', '.join(PARTS)} is needed")
    return found


def times(text: str) -> int:
    """Read a number of runs from 1 to 99."""
    if not text.isdecimal() or not 1 <= int(text) <= 99:
        raise argparse.ArgumentTypeError(f"{text!r}: a whole number from 1 to 99 is needed")
    return int(text)


def main() -> None:
    """Measure the parts that are asked for, and print a row as soon as it is known."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--quick", action="store_true", help="little work: to see that everything runs")
    parser.add_argument("--only", type=names, default=list(PARTS), help="some of run,live,first,check,map")
    parser.add_argument("--runs", type=times, help="how often each figure is measured (5; 1 with --quick)")
    asked = parser.parse_args()
    if not Path(GAME).exists():
        raise SystemExit(f"no installed batchgame beside {sys.executable}: `uv run python bench/commands.py`")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as on a player's machine
    subprocess.run([GAME, "check", "canyon"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    print(first_frame.machine() + f", load {os.getloadavg()[0]:.1f}")
    print(f"{'figure':35}ratio   bound   measured", flush=True)
    for name in asked.only:
        for row in PARTS[name](QUICK if asked.quick else FULL, asked.runs or (1 if asked.quick else 5)):
            print(row, flush=True)


if __name__ == "__main__":
    main()

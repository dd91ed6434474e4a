"""The engines against other ways to compute the same experiment: ratios, then million trajectory-updates a second.

    python bench/engines.py [--quick] [--only numpy,numba,…] [--batch-size 1 4 20 20/40] [--trajectories 4096 65536]

Canyon, shuffle included: batch sizes 1, 4 and 20 of its 20 examples, and 20 of 40 (the same ones and their mirror
images), since at B = N nothing is shuffled. Every program is a process of its own, on one processor unless it says
otherwise, and has the form that suits it best (bench/peers/); all take turns, a run each, and a cell is the median of
its runs. A program must come to the same end as NumPy before it is timed. Peers that are not installed are named.
Nothing is asserted about time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import threading
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from peers.own import threads_of

PEERS = ("numba", "jax", "torch", "c")
NAMES = ("numpy", "native", *PEERS, "naive")
TITLES = {"jax": "JAX", "torch": "torch.compile", "numpy": "NumPy", "c": "plain C", "naive": "NumPy, naive"}
BATCHES = {"1": (1, 20), "4": (4, 20), "20": (20, 20), "20/40": (20, 40)}  # B, N
# From the start: an update costs more or less by where the trajectories are, so a cell is always the same updates.
UPDATES = {"1": 600, "4": 150, "20": 60, "20/40": 20}
MANY = 65536
CHECKED, CHECK_UPDATES = 4096, 200
PATIENCE = 150.0  # seconds for a program to compile
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
ONE_THREAD |= {"NUMBA_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu"}
ONE_THREAD |= {"XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"}


class Cell(NamedTuple):
    """What is timed."""

    batch: str
    trajectories: int

    @property
    def updates(self) -> int:
        """Whole epochs, and whole calls of every peer."""
        return UPDATES[self.batch]

    @property
    def times(self) -> int:
        """How often they are made in a run: about the same work for any number of trajectories."""
        return max(1, MANY // self.trajectories)


class Program:
    """A process of bench/peers/worker.py and what it has said."""

    def __init__(self, name: str, threads: int) -> None:
        self.name = name
        self.title = TITLES.get(name, name) + (f", {threads} threads" if threads > 1 else "")
        self.speeds: dict[Cell, list[float]] = {}
        self.said: dict[str, str] = {}  # why not, by batch
        self.package: str | None = None
        words = [sys.executable, str(Path(__file__).with_name("peers") / "worker.py"), name, str(threads)]
        around = os.environ | (ONE_THREAD if threads == 1 else {})
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=around
        )

    def ask(self, what: str, *words: Any) -> dict[str, Any]:
        """One question, one answer; a program that ends, or takes too long, is absent from there on."""
        assert self._process.stdin
        assert self._process.stdout
        timer = threading.Timer(PATIENCE, self._process.kill)
        timer.start()
        try:
            self._process.stdin.write(json.dumps({what: words}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            line = ""
        late = not timer.is_alive()
        timer.cancel()
        if not line:
            return {"absent": f"gave up after {PATIENCE:.0f} s" if late else "ended without an answer"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ready(self, batch: str, dtype: str, expected: dict[str, Any] | None) -> dict[str, Any]:
        """Compile, run, and compare with NumPy; what it has come to."""
        answer = self.ask("prepare", *BATCHES[batch], dtype)
        if "absent" not in answer:
            answer = self.ask("check", CHECKED, CHECK_UPDATES)
        if "absent" in answer:
            self.said[batch] = answer["absent"]
            self.package = answer.get("package")
        elif expected is not None and not agrees(answer, expected):
            self.said[batch] = "disagrees with NumPy"
        return answer

    def time(self, cell: Cell) -> float | None:
        """Million trajectory-updates a second of one run."""
        answer = self.ask("time", cell.trajectories, cell.updates, cell.times)
        if "absent" in answer:
            self.said[cell.batch] = answer["absent"]
            return None
        return cell.trajectories * cell.updates * cell.times / float(answer["seconds"]) / 1e6

    def close(self) -> None:
        """No more questions."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()


def agrees(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    """The same dice, but trajectories are chaotic: as far as samples of one distribution would be.

    The fraction solved within .02 of 4096 trajectories, the mean of x within three standard errors, its standard
    deviation within 15 %, since few trajectories lie far out.
    """
    solved, mean, deviation = (abs(found[name] - expected[name]) for name in ("solved", "mean", "deviation"))
    return (
        solved <= 0.002 + 1.2 / CHECKED**0.5
        and mean <= 0.002 + 3 * expected["deviation"] / CHECKED**0.5
        and deviation <= 0.002 + 0.15 * expected["deviation"]
    )


def measure(programs: list[Program], batch: str, counts: list[int], runs: int, dtype: str) -> None:
    """All programs that agree with NumPy, in turn."""
    expected = None
    there = []
    for program in programs:
        say(f"B = {batch}: {program.title} gets ready")
        answer = program.ready(batch, dtype, expected)
        expected = expected or answer
        if batch not in program.said:
            there.append(program)
    for count in counts:
        cell = Cell(batch, count)
        say(f"B = {batch}, {count} trajectories: {runs} runs of {len(there)} programs")
        for run in range(runs + 1):
            for program in there:
                speed = program.time(cell) if batch not in program.said else None
                if run and speed:  # the first one warms up
                    program.speeds.setdefault(cell, []).append(speed)


def ratios(programs: list[Program], cells: list[Cell]) -> list[str]:
    """The engine over each of the others, medians; the engine is native, or NumPy where that is not there."""
    medians = {
        program.title: {cell: statistics.median(found) for cell, found in program.speeds.items()}
        for program in programs
    }
    own = [program.title for program in programs if program.name == "native"]
    first = own[0] if own and medians[own[0]] else TITLES["numpy"]
    pairs = [(first, title) for title in medians if title not in (first, *own)]
    if len(own) > 1 and medians[own[1]]:
        pairs.append((own[1], own[0]))
    lines = [head("ratios of medians", cells)]
    for upper, lower in pairs:
        parts = (
            f"{medians[upper][cell] / medians[lower][cell]:9.2f}"
            if cell in medians[upper] and cell in medians[lower]
            else f"{'–':>9}"
            for cell in cells
        )
        lines.append(f"  {f'{upper} / {lower}':30}" + "".join(parts))
    return lines


def head(title: str, cells: list[Cell]) -> str:
    """Two lines: the batch size, and how many trajectories."""
    batches = "".join(f"{f'B={cell.batch}':>9}" for cell in cells)
    return f"{title:32}{batches}\n{'':32}" + "".join(f"{f'K={cell.trajectories}':>9}" for cell in cells)


def absolute(programs: list[Program], cells: list[Cell]) -> list[str]:
    """Medians with the slowest and the fastest run."""
    lines = ["million trajectory-updates a second: median (slowest to fastest)"]
    for cell in cells:
        lines.append(
            f"  B = {cell.batch}, {cell.trajectories} trajectories, {cell.updates} updates, {cell.times} times"
        )
        for program in programs:
            if found := program.speeds.get(cell):
                spread = f"({min(found):.1f} to {max(found):.1f})"
                lines.append(f"    {program.title:22}{statistics.median(found):9.1f}  {spread}")
            else:
                lines.append(f"    {program.title:22}{'–':>9}  {program.said.get(cell.batch, 'not measured')}")
    return lines


def machine() -> str:
    """What this ran on."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        processor = platform.processor() or platform.machine()
    parts = [processor, f"{os.cpu_count()} processors", f"Python {platform.python_version()}"]
    for package in ("numpy", "numba", "jax", "torch"):
        try:
            parts.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    if compiler := shutil.which(os.environ.get("CC", "gcc")) or shutil.which("cc"):
        told = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=False).stdout
        parts.append(told.partition("\n")[0])
    return ", ".join(parts)


def say(text: str) -> None:
    """How far it is, on stderr."""
    print(text, file=sys.stderr, flush=True)


def words() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description="The engines against other ways to compute the same experiment.")
    parser.add_argument("--quick", action="store_true", help="B = 1 and 4, 4096 trajectories, 2 runs")
    parser.add_argument("--runs", type=int, help="timed runs of a cell (5)")
    parser.add_argument("--batch-size", nargs="+", choices=list(BATCHES), metavar="B", help=", ".join(BATCHES))
    parser.add_argument("--trajectories", nargs="+", type=int, metavar="K", help="4096 65536")
    parser.add_argument("--dtype", choices=("float32", "float64"), default="float32", help="float32 (default), float64")
    parser.add_argument("--only", metavar="NAMES", help=f"of {', '.join(NAMES)}; all but the last by default")
    found = parser.parse_args()
    found.only = found.only.split(",") if found.only else list(NAMES[:-1])
    if unknown := set(found.only) - set(NAMES):
        parser.error(f"--only {', '.join(sorted(unknown))}: of {', '.join(NAMES)}")
    found.runs = found.runs or (2 if found.quick else 5)
    found.batch_size = found.batch_size or (["1", "4"] if found.quick else list(BATCHES))
    found.trajectories = found.trajectories or ([CHECKED] if found.quick else [CHECKED, MANY])
    if found.runs < 1 or min(found.trajectories) < 1:
        parser.error("--runs and --trajectories: from 1 up")
    return found


def main() -> None:
    """Measure and print."""
    asked = words()
    names = ["numpy", *(name for name in NAMES if name in asked.only and name != "numpy")]
    threads = {name: threads_of(name) if name == "native" else (1,) for name in names}
    programs = [Program(name, count) for name in names for count in threads[name]]
    try:
        for batch in asked.batch_size:
            measure(programs, batch, asked.trajectories, asked.runs, asked.dtype)
    finally:
        for program in programs:
            program.close()
    cells = [Cell(batch, count) for batch in asked.batch_size for count in asked.trajectories]
    print(f"canyon, {asked.dtype}, shuffle included, medians of {asked.runs} runs taken in turn\n")
    print("\n".join(ratios(programs, cells)) + "\n")
    print("\n".join(absolute(programs, cells)) + "\n")
    if missing := [program.package for program in programs if program.package]:
        print(f"not here: pip install {' '.join(missing)}")
    for name in (name for name in names if not threads[name]):
        print(f"{name}: not part of this version, or not built: `batchgame doctor` says why")
    print(machine())


if __name__ == "__main__":
    main()

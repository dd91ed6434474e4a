"""The engines against other ways to compute the same experiment: ratios, then million trajectory-updates per second.

    python bench/engines.py [--quick] [--only numpy,numba,…] [--batch-size 1 4 20 20/40] [--trajectories 4096 65536]

The experiment is the canyon with its shuffles. Batch sizes are 1, 4 and 20 of its 20 examples, and 20 of 40 (the same
examples and their mirror images), because a full batch needs no shuffle. Every program is a process of its own, on one
processor unless its name says otherwise, in the form that suits it best (bench/peers/). The programs take turns, and a
figure is the median of the runs. A program must have the same result as NumPy before it is timed. Peers that are not
installed are listed at the end. No test depends on the times.
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
# Every run makes the same updates from the start, because the cost of an update depends on where the trajectories are.
UPDATES = {"1": 600, "4": 150, "20": 60, "20/40": 20}
MANY = 65536
CHECKED, CHECK_UPDATES = 4096, 200
PATIENCE = 150.0  # seconds that a program may take for one answer, which may include compiling
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
ONE_THREAD |= {"NUMBA_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu"}
ONE_THREAD |= {"XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"}


class Cell(NamedTuple):
    """A cell of the benchmark: a batch size (a key of BATCHES) and a number of trajectories."""

    batch: str
    trajectories: int

    @property
    def updates(self) -> int:
        """Return the updates of one repetition. They are whole epochs and whole calls of every peer."""
        return UPDATES[self.batch]

    @property
    def times(self) -> int:
        """Return the repetitions in a run, so that the work is about the same for any number of trajectories."""
        return max(1, MANY // self.trajectories)


class Program:
    """A process of bench/peers/worker.py, with its measured speeds and the reasons why some batches have none."""

    def __init__(self, name: str, threads: int) -> None:
        self.name = name
        self.title = TITLES.get(name, name) + (f", {threads} threads" if threads > 1 else "")
        self.speeds: dict[Cell, list[float]] = {}
        self.reasons: dict[str, str] = {}  # by batch, why it is not measured
        self.package: str | None = None
        command = [sys.executable, str(Path(__file__).with_name("peers") / "worker.py"), name, str(threads)]
        environment = os.environ | (ONE_THREAD if threads == 1 else {})
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=environment,
        )  # fmt: skip

    def ask(self, request: str, *arguments: Any) -> dict[str, Any]:
        """Send one request and return the answer, or {"absent": reason} if the program ends or takes too long."""
        assert self._process.stdin
        assert self._process.stdout
        timer = threading.Timer(PATIENCE, self._process.kill)
        timer.start()
        try:
            self._process.stdin.write(json.dumps({request: arguments}) + "\n")
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
        """Let the program compile and run, and compare its result with that of NumPy, if given. Returns the result."""
        answer = self.ask("prepare", *BATCHES[batch], dtype)
        if "absent" not in answer:
            answer = self.ask("check", CHECKED, CHECK_UPDATES)
        if "absent" in answer:
            self.reasons[batch] = answer["absent"]
            self.package = answer.get("package")
        elif expected is not None and not agrees(answer, expected):
            self.reasons[batch] = "disagrees with NumPy"
        return answer

    def time(self, cell: Cell) -> float | None:
        """Time one run. Returns million trajectory-updates per second, or None if the program failed."""
        answer = self.ask("time", cell.trajectories, cell.updates, cell.times)
        if "absent" in answer:
            self.reasons[cell.batch] = answer["absent"]
            return None
        return cell.trajectories * cell.updates * cell.times / float(answer["seconds"]) / 1e6

    def close(self) -> None:
        """End the process of this program."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()


def agrees(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Return whether two results agree as well as two samples of the same distribution.

    Shuffles are the same, but trajectories are chaotic, so a different rounding changes single trajectories. The share
    that solved has to agree within about 0.02 for 4096 trajectories, the mean of x within three standard errors, and
    its standard deviation within 15 %, because it depends on the few trajectories that lie far out.
    """
    solved, mean, deviation = (abs(found[name] - expected[name]) for name in ("solved", "mean", "deviation"))
    return (
        solved <= 0.002 + 1.2 / CHECKED**0.5
        and mean <= 0.002 + 3 * expected["deviation"] / CHECKED**0.5
        and deviation <= 0.002 + 0.15 * expected["deviation"]
    )


def measure(programs: list[Program], batch: str, counts: list[int], runs: int, dtype: str) -> None:
    """Time all programs that agree with NumPy in turns, and record their speeds."""
    expected = None
    ready = []
    for program in programs:
        report_progress(f"B = {batch}: {program.title} gets ready")
        answer = program.ready(batch, dtype, expected)
        expected = expected or answer
        if batch not in program.reasons:
            ready.append(program)
    for count in counts:
        cell = Cell(batch, count)
        report_progress(f"B = {batch}, {count} trajectories: {runs} runs of {len(ready)} programs")
        for run in range(runs + 1):
            for program in ready:
                speed = program.time(cell) if batch not in program.reasons else None
                if run and speed:  # The first run only warms up.
                    program.speeds.setdefault(cell, []).append(speed)


def ratios(programs: list[Program], cells: list[Cell]) -> list[str]:
    """Format the ratios of medians of this project's engine to each peer.

    The engine is native, or NumPy if native is not available.
    """
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
    """Format the two lines at the top of a table: batch sizes, and numbers of trajectories."""
    batches = "".join(f"{f'B={cell.batch}':>9}" for cell in cells)
    return f"{title:32}{batches}\n{'':32}" + "".join(f"{f'K={cell.trajectories}':>9}" for cell in cells)


def absolute(programs: list[Program], cells: list[Cell]) -> list[str]:
    """Format the medians, with the slowest and the fastest run."""
    lines = ["million trajectory-updates per second: median (slowest to fastest)"]
    for cell in cells:
        lines.append(
            f"  B = {cell.batch}, {cell.trajectories} trajectories, {cell.updates} updates, {cell.times} times"
        )
        for program in programs:
            if found := program.speeds.get(cell):
                spread = f"({min(found):.1f} to {max(found):.1f})"
                lines.append(f"    {program.title:22}{statistics.median(found):9.1f}  {spread}")
            else:
                lines.append(f"    {program.title:22}{'–':>9}  {program.reasons.get(cell.batch, 'not measured')}")
    return lines


def machine() -> str:
    """Describe this machine and the versions of packages and compiler in one line."""
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
        output = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=False).stdout
        parts.append(output.partition("\n")[0])
    return ", ".join(parts)


def report_progress(text: str) -> None:
    """Print a line on stderr."""
    print(text, file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description="The engines against other ways to compute the same experiment.")
    parser.add_argument("--quick", action="store_true", help="B = 1 and 4, 4096 trajectories, 2 runs")
    parser.add_argument("--runs", type=int, help="timed runs of a cell (5)")
    parser.add_argument("--batch-size", nargs="+", choices=list(BATCHES), metavar="B", help=", ".join(BATCHES))
    parser.add_argument("--trajectories", nargs="+", type=int, metavar="K", help="4096 65536")
    parser.add_argument("--dtype", choices=("float32", "float64"), default="float32", help="float32 (default), float64")
    parser.add_argument("--only", metavar="NAMES", help=f"of {', '.join(NAMES)}; all but the last by default")
    parsed = parser.parse_args()
    parsed.only = parsed.only.split(",") if parsed.only else list(NAMES[:-1])
    if unknown := set(parsed.only) - set(NAMES):
        parser.error(f"--only {', '.join(sorted(unknown))}: of {', '.join(NAMES)}")
    parsed.runs = parsed.runs or (2 if parsed.quick else 5)
    parsed.batch_size = parsed.batch_size or (["1", "4"] if parsed.quick else list(BATCHES))
    parsed.trajectories = parsed.trajectories or ([CHECKED] if parsed.quick else [CHECKED, MANY])
    if parsed.runs < 1 or min(parsed.trajectories) < 1:
        parser.error("--runs and --trajectories: from 1 up")
    return parsed


def main() -> None:
    """Measure, and print the tables."""
    parsed = arguments()
    names = ["numpy", *(name for name in NAMES if name in parsed.only and name != "numpy")]
    threads = {name: threads_of(name) if name == "native" else (1,) for name in names}
    programs = [Program(name, count) for name in names for count in threads[name]]
    try:
        for batch in parsed.batch_size:
            measure(programs, batch, parsed.trajectories, parsed.runs, parsed.dtype)
    finally:
        for program in programs:
            program.close()
    cells = [Cell(batch, count) for batch in parsed.batch_size for count in parsed.trajectories]
    print(f"canyon, {parsed.dtype}, shuffle included, medians of {parsed.runs} runs taken in turn\n")
    print("\n".join(ratios(programs, cells)) + "\n")
    print("\n".join(absolute(programs, cells)) + "\n")
    if missing := [program.package for program in programs if program.package]:
        print(f"not here: pip install {' '.join(missing)}")
    for name in (name for name in names if not threads[name]):
        print(f"{name}: not part of this version, or not built: `batchgame doctor` says why")
    print(machine())


if __name__ == "__main__":
    main()

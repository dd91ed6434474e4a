"""Measure the time of an update by batch size in a process of its own, and survive the end of that process.

The sizes take turns, several rounds of them, so that what disturbs the machine for a second disturbs all of them alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from batchgame.sim.process import python
from batchgame.sim.timing.times import ROWS, SIZES, Point, Times, point_of

SECONDS = 4.7  # of measuring, with the start of the process; the update at the end may take longer
ROUNDS = 8
LEAST = 0.02  # seconds of a visit, where a busy machine has needed the time for the start of the process
ONE_THREAD = {f"{name}_THREADS": "1" for name in ("OPENBLAS_NUM", "OMP_NUM", "MKL_NUM", "BLIS_NUM", "VECLIB_MAXIMUM")}
KEPT = ("SYSTEMROOT",)  # Windows starts nothing without it
CARD = "cupy"
CHILD = "batchgame.sim.timing.child"


def has_card() -> bool:
    """Return whether CuPy is installed; whether there is a card is found out by the process that measures on it."""
    return find_spec("cupy") is not None


def measuring(
    sizes: Sequence[int] = SIZES, seconds: float = SECONDS, *, module: str = "numpy", alone: bool = False
) -> Iterator[tuple[float, Times]]:
    """Yield the share of the work that is done, and what was measured so far; the last value is the result.

    seconds: do not begin another visit of a batch size after them, except the first one of each. module: numpy or cupy.
    alone: the process obeys no variables of the user, for a machine that is open to everybody.
    """
    rows = min(ROWS, max(sizes))
    environ = {name: os.environ[name] for name in KEPT if name in os.environ} if alone else dict(os.environ)
    command = python(CHILD, module, str(rows), options=("-I", "-B") if alone else ("-P",))
    try:
        child = subprocess.Popen(
            command, env=environ | ONE_THREAD, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )  # fmt: skip
    except OSError as error:  # a host may limit the processes of an account
        yield 1.0, Times(tuple(sizes), ended=error.strerror or "no process")
        return
    try:
        yield from _rounds(child, tuple(sizes), seconds)
    finally:
        child.kill()  # does nothing to a process that has ended
        child.communicate()


def _rounds(child: subprocess.Popen[str], sizes: tuple[int, ...], seconds: float) -> Iterator[tuple[float, Times]]:
    found: dict[int, list[float]] = {size: [] for size in sizes}
    points: dict[int, Point] = {}
    spent, began = 0.0, time.perf_counter()
    visits = [(turn, size) for turn in range(ROUNDS) for size in sizes]
    answer = _read(child)
    for done, (turn, size) in enumerate(visits):
        spent += time.perf_counter() - began
        known = tuple(points[each] for each in sizes if each in points)
        if answer is None:
            yield 1.0, Times(sizes, known, spent, _reason(child))
            return
        yield min(1.0, max(done / len(visits), spent / seconds)), Times(sizes, known, spent)
        began = time.perf_counter()  # without what whoever takes the values does meanwhile
        if turn and spent >= seconds:
            break
        answer = _ask(child, size, max(LEAST, (seconds - spent) / (len(visits) - done)))
        if answer:
            found[size] += [nanoseconds / 1e9 for nanoseconds in answer]
            points[size] = point_of(size, found[size])
    spent += time.perf_counter() - began
    known = tuple(points[each] for each in sizes if each in points)
    ended = "" if answer is not None else _reason(child)
    yield 1.0, Times(sizes, known, spent, ended, len(known) == len(sizes))


def _ask(child: subprocess.Popen[str], size: int, seconds: float) -> list[int] | None:
    """Return the nanoseconds of each update; None if the process has ended."""
    assert child.stdin
    try:
        child.stdin.write(f"{size} {seconds:.4f}\n")
        child.stdin.flush()
    except OSError:
        return None
    return _read(child)


def _read(child: subprocess.Popen[str]) -> list[int] | None:
    assert child.stdout
    line = child.stdout.readline()
    try:
        found: list[int] = json.loads(line)
    except ValueError:
        return None
    return found


def _reason(child: subprocess.Popen[str]) -> str:
    """Return how a process has ended, or is just ending."""
    try:
        status = child.wait(1.0)
    except subprocess.TimeoutExpired:
        return "no answer"
    return f"signal {-status}" if status < 0 else f"status {status}"


def measured(sizes: Sequence[int] = SIZES, seconds: float = SECONDS, *, module: str = "numpy") -> Times:
    """Measure, and return the result."""
    *_, (_, last) = measuring(sizes, seconds, module=module)
    return last

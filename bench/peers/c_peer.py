"""The peer in plain C, compiled with `-O3 -march=native -ffast-math` into a temporary folder."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from peers.experiment import EPOCH, FARTHEST, MOMENTUM, RATE, START, Absent, Experiment, State, network

LANES = 64
FLAGS = ("-O3", "-march=native", "-ffast-math", "-fopenmp-simd", "-std=gnu11", "-fPIC", "-c")


class PlainC:
    """The program of plain.c, compiled for one experiment."""

    def __init__(self, one: Experiment, advance: Any) -> None:
        self.one, self._advance = one, advance

    def restart(self, trajectories: int) -> None:
        """Make new arrays, filled up to whole blocks."""
        self.state = State(self.one, trajectories, LANES)

    def advance(self, updates: int) -> None:
        """Advance all blocks, one after the other."""
        state = self.state
        pointers = (ctypes.c_void_p(array.ctypes.data) for array in state.arrays)
        self._advance(
            ctypes.c_long(len(state.x)), *pointers, ctypes.c_int32(state.update), ctypes.c_int32(updates)
        )  # fmt: skip
        state.update += updates

    def ends(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return views of the arrays."""
        return self.state.ends()


def prepare(one: Experiment) -> PlainC:
    """Compile the program for an experiment. Raises Absent without a working compiler."""
    compiler = shutil.which(os.environ.get("CC", "gcc")) or shutil.which("cc")
    if compiler is None:
        raise Absent("no C compiler")
    source = Path(__file__).with_name("plain.c")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "network.h").write_text(header(one))
        library, part = folder / "plain.so", folder / "plain.o"
        compile_ = [compiler, *FLAGS, f"-I{folder}", str(source), "-o", str(part)]
        # Linked without -ffast-math: with it, loading the library would make the whole process flush denormals to 0.
        for command in (compile_, [compiler, "-shared", str(part), "-o", str(library), "-lm"]):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise Absent(f"{compiler}: {done.stderr.strip().splitlines()[0]}")
        return PlainC(one, ctypes.CDLL(str(library)).advance)


def header(one: Experiment) -> str:
    """Write the numbers of an experiment and its sorting network as macros of C."""
    x, y, over_x, over_y, hold = one.goal
    examples = range(one.examples)
    values: dict[str, object] = {
        "N": one.examples,
        "B": one.batch_size,
        "LANES": LANES,
        "REAL": {"float32": "float", "float64": "double"}[one.dtype],
        "EXP": {"float32": "expf", "float64": "exp"}[one.dtype],
        "START": f"{START}u",
        "EPOCH": f"{EPOCH}u",
        "LOW": one.low,
        "MOMENTUM": MOMENTUM,
        "RATE": RATE,
        "FARTHEST": FARTHEST,
        "MEAN_X": one.mean[0],
        "MEAN_Y": one.mean[1],
        "QUADRATIC_X": one.quadratic[0],
        "QUADRATIC_Y": one.quadratic[1],
        "A11": one.precision[0],
        "A22": one.precision[1],
        "AMPLITUDE": one.amplitude,
        "GOAL_X": x,
        "GOAL_Y": y,
        "OVER_X": over_x,
        "OVER_Y": over_y,
        "HOLD": hold,
        "KEYS": " ".join(f"KEY({n})" for n in examples),
        "NETWORK": " ".join(f"SORT({i}, {j})" for i, j in network(one.examples)),
        "ORDERS": " ".join(f"ORDER({n})" for n in examples),
    }
    for table, rows in (("LINEAR", one.linear), ("CENTRE", one.centre)):
        for axis, row in zip("XY", rows, strict=True):
            values[f"{table}_{axis}"] = ", ".join(repr(float(value)) for value in row)
    return "".join(f"#define {name} {value}\n" for name, value in values.items())

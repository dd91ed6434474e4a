"""The CUDA source for one landscape, goal and batch size. Making it needs no GPU."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from batchgame.sim.engines.program import Program, network

THREADS = 128  # threads per block
MOST_EXAMPLES = 32  # a thread sorts the keys of all examples in registers
OPTIONS = ("--fmad=false",)  # Products are not fused with sums, so that a GPU computes the same bits as a CPU.
HERE = Path(__file__).parent


def source(made: Program, dtype: Any) -> str:
    """Return the source of a kernel in one text, with a macro for each constant first.

    CuPy's cache finds a compiled kernel by its text, so the same program and dtype are compiled once.
    """
    single = np.dtype(dtype) == np.float32
    macros: dict[str, Any] = {name.upper(): value for name, value in made.shape.items()}
    macros |= {"THREADS": THREADS, "SINGLE": int(single)}
    macros |= {"REAL": "float" if single else "double", "COUNT": "int" if single else "long long"}
    macros["NETWORK"] = "".join(f"ORDERED({i}, {j})" for i, j in network(made.shape["examples"]))
    return "\n".join([*(f"#define {name} {value}" for name, value in macros.items()), *_files()])


@cache
def _files() -> tuple[str, ...]:
    files = (HERE / "numbers.h", HERE.parent / "mix.h", HERE.parent / "update.h", HERE / "kernel.cu")
    return tuple(file.read_text() for file in files)

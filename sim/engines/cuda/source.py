"""The CUDA source for a landscape and a kind of batch. Needs no GPU."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from batchgame.sim.engines.program import Program, network

THREADS = 128  # in a block
MOST_EXAMPLES = 32  # whose keys a thread sorts in registers
OPTIONS = ("--fmad=false",)  # products not fused with sums: the same bits as on a CPU
HERE = Path(__file__).parent


def source(made: Program, dtype: Any) -> str:
    """All of it in one text, what it is compiled for in front: CuPy keeps what it has compiled by its text."""
    single = np.dtype(dtype) == np.float32
    words: dict[str, Any] = {name.upper(): value for name, value in made.shape.items()}
    words |= {"THREADS": THREADS, "SINGLE": int(single)}
    words |= {"REAL": "float" if single else "double", "COUNT": "int" if single else "long long"}
    words["NETWORK"] = "".join(f"ORDERED({i}, {j})" for i, j in network(made.shape["examples"]))
    return "\n".join([*(f"#define {name} {value}" for name, value in words.items()), *_files()])


@cache
def _files() -> tuple[str, ...]:
    files = (HERE / "numbers.h", HERE.parent / "mix.h", HERE.parent / "update.h", HERE / "kernel.cu")
    return tuple(file.read_text() for file in files)

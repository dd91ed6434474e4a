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


# A kernel's text is the macros of its landscape, then these files for double, then for float if that is the dtype.
DOUBLE, SINGLE = ("numbers.h", "../constants.h", "../mix.h", "../bump.h", "../loss.h"), ("numbers.h", "../bump.h")
TYPES = {"double": "long long", "float": "int"}


def source(made: Program, dtype: Any) -> str:
    """Return the source of the kernel `advance` in one text, with a macro for each constant first.

    CuPy's cache finds a compiled kernel by its text, so the same program and dtype are compiled once.
    """
    macros: dict[str, Any] = {name.upper(): value for name, value in made.shape.items()}
    macros["NETWORK"] = "".join(f"ORDERED({i}, {j})" for i, j in network(made.shape["examples"]))
    return _text(macros, dtype, "../update.h", "kernel.cu")


def glance_source(made: Program, dtype: Any) -> str:
    """Return the source of the kernels `losses` and `tally`, which is the same for every batch size."""
    macros = {name.upper(): made.shape[name] for name in ("examples", "stride", "wells", "averaged")}
    return _text(macros, dtype, "../tally.h", "glance.cu")


def _text(macros: dict[str, Any], dtype: Any, *files: str) -> str:
    parts = [*_macros(macros | {"THREADS": THREADS}), *_number("double"), *map(_file, DOUBLE)]
    if np.dtype(dtype) == np.float32:
        parts += [*_number("float"), *map(_file, SINGLE)]
    return "\n".join([*parts, *map(_file, files)])


def _number(kind: str) -> list[str]:
    macros = {"SINGLE": int(kind == "float"), "REAL": kind, "COUNT": TYPES[kind]}
    return [*(f"#undef {name}" for name in macros), *_macros(macros)]


def _macros(values: dict[str, Any]) -> list[str]:
    return [f"#define {name} {value}" for name, value in values.items()]


@cache
def _file(name: str) -> str:
    return (HERE / name).read_text()

"""A stand-in for CuPy's RawModule that compiles CUDA source as C and runs one thread after the other on the CPU."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

COMPILER = shutil.which("gcc") or shutil.which("clang")
CFLAGS = "BATCHGAME_CUDA_CFLAGS"  # further options for it, such as sanitizers

BEFORE = r"""
#include <math.h>
#include <stdbool.h>
#include <string.h>

typedef struct { unsigned x; } Dim;
static Dim blockIdx, threadIdx;
static int loading; /* in a first round, each thread ends where it would wait for the others */
#define __syncthreads() if (loading) return
#define __device__
#define __forceinline__ static inline
#define __shared__ static
#define __launch_bounds__(...)

#define __fmaf_rn fmaf
#define __fma_rn fma
static inline int __float_as_int(float v) { int m; memcpy(&m, &v, sizeof m); return m; }
static inline float __int_as_float(int m) { float v; memcpy(&v, &m, sizeof v); return v; }
static inline long long __double_as_longlong(double v) { long long m; memcpy(&m, &v, sizeof m); return m; }
static inline void atomicAdd(int *at, int value) { *at += value; }
static inline void atomicMax(long long *at, long long value) { if (value > *at) *at = value; }
static inline double __longlong_as_double(long long m) { double v; memcpy(&v, &m, sizeof v); return v; }
"""

AFTER = """
void launch(unsigned blocks, unsigned threads, %(parameters)s)
{
    for (blockIdx.x = 0; blockIdx.x < blocks; blockIdx.x++)
        for (loading = %(waits)d; loading >= 0; loading--)
            for (threadIdx.x = 0; threadIdx.x < threads; threadIdx.x++) %(kernel)s(%(names)s);
}
"""


@cache
def compiled(code: str, kernel: str) -> Any:
    """Compile CUDA source into a shared library and return its function `launch`, which runs one kernel."""
    assert COMPILER
    parameters = re.search(rf"{kernel}\(([^)]*)\)", code[code.index("__global__") :])
    assert parameters
    names = [word.split("*")[-1].split()[-1] for word in parameters[1].split(",")]
    # Threads that wait for one another run in two rounds. The others must not run twice.
    body = code[code.index(f"{kernel}(", code.index("__global__")) :].split("__global__")[0]
    waits = int("__syncthreads" in body)
    after = AFTER % {"kernel": kernel, "waits": waits, "parameters": parameters[1], "names": ", ".join(names)}
    folder = Path(tempfile.mkdtemp(prefix="batchgame-"))
    file = folder / f"{hashlib.sha1(code.encode()).hexdigest()}.c"
    file.write_text(BEFORE + code.replace('extern "C" __global__', "static") + after)
    library = file.with_suffix(".so")
    options = [
        "-O0",
        "-std=gnu11",
        "-ffp-contract=off",
        "-fno-strict-aliasing",
        "-shared",
        "-fPIC",
        "-Wno-unknown-pragmas",
    ]
    options += os.environ.get(CFLAGS, "").split()
    subprocess.run([COMPILER, *options, "-o", library, file, "-lm"], check=True)
    launch = ctypes.CDLL(str(library)).launch
    shutil.rmtree(folder)
    return launch


class RawModule:
    """The part of CuPy's RawModule that the engine uses, called in the same way."""

    def __init__(self, *, code: str, options: tuple[str, ...]) -> None:
        assert options == ("--fmad=false",)
        self.code = code

    def get_function(self, name: str) -> Any:
        launch = compiled(self.code, name)

        def call(grid: tuple[int], block: tuple[int], arguments: tuple[Any, ...]) -> None:
            launch(ctypes.c_uint(grid[0]), ctypes.c_uint(block[0]), *map(_argument, arguments))

        return call


def _argument(value: Any) -> Any:
    """Convert an argument for C: NumPy's numbers to numbers of C, and arrays of the stand-in to addresses."""
    if isinstance(value, np.generic):
        return {np.int32: ctypes.c_int, np.uint32: ctypes.c_uint}[type(value)](value)
    own = value._own
    assert own.flags.c_contiguous
    return ctypes.c_void_p(own.ctypes.data)

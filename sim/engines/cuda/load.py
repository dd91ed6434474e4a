"""The import of CuPy. No other file imports it, and this one only when somebody asks for a GPU."""

from __future__ import annotations

import ctypes.util
import sys
from typing import Any


def driver() -> str | None:
    """Find the library of the CUDA driver. Returns None without one. This is far cheaper than importing CuPy."""
    return ctypes.util.find_library("nvcuda" if sys.platform == "win32" else "cuda")


def load() -> tuple[Any, str]:
    """Import CuPy and try its compiler. Returns the module and the name of the GPU, or None and why it is unusable."""
    if driver() is None:
        return None, "no NVIDIA driver on this machine"
    try:
        import cupy
    except ImportError:
        return None, "cupy is not installed (pip install 'batchgame[gpu]')"
    try:
        if not cupy.cuda.is_available():
            return None, "cupy finds no usable GPU"
        name = cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()
        # Everything in CuPy needs NVRTC, which may be missing or too old for the GPU. CuPy caches this tiny kernel.
        cupy.RawModule(code='extern "C" __global__ void nothing() {}').get_function("nothing")
    except Exception as error:  # Whatever the driver raises, the CPU can do the work.
        lines = str(error).strip().splitlines() or [type(error).__name__]
        return None, f"the GPU does not answer: {lines[0]}"
    return cupy, name

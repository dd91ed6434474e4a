"""The only file that imports cupy, and only when a GPU is asked for."""

from __future__ import annotations

import ctypes.util
import sys
from typing import Any


def driver() -> str | None:
    """The name of the CUDA driver's library, None without one: far cheaper to ask than importing cupy."""
    return ctypes.util.find_library("nvcuda" if sys.platform == "win32" else "cuda")


def load() -> tuple[Any, str]:
    """(cupy, what GPU it found), or (None, why there is none)."""
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
        # All of CuPy needs NVRTC, which can be missing or too old for the card. CuPy keeps what it has compiled.
        cupy.RawModule(code='extern "C" __global__ void nothing() {}').get_function("nothing")
    except Exception as error:  # whatever the driver raises, the CPU can go on
        said = str(error).strip().splitlines() or [type(error).__name__]
        return None, f"the GPU does not answer: {said[0]}"
    return cupy, name

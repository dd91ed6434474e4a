"""Tests of the C engine with its C compiled for AddressSanitizer and UndefinedBehaviorSanitizer.

    python -m tests.sim.sanitized LIBRARY [words for pytest]

LIBRARY is the extension that `build` has made. Python itself is not compiled for them, so their libraries have to be
loaded before all others (LD_PRELOAD).
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import subprocess
import sys
import sysconfig
from pathlib import Path

CHECKED = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer", "-g", "-O1"]
OPTIONS = ["-std=c11", "-ffp-contract=off", "-fvisibility=hidden", "-shared", "-fPIC"]
NAME = "batchgame.sim.engines.native.core"
SOURCES = Path(__file__).parents[2] / "sim" / "engines" / "native"


def build(compiler: str, library: Path) -> None:
    """Compile the extension with both sanitizers, which end the program at the first finding."""
    sources = sorted(SOURCES.glob("*.c"))
    include = f"-I{sysconfig.get_path('include')}"
    subprocess.run([compiler, *OPTIONS, *CHECKED, include, "-o", library, *sources], check=True)


def use(library: str) -> None:
    """Make this library the extension of the engine, for this process."""
    loader = importlib.machinery.ExtensionFileLoader(NAME, library)
    spec = importlib.util.spec_from_file_location(NAME, library, loader=loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    sys.modules[NAME] = module


if __name__ == "__main__":
    import pytest

    use(sys.argv[1])
    sys.exit(pytest.main(sys.argv[2:]))

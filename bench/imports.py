"""Import time of each dependency in a fresh process: median of 11, less that of an empty process.

python bench/imports.py

Every process finds bytecode, as it does from a player's second start on.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version

MODULES = {"numpy": "numpy", "textual": "textual.app", "msgspec": "msgspec", "platformdirs": "platformdirs"}
MODULES |= {"filelock": "filelock", "tomli": "tomli", "asyncssh": "asyncssh"}
RUNS = 11


def seconds(code: str, environ: dict[str, str]) -> float:
    """Return the median wall time of a fresh interpreter that runs `code`, after one run that is not counted."""
    found = []
    for _ in range(1 + RUNS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], env=environ, check=True)
        found.append(time.perf_counter() - began)
    return statistics.median(found[1:])


def main() -> None:
    """Print one line per dependency."""
    with tempfile.TemporaryDirectory() as bytecode:
        environ = os.environ | {"PYTHONPYCACHEPREFIX": bytecode}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        empty = seconds("", environ)
        print(f"an empty process {1000 * empty:.0f} ms")
        for name, module in MODULES.items():
            print(f"{name} {version(name)}: {1000 * (seconds(f'import {module}', environ) - empty):.0f} ms")


if __name__ == "__main__":
    main()

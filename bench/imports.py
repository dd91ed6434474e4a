"""Import times of the dependencies: medians of 11 fresh processes, minus the time of an empty process.

python bench/imports.py
"""

import statistics
import subprocess
import sys
import time
from importlib.metadata import version

MODULES = {"numpy": "numpy", "textual": "textual.app", "msgspec": "msgspec", "platformdirs": "platformdirs"}
MODULES |= {"filelock": "filelock"}


def seconds(code: str) -> float:
    """Return the median wall time of a fresh interpreter that runs `code`."""
    found = []
    for _ in range(11):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        found.append(time.perf_counter() - began)
    return statistics.median(found)


if __name__ == "__main__":
    empty = seconds("")
    print(f"an empty process {1000 * empty:.0f} ms")
    for name, module in MODULES.items():
        print(f"{name} {version(name)}: {1000 * (seconds(f'import {module}') - empty):.0f} ms")

"""The C under AddressSanitizer and UndefinedBehaviorSanitizer: no signed overflow, no access beyond an array."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .emulated import CFLAGS, COMPILER
from .natives import needs_native
from .sanitized import CHECKED, build

HERE = Path(__file__).parent
# Everything that runs C: networks; updates in every landscape, schedule and size, losses, counts, threads, bad arrays.
TESTS = ["test_native.py", "test_native_wells.py", "test_native_glance.py", "test_networks_native.py", "test_cuda.py"]
FAULTS = """
int main(int count, char **words)
{
    int at[4] = {0};
    (void)words;
    %s
}
"""


def libraries(compiler: str) -> list[str]:
    """Return the sanitizers' libraries. A compiler that does not have one answers with its bare name."""
    names = ("libasan.so", "libubsan.so")
    found = [subprocess.run([compiler, f"-print-file-name={n}"], capture_output=True, text=True).stdout for n in names]
    return [name.strip() for name in found if Path(name.strip()).is_absolute()]


@pytest.fixture
def preloaded() -> str:
    found = libraries(COMPILER) if COMPILER else []
    if len(found) < 2:
        pytest.skip(f"{COMPILER or 'no gcc or clang'}: the libraries of ASan and UBSan are missing")
    return " ".join(found)


@pytest.mark.slow
@needs_native
def test_the_sanitizers_find_nothing_in_the_c_engine(preloaded: str, tmp_path: Path) -> None:
    library = tmp_path / "core.so"
    build(str(COMPILER), library)
    around = os.environ | {"LD_PRELOAD": preloaded, "ASAN_OPTIONS": "detect_leaks=0"}
    around |= {CFLAGS: " ".join(CHECKED)}  # the CUDA source, too, where it runs as C
    words = ["-n", "0", "-p", "no:cacheprovider", "-x", "-m", "not slow", *(str(HERE / name) for name in TESTS)]
    words += ["-k", "not for_long"]  # a thousand updates do what eighty do
    run = subprocess.run(
        [sys.executable, "-m", "tests.sim.sanitized", str(library), *words], cwd=HERE.parents[1], env=around,
        capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, (run.stdout + run.stderr)[-5000:]
    assert "[100%]" in run.stdout, run.stdout


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["return at[count + 3];", "return 0x7fffffff + count;", "return 1 << (count + 31);"])
def test_they_find_faults_that_are_planted(fault: str, preloaded: str, tmp_path: Path) -> None:
    source, program = tmp_path / "fault.c", tmp_path / "fault"
    source.write_text(FAULTS % fault)
    subprocess.run([str(COMPILER), *CHECKED, "-o", program, source], check=True)
    assert subprocess.run([program], capture_output=True).returncode != 0

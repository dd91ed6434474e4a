"""The fuzz of all bundled races and exercises finds nothing, and finds what was planted for it. See fuzz.py."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from heavy import HEAVY

from batchgame.scenarios.reading import library

SEED = os.environ.get("BATCHGAME_FUZZ_SEED", "1")
PROGRAM = Path(__file__).with_name("fuzz.py")


def fuzz(*words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), "--seed", SEED, *words], capture_output=True, text=True, check=False
    )
    print(done.stdout + done.stderr)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("files", [pytest.param("5000", marks=pytest.mark.slow), "150"])
def test_it_finds_nothing(files: str) -> None:
    status, told = fuzz("--files", files)
    assert status == 0, told
    assert told == f"seed {SEED}, {files} files\n{files} files, nothing found\n"


@pytest.mark.slow
@pytest.mark.parametrize(("plant", "said"), [("wording", "no clear line"), ("dots", " MB")])
def test_it_finds_what_is_planted(plant: str, said: str) -> None:
    status, told = fuzz("--files", "5000", "--plant", plant)
    assert status == 1
    assert said in told
    assert f"of seed {SEED}" in told


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_file_costs_little(name: str, tmp_path: Path) -> None:
    """Two seconds of the processor and 100 MB are allowed, for a whole process that reads nothing else."""
    path = tmp_path / "my.toml"
    path.write_text(HEAVY[name](), encoding="utf-8", newline="")
    assert 900_000 < path.stat().st_size <= 1_000_000
    code = f"""
import sys, time
sys.path.insert(0, {str(PROGRAM.parent)!r})
from heavy import megabytes
from batchgame.scenarios.reading import library
began = time.process_time()
try:
    library.load({str(path)!r})
except library.ScenarioError as error:
    assert str(error).isprintable() and len(str(error)) < 400
print(time.process_time() - began, megabytes())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, memory = map(float, done.stdout.split())
    assert seconds < 2
    assert 5 < memory < 100


def test_a_key_that_looks_like_a_message_is_one_clear_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "my.toml"
    for line in ('"x` - at `$.foo" = 1\n', '"x` - at `$.stages[0]" = 1\n', '"`" = 1\n', "'Expected `int`' = 1\n"):
        path.write_text(line + text, encoding="utf-8")
        with pytest.raises(library.ScenarioError) as refused:
            library.load(path)
        assert str(refused.value).endswith(": the file: the sign U+0060 cannot stand in a key")
    badge = text.replace('badge = "IN THIS MODEL"', 'badge = "x\' - at `$.foo`"')
    path.write_text(badge, encoding="utf-8")
    with pytest.raises(library.ScenarioError, match=r"stages\[0\].claims\[0\].badge: .* is not known; known: FACT"):
        library.load(path)

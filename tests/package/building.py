"""Programs that run outside the checkout, what is built from a copy of it, and what each install must do."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from batchgame.tui.race.question import dealt

ROOT = Path(__file__).parents[2]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


def do(*words: str | Path, cwd: Path, stdin: str = "", **environ: str) -> str:
    """Run a program in a folder and return its stdout. It fails the test if its exit status is not 0."""
    run = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=CLEAN | environ,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"{' '.join(map(str, words))}\n{run.stdout}\n{run.stderr}"
    return run.stdout


def source(folder: Path) -> Path:
    """Copy the checkout into a folder: a build in place would leave a build/ that breaks a strict editable install."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = do("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).split("\0")
        for name in filter(None, listed):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        return folder
    unwanted = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__")
    shutil.copytree(ROOT, folder, ignore=unwanted, dirs_exist_ok=True)
    return folder


def build(kind: str, folder: Path, **environ: str) -> Path:
    """Build a `--wheel`, or with "" a source distribution and a wheel, from a copy; return their folder."""
    copy, out = source(folder / "source"), folder / "dist"
    words = [kind, copy] if kind else [copy]
    if shutil.which("uv"):
        do("uv", "build", "--out-dir", out, *words, cwd=folder, **environ)
    else:
        pytest.importorskip("build", reason="neither uv nor build is here to make a wheel")
        do(sys.executable, "-m", "build", "--outdir", out, *words, cwd=folder, **environ)
    return out


def environment(folder: Path, wheel: Path) -> Path:
    """Install a wheel in a fresh environment, and return the folder of its programs."""
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    if shutil.which("uv"):
        do("uv", "venv", "--python", sys.executable, folder, cwd=folder.parent)
        do("uv", "pip", "install", "--compile-bytecode", "--python", python, wheel, cwd=folder.parent)
    else:
        do(sys.executable, "-m", "venv", folder, cwd=folder.parent)
        do(python, "-m", "pip", "install", "--quiet", wheel, cwd=folder.parent)
    return programs


def works(*program: str | Path, cwd: Path, **environ: str) -> str:
    """List, run, check and play a round in plain lines, as a user would; return the engine that ran.

    The answers are: more momentum moves nothing, surely; batch size 4; momentum 0.5; the full batch did not move.
    """

    def say(*words: str, stdin: str = "") -> str:
        return do(*program, *words, cwd=cwd, stdin=stdin, BATCHGAME_DATA=str(cwd / "data"), **environ)

    assert "saddle/hair" in say("list")
    result = json.loads(say("run", "saddle", "--batch-size", "4", "--momentum", "0.5", "--json"))
    assert result["solved"] > 0.9
    assert "saddle: sound, 3 stages" in say("check", "saddle")
    said, saw = dealt(3, "saddle prediction", 1).index(0) + 1, dealt(4, "saddle observed", 1, last=1).index(1) + 1
    played = say("play", "saddle", "--plain", "--seed", "1", stdin=f"{said}9\n4\n0.5\n\n{saw}\nq\n")
    assert "Stars for this round: 2 of 3" in played
    return str(result["engine"])

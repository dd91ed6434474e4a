"""Programs that run outside the checkout, and a copy of the checkout to build from."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


def do(*words: str | Path, cwd: Path, **environ: str) -> str:
    """Run a program in a folder and return its stdout. It fails the test if its exit status is not 0."""
    run = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=CLEAN | environ, capture_output=True, text=True, check=False
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

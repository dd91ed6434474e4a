"""The wheel, built once from a copy of the tracked files, and an environment that has it and not the checkout.

And a machine to log in to.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sshd import Host, sshd

ROOT = Path(__file__).parents[2]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


def do(*words: str | Path, cwd: Path) -> str:
    run = subprocess.run([str(word) for word in words], cwd=cwd, env=CLEAN, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"{' '.join(map(str, words))}\n{run.stdout}\n{run.stderr}"
    return run.stdout


def source(folder: Path) -> Path:
    """A copy of the checkout: building in place would leave a build/ behind that breaks a strict editable install."""
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


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that was built from it."""
    copy, out = source(tmp_path_factory.mktemp("source")), tmp_path_factory.mktemp("dist")
    if shutil.which("uv"):
        do("uv", "build", "--out-dir", out, copy, cwd=out)
    else:
        pytest.importorskip("build", reason="neither uv nor build is here to make a wheel")
        do(sys.executable, "-m", "build", "--outdir", out, copy, cwd=out)
    return out


@pytest.fixture(scope="session")
def wheel(distributions: Path) -> Path:
    (found,) = distributions.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment, outside the checkout, that has the wheel."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    if shutil.which("uv"):
        do("uv", "venv", "--python", sys.executable, folder, cwd=folder.parent)
        do("uv", "pip", "install", "--compile-bytecode", "--python", python, wheel, cwd=folder.parent)
    else:
        do(sys.executable, "-m", "venv", folder, cwd=folder.parent)
        do(python, "-m", "pip", "install", "--quiet", wheel, cwd=folder.parent)
    return programs


@pytest.fixture
def batchgame(installed: Path, tmp_path: Path) -> Callable[..., str]:
    """The installed command, run far from the checkout: its stdout, after it went well."""
    return lambda *words: do(installed / "batchgame", *words, cwd=tmp_path)


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A real sshd on this machine."""
    with sshd(tmp_path_factory.mktemp("sshd")) as found:
        yield found

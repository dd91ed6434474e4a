"""Fixtures: the wheel, built once from a copy of the tracked files, an environment with the wheel, and a real sshd."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from building import do, source
from sshd import Host, sshd


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution and the wheel, and return their folder."""
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
    """Install the wheel in a fresh environment outside the checkout, and return its folder of programs."""
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
    """Return a function that runs the installed command far from the checkout and returns its stdout."""
    return lambda *words: do(installed / "batchgame", *words, cwd=tmp_path)


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Start a real sshd on this machine."""
    with sshd(tmp_path_factory.mktemp("sshd")) as found:
        yield found

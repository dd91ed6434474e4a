"""Fixtures: the wheel, built once from a copy of the tracked files, an environment with the wheel, and a real sshd."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from building import build, do, environment
from sshd import Host, sshd


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution and the wheel, and return their folder."""
    return build("", tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="session")
def wheel(distributions: Path) -> Path:
    (found,) = distributions.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def pure(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with a compiler that always fails."""
    (found,) = build("--wheel", tmp_path_factory.mktemp("pure"), CC="false", CXX="false").glob("*.whl")
    return found


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in a fresh environment outside the checkout, and return its folder of programs."""
    return environment(tmp_path_factory.mktemp("fresh") / "venv", wheel)


@pytest.fixture
def batchgame(installed: Path, tmp_path: Path) -> Callable[..., str]:
    """Return a function that runs the installed command far from the checkout and returns its stdout."""
    return lambda *words: do(installed / "batchgame", *words, cwd=tmp_path)


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Start a real sshd on this machine."""
    with sshd(tmp_path_factory.mktemp("sshd")) as found:
        yield found

"""The ways to get the game that the README offers, as a user types them; all Pythons, lowest and newest versions."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from building import CLEAN, ROOT, do, source, works
from test_wheel import needs_a_compiler, tags

README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLE = README.partition("## Ways to get it\n")[2].partition("\n## ")[0]
SPEC = "pipx run --spec WHEEL batchgame play"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# Lowest means the lowest that has a wheel for that Python: nothing but the game is compiled here.
VERSIONS = ("lowest-direct", "highest")
ENDS = (("3.11", "lowest-direct"), ("3.13", "highest"))  # 3.14 is not to be had everywhere yet
TOOLS = ("pytest", "hypothesis", "pytest-xdist", "pexpect", "pyte")
# What these test: NumPy and the C engine, msgspec, Textual, filelock and platformdirs, PyArrow and Dask.
QUICK = (
    "tests/sim/test_native.py",
    "tests/scenarios/test_format.py",
    "tests/tui/test_progress.py",
    "tests/tui/test_pty_start.py",
    "tests/tui/test_sweep.py",
    "tests/tui/test_sweep_journal.py",
    "tests/tui/test_sweep_cluster.py",
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("uv") is None, reason="no uv here"),
    pytest.mark.skipif(os.name == "nt", reason="the commands are typed in a POSIX shell"),
]


class Clone:
    """A clone of the repository, and a shell in it with a home of its own: nothing is installed for the user."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.folder = source(folder / "clone")
        self.environ = {
            "PATH": f"{folder / 'bin'}{os.pathsep}{CLEAN['PATH']}",
            "PIPX_HOME": str(folder / "pipx"),
            "PIPX_BIN_DIR": str(folder / "bin"),
            "UV_TOOL_DIR": str(folder / "tools"),
            "UV_TOOL_BIN_DIR": str(folder / "bin"),
            "SHIV_ROOT": str(folder / "shiv"),
        }

    def type(self, line: str) -> None:
        """Type a line of the README."""
        assert f"`{line}`" in TABLE, line
        do("sh", "-c", line, cwd=self.folder, **self.environ)

    def plays(self, line: str) -> str:
        """Play by a line of the README that ends with `play`, and return the engine that ran."""
        assert f"`{line}`" in TABLE, line
        return works(*line.removesuffix(" play").split(), cwd=self.folder, **self.environ)


@pytest.fixture(scope="module")
def handed_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel that is made for other computers."""
    clone = Clone(tmp_path_factory.mktemp("handed_on"))
    clone.type(".ci/wheel")
    (wheel,) = (clone.folder / "dist").glob("*.whl")
    return wheel


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def have(program: str, folder: Path) -> None:
    """Put a program of the package index into a folder, or skip the test and say why it cannot be had."""
    words = ["uv", "tool", "install", "--quiet", program]
    places = {"UV_TOOL_DIR": str(folder / "helpers"), "UV_TOOL_BIN_DIR": str(folder / "bin")}
    run = subprocess.run(words, env=CLEAN | places, cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode:
        pytest.skip(f"{program} cannot be had: {run.stderr.strip().splitlines()[-1]}")


def test_each_way_is_tried() -> None:
    """The README offers nothing that no test here types."""
    written = {words for words in re.findall(r"`([^`]+)`", TABLE) if " " in words or words.startswith(".ci/")}
    tried = re.findall(r'clone\.(?:type|plays)\("([^"]+)"\)', Path(__file__).read_text(encoding="utf-8"))
    assert written == {*tried, SPEC}


def test_uv_run(clone: Clone) -> None:
    clone.plays("uv run batchgame play")


def test_uvx(clone: Clone) -> None:
    clone.plays("uvx --from . batchgame play")


def test_uv_tool_install(clone: Clone) -> None:
    clone.type("uv tool install .")
    works("batchgame", cwd=clone.home, **clone.environ)


def test_pipx_install(clone: Clone) -> None:
    have("pipx", clone.home)
    clone.type("pipx install .")
    works("batchgame", cwd=clone.home, **clone.environ)


def test_pip_install(clone: Clone) -> None:
    """The environment is an active one: its programs come first in the PATH."""
    do("uv", "venv", "--seed", clone.home / "venv", cwd=clone.home)
    clone.environ["PATH"] = f"{clone.home / 'venv/bin'}{os.pathsep}{CLEAN['PATH']}"
    clone.type("pip install .")
    works("batchgame", cwd=clone.home, **clone.environ)


def test_a_wheel_for_other_computers(handed_on: Path, tmp_path: Path) -> None:
    have("pipx", tmp_path)
    words = [str(handed_on) if word == "WHEEL" else word for word in SPEC.removesuffix(" play").split()]
    assert works(*words, cwd=tmp_path, PIPX_HOME=str(tmp_path / "pipx"), PATH=f"{tmp_path / 'bin'}:{CLEAN['PATH']}")


@needs_a_compiler
@pytest.mark.skipif(sys.platform != "linux", reason="manylinux is for Linux")
def test_the_wheel_is_for_every_linux_that_is_not_too_old(handed_on: Path, tmp_path: Path) -> None:
    have("auditwheel", tmp_path)
    have("patchelf", tmp_path)
    assert re.search(r"-cp311-abi3-(manylinux|musllinux)", handed_on.name)
    assert not [tag for tag in tags(handed_on) if "-linux_" in tag]


def test_one_file(clone: Clone) -> None:
    """At most 25 MB; it unpacks itself when it is started first."""
    have("shiv", clone.home)
    clone.type("uvx shiv -c batchgame -o batchgame.pyz .")
    assert (clone.folder / "batchgame.pyz").stat().st_size <= 25e6
    clone.plays("./batchgame.pyz play")


def interpreter(version: str, folder: Path) -> str:
    """Return a Python of this version that uv finds, that pyenv has, or that uv can install; else skip the test."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = {"UV_PYTHON_INSTALL_DIR": str(folder / "pythons"), "UV_PYTHON_INSTALL_BIN": "0"}

    def uv(*words: str) -> subprocess.CompletedProcess[str]:
        line = ["uv", "python", *words, version]
        return subprocess.run(line, cwd=folder, env=CLEAN | places, capture_output=True, text=True, check=False)

    for found in (uv("find").stdout.strip(), *map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))):
        if found:
            return found
    refused = uv("install").stderr.strip().splitlines()
    return uv("find").stdout.strip() or pytest.skip(f"Python {version} cannot be had: {' '.join(refused[-1:])}")


@pytest.mark.parametrize("versions", VERSIONS)
@pytest.mark.parametrize("version", PYTHONS)
def test_every_python_with_the_lowest_and_the_newest_dependencies(version: str, versions: str, tmp_path: Path) -> None:
    """Install what pyproject.toml asks for and the game in this Python, and play.

    At both ends, where most differs from the other tests' own environment, tests run that take a minute.
    """
    python = tmp_path / "venv/bin/python"
    do("uv", "venv", "--python", interpreter(version, tmp_path), tmp_path / "venv", cwd=tmp_path)
    clone = source(tmp_path / "clone")

    def install(*words: str | Path) -> None:
        do("uv", "pip", "install", "--python", python, *words, cwd=clone)

    is_end = (version, versions) in ENDS
    extras = ("--extra", "cluster", "--extra", "parquet") if is_end else ()
    install("--only-binary", ":all:", "--resolution", versions, "-r", "pyproject.toml", *extras)
    install("--no-deps", ".")
    print(do("uv", "pip", "list", "--python", python, cwd=clone))
    works(python.with_name("batchgame"), cwd=tmp_path)
    if is_end:
        install(*TOOLS)
        print(do(python, "-m", "pytest", "-p", "no:cacheprovider", *QUICK, cwd=clone))

"""The wheel as a user gets it, installed in a fresh environment outside the checkout."""

import json
import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from building import CLEAN, build, do, environment, works

ROOT = Path(__file__).parents[2]
HOUSE = ("sim", "scenarios", "classroom", "tui")
needs_a_compiler = pytest.mark.skipif(
    not (shutil.which("gcc") or shutil.which("cc")), reason="no C compiler: the engine in C is not built"
)


def test_the_wheel_has_all_of_the_house_and_nothing_else(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith((".so", ".pyd"))}
    files = {file for top in HOUSE for file in (ROOT / top).rglob("*") if file.is_file() and file.suffix != ".so"}
    expected = {f"batchgame/{file.relative_to(ROOT).as_posix()}" for file in files if "__pycache__" not in file.parts}
    assert {name for name in names if ".dist-info/" not in name} == expected
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


@needs_a_compiler
def test_the_wheel_has_the_engine_in_c_for_every_later_python(wheel: Path) -> None:
    assert "-cp311-abi3-" in wheel.name
    compiled = [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith((".so", ".pyd"))]
    assert [Path(name).parent.as_posix() for name in compiled] == ["batchgame/sim/engines/native"]


@needs_a_compiler
def test_the_engine_in_c_runs_and_is_chosen(batchgame: Callable[..., str]) -> None:
    result = json.loads(batchgame("run", "canyon", "--batch-size", "4", "--momentum", "0.5", "--json"))
    assert result["engine"] == "native"
    assert re.search(r"native +ready: C for \w+, ", batchgame("doctor"))


def tags(wheel: Path) -> set[str]:
    """Return the tags that a wheel has inside, and whether it says that it holds nothing compiled."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/WHEEL"))
        lines = archive.read(name).decode().splitlines()
    return {line for line in lines if line.startswith(("Tag:", "Root-Is-Purelib:"))}


@needs_a_compiler
def test_a_wheel_with_the_engine_in_c_is_for_this_platform(wheel: Path) -> None:
    assert "Root-Is-Purelib: false" in tags(wheel)
    assert {line for line in tags(wheel) if line.startswith("Tag: cp311-abi3-")}
    assert not [line for line in tags(wheel) if line.endswith("-any")]


def test_a_wheel_without_it_is_for_every_platform(pure: Path) -> None:
    assert pure.name.endswith("-py3-none-any.whl")
    assert tags(pure) == {"Tag: py3-none-any", "Root-Is-Purelib: true"}
    assert not [name for name in zipfile.ZipFile(pure).namelist() if name.endswith((".so", ".pyd", ".dylib"))]


@needs_a_compiler
@pytest.mark.skipif(os.name == "nt", reason="the compiler that fails is a shell script")
@pytest.mark.slow
def test_with_a_linker_that_fails_it_is_for_every_platform(tmp_path: Path) -> None:
    compiler = tmp_path / "cc"
    compiler.write_text('#!/bin/sh\nfor word; do [ "$word" = -shared ] && exit 1; done\nexec cc "$@"\n')
    compiler.chmod(0o755)
    (wheel,) = build("--wheel", tmp_path, CC=str(compiler), LDSHARED=f"{compiler} -shared").glob("*.whl")
    assert tags(wheel) == {"Tag: py3-none-any", "Root-Is-Purelib: true"}


@pytest.mark.slow
def test_without_a_compiler_it_plays_and_doctor_says_why(pure: Path, tmp_path: Path) -> None:
    """Install the wheel that holds no C, and play with NumPy."""
    command = environment(tmp_path / "venv", pure) / "batchgame"
    assert works(command, cwd=tmp_path) == "numpy"
    said = do(command, "doctor", cwd=tmp_path)
    assert re.search(r"native +not there: not built: there was no C compiler", said)
    assert re.search(r"auto +chooses numpy", said)
    asked = ["run", "canyon", "--batch-size", "4", "--momentum", "0", "--engine"]
    refused = subprocess.run(
        [command, *asked, "native"], cwd=tmp_path, env=CLEAN, capture_output=True, text=True, check=False
    )
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "no C compiler" in refused.stderr


def test_the_source_distribution_builds(distributions: Path) -> None:
    (found,) = distributions.glob("*.tar.gz")
    with tarfile.open(found) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "tui/command/main.py", "scenarios/races/saddle.toml"} <= names


def test_run_prints_one_object(batchgame: Callable[..., str]) -> None:
    result = json.loads(batchgame("run", "saddle", "--batch-size", "4", "--momentum", "0.5", "--json"))
    assert result["scenario"] == "saddle"
    assert result["solved"] > 0.9


def test_the_other_commands(batchgame: Callable[..., str]) -> None:
    assert "saddle/hair" in batchgame("list")
    assert "numpy" in batchgame("doctor")
    assert batchgame("--version").startswith("batchgame ")


def test_a_player_installs_little(installed: Path) -> None:
    """At most 15 packages and 110 MB, without what an environment has from its beginning."""
    (packages,) = installed.parent.rglob("site-packages")
    tools = ("pip", "setuptools")
    names = [found.name for found in packages.glob("*.dist-info") if found.name.partition("-")[0] not in tools]
    files = (
        file for file in packages.rglob("*") if file.is_file() and file.relative_to(packages).parts[0] not in tools
    )
    assert len(names) <= 15, names
    assert sum(file.stat().st_size for file in files) <= 110e6


def test_byte_code_is_compiled_at_install(installed: Path) -> None:
    (package,) = installed.parent.rglob("site-packages/batchgame")
    compiled = {file.name.partition(".")[0] for file in (package / "tui").rglob("*.pyc")}
    assert {"cli", "terminal", "progress"} <= compiled


def test_it_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    code = "import batchgame.sim as sim; print(sim.__file__)"
    run = subprocess.run([installed / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(run.stdout.strip()).is_relative_to(installed.parent)

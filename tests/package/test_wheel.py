"""The wheel as a user gets it, installed in a fresh environment outside the checkout."""

import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from building import do, source

ROOT = Path(__file__).parents[2]
HOUSE = ("sim", "scenarios", "tui")
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


def test_without_a_compiler_the_install_succeeds_and_doctor_says_so(tmp_path: Path) -> None:
    """Build the wheel with a compiler that always fails, unpack it, and run it."""
    copy, out = source(tmp_path / "source"), tmp_path / "dist"
    if shutil.which("uv"):
        do("uv", "build", "--wheel", "--out-dir", out, copy, cwd=tmp_path, CC="false", CXX="false")
    else:
        pytest.importorskip("build", reason="neither uv nor build is here to make a wheel")
        do(sys.executable, "-m", "build", "--wheel", "--outdir", out, copy, cwd=tmp_path, CC="false", CXX="false")
    (wheel,) = out.glob("*.whl")
    packages = tmp_path / "packages"
    zipfile.ZipFile(wheel).extractall(packages)
    assert not list(packages.rglob("*.so"))
    path = [str(packages), *(place for place in sys.path if "site-packages" in place)]
    code = f"import sys; sys.path += {path!r}; from batchgame.tui.command.main import main; sys.exit(main())"
    words = [sys.executable, "-S", "-c", code]  # without site: the editable install is not found
    said = do(*words, "doctor", cwd=tmp_path)
    assert re.search(r"native +not there: not built: there was no C compiler", said)
    assert re.search(r"auto +chooses numpy", said)
    asked = ["run", "canyon", "--batch-size", "4", "--momentum", "0", "--engine"]
    assert "numpy" in do(*words, *asked, "auto", cwd=tmp_path)
    refused = subprocess.run([*words, *asked, "native"], cwd=tmp_path, capture_output=True, text=True, check=False)
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

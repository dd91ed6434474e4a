"""What a user gets: the wheel, installed in a fresh environment outside the checkout, does its work."""

import json
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = ("sim", "scenarios", "tui")


def test_the_wheel_has_all_of_the_house_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    files = {file for top in HOUSE for file in (ROOT / top).rglob("*") if file.is_file()}
    expected = {f"batchgame/{file.relative_to(ROOT).as_posix()}" for file in files if "__pycache__" not in file.parts}
    assert {name for name in names if ".dist-info/" not in name} == expected
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_source_distribution_builds(distributions: Path) -> None:
    (found,) = distributions.glob("*.tar.gz")
    with tarfile.open(found) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "tui/cli.py", "scenarios/saddle.toml"} <= names


def test_run_prints_one_object(batchgame: Callable[..., str]) -> None:
    result = json.loads(batchgame("run", "saddle", "--batch-size", "4", "--momentum", "0.5", "--json"))
    assert result["scenario"] == "saddle"
    assert result["solved"] > 0.9


def test_the_other_commands(batchgame: Callable[..., str]) -> None:
    assert "saddle/hair" in batchgame("list")
    assert "numpy" in batchgame("doctor")
    assert batchgame("--version").startswith("batchgame ")


def test_byte_code_is_compiled_at_install(installed: Path) -> None:
    (package,) = installed.parent.rglob("site-packages/batchgame")
    compiled = {file.name.partition(".")[0] for file in (package / "tui").rglob("*.pyc")}
    assert {"cli", "terminal", "progress"} <= compiled


def test_it_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    code = "import batchgame.sim as sim; print(sim.__file__)"
    run = subprocess.run([installed / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(run.stdout.strip()).is_relative_to(installed.parent)

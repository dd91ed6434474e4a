"""What pyproject.toml lists is what lies in the folders."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ("sim", "scenarios", "tui")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LISTED: list[str] = PROJECT["tool"]["setuptools"]["packages"]
DATA: dict[str, list[str]] = PROJECT["tool"]["setuptools"]["package-data"]


def folders() -> list[Path]:
    """Every folder with code or data, as the wheel must have it."""
    inside = [folder for top in HOUSE for folder in ((ROOT / top), *(ROOT / top).rglob("*")) if folder.is_dir()]
    return [
        folder for folder in inside if folder.name != "__pycache__" and any(file.is_file() for file in folder.iterdir())
    ]


def dotted(folder: Path) -> str:
    return "batchgame." + ".".join(folder.relative_to(ROOT).parts)


def test_every_folder_is_listed_and_nothing_else() -> None:
    assert sorted(LISTED) == sorted(dotted(folder) for folder in folders())


@pytest.mark.parametrize("folder", folders(), ids=dotted)
def test_every_package_is_typed_and_says_what_it_is(folder: Path) -> None:
    assert (folder / "py.typed").exists()
    assert (folder / "__init__.py").read_text(encoding="utf-8").startswith('"""')


def test_the_root_is_no_package() -> None:
    assert not (ROOT / "__init__.py").exists(), "batchgame is a namespace package: folder X is batchgame.X"


@pytest.mark.parametrize("folder", folders(), ids=dotted)
def test_every_data_file_travels(folder: Path) -> None:
    patterns = [*DATA.get("*", []), *DATA.get(dotted(folder), [])]
    files = {file for file in folder.iterdir() if file.is_file() and file.suffix not in (".py", ".pyc", ".so")}
    left_behind = files - {file for pattern in patterns for file in folder.glob(pattern)}
    assert not left_behind


@pytest.mark.parametrize("folder", folders(), ids=dotted)
def test_files_are_short(folder: Path) -> None:
    long = {file.name for file in folder.glob("*.py") if len(file.read_text(encoding="utf-8").splitlines()) > 300}
    assert not long, "over 300 lines a file has two jobs"


def test_no_lock_file_is_kept() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "uv.lock" in ignored, "it records the addresses of the mirror it was made with"

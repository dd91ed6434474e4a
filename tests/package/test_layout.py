"""The folders of the house: pyproject.toml lists them all, and each has what a package needs."""

import tomllib
from pathlib import Path

from imports_of import PACKAGES, ROOT, modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LISTED: list[str] = PROJECT["tool"]["setuptools"]["packages"]
DATA: dict[str, list[str]] = PROJECT["tool"]["setuptools"]["package-data"]
LONGEST = 300  # lines of a file
MOST_IN_TUI = 4  # modules that lie in no room


def folders() -> dict[str, Path]:
    """Return every folder with code or data by its dotted name, as the wheel must have it."""
    inside = [folder for top in PACKAGES for folder in ((ROOT / top), *(ROOT / top).rglob("*")) if folder.is_dir()]
    return {
        ".".join(("batchgame", *folder.relative_to(ROOT).parts)): folder
        for folder in inside
        if folder.name != "__pycache__" and any(file.is_file() for file in folder.iterdir())
    }


def test_every_folder_is_listed_and_nothing_else() -> None:
    assert sorted(LISTED) == sorted(folders())


def test_every_package_is_typed_and_says_what_it_is() -> None:
    assert not [name for name, folder in folders().items() if not (folder / "py.typed").exists()]
    begins = {name: (folder / "__init__.py").read_text(encoding="utf-8") for name, folder in folders().items()}
    assert not [name for name, text in begins.items() if not text.startswith('"""')]


def test_the_root_is_no_package() -> None:
    assert not (ROOT / "__init__.py").exists(), "batchgame is a namespace package: folder X is batchgame.X"


def test_every_data_file_travels() -> None:
    left_behind = [
        str(file.relative_to(ROOT))
        for name, folder in folders().items()
        for file in folder.iterdir()
        if file.is_file() and file.suffix not in (".py", ".pyc", ".so")
        if not any(file.match(pattern) for pattern in [*DATA.get("*", []), *DATA.get(name, [])])
    ]
    assert not left_behind, "\n".join(left_behind)


def test_files_are_short() -> None:
    long = {name: count for name, file in modules().items() if (count := _lines(file)) > LONGEST}
    assert not long, f"over {LONGEST} lines a file has two jobs"


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def test_few_modules_of_tui_lie_in_no_room() -> None:
    assert len([file for file in (ROOT / "tui").glob("*.py") if file.name != "__init__.py"]) <= MOST_IN_TUI


def test_no_lock_file_is_kept() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "uv.lock" in ignored, "it records the addresses of the mirror it was made with"

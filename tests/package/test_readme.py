"""A test for each promise of the README that a machine can hold."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "scenarios/README.md"]
COMMANDS = [
    line.split("#")[0].strip()
    for line in README.splitlines()
    if re.match(r" {4}batchgame (list|run|doctor|bench)", line)
]


def test_two_commands_come_before_anything_else() -> None:
    first_screen = "\n".join(README.splitlines()[:24])
    assert "pip install uv && uv run batchgame play" in first_screen
    assert "pip install uv && uv run --group dev pytest" in first_screen
    assert "pipx install uv" in first_screen
    assert "docs/pictures/run-80x24.png" in first_screen


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_leads_somewhere(file: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (file.parent / target).exists(), target


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_work_as_written(batchgame: Callable[..., str], command: str) -> None:
    assert batchgame(*shlex.split(command)[1:])


def test_there_are_commands_to_test() -> None:
    assert len(COMMANDS) >= 4


def test_the_table_has_every_scenario() -> None:
    from batchgame.scenarios.reading.library import load, names

    for name in names():
        assert load(name).title.en in README


def test_the_python_that_is_needed() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'requires-python = ">=3.11"' in pyproject
    assert "Python 3.11 or newer" in README


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(ROOT)))
def test_documents_name_options_that_exist(file: Path) -> None:
    from importlib import import_module

    from batchgame.tui.command.main import COMMANDS

    parsers = [import_module(f"batchgame.tui.command.{command}").parser() for command in COMMANDS]
    known = {name for parser in parsers for action in parser._actions for name in action.option_strings}
    for line in file.read_text(encoding="utf-8").splitlines():
        for words in re.findall(r"batchgame (?:play|run|list|check|doctor|bench)[^`#\n]*", line):
            assert set(re.findall(r"--[a-z-]+", words)) <= known, line

"""The promises of the README and of docs/ that a machine can check."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

from batchgame.scenarios.reading.library import load, names
from batchgame.tui.command import main

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
    commands = ("pip install uv && uv run batchgame play", "pip install uv && uv run --group dev pytest")
    wanted = (*commands, "pipx install uv", "docs/pictures/run-80x24.png")
    assert not [words for words in wanted if words not in first_screen]


def test_every_link_leads_somewhere() -> None:
    links = [
        (file, target)
        for file in DOCS
        for target in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8"))
        if not target.startswith("https://")
    ]
    offenders = [f"{file.relative_to(ROOT)}: {target}" for file, target in links if not (file.parent / target).exists()]
    assert not offenders, "\n".join(offenders)


def test_the_commands_work_as_written(batchgame: Callable[..., str]) -> None:
    assert len(COMMANDS) >= 4
    assert not [command for command in COMMANDS if not batchgame(*shlex.split(command)[1:])]


def test_the_table_has_every_scenario() -> None:
    assert not [name for name in names() if load(name).title.en not in README]


def test_the_python_that_is_needed() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'requires-python = ">=3.11"' in pyproject
    assert "Python 3.11 or newer" in README


def test_documents_name_options_that_exist() -> None:
    parsers = {command: main.module_of(command).parser() for command in main.COMMANDS}
    known = {
        command: {
            name
            for each in (parser, *(other() for other in getattr(parser, "_others", {}).values()))
            for action in each._actions
            for name in action.option_strings
        }
        for command, parser in parsers.items()
    }
    offenders = [
        f"{file.relative_to(ROOT)}: {line}"
        for file in DOCS
        for line in file.read_text(encoding="utf-8").splitlines()
        for command, words in re.findall(rf"batchgame ({'|'.join(known)})\b([^`#\n]*)", line)
        if not set(re.findall(r"--[a-z-]+", words)) <= known[command]
    ]
    assert not offenders, "\n".join(offenders)

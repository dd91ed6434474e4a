"""The arrows between packages point down: tui → scenarios → sim. Read from the imports, and from fresh processes."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAY_IMPORT = {"sim": {"sim"}, "scenarios": {"scenarios", "sim"}, "tui": {"tui", "scenarios", "sim"}}
FILES = sorted(file for top in MAY_IMPORT for file in (ROOT / top).rglob("*.py"))
HEAVY = ("numpy", "textual", "cupy", "rich")


def imported(file: Path) -> set[str]:
    """Every module that a file names in an import, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_arrows_point_down(file: Path) -> None:
    home = file.relative_to(ROOT).parts[0]
    for module in imported(file):
        top, _, rest = module.partition(".")
        assert top not in MAY_IMPORT, f"import {module}: the package is batchgame.{top}"
        if top == "batchgame" and rest:
            assert rest.split(".")[0] in MAY_IMPORT[home]


def test_cupy_is_imported_in_one_file() -> None:
    users = [file for file in FILES if any(module.partition(".")[0] == "cupy" for module in imported(file))]
    assert [file.relative_to(ROOT).as_posix() for file in users] == ["sim/engines/cuda/load.py"]


def test_the_terminal_library_stays_in_tui_and_out_of_its_commands() -> None:
    users = [
        file for file in FILES if any(module.partition(".")[0] in ("textual", "rich") for module in imported(file))
    ]
    for file in users:
        assert file.relative_to(ROOT).parts[0] == "tui"
        assert "command" not in file.parts


def loaded(code: str) -> set[str]:
    """The modules in a fresh process after `code`."""
    report = "import json, sys; print('\\n' + json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout.splitlines()[-1]))


def command(*words: str) -> set[str]:
    return loaded(f"from batchgame.tui.command.main import main\nmain({list(words)!r})")


RUN = ("run", "saddle", "--batch-size", "4", "--momentum", "0.5", "--trajectories", "10", "--updates", "5", "--json")


@pytest.mark.parametrize(
    "words", [("--help",), ("play", "--help"), ("run", "--help"), ("bench", "--help"), ("--seed", "-1"), ("plya",)]
)
def test_words_load_nothing_heavy(words: tuple[str, ...]) -> None:
    assert not command(*words) & set(HEAVY)


@pytest.mark.parametrize(
    "words", [("list",), ("list", "--json"), ("run", "sadle", "--batch-size", "1", "--momentum", "0")]
)
def test_texts_load_no_arrays(words: tuple[str, ...]) -> None:
    assert not command(*words) & set(HEAVY)


@pytest.mark.parametrize("words", [RUN, ("doctor",), ("bench", "--seconds", "1")])
def test_the_experiment_loads_no_terminal_library(words: tuple[str, ...]) -> None:
    modules = command(*words)
    assert "numpy" in modules
    assert not modules & {"textual", "rich", "cupy"}


@pytest.mark.parametrize(
    "module", ["scenarios", "scenarios.reading.format", "scenarios.text.prose", "scenarios.reading.library", "tui.cli"]
)
def test_no_arrays_before_the_experiment(module: str) -> None:
    assert not loaded(f"import batchgame.{module}") & set(HEAVY)


def test_no_second_copy_of_the_packages() -> None:
    for modules in (command(*RUN), command("list"), set(sys.modules)):
        assert not modules & set(MAY_IMPORT)


def test_sim_knows_no_lesson() -> None:
    modules = loaded("import batchgame.sim.race, batchgame.sim.outcomes, batchgame.sim.theory")
    assert not {module for module in modules if module.startswith(("batchgame.scenarios", "batchgame.tui"))}


def test_scenarios_know_no_terminal() -> None:
    modules = loaded(
        "import batchgame.scenarios.reading.library, batchgame.scenarios.proving.check\n"
        "import batchgame.scenarios.reading.problem"
    )
    assert not {module for module in modules if module.startswith("batchgame.tui")}

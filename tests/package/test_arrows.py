"""Imports point down, from tui to scenarios to sim and from floor to floor, as files and fresh processes show."""

import json
import subprocess
import sys

import pytest
from imports_of import FUNCTION, PACKAGES, TYPES, Import, circles, imports, loaded, modules
from rooms import FLOORS

MAY_IMPORT = {
    "sim": {"sim"},
    "scenarios": {"scenarios", "sim"},
    "classroom": {"classroom", "scenarios", "sim"},
    "tui": {"tui", "classroom", "scenarios", "sim"},
}
HEAVY = {"numpy", "textual", "cupy", "rich"}
# Why an import stands inside a function: at the top it would load one of these packages too early, or on a machine that
# does not have it. To break a circle is no reason.
REASONS = {
    "numpy": "the first frame is drawn before NumPy is loaded (100 ms); `--help` and `list` never load it",
    "textual": "its variables are set before it is imported (250 ms); plain lines and other commands never load it",
    "rich": "comes with Textual",
    "msgspec": "40 ms with the schemas; `--help` of a command reads no scenario",
    "difflib": "3 ms; only an error guesses what was meant",
    "platformdirs": "5 ms; needed once a folder of the user is looked for",
    "textual.drivers.linux_driver": "missing on Windows",
    "sim.engines.native.engine": "needs the C extension, which was not built where there is no compiler",
    "asyncio": "38 ms; only a game on a screen has a loop, and it imports it without TLS",
    "subprocess": "6 ms with the maps; a map is computed after a race, or with the command `map`",
    "hashlib": "2.5 ms; only a player's own file has a digest",
    "filelock": "10 ms; needed when progress or a table is written, after the first frame",
    "importlib.metadata": "10 ms; only --version and few commands ask for the version",
    "cupy": "the extra [gpu]",
    "asyncssh": "the extra [class]",
    "pyarrow": "the extra [parquet]",
    "resource": "missing on Windows",
    "termios": "missing on Windows",
    "ctypes": "2 ms; the process of a map needs it, and the game does not",
}


def test_arrows_between_packages_point_down() -> None:
    offenders = [
        str(found)
        for found in imports()
        if found.target in modules() and found.target.split(".")[0] not in MAY_IMPORT[found.home.split(".")[0]]
    ]
    assert not offenders, "\n".join(offenders)


def floor(module: str) -> int:
    """Return the floor of a module in tui; those that lie in no room start the command and stand above all."""
    room = module.split(".")[1:2]
    return FLOORS.index(room[0]) if room and room[0] in FLOORS else len(FLOORS)


def test_arrows_between_the_rooms_of_tui_point_down() -> None:
    """Imports inside functions and those for types count as well."""
    offenders = [
        f"{found} ({found.place})"
        for found in imports()
        if found.home.startswith("tui.") and found.target.startswith("tui.")
        if floor(found.target) > floor(found.home)
    ]
    assert not offenders, "\n".join(offenders)


def test_no_modules_import_one_another_in_a_circle() -> None:
    """Imports inside functions count: a circle is a circle whenever it is closed."""
    edges: dict[str, set[str]] = {name: set() for name in modules()}
    for found in imports():
        if found.place != TYPES and found.target in modules() and found.target != found.home:
            edges[found.home].add(found.target)
    offenders = [" ".join(group) for group in circles(edges)]
    assert not offenders, "\n".join(offenders)


def reasons(found: Import) -> frozenset[str]:
    """Return the heavy packages that an import inside a function keeps from being loaded with its file."""
    packages = frozenset(REASONS)
    return loaded(found.target, packages) - loaded(found.home, packages)


def test_an_import_inside_a_function_has_a_reason() -> None:
    inside = [found for found in imports() if found.place == FUNCTION]
    without = [found for found in inside if not reasons(found)]
    offenders = [str(found) for found in without]
    print(f"{len(inside)} imports inside functions, {len(without)} of them without a reason")
    assert not offenders, "\n".join(offenders)
    assert {one for found in inside for one in reasons(found)} == set(REASONS), "a reason that nothing has is deleted"


def users(*packages: str) -> set[str]:
    """Return the modules that import one of these foreign packages themselves."""
    return {found.home for found in imports() if found.target.partition(".")[0] in packages}


def test_cupy_is_imported_in_one_file() -> None:
    assert users("cupy") == {"sim.engines.cuda.load"}


def test_the_terminal_library_stays_in_tui_and_out_of_its_commands() -> None:
    assert not [
        name for name in users("textual", "rich") if not name.startswith("tui.") or name.startswith("tui.command.")
    ]


def loads(code: str) -> set[str]:
    """Return the modules of a fresh process after `code`."""
    report = "import json, sys; print('\\n' + json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout.splitlines()[-1]))


def command(*words: str) -> set[str]:
    """Return the modules of a fresh process after a command line."""
    return loads(f"from batchgame.tui.command.main import main\nmain({list(words)!r})")


RUN = ("run", "saddle", "--batch-size", "4", "--momentum", "0.5", "--trajectories", "10", "--updates", "5", "--json")


def test_words_load_nothing_heavy() -> None:
    helps = [("class", name, "--help") for name in ("serve", "console", "wall", "tally", "join", "check", "close")]
    names = [
        "play",
        "map",
        "list",
        "run",
        "sweep",
        "check",
        "class",
        "bench",
        "doctor",
        "warmup",
        "quiz",
        "study",
        "serve",
    ]
    helps += [(name, "--help") for name in names]
    wrong = [("--seed", "-1"), ("plya",), ("run", "sadle", "--batch-size", "1", "--momentum", "0")]
    lines = [("--help",), ("--version",), ("list",), ("list", "--json"), *helps, *wrong]
    offenders = [f"{' '.join(words)}: {found}" for words in lines if (found := command(*words) & HEAVY)]
    assert not offenders, "\n".join(offenders)


@pytest.mark.parametrize("words", [RUN, ("doctor",), ("bench", "--seconds", "1")])
def test_the_experiment_loads_no_terminal_library(words: tuple[str, ...]) -> None:
    found = command(*words)
    assert "numpy" in found
    assert not found & {"textual", "rich", "cupy"}


def test_no_arrays_before_the_experiment() -> None:
    names = ("scenarios", "scenarios.reading.format", "scenarios.text.prose", "scenarios.reading.library", "tui.cli")
    code = "\n".join(f"import batchgame.{name}" for name in names)
    assert not loads(code) & HEAVY


def test_the_first_frame_needs_no_arrays() -> None:
    """`batchgame` sets the variables of Textual before it imports Textual, and draws before it imports NumPy."""
    assert not loads("import batchgame.tui.command.play, batchgame.tui.command.start") & HEAVY
    assert "numpy" not in loads("import batchgame.tui.command.start, batchgame.tui.game.app")


def test_a_class_is_given_without_arrays() -> None:
    assert not loads("import batchgame.tui.classroom.door, batchgame.tui.command.class_serve") & HEAVY


def test_no_second_copy_of_the_packages() -> None:
    for found in (command(*RUN), command("list"), set(sys.modules)):
        assert not found & set(PACKAGES)


def test_sim_knows_no_lesson() -> None:
    found = loads("import batchgame.sim.race, batchgame.sim.outcomes, batchgame.sim.theory")
    assert not {name for name in found if name.startswith(("batchgame.scenarios", "batchgame.tui"))}


def test_scenarios_know_no_terminal() -> None:
    found = loads(
        "import batchgame.scenarios.reading.library, batchgame.scenarios.proving.check\n"
        "import batchgame.scenarios.reading.problem"
    )
    assert not {name for name in found if name.startswith("batchgame.tui")}

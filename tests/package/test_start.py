"""What a first command installs, how the command is started, and what a pytest of another environment says."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["uv"]
TEST_COMMAND = "uv run --group dev pytest"
WAYS_IN = {
    "script": [str(Path(sys.executable).with_name("batchgame"))],
    "module of the command": ["-m", "batchgame.tui"],
    "module in installed ForceCommands": ["-m", "batchgame.tui.cli"],
}
TEXTS = [ROOT / "README.md", *(ROOT / ".ci").iterdir(), *(ROOT / "docs").iterdir()]
TEXTS += [file for folder in ("bench", "tests", "tui", "scenarios", "sim") for file in (ROOT / folder).rglob("*.py")]
# A process whose Python does not find one of the modules that the tests need.
FOREIGN = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "textual" else find(name, *more)
import pytest
sys.exit(pytest.main(["-p", "no:xdist", "-p", "no:cacheprovider"]))
"""


def test_uv_installs_no_tools_and_compiles_nothing_at_a_start() -> None:
    assert UV["default-groups"] == []
    assert "compile-bytecode" not in UV


def test_a_foreign_pytest_says_in_one_line_what_to_type() -> None:
    run = subprocess.run([sys.executable, "-B", "-c", FOREIGN], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == pytest.ExitCode.USAGE_ERROR
    (line,) = (run.stdout + run.stderr).strip().splitlines()
    assert f"type `{TEST_COMMAND}`" in line
    assert "lacks textual" in line


def test_a_pytest_of_another_checkout_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment is active, and the pytest that the PATH has is of another one, which has another batchgame."""
    spec = spec_from_file_location("tests_conftest", ROOT / "tests" / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    conftest = module_from_spec(spec)
    spec.loader.exec_module(conftest)
    assert conftest.what_is_wrong() == ""
    monkeypatch.setattr(os.path, "samefile", lambda *_: False)
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)
    assert conftest.what_is_wrong() == ""
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path))
    assert conftest.what_is_wrong().startswith("has the batchgame of another folder, ")


def test_every_command_for_developers_names_the_group() -> None:
    tool = re.compile(r"uv run (pytest|mypy|ruff|docs/)")
    offenders = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in TEXTS
        if file.is_file() and file.suffix in (".md", ".py", "") and file != Path(__file__)
        for line in file.read_text(encoding="utf-8").splitlines()
        if tool.search(line) and "without" not in line.lower()
    ]
    assert not offenders


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert TEST_COMMAND in (ROOT / "README.md").read_text(encoding="utf-8")
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert any(line.startswith(f"{TEST_COMMAND} ") for line in lines)
    assert (ROOT / ".ci/full").read_text(encoding="utf-8").rstrip().splitlines()[-1].startswith("exec .ci/run ")


@pytest.mark.parametrize("way", WAYS_IN)
def test_the_command_starts(way: str) -> None:
    """As docs/ssh.md has it, isolated and without bytecode, and as a player types it."""
    for options in ([], ["-I", "-B"]):
        words = [sys.executable, *options, *WAYS_IN[way], "--version"]
        run = subprocess.run(words, cwd="/", capture_output=True, text=True, check=False, timeout=120)
        assert (run.returncode, run.stderr) == (0, "")
        assert re.fullmatch(r"batchgame \d+\.\d+\.\d+\n", run.stdout)


def test_the_page_about_ssh_starts_a_module_that_stays() -> None:
    page = (ROOT / "docs" / "ssh.md").read_text(encoding="utf-8")
    assert page.count("bin/python -I -B -m batchgame.tui.cli play --kiosk\n") == 1

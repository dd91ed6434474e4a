"""`--kiosk`: one test for each thing that it closes."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from terminal_of import COMMAND, Terminal
from textual.app import App, SuspendNotSupported

from batchgame.scenarios.playables import all_playables
from batchgame.scenarios.reading.library import find
from batchgame.tui.command.main import main
from batchgame.tui.draw.look import look
from batchgame.tui.game.kiosk_app import KioskApp
from batchgame.tui.game.order import first_route
from batchgame.tui.game.session import Session
from batchgame.tui.maps.round_maps import result_map
from batchgame.tui.maps.worker import alone
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.progress import Progress

KIOSK = ("play", "--kiosk", "--trajectories", "20", "--lang", "en")
ANSWERS = "1\n9\n4\n0.5\n\n2\n2\nq\n"
EVIL = {
    "TEXTUAL": "devtools,debug",
    "TEXTUAL_LOG": "log",
    "TEXTUAL_SCREENSHOT": "0",
    "TEXTUAL_SCREENSHOT_LOCATION": ".",
    "TEXTUAL_PRESS": "q",
    "TEXTUAL_DRIVER": "nowhere:Driver",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_SHOW_RETURN": "1",
    "BATCHGAME_DEBUG": "1",
    "COLUMNS": "30",
    "LINES": "5",
    "PYTHONBREAKPOINT": "os.abort",
    "FORCE_COLOR": "1",
}
CRASHING = """
import sys
from batchgame.tui.game.pages.aim import AimPage
def broken(self, grid):
    secret = "/etc/secret"
    raise ValueError(f"{secret} of [red]the house[/red] \\x1b[31m")
AimPage.paint = broken
from batchgame.tui.command.main import main
sys.exit(main(sys.argv[1:]))
"""


def house(folder: Path) -> dict[str, str]:
    """Make empty folders, and return the variables that send there everything that is written."""
    names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "TMPDIR", "BATCHGAME_DATA")
    for name in names:
        (folder / name.lower()).mkdir()
    return {name: str(folder / name.lower()) for name in names}


def files(folder: Path) -> list[str]:
    return [str(path) for path in folder.rglob("*") if not path.is_dir()]


def in_the(folder: Path) -> list[str]:
    """Return the command, started in that folder."""
    return [sys.executable, "-c", f"import os, runpy, sys; os.chdir({str(folder)!r}); "
            "sys.argv[0] = 'batchgame'; runpy.run_module('batchgame.tui.cli', run_name='__main__')"]  # fmt: skip


def test_a_round_writes_nothing(tmp_path: Path) -> None:
    around = house(tmp_path) | EVIL
    data = Path(around.pop("BATCHGAME_DATA"))
    with Terminal(data, *KIOSK, "saddle", command=in_the(tmp_path), **around) as terminal:
        terminal.until("How sure")
        terminal.press("1", "9")
        terminal.until("Enter fire")
        terminal.press("enter")
        terminal.until("STEP SIZE")
        terminal.press("enter")
        terminal.until(", over")
        terminal.press("enter")
        terminal.until("Press 1 to")
        terminal.press("2")
        terminal.until("20 runs a cell")
        terminal.press("l")
        terminal.settled()
        terminal.press("l", "escape")
        most = 3 * len(all_playables())
        terminal.until(f"of {most} stars")
        assert f" 0 of {most}" not in terminal.text(), "stars are kept while the game lasts"
        terminal.press("q")
        assert terminal.ended() == 0
    assert files(tmp_path) == []
    assert not list(data.iterdir())


def test_the_limits_of_the_page_leave_room_to_play(tmp_path: Path) -> None:
    """As docs/ssh.md has them: no byte into a file, 4 GB of addresses, no core dump."""
    limits = 'ulimit -f 0; ulimit -c 0; ulimit -v 4194304; exec "$@"'
    with Terminal(tmp_path, *KIOSK, "saddle", command=["/bin/sh", "-c", limits, "sh", *COMMAND]) as terminal:
        terminal.until("How sure")
        terminal.press("1", "9")
        terminal.until("Enter fire")
        terminal.press("enter")
        terminal.until("STEP SIZE")
        terminal.press("enter")
        terminal.until(", over")
        terminal.press("enter")
        terminal.until("Press 1 to")
        terminal.press("2")
        terminal.until("20 runs a cell")
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_plain_round_writes_nothing(tmp_path: Path) -> None:
    around = {**os.environ, **house(tmp_path), **EVIL}
    words = [*in_the(tmp_path), *KIOSK, "saddle", "--plain"]
    done = subprocess.run(words, env=around, input=ANSWERS, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0
    assert "95%" in done.stdout
    assert done.stderr == ""
    assert files(tmp_path) == []


def test_plain_lines_survive_what_is_no_text(tmp_path: Path) -> None:
    junk = b"\xff\xfe\n" + b"x" * 100_000 + b"\n" + b"\x1b]52;c;?\x07\n" + ANSWERS.encode()
    words = [*COMMAND, *KIOSK, "saddle", "--plain"]
    done = subprocess.run(words, input=junk, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"95%" in done.stdout


def test_only_bundled_scenarios(capsys: pytest.CaptureFixture[str]) -> None:
    offenders = []
    for word in ("my.toml", "./saddle", "/etc/passwd", "../saddle.toml", "saddle.toml", "sadle", "", "~"):
        status = main(["play", "--kiosk", word])
        said = capsys.readouterr().err
        if status != 2 or "--kiosk plays no files" not in said:
            offenders.append(f"{word!r}: {status}, {said!r}")
    assert not offenders, "\n".join(offenders)


def test_a_path_is_not_even_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "here.toml"
    path.write_text("format = 1")
    watched = (
        "import sys; seen = []\n"
        "import batchgame.tui.command.main as cli\n"
        "import os\n"
        "def watch(real): return lambda *a, **k: seen.append(a) or real(*a, **k)\n"
        "for name in ('stat', 'lstat', 'open', 'access', 'scandir'): setattr(os, name, watch(getattr(os, name)))\n"
        "for name in ('lexists', 'exists', 'isdir'): setattr(os.path, name, watch(getattr(os.path, name)))\n"
        "sys.addaudithook(lambda event, args: seen.append(args) if event == 'open' else None)\n"
        f"status = cli.main(['play', '--kiosk', {str(path)!r}])\n"
        "print(status, [args for args in seen if 'here' in str(args)])\n"
    )
    done = subprocess.run([sys.executable, "-c", watched], capture_output=True, text=True, check=True)
    assert done.stdout == "2 []\n"


def test_engines_that_write_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", "saddle", "--kiosk", "--engine", "cupy"]) == 2
    assert "may write files; auto or numpy" in capsys.readouterr().err


def test_the_environment_is_bare() -> None:
    code = (
        "import os\n"
        "from batchgame.tui.command.kiosk import closed\n"
        "from batchgame.tui.race.options import PlayOptions\n"
        "with closed(PlayOptions()): print(sorted(os.environ))\n"
        "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))\n"
    )
    around = {**os.environ, **EVIL, "TERM": "xterm", "LANG": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-c", code], env=around, capture_output=True, text=True, check=True)
    names, limit = done.stdout.splitlines()
    allowed = {"TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}
    assert set(eval(names)) <= allowed
    assert limit == "(0, 0)"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_the_maps_worker_is_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_LOG", "log")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    words, environ = alone()
    assert words[1:3] == ["-I", "-B"]
    assert set(environ) <= {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}
    round_ = Round(*find("saddle"), PlayOptions(scenario="saddle", trajectories=100))
    map_ = result_map(round_, kiosk=True)
    try:
        os.kill(map_._process.pid, signal.SIGSTOP)  # otherwise a small map is done before /proc is read
        around, end = b"", time.monotonic() + 40
        while b"OMP_NUM_THREADS" not in around and time.monotonic() < end:
            around = Path(f"/proc/{map_._process.pid}/environ").read_bytes()
        os.kill(map_._process.pid, signal.SIGCONT)
        map_.join(60)
        assert map_.complete
        assert b"OMP_NUM_THREADS=1" in around
        assert b"TEXTUAL" not in around
        assert b"PATH=" not in around
    finally:
        map_.close()


def test_a_mistake_is_one_plain_line(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CRASHING]
    with Terminal(tmp_path, *KIOSK, "saddle", command=command, **EVIL) as terminal:
        terminal.until("How sure")
        terminal.press("1", "9")
        assert terminal.ended() == 1
        after = bytes(terminal.sent).rpartition(b"\x1b[?1049l")[2].decode()
        assert "batchgame: the game has ended because of a mistake in it; start it again" in after
        for word in ("secret", ".py", "line ", "Error", "Traceback", "house"):
            assert word not in after
        assert terminal.termios() == terminal.flags


def test_it_does_not_stop_for_a_shell(tmp_path: Path) -> None:
    with Terminal(tmp_path, *KIOSK, "saddle") as terminal:
        terminal.until("How sure")
        terminal.press("\x1a", "\x1c")  # Ctrl+Z, Ctrl+\
        terminal.child.kill(signal.SIGTSTP)
        terminal.settled()
        terminal.press("1")
        terminal.until("if you are sure")
        terminal.press("ctrl+c")
        assert terminal.ended() == 130


@pytest.fixture
def app() -> KioskApp:
    session = Session(PlayOptions(kiosk=True), look("true"), Progress.in_memory())
    return KioskApp(session, first_route(session))


def test_textuals_ways_out_are_shut(app: KioskApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import webbrowser

    opened: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(webbrowser, "open", opened.append)

    async def tries() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            app.action_command_palette()
            app.action_screenshot()
            with pytest.raises(PermissionError):
                app.save_screenshot()
            assert app.deliver_screenshot() is None
            assert app.deliver_text(StringIO("x"), save_directory=tmp_path) is None
            assert app.deliver_binary(BytesIO(b"x"), save_directory=tmp_path) is None
            app.open_url("https://example.org")
            app.copy_to_clipboard("x")
            app.action_suspend_process()
            with pytest.raises(SuspendNotSupported), app.suspend():
                pass
            await pilot.press("ctrl+p", "super+c", "ctrl+z")
            await pilot.pause()
            assert len(app.screen_stack) == 1
            assert app.clipboard == ""
            assert app.is_running

    asyncio.run(tries())
    assert opened == []
    assert list(tmp_path.iterdir()) == []
    assert app.features == frozenset()


def test_the_driver_is_shut_as_well(app: KioskApp) -> None:
    driver = app.get_driver_class()
    assert driver.can_suspend is False
    assert driver.open_url.__qualname__.startswith("_shut.")
    assert driver.deliver_binary.__qualname__.startswith("_shut.")


def test_every_way_out_that_textual_has_is_known() -> None:
    """A new version of Textual may bring another one: then look through this list again."""
    risky = re.compile("clipboard|deliver|open_url|screenshot|suspend|palette|save|export|download|browser")
    found = {name for name in dir(App) if risky.search(name) and not name.startswith("_")}
    harmless = {"clipboard", "export_screenshot", "use_command_palette", "get_system_commands", "search_commands"}
    harmless |= {"app_suspend_signal", "COMMAND_PALETTE_BINDING", "COMMAND_PALETTE_DISPLAY", "ENABLE_COMMAND_PALETTE"}
    assert found - harmless <= set(vars(KioskApp)), found - harmless - set(vars(KioskApp))

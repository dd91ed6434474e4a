"""docs/ssh.md as it is written, with a real sshd: a round is played, and every way out through ssh is closed."""

import os
import pwd
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from getpass import getuser
from pathlib import Path

import pytest
from sshd import MISSING, SSHD, THERE, Host, sshd, wait_until

pexpect = pytest.importorskip("pexpect", reason="needs pexpect")
pytestmark = [pytest.mark.ssh, pytest.mark.skipif(not THERE, reason=MISSING)]
PAGE = (Path(__file__).parents[2] / "docs" / "ssh.md").read_text(encoding="utf-8")
KEPT = {"TERM", "LANG", "LC_ALL", "LC_CTYPE", "COLORTERM", "NO_COLOR"}


def block(python: Path, keys: Path, user: str) -> str:
    """Return the page's lines for sshd_config, with this Python, these keys and this account in them."""
    (found,) = re.findall(r"```sshd_config\n(.*?)```", PAGE, re.DOTALL)
    changed = {
        "Match User batchgame\n": f"Match User {user}\n",
        " /etc/ssh/batchgame_keys\n": f" {keys}\n",
        " /opt/batchgame/bin/python ": f" {python} ",
        # To accept every variable goes beyond the page: then `env -i` alone must keep them out.
        "AcceptEnv LANG LC_* COLORTERM NO_COLOR\n": "AcceptEnv *\n",
    }
    for written, here in changed.items():
        assert found.count(written) == 1
        found = found.replace(written, here)
    return str(found)


@pytest.fixture(scope="module")
def host(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    folder = tmp_path_factory.mktemp("kiosk")
    keys = folder / "batchgame_keys"
    with sshd(folder, ["Subsystem sftp internal-sftp", block(installed / "python", keys, getuser())]) as found:
        (folder / "authorized_keys").rename(keys)  # the account's own file is not read
        yield found


def run(words: list[str], stdin: str = "", **environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        words, input=stdin, env=os.environ | environ, capture_output=True, text=True, timeout=60, check=False
    )


def games(installed: Path) -> list[Path]:
    """Return the processes of the kiosk."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cmdline").read_bytes().startswith(f"{installed / 'python'}\0-I\0-B\0".encode()):
                found.append(process)
        except OSError:
            continue
    return found


def tasks(installed: Path) -> int:
    """Return how many tasks one player has: the threads of the kiosk's processes, and two processes of sshd."""
    return 2 + sum(len(list((process / "task").iterdir())) for process in games(installed))


def gone(installed: Path) -> bool:
    for _ in range(100):
        if not games(installed):
            return True
        time.sleep(0.1)
    return False


def ask(host: Host, folder: Path, *options: str, **environ: str):  # type: ignore[no-untyped-def]
    """Open a terminal with ssh in it."""
    from terminal_of import Terminal

    ssh = host.words("-tt", *options)
    return Terminal(folder, command=[*ssh[:-1], ssh[-1]], **environ)


def test_a_round_is_played(host: Host, installed: Path, tmp_path: Path) -> None:
    with ask(host, tmp_path) as terminal:
        terminal.until("English")
        terminal.press("1")
        for key, seen in (("escape", "The order is advice"), ("2", "▸"), ("enter", "How sure"), ("1", "8")):
            terminal.press(key)
            terminal.until(seen)
        terminal.press("9")
        terminal.until("Enter fire")
        terminal.press("enter")
        terminal.until("STEP SIZE")
        terminal.press("enter")
        terminal.until(", over")
        terminal.press("enter")
        terminal.until("Press 1 to")
        terminal.press("2")
        terminal.until("LESSON")
        most = tasks(installed)
        terminal.until("1000 runs a cell")  # the map's worker has done its work
        (game,) = (process for process in games(installed) if b"--kiosk" in (process / "cmdline").read_bytes())
        wait_until(lambda: not (game / "task" / game.name / "children").read_text())  # a zombie would stay there
        assert most <= 8 + 2 * (os.cpu_count() or 1), "the page names a limit for each player"
        variables = (game / "environ").read_bytes().split(b"\0")
        assert {pair.partition(b"=")[0].decode() for pair in variables if pair} <= KEPT
        terminal.press("q")
        assert terminal.ended() == 0
    assert gone(installed)


@pytest.mark.slow
@pytest.mark.parametrize("first", [(65535, 65535), (80, 24)], ids=["claimed before the login", "claimed later"])
def test_a_client_may_claim_any_window(first: tuple[int, int], host: Host, installed: Path) -> None:
    """Claim 65535 x 65535 cells: the game takes at most 200 MB."""
    words = host.words("-tt")
    around = os.environ | {"TERM": "xterm-256color", "COLUMNS": "40", "LINES": "10"}
    player = pexpect.spawn(words[0], words[1:], env=around, dimensions=first[::-1], timeout=60)
    try:
        player.expect("English")
        for key in ("1", "\x1b", "2", "\r", "1", "9", "\r"):
            player.setwinsize(65535, 65535)
            player.setwinsize(60000, 3)
            player.setwinsize(65535, 65534)
            player.send(key)
            end = time.monotonic() + 1.5
            while time.monotonic() < end:
                try:
                    player.read_nonblocking(1 << 16, timeout=0.2)
                except pexpect.TIMEOUT:
                    continue
        assert games(installed)
        for process in games(installed):
            peak = re.search(r"VmHWM:\s+(\d+) kB", (process / "status").read_text())
            assert peak is not None
            assert int(peak[1]) <= 200_000
        player.setwinsize(24, 80)
        player.send("q")
        player.expect(pexpect.EOF)
    finally:
        player.close()
    assert player.exitstatus == 0
    assert gone(installed)


@pytest.mark.slow
def test_a_class_logs_in_at_once(host: Host, installed: Path) -> None:
    words = host.words("-tt")
    around = os.environ | {"TERM": "xterm-256color"}
    players = [pexpect.spawn(words[0], words[1:], env=around, dimensions=(24, 80), timeout=60) for _ in range(20)]
    for player in players:
        player.expect("English")
    for player in players:
        player.send("q")
    for player in players:
        player.expect(pexpect.EOF)
        player.close()
        assert player.exitstatus == 0
    assert gone(installed)


def settings(host: Host, user: str) -> list[str]:
    """Return what sshd does for a user, as it says itself."""
    words = [str(SSHD), "-T", "-f", str(host.folder / "config"), "-C", f"user={user},host=localhost,addr=127.0.0.1"]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()


def test_what_sshd_makes_of_the_block(host: Host) -> None:
    lines = settings(host, getuser())
    for line in ("disableforwarding yes", "permituserrc no", "permituserenvironment no", "maxsessions 1",
                 "passwordauthentication no", "kbdinteractiveauthentication no",
                 f"authorizedkeysfile {host.folder / 'batchgame_keys'}"):  # fmt: skip
        assert line in lines
    assert "maxstartups 100:30:200" in lines
    assert any(line.startswith("forcecommand exec /usr/bin/env -i ") for line in lines)


def test_the_block_changes_nothing_for_other_accounts(installed: Path, tmp_path: Path) -> None:
    """Compare what sshd does with and without the page's lines, and log in beside the account of the page."""
    found = []
    for name, more in (("without", []), ("with", [block(installed / "python", tmp_path / "none", "batchgame")])):
        (tmp_path / name).mkdir()
        with sshd(tmp_path / name, more) as host:
            lines = {line.replace(str(tmp_path / name), "") for line in settings(host, getuser())}
            found.append({line for line in lines if not line.startswith(("port ", "listenaddress "))})
            done = run([*host.words("-T"), "echo $((6 * 7))"])
            assert (done.returncode, done.stdout) == (0, "42\n")
    changed = {line.split()[0] for line in found[0] ^ found[1]}
    assert changed == {"maxstartups", "logingracetime"}


def test_the_options_of_the_page_are_understood(tmp_path: Path) -> None:
    from terminal_of import Terminal

    (words,) = re.findall(r"… -m batchgame\.tui\.cli (play .*--theme .*)\n", PAGE)
    with Terminal(tmp_path, *words.split()) as terminal:
        terminal.until("有把握")
        terminal.press("q")
        assert terminal.ended() == 0


def _kill_the_client(client: int, _: int) -> None:
    os.kill(client, signal.SIGKILL)


def _kill_the_server(_: int, game: int) -> None:
    """Kill the process of sshd that has the terminal, as a lost network would."""
    parent = game
    while "sshd" not in (Path("/proc") / str(parent) / "comm").read_text():
        parent = int((Path("/proc") / str(parent) / "stat").read_text().rpartition(")")[2].split()[1])
    os.kill(parent, signal.SIGKILL)


@pytest.mark.parametrize("cut", [_kill_the_client, _kill_the_server])
def test_a_cut_line_leaves_no_game(
    cut: Callable[[int, int], None], host: Host, installed: Path, tmp_path: Path
) -> None:
    with ask(host, tmp_path) as terminal:
        terminal.until("English")
        terminal.press("1")
        terminal.until("Space")
        (game,) = games(installed)
        cut(terminal.child.pid, int(game.name))
        assert gone(installed)


@pytest.mark.parametrize("command", ["id", "sh", "sh -c 'id; sh'", "python3 -c 'print(1)'", "batchgame play x.toml"])
def test_another_command_is_still_the_game(host: Host, command: str, tmp_path: Path) -> None:
    from terminal_of import Terminal

    with Terminal(tmp_path, command, command=host.words("-tt")) as terminal:
        terminal.until("English")
        terminal.press("q")
        terminal.ended()
        assert b"uid=" not in terminal.sent


@pytest.mark.parametrize("options", [["-T"], ["-T", "-s"]])
def test_without_a_terminal_nothing_is_obeyed(host: Host, options: list[str], installed: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    done = run([*host.words(*options), "sftp" if "-s" in options else "sh"], stdin=f"touch {mark}\nid\n")
    assert done.returncode == 2
    assert "no terminal" in done.stderr or "-s" in options  # a subsystem's stderr is not passed on
    assert "uid=" not in done.stdout + done.stderr
    assert not mark.exists()
    assert gone(installed)


def test_no_files_go_in_or_out(host: Host, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    key = ["-F", "none", "-i", str(host.folder / "key"), *host.words()[7:-1], "-P", str(host.port)]
    for program in (["scp"], ["scp", "-O"]):
        for words in (
            (str(tmp_path / "mine"), f"127.0.0.1:{tmp_path}/there"),
            ("127.0.0.1:/etc/hostname", str(tmp_path)),
        ):
            assert run([*program, *key, *words]).returncode != 0
    assert run(["sftp", *key, "-b", "-", "127.0.0.1"], stdin=f"put {tmp_path}/mine {tmp_path}/there\n").returncode != 0
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_nothing_is_forwarded_from_here(host: Host) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = host.words("-N", "-L", f"{port}:127.0.0.1:{host.port}")
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as client:
        try:
            for _ in range(100):
                try:
                    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
                        assert line.recv(100) == b"", "sshd's greeting came through the tunnel"
                    break
                except ConnectionRefusedError:
                    time.sleep(0.1)
            else:
                pytest.fail("the client never listened")
        finally:
            client.terminate()


def test_nothing_is_forwarded_from_there(host: Host, tmp_path: Path) -> None:
    for there in ("0", str(tmp_path / "socket")):
        words = host.words("-N", "-o", "ExitOnForwardFailure=yes", "-R", f"{there}:127.0.0.1:{host.port}")
        assert run(words).returncode == 255
    assert not (tmp_path / "socket").exists()


def test_one_connection_has_one_game(host: Host, tmp_path: Path) -> None:
    control = tmp_path / "c"
    with ask(host, tmp_path, "-M", "-S", str(control)) as terminal:
        terminal.until("English")
        second = run([*host.words("-T", "-S", str(control), "-o", "ProxyCommand=false"), "id"])
        assert second.returncode == 255
        terminal.press("q")
        terminal.ended()


def test_variables_do_not_arrive(host: Host, installed: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    (tmp_path / "code").mkdir()
    for name in ("sitecustomize", "usercustomize", "numpy"):
        (tmp_path / "code" / f"{name}.py").write_text(f"open({str(mark)!r}, 'w')\n")
    evil = {
        "PYTHONPATH": str(tmp_path / "code"),
        "PYTHONSTARTUP": str(tmp_path / "code" / "numpy.py"),
        "PYTHONINSPECT": "1",
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
        "TEXTUAL_LOG": str(mark),
        "TEXTUAL_PRESS": "q",
        "BATCHGAME_DATA": str(tmp_path / "data"),
        "LANG": f"$(touch {mark})",
        "LC_ALL": "zh_TW.UTF-8",
        "COLORTERM": f'"; touch {mark}; "',
    }
    send = [word for name in evil for word in ("-o", f"SendEnv={name}")]
    with ask(host, tmp_path, *send, TERM=f"xterm-256color$(touch {mark})`touch {mark}`", **evil) as terminal:
        terminal.until("English")
        terminal.press("1")
        terminal.settled(1.0)
        (game, *_) = games(installed)
        names = {pair.partition(b"=")[0].decode() for pair in (game / "environ").read_bytes().split(b"\0") if pair}
        assert names <= KEPT
        terminal.press("q")
        assert terminal.ended() == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["code"]


def test_a_locale_that_is_not_there_does_no_harm(host: Host, tmp_path: Path) -> None:
    with ask(host, tmp_path, "-o", "SendEnv=LANG LC_ALL", LANG="zh_TW.UTF-8", LC_ALL="zh_TW.UTF-8") as terminal:
        terminal.until("中文")
        terminal.press("q")
        assert terminal.ended() == 0


def test_the_users_rc_is_not_run(host: Host, tmp_path: Path) -> None:
    rc, mark = Path(pwd.getpwuid(os.getuid()).pw_dir) / ".ssh" / "rc", tmp_path / "mark"
    if os.geteuid() != 0 or rc.exists():
        pytest.skip("would touch somebody's own ~/.ssh")
    made = not rc.parent.exists()
    rc.parent.mkdir(mode=0o700, exist_ok=True)
    rc.write_text(f'case "$SSH_CONNECTION" in *" {host.port}") touch {mark};; esac\n')  # nobody else's logins
    try:
        with ask(host, tmp_path) as terminal:
            terminal.until("English")
            terminal.press("q")
            terminal.ended()
    finally:
        rc.unlink()
        if made:
            rc.parent.rmdir()
    assert not mark.exists()

"""A host to log in to: a real sshd on this machine with its own port, keys and config; and the games that run there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path

import pytest

SSHD = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
THERE = bool(SSHD and shutil.which("ssh") and shutil.which("ssh-keygen"))
MISSING = "needs openssh-server and openssh-client"
PATIENCE = 30.0  # seconds: for a login, or the end of a game, on a busy machine


@dataclass(frozen=True)
class Host:
    """A host to log in to, by its port."""

    port: int
    folder: Path

    def words(self, *options: str) -> list[str]:
        """Return a command line of `ssh` with these options up to the host's name: a command may follow."""
        quiet = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"]
        login = ["ssh", "-F", "none", "-p", str(self.port), "-i", str(self.folder / "key")]
        return [*login, *quiet, *options, "127.0.0.1"]


@contextmanager
def sshd(folder: Path, extra_lines: Sequence[str] = ()) -> Iterator[Host]:
    """Run an sshd with further lines in its config, and end it afterwards."""
    if not THERE:
        pytest.skip(MISSING)
    for name in ("key", "host_key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    shutil.copy(folder / "key.pub", folder / "authorized_keys")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = [
        f"Port {port}",
        "ListenAddress 127.0.0.1",
        f"HostKey {folder / 'host_key'}",
        f"AuthorizedKeysFile {folder / 'authorized_keys'}",
        f"PidFile {folder / 'pid'}",
        "StrictModes no",
        "UsePAM no",
        "PermitRootLogin yes",
        f"AllowUsers {getuser()}",
        "PrintMotd no",
        *extra_lines,
    ]
    (folder / "config").write_text("\n".join(lines) + "\n")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # as root, sshd insists on this folder for chroot
    log = folder / "log"
    server = subprocess.Popen([str(SSHD), "-D", "-f", folder / "config", "-E", log])
    try:
        _wait_until_it_listens(server, port, log)
        yield Host(port, folder)
    finally:
        server.terminate()
        server.wait()


def _wait_until_it_listens(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            pytest.skip(f"sshd does not start here: {log.read_text()[-300:]}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
                if line.recv(4) == b"SSH-":
                    return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"sshd does not listen: {log.read_text()}")


def remote(installed: Path, data: Path, *words: str, lang: str | None = "C.UTF-8") -> str:
    """Return a command line for the host, which knows nothing of this environment.

    lang: the locale there, or None for the one that sshd lets through.
    """
    locale = f"LANG={lang} " if lang else ""
    return f"env {locale}BATCHGAME_DATA={data} {installed / 'batchgame'} {' '.join(words)}"


def running(data: Path) -> list[int]:
    """Return the processes that keep their progress in this folder."""
    mark = f"BATCHGAME_DATA={data}".encode()
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and mark in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def the_game(data: Path) -> int:
    """Return the process of the game, not the one that computes its map."""
    found = []
    for pid in running(data):
        with suppress(OSError):  # a process that has just ended
            if b"\0play" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    (game,) = found
    return game


def state(process: int) -> str:
    """Return the state of a process as the letter of `ps`: T is stopped."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


def draw_over(process: int) -> None:
    """Write to the terminal of a process, as another program might."""
    Path(f"/proc/{process}/fd/2").write_text("\x1b[Hdrawn over\r\nby another program\r\n")


def wait_until(done: Callable[[], object]) -> None:
    """Wait until something is so, and fail the test if it never is."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, "it never is"
        time.sleep(0.01)

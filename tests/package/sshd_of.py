"""A real sshd on this machine, for one user with one key, with whatever lines are added to its configuration."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path

import pytest

SSHD = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
NEEDED = bool(SSHD and shutil.which("ssh") and shutil.which("ssh-keygen"))
QUIET = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"]


@dataclass(frozen=True)
class Host:
    """A machine to log in to."""

    port: int
    folder: Path

    def words(self, *options: str) -> list[str]:
        key = str(self.folder / "key")
        return ["ssh", "-F", "none", "-p", str(self.port), "-i", key, *QUIET, *options, "127.0.0.1"]

    def effective(self) -> str:
        """The configuration as sshd understands it for this user."""
        asked = f"user={getuser()},host=localhost,addr=127.0.0.1"
        words = [str(SSHD), "-T", "-f", str(self.folder / "config"), "-C", asked]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout


@contextmanager
def serving(folder: Path, more: str = "") -> Iterator[Host]:
    """While it lasts, sshd listens; `more` goes to the end of its configuration."""
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
        "Subsystem sftp internal-sftp",
        more,
    ]
    (folder / "config").write_text("\n".join(lines) + "\n")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where sshd, as root, insists on changing its root to
    log = folder / "log"
    server = subprocess.Popen([str(SSHD), "-D", "-f", folder / "config", "-E", log])
    try:
        _wait(server, port, log)
        yield Host(port, folder)
    finally:
        server.terminate()
        server.wait()


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    for _ in range(100):
        if server.poll() is not None:
            pytest.skip(f"sshd does not start here: {log.read_text()[-300:]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"no answer: {log.read_text()}")

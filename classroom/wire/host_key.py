"""The key by which students know that they have reached their teacher: made once, and kept for ever."""

from __future__ import annotations

import os
from pathlib import Path

import asyncssh

from batchgame.classroom.wire.contract import DoorError


def host_key(path: Path) -> asyncssh.SSHKey:
    """Read the key, or make it with mode 0600 the first time. DoorError if the file cannot be used."""
    try:
        if not path.exists():
            _make(path)
        path.chmod(0o600)
        return asyncssh.read_private_key(path)
    except (OSError, asyncssh.KeyImportError) as error:
        raise DoorError(f"the host key {path} cannot be used: {error}") from None


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(asyncssh.generate_private_key("ssh-ed25519").export_private_key())
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)

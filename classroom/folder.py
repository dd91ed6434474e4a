"""Where a class is kept between two starts: one file per port, the teacher's secrets, and the host key of all."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from batchgame.classroom import codes


@dataclass(frozen=True)
class Secrets:
    """User names that only the teacher knows: with them console and wall open from elsewhere."""

    console: str
    wall: str


@dataclass(frozen=True)
class Folder:
    """The files of the class on one port."""

    path: Path
    port: int

    @property
    def store(self) -> Path:
        """Return the file of the room."""
        return self.path / f"{self.port}.sqlite"

    @property
    def socket(self) -> Path:
        """Return the teacher's own door."""
        return self.path / f"{self.port}.sock"

    @property
    def host_key(self) -> Path:
        """Return the key by which students know this machine; it is the same for every class."""
        return self.path / "host_key"

    @property
    def _secrets(self) -> Path:
        return self.path / f"{self.port}.secrets"

    def secrets(self) -> Secrets:
        """Return the teacher's user names, which last as long as the room."""
        try:
            kept = json.loads(self._secrets.read_text())
            return Secrets(kept["console"], kept["wall"])
        except (OSError, ValueError, KeyError, TypeError):
            found = Secrets(codes.new(codes.TEACHER), codes.new(codes.TEACHER))
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(os.open(self._secrets, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump({"console": found.console, "wall": found.wall}, file)
            return found

    def remove_store(self) -> None:
        """Delete the room's file, once it is closed: deleted rows would stay in it as bytes."""
        for ending in ("", "-wal", "-shm"):
            self.store.with_name(self.store.name + ending).unlink(missing_ok=True)

    def forget(self) -> None:
        """Let the room's codes expire with it."""
        self._secrets.unlink(missing_ok=True)


def state_folder() -> Path:
    """Return the folder for what classes keep on this machine."""
    from platformdirs import user_state_path

    return user_state_path("batchgame", appauthor=False) / "class"

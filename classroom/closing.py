"""The end of a class: its answers are written first, and only then forgotten."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from batchgame.classroom import export
from batchgame.classroom.folder import Folder
from batchgame.classroom.room import Room


async def close(room: Room, folder: Folder, out: Path, *, keep: bool) -> tuple[Path, ...]:
    """Write CSV and JSON, then purge the room unless it is kept. OSError if they cannot be written: nothing is lost."""
    title = room.plan.lesson.name
    name = f"class-{title}-{time.strftime('%Y-%m-%d-%H%M%S')}"
    written = export.write(room, out, name)
    if not keep:
        await asyncio.wrap_future(room.store.purge())
        folder.forget()
    return written

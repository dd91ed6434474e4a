"""Giving a class: its doors are opened, everybody is served, and it ends where it was closed. This needs asyncssh."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from batchgame.classroom.board import Doors
from batchgame.classroom.folder import Folder
from batchgame.classroom.wire import host_key, local, server
from batchgame.tui.classroom.host import Asked, Host, open_room
from batchgame.tui.classroom.thin import LookOf
from batchgame.tui.text.catalogue import Catalogue

FAREWELL_SECONDS = 1.0  # for the bytes that restore the students' screens


async def give(asked: Asked, folder: Folder, look_of: LookOf, opened: Callable[[Host], object]) -> str:
    """Give a class until it is closed, and return where its answers are. DoorError if a door cannot be opened."""
    key = host_key.host_key(folder.host_key)
    room = open_room(asked, folder)
    doors = Doors(asked.host, asked.port, key.get_fingerprint(), room.row.code)
    host = Host(asked, folder, look_of, room, doors)
    own = await local.listen(folder.socket, host.local)
    try:
        door = await server.listen(asked.port, key, host.remote)
        if asked.port == 0:
            host.hall.doors = replace(doors, port=door.get_port())
        ticking = asyncio.ensure_future(host.hall.run())
        try:
            opened(host)
            waiting: set[asyncio.Future[Any]] = {ticking, host.over}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if ticking.done():
                ticking.result()
            await asyncio.sleep(FAREWELL_SECONDS)
            return host.over.result()
        finally:
            await _say_goodbye(host)
            ticking.cancel()
            door.close()
    finally:
        own.close()
        folder.socket.unlink(missing_ok=True)
        room.store.close()
        if host.purged:
            folder.remove_store()


async def _say_goodbye(host: Host) -> None:
    """Give everybody their terminal back, where the class was stopped and not closed."""
    sessions = list(host.hall.sessions)
    for session in sessions:
        session.end(Catalogue(host.room.row.language)("class.stopped", line=host.hall.doors.line))
    if sessions:
        await asyncio.sleep(FAREWELL_SECONDS)

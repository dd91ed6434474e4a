"""Rooms for the tests of the classroom."""

from batchgame.classroom import lesson
from batchgame.classroom.room import Room
from batchgame.classroom.store import Place, RoomRow, Store

ROW = RoomRow("escape", "en", 7, "room42", Place(0, "open"), False, 2222)


def room_of(store: Store) -> Room:
    """Take up the room that a store keeps."""
    row = store.room()
    assert row is not None
    return Room(store, lesson.load(row.lesson), row)

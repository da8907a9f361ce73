"""Which roll-ups are still those of an earlier version, which lack columns that are new.

A mark for each such device says until when: what is before it is made again, the newest week first.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from . import schema
from .rows import FAR_AHEAD
from .upsert import upsert_rows

_NAME = "roll-ups of before"


def note_all(connection: Connection) -> None:
    """The roll-ups of all devices that there are are to be made again."""
    for device_id in list(connection.scalars(select(schema.devices.c.device_id))):
        note_renewed(connection, device_id, FAR_AHEAD)


def note_renewed(connection: Connection, device_id: int, since: int) -> None:
    """They are as they are now, from a moment on."""
    upsert_rows(connection, schema.marks, [(f"{_NAME} {device_id}", since)])


def end_renewal(connection: Connection, device_id: int) -> None:
    """All of a device are as they are now."""
    marks = schema.marks
    connection.execute(delete(marks).where(marks.c.name == f"{_NAME} {device_id}"))


def old_until(connection: Connection, device_id: int) -> int | None:
    """Until when roll-ups may lack columns; None where none does."""
    marks = schema.marks.c
    wanted = select(marks.time).where(marks.name == f"{_NAME} {device_id}")
    found: int | None = connection.scalar(wanted)
    return found

"""When something was done last that is done from time to time."""

from __future__ import annotations

from sqlalchemy import Connection, select

from . import schema
from .store import StoredDevice
from .upsert import upsert_rows

DISCOVERED = "discovered"
OLD_DROPPED = "old dropped"


def settings_mark(device: StoredDevice) -> str:
    """The mark of the settings of a device."""
    return f"settings {device.device_sn}"


def put_mark(connection: Connection, name: str, now: float) -> None:
    """It was done now."""
    upsert_rows(connection, schema.marks, [(name, int(now))])


def all_marks(connection: Connection) -> dict[str, int]:
    """When each was done last."""
    table = schema.marks.c
    return {row.name: row.time for row in connection.execute(select(table.name, table.time))}

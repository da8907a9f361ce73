"""Mending a store: rows from raw replies, roll-ups from rows."""

from __future__ import annotations

import zlib
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from . import schema
from .history import note_changes, readings_of
from .marks import all_marks
from .retention import DROPPED
from .rollups import refresh
from .store import Store, StoredDevice
from .values import reader_of
from .windows import WINDOW_S, start_of, window_of
from .writer import Reading, put_readings


def from_raw_replies(store: Store) -> int:
    """Put back what raw replies have and the readings have not; gives the number of rows."""
    count = 0
    with store.reading() as connection:
        since = all_marks(connection).get(DROPPED, 0)
    for device in store.devices():
        table = schema.raw_replies.c
        keys = select(table.call, table.part).where(table.device_id == device.device_id)
        with store.reading() as connection:
            parts = connection.execute(keys.order_by(table.asked_at)).all()
        for call, part in parts:
            with store.writing() as connection:
                count += _put_back(connection, device, call, part, since)
    return count


def _put_back(
    connection: Connection, device: StoredDevice, call: str, part: str, since: int
) -> int:
    table = schema.raw_replies.c
    wanted = select(table.body).where(
        table.device_id == device.device_id, table.call == call, table.part == part
    )
    reply: Any = orjson.loads(zlib.decompress(connection.scalar(wanted) or b""))
    record = device.family.record
    is_history = call == device.family.history_call
    if is_history:
        rows = readings_of(device.family, [record(row) for row in reply.get("datas") or []])
    else:
        rows = [Reading(int(part), reader_of(record)(record(reply)))]
    kept = [row for row in rows if row.time >= since]
    written = put_readings(connection, device.family, device.device_id, kept, is_history)
    note_changes(connection, device, written)
    return len(written.times())


def refresh_all(store: Store) -> None:
    """Count all roll-ups again from the readings, a window a transaction."""
    for device in store.devices():
        table = schema.readings(device.family)
        mine = table.c.device_id == device.device_id
        with store.reading() as connection:
            ends = select(func.min(table.c.time), func.max(table.c.time)).where(mine)
            first, last = connection.execute(ends).one()
        if first is None:
            continue
        for number in range(window_of(first), window_of(last) + 1):
            start = start_of(number)
            times = select(table.c.time).where(
                mine, table.c.time >= start, table.c.time < start + WINDOW_S
            )
            with store.writing() as connection:
                refresh(connection, device, sorted(connection.scalars(times)))

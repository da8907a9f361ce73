"""Mending a store: rows from raw replies, roll-ups from rows."""

from __future__ import annotations

import zlib
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from ..derive.counters import loads
from ..derive.rollups import refresh
from ..keep import schema
from ..keep.marks import whole_since
from ..keep.readings import Reading, put_readings
from ..keep.store import Store, StoredDevice
from ..keep.windows import WINDOW_S, save_window, start_of, window_of
from ..receive.documents import loaded
from ..receive.history import note_changes, readings_of
from ..receive.latest import moment_in
from ..receive.values import reader_of


class Lost(NamedTuple):
    """A raw reply that cannot be read any more, and why."""

    device: StoredDevice
    asked_at: int
    said: str


def from_raw_replies(store: Store) -> list[Lost]:
    """Put back what raw replies have and the readings have not; gives those that are damaged."""
    lost: list[Lost] = []
    with store.reading() as connection:
        since = whole_since(connection)
    for device in store.devices():
        table = schema.raw_replies.c
        keys = select(table.call, table.part, table.asked_at).where(
            table.device_id == device.device_id
        )
        with store.reading() as connection:
            parts = connection.execute(keys.order_by(table.asked_at)).all()
        for call, part, asked_at in parts:
            with store.writing() as connection:
                body = _body(connection, device, call, part)
            try:
                rows = _rows_in(body, device, call, part, asked_at)
            except Exception as error:
                said = f"the raw reply {call} {part} cannot be read ({type(error).__name__})"
                lost.append(Lost(device, asked_at, said))
                continue
            kept = [row for row in rows if row.time >= since]
            is_history = call == device.family.history_call
            with store.writing() as connection:
                written = put_readings(
                    connection, device.family, device.device_id, kept, is_history
                )
                note_changes(connection, device, written)
    return lost


def _body(connection: Connection, device: StoredDevice, call: str, part: str) -> bytes:
    table = schema.raw_replies.c
    wanted = select(table.body).where(
        table.device_id == device.device_id, table.call == call, table.part == part
    )
    return connection.scalar(wanted) or b""


def _rows_in(
    body: bytes, device: StoredDevice, call: str, part: str, asked_at: int
) -> list[Reading]:
    """The rows of a raw reply; raises whatever reading something else leads to."""
    reply: Any = loaded(zlib.decompress(body))
    record = device.family.record
    if call != device.family.history_call:
        latest = record(reply)
        # placed by the zone that the plant has now
        wall: Any = getattr(latest, "time", None)
        time = None if wall is None else moment_in(wall, device.zone_at(asked_at), asked_at)
        return [Reading(int(part) if time is None else time, reader_of(record)(latest))]
    # what is no object was passed over when it came, too
    rows = [row for row in reply.get("datas") or [] if isinstance(row, dict)]
    return readings_of(device.family, [record(row) for row in rows])[0]


def clean_damaged(store: Store) -> None:
    """Have the windows cleaned anew in which corrections cannot be read."""
    for device in store.devices():
        table = schema.readings(device.family).c
        wanted = select(table.time, table.corrections).where(
            table.device_id == device.device_id, table.corrections.is_not(None)
        )
        with store.writing() as connection:
            rows = connection.execute(wanted)
            for number in {window_of(time) for time, text in rows if loads(text) is None}:
                save_window(connection, device.device_id, number, cleaned_to=None)


def refresh_all(store: Store) -> None:
    """Count all roll-ups again whose readings are there, a window a transaction."""
    with store.reading() as connection:
        since = window_of(whole_since(connection))
    for device in store.devices():
        table = schema.readings(device.family)
        mine = table.c.device_id == device.device_id
        with store.reading() as connection:
            ends = select(func.min(table.c.time), func.max(table.c.time)).where(mine)
            first, last = connection.execute(ends).one()
        if first is None:
            continue
        for number in range(max(since, window_of(first)), window_of(last) + 1):
            start = start_of(number)
            times = select(table.c.time).where(
                mine, table.c.time >= start, table.c.time < start + WINDOW_S
            )
            with store.writing() as connection:
                refresh(connection, device, sorted(connection.scalars(times)))

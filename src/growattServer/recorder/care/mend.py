"""Mending a store: rows from raw replies, roll-ups from rows."""

from __future__ import annotations

import zlib
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from ..derive.corrections import loads
from ..derive.rollups import refresh
from ..keep import schema
from ..keep.frozen import damage_of, frozen_weeks, thaw_damaged
from ..keep.marks import whole_since
from ..keep.readings import KnownWeeks, Reading, put_readings
from ..keep.renewal import end_renewal
from ..keep.rows import FAR_AHEAD, LONG_AGO, blocks_between, ends_of, times_between
from ..keep.store import Store, StoredDevice
from ..keep.weeks import start_of, window_of
from ..keep.windows import save_window
from ..receive.documents import loaded
from ..receive.history import note_changes, readings_of
from ..receive.latest import moment_in
from ..receive.values import values_of


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
        known = KnownWeeks()
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
                    connection, device.family, device.device_id, kept, is_history, known
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
        return [Reading(int(part) if time is None else time, *values_of(record, [latest]))]
    # what is no object was passed over when it came, too
    rows = [row for row in reply.get("datas") or [] if isinstance(row, dict)]
    return readings_of(device.family, [record(row) for row in rows])[0]


Week = tuple[int, int]
"""A device and the number of a window."""


def thaw_damaged_weeks(store: Store) -> set[Week]:
    """Make rows of what is left of damaged frozen weeks, and have their history read once more."""
    thawed = set()
    for device in store.devices():
        with store.writing() as connection:
            for week in frozen_weeks(connection, device.device_id):
                if damage_of(connection, device.device_id, week):
                    thaw_damaged(connection, device.family, device.device_id, week.number)
                    again = {"read_at": None, "next_page": None, "cleaned_to": None}
                    save_window(connection, device.device_id, week.number, **again)
                    thawed.add((device.device_id, week.number))
    return thawed


def clean_damaged(store: Store) -> None:
    """Have the windows cleaned anew in which corrections cannot be read."""
    for device in store.devices():
        with store.writing() as connection:
            here = connection, device.family, device.device_id
            names = ("time", "corrections")
            odd = {
                window_of(time)
                for times, texts in blocks_between(*here, names, LONG_AGO, FAR_AHEAD, 2000)
                for time, text in zip(times, texts, strict=True)
                if text is not None and loads(text) is None
            }
            for number in odd:
                save_window(connection, device.device_id, number, cleaned_to=None)


def refresh_all(store: Store, left_out: Collection[Week] = ()) -> None:
    """Count all roll-ups again whose readings are there, a window a transaction.

    Those are left out that were made of more than there is until their weeks are read once more.
    """
    with store.reading() as connection:
        since = window_of(whole_since(connection))
    for device in store.devices():
        here = device.family, device.device_id
        with store.reading() as connection:
            ends = ends_of(connection, *here)
        if ends is None:
            continue
        for number in range(max(since, window_of(ends[0])), window_of(ends[1]) + 1):
            span = start_of(number), start_of(number + 1)
            if (device.device_id, number) in left_out:
                continue
            with store.writing() as connection:
                refresh(connection, device, times_between(connection, *here, *span))
        if not left_out:
            with store.writing() as connection:
                end_renewal(connection, device.device_id)

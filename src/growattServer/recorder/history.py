"""A page of history into the store: rows, roll-ups and progress in one transaction."""

from __future__ import annotations

import zlib
from datetime import UTC
from functools import cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Dialect, bindparam, func, select

from ..fields import Record
from ..open_api_v1.records import MinEnergyHistory, SphEnergyHistory
from . import schema
from .families import Family
from .rollups import refresh
from .store import StoredDevice
from .upsert import Prepared, upsert_rows
from .values import reader_of
from .windows import (
    PAGE_ROWS,
    WINDOW_S,
    Window,
    forget_cleaning,
    known_window,
    save_window,
    start_of,
    window_of,
)
from .writer import Reading, Written, put_readings

History = MinEnergyHistory | SphEnergyHistory


class PageOutcome(NamedTuple):
    """What became of a page; `is_done` says that its window is complete."""

    written: Written
    rows: int
    pages: int
    is_done: bool


def readings_of(family: Family, rows: list[Any]) -> list[Reading]:
    """The rows of a history that was asked for in UTC; rows without a time are of no use."""
    read = reader_of(family.record)
    made = []
    for row in rows:
        wall = row.time
        if wall is not None:
            made.append(Reading(int(wall.replace(tzinfo=UTC).timestamp()), read(row)))
    return made


def put_page(
    connection: Connection,
    device: StoredDevice,
    number: int,
    page: int,
    reply: History,
    asked_at: float,
) -> PageOutcome:
    """Keep a page and how far its window is read; the next page is asked for from there."""
    rows = readings_of(device.family, reply.datas or [])
    written = put_readings(connection, device.family, device.device_id, rows, confirmed=True)
    note_changes(connection, device, written)
    before = known_window(connection, device.device_id, number)
    count = reply.count if reply.count is not None else (page - 1) * PAGE_ROWS + len(rows)
    values = _progress(connection, device, before, page, len(rows), count, asked_at)
    save_window(connection, device.device_id, number, **values)
    pages = max(page, -(-count // PAGE_ROWS))
    return PageOutcome(written, len(rows), pages, values["next_page"] is None)


def note_changes(connection: Connection, device: StoredDevice, written: Written) -> None:
    """Bring roll-ups up to date, and note which windows are to be cleaned again."""
    times = written.times()
    for touched in sorted({window_of(moment) for moment in times}):
        forget_cleaning(connection, device.device_id, touched)
    refresh(connection, device, times)


def _progress(
    connection: Connection,
    device: StoredDevice,
    before: Window,
    page: int,
    rows: int,
    count: int,
    asked_at: float,
) -> dict[str, Any]:
    """What to remember of the window after this page."""
    is_first = page == 1 or before.started_at is None or before.server_rows is None
    started = int(asked_at) if is_first else before.started_at
    # rows that arrive while pages are turned come before the first page, and are no doubles
    at_first = count if is_first else before.server_rows or 0
    have = confirmed_rows(connection, device, before.number)
    if rows == 0 or page * PAGE_ROWS >= count:
        # the server counts rows that come twice, and so has more than can be stored
        extra = max(0, at_first - have)
    elif have >= count - (before.extra_rows or 0):
        # all that is on the other pages is here already
        extra = before.extra_rows or 0
    else:
        return {"next_page": page + 1, "started_at": started, "server_rows": at_first}
    return {
        "next_page": None,
        "started_at": None,
        "read_at": started,
        "server_rows": at_first,
        "extra_rows": extra,
    }


def confirmed_rows(connection: Connection, device: StoredDevice, number: int) -> int:
    """How many rows of a window come from the history."""
    start = start_of(number)
    span = {"device": device.device_id, "first": start, "end": start + WINDOW_S}
    counted = _counting(device.family, connection.dialect).run(connection, span)
    return counted.scalar() or 0


@cache
def _counting(family: Family, dialect: Dialect) -> Prepared:
    table = schema.readings(family)
    moment = table.c.time.type
    wanted = select(func.count()).where(
        table.c.device_id == bindparam("device"),
        table.c.time >= bindparam("first", type_=moment),
        table.c.time < bindparam("end", type_=moment),
        table.c.confirmed,
    )
    return Prepared(wanted, dialect)


def keep_reply(
    connection: Connection,
    device: StoredDevice,
    call: str,
    part: str,
    reply: Record,
    asked_at: float,
) -> None:
    """Keep an answer as the server sent it, compressed to about a tenth."""
    body = zlib.compress(orjson.dumps(reply, option=orjson.OPT_NON_STR_KEYS), 6)
    row = (device.device_id, call, part, int(asked_at), body)
    upsert_rows(connection, schema.raw_replies, [row])

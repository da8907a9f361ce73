"""A page of history into the store: rows, roll-ups and progress in one transaction."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Dialect, bindparam, func, select

from ...counting import counted
from ...rows import Rows
from ..derive.rollups import refresh
from ..keep import schema
from ..keep.families import Family
from ..keep.frozen import frozen_weeks
from ..keep.readings import Reading, Written, put_readings
from ..keep.store import StoredDevice
from ..keep.upsert import Prepared, cached_statement, upsert_rows
from ..keep.weeks import WINDOW_S, start_of, window_of
from ..keep.windows import (
    PAGE_ROWS,
    Window,
    days_asked,
    forget_cleaning,
    known_window,
    note_failure,
    save_window,
)
from .documents import dumped
from .values import values_of

TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


class History(Protocol):
    """A page of the history of a device, whichever its family is."""

    @property
    def count(self) -> int | None: ...
    @property
    def datas(self) -> Rows[Any]: ...


class PageOutcome(NamedTuple):
    """What became of a page.

    `unplaced` is how many rows had no time that can be read. `is_last` says that no page follows,
    `is_complete` that the window has all its rows; if it is not, it rests until `retry_at`.
    """

    written: Written
    rows: int
    unplaced: int
    pages: int
    is_last: bool
    missing: str
    retry_at: float

    @property
    def is_complete(self) -> bool:
        """Does the window have all its rows?"""
        return self.is_last and not self.missing


def readings_of(
    family: Family, rows: list[Any], day: date | None = None
) -> tuple[list[Reading], int]:
    """The rows of a history that was asked for in UTC, and how many have no time to be read.

    `day` is the day that was asked for, where it was a single one: a time alone belongs to it.
    """
    walls = [row.time or (None if day is None else _on(day, row.get("time"))) for row in rows]
    placed = [row for row, wall in zip(rows, walls, strict=True) if wall is not None]
    times = [int(wall.replace(tzinfo=UTC).timestamp()) for wall in walls if wall is not None]
    made = list(map(Reading, times, values_of(family.record, placed)))
    return made, len(rows) - len(made)


def _on(day: date, sent: Any) -> datetime | None:
    """A time of that day, such as `12:05`."""
    found = TIME_OF_DAY.fullmatch(sent) if isinstance(sent, str) else None
    if found is None:
        return None
    hour, minute, second = map(int, found.groups("0"))
    try:
        return datetime.combine(day, time(hour, minute, second))
    except ValueError:
        return None


def put_page(
    connection: Connection,
    device: StoredDevice,
    number: int,
    page: int,
    reply: History,
    asked_at: float,
) -> PageOutcome:
    """Keep a page and how far its window is read; the next page is asked for from there."""
    days = days_asked(device.family, number, asked_at)
    # a day of V4 is of another clock than ours, and its rows have dates
    is_one = len(days) == 1 and not device.family.is_newer
    rows, unplaced = readings_of(device.family, reply.datas, days[0] if is_one else None)
    written = put_readings(connection, device.family, device.device_id, rows, confirmed=True)
    note_changes(connection, device, written)
    before = known_window(connection, device.device_id, number)
    sent = len(reply.datas)
    if device.family.is_newer:
        pages = len(days)
        mine = {row.time for row in rows if window_of(row.time) == number}
        values = _progress_by_day(before, page, pages, len(mine), asked_at)
    else:
        told = reply.count
        # nobody has more than a row a second, whatever the server says
        count = (page - 1) * PAGE_ROWS + sent if told is None else max(0, min(told, WINDOW_S))
        pages = max(page, -(-count // PAGE_ROWS))
        values = _progress(connection, device, before, page, sent, count, asked_at)
    is_first, is_last = page == 1 or before.started_at is None, values["next_page"] is None
    values["unplaced_rows"] = unplaced + (0 if is_first else before.unplaced_rows or 0)
    missing, retry_at = "", 0.0
    if is_last:
        missing = _missing(_rows_before(connection, device, before), values)
    if missing:
        # rows that are missing did not come twice
        values |= {"read_at": before.read_at, "extra_rows": before.extra_rows}
        retry_at = note_failure(connection, device.device_id, number, asked_at)
    elif is_last:
        values |= {"failures": None, "retry_at": None}
    save_window(connection, device.device_id, number, **values)
    return PageOutcome(written, sent, unplaced, pages, is_last, missing, retry_at)


def _missing(before: int, after: dict[str, Any]) -> str:
    """What a window that was read to its end lacks; empty where it lacks nothing."""
    unplaced = after["unplaced_rows"]
    if unplaced:
        rows = f"{counted(unplaced, 'row')} without a time that"
        return f"{rows} can be read; the raw reply is kept"
    if before and not after["server_rows"]:
        return f"the server no longer has rows of it, and had {before}"
    return ""


def _rows_before(connection: Connection, device: StoredDevice, before: Window) -> int:
    """How many rows the server had of a window when it was read to its end the last time."""
    if not device.family.is_newer:
        return before.server_rows or 0
    # that count began anew with the first day, and what has failed once is believed
    is_known = before.read_at is not None and not before.failures
    return confirmed_rows(connection, device, before.number) if is_known else 0


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


def _progress_by_day(
    before: Window, page: int, days: int, rows: int, asked_at: float
) -> dict[str, Any]:
    """The same where a page is a day: the rows of the window are counted, as nobody tells them."""
    is_first = page == 1 or before.started_at is None
    counted_rows = rows + (0 if is_first else before.server_rows or 0)
    started = int(asked_at) if is_first else before.started_at
    if page < days:
        return {"next_page": page + 1, "started_at": started, "server_rows": counted_rows}
    return {
        "next_page": None,
        "started_at": None,
        "read_at": started,
        "server_rows": counted_rows,
        "extra_rows": 0,
    }


def confirmed_rows(connection: Connection, device: StoredDevice, number: int) -> int:
    """How many rows of a window come from the history."""
    start = start_of(number)
    span = {"device": device.device_id, "first": start, "end": start + WINDOW_S}
    counted = _counting(device.family, connection.dialect).run(connection, span)
    frozen = frozen_weeks(connection, device.device_id, start, start + WINDOW_S)
    return (counted.scalar() or 0) + sum(week.confirmed for week in frozen)


@cached_statement
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
    reply: Mapping[str, Any],
    asked_at: float,
) -> None:
    """Keep an answer as the server sent it, compressed to about a tenth."""
    body = zlib.compress(dumped(reply), 6)
    row = (device.device_id, call, part, int(asked_at), body)
    upsert_rows(connection, schema.raw_replies, [row])

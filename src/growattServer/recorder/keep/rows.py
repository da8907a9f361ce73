"""Reading the rows of a device, recent ones and those of frozen weeks alike, in order of time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Dialect, Select, bindparam, literal_column, select

from . import schema
from .families import Family
from .frozen import FrozenWeek, frozen_columns, frozen_weeks, nearest_frozen
from .spans import day_of, midnight
from .upsert import Prepared, cached_statement, in_parts
from .weeks import USUAL_ROWS_PER_DAY, WINDOW_S, start_of, window_of

LONG_AGO, FAR_AHEAD = -(2**40), 2**40
"""Before all that is recorded, and after it; every engine can hold them."""

DAY_ROWS = 2 * USUAL_ROWS_PER_DAY
"""So many rows are in memory at once."""

Values = tuple[Any, ...]
Block = list[Sequence[Any]]


class _Piece(NamedTuple):
    """Some time in which all is rows, or a frozen week."""

    first: int
    end: int
    week: FrozenWeek | None


def rows_between(
    connection: Connection,
    family: Family,
    device_id: int,
    names: Sequence[str],
    first: int,
    end: int,
) -> Iterator[Values]:
    """These columns of all rows from a moment to before another."""
    for piece in list(_pieces(connection, device_id, first, end)):
        if piece.week is not None:
            block = _in_week(connection, device_id, piece.week, names, piece.first, piece.end)
            yield from zip(*block, strict=True)
        else:
            asked = {"device": device_id, "first": piece.first, "end": piece.end}
            reading = _reading(family, connection.dialect, tuple(names))
            yield from map(tuple, reading.run(connection, asked))


def last_rows_with(
    connection: Connection,
    family: Family,
    device_id: int,
    name: str,
    first: int,
    end: int,
    most: int,
) -> Iterator[Values]:
    """Time, corrections and this column of the last rows that have it, the newest first."""
    names, found = ("time", "corrections", name), 0
    for piece in reversed(list(_pieces(connection, device_id, first, end))):
        if piece.week is not None:
            block = _in_week(connection, device_id, piece.week, names, piece.first, piece.end)
            rows = [row for row in zip(*block, strict=True) if row[2] is not None][::-1]
        else:
            asked = {"device": device_id, "first": piece.first, "end": piece.end}
            reading = _reading_with(family, connection.dialect, name, most)
            rows = list(map(tuple, reading.run(connection, asked)))
        yield from rows
        found += len(rows)
        if found >= most:
            return


def blocks_between(
    connection: Connection,
    family: Family,
    device_id: int,
    names: Sequence[str],
    first: int,
    end: int,
    at_once: int,
) -> Iterator[Block]:
    """The same as columns, some rows at a time, for reading a lot.

    `at_once` is how many recent rows are in memory at a time; of frozen ones it is a week.
    """
    for piece in list(_pieces(connection, device_id, first, end)):
        if piece.week is not None:
            yield _in_week(connection, device_id, piece.week, names, piece.first, piece.end)
            continue
        query = _query(family, names).order_by(schema.readings(family).c.time)
        asked = {"device": device_id, "first": piece.first, "end": piece.end}
        for part in in_parts(connection, query.params(asked), at_once):
            yield list(zip(*part, strict=True))


def blocks_by_day(
    connection: Connection,
    family: Family,
    device_id: int,
    names: Sequence[str],
    first: int,
    end: int,
    zone: ZoneInfo,
) -> Iterator[Block]:
    """The same of rows alone, cut at the midnights of a zone and, where a day has many, in it.

    `names` begins with the time.
    """
    reading = _reading_some(family, connection.dialect, tuple(names))
    while first < end:
        asked = {"device": device_id, "first": first, "end": end}
        rows: Sequence[Any] = reading.run(connection, asked).fetchall()
        block: Block = list(zip(*rows, strict=True))
        at = 0
        while at < len(rows):
            following = midnight(day_of(block[0][at], zone) + timedelta(days=1), zone)
            stop = bisect_left(block[0], following, at)
            yield [column[at:stop] for column in block]
            at = stop
        if len(rows) < DAY_ROWS:
            return
        first = block[0][-1] + 1


def _pieces(connection: Connection, device_id: int, first: int, end: int) -> Iterator[_Piece]:
    """The frozen weeks between two moments, and the times between them."""
    at = first
    for week in frozen_weeks(connection, device_id, first, end):
        start, stop = start_of(week.number), start_of(week.number) + WINDOW_S
        if at < start:
            yield _Piece(at, start, None)
        yield _Piece(max(first, start), min(end, stop), week)
        at = stop
    if at < end:
        yield _Piece(at, end, None)


def _in_week(
    connection: Connection,
    device_id: int,
    week: FrozenWeek,
    names: Sequence[str],
    first: int,
    end: int,
) -> Block:
    """The columns of a frozen week between two moments."""
    if first <= week.first_time and week.last_time < end:
        return frozen_columns(connection, device_id, week.number, names)
    times, *columns = frozen_columns(connection, device_id, week.number, ["time", *names])
    wanted = slice(bisect_left(times, first), bisect_left(times, end))
    return [column[wanted] for column in columns]


def _query(family: Family, names: Sequence[str]) -> Select[Any]:
    table = schema.readings(family)
    first, end = (bindparam(name, type_=table.c.time.type) for name in ("first", "end"))
    mine = table.c.device_id == bindparam("device")
    wanted = select(*(table.c[name] for name in names))
    return wanted.where(mine, table.c.time >= first, table.c.time < end)


@cached_statement
def _reading(family: Family, dialect: Dialect, names: tuple[str, ...]) -> Prepared:
    time = schema.readings(family).c.time
    return Prepared(_query(family, names).order_by(time), dialect)


@cached_statement
def _reading_some(family: Family, dialect: Dialect, names: tuple[str, ...]) -> Prepared:
    time = schema.readings(family).c.time
    query = _query(family, names).order_by(time).limit(literal_column(str(DAY_ROWS)))
    return Prepared(query, dialect)


@cached_statement
def _reading_with(family: Family, dialect: Dialect, name: str, most: int) -> Prepared:
    table = schema.readings(family).c
    query = _query(family, ("time", "corrections", name)).where(table[name].is_not(None))
    return Prepared(query.order_by(table.time.desc()).limit(literal_column(str(most))), dialect)


def times_between(
    connection: Connection, family: Family, device_id: int, first: int, end: int
) -> list[int]:
    """The times of the rows from a moment to before another."""
    rows = rows_between(connection, family, device_id, ["time"], first, end)
    return [time for (time,) in rows]


def row_beside(
    connection: Connection,
    family: Family,
    device_id: int,
    names: Sequence[str],
    moment: int,
    *,
    is_later: bool,
) -> Values | None:
    """The time and these columns of the last row before a moment, or of the first from it on."""
    beside = _beside(family, connection.dialect, tuple(names), is_later)
    found = beside.run(connection, {"device": device_id, "moment": moment}).first()
    week = window_of(moment if is_later else moment - 1)
    if found is not None and window_of(found[0]) == week:
        return tuple(found)
    number = nearest_frozen(connection, device_id, moment, is_later=is_later)
    if number is None or (found is not None and (window_of(found[0]) < number) is is_later):
        return None if found is None else tuple(found)
    columns = frozen_columns(connection, device_id, number, ["time", *names])
    place = bisect_left(columns[0], moment) - (not is_later)
    return tuple(column[place] for column in columns)


@cached_statement
def _beside(family: Family, dialect: Dialect, names: tuple[str, ...], is_later: bool) -> Prepared:
    table = schema.readings(family)
    moment = bindparam("moment", type_=table.c.time.type)
    beside = table.c.time >= moment if is_later else table.c.time < moment
    order = table.c.time if is_later else table.c.time.desc()
    wanted = select(table.c.time, *(table.c[name] for name in names))
    wanted = wanted.where(table.c.device_id == bindparam("device"), beside)
    return Prepared(wanted.order_by(order).limit(1), dialect)


def ends_of(connection: Connection, family: Family, device_id: int) -> tuple[int, int] | None:
    """The times of the first and the last row of a device; None where there is none."""
    ends = [
        row_beside(connection, family, device_id, [], moment, is_later=is_later)
        for moment, is_later in ((LONG_AGO, True), (FAR_AHEAD, False))
    ]
    return None if ends[0] is None or ends[1] is None else (ends[0][0], ends[1][0])

"""Frozen weeks: rows that no longer change are moved into one row of `frozen`, and back again.

A week of a device is either rows or frozen. Whoever changes a row thaws its week first; both ways
are a part of the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Dialect, bindparam, cast, delete, exists, select

from ..errors import GrowattStoreDamagedError, GrowattStoreError
from . import schema
from .columns import columns_of
from .families import Family
from .frozen_weeks import DamagedWeekError, freeze_columns, salvage_columns, thaw_columns
from .upsert import Prepared, cached_statement, insert_rows
from .weeks import SETTLES_S, WINDOW_S, start_of, window_of


class FrozenWeek(NamedTuple):
    """A frozen week: its rows, how many of them are of the history, and its first and last time."""

    number: int
    rows: int
    confirmed: int
    first_time: int
    last_time: int


Values = tuple[Any, ...]


def frozen_weeks(
    connection: Connection, device_id: int, first: int | None = None, end: int | None = None
) -> list[FrozenWeek]:
    """The frozen weeks of a device, the oldest first; those between two moments."""
    asked = {
        "device": device_id,
        "first": window_of(_ANY_TIME[0] if first is None else first),
        "last": window_of((_ANY_TIME[1] if end is None else end) - 1),
    }
    found: Any = _listing(connection.dialect).run(connection, asked)
    return list(map(FrozenWeek._make, found))


_ANY_TIME = -(2**40), 2**40


@cached_statement
def _listing(dialect: Dialect) -> Prepared:
    table = schema.frozen.c
    shown = [table[name] for name in FrozenWeek._fields]
    wanted = select(*shown).where(
        table.device_id == bindparam("device"),
        table.number >= bindparam("first"),
        table.number <= bindparam("last"),
    )
    return Prepared(wanted.order_by(table.number), dialect)


def nearest_frozen(
    connection: Connection, device_id: int, moment: int, *, is_later: bool
) -> int | None:
    """The frozen week with the last row before a moment, or with the first one from it on."""
    asked = {"device": device_id, "moment": moment}
    found: int | None = _nearest(connection.dialect, is_later).run(connection, asked).scalar()
    return found


@cached_statement
def _nearest(dialect: Dialect, is_later: bool) -> Prepared:
    table = schema.frozen.c
    moment = bindparam("moment", type_=table.first_time.type)
    beside = table.last_time >= moment if is_later else table.first_time < moment
    order = table.number if is_later else table.number.desc()
    wanted = select(table.number).where(table.device_id == bindparam("device"), beside)
    return Prepared(wanted.order_by(order).limit(1), dialect)


def frozen_columns(
    connection: Connection, device_id: int, number: int, names: Sequence[str]
) -> list[Sequence[Any]]:
    """These columns of a frozen week, in order of time."""
    columns = _columns(connection, device_id, number, names)
    return [columns[name] for name in names]


def _columns(
    connection: Connection, device_id: int, number: int, names: Collection[str] | None
) -> dict[str, list[Any]]:
    asked = {"device": device_id, "number": number}
    body = _body(connection.dialect).run(connection, asked).scalar()
    try:
        return thaw_columns(bytes(body or b""), names)[1]
    except (DamagedWeekError, TypeError):
        raise GrowattStoreDamagedError(
            f"The frozen week {number} of device {device_id} is damaged",
            hint="growatt check --mend has it read again; or go back to a backup",
        ) from None


@cached_statement
def _body(dialect: Dialect) -> Prepared:
    table = schema.frozen.c
    mine = table.device_id == bindparam("device"), table.number == bindparam("number")
    return Prepared(select(table.body).where(*mine), dialect)


# --- which are to be frozen ----------------------------------------------------------------------


def weeks_to_freeze(connection: Connection, family: Family, device_id: int) -> list[int]:
    """The weeks that no longer change and are still rows, the oldest first.

    Such a week was read when all of it had come, and was cleaned.
    """
    return list(
        _unfrozen(family, connection.dialect).run(connection, {"device": device_id}).scalars()
    )


@cached_statement
def _unfrozen(family: Family, dialect: Dialect) -> Prepared:
    window, reading = schema.windows.c, schema.readings(family).c
    start = cast(window.number, BigInteger) * WINDOW_S
    in_week = reading.time >= start, reading.time < start + WINDOW_S
    wanted = select(window.number).where(
        window.device_id == bindparam("device"),
        window.next_page.is_(None),
        window.cleaned_to.is_not(None),
        window.read_at >= start + WINDOW_S + SETTLES_S,
        exists().where(reading.device_id == window.device_id, *in_week),
    )
    return Prepared(wanted.order_by(window.number), dialect)


# --- freezing and thawing ------------------------------------------------------------------------


def freeze(connection: Connection, family: Family, device_id: int, number: int) -> int:
    """Freeze a week; gives how many rows it has.

    All columns that the table has are kept, those of other versions of this library too.
    """
    names, rows = _whole_rows(connection, family, device_id, number)
    if not rows:
        return 0
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    del columns["device_id"]
    for name in _flags(family):
        columns[name] = _as_flags(columns[name])
    try:
        body, confirmed = freeze_columns(columns), sum(columns["confirmed"])
    except TypeError as error:
        raise _odd(number, device_id) from error
    if not _are_same(columns, thaw_columns(body, columns)[1]):
        raise _odd(number, device_id)
    times = columns["time"]
    _drop_rows(connection, family, device_id, number)
    row = (device_id, number, len(rows), confirmed, times[0], times[-1], body)
    insert_rows(connection, schema.frozen, [row])
    _pack_hours(connection, family, device_id, number)
    return len(rows)


def _pack_hours(connection: Connection, family: Family, device_id: int, number: int) -> None:
    """Write the roll-ups of the hours of a week once more, in order.

    They came the newest first, which leaves SQLite's pages half empty.
    """
    if connection.dialect.name != "sqlite":
        return
    table, span = schema.rollups(family), (start_of(number), start_of(number + 1))
    hours = f"FROM {table.name} WHERE device_id = ? AND span = 'hour' AND start >= ? AND start < ?"
    result: Any = connection.exec_driver_sql(
        f"SELECT * {hours} ORDER BY start",  # our own names
        (device_id, *span),
    )
    rows = result.cursor.fetchall()
    connection.exec_driver_sql(f"DELETE {hours}", (device_id, *span))
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608  # our own names


def _odd(number: int, device_id: int) -> GrowattStoreError:
    refused = GrowattStoreError(
        f"The week {number} of device {device_id} holds a value that belongs in no reading, and "
        "stays as it is",
        hint="growatt check --mend empties it",
    )
    refused.is_of_a_value = True
    return refused


def _are_same(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> bool:
    # NaN is not equal to itself
    return all(
        values == other[name] or repr(values) == repr(other[name]) for name, values in one.items()
    )


def _flags(family: Family) -> list[str]:
    flags = [column.name for column in columns_of(family.record) if column.type == "flag"]
    return ["confirmed", *flags]


def _as_flags(values: list[Any]) -> list[Any]:
    """SQLite has 0 and 1 for false and true, and PostgreSQL wants to have them back."""
    is_sound = all(value is None or value in (0, 1) for value in values)
    return [None if value is None else bool(value) for value in values] if is_sound else values


def _whole_rows(
    connection: Connection, family: Family, device_id: int, number: int
) -> tuple[list[str], Sequence[Any]]:
    start = start_of(number)
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    table = schema.readings(family).name
    result: Any = connection.exec_driver_sql(
        f"SELECT * FROM {table} WHERE device_id = {mark} "  # noqa: S608  # our own names
        f"AND time >= {mark} AND time < {mark} ORDER BY time",
        (device_id, start, start + WINDOW_S),
    )
    # the driver's own rows: SQLAlchemy's take twice as long
    return list(result.keys()), result.cursor.fetchall()


def _drop_rows(connection: Connection, family: Family, device_id: int, number: int) -> None:
    table, start = schema.readings(family), start_of(number)
    mine = table.c.device_id == device_id
    in_week = table.c.time >= start, table.c.time < start + WINDOW_S
    connection.execute(delete(table).where(mine, *in_week))


def thaw(connection: Connection, family: Family, device_id: int, number: int) -> int:
    """Make rows of a frozen week again; gives how many, 0 where the week is not frozen."""
    if not frozen_weeks(connection, device_id, start_of(number), start_of(number + 1)):
        return 0
    columns = _columns(connection, device_id, number, None)
    drop_frozen(connection, device_id, number)
    return _put_back(connection, family, device_id, number, columns)


def _put_back(
    connection: Connection,
    family: Family,
    device_id: int,
    number: int,
    columns: dict[str, list[Any]],
) -> int:
    present, _ = _whole_rows(connection, family, device_id, number)
    names = [name for name in present if name != "device_id"]
    # what was unknown in all rows, and what is new since then
    missing = [None] * len(columns["time"])
    whole = [columns.get(name, missing) for name in names]
    _insert(connection, family, device_id, names, list(zip(*whole, strict=True)))
    return len(missing)


def _insert(
    connection: Connection, family: Family, device_id: int, names: list[str], rows: list[Values]
) -> None:
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    shown = ", ".join(f'"{name}"' for name in ("device_id", *names))
    marks = ", ".join([mark] * (len(names) + 1))
    table = schema.readings(family).name
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({shown}) VALUES ({marks})",  # noqa: S608  # our own names
        [(device_id, *row) for row in rows],
    )


def damage_of(connection: Connection, device_id: int, week: FrozenWeek) -> str:
    """What is wrong with a frozen week; empty where nothing is."""
    try:
        columns = _columns(connection, device_id, week.number, None)
    except GrowattStoreDamagedError:
        return "a frozen week is not as it was written"
    times, confirmed = columns.get("time", []), columns.get("confirmed", [])
    found = len(times), sum(map(bool, confirmed)), *times[:1], *times[-1:]
    return "" if found == tuple(week)[1:] else "a frozen week is not what is said of it"


def thaw_damaged(connection: Connection, family: Family, device_id: int, number: int) -> int:
    """Make rows of what is left of a damaged week, none of them confirmed; gives how many.

    The history is to be read once more: it confirms them and fills what they lack.
    """
    asked = {"device": device_id, "number": number}
    body = _body(connection.dialect).run(connection, asked).scalar()
    columns = salvage_columns(bytes(body or b""))
    times = columns.get("time", [])
    drop_frozen(connection, device_id, number)
    if not times or {window_of(times[0]), window_of(times[-1])} != {number}:
        return 0
    columns["confirmed"] = [False] * len(times)
    return _put_back(connection, family, device_id, number, columns)


def thaw_at(
    connection: Connection, family: Family, device_id: int, times: Iterable[int]
) -> list[int]:
    """Thaw the weeks of these times; gives their numbers."""
    numbers = sorted({window_of(moment) for moment in times})
    return [number for number in numbers if thaw(connection, family, device_id, number)]


def drop_frozen(connection: Connection, device_id: int, number: int) -> None:
    """Drop a frozen week."""
    table = schema.frozen
    mine = table.c.device_id == device_id, table.c.number == number
    connection.execute(delete(table).where(*mine))

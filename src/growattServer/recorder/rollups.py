"""Roll-ups by hour, day, month and year of the plant's calendar, kept up with the readings.

The energy of a span is by how much the cleaned counter has risen from the last reading before the
span to the last one in it: what was counted while nobody listened belongs to the span in which the
device was heard again, and the sums are always right. Powers and percentages have mean, least and
most. Hours are made from readings, days from hours, months from days, years from months.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Dialect, Double, Numeric, bindparam, case, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

from . import schema
from .columns import averaged_of, corrected, summed_of
from .families import Family
from .store import StoredDevice
from .upsert import Prepared, upsert_rows

SPANS = ("hour", "day", "month", "year")

# Counters have steps of 100 Wh; what is finer is noise of single precision.
PRECISION = 3


def refresh(connection: Connection, device: StoredDevice, times: Sequence[int]) -> None:
    """Bring the roll-ups up to date for readings at these times (sorted), and for what follows."""
    if not times:
        return
    zone = device.zone
    hours = {hour_of(moment, zone) for moment in times}
    for _, last in list(_runs(sorted(hours))):
        # what comes after new readings has risen from them now, and not from those before
        following = _first_from(connection, device, last + 3600)
        if following is not None:
            hours.add(hour_of(following, zone))
    days: dict[int, date] = {}
    made: list[tuple[Any, ...]] = []
    for first, last in _runs(sorted(hours)):
        for hour, row in hours_between(connection, device, first, last + 3600):
            made.append(row)
            day = datetime.fromtimestamp(hour, zone).date()
            days[midnight(day, zone)] = day
    upsert_rows(connection, schema.rollups(device.family), made)
    _gather(connection, device, sorted(days.values()))


def _first_from(connection: Connection, device: StoredDevice, moment: int) -> int | None:
    """The time of the first reading from a moment on."""
    asked = {"device": device.device_id, "moment": moment}
    found: int | None = (
        _following(device.family, connection.dialect).run(connection, asked).scalar()
    )
    return found


@cache
def _following(family: Family, dialect: Dialect) -> Prepared:
    table = schema.readings(family)
    wanted = select(func.min(table.c.time)).where(
        table.c.device_id == bindparam("device"),
        table.c.time >= bindparam("moment", type_=table.c.time.type),
    )
    return Prepared(wanted, dialect)


def hour_of(moment: int, zone: ZoneInfo) -> int:
    """The beginning of the hour on the plant's clock."""
    offset = datetime.fromtimestamp(moment, zone).utcoffset() or timedelta()
    return moment - (moment + int(offset.total_seconds())) % 3600


def midnight(day: date, zone: ZoneInfo) -> int:
    """The beginning of a day on the plant's clock."""
    return int(datetime.combine(day, time(), zone).timestamp())


def _runs(hours: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Hours that follow each other, as first and last."""
    start = before = hours[0]
    for hour in hours[1:]:
        if hour - before > 3600:
            yield start, before
            start = hour
        before = hour
    yield start, before


# --- hours from readings -------------------------------------------------------------------------


@cache
def _needed(family: Family) -> tuple[str, ...]:
    counters = [each.counter for each in summed_of(family.record)]
    return (*averaged_of(family.record), *counters)


@cache
def _selects(family: Family, dialect: Dialect) -> tuple[Prepared, Prepared]:
    """What reads the last row before a moment, and the rows between two."""
    table = schema.readings(family)
    shown = [table.c.time, table.c.corrections, *(table.c[name] for name in _needed(family))]
    number, moment = table.c.device_id.type, table.c.time.type
    first, end = bindparam("first", type_=moment), bindparam("end", type_=moment)
    mine = select(*shown).where(table.c.device_id == bindparam("device", type_=number))
    earlier = mine.where(table.c.time < first).order_by(table.c.time.desc()).limit(1)
    inside = mine.where(table.c.time >= first, table.c.time < end).order_by(table.c.time)
    return Prepared(earlier, dialect), Prepared(inside, dialect)


def hours_between(
    connection: Connection, device: StoredDevice, first: int, end: int
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The roll-ups of the hours in which there are readings from `first` to before `end`."""
    family, zone = device.family, device.zone
    earlier, inside = _selects(family, connection.dialect)
    span = {"device": device.device_id, "first": first, "end": end}
    names = _needed(family)
    before = next(_clean(earlier.run(connection, span), names), None)
    rows = _clean(inside.run(connection, span), names)
    for hour, readings in groupby(rows, key=lambda row: hour_of(row[0], zone)):
        mine_now = list(readings)
        yield (
            hour,
            (
                device.device_id,
                "hour",
                hour,
                f"{datetime.fromtimestamp(hour, zone):%Y-%m-%d %H:%M}",
                len(mine_now),
                *_energies(family, before, mine_now, zone),
                *_levels(family, mine_now),
            ),
        )
        before = mine_now[-1]


_Row = tuple[int, tuple[Any, ...]]


def _clean(rows: Iterable[Any], names: Sequence[str]) -> Iterator[_Row]:
    for row in rows:
        yield row[0], corrected(names, tuple(row[2:]), loads(row[1]))


def loads(corrections: str | None) -> dict[str, list[Any]] | None:
    """The corrections of a row, as they are stored."""
    return json.loads(corrections) if corrections else None


def _energies(
    family: Family, before: _Row | None, rows: Sequence[_Row], zone: ZoneInfo
) -> Iterator[float | None]:
    offset = len(averaged_of(family.record))
    for place, energy in enumerate(summed_of(family.record), start=offset):
        last = before[1][place] if before else None
        if energy.is_daily and before and not _same_day(before[0], rows[0][0], zone):
            last = 0.0
        first, final = last, None
        for _, values in rows:
            value = values[place]
            if value is not None:
                first = value if first is None else first
                final = value
        yield None if final is None else round(final - first, PRECISION)


def _same_day(one: int, other: int, zone: ZoneInfo) -> bool:
    days = {datetime.fromtimestamp(moment, zone).date() for moment in (one, other)}
    return len(days) == 1


def _levels(family: Family, rows: Sequence[_Row]) -> Iterator[float | None]:
    columns = zip(*(values for _, values in rows), strict=True)
    for _, column in zip(averaged_of(family.record), columns, strict=False):
        known = [value for value in column if value is not None]
        if not known:
            yield from (None, None, None)
            continue
        yield round(sum(known) / len(known), PRECISION)
        yield min(known)
        yield max(known)


# --- longer spans from shorter ones --------------------------------------------------------------


def _gather(connection: Connection, device: StoredDevice, days: Sequence[date]) -> None:
    zone = device.zone
    months = sorted({day.replace(day=1) for day in days})
    years = sorted({day.replace(month=1, day=1) for day in days})
    for part, span, starts in (
        ("hour", "day", days),
        ("day", "month", months),
        ("month", "year", years),
    ):
        spans = [_span(device, part, span, start, zone) for start in starts]
        _gathering(device.family, connection.dialect).run(connection, *spans)


def _span(
    device: StoredDevice, part: str, span: str, start: date, zone: ZoneInfo
) -> dict[str, Any]:
    ends = {
        "day": lambda: start + timedelta(days=1),
        "month": lambda: (start + timedelta(days=32)).replace(day=1),
        "year": lambda: start.replace(year=start.year + 1),
    }
    return {
        "device": device.device_id,
        "part": part,
        "span_name": span,
        "first": midnight(start, zone),
        "end": midnight(ends[span](), zone),
        "label": start.isoformat()[: {"day": 10, "month": 7, "year": 4}[span]],
    }


@cache
def _gathering(family: Family, dialect: Dialect) -> Prepared:
    """The statement that makes one row of a longer span from the rows of a shorter one."""
    table = schema.rollups(family)
    part = table.alias("part")
    shown: list[ColumnElement[Any]] = [
        bindparam("device", type_=table.c.device_id.type),
        bindparam("span_name", type_=table.c.span.type),
        bindparam("first", type_=table.c.start.type),
        bindparam("label", type_=table.c.local.type),
        func.sum(part.c.samples),
    ]
    shown += [_rounded(func.sum(part.c[each.name])) for each in summed_of(family.record)]
    for name in averaged_of(family.record):
        # the mean of each part counts as much as it has samples
        weight = case((part.c[name].is_not(None), part.c.samples), else_=0)
        mean = func.sum(part.c[name] * part.c.samples) / func.nullif(func.sum(weight), 0)
        shown += [_rounded(mean), func.min(part.c[f"{name}_min"]), func.max(part.c[f"{name}_max"])]
    source = (
        select(*shown)
        .where(
            part.c.device_id == bindparam("device"),
            part.c.span == bindparam("part"),
            part.c.start >= bindparam("first"),
            part.c.start < bindparam("end"),
        )
        .having(func.count() > 0)
    )
    names = [column.name for column in table.columns]
    insert = (sqlite if dialect.name == "sqlite" else postgresql).insert(table)
    made = insert.from_select(names, source)
    made = made.on_conflict_do_update(
        index_elements=names[:3], set_={name: made.excluded[name] for name in names[3:]}
    )
    return Prepared(made, dialect)


def _rounded(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(func.round(cast(value, Numeric), PRECISION), Double)

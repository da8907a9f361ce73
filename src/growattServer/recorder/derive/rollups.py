"""Roll-ups by hour, day, month and year of the plant's calendar, kept up with the readings.

The energy of a span is by how much the cleaned counter has risen from the last reading before the
span that knows it to the last one in it: what was counted while nobody listened belongs to the span
in which the counter was heard again, and the sums are always right. Powers and percentages have
mean, least and most. Hours are made from readings, days from hours, months from days, years from
months.

Readings may be dropped, and roll-ups are for ever: none is made again from less than it was made
of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Connection,
    Dialect,
    Double,
    Numeric,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from ..keep import schema
from ..keep.columns import averaged_of, summed_of
from ..keep.families import Family
from ..keep.rows import rows_between
from ..keep.spans import HOUR_S, SPANS, day_after, day_of, first_day_of, hour_of, midnight
from ..keep.store import Clock, StoredDevice
from ..keep.upsert import Prepared, cached_statement, insert_into, upsert_rows
from .counters import Counters, Row, cleaned_rows, hours_that_follow, row_columns

# Counters have steps of 100 Wh; what is finer is noise of single precision.
PRECISION = 3

# Hours that are further apart are read one by one: a few too many cost less than another question.
GAP_S = 6 * HOUR_S


def refresh(connection: Connection, device: StoredDevice, times: Sequence[int]) -> None:
    """Bring the roll-ups up to date for readings at these times (sorted), and for what follows."""
    if not times:
        return
    hours = {hour_of(moment, device.zone_at(moment)) for moment in times}
    for _, last in list(_runs(sorted(hours))):
        # what comes after new readings has risen from them now, and not from those before
        hours |= hours_that_follow(connection, device, last + HOUR_S)
    counters = Counters(device.family)
    hours_made: list[int] = []
    made: list[tuple[Any, ...]] = []
    for first, last in _runs(sorted(hours)):
        for hour, row in hours_between(connection, device, first, last + HOUR_S, counters):
            made.append(row)
            hours_made.append(hour)
    upsert_rows(connection, schema.rollups(device.family), made, least="samples")
    gather(connection, device, hours_made)


def label_of(hour: int, zone: ZoneInfo) -> str:
    """The beginning of an hour on the plant's clock, as roll-ups have it."""
    return f"{datetime.fromtimestamp(hour, zone):%Y-%m-%d %H:%M}"


def _runs(hours: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Hours that follow each other closely, as first and last."""
    start = before = hours[0]
    for hour in hours[1:]:
        if hour - before > GAP_S:
            yield start, before
            start = hour
        before = hour
    yield start, before


# --- hours from readings -------------------------------------------------------------------------


def hours_between(
    connection: Connection,
    device: StoredDevice,
    first: int,
    end: int,
    counters: Counters | None = None,
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The roll-ups of the hours in which there are readings from `first` to before `end`.

    `counters` have seen what comes before, where the roll-ups do not tell of it yet.
    """
    family = device.family
    counters = counters or Counters(family)
    counters.go_to(connection, device, first)
    here = connection, family, device.device_id
    rows = cleaned_rows(family, rows_between(*here, row_columns(family), first, end))
    for hour, readings in groupby(rows, key=lambda row: hour_of(row[0], device.zone_at(row[0]))):
        mine_now, zone = list(readings), device.zone_at(hour)
        yield (
            hour,
            (
                device.device_id,
                "hour",
                hour,
                label_of(hour, zone),
                len(mine_now),
                *_energies(family, counters, mine_now, zone),
                *_levels(family, mine_now),
            ),
        )
        counters.see(mine_now)


def _energies(
    family: Family, counters: Counters, rows: Sequence[Row], zone: ZoneInfo
) -> Iterator[float | None]:
    offset = len(averaged_of(family.record))
    today = day_of(rows[0][0], zone)
    for place, energy in enumerate(summed_of(family.record)):
        values = (row[1][offset + place] for row in rows)
        known = [value for value in values if value is not None]
        last = counters.last[place]
        since = counters.time if last is None else last.time
        if not known:
            yield None
        elif energy.is_daily and since is not None and day_of(since, zone) != today:
            yield round(known[-1], PRECISION)
        else:
            yield round(known[-1] - (known[0] if last is None else last.value), PRECISION)


def _levels(family: Family, rows: Sequence[Row]) -> Iterator[float | None]:
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


def gather(connection: Connection, device: StoredDevice, hours: Iterable[int]) -> None:
    """Make the days, months and years again in which these hours are."""
    days = {
        (clock, day_of(hour, clock.zone)) for hour in hours for clock in [device.clock_at(hour)]
    }
    for part, span in pairwise(SPANS):
        starts = {(clock, first_day_of(span, day)) for clock, day in days}
        made = [_span(device, part, span, *start) for start in sorted(starts, key=str)]
        if made:
            clocks = len(device.earlier) + 1
            _gathering(device.family, connection.dialect, clocks).run(connection, *made)


def _span(device: StoredDevice, part: str, span: str, clock: Clock, start: date) -> dict[str, Any]:
    begins = midnight(start, clock.zone)
    values: dict[str, Any] = {
        "device": device.device_id,
        # the calendars of two plants overlap, and their hours do not
        "part": "hour" if device.earlier else part,
        "span_name": span,
        "begins": begins,
        "label": start.isoformat()[: {"day": 10, "month": 7, "year": 4}[span]],
    }
    for place, each in enumerate(device.clocks()):
        is_same = midnight(start, each.zone) == begins
        ends = midnight(day_after(span, start), each.zone) if is_same else begins
        values[f"first_{place}"] = int(max(begins, each.since))
        values[f"end_{place}"] = int(min(ends, each.until))
    return values


@cached_statement
def _gathering(family: Family, dialect: Dialect, clocks: int) -> Prepared:
    """The statement that makes one row of a longer span from the rows of a shorter one.

    A device that has moved has lived by several clocks, each for its time.
    """
    table = schema.rollups(family)
    part = table.alias("part")
    shown: list[ColumnElement[Any]] = [
        bindparam("device", type_=table.c.device_id.type),
        bindparam("span_name", type_=table.c.span.type),
        bindparam("begins", type_=table.c.start.type),
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
            or_(
                *(
                    and_(
                        part.c.start >= bindparam(f"first_{place}"),
                        part.c.start < bindparam(f"end_{place}"),
                    )
                    for place in range(clocks)
                )
            ),
        )
        .having(func.count() > 0)
    )
    names = [column.name for column in table.columns]
    made = insert_into(table, dialect).from_select(names, source)
    made = made.on_conflict_do_update(
        index_elements=names[:3],
        set_={name: made.excluded[name] for name in names[3:]},
        where=made.excluded.samples >= table.c.samples,
    )
    return Prepared(made, dialect)


def _rounded(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(func.round(cast(value, Numeric), PRECISION), Double)

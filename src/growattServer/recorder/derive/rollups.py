"""Roll-ups by hour, day, month and year of the plant's calendar, kept up with the readings.

The energy of a span is by how much the cleaned counter has risen from the last reading before the
span that knows it to the last one in it: what was counted while nobody listened belongs to the span
in which the counter was heard again, and the sums are always right. Powers, percentages and
temperatures have mean, least and most. Hours are made from readings, days from hours, months from
days, years from months.

Readings may be dropped, and roll-ups are for ever: none is made again from less than it was made
of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Dialect, bindparam, select

from ..keep import schema
from ..keep.columns import counters_of, kept_levels, rollup_columns, summed_of, ways_of
from ..keep.families import Family
from ..keep.spans import HOUR_S, SPANS, hour_of
from ..keep.store import StoredDevice
from ..keep.upsert import Prepared, cached_statement, upsert_rows
from .counters import Counters, hours_that_follow
from .hours import energies_of, levels_of, stretch_of
from .longer import Span, folded, spans_of

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
    made: list[tuple[Any, ...]] = []
    for first, last in _runs(sorted(hours)):
        made += hours_between(connection, device, first, last + HOUR_S, counters)
    upsert_rows(connection, schema.rollups(device.family), made, least="samples")
    gather(connection, device, [row[2] for row in made])


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


def hours_between(
    connection: Connection,
    device: StoredDevice,
    first: int,
    end: int,
    counters: Counters | None = None,
) -> list[tuple[Any, ...]]:
    """The roll-ups of the hours in which there are readings from `first` to before `end`, as rows.

    `counters` have seen what comes before, where the roll-ups do not tell of it yet.
    """
    record = device.family.record
    counters = counters or Counters(device.family)
    counters.go_to(connection, device, first)
    levels = kept_levels(record)
    sources = (*counters_of(record), *(level.name for level in levels))
    stretch = stretch_of(connection, device, sources, first, end)
    starts = [hour.start for hour in stretch.hours]
    head = (
        [device.device_id] * len(starts),
        ["hour"] * len(starts),
        starts,
        [label_of(start, device.zone_at(start)) for start in starts],
        [hour.end - hour.first for hour in stretch.hours],
    )
    energies = energies_of(stretch, device, summed_of(record), counters)
    return list(zip(*head, *energies, *levels_of(stretch, levels), strict=True))


def gather(connection: Connection, device: StoredDevice, hours: Iterable[int]) -> None:
    """Make the days, months and years again in which these hours are."""
    changed = list(hours)
    table, ways = schema.rollups(device.family), ways_of(device.family.record)
    reading = _reading(device.family, connection.dialect)
    for part, name in pairwise(SPANS):
        made = []
        for span in spans_of(device, name, changed):
            parts = _parts(connection, reading, device, part, span)
            if parts:
                head = device.device_id, name, span.start, span.label
                made.append((*head, *folded(ways, parts)))
        upsert_rows(connection, table, made, least="samples")


def _parts(
    connection: Connection, reading: Prepared, device: StoredDevice, part: str, span: Span
) -> list[tuple[Any, ...]]:
    """What a longer span is made of."""
    found: list[tuple[Any, ...]] = []
    for first, end in span.ranges:
        # the calendars of two plants overlap, and their hours do not
        asked = {"part": "hour" if device.earlier else part, "first": first, "end": end}
        result: Any = reading.run(connection, {"device": device.device_id, **asked})
        # the driver's own rows: SQLAlchemy's take twice as long
        found += result.cursor.fetchall()
    return found


@cached_statement
def _reading(family: Family, dialect: Dialect) -> Prepared:
    """What reads the samples and values of the roll-ups of a span between two moments."""
    table = schema.rollups(family)
    first, end = (bindparam(name, type_=table.c.start.type) for name in ("first", "end"))
    wanted = select(table.c.samples, *(table.c[name] for name in rollup_columns(family.record)))
    wanted = wanted.where(
        table.c.device_id == bindparam("device"),
        table.c.span == bindparam("part"),
        table.c.start >= first,
        table.c.start < end,
    )
    return Prepared(wanted.order_by(table.c.start), dialect)

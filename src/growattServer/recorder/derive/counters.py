"""Which reading knew a counter last before a moment, and which knows it first from a moment on.

Most readings know all counters that a device has. Where one does not, the roll-ups tell in which
hour another one does, from hours over days and months to years: no walk through the readings, which
would be through all of them for a counter that the device has never sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, bindparam, func, select

from ..keep import schema
from ..keep.columns import counters_of, summed_of
from ..keep.families import Family
from ..keep.rows import FAR_AHEAD, LONG_AGO, last_rows_with, row_beside
from ..keep.spans import HOUR_S, SPANS, day_after, day_of, first_day_of, hour_of, midnight
from ..keep.store import StoredDevice
from ..keep.upsert import Prepared, cached_statement
from .corrections import cleaned_columns

MOST_ROWS = 1000


class CounterValue(NamedTuple):
    """What a counter showed, and when."""

    time: int
    value: float


Row = tuple[int, tuple[Any, ...]]
"""The time of a reading, and its cleaned counters in the order of the energies."""


class Counters:
    """What each counter has shown last, in the order of the energies of roll-ups.

    `time` is that of the last reading, whatever it knew.
    """

    def __init__(self, family: Family) -> None:
        self.last: list[CounterValue | None] = [None] * len(summed_of(family.record))
        self.time: int | None = None

    def see(self, rows: Iterable[Row]) -> None:
        """These rows come next."""
        for time, values in rows:
            self.time = time
            for place, value in enumerate(values):
                if value is not None:
                    self.last[place] = CounterValue(time, value)

    def go_to(self, connection: Connection, device: StoredDevice, moment: int) -> None:
        """Be where the counters stood before a moment, which is later than all that was seen."""
        earlier = _row_beside(connection, device, moment, is_later=False)
        if earlier is None:
            return
        self.see([earlier])
        unknown = _unknown_in(device.family, earlier)
        for name in _ever_known(connection, device, unknown):
            found = _known_before(connection, device, name, moment)
            place = unknown[name]
            last = self.last[place]
            if found is not None and (last is None or found.time > last.time):
                self.last[place] = found


def hours_that_follow(connection: Connection, device: StoredDevice, moment: int) -> set[int]:
    """The hours from a moment on in which a counter is known again for the first time."""
    following = _row_beside(connection, device, moment, is_later=True)
    if following is None:
        return set()
    hours = {hour_of(following[0], device.zone_at(following[0]))}
    for name in _ever_known(connection, device, _unknown_in(device.family, following)):
        hour = _hour_beside(connection, device, name, moment, is_later=True)
        if hour is not None:
            hours.add(hour)
    return hours


def _unknown_in(family: Family, row: Row) -> dict[str, int]:
    """The energies whose counters a row does not know, and their places."""
    energies = summed_of(family.record)
    return {energies[place].name: place for place, value in enumerate(row[1]) if value is None}


# --- readings ------------------------------------------------------------------------------------


def _row_beside(
    connection: Connection, device: StoredDevice, moment: int, *, is_later: bool
) -> Row | None:
    """The last row before a moment, or the first one from it on."""
    names = counters_of(device.family.record)
    here = connection, device.family, device.device_id
    row = row_beside(*here, ("corrections", *names), moment, is_later=is_later)
    return None if row is None else (row[0], _cleaned(names, row[2:], row[1]))


def _cleaned(names: Sequence[str], values: Sequence[Any], text: str | None) -> tuple[Any, ...]:
    columns = cleaned_columns(names, [(value,) for value in values], (text,))
    return tuple(column[0] for column in columns)


def _known_before(
    connection: Connection, device: StoredDevice, name: str, moment: int
) -> CounterValue | None:
    """What a counter showed last before a moment."""
    hour = _hour_beside(connection, device, name, moment, is_later=False)
    if hour is None:
        return None
    counter = {each.name: each.counter for each in summed_of(device.family.record)}[name]
    here = connection, device.family, device.device_id
    # where the hour has none after all, its roll-up is from before a cleaning of this moment
    for first, end in ((hour, min(hour + HOUR_S, moment)), (LONG_AGO, moment)):
        for time, corrections, raw in last_rows_with(*here, counter, first, end, MOST_ROWS):
            (value,) = _cleaned([counter], (raw,), corrections)
            if value is not None:
                return CounterValue(time, value)
    return None


# --- roll-ups ------------------------------------------------------------------------------------


def _ever_known(connection: Connection, device: StoredDevice, names: Iterable[str]) -> list[str]:
    """Those of these energies that the device has told at all."""
    wanted = list(names)
    if not wanted:
        return []
    counting = _counting(device.family, connection.dialect)
    counts = counting.run(connection, {"device": device.device_id}).one()
    energies = [each.name for each in summed_of(device.family.record)]
    told = {name for name, count in zip(energies, counts, strict=True) if count}
    return [name for name in wanted if name in told]


@cached_statement
def _counting(family: Family, dialect: Dialect) -> Prepared:
    table = schema.rollups(family)
    counts = [func.count(table.c[each.name]) for each in summed_of(family.record)]
    mine = (table.c.device_id == bindparam("device"), table.c.span == "year")
    return Prepared(select(*counts).where(*mine), dialect)


def _hour_beside(
    connection: Connection, device: StoredDevice, name: str, moment: int, *, is_later: bool
) -> int | None:
    """The last hour before a moment that knows an energy, or the first one from it on."""
    look = _looking(device.family, connection.dialect, name, is_later)
    if device.earlier:
        # days of two calendars overlap: hours alone tell what is beside
        anywhere = (moment, FAR_AHEAD) if is_later else (LONG_AGO, moment)
        return _start(connection, device, look, 0, *anywhere)
    for number, (first, end) in enumerate(_around(device, moment, is_later)):
        place, start = number, _start(connection, device, look, number, first, end)
        while start is not None and place > 0:
            zone = device.zone_at(start)
            after = day_after(SPANS[place], day_of(start, zone))
            place -= 1
            start = _start(connection, device, look, place, start, midnight(after, zone))
        if start is not None:
            return start
    return None


def _around(device: StoredDevice, moment: int, is_later: bool) -> Iterator[tuple[int, int]]:
    """Where to look for hours, then for days, months and years: ever further from a moment."""
    zone, edge = device.zone_at(moment), moment
    day = day_of(moment, zone)
    for span in (*SPANS[1:], None):
        if is_later:
            first = None if span is None else day_after(span, first_day_of(span, day))
            further = FAR_AHEAD if first is None else midnight(first, zone)
            yield edge, further
        else:
            further = LONG_AGO if span is None else midnight(first_day_of(span, day), zone)
            yield further, edge
        edge = further


def _start(
    connection: Connection, device: StoredDevice, look: Prepared, place: int, first: int, end: int
) -> int | None:
    asked = {"device": device.device_id, "span_name": SPANS[place], "first": first, "end": end}
    found: int | None = look.run(connection, asked).scalar()
    return found


@cached_statement
def _looking(family: Family, dialect: Dialect, name: str, is_later: bool) -> Prepared:
    """What finds the first or the last of the roll-ups between two moments that know an energy."""
    table = schema.rollups(family)
    first, end = (bindparam(name, type_=table.c.start.type) for name in ("first", "end"))
    edge = func.min(table.c.start) if is_later else func.max(table.c.start)
    wanted = select(edge).where(
        table.c.device_id == bindparam("device"),
        table.c.span == bindparam("span_name"),
        table.c.start >= first,
        table.c.start < end,
        table.c[name].is_not(None),
    )
    return Prepared(wanted, dialect)

"""Writing readings: many rows at once, and the same rows again without effect.

A row of the history counts more than the latest record of the same time, and each fills what the
other lacks; so the order in which they come makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import isclose
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, bindparam, select

from . import schema
from .arrivals import note_arrivals
from .columns import Values, columns_of, measured_of
from .families import Family
from .frozen import frozen_columns, frozen_weeks, thaw_at
from .upsert import Prepared, cached_statement, insert_rows, upsert_rows

ROUNDING, ROUNDED = 0.02, 0.15
"""The history may have fewer digits than the latest record."""


class Reading(NamedTuple):
    """The values of one record, in the order of the columns; `time` in seconds since 1970."""

    time: int
    values: Values


_Known = dict[int, tuple[bool, str | None, Values]]


class KnownWeeks:
    """The rows of the frozen weeks that were needed last, each decoded once.

    Only for who is alone in the store, and thaws a week in no other way.
    """

    MOST = 2

    def __init__(self) -> None:
        self._weeks: dict[tuple[int, int], _Known] = {}

    def rows(self, connection: Connection, family: Family, device_id: int, number: int) -> _Known:
        """The rows of a frozen week by their times: whether confirmed, corrections, values."""
        key = device_id, number
        found = self._weeks.pop(key, None)
        if found is None:
            names = [column.name for column in columns_of(family.record)]
            head = ["time", "confirmed", "corrections"]
            columns = frozen_columns(connection, device_id, number, [*head, *names])
            rows = zip(*columns, strict=True)
            found = {row[0]: (row[1], row[2], row[3:]) for row in rows}
        self._weeks[key] = found
        while len(self._weeks) > self.MOST:
            del self._weeks[next(iter(self._weeks))]
        return found

    def forget(self, device_id: int, number: int) -> None:
        """The week is no longer frozen."""
        self._weeks.pop((device_id, number), None)


class Written(NamedTuple):
    """What became of rows: the times of the new ones, and of those that were completed.

    `refused` are those of latest records where the history has another reading: it was not then.
    """

    new: list[int]
    changed: list[int]
    refused: list[int]

    def times(self) -> list[int]:
        """All times at which something is other than before."""
        return sorted(self.new + self.changed)


def put_readings(
    connection: Connection,
    family: Family,
    device_id: int,
    rows: Iterable[Reading],
    confirmed: bool,
    known: KnownWeeks | None = None,
) -> Written:
    """Put rows into the store; `confirmed` says that they come from the history.

    `known` keeps what frozen weeks hold, for who puts many small portions of rows.
    """
    fresh: dict[int, Values] = {}
    for row in rows:
        # a row that comes twice in one reply is one row
        fresh[row.time] = _merged(fresh[row.time], row.values) if row.time in fresh else row.values
    if not fresh:
        return Written([], [], [])
    known = KnownWeeks() if known is None else known
    stored = _stored(connection, family, device_id, fresh, known)
    new = [
        (device_id, time, confirmed, None, *values)
        for time, values in fresh.items()
        if time not in stored
    ]
    changed: list[tuple[tuple[Any, ...], bool]] = []
    refused = []
    for time, (was_confirmed, corrections, old) in stored.items():
        if was_confirmed is not confirmed and _are_two(family, old, fresh[time]):
            # the latest record was placed by a wrong clock: the history knows better
            if was_confirmed:
                refused.append(time)
                continue
            values = fresh[time]
        else:
            first, second = (fresh[time], old) if confirmed else (old, fresh[time])
            values = _merged(first, second)
        if values != old or (confirmed and not was_confirmed):
            head = (device_id, time, confirmed or was_confirmed, corrections)
            changed.append(((*head, *values), values != old))
    table = schema.readings(family)
    # the same rows again leave a frozen week as it is
    touched = [*(row[1] for row in new), *(row[1] for row, _ in changed)]
    for number in thaw_at(connection, family, device_id, touched):
        known.forget(device_id, number)
    insert_rows(connection, table, new)
    upsert_rows(connection, table, [row for row, _ in changed])
    differ = [time for (_, time, *_), differs in changed if differs]
    added = [time for time in fresh if time not in stored]
    note_arrivals(connection, device_id, added, is_new=True)
    note_arrivals(connection, device_id, differ, is_new=False)
    return Written(added, differ, refused)


def _are_two(family: Family, one: Values, other: Values) -> bool:
    """Are these two readings? Of one, powers and counters differ by their rounding at most."""
    return any(
        isinstance(one[place], int | float)
        and isinstance(other[place], int | float)
        and not isclose(one[place], other[place], rel_tol=ROUNDING, abs_tol=ROUNDED)
        for place in _measured(family)
    )


@cache
def _measured(family: Family) -> tuple[int, ...]:
    """The places of powers and counters, which history and latest records tell alike."""
    wanted = measured_of(family.record)
    columns = columns_of(family.record)
    return tuple(place for place, column in enumerate(columns) if column.name in wanted)


def _merged(first: Values, second: Values) -> Values:
    if first == second or None not in first:
        return first
    return tuple(b if a is None else a for a, b in zip(first, second, strict=True))


def _stored(
    connection: Connection,
    family: Family,
    device_id: int,
    fresh: dict[int, Values],
    known: KnownWeeks,
) -> _Known:
    table = schema.readings(family)
    span = {"device": device_id, "first": min(fresh), "last": max(fresh)}
    there = _times(family, connection.dialect).run(connection, span)
    times = [time for (time,) in there if time in fresh]
    found: _Known = {}
    for start in range(0, len(times), 500):
        part = times[start : start + 500]
        rows = connection.execute(
            table.select().where(table.c.device_id == device_id, table.c.time.in_(part))
        )
        found |= {row[1]: (row[2], row[3], tuple(row[4:])) for row in rows}
    for week in frozen_weeks(connection, device_id, min(fresh), max(fresh) + 1):
        kept = known.rows(connection, family, device_id, week.number)
        found |= {time: kept[time] for time in fresh if time in kept}
    return found


@cached_statement
def _times(family: Family, dialect: Dialect) -> Prepared:
    """What reads the times between two."""
    table = schema.readings(family)
    moment = table.c.time.type
    first, last = bindparam("first", type_=moment), bindparam("last", type_=moment)
    wanted = select(table.c.time).where(
        table.c.device_id == bindparam("device"), table.c.time.between(first, last)
    )
    return Prepared(wanted, dialect)

"""Looking the store over: holes, doubles, counters that fall, roll-ups that do not fit.

With `mend` what raw replies still have is put back, and what can be counted again is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from math import isclose
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from ..fields import Kind
from . import schema
from .cleaning_pass import clean_all
from .columns import columns_of, corrected, summed_of
from .marks import all_marks
from .mend import from_raw_replies, refresh_all
from .retention import DROPPED
from .rollups import hours_between, loads
from .store import Store, StoredDevice
from .windows import WINDOW_S, Window, known_windows, start_of

# A device without a battery sleeps at night; longer than a day nobody does.
SILENT_S = 86_400

# What a counter may rise while nobody listens for a short time.
MOVED_KWH = 0.3
SHORT_S = 1800

DOUBLE_S = 60


class Finding(NamedTuple):
    """Something that is not as it should be, of one device, in a span of time (UTC)."""

    kind: str
    device_sn: str
    first: datetime
    last: datetime
    said: str

    def __str__(self) -> str:
        span = f"{self.first:%Y-%m-%d %H:%M}"
        if self.last != self.first:
            span += f" to {self.last:%Y-%m-%d %H:%M}"
        return f"{self.kind}: {self.device_sn}  {span} UTC  {self.said}"


def check(store: Store, *, mend: bool = False) -> list[Finding]:
    """What is wrong in the store, the oldest first; empty where all is well.

    With `mend`, which needs to be the only one that writes, the findings are those that are left.
    The kinds are damage, unread, silence, double, falling, unconfirmed, roll-up.
    """
    if mend:
        with store.alone():
            from_raw_replies(store)
            clean_all(store)
            refresh_all(store)
    with store.reading() as connection:
        found = list(_damage(connection, store))
        since = all_marks(connection).get(DROPPED, 0)
        for device in store.devices():
            known = known_windows(connection, device.device_id)
            found += _unread(device, known)
            found += _rows(connection, device, since)
            found += _unconfirmed(connection, device, known)
            found += _hours(connection, device, known, since)
            found += _longer(connection, device)
    return sorted(found, key=lambda finding: (finding.first, finding.kind))


def _finding(kind: str, device: StoredDevice, first: int, last: int, said: str) -> Finding:
    moments = [datetime.fromtimestamp(moment, UTC) for moment in (first, last)]
    return Finding(kind, device.device_sn, moments[0], moments[1], said)


def _damage(connection: Connection, store: Store) -> Iterator[Finding]:
    if store.is_sqlite:
        for (said,) in connection.exec_driver_sql("PRAGMA quick_check"):
            if said != "ok":
                beginning = datetime.fromtimestamp(0, UTC)
                yield Finding("damage", "all devices", beginning, beginning, said)


def _unread(device: StoredDevice, known: dict[int, Window]) -> Iterator[Finding]:
    if not known:
        return
    for number in range(min(known), max(known) + 1):
        window = known.get(number)
        start, end = start_of(number), start_of(number + 1)
        if window is None or window.read_at is None:
            yield _finding("unread", device, start, end, "its history was not read yet")


def _rows(connection: Connection, device: StoredDevice, since: int) -> Iterator[Finding]:
    """Silences, doubles and counters that fall, in one walk through the readings."""
    columns = columns_of(device.family.record)
    names = tuple(column.name for column in columns)
    lifetimes = [
        place
        for place, column in enumerate(columns)
        if column.row.kind is Kind.LIFETIME and column.unit == "kWh"
    ]
    table = schema.readings(device.family)
    query = table.select().where(table.c.device_id == device.device_id, table.c.time >= since)
    streamed = connection.execution_options(stream_results=True, max_row_buffer=500)
    before: tuple[int, tuple[Any, ...], tuple[Any, ...]] | None = None
    for row in streamed.execute(query.order_by(table.c.time)):
        raw = tuple(row[4:])
        values = corrected(names, raw, loads(row[3]))
        if before is not None:
            yield from _pair(device, names, lifetimes, before, (row[1], raw, values))
        before = row[1], raw, values


_Seen = tuple[int, tuple[Any, ...], tuple[Any, ...]]


def _pair(
    device: StoredDevice, names: tuple[str, ...], lifetimes: list[int], one: _Seen, two: _Seen
) -> Iterator[Finding]:
    elapsed = two[0] - one[0]
    rises = [
        (names[place], two[2][place] - one[2][place])
        for place in lifetimes
        if one[2][place] is not None and two[2][place] is not None
    ]
    most = max((rise for _, rise in rises), default=0.0)
    if elapsed > SILENT_S or (elapsed > SHORT_S and most > MOVED_KWH):
        said = f"no readings, and up to {most:.1f} kWh were counted meanwhile"
        yield _finding("silence", device, one[0], two[0], said)
    for name, rise in rises:
        # single precision leaves noise far below a step of 0.1 kWh
        if rise < -0.05:
            yield _finding("falling", device, one[0], two[0], f"{name} falls by {-rise:.1f} kWh")
    if elapsed < DOUBLE_S and one[1] == two[1]:
        yield _finding("double", device, one[0], two[0], "the same values twice")


def _unconfirmed(
    connection: Connection, device: StoredDevice, known: dict[int, Window]
) -> Iterator[Finding]:
    table = schema.readings(device.family)
    for number in sorted(known):
        if known[number].is_final:
            wanted = select(func.count(), func.min(table.c.time), func.max(table.c.time)).where(
                table.c.device_id == device.device_id,
                table.c.time >= start_of(number),
                table.c.time < start_of(number) + WINDOW_S,
                table.c.confirmed.is_(False),
            )
            count, first, last = connection.execute(wanted).one()
            if count:
                said = f"{count} rows that the history of the server does not have"
                yield _finding("unconfirmed", device, first, last, said)


def _hours(
    connection: Connection, device: StoredDevice, known: dict[int, Window], since: int
) -> Iterator[Finding]:
    """Hours that are not what their readings say."""
    table = schema.rollups(device.family)
    for number in sorted(known):
        start = start_of(number)
        if start < since:
            continue
        wanted = table.select().where(
            table.c.device_id == device.device_id,
            table.c.span == "hour",
            table.c.start >= start - 3600,
            table.c.start < start + WINDOW_S,
        )
        stored = {row.start: tuple(row) for row in connection.execute(wanted)}
        for hour, made in hours_between(connection, device, start, start + WINDOW_S):
            if not _alike(stored.get(hour), made):
                yield _finding("roll-up", device, hour, hour, "the hour does not fit its readings")


def _alike(stored: tuple[Any, ...] | None, made: tuple[Any, ...]) -> bool:
    if stored is None:
        return False
    pairs = zip(stored, made, strict=True)
    return all(
        one == two
        or (isinstance(one, float) and isinstance(two, float | int) and isclose(one, two))
        for one, two in pairs
    )


def _longer(connection: Connection, device: StoredDevice) -> Iterator[Finding]:
    """Days, months and years of which the sum is not that of their hours."""
    table = schema.rollups(device.family)
    energies = [func.sum(table.c[each.name]) for each in summed_of(device.family.record)]
    query = (
        select(table.c.span, func.sum(table.c.samples), *energies)
        .where(table.c.device_id == device.device_id)
        .group_by(table.c.span)
    )
    sums = {row[0]: tuple(row[1:]) for row in connection.execute(query)}
    for span, row in sums.items():
        for one, two in zip(row, sums.get("hour", row), strict=True):
            if (one is None) != (two is None) or abs((one or 0) - (two or 0)) > 0.05:
                said = f"the {span}s do not add up to what the hours do"
                yield _finding("roll-up", device, 0, 0, said)
                break

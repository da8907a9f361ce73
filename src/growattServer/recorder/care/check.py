"""Looking the store over: holes, doubles, counters that fall, roll-ups that do not fit.

With `mend` what raw replies still have is put back, and what can be counted again is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain
from math import isclose
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from ...counting import counted
from ...exceptions import GrowattError
from ...fields import Kind
from ..derive.cleaning import clean_all
from ..derive.corrections import loads
from ..derive.rollups import hours_between
from ..errors import GrowattStoreDamagedError, content_trouble, place_of
from ..events import silence_said
from ..keep import schema
from ..keep.columns import columns_of, corrected, summed_of
from ..keep.frozen import damage_of, frozen_weeks
from ..keep.marks import whole_since
from ..keep.renewal import old_until
from ..keep.rows import FAR_AHEAD, blocks_between, rows_between
from ..keep.spans import hour_of
from ..keep.store import Store, StoredDevice
from ..keep.weeks import start_of
from ..keep.windows import Window, known_windows, past_of, silent_from, utc_day
from .cells import damage_in, empty_odd_cells, odd_cells
from .mend import clean_damaged, from_raw_replies, refresh_all, thaw_damaged_weeks

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
    The kinds are damage, unread, silent past, silence, double, falling, unconfirmed, roll-up.
    """
    found = list(_mended(store)) if mend else []
    with store.reading() as connection:
        found += _damage(connection, store)
        since = whole_since(connection)
        for device in store.devices():
            for look in (_unread, _frozen, _rows, _unconfirmed, _hours, _longer):
                found += _total(look, connection, device, since)
    return sorted(found, key=lambda finding: (finding.first, finding.kind))


def _mended(store: Store) -> Iterator[Finding]:
    """What cannot be mended."""
    with content_trouble(store.name), store.alone():
        if store.is_sqlite:
            with store.writing() as connection:
                empty_odd_cells(connection)
        damaged = thaw_damaged_weeks(store)
        for device, asked_at, said in from_raw_replies(store):
            yield _finding("damage", device, asked_at, asked_at, said)
        clean_damaged(store)
        clean_all(store)
        refresh_all(store, damaged)


_Look = Callable[[Connection, StoredDevice, int], Iterator[Finding]]


def _total(
    look: _Look, connection: Connection, device: StoredDevice, since: int
) -> Iterator[Finding]:
    """What a look finds; that it cannot go on is a finding too."""
    try:
        yield from look(connection, device, since)
    except GrowattStoreDamagedError:
        # which is found by itself, and hides the rest until it is mended
        return
    except (GrowattError, SQLAlchemyError, OSError):
        raise
    except Exception as error:
        said = f"what is stored cannot be read ({place_of(error)})"
        yield _finding("damage", device, 0, 0, said)


def _finding(kind: str, device: StoredDevice, first: int, last: int, said: str) -> Finding:
    moments = [datetime.fromtimestamp(moment, UTC) for moment in (first, last)]
    return Finding(kind, device.device_sn, moments[0], moments[1], said)


def _damage(connection: Connection, store: Store) -> Iterator[Finding]:
    if store.is_sqlite:
        beginning = datetime.fromtimestamp(0, UTC)
        for said in (*damage_in(connection), *map(str, odd_cells(connection))):
            yield Finding("damage", "all devices", beginning, beginning, said)


def _unread(connection: Connection, device: StoredDevice, since: int) -> Iterator[Finding]:
    """Weeks that a recorder is still to read, and where the past ends without anybody's word."""
    known, now = known_windows(connection, device.device_id), datetime.now(UTC).timestamp()
    if not known:
        return
    past = past_of(device, None, now)
    silence = silent_from(known, past, now)
    oldest = min(known) if silence is None else silence
    for number in range(oldest, max(known) + 1):
        window = known.get(number)
        start, end = start_of(number), start_of(number + 1)
        if window is None or window.read_at is None:
            yield _finding("unread", device, start, end, _why_unread(window))
    # V4 forgets what is older than some months: no longer past is to be had of it
    if silence is not None and silence <= min(known) and not device.family.is_newer:
        start = start_of(silence)
        yield _finding("silent past", device, start, start, silence_said(utc_day(start)))


def _why_unread(window: Window | None) -> str:
    if window is None or not window.failures:
        return "its history has not been read yet"
    if window.unplaced_rows:
        return (
            f"{counted(window.unplaced_rows, 'row')} of its history without a time that can be read"
        )
    times = "once" if window.failures == 1 else f"{window.failures} times"
    return f"its history could not be read, {times} so far; a recorder tries it again"


def _frozen(connection: Connection, device: StoredDevice, since: int) -> Iterator[Finding]:
    """Frozen weeks that are not as they were written."""
    for week in frozen_weeks(connection, device.device_id):
        if said := damage_of(connection, device.device_id, week):
            span = start_of(week.number), start_of(week.number + 1)
            yield _finding("damage", device, *span, f"{said}; check with mend reads it again")


def _rows(connection: Connection, device: StoredDevice, since: int) -> Iterator[Finding]:
    """Silences, doubles and counters that fall, in one walk through the readings."""
    columns = columns_of(device.family.record)
    names = tuple(column.name for column in columns)
    lifetimes = [
        place
        for place, column in enumerate(columns)
        if column.row.kind is Kind.LIFETIME and column.unit == "kWh"
    ]
    here, shown = (connection, device.family, device.device_id), ("time", "corrections", *names)
    before: _Seen | None = None
    known: dict[int, tuple[int, Any]] = {}
    blocks = blocks_between(*here, shown, since, FAR_AHEAD, 500)
    for time, text, *values in chain.from_iterable(zip(*block, strict=True) for block in blocks):
        raw, corrections = tuple(values), loads(text)
        if text and corrections is None:
            yield _finding("damage", device, time, time, "its corrections cannot be read")
        seen = time, raw, corrected(names, raw, corrections)
        if before is not None:
            yield from _pair(device, lifetimes, before, seen)
        for place in lifetimes:
            value = seen[2][place]
            if value is not None:
                heard, last = known.get(place, (0, value))
                # single precision leaves noise far below a step of 0.1 kWh
                if value - last < -0.05:
                    said = f"{names[place]} falls by {last - value:.1f} kWh"
                    yield _finding("falling", device, heard, seen[0], said)
                known[place] = seen[0], value
        before = seen


_Seen = tuple[int, tuple[Any, ...], tuple[Any, ...]]


def _pair(device: StoredDevice, lifetimes: list[int], one: _Seen, two: _Seen) -> Iterator[Finding]:
    elapsed = two[0] - one[0]
    rises = [
        two[2][place] - one[2][place]
        for place in lifetimes
        if one[2][place] is not None and two[2][place] is not None
    ]
    most = max(rises, default=0.0)
    if elapsed > SILENT_S or (elapsed > SHORT_S and most > MOVED_KWH):
        said = f"no readings, and up to {most:.1f} kWh were counted meanwhile"
        yield _finding("silence", device, one[0], two[0], said)
    if elapsed < DOUBLE_S and one[1] == two[1]:
        yield _finding("double", device, one[0], two[0], "the same values twice")


def _unconfirmed(connection: Connection, device: StoredDevice, since: int) -> Iterator[Finding]:
    known = known_windows(connection, device.device_id)
    frozen = {week.number: week for week in frozen_weeks(connection, device.device_id)}
    here, names = (connection, device.family, device.device_id), ("time", "confirmed")
    for number in sorted(known):
        week = frozen.get(number)
        if not known[number].is_final or (week is not None and week.confirmed == week.rows):
            continue
        rows = rows_between(*here, names, start_of(number), start_of(number + 1))
        live = [time for time, is_confirmed in rows if not is_confirmed]
        if live:
            said = f"{counted(len(live), 'row')} that the history of the server does not have"
            yield _finding("unconfirmed", device, live[0], live[-1], said)


def _hours(connection: Connection, device: StoredDevice, since: int) -> Iterator[Finding]:
    """Hours that are not what their readings say."""
    table = schema.rollups(device.family)
    known = known_windows(connection, device.device_id)
    # those of an earlier version lack columns until they are made again
    until = old_until(connection, device.device_id) or 0
    for number in sorted(known):
        # where hours do not begin with UTC's, a window ends within one of them
        edges = (start_of(number), start_of(number + 1))
        start, end = (hour_of(edge, device.zone_at(edge)) for edge in edges)
        if start_of(number) < since:
            continue
        wanted = table.select().where(
            table.c.device_id == device.device_id,
            table.c.span == "hour",
            table.c.start >= start,
            table.c.start < end,
        )
        stored = {row.start: tuple(row) for row in connection.execute(wanted)}
        for made in hours_between(connection, device, start, end):
            hour = made[2]
            if not _alike(stored.get(hour), made, is_old=hour < until):
                yield _finding(
                    "roll-up", device, hour, hour, "the hour does not match its readings"
                )


def _alike(stored: tuple[Any, ...] | None, made: tuple[Any, ...], *, is_old: bool) -> bool:
    if stored is None:
        return False
    pairs = zip(stored, made, strict=True)
    return all(
        one == two
        or (is_old and one is None)
        or (isinstance(one, float) and isinstance(two, float | int) and isclose(one, two))
        for one, two in pairs
    )


def _longer(connection: Connection, device: StoredDevice, since: int) -> Iterator[Finding]:
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
                said = f"the {span}s do not match the sum of the hours"
                yield _finding("roll-up", device, 0, 0, said)
                break

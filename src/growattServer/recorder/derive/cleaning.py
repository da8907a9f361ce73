"""Cleaning what is stored: in the order of time, window by window, so that it can go on any time.

A window keeps what the cleaner remembered at its end (`cleaner`) and a fingerprint of what it began
with (`cleaned_from`). A window whose rows have changed is cleaned again; one behind it only if
what it began with is not any more what the window before it ends with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Connection,
    Dialect,
    bindparam,
    delete,
    exists,
    insert,
    literal_column,
    null,
    or_,
    select,
    update,
)

from ...cleaning import Cleaner
from ...cleaning.calm import columns_wanted
from ...fields import Record
from ..errors import content_trouble
from ..keep import schema
from ..keep.arrivals import note_arrivals
from ..keep.columns import columns_of, stored_record
from ..keep.families import Family
from ..keep.frozen import thaw
from ..keep.marks import whole_since
from ..keep.rows import blocks_by_day
from ..keep.store import Store, StoredDevice
from ..keep.upsert import Prepared, cached_statement
from ..keep.weeks import WINDOW_S, start_of, window_of
from ..keep.windows import save_window
from .changes import Changes, watched
from .rollups import refresh

ROWS_AT_ONCE = 200

PART_ROWS = 36
"""Three hours: where a day has something to judge, most of its hours have not."""

REFUTED = "refuted by the counters of the device, not used"

BEGINNING = "beginning"
"""The fingerprint of knowing nothing."""


def clean_window(connection: Connection, device: StoredDevice, number: int) -> int:
    """Clean a window from its first row on; gives how many rows are corrected otherwise."""
    thaw(connection, device.family, device.device_id, number)
    before = _remembered(connection, device.device_id, number)
    return _clean_rows(connection, device, number, before, start_of(number) - 1)


def clean_all(store: Store) -> int:
    """Clean whatever is to be cleaned, a window a transaction; gives how many windows."""
    count = 0
    for device in store.devices():
        while True:
            with content_trouble(store.name), store.writing() as connection:
                number = next_to_clean(connection, device, all_of_it=True)
                if number is None:
                    break
                clean_window(connection, device, number)
                count += 1
    return count


def clean_on(connection: Connection, device: StoredDevice, times: Sequence[int]) -> None:
    """Clean rows that were just added at these times, or note that the window is to be cleaned."""
    for number in sorted({window_of(moment) for moment in times}):
        first = min(moment for moment in times if window_of(moment) == number)
        row = _row(connection, device.device_id, number)
        if row is None:
            clean_window(connection, device, number)
        elif row.cleaned_to is not None and row.cleaner and first > row.cleaned_to:
            _clean_rows(connection, device, number, row.cleaner, row.cleaned_to, row.cleaned_from)
        elif row.cleaned_to is not None:
            save_window(connection, device.device_id, number, cleaned_to=None)


def next_to_clean(connection: Connection, device: StoredDevice, *, all_of_it: bool) -> int | None:
    """The window to clean next: the oldest one, or with `all_of_it` False the newest one alone.

    While older windows are still to come, what is made of the others would be made again.
    """
    table = schema.windows.c
    wanted = (
        select(
            table.number,
            table.next_page,
            table.cleaned_to,
            table.cleaned_from,
            table.cleaner if all_of_it else null(),
        )
        .where(
            table.device_id == device.device_id,
            # a week without a row has nothing to clean
            or_(
                table.server_rows.is_(None),
                table.server_rows != 0,
                table.cleaned_from.is_not(None),
            ),
        )
        .order_by(table.number if all_of_it else table.number.desc())
    )
    if not all_of_it:
        newest = connection.execute(wanted.limit(1)).one_or_none()
        is_ready = newest is not None and newest.cleaned_to is None and newest.next_page is None
        return int(newest.number) if newest is not None and is_ready else None
    before = BEGINNING
    for number, next_page, cleaned_to, cleaned_from, cleaner in connection.execute(wanted):
        if cleaned_to is None and next_page is None:
            return int(number)
        if cleaned_from != before and not _was_dropped(connection, number):
            return int(number)
        if cleaner is not None and cleaned_to is not None:
            # what `_remembered` finds: else a window would be cleaned again for ever
            before = fingerprint(cleaner)
    return None


def _was_dropped(connection: Connection, number: int) -> bool:
    """Are the readings of a window gone? Then what cleaning has said of them stays."""
    return start_of(number + 1) <= whole_since(connection)


def _row(connection: Connection, device_id: int, number: int) -> Any:
    table = schema.windows.c
    wanted = select(table.cleaned_to, table.cleaned_from, table.cleaner).where(
        table.device_id == device_id, table.number == number
    )
    return connection.execute(wanted).one_or_none()


def _remembered(connection: Connection, device_id: int, number: int) -> str | None:
    """What the cleaner remembered at the end of the last window before this one."""
    table = schema.windows.c
    wanted = (
        select(table.cleaner)
        .where(
            table.device_id == device_id,
            table.number < number,
            table.cleaner.is_not(None),
            table.cleaned_to.is_not(None),
        )
        .order_by(table.number.desc())
        .limit(1)
    )
    found: str | None = connection.scalar(wanted)
    return found


def fingerprint(cleaner: str | None) -> str:
    """A short text that is the same for the same memory."""
    if cleaner is None:
        return BEGINNING
    return hashlib.sha256(cleaner.encode()).hexdigest()[:16]


def _clean_rows(
    connection: Connection,
    device: StoredDevice,
    number: int,
    memory: str | None,
    after: int,
    began_with: str | None = None,
) -> int:
    """Clean the rows of a window behind a moment, and keep what the cleaner remembers."""
    run = _Run(connection, device, number, memory, after)
    run.clean()
    _save_corrections(connection, device, run.updates)
    _save_events(connection, device, number, after, run.changes)
    save_window(
        connection,
        device.device_id,
        number,
        cleaned_to=run.last or (after if began_with else start_of(number)),
        cleaned_from=began_with or fingerprint(memory),
        cleaner=json.dumps(run.cleaner.to_dict(), sort_keys=True, separators=(",", ":")),
    )
    refresh(connection, device, [each["moment"] for each in run.updates])
    return len(run.updates)


class _Run:
    """Cleaning the rows of a window behind a moment.

    Rows in which nothing is to be judged are taken a day at once, from the few columns that have
    rules; the others one by one.
    """

    def __init__(
        self,
        connection: Connection,
        device: StoredDevice,
        number: int,
        memory: str | None,
        after: int,
    ) -> None:
        self.connection, self.device, self.after = connection, device, after
        self.end = start_of(number) + WINDOW_S
        self.zone = device.zone_at(max(after, start_of(number)))
        self.cleaner = _cleaner(device, self.zone)
        self.kind = stored_record(device.family)
        if memory is not None:
            # a memory that is damaged is none: it is made of the rows before
            with suppress(ValueError, RecursionError):
                remembered = json.loads(memory)
                if remembered.get("source") == self.kind.__name__:
                    self.cleaner.from_dict(remembered)
        self.changes = Changes(connection, device, after)
        self.updates: list[dict[str, Any]] = []
        self.last: int | None = None

    def clean(self) -> None:
        """Clean all of them."""
        if self.device.earlier:
            self._one_by_one(self.after, self.end)
            return
        names = ("time", "corrections", *_seen_at_once(self.device.family))
        here = self.connection, self.device.family, self.device.device_id
        days = blocks_by_day(*here, names, self.after + 1, self.end, self.zone)
        for block in days:
            if not self._all_at_once(names, block):
                # the first row of a day is always judged; what is to be judged may soon be over
                self._one_by_one(block[0][0] - 1, block[0][0] + 1)
                self._by_parts(names, block)

    def _by_parts(self, names: Sequence[str], block: Sequence[Sequence[Any]]) -> None:
        size = len(block[0])
        if size > 1 and self._all_at_once(names, [column[1:] for column in block]):
            return
        for start in range(1, size, PART_ROWS):
            part = [column[start : start + PART_ROWS] for column in block]
            if not self._all_at_once(names, part):
                self._one_by_one(part[0][0] - 1, part[0][-1] + 1)

    def _all_at_once(self, names: Sequence[str], block: Sequence[Sequence[Any]]) -> bool:
        times, corrections = block[:2]
        columns = dict(zip(names[2:], block[2:], strict=True))
        if not self.cleaner.pass_calm(self.kind, times, columns):
            return False
        self.updates += [
            {"moment": time, "text": None}
            for time, text in zip(times, corrections, strict=True)
            if text is not None
        ]
        self.changes.see_all(times, columns)
        self.last = times[-1]
        return True

    def _one_by_one(self, after: int, end: int) -> None:
        refuted = self.cleaner.rating_refuted
        rows = _records(self.connection, self.device, after, end)
        for time, corrections, record in rows:
            if self.device.earlier and self.device.zone_at(time) != self.zone:
                # the days of the plant to which it moved
                self.zone, memory_of_old = self.device.zone_at(time), self.cleaner.to_dict()
                self.cleaner = _cleaner(self.device, self.zone)
                self.cleaner.from_dict(memory_of_old)
            clean = self.cleaner.clean(record)
            found = {
                name: [value.value, value.reason.value]
                for name, value in clean.changed.items()
                if name != "time"
            }
            text = json.dumps(found, separators=(",", ":")) if found else None
            if text != corrections:
                self.updates.append({"moment": time, "text": text})
            self.changes.see(time, record)
            if clean.rating_refuted and not refuted:
                self.changes.note(time, "rated_power", str(self.device.rated_power), REFUTED)
            refuted = clean.rating_refuted
            self.last = time


@cache
def _seen_at_once(family: Family) -> tuple[str, ...]:
    """The columns that tell whether anything is to be judged, and those of events."""
    return tuple(dict.fromkeys((*columns_wanted(stored_record(family)), *watched(family))))


def _cleaner(device: StoredDevice, zone: ZoneInfo) -> Cleaner:
    return Cleaner(zone, device.rated_power, record_timezone="UTC")


def _records(
    connection: Connection, device: StoredDevice, after: int, end: int
) -> Iterator[tuple[int, str | None, Record]]:
    """Rows as records, a few at a time so that memory stays small."""
    kind, columns = stored_record(device.family), columns_of(device.family.record)
    names = [column.name for column in columns]
    flags = [column.name for column in columns if column.type == "flag"]
    reading = _reading(device.family, connection.dialect)
    while True:
        asked = {"device": device.device_id, "after": after, "end": end}
        rows: Sequence[Any] = reading.run(connection, asked).all()
        for moment, corrections, *values in rows:
            record = kind(zip(names, values, strict=True))
            for name in flags:
                # SQLite has 0 and 1 for them
                record[name] = None if record[name] is None else bool(record[name])
            record["time"] = datetime.fromtimestamp(moment, UTC).replace(tzinfo=None)
            yield moment, corrections, record
        if len(rows) < ROWS_AT_ONCE:
            return
        after = rows[-1][0]


@cached_statement
def _reading(family: Family, dialect: Dialect) -> Prepared:
    """What reads rows between two moments."""
    table = schema.readings(family)
    moment = table.c.time.type
    wanted = (
        select(table.c.time, table.c.corrections, *list(table.c)[4:])
        .where(
            table.c.device_id == bindparam("device"),
            table.c.time > bindparam("after", type_=moment),
            table.c.time < bindparam("end", type_=moment),
        )
        .order_by(table.c.time)
        .limit(literal_column(str(ROWS_AT_ONCE)))
    )
    return Prepared(wanted, dialect)


def _save_corrections(
    connection: Connection, device: StoredDevice, updates: list[dict[str, Any]]
) -> None:
    if updates:
        table = schema.readings(device.family)
        connection.execute(
            update(table)
            .where(table.c.device_id == device.device_id, table.c.time == bindparam("moment"))
            .values(corrections=bindparam("text")),
            updates,
        )
        moments = [each["moment"] for each in updates]
        note_arrivals(connection, device.device_id, moments, is_new=False)


def _save_events(
    connection: Connection, device: StoredDevice, number: int, after: int, changes: Changes
) -> None:
    table, readings = schema.events, schema.readings(device.family)
    # those of readings that were dropped are not found again
    there = exists().where(
        readings.c.device_id == device.device_id, readings.c.time == table.c.time
    )
    connection.execute(
        delete(table).where(
            table.c.device_id == device.device_id,
            table.c.time > after,
            table.c.time < start_of(number) + WINDOW_S,
            there,
        )
    )
    if changes.found:
        connection.execute(insert(table), changes.found)

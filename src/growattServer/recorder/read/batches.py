"""Reading the store: readings and roll-ups of a device, streamed in batches of rows."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import repeat
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, Table, select

from ...exceptions import GrowattParameterError
from ..derive.corrections import cleaned_columns
from ..derive.on_demand import computed_columns
from ..keep import schema
from ..keep.columns import columns_of, other_levels, rollup_columns
from ..keep.rows import FAR_AHEAD, LONG_AGO, blocks_between
from ..keep.spans import SPANS, midnight
from ..keep.store import Store, StoredDevice
from ..keep.upsert import in_parts

BATCH_ROWS = 2000

When = date | datetime | str | None


class Batch(NamedTuple):
    """Some rows: the names of the columns, and a tuple of values for each row."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def head_of(device: StoredDevice, span: str | None = None) -> tuple[str, ...]:
    """The names of all columns that reading a device gives, in order."""
    record = device.family.record
    if span is not None:
        return ("local", "start", "samples", *rollup_columns(record))
    return ("time", *(column.name for column in columns_of(record)), "corrections")


def read_readings(
    store: Store,
    device_sn: str,
    first: When = None,
    last: When = None,
    *,
    columns: Sequence[str] | None = None,
    cleaned: bool = True,
) -> Generator[Batch]:
    """The readings of a device in order of time, a batch at a time.

    `first` and `last` are days of the plant, both included, or moments. `time` is an aware datetime
    in UTC. With `cleaned` values are the cleaned ones, else as they were sent; the reasons are in
    `corrections`, as `{name: [cleaned value, reason]}`.
    """
    device = store.device(device_sn)
    names = _wanted(columns, [column.name for column in columns_of(device.family.record)])
    begins = LONG_AGO if first is None else _moment_of(device, first)
    ends = FAR_AHEAD if last is None else _moment_of(device, last, is_end=True)
    head = ("time", *names, "corrections")
    shown = ("time", "corrections", *names)
    with store.reading() as connection:
        here = connection, device.family, device.device_id
        for block in blocks_between(*here, shown, begins, ends, BATCH_ROWS):
            times, corrections, *values = block
            if cleaned:
                values = cleaned_columns(names, values, corrections)
            moments = map(datetime.fromtimestamp, times, repeat(UTC))
            yield Batch(head, list(zip(moments, *values, corrections, strict=True)))


def read_rollups(
    store: Store,
    device_sn: str,
    span: str,
    first: When = None,
    last: When = None,
    *,
    columns: Sequence[str] | None = None,
) -> Generator[Batch]:
    """The roll-ups of a device by hour, day, month or year, in order of time.

    `local` is the span on the plant's calendar, such as `2026-06`, `start` its beginning in UTC.
    Energies are in kWh; `pv_power` is the mean, `pv_power_min` and `pv_power_max` least and most.
    `columns` may also name what roll-ups do not hold, such as `pv1_voltage_max`: that is computed
    from the readings, which takes longer, and is unknown where they were dropped.
    """
    if span not in SPANS:
        raise GrowattParameterError(f"span must be one of {', '.join(SPANS)}, not {span!r}")
    device = store.device(device_sn)
    stored, others = rollup_columns(device.family.record), other_levels(device.family.record)
    names = stored if columns is None else _wanted(columns, (*stored, *others))
    table = schema.rollups(device.family)
    head = ("local", "start", "samples")
    kept = tuple(name for name in names if name not in others)
    more = tuple(name for name in names if name in others)
    query = select(*(table.c[name] for name in (*head, *kept)))
    query = _between(query, table, table.c.start, device, first, last)
    query = query.where(table.c.span == span).order_by(table.c.start)
    with store.reading() as connection:
        for part in in_parts(connection, query, BATCH_ROWS):
            rows: Sequence[Any] = part
            if more:
                samples = {row[1]: row[2] for row in rows}
                computed = computed_columns(connection, device, span, more, samples)
                rows = [(*row, *rest) for row, rest in zip(rows, computed, strict=True)]
            moments = [datetime.fromtimestamp(row[1], UTC) for row in rows]
            found = dict(zip((*head, *kept, *more), zip(*rows, strict=True), strict=True))
            columns_in_order = (found[name] for name in names)
            made = zip(found["local"], moments, found["samples"], *columns_in_order, strict=True)
            yield Batch((*head, *names), list(made))


def _wanted(columns: Sequence[str] | None, known: Sequence[str]) -> tuple[str, ...]:
    if columns is None:
        return tuple(known)
    strange = [name for name in columns if name not in known]
    if strange:
        raise GrowattParameterError(
            f"there is no column {strange[0]!r}; docs/records.md lists what a device has"
        )
    return tuple(columns)


def _between(
    query: Select[Any], table: Table, column: Any, device: StoredDevice, first: When, last: When
) -> Select[Any]:
    query = query.where(table.c.device_id == device.device_id)
    if first is not None:
        query = query.where(column >= _moment_of(device, first))
    if last is not None:
        query = query.where(column < _moment_of(device, last, is_end=True))
    return query


def _moment_of(device: StoredDevice, when: date | datetime | str, *, is_end: bool = False) -> int:
    """A moment on the clock of the plant in which the device was then."""
    about = moment_at(when, device.zone, is_end=is_end)
    return moment_at(when, device.zone_at(about), is_end=is_end)


def moment_at(when: date | datetime | str, zone: ZoneInfo, *, is_end: bool = False) -> int:
    """Seconds since 1970 of a day's beginning (or end) in the zone, or of a moment."""
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when) if len(when) > 10 else date.fromisoformat(when)
        except ValueError:
            raise GrowattParameterError(
                f"{when!r} is neither a day YYYY-MM-DD nor a moment"
            ) from None
    if isinstance(when, datetime):
        aware = when if when.tzinfo else when.replace(tzinfo=zone)
        return int(aware.timestamp())
    if isinstance(when, date):
        return midnight(when + timedelta(days=1) if is_end else when, zone)
    raise GrowattParameterError(f"{when!r} is neither a day nor a moment")

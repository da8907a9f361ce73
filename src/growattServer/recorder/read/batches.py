"""Reading the store: readings and roll-ups of a device, streamed in batches of rows."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from operator import sub
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, Table, select

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
    with store.reading() as connection:
        device = store.device_in(connection, device_sn)
        blocks = reading_blocks(connection, device, first, last, columns, cleaned=cleaned)
        for names, (times, *values) in blocks:
            yield Batch(names, list(zip(_moments(times), *values, strict=True)))


Block = tuple[tuple[str, ...], list[Sequence[Any]]]
"""The names of columns and the columns of some rows; times are in seconds since 1970."""


def reading_blocks(
    connection: Connection,
    device: StoredDevice,
    first: When,
    last: When,
    columns: Sequence[str] | None,
    *,
    cleaned: bool,
) -> Iterator[Block]:
    """What `read_readings` gives, as columns."""
    names = _wanted(columns, [column.name for column in columns_of(device.family.record)])
    begins = LONG_AGO if first is None else _moment_of(device, first)
    ends = FAR_AHEAD if last is None else _moment_of(device, last, is_end=True)
    shown = ("time", "corrections", *names)
    here = connection, device.family, device.device_id
    for times, corrections, *values in blocks_between(*here, shown, begins, ends, BATCH_ROWS):
        if cleaned:
            values = cleaned_columns(names, values, corrections)
        yield ("time", *names, "corrections"), [times, *values, corrections]


def _moments(times: Sequence[int]) -> Iterable[datetime]:
    """Aware datetimes: from step to step, as most steps are alike, in a third of the time."""
    steps = list(map(sub, times[1:], times))
    known: dict[int, Any] = {step: timedelta(seconds=step) for step in set(steps)}
    return accumulate(map(known.__getitem__, steps), initial=datetime.fromtimestamp(times[0], UTC))


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
    with store.reading() as connection:
        device = store.device_in(connection, device_sn)
        blocks = rollup_blocks(connection, device, span, first, last, columns)
        for names, (labels, starts, *values) in blocks:
            yield Batch(names, list(zip(labels, _moments(starts), *values, strict=True)))


def rollup_blocks(
    connection: Connection,
    device: StoredDevice,
    span: str,
    first: When,
    last: When,
    columns: Sequence[str] | None,
) -> Iterator[Block]:
    """What `read_rollups` gives, as columns."""
    if span not in SPANS:
        raise GrowattParameterError(f"span must be one of {', '.join(SPANS)}, not {span!r}")
    stored, others = rollup_columns(device.family.record), other_levels(device.family.record)
    wanted = stored if columns is None else _wanted(columns, (*stored, *others))
    table = schema.rollups(device.family)
    kept = ("local", "start", "samples", *(name for name in wanted if name not in others))
    more = tuple(name for name in wanted if name in others)
    query = _between(select(*(table.c[name] for name in kept)), table, device, first, last)
    query = query.where(table.c.span == span).order_by(table.c.start)
    for rows in in_parts(connection, query, BATCH_ROWS):
        found = dict(zip(kept, zip(*rows, strict=True), strict=True))
        if more:
            samples = dict(zip(found["start"], found["samples"], strict=True))
            computed = computed_columns(connection, device, span, more, samples)
            found |= zip(more, zip(*computed, strict=True), strict=True)
        names = ("local", "start", "samples", *wanted)
        yield names, [found[name] for name in names]


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
    query: Select[Any], table: Table, device: StoredDevice, first: When, last: When
) -> Select[Any]:
    column = table.c.start
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

"""The roll-ups of hours, made of columns of readings: a column of many hours at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from ..keep.columns import Level, Summed
from ..keep.rows import blocks_between
from ..keep.spans import HOUR_S, day_of, hour_of
from ..keep.store import StoredDevice
from .corrections import cleaned_columns
from .counters import Counters, CounterValue

# Counters have steps of 100 Wh; what is finer is noise of single precision.
PRECISION = 3

AT_ONCE = 2000


class Hour(NamedTuple):
    """The beginning of an hour, and its readings by their places, to before `end`."""

    start: int
    first: int
    end: int


class Stretch(NamedTuple):
    """Cleaned readings in order of time, as columns, and the hours that they are of."""

    times: list[int]
    columns: dict[str, Sequence[Any]]
    hours: list[Hour]


def stretch_of(
    connection: Connection, device: StoredDevice, names: Iterable[str], first: int, end: int
) -> Stretch:
    """The readings from a moment to before another."""
    wanted = tuple(dict.fromkeys(names))
    times: list[int] = []
    columns: list[list[Any]] = [[] for _ in wanted]
    here = connection, device.family, device.device_id
    for block in blocks_between(*here, ("time", "corrections", *wanted), first, end, AT_ONCE):
        times += block[0]
        cleaned = cleaned_columns(wanted, block[2:], block[1])
        for column, values in zip(columns, cleaned, strict=True):
            column += values
    return Stretch(times, dict(zip(wanted, columns, strict=True)), list(_hours(device, times)))


def _hours(device: StoredDevice, times: list[int]) -> Iterator[Hour]:
    first = 0
    while first < len(times):
        start = _hour(device, times[first])
        end = bisect_left(times, start + HOUR_S, first)
        # clocks that are put by half an hour cut an hour in two
        while _hour(device, times[end - 1]) != start:
            end -= 1
        yield Hour(start, first, end)
        first = end


def _hour(device: StoredDevice, moment: int) -> int:
    return hour_of(moment, device.zone_at(moment))


# --- columns -------------------------------------------------------------------------------------


def levels_of(stretch: Stretch, levels: Iterable[Level]) -> Iterator[list[Any]]:
    """Mean, least or most of each hour, as columns in the order of the levels' own."""
    for level in levels:
        column = stretch.columns[level.name]
        gaps = column.count(None)
        if gaps == len(column):
            yield from ([None] * len(stretch.hours) for _ in level.ends)
        elif not gaps and column.count(0) == len(column):
            yield from ([0.0] * len(stretch.hours) for _ in level.ends)
        else:
            parts = [column[hour.first : hour.end] for hour in stretch.hours]
            if gaps:
                parts = [[value for value in part if value is not None] for part in parts]
            yield from ([_END[end](part) if part else None for part in parts] for end in level.ends)


def _mean(known: Sequence[Any]) -> float:
    return float(round(sum(known) / len(known), PRECISION))


_END: dict[str, Any] = {"": _mean, "_min": min, "_max": max}


def energies_of(
    stretch: Stretch, device: StoredDevice, energies: Iterable[Summed], counters: Counters
) -> Iterator[list[float | None]]:
    """By how much each counter has risen in each hour, as columns; `counters` go on behind them."""
    for place, energy in enumerate(energies):
        column = stretch.columns[energy.counter]
        if column.count(None) == len(column):
            yield [None] * len(stretch.hours)
            continue
        risen: list[float | None] = []
        for hour in stretch.hours:
            known = _last_known(column, hour)
            if known is None:
                risen.append(None)
                continue
            base = _base(stretch, device, energy, hour, counters, place)
            risen.append(round(column[known] - base, PRECISION))
            counters.last[place] = CounterValue(stretch.times[known], column[known])
        yield risen
    if stretch.times:
        counters.time = stretch.times[-1]


def _last_known(column: Sequence[Any], hour: Hour) -> int | None:
    places = range(hour.end - 1, hour.first - 1, -1)
    return next((place for place in places if column[place] is not None), None)


def _base(
    stretch: Stretch,
    device: StoredDevice,
    energy: Summed,
    hour: Hour,
    counters: Counters,
    place: int,
) -> Any:
    """What a counter has risen from in an hour that knows it."""
    last = counters.last[place]
    if energy.is_daily:
        before = stretch.times[hour.first - 1] if hour.first else counters.time
        since, zone = before if last is None else last.time, device.zone_at(hour.start)
        today = day_of(stretch.times[hour.first], zone)
        if since is not None and day_of(since, zone) != today:
            return 0
    if last is not None:
        return last.value
    column = stretch.columns[energy.counter]
    return next(value for value in column[hour.first : hour.end] if value is not None)

"""Columns that roll-ups do not hold, computed from the readings as those are that they do hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection

from ..keep.columns import ENDS, other_levels
from ..keep.frozen_hours import hours_kept
from ..keep.spans import DAY_S, HOUR_S, SPANS, hour_of
from ..keep.store import StoredDevice
from ..keep.weeks import start_of, window_of
from .hours import levels_of, stretch_of
from .longer import folded, spans_of

# at least as long as the longest of each
_LENGTHS = {"hour": HOUR_S, "day": DAY_S + HOUR_S, "month": 32 * DAY_S, "year": 367 * DAY_S}

_Rows = dict[int, Sequence[Any]]
"""Samples and values by the beginning."""


def computed_columns(
    connection: Connection,
    device: StoredDevice,
    span: str,
    names: Sequence[str],
    samples: Mapping[int, int],
) -> list[list[float | None]]:
    """These columns of the roll-ups of a span, as rows in the order of `samples`.

    `samples` are how many readings each had, by its beginning. Where fewer are left, what they
    would say is not what was, and unknown.
    """
    if not samples:
        return []
    end = max(samples) + _LENGTHS[span]
    made = _hours(connection, device, names, min(samples), end)
    ways = [ENDS[level.ends[0]] for level in _levels(device, names)]
    hours = made
    for name in SPANS[1 : SPANS.index(span) + 1]:
        # the calendars of two plants overlap, and their hours do not
        made = _longer(device, name, ways, hours, hours if device.earlier else made)
    nothing = [None] * len(names)
    return [
        list(map(_number, made[start][1:]))
        if start in made and made[start][0] >= count
        else list(nothing)
        for start, count in samples.items()
    ]


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _levels(device: StoredDevice, names: Sequence[str]) -> list[Any]:
    known = other_levels(device.family.record)
    return [known[name] for name in names]


def _hours(
    connection: Connection, device: StoredDevice, names: Sequence[str], first: int, end: int
) -> _Rows:
    levels = _levels(device, names)
    made: _Rows = {}
    for start, stop in pairwise(_edges(device, first, end)):
        stretch = stretch_of(connection, device, [each.name for each in levels], start, stop)
        counts = [hour.end - hour.first for hour in stretch.hours]
        rows = zip(stretch.hours, counts, *levels_of(stretch, levels), strict=True)
        made |= {hour.start: row for hour, *row in rows}
    for hour, row in hours_kept(connection, device.device_id, names, first, end):
        if hour not in made or made[hour][0] < row[0]:
            made[hour] = row
    return made


def _edges(device: StoredDevice, first: int, end: int) -> Iterator[int]:
    """Where to cut a long time into weeks, each of whole hours."""
    yield first
    for number in range(window_of(first) + 1, window_of(end) + 1):
        edge = hour_of(start_of(number), device.zone_at(start_of(number)))
        if first < edge < end:
            yield edge
    yield end


def _longer(
    device: StoredDevice, name: str, ways: Sequence[str], hours: _Rows, parts: _Rows
) -> _Rows:
    starts = sorted(parts)
    found: _Rows = {}
    for span in spans_of(device, name, hours):
        mine = [
            parts[start]
            for first, end in span.ranges
            for start in starts[bisect_left(starts, first) : bisect_left(starts, end)]
        ]
        if mine:
            found[span.start] = folded(ways, mine)
    return found

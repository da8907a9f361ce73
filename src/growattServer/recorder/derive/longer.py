"""Days, months and years: which hours they have, and what they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ..keep.spans import day_after, day_of, first_day_of, midnight
from ..keep.store import StoredDevice
from .hours import PRECISION


class Span(NamedTuple):
    """A day, month or year of the plant's calendar, and the times that belong to it.

    A device that has moved has lived by several clocks, each for its time.
    """

    start: int
    label: str
    ranges: list[tuple[int, int]]


def spans_of(device: StoredDevice, name: str, hours: Iterable[int]) -> list[Span]:
    """The days, months or years in which these hours are."""
    days = {
        (clock, day_of(hour, clock.zone)) for hour in hours for clock in [device.clock_at(hour)]
    }
    starts = {(clock, first_day_of(name, day)) for clock, day in days}
    found = []
    for clock, first in sorted(starts, key=str):
        begins, ranges = midnight(first, clock.zone), []
        for each in device.clocks():
            if midnight(first, each.zone) == begins:
                ends = midnight(day_after(name, first), each.zone)
                ranges.append((int(max(begins, each.since)), int(min(ends, each.until))))
        label = first.isoformat()[: {"day": 10, "month": 7, "year": 4}[name]]
        found.append(Span(begins, label, [each for each in ranges if each[0] < each[1]]))
    return found


def folded(ways: Sequence[str], parts: Sequence[Sequence[Any]]) -> list[Any]:
    """Samples and values of a longer span, from those of its parts; a way for each value."""
    samples, *columns = zip(*parts, strict=True)
    made = [_FOLDS[way](column, samples) for way, column in zip(ways, columns, strict=True)]
    return [sum(samples), *made]


def _sum(column: Sequence[Any], samples: Sequence[int]) -> float | None:
    known = [value for value in column if value is not None]
    return round(sum(known), PRECISION) if known else None


def _mean(column: Sequence[Any], samples: Sequence[int]) -> float | None:
    # the mean of each part counts as much as it has samples
    known = [
        (value, count) for value, count in zip(column, samples, strict=True) if value is not None
    ]
    weight = sum(count for _, count in known)
    return (
        round(sum(value * count for value, count in known) / weight, PRECISION) if weight else None
    )


def _min(column: Sequence[Any], samples: Sequence[int]) -> Any:
    return min((value for value in column if value is not None), default=None)


def _max(column: Sequence[Any], samples: Sequence[int]) -> Any:
    return max((value for value in column if value is not None), default=None)


_FOLDS = {"sum": _sum, "mean": _mean, "min": _min, "max": _max}

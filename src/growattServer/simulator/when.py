"""When something goes wrong: once at a moment, on some days, or every day at the same time."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from .clock import parse_moment
from .distortions.base import Span
from .errors import DoorError
from .plant import Plant

_DAY_S = 86_400
_UNITS = {"min": 60, "h": 3600, "d": _DAY_S}
_LASTS = re.compile(r"(\d{1,9}(?:\.\d{1,9})?) ?(min|h|d)")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
KEYS = ("at", "days", "lasts")


@dataclass(frozen=True, slots=True)
class When:
    """The spans of a failure.

    `at` is a moment, a time of day on the clock of the plant, or None for the beginning of the
    scenario. `days` are counted from 1, the day on which it begins; none stand for every day.
    """

    at: datetime | time | None = None
    days: frozenset[int] = frozenset()
    lasts_s: float = math.inf

    def span_at(self, timestamp: float, plant: Plant, begin: float) -> Span | None:
        """The span that this moment lies in; what began before the scenario is left out."""
        if not isinstance(self.at, time):
            start = begin if self.at is None else max(begin, self.at.timestamp())
            end = (begin if self.at is None else self.at.timestamp()) + self.lasts_s
            return Span(start, end) if start <= timestamp < end else None
        today = plant.local(timestamp).date()
        first = plant.local(begin).date()
        if self.days:
            possible = [first + timedelta(days=number - 1) for number in sorted(self.days)]
        else:
            # a span of at most a day that is not over began today or yesterday
            possible = [today, today - timedelta(days=1)]
        for day in possible:
            span = self._on(day, self.at, plant)
            if begin <= span.start <= timestamp < span.end:
                return span
        return None

    def _on(self, day: date, at: time, plant: Plant) -> Span:
        start = datetime.combine(day, at, plant.zone).timestamp()
        return Span(start, start + self.lasts_s)

    def described(self) -> str:
        """A few words for people."""
        if isinstance(self.at, datetime):
            start = f"{self.at:%Y-%m-%d %H:%M} UTC"
        elif self.days:
            clock = "00:00" if self.at is None else f"{self.at:%H:%M}"
            word = "day" if len(self.days) == 1 else "days"
            start = f"{word} {', '.join(map(str, sorted(self.days)))} at {clock}"
        elif self.at is None:
            start = "always"
        else:
            start = f"daily at {self.at:%H:%M}"
        return start if math.isinf(self.lasts_s) else f"{start} for {_span_text(self.lasts_s)}"


def _span_text(seconds: float) -> str:
    for unit in ("d", "h"):
        if seconds >= _UNITS[unit] and seconds % (_UNITS[unit] / 2) == 0:
            return f"{seconds / _UNITS[unit]:g} {unit}"
    return f"{seconds / 60:g} min"


def parse_when(wish: Mapping[str, Any]) -> When:
    """Read `at`, `days` and `lasts`, or a sentence that begins with the key."""
    at, days = _at(wish.get("at")), _days(wish.get("days"))
    lasts_s = _lasts(wish["lasts"]) if "lasts" in wish else math.inf
    if days and isinstance(at, datetime):
        raise DoorError("days makes no sense beside an `at` that has a date")
    if days and at is None:
        at = time()
    if isinstance(at, time) and not days:
        if "lasts" not in wish:
            raise DoorError('lasts is missing: a failure of every day needs one, such as "10 min"')
        if lasts_s > _DAY_S:
            raise DoorError("lasts must be at most a day for a failure of every day")
    return When(at, days, lasts_s)


def _at(value: Any) -> datetime | time | None:
    if value is None:
        return None
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    if isinstance(value, str) and (clock := _CLOCK.fullmatch(value)):
        return time(int(clock[1]), int(clock[2]))
    try:
        if isinstance(value, date) and not isinstance(value, datetime):
            raise DoorError("")
        return parse_moment(value).astimezone(UTC)
    except DoorError:
        raise DoorError(
            f'at must be a time of day such as "00:05" or a moment such as '
            f'"2026-03-29T01:00:00Z" between 1980 and 2200, not {value!s:.40}'
        ) from None


def _days(value: Any) -> frozenset[int]:
    if value is None:
        return frozenset()
    fits = isinstance(value, list) and value and all(type(each) is int for each in value)
    if not fits or not all(1 <= each <= 36_600 for each in value):
        raise DoorError("days must be a list of whole numbers from 1, the first day, such as [2]")
    return frozenset(value)


def _lasts(value: Any) -> float:
    found = _LASTS.fullmatch(value) if isinstance(value, str) else None
    if found is None or float(found[1]) == 0:
        raise DoorError('lasts must be a text such as "10 min", "6.5 h" or "3 d"')
    return float(found[1]) * _UNITS[found[2]]

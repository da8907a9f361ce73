"""Timespans, dates and times of day as the server reads them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from ..arguments import calendar_date, quoted
from ..exceptions import GrowattParameterError, GrowattTimespanError

DAY = "%Y-%m-%d"
MONTH = "%Y-%m"
_CLOCK = r"(\d{1,2}):(\d{1,2})(?::\d{1,2})?"


class Timespan(IntEnum):
    """Which curve is asked for.

    For plants `day` is one day and `month` one month; elsewhere `hour` is one day in 5-minute
    steps, `day` the days of a month and `month` the months of a year.
    """

    hour = 0
    day = 1
    month = 2


def as_timespan(value: Any) -> Timespan:
    """A `Timespan`, also from its number."""
    from numbers import Integral  # which an import of the library does not wait for

    if not isinstance(value, bool) and isinstance(value, Integral):
        with suppress(ValueError):
            return Timespan(int(value))
    raise GrowattTimespanError(f"timespan must be a Timespan enum value, not {quoted(value)}")


def today() -> str:
    """The present day in UTC."""
    return datetime.now(UTC).strftime(DAY)


def date_text(date: Any, timespan: Timespan = Timespan.hour) -> str:
    """The day, or for `Timespan.month` the month, as it is sent; None is now in UTC.

    `date` is a date, a datetime, or a text YYYY-MM-DD (for a month also YYYY-MM).
    """
    pattern = MONTH if timespan == Timespan.month else DAY
    if date is None:
        return datetime.now(UTC).strftime(pattern)
    if isinstance(date, str):
        return _parsed(date, pattern).strftime(pattern)
    day = calendar_date(date)
    if day is None and isinstance(getattr(date, "year", None), int):
        day = date  # of another library
    if day is None:
        raise GrowattParameterError(
            f"date must be a date or a string YYYY-MM-DD, not {quoted(date)}"
        )
    text: str = day.strftime(pattern)
    return text


def _parsed(text: str, pattern: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        pass
    try:
        return datetime.strptime(text.strip(), pattern)  # only printed again
    except ValueError:
        wanted = "YYYY-MM" if pattern == MONTH else "YYYY-MM-DD"
        raise GrowattParameterError(
            f"date must be a date or a string {wanted}, not {quoted(text)}"
        ) from None


def hour_and_minute(name: str, value: Any) -> tuple[str, str]:
    """The two digits of the hour and of the minute, from a time or a text HH:MM."""
    if isinstance(value, str):
        match = re.fullmatch(_CLOCK, value.strip(), re.ASCII)
        if match and int(match[1]) < 24 and int(match[2]) < 60:
            return match[1].zfill(2), match[2].zfill(2)
    elif isinstance(getattr(value, "hour", None), int):  # a day alone has none
        return value.strftime("%H"), value.strftime("%M")
    raise GrowattParameterError(
        f"{name} must be a datetime.time or a string HH:MM, not {quoted(value)}"
    )

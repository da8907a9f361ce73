"""The present, and how old a reading is whose time is on the clock of its plant."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

SLACK = timedelta(minutes=2)
"""Clocks are never quite right: a reading may come from so far in the future."""


def utc_now() -> datetime:
    """The present; everything in the command line that asks for it asks here."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is where this machine stands."""
    return utc_now().astimezone().date()


def offset_of(zone: str | None) -> float | None:
    """Hours from UTC, of a text such as GMT+1 or GMT+5:30; None where it says nothing."""
    found = re.fullmatch(r"\s*(?:GMT|UTC)\s*([+-]?)(\d{1,2})(?::(\d\d))?\s*", zone or "")
    if found is None:
        return None
    hours = int(found[2]) + int(found[3] or 0) / 60
    return -hours if found[1] == "-" else hours


def age_at(wall: datetime, moment: datetime, offset_h: float | None) -> timedelta:
    """How old a reading is that its plant's clock says to be from `wall`.

    `offset_h` is that of the plant without summer time, as the vendor tells it. Where it is that of
    this machine's zone, or unknown, the plant is taken to be in it. Else nobody knows whether it is
    summer there, and the smaller age is given.
    """
    behind = moment.astimezone(UTC).replace(tzinfo=None) - wall
    here = moment.astimezone()
    now_h = _hours(here.utcoffset())
    standard_h = min(
        _hours(datetime(here.year, month, 1).astimezone().utcoffset()) for month in (1, 7)
    )
    if offset_h is None or offset_h == standard_h:
        return max(timedelta(0), behind + timedelta(hours=now_h))
    ages = [behind + timedelta(hours=offset_h + summer) for summer in (0, 1)]
    return max(timedelta(0), min((age for age in ages if age >= -SLACK), default=max(ages)))


def _hours(offset: timedelta | None) -> float:
    return (offset or timedelta(0)) / timedelta(hours=1)

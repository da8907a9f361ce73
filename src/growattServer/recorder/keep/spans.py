"""Hours, days, months and years of a plant's calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SPANS = ("hour", "day", "month", "year")

HOUR_S = 3600
DAY_S = 86_400


def hour_of(moment: int, zone: ZoneInfo) -> int:
    """The beginning of the hour on the plant's clock."""
    offset = datetime.fromtimestamp(moment, zone).utcoffset() or timedelta()
    return moment - (moment + int(offset.total_seconds())) % HOUR_S


def midnight(day: date, zone: ZoneInfo) -> int:
    """The beginning of a day on the plant's clock."""
    return int(datetime.combine(day, time(), zone).timestamp())


def day_of(moment: int, zone: ZoneInfo) -> date:
    """The day on the plant's calendar."""
    return datetime.fromtimestamp(moment, zone).date()


def first_day_of(span: str, day: date) -> date:
    """The first day of the day, month or year that a day lies in."""
    if span == "year":
        return day.replace(month=1, day=1)
    return day.replace(day=1) if span == "month" else day


def day_after(span: str, first: date) -> date:
    """The day after the day, month or year that begins on a day."""
    if span == "year":
        return first.replace(year=first.year + 1)
    if span == "month":
        return (first + timedelta(days=32)).replace(day=1)
    return first + timedelta(days=1)

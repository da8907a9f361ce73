"""How the vendor's Java server writes numbers, dates and times of day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from struct import Struct
from typing import Any
from zoneinfo import ZoneInfo

_SINGLE = Struct("f")
_pack, _unpack = _SINGLE.pack, _SINGLE.unpack
_SERVER_ZONE = timezone(timedelta(hours=8))
_REFORM = {
    "date": 15,
    "day": 5,
    "hours": 8,
    "minutes": 0,
    "month": 9,
    "seconds": 0,
    "time": -12219292800000,
    "timezoneOffset": -480,
    "year": -318,
}
_SERVER_ZONE_BEAN = {
    "dirty": False,
    "displayName": "China Standard Time",
    "DSTSavings": 0,
    "ID": "Asia/Shanghai",
    "lastRuleInstance": None,
    "rawOffset": 28800000,
}


def plain(value: float, decimals: int = 1) -> int | float:
    """A rounded number; a whole one goes without decimals."""
    rounded = round(value, decimals)
    return int(rounded) if rounded == int(rounded) else rounded


def single(value: float, decimals: int = 1) -> int | float:
    """The same through a 32-bit float, which leaves the well-known trail of digits."""
    if not value:  # as many values of a reading are
        return 0
    narrow: float = _unpack(_pack(round(value, decimals)))[0]
    return int(narrow) if narrow.is_integer() else narrow


def text(value: float, decimals: int = 1) -> str:
    """A number sent as text."""
    return str(plain(value, decimals))


def kwh(energy_wh: float) -> int | float:
    """Energy to a tenth of a kWh."""
    return plain(energy_wh / 1000)


def kwh32(energy_wh: float) -> int | float:
    """Energy to a tenth of a kWh, in 32 bits."""
    return single(energy_wh / 1000)


def date_time(wall: datetime) -> str:
    """A wall clock as text."""
    return wall.strftime("%Y-%m-%d %H:%M:%S")


def _epoch_ms(wall: datetime) -> int:
    # The server believes every wall clock to be its own.
    return int(wall.replace(tzinfo=_SERVER_ZONE, microsecond=0, fold=0).timestamp() * 1000)


def date_bean(wall: datetime) -> dict[str, int]:
    """A wall clock as a serialised java.util.Date."""
    return {
        "date": wall.day,
        "day": wall.isoweekday() % 7,
        "hours": wall.hour,
        "minutes": wall.minute,
        "month": wall.month - 1,
        "seconds": wall.second,
        "time": _epoch_ms(wall),
        "timezoneOffset": -480,
        "year": wall.year - 1900,
    }


def calendar_bean(wall: datetime) -> dict[str, Any]:
    """A wall clock as a serialised java.util.Calendar, weeks counted the American way."""
    return {
        "firstDayOfWeek": 1,
        "gregorianChange": dict(_REFORM),
        "lenient": True,
        "minimalDaysInFirstWeek": 1,
        "time": date_bean(wall),
        "timeInMillis": _epoch_ms(wall),
        "timeZone": dict(_SERVER_ZONE_BEAN),
        "weekDateSupported": True,
        "weekYear": _week_year(wall),
        "weeksInWeekYear": _weeks(_week_year(wall)),
    }


def _first_sunday(year: int) -> datetime:
    january = datetime(year, 1, 1)
    return january - timedelta(days=january.isoweekday() % 7)


def _week_year(wall: datetime) -> int:
    naive = wall.replace(tzinfo=None)
    return naive.year + 1 if naive >= _first_sunday(naive.year + 1) else naive.year


def _weeks(year: int) -> int:
    return (_first_sunday(year + 1) - _first_sunday(year)).days // 7


def zone(name: str) -> tzinfo:
    """A time zone by its Java id; as in Java, an unknown one is taken for UTC."""
    offset = re.fullmatch(r"GMT([+-])(\d{1,2})(?::?(\d{2}))?", name)
    if offset:
        sign, hours, minutes = offset.groups()
        span = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if span < timedelta(hours=24):
            return timezone(span if sign == "+" else -span)
        return UTC
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return UTC

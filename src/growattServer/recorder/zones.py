"""The time zone of a plant: the server tells hours from UTC, the map tells the summer time.

The place of a plant, and that its hours from UTC fit, find the zone in the time zone database: the
nearest town of it. A fixed zone stands in where the place is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from math import cos, hypot, radians
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..exceptions import GrowattParameterError
from .errors import extra_missing

_PLACE = re.compile(r"([+-])(\d{2,3})(\d\d)(\d\d)?([+-])(\d{3})(\d\d)(\d\d)?")
_HOURS = re.compile(r"(?:GMT|UTC)?([+-]?\d{1,2}(?:\.\d+)?)(?::(\d\d))?")

# Towns further away than this, in degrees, say nothing about a plant.
NEAR = 25.0


class Town(NamedTuple):
    """A town of the time zone database."""

    country: str
    latitude: float
    longitude: float
    zone: str


def check_zone(name: str) -> str:
    """The name of a time zone, or a GrowattParameterError."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise GrowattParameterError(
            f"{name!r} is no time zone; it is a name such as Europe/Berlin"
        ) from None
    return name


def zone_of_plant(
    hours: str | None,
    latitude: float | None,
    longitude: float | None,
    now: datetime,
    country: str | None = None,
) -> str:
    """The name of a zone for a text such as `GMT+1` and a place on the map."""
    standard = _standard(hours)
    if latitude is not None and longitude is not None and (latitude or longitude):
        near = [
            (town.country != country, _distance(town, latitude, longitude), town.zone)
            for town in _towns()
            if _distance(town, latitude, longitude) <= NEAR
        ]
        for _, _, zone in sorted(near):
            if standard is None or _standard_of(zone, now) == standard:
                return zone
    return _fixed(standard)


def _standard(hours: str | None) -> timedelta | None:
    found = _HOURS.fullmatch((hours or "").replace(" ", ""))
    if not found:
        return None
    whole = float(found[1])
    minutes = int(found[2] or 0) * (-1 if found[1].startswith("-") else 1)
    return timedelta(hours=whole, minutes=minutes)


def _standard_of(zone: str, now: datetime) -> timedelta:
    """Hours from UTC without summer time: the least of the year, whatever a country calls it."""
    months = [now.replace(month=month, day=15, tzinfo=ZoneInfo(zone)) for month in (1, 7)]
    return min(moment.utcoffset() or timedelta() for moment in months)


def _fixed(standard: timedelta | None) -> str:
    hours = round((standard or timedelta()) / timedelta(hours=1))
    # these names count the other way round
    return f"Etc/GMT{-hours:+d}" if hours and -12 <= -hours <= 14 else "Etc/UTC"


def _distance(town: Town, latitude: float, longitude: float) -> float:
    east = (town.longitude - longitude + 180) % 360 - 180
    return hypot(town.latitude - latitude, east * cos(radians(latitude)))


@cache
def _towns() -> tuple[Town, ...]:
    try:
        folder = files("tzdata").joinpath("zoneinfo")
        countries = folder.joinpath("iso3166.tab").read_text("utf-8")
        table = folder.joinpath("zone1970.tab").read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        raise extra_missing("finding the time zone of a plant") from None
    return tuple(_read(table, {code: name for code, name, *_ in _lines(countries)}))


def _lines(table: str) -> Iterator[list[str]]:
    for line in table.splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def _read(table: str, countries: dict[str, str]) -> Iterator[Town]:
    for codes, place, zone, *_ in _lines(table):
        found = _PLACE.fullmatch(place)
        code = codes.partition(",")[0]  # the country that it is named after
        if found:
            north, east = _degrees(*found.groups()[:4]), _degrees(*found.groups()[4:])
            yield Town(countries.get(code, code), north, east, zone)


def _degrees(sign: str, whole: str, minutes: str, seconds: str | None) -> float:
    size = int(whole) + int(minutes) / 60 + int(seconds or 0) / 3600
    return -size if sign == "-" else size

"""The time zone of a plant: the server tells hours from UTC, the map tells the summer time.

The place of a plant, and that its hours from UTC fit, find the zone in the time zone database: the
nearest town of it. Who reads may take a guess where that is not sure; who sets a clock may not.
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

from .exceptions import GrowattMissingExtraError, GrowattParameterError

_PLACE = re.compile(r"([+-])(\d{2,3})(\d\d)(\d\d)?([+-])(\d{3})(\d\d)(\d\d)?")
_HOURS = re.compile(r"(?:GMT|UTC)?([+-]?\d{1,2}(?:\.\d+)?)(?::(\d\d))?")

# Towns further away than this, in degrees, say nothing about a plant.
NEAR = 25.0

# A town that is so many times as far away as the nearest one is no rival of it.
CLEARLY = 2.0

EARLIEST, LATEST = timedelta(hours=-12), timedelta(hours=14)


class Town(NamedTuple):
    """A town of the time zone database, and the countries whose clocks it shows, its own first."""

    countries: tuple[str, ...]
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
    """The name of a zone for a text such as `GMT+1` and a place on the map.

    Where one of them is missing the other decides, and a zone without summer time stands in where
    the place is.
    """
    standard = standard_offset(hours)
    towns = _near(latitude, longitude, country) or ()
    fitting = (one.zone for _, _, one in towns if standard in (None, _standard_of(one.zone, now)))
    return next(fitting, None) or _fixed(standard)


def sure_zone_of_plant(
    hours: str | None,
    latitude: float | None,
    longitude: float | None,
    now: datetime,
    country: str | None = None,
) -> str | None:
    """The same where it is certain; None where the server tells no hours, or the place belies them.

    It is certain where no other clock with these hours is anywhere near (in the country, if that is
    known); without a place, where there is no other one at all.
    """
    standard = standard_offset(hours)
    if standard is None:
        return None
    towns = _near(latitude, longitude, country)
    if towns is None:
        nowhere = [(_strangeness(one, country), 0.0, one) for one in _towns()]
        towns = sorted(nowhere, key=lambda row: row[0])
    fitting = [row for row in towns if _standard_of(row[2].zone, now) == standard]
    if not fitting:
        return None
    strangeness, distance, town = fitting[0]
    clock = _of_the_year(town.zone, now)
    rivals = [row for row in fitting if row[0] == strangeness and row[1] <= CLEARLY * distance]
    is_sure = all(_of_the_year(rival.zone, now) == clock for _, _, rival in rivals)
    return town.zone if is_sure else None


def standard_offset(hours: str | None) -> timedelta | None:
    """How far from UTC a text such as `GMT+1`, `GMT+5:30` or `GMT+5.5` is; None for nonsense."""
    found = _HOURS.fullmatch((hours or "").replace(" ", ""))
    if not found:
        return None
    whole = float(found[1])
    minutes = int(found[2] or 0) * (-1 if found[1].startswith("-") else 1)
    offset = timedelta(hours=whole, minutes=minutes)
    return offset if EARLIEST <= offset <= LATEST else None


def _near(
    latitude: float | None, longitude: float | None, country: str | None
) -> list[tuple[int, float, Town]] | None:
    """How strange and far the towns near a place are, the best first; None where it is nowhere."""
    if latitude is None or longitude is None or not (latitude or longitude):
        return None
    found = [(town, _distance(town, latitude, longitude)) for town in _towns()]
    return sorted((_strangeness(town, country), far, town) for town, far in found if far <= NEAR)


def _strangeness(town: Town, country: str | None) -> int:
    """0 in its own country, 1 in one that shares its clock, 2 elsewhere."""
    if country not in town.countries:
        return 2
    return int(town.countries[0] != country)


def _of_the_year(zone: str, now: datetime) -> tuple[timedelta, ...]:
    """Hours from UTC in winter and in summer, whatever a country calls them."""
    months = [now.replace(month=month, day=15, tzinfo=ZoneInfo(zone)) for month in (1, 7)]
    return tuple(moment.utcoffset() or timedelta() for moment in months)


def _standard_of(zone: str, now: datetime) -> timedelta:
    """Hours from UTC without summer time: the least of the year."""
    return min(_of_the_year(zone, now))


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
        raise GrowattMissingExtraError("recorder", "finding the time zone of a plant") from None
    return tuple(_read(table, {code: name for code, name, *_ in _lines(countries)}))


def _lines(table: str) -> Iterator[list[str]]:
    for line in table.splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def _read(table: str, countries: dict[str, str]) -> Iterator[Town]:
    for codes, place, zone, *_ in _lines(table):
        if found := _PLACE.fullmatch(place):
            names = tuple(countries.get(code, code) for code in codes.split(","))
            north, east = _degrees(*found.groups()[:4]), _degrees(*found.groups()[4:])
            yield Town(names, north, east, zone)


def _degrees(sign: str, whole: str, minutes: str, seconds: str | None) -> float:
    size = int(whole) + int(minutes) / 60 + int(seconds or 0) / 3600
    return -size if sign == "-" else size

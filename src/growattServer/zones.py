"""The time zone of a plant: its place on the map tells it, and its hours from UTC are the check.

Owners set the hours by hand, some for the winter and some for the summer, so those of both fit. The
zone at a place is read off a map of the world; without that map, it is the nearest town of the time
zone database. Who reads may take a guess where that is not sure; who sets a clock may not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from math import cos, hypot, isfinite, radians
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .exceptions import GrowattMissingExtraError, GrowattParameterError

_PLACE = re.compile(r"([+-])(\d{2,3})(\d\d)(\d\d)?([+-])(\d{3})(\d\d)(\d\d)?")
_HOURS = re.compile(r"(?:GMT|UTC)?([+-]?\d{1,2}(?:\.\d{1,4})?)(?::(\d\d))?")

# Towns further away than this, in degrees, say nothing about a plant.
NEAR = 25.0

# A town that is so many times as far away as the nearest one is no rival of it.
CLEARLY = 2.0

_HOUR = timedelta(hours=1)
EARLIEST, LATEST = timedelta(hours=-12), timedelta(hours=14)

# as people and the server write them, where the time zone database has another name
_ALSO_CALLED = {
    "Czechia": "Czech Republic",
    "Great Britain": "Britain (UK)",
    "South Korea": "Korea (South)",
    "The Netherlands": "Netherlands",
    "UK": "Britain (UK)",
    "USA": "United States",
    "United Kingdom": "Britain (UK)",
    "United States of America": "United States",
    "Viet Nam": "Vietnam",
}


class Town(NamedTuple):
    """A town of the time zone database, and the countries whose clocks it shows, its own first."""

    countries: tuple[str, ...]
    latitude: float
    longitude: float
    zone: str


class ZoneChoice(NamedTuple):
    """The zone of a plant, and why it was chosen.

    `is_sure` says that the hours from UTC fit it, and no other clock that may be meant.
    """

    zone: str
    why: str
    is_sure: bool = False


class _Candidate(NamedTuple):
    """A town whose clock may be meant, how strange its country is, and how far away it is."""

    strangeness: int
    distance: float
    town: Town


def check_zone(name: str) -> str:
    """The name of a time zone, or a GrowattParameterError."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise GrowattParameterError(
            f"{name!r} is not a time zone; use a name such as Europe/Berlin"
        ) from None
    return name


def choose_zone(
    hours: str | None,
    latitude: float | None,
    longitude: float | None,
    now: datetime,
    country: str | None = None,
) -> ZoneChoice:
    """The zone of a place on the map, checked against a text such as `GMT+1`, and the reason.

    Without a place, or with one outside the country, the country decides where it has one clock, or
    one with these hours. Where that is unknown, too, the hours are all there is.
    """
    known_as = _ALSO_CALLED.get(country or "", country)
    near, own = _near(latitude, longitude, known_as), _in_country(known_as)
    if near and (near[0].strangeness < 2 or not own):
        return _judged(_at_place(near, hours, now), near, hours, now, "the zone at its place")
    if own and near:
        choice = _of_country(own, hours, now, f"{country} (its place on the map is elsewhere)")
        return choice._replace(is_sure=False)
    if own:
        return _of_country(own, hours, now, str(country))
    return _by_hours(hours, now)


def standard_offset(hours: str | None) -> timedelta | None:
    """How far from UTC a text such as `GMT+1`, `GMT+5:30` or `GMT+5.5` is; None for nonsense."""
    found = _HOURS.fullmatch((hours or "").replace(" ", ""))
    if not found:
        return None
    whole = float(found[1])
    minutes = int(found[2] or 0) * (-1 if found[1].startswith("-") else 1)
    offset = timedelta(hours=whole, minutes=minutes)
    return offset if EARLIEST <= offset <= LATEST else None


def fits(zone: str, hours: str, now: datetime) -> bool:
    """Whether a zone has these hours from UTC, a text such as `GMT+1`, in winter or in summer."""
    return standard_offset(hours) in _of_the_year(zone, now)


# --- choosing ------------------------------------------------------------------------------------


def _at_place(near: Sequence[_Candidate], hours: str | None, now: datetime) -> _Candidate:
    """The zone on the map; without a map the nearest town of the country that fits the hours."""
    nearest, offset = near[0], standard_offset(hours)
    if not nearest.distance or offset is None:
        return nearest
    fitting = (
        each
        for each in near
        if each.strangeness == nearest.strangeness and offset in _of_the_year(each.town.zone, now)
    )
    return next(fitting, nearest)


def _judged(
    chosen: _Candidate, rivals: Sequence[_Candidate], hours: str | None, now: datetime, why: str
) -> ZoneChoice:
    """A choice with what the hours from UTC say of it."""
    zone, offset = chosen.town.zone, standard_offset(hours)
    if offset is None:
        return ZoneChoice(zone, f"{why}; its hours from UTC are not told")
    if offset not in _of_the_year(zone, now):
        return ZoneChoice(zone, f"{why}; {hours}, which it is set to, does not fit")
    near = [
        rival
        for rival in _fitting(rivals, offset, now)
        if rival.strangeness == chosen.strangeness and rival.distance <= CLEARLY * chosen.distance
    ]
    return ZoneChoice(zone, f"{why}, which {hours} fits", len(_clocks(near, now)) == 1)


def _of_country(
    own: list[_Candidate], hours: str | None, now: datetime, country: str
) -> ZoneChoice:
    offset = standard_offset(hours)
    if len(_clocks(own, now)) == 1:
        return _judged(own[0], own, hours, now, f"the one clock of {country}")
    if offset is not None and (fitting := _fitting(own, offset, now)):
        return _judged(fitting[0], own, hours, now, f"a clock of {country}")
    return _by_hours(hours, now)._replace(is_sure=False)


def _by_hours(hours: str | None, now: datetime) -> ZoneChoice:
    offset = standard_offset(hours)
    if offset is None:
        return ZoneChoice("Etc/UTC", "the server tells neither its place nor its hours from UTC")
    why, whole = f"its hours from UTC are {hours}, and its place is not told", offset / _HOUR
    everywhere = [_Candidate(0, 0.0, town) for town in _towns()]
    if fitting := _fitting(everywhere, offset, now):
        is_sure = len(_clocks(fitting, now)) == 1
        if is_sure or not whole.is_integer():
            # zones of quarter hours have no summer time, but for those that are the only ones
            still = [each for each in fitting if len(set(_of_the_year(each.town.zone, now))) == 1]
            return ZoneChoice((still or fitting)[0].town.zone, why, is_sure)
    elif not whole.is_integer():
        why += "; no clock on Earth has them, so that this is the nearest whole hour"
    # these names count the other way round
    return ZoneChoice(f"Etc/GMT{-round(whole):+d}" if round(whole) else "Etc/UTC", why)


def _fitting(
    candidates: Sequence[_Candidate], offset: timedelta, now: datetime
) -> list[_Candidate]:
    """Those with these hours from UTC: in winter rather than in summer, as most towns have them."""
    fitting = [each for each in candidates if offset in _of_the_year(each.town.zone, now)]
    common = _clocks(fitting, now)

    def rank(each: _Candidate) -> tuple[int, bool, int]:
        clock = _of_the_year(each.town.zone, now)
        return each.strangeness, min(clock) != offset, -common[clock]

    return sorted(fitting, key=rank)


def _clocks(
    candidates: Sequence[_Candidate], now: datetime
) -> Counter[tuple[timedelta, timedelta]]:
    """The clocks that these towns have, and how many have each."""
    return Counter(_of_the_year(each.town.zone, now) for each in candidates)


def _of_the_year(zone: str, now: datetime) -> tuple[timedelta, timedelta]:
    """Hours from UTC in January and in July, whatever a country calls them."""
    first, second = (now.replace(month=month, day=15, tzinfo=ZoneInfo(zone)) for month in (1, 7))
    return first.utcoffset() or timedelta(), second.utcoffset() or timedelta()


# --- candidates ----------------------------------------------------------------------------------


def _near(latitude: float | None, longitude: float | None, country: str | None) -> list[_Candidate]:
    """The towns near a place, the best first, after the place itself; none where it is nowhere."""
    if latitude is None or longitude is None or not (latitude or longitude):
        return []
    if not (isfinite(longitude) and abs(latitude) <= 90):
        return []
    towns = [*_towns()]
    if zone := _on_the_map(latitude, longitude):
        towns.append(Town(_countries().get(zone, ()), latitude, longitude, zone))
    found = [(town, _distance(town, latitude, longitude)) for town in towns]
    near = [
        _Candidate(_strangeness(town, country), far, town) for town, far in found if far <= NEAR
    ]
    return sorted(near)


def _on_the_map(latitude: float, longitude: float) -> str | None:
    """The zone at a place; None at sea, and where there is no map."""
    try:
        from tzfpy import get_tz
    except ImportError:
        return None
    zone = get_tz((longitude + 180) % 360 - 180, latitude)
    return zone if zone and not zone.startswith("Etc/") else None


def _in_country(country: str | None) -> list[_Candidate]:
    """The towns whose clocks a country has, its own first."""
    mine = [_Candidate(_strangeness(town, country), 0.0, town) for town in _towns()]
    own = [each for each in mine if each.strangeness == 0]
    return own or [each for each in mine if each.strangeness == 1]


def _strangeness(town: Town, country: str | None) -> int:
    """0 in its own country, 1 in one that shares its clock, 2 elsewhere."""
    if country not in town.countries:
        return 2
    return int(town.countries[0] != country)


def _distance(town: Town, latitude: float, longitude: float) -> float:
    east = (town.longitude - longitude + 180) % 360 - 180
    return hypot(town.latitude - latitude, east * cos(radians(latitude)))


@cache
def _towns() -> tuple[Town, ...]:
    names = _names_of_countries()
    return tuple(_read(_table("zone1970.tab"), names))


@cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    """The countries of each zone that a map may name."""
    towns = [*_read(_table("zone.tab"), _names_of_countries()), *_towns()]
    return {town.zone: town.countries for town in towns}


@cache
def _names_of_countries() -> Mapping[str, str]:
    return {code: name for code, name, *_ in _lines(_table("iso3166.tab"))}


def _table(name: str) -> str:
    try:
        return files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        raise GrowattMissingExtraError("recorder", "finding the time zone of a plant") from None


def _lines(table: str) -> Iterator[list[str]]:
    for line in table.splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def _read(table: str, countries: Mapping[str, str]) -> Iterator[Town]:
    for codes, place, zone, *_ in _lines(table):
        if found := _PLACE.fullmatch(place):
            names = tuple(countries.get(code, code) for code in codes.split(","))
            north, east = _degrees(*found.groups()[:4]), _degrees(*found.groups()[4:])
            yield Town(names, north, east, zone)


def _degrees(sign: str, whole: str, minutes: str, seconds: str | None) -> float:
    size = int(whole) + int(minutes) / 60 + int(seconds or 0) / 3600
    return -size if sign == "-" else size

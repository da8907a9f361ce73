"""Sun, clouds and air over one place, a day at a time in steps of five minutes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from astral import Observer
from astral.sun import zenith_and_azimuth

from .clock import STEPS_PER_DAY
from .noise import DAYS_KEPT, bend, dice

# astral takes its time, and between two half hours the sun moves smoothly.
_SUN_NODES = 48
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# So far below the horizon it is night, however roughly one has reckoned.
_NIGHT_DEG = -8.0


@dataclass(frozen=True, slots=True)
class Sky:
    """What the weather offers during one UTC day, a value for each step."""

    east_w_m2: list[float]
    west_w_m2: list[float]
    ambient_c: list[float]


def irradiance_w_m2(
    elevation_deg: float, azimuth_deg: float, panel_azimuth_deg: float, tilt_deg: float = 35.0
) -> float:
    """Clear-sky sunlight on a tilted panel: direct beam by air mass, plus a blue sky."""
    if elevation_deg <= 0:
        return 0.0
    up = math.sin(math.radians(elevation_deg))
    tilt = math.radians(tilt_deg)
    air_mass = 1 / (up + 0.50572 * (elevation_deg + 6.07995) ** -1.6364)
    beam: float = 1361 * 0.7 ** (air_mass**0.678)
    facing = up * math.cos(tilt) + math.cos(math.radians(elevation_deg)) * math.sin(
        tilt
    ) * math.cos(math.radians(azimuth_deg - panel_azimuth_deg))
    return beam * max(0.0, facing) + 0.14 * beam * up * (1 + math.cos(tilt)) / 2


# Of all houses in a street, and for all days of a long past.
@lru_cache(8 * DAYS_KEPT)
def _clear_sky(latitude: float, longitude: float, day: int) -> tuple[list[float], list[float]]:
    observer = Observer(latitude, longitude)
    towards_equator = 180.0 if latitude >= 0 else 0.0
    east_turn = -55.0 if latitude >= 0 else 55.0
    east: list[float] = []
    west: list[float] = []
    for node in range(_SUN_NODES + 1):
        if _roughly_deg(latitude, longitude, day, node / _SUN_NODES) < _NIGHT_DEG:
            east.append(0.0)
            west.append(0.0)
            continue
        moment = _EPOCH + timedelta(days=day, minutes=node * 1440 / _SUN_NODES)
        zenith, azimuth = zenith_and_azimuth(observer, moment)
        east.append(irradiance_w_m2(90 - zenith, azimuth, towards_equator + east_turn))
        west.append(irradiance_w_m2(90 - zenith, azimuth, towards_equator - east_turn))
    return _straight(east), _straight(west)


def _roughly_deg(latitude: float, longitude: float, day: int, part: float) -> float:
    """Elevation of the sun, less than six degrees wrong: on a circle, by the mean time of day."""
    declination = math.radians(
        -23.44 * math.cos(math.tau * ((day + part) % 365.2425 + 10) / 365.2425)
    )
    turned = math.tau * (part - 0.5) + math.radians(longitude)
    high, far = math.radians(latitude), math.cos(declination) * math.cos(turned)
    sine = math.sin(high) * math.sin(declination) + math.cos(high) * far
    return math.degrees(math.asin(max(-1.0, min(1.0, sine))))


def _straight(nodes: list[float]) -> list[float]:
    # Taken at the middle of each step, as its power stands for the whole of it.
    per_node = STEPS_PER_DAY // _SUN_NODES
    parts = [(index + 0.5) / per_node for index in range(per_node)]
    return [left + (right - left) * part for left, right in pairwise(nodes) for part in parts]


@lru_cache(DAYS_KEPT)
def _hourly_cover(seed: int, place: object, day: int) -> list[float]:
    chance = dice(seed, place, day, "clouds")
    character = chance.random() ** 1.4
    unrest = 0.1 + 0.5 * character * (1 - character) * 2
    return [min(1.0, max(0.0, character + (chance.random() - 0.5) * unrest * 2)) for _ in range(24)]


def _transmission(seed: int, place: object, day: int) -> list[float]:
    cover = bend(
        [*_hourly_cover(seed, place, day), _hourly_cover(seed, place, day + 1)[0]], STEPS_PER_DAY
    )
    roll = dice(seed, place, day, "gusts").random
    return [(1 - 0.8 * share * share) * (1 - 0.12 * share * roll()) for share in cover]


@lru_cache(DAYS_KEPT)
def _mood_c(seed: int, place: object, day: int) -> float:
    return (dice(seed, place, day, "air").random() - 0.5) * 9


def _ambient_c(
    seed: int, place: object, day: int, latitude: float, longitude: float
) -> list[float]:
    # Warmest about three weeks after the longest day, and in the middle of the afternoon.
    season = math.cos(math.tau * ((day + 0.25) % 365.25 - 200) / 365.25)
    mean = 26 - abs(latitude) * 0.33 + (9 if latitude >= 0 else -9) * season
    moods = [_mood_c(seed, place, near) for near in (day, day + 1)]
    drift = bend(moods, STEPS_PER_DAY)
    noon = 15 - longitude / 15
    return [mean + mood + warmth for mood, warmth in zip(drift, _warmth_c(noon), strict=True)]


@lru_cache(DAYS_KEPT)
def _warmth_c(noon: float) -> list[float]:
    angles = (math.tau * (index / 12 - noon) / 24 for index in range(STEPS_PER_DAY))
    return [4.5 * math.cos(angle) for angle in angles]


@lru_cache(DAYS_KEPT)
def sky_of_day(seed: int, place: object, latitude: float, longitude: float, day: int) -> Sky:
    """The sky of one UTC day, counted from 1970; `place` tells neighbours' clouds apart."""
    east, west = _clear_sky(latitude, longitude, day)
    share = _transmission(seed, place, day)
    return Sky(
        [light * part for light, part in zip(east, share, strict=True)],
        [light * part for light, part in zip(west, share, strict=True)],
        _ambient_c(seed, place, day, latitude, longitude),
    )

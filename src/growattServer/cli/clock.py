"""Whose clock is meant: that of the plant, or of whoever sits at this machine.

All that the command line knows of the present, of days and of zones comes from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from ..zones import check_zone as check_zone
from ..zones import choose_zone as choose_zone
from ..zones import standard_offset

SLACK = timedelta(minutes=2)
"""Clocks are never quite right: a reading may come from so far in the future."""


def utc_now() -> datetime:
    """The present; everything in the command line that asks for it asks here."""
    return datetime.now(UTC)


def here(moment: datetime) -> datetime:
    """A moment on the clock of this machine, for whoever sits at it."""
    return moment.astimezone()


def offset_of(zone: str | None) -> float | None:
    """Hours from UTC, of a text such as GMT+1 or GMT+5:30; None where it says nothing."""
    offset = standard_offset(zone)
    return None if offset is None else offset / timedelta(hours=1)


@dataclass(frozen=True)
class PlantClock:
    """The clock on the wall of a plant.

    `zone` is None where nobody knows for sure whether it is summer there; then `offset_h` is how
    far from UTC it is without summer time, if the server tells that.
    """

    zone: str | None = None
    offset_h: float | None = None

    def wall(self, moment: datetime) -> datetime | None:
        """What it shows; None where that is not sure."""
        zone = _zone(self.zone)
        return None if zone is None else moment.astimezone(zone).replace(tzinfo=None)

    def today(self) -> date:
        """The day it is there; where nobody knows where there is, the day it is here."""
        return utc_now().astimezone(next(self._zones())).date()

    def age(self, wall: datetime, moment: datetime) -> timedelta:
        """How old a reading is that this clock says to be from `wall`: the least of what may be."""
        ages = [
            moment - wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
            for zone in self._zones()
            for fold in (0, 1)
        ]
        return max(timedelta(0), min((one for one in ages if one >= -SLACK), default=max(ages)))

    def _zones(self) -> Iterator[tzinfo | None]:
        """What it may be set to; None is the zone of this machine."""
        if (zone := _zone(self.zone)) is not None:
            yield zone
        elif self.offset_h is None:
            yield None
        else:
            for summer in (0, 1):
                yield timezone(timedelta(hours=self.offset_h + summer))


def today_at(clocks: Iterable[PlantClock]) -> date:
    """The day it is at some plants: the earliest, where they do not agree."""
    return min((clock.today() for clock in clocks), default=PlantClock().today())


def first_day_anywhere() -> date:
    """The earliest day that it is anywhere on Earth."""
    return (utc_now() - timedelta(hours=12)).date()


def _zone(name: str | None) -> ZoneInfo | None:
    """The zone of this name; None where this machine does not know it."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None

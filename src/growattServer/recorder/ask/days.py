"""The energy of each day of a plant, as the server adds it up: `plant/energy` in seven days a call.

It reaches back to the first day of the plant, further than the records of most devices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from ...open_api_v1.endpoints import PLANT_ENERGY_HISTORY
from ...open_api_v1.records import PlantEnergyHistory
from ..keep import schema
from ..keep.spans import DAY_S
from ..keep.store import StoredPlant
from ..keep.upsert import upsert_rows
from ..keep.weeks import DAYS, SETTLES_S
from ..keep.windows import LONGEST_YEARS
from .pace import period_of

# A day that was read while it was young is read once more when it is final.
AGAIN_S = DAY_S


@dataclass(frozen=True, slots=True)
class DaysWindow:
    """Up to seven days of a plant, which are one call."""

    plant_id: int
    first: date
    last: date

    @staticmethod
    def seconds(calls: int) -> float:
        """How long so many calls take under the limits of the vendor."""
        a_day = PLANT_ENERGY_HISTORY.calls_per_day or calls
        full_days, rest = divmod(max(0, calls - 1), a_day)
        return full_days * float(DAY_S) + rest * period_of(PLANT_ENERGY_HISTORY)

    def __str__(self) -> str:
        return f"plant {self.plant_id}  {self.first} to {self.last}  1 call for the days"


def known_days(connection: Connection, plant_id: int) -> dict[date, int]:
    """When each day of a plant was read last."""
    table = schema.daily_energy.c
    wanted = select(table.day, table.read_at).where(table.plant_id == plant_id)
    return {date.fromisoformat(day): read_at for day, read_at in connection.execute(wanted)}


def pending_days(
    plant: StoredPlant, known: Mapping[date, int], since: date | None, now: datetime
) -> Iterator[DaysWindow]:
    """The days to ask for, in calls of seven; the newest first."""
    if plant.is_made_up:
        return
    zone = ZoneInfo(plant.timezone)
    today = now.astimezone(zone).date()
    first = _first_day(plant, since, today)
    end = today
    while end >= first:
        if _is_due(end, known.get(end), zone, now.timestamp()):
            start = max(first, end - timedelta(days=DAYS - 1))
            yield DaysWindow(plant.plant_id, start, end)
            end = start
        end -= timedelta(days=1)


def _first_day(plant: StoredPlant, since: date | None, today: date) -> date:
    longest = today.replace(year=today.year - LONGEST_YEARS, day=1)
    created = date.fromisoformat(plant.created) if plant.created else None
    return max(day for day in (created, since, longest) if day is not None)


def _is_due(day: date, read_at: int | None, zone: ZoneInfo, now: float) -> bool:
    if read_at is None:
        return True
    ends = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone).timestamp()
    if read_at >= ends + SETTLES_S:
        return False
    return now >= min(read_at + AGAIN_S, max(read_at + 1, ends + SETTLES_S))


def put_days(
    connection: Connection, span: DaysWindow, answer: PlantEnergyHistory, now: float
) -> int:
    """Keep an answer; gives how many of its rows have no day that can be read.

    Days that the server does not name are kept as unknown.
    """
    told = {row.date: row.energy for row in answer.energys if row.date is not None}
    days = [
        (span.first + timedelta(days=number)).isoformat()
        for number in range((span.last - span.first).days + 1)
    ]
    rows = [(span.plant_id, day, told.get(day), int(now)) for day in days]
    upsert_rows(connection, schema.daily_energy, rows)
    return sum(row.date is None for row in answer.energys)

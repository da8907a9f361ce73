"""When something was done last that is done from time to time."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf

from sqlalchemy import Connection, case, delete, null, or_, select, update

from ...etiquette.pacing import SKEW_S, elapsed
from . import schema
from .mark_names import DROPPED
from .spans import DAY_S
from .store import StoredDevice
from .upsert import upsert_rows

DISCOVERED = "discovered"
NEWER_DISCOVERED = "newer discovered"
OLD_DROPPED = "old dropped"
DAYS_FAILED = "days failed"


def settings_mark(device: StoredDevice) -> str:
    """The mark of the settings of a device."""
    return f"settings {device.device_sn}"


def days_mark(plant_id: int, first: date, last: date) -> str:
    """The mark of days of a plant that could not be read."""
    return f"{DAYS_FAILED} {plant_id} {first} {last}"


def failed_days(connection: Connection, plant_id: int, now: float) -> dict[date, int]:
    """Days of a plant that could not be read in the last 24 hours, and when that was."""
    table, mine = schema.marks.c, f"{DAYS_FAILED} {plant_id} "
    wanted = select(table.name, table.time).where(
        table.name.startswith(mine, autoescape=True), table.time > now - DAY_S, table.time <= now
    )
    found = {}
    for name, failed_at in connection.execute(wanted):
        first, last = map(date.fromisoformat, name.removeprefix(mine).split())
        for number in range((last - first).days + 1):
            found[first + timedelta(days=number)] = failed_at
    return found


def forget_future(connection: Connection, now: float) -> None:
    """What a clock that was ahead says was done later than now was not done."""
    late = now + SKEW_S
    windows, days, devices = schema.windows, schema.daily_energy, schema.devices
    was_read, was_begun = windows.c.read_at > late, windows.c.started_at > late
    connection.execute(
        update(windows)
        .where(or_(was_read, was_begun))
        .values(
            read_at=case((was_read, null()), else_=windows.c.read_at),
            started_at=null(),
            next_page=null(),
        )
    )
    connection.execute(delete(days).where(days.c.read_at > late))
    listed = update(devices).where(devices.c.listed_at > late)
    connection.execute(listed.values(listed_at=int(now)))


def put_mark(connection: Connection, name: str, now: float) -> None:
    """It was done now."""
    upsert_rows(connection, schema.marks, [(name, int(now))])


def whole_since(connection: Connection) -> int:
    """From when on no reading was dropped."""
    return all_marks(connection).get(DROPPED, 0)


def all_marks(connection: Connection, now: float = inf) -> dict[str, int]:
    """When each was done last; what a clock that was ahead has marked was not done."""
    table = schema.marks.c
    rows = connection.execute(select(table.name, table.time))
    return {row.name: row.time for row in rows if elapsed(row.time, now) is not None}

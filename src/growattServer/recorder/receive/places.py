"""Where devices are: what each look into the account says, and what it changes of the past.

A plant whose time zone was wrong has always been elsewhere: the readings that were placed by its
clock move, and its calendar is made again. A device that moved to another plant was where it was:
its days before that stay the days of the old plant. By which clock it told its latest readings
between two looks nobody knows: they are left to the history, which comes in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, delete, select, update

from ...open_api_v1.records import DeviceRow, Plant
from ...zones import ZoneChoice
from ..derive.rollups import gather, label_of, refresh
from ..events import DeviceMoved, Event, ZoneChosen
from ..keep import schema
from ..keep.families import family_of_type
from ..keep.frozen import frozen_weeks, thaw
from ..keep.marks import whole_since
from ..keep.readings import Reading, put_readings
from ..keep.rows import FAR_AHEAD, times_between
from ..keep.spans import hour_of
from ..keep.store import StoredDevice, devices_of
from ..keep.upsert import insert_into, upsert_rows
from ..keep.weeks import WINDOW_S, start_of, window_of
from ..keep.windows import forget_cleaning, known_windows, save_window
from .latest import moment_in

LISTED_TWICE_S = 12 * 3600
"""A device that was listed elsewhere so short a time ago is in both plants, and has not moved."""

CLOCKS_APART_S = 26 * 3600
"""The clocks of two places on earth differ by so much at most."""


class KnownPlant(NamedTuple):
    """What the store has of a plant and of the devices that the account lists there."""

    timezone: str | None
    why: str | None
    is_sure: bool
    place: tuple[float | None, float | None]
    serials: frozenset[str]


def known_of(connection: Connection, plant: Plant, rows: Iterable[DeviceRow]) -> KnownPlant:
    """Read it."""
    table = schema.plants.c
    place = (table.latitude, table.longitude)
    shown = (table.timezone, table.timezone_why, table.timezone_is_sure, *place)
    row = connection.execute(select(*shown).where(table.plant_id == plant.plant_id)).one_or_none()
    wanted = select(schema.devices.c.device_sn).where(
        schema.devices.c.device_sn.in_([row.device_sn for row in rows])
    )
    serials = frozenset(connection.scalars(wanted))
    if row is None:
        return KnownPlant(None, None, False, (None, None), serials)
    zone, why, is_sure, *where = row
    return KnownPlant(zone, why, bool(is_sure), tuple(where), serials)


def one_each(rows: Iterable[DeviceRow]) -> list[DeviceRow]:
    """The first row of each serial number, which may be listed twice."""
    found: dict[str | None, DeviceRow] = {}
    for row in rows:
        found.setdefault(row.device_sn, row)
    return list(found.values())


# --- plants --------------------------------------------------------------------------------------


def put_plant(
    connection: Connection,
    plant: Plant,
    known: KnownPlant,
    choice: ZoneChoice | None,
    now: datetime,
) -> list[Event]:
    """Keep what the account says of a plant; another zone than before is a correction."""
    values: dict[str, Any] = {
        "name": plant.name,
        "latitude": plant.latitude,
        "longitude": plant.longitude,
        "peak_power": plant.peak_power,
        "created": plant.create_date.isoformat() if plant.create_date else None,
    }
    if choice is not None:
        values |= {
            "timezone": choice.zone,
            "timezone_why": choice.why,
            "timezone_is_sure": choice.is_sure,
        }
    table, number = schema.plants, plant.plant_id or 0
    if known.timezone is None:
        # another account may see the same plant, and be faster
        connection.execute(_unless_there(connection, table).values(plant_id=number, **values))
    else:
        connection.execute(update(table).where(table.c.plant_id == number).values(values))
    if choice is None or choice.zone == known.timezone:
        return []
    moved = 0
    if known.timezone is not None:
        before = {**dict(_zones(connection)), number: known.timezone}
        for device in devices_of(connection):
            if number in (device.plant_id, *(stay.plant_id for stay in device.earlier)):
                moved += rezone(connection, device, _as_before(device, before), now)
    return [ZoneChosen(now, number, *choice, known.timezone, moved)]


def _zones(connection: Connection) -> Iterable[tuple[int, str]]:
    rows = connection.execute(select(schema.plants.c.plant_id, schema.plants.c.timezone))
    return [(number, zone) for number, zone in rows]


def _unless_there(connection: Connection, table: Table) -> Any:
    return insert_into(table, connection.dialect).on_conflict_do_nothing()


def _as_before(device: StoredDevice, zones: Mapping[int, str]) -> StoredDevice:
    """A device with the zones that its plants had."""
    earlier = tuple(stay._replace(timezone=zones[stay.plant_id]) for stay in device.earlier)
    return device._replace(timezone=zones[device.plant_id], earlier=earlier)


# --- devices -------------------------------------------------------------------------------------


def put_device(
    connection: Connection, plant: Plant, row: DeviceRow, rated_power: float | None, now: datetime
) -> list[Event]:
    """Keep what the account says of a device."""
    table, moment = schema.devices, int(now.timestamp())
    family = family_of_type(row.type)
    values: dict[str, Any] = {
        "family": family.name if family else "",
        "plant_id": plant.plant_id,
        "model": row.model,
        "datalogger_sn": row.datalogger_sn,
        "listed_at": moment,
    }
    mine = table.c.device_sn == row.device_sn
    before = connection.execute(table.select().where(mine)).one_or_none()
    if before is None:
        values |= {"device_sn": row.device_sn, "rated_power": rated_power}
        connection.execute(_unless_there(connection, table).values(values))
        return []
    is_here = before.plant_id == plant.plant_id
    if not is_here and moment - (before.listed_at or 0) < LISTED_TWICE_S:
        return []
    was = _device(connection, before.device_id)
    connection.execute(update(table).where(mine).values(values))
    if is_here:
        return []
    until = before.listed_at or moment
    upsert_rows(connection, schema.moves, [(before.device_id, until, before.plant_id)])
    device, left = _device(connection, before.device_id), 0
    if device is not None and was is not None:
        left = _settle_in(connection, device, was, until)
    return [DeviceMoved(now, before.device_sn, before.plant_id, plant.plant_id or 0, left)]


def _device(connection: Connection, device_id: int) -> StoredDevice | None:
    return next(iter(devices_of(connection, schema.devices.c.device_id == device_id)), None)


# --- another zone --------------------------------------------------------------------------------


def rezone(connection: Connection, device: StoredDevice, was: StoredDevice, now: datetime) -> int:
    """Place anew what another clock than that of `was` has measured; gives how many readings moved.

    The history comes in UTC. What moves are the latest readings of V1, which come on the plant's
    clock, and the roll-ups, which are of its calendar.
    """
    if _clocks(device) == _clocks(was):
        return 0
    moved = 0 if device.family.is_newer else _move_live(connection, device, was, now.timestamp())
    _make_again(connection, device, 0)
    return moved


def _settle_in(connection: Connection, device: StoredDevice, was: StoredDevice, until: int) -> int:
    """Count by the new plant's clock from when the device was last listed in the old one.

    Gives how many of the latest readings are left to the history.
    """
    if _clocks(device) == _clocks(was):
        return 0
    # a clock that is behind shows moments of the day before
    since = until - CLOCKS_APART_S
    left = _leave_to_history(connection, device, since)
    _make_again(
        connection, device, min(hour_of(since, each.zone_at(since)) for each in (device, was))
    )
    return left


def _make_again(connection: Connection, device: StoredDevice, since: int) -> None:
    """Have the roll-ups made and the readings cleaned once more."""
    _make_calendar(connection, device, since)
    for number, window in known_windows(connection, device.device_id).items():
        if start_of(number) + WINDOW_S > since and window.cleaned_from is not None:
            forget_cleaning(connection, device.device_id, number)


def _clocks(device: StoredDevice) -> list[tuple[float, str]]:
    """Which clocks it had, each with until when."""
    stays = [(clock.until, clock.zone.key) for clock in device.clocks()]
    return [
        stay
        for stay, following in zip(stays, [*stays[1:], None], strict=True)
        if following is None or stay[1] != following[1]
    ]


def _move_live(connection: Connection, device: StoredDevice, was: StoredDevice, now: float) -> int:
    _thaw_live(connection, device, 0)
    table = schema.readings(device.family)
    rows = [
        row
        for row in connection.execute(table.select().where(*_live(device)))
        if was.zone_at(row.time) != device.zone_at(row.time)
    ]
    fresh = []
    for row in rows:
        wall = datetime.fromtimestamp(row.time, was.zone_at(row.time)).replace(tzinfo=None)
        moment = moment_in(wall, device.zone_at(row.time), now)
        if moment is not None:
            fresh.append(Reading(moment, tuple(row)[4:]))
    _drop_live(connection, device, [row.time for row in rows])
    put_readings(connection, device.family, device.device_id, fresh, confirmed=False)
    return len(rows)


def _leave_to_history(connection: Connection, device: StoredDevice, since: int) -> int:
    _thaw_live(connection, device, since)
    times = schema.readings(device.family).c.time
    live = list(connection.scalars(select(times).where(*_live(device), times >= since)))
    _drop_live(connection, device, live)
    for number in {window_of(moment) for moment in live}:
        save_window(connection, device.device_id, number, read_at=None)
    return len(live)


def _thaw_live(connection: Connection, device: StoredDevice, since: int) -> None:
    """Thaw the weeks that have such readings, as those are moved or dropped."""
    for week in frozen_weeks(connection, device.device_id, since):
        if week.confirmed < week.rows:
            thaw(connection, device.family, device.device_id, week.number)


def _live(device: StoredDevice) -> tuple[ColumnElement[bool], ...]:
    """What tells the readings that only the latest record told of."""
    columns = schema.readings(device.family).c
    return columns.device_id == device.device_id, columns.confirmed.is_(False)


def _drop_live(connection: Connection, device: StoredDevice, moments: list[int]) -> None:
    table, events = schema.readings(device.family), schema.events
    for start in range(0, len(moments), 500):
        some = moments[start : start + 500]
        connection.execute(delete(table).where(*_live(device), table.c.time.in_(some)))
        of_device = events.c.device_id == device.device_id
        connection.execute(delete(events).where(of_device, events.c.time.in_(some)))


def _make_calendar(connection: Connection, device: StoredDevice, since: int) -> None:
    """Make the roll-ups again; those whose readings were dropped keep their hours."""
    table = schema.rollups(device.family)
    mine = table.c.device_id == device.device_id
    whole = max(since, whole_since(connection))
    connection.execute(delete(table).where(mine, table.c.span != "hour"))
    connection.execute(delete(table).where(mine, table.c.start >= whole))
    kept = list(connection.scalars(select(table.c.start).where(mine).order_by(table.c.start)))
    for hour in kept:
        if hour >= since:
            label = label_of(hour, device.zone_at(hour))
            here = update(table).where(mine, table.c.span == "hour", table.c.start == hour)
            connection.execute(here.values(local=label))
    gather(connection, device, kept)
    weeks: dict[int, list[int]] = {}
    for moment in times_between(connection, device.family, device.device_id, whole, FAR_AHEAD):
        weeks.setdefault(window_of(moment), []).append(moment)
    for moments in weeks.values():
        refresh(connection, device, moments)

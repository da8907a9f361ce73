"""Devices that no plant lists: the place of each is a plant that is made up, with a number below 0.

Its number is that of the device turned round, and its zone the one by which the device's days are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from ...open_api_v1.records import Plant
from ...zones import ZoneChoice
from ..events import Event, ZoneChosen
from ..keep import schema
from ..keep.families import FAMILIES
from ..keep.upsert import insert_into
from .places import known_of, put_plant


class Placeless(NamedTuple):
    """What is told of a device without a plant; `created` is the day on which it was added."""

    device_sn: str
    family: str
    datalogger_sn: str | None
    created: date | None
    model: str | None
    rated_power: float | None


class KnownPlace(NamedTuple):
    """What the store has of a device by its serial number, and whether its zone is certain."""

    is_newer: bool
    is_sure: bool


def known_places(connection: Connection, serials: Iterable[str]) -> dict[str, KnownPlace]:
    """Read it, of those that the store has."""
    device, plant = schema.devices.c, schema.plants.c
    wanted = (
        select(device.device_sn, device.family, plant.timezone_is_sure)
        .join_from(schema.devices, schema.plants, device.plant_id == plant.plant_id)
        .where(device.device_sn.in_(list(serials)))
    )
    return {
        serial: KnownPlace(family in FAMILIES and FAMILIES[family].is_newer, bool(is_sure))
        for serial, family, is_sure in connection.execute(wanted)
    }


def places_of(connection: Connection) -> list[Plant]:
    """Where the plants of the store are."""
    table = schema.plants.c
    wanted = select(table.latitude, table.longitude).where(table.plant_id > 0)
    return [
        Plant(latitude=row.latitude, longitude=row.longitude) for row in connection.execute(wanted)
    ]


def put_placeless(
    connection: Connection, listed: Placeless, choice: ZoneChoice | None, now: datetime
) -> list[Event]:
    """Keep what the account says of a device; another zone than before is a correction."""
    table, values = schema.devices, listed._asdict()
    del values["created"]
    values["listed_at"] = int(now.timestamp())
    # what was not asked this time stays as it is
    told = {name: value for name, value in values.items() if value is not None}
    mine = table.c.device_sn == listed.device_sn
    new = insert_into(table, connection.dialect).values(plant_id=0, **values)
    # another account may see the same device, and be faster
    connection.execute(new.on_conflict_do_nothing())
    connection.execute(update(table).where(mine).values(told))
    device_id, number = connection.execute(
        select(table.c.device_id, table.c.plant_id).where(mine)
    ).one()
    if number > 0:
        # somebody has put it into a plant
        return []
    number = -device_id
    connection.execute(update(table).where(mine).values(plant_id=number))
    created = {} if listed.created is None else {"create_date": listed.created.isoformat()}
    place = Plant({"plant_id": number, **created})
    known = known_of(connection, place, [])
    events = put_plant(connection, place, known, choice, now)
    return [
        replace(event, device_sn=listed.device_sn) if isinstance(event, ZoneChosen) else event
        for event in events
    ]

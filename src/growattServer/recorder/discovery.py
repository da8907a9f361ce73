"""Which plants and devices there are: looked up in the account, kept in the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from ..exceptions import GrowattError, GrowattRateLimitError
from ..open_api_v1 import OpenApiV1
from ..open_api_v1.records import DeviceRow, Plant
from . import schema
from .families import family_of_type
from .store import Store
from .zones import zone_of_plant


class Account(NamedTuple):
    """What an account shows: its plants, and the devices in them that can be recorded."""

    plants: list[Plant]
    devices: list[tuple[Plant, DeviceRow]]


def look_up(api: OpenApiV1, only: Collection[str] | None = None) -> Account:
    """Ask for plants and devices; `only` names the serial numbers that are wanted."""
    plants = [
        plant
        for plant in api.plant_list(on_limit="raise").plants or []
        if plant.plant_id is not None
    ]
    found = [
        (plant, row)
        for plant in plants
        for row in api.device_list(plant.plant_id or 0, on_limit="raise").devices or []
        if row.device_sn and family_of_type(row.type) and (only is None or row.device_sn in only)
    ]
    mine = {plant.plant_id for plant, _ in found}
    return Account([plant for plant in plants if plant.plant_id in mine], found)


def remember(
    store: Store, api: OpenApiV1, account: Account, timezones: Mapping[int, str], now: datetime
) -> tuple[str, ...]:
    """Keep plants and devices; gives the serial numbers. New ones are asked about once."""
    with store.reading() as connection:
        known_plants = set(connection.scalars(select(schema.plants.c.plant_id)))
        known = set(connection.scalars(select(schema.devices.c.device_sn)))
    # asked before the transaction, which holds nobody up while the network is slow
    zones = {
        plant.plant_id: _zone(api, plant, timezones, now)
        for plant in account.plants
        if plant.plant_id not in known_plants
    }
    new = [(plant, row) for plant, row in account.devices if row.device_sn not in known]
    ratings = {row.device_sn: _rated_power(api, row) for _, row in new}
    with store.writing() as connection:
        for plant in account.plants:
            _put_plant(connection, plant, zones.get(plant.plant_id))
        for plant, row in new:
            _add_device(connection, plant, row, ratings[row.device_sn])
    return tuple(row.device_sn or "" for _, row in account.devices)


def _zone(api: OpenApiV1, plant: Plant, timezones: Mapping[int, str], now: datetime) -> str:
    number = plant.plant_id or 0
    if number in timezones:
        return timezones[number]
    hours = api.plant_details(number, on_limit="raise").timezone
    return zone_of_plant(hours, plant.latitude, plant.longitude, now, plant.country)


def _rated_power(api: OpenApiV1, row: DeviceRow) -> float | None:
    family = family_of_type(row.type)
    try:
        ask = getattr(api, f"{family.name}_detail") if family else None
        detail = ask(row.device_sn, on_limit="raise") if ask else None
    except GrowattRateLimitError:
        # it can be told later, and is asked only once
        raise
    except GrowattError:
        # some accounts may not ask for it, and only the limits of cleaning are the wider for that
        return None
    power: float | None = detail.rated_power if detail is not None else None
    return power or None


def _put_plant(connection: Connection, plant: Plant, zone: str | None) -> None:
    table = schema.plants
    values = {
        "name": plant.name,
        "latitude": plant.latitude,
        "longitude": plant.longitude,
        "peak_power": plant.peak_power,
        "created": plant.create_date.isoformat() if plant.create_date else None,
    }
    if zone is None:
        mine = table.c.plant_id == plant.plant_id
        connection.execute(update(table).where(mine).values(values))
    else:
        connection.execute(insert(table).values(plant_id=plant.plant_id, timezone=zone, **values))


def _add_device(
    connection: Connection, plant: Plant, row: DeviceRow, rated_power: float | None
) -> None:
    family = family_of_type(row.type)
    connection.execute(
        insert(schema.devices).values(
            device_sn=row.device_sn,
            family=family.name if family else "",
            plant_id=plant.plant_id,
            model=row.model,
            datalogger_sn=row.datalogger_sn,
            rated_power=rated_power,
        )
    )

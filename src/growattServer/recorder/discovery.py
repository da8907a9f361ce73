"""Which plants and devices there are: looked up in the account, kept in the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from ..exceptions import GrowattError, GrowattRateLimitError
from ..open_api_v1 import OpenApiV1
from ..open_api_v1.records import DeviceRow, Plant
from ..zones import zone_of_plant
from . import schema
from .families import family_of_type
from .plant_pages import Page, page_of_devices
from .store import Store


class Discovery:
    """A look through an account that is under way, as a page of plants takes five minutes.

    `page` is the page of plants to ask for next, None after the last one; `devices` says for each
    plant that is still to be looked into which page of its devices is next.
    """

    def __init__(self) -> None:
        self.page: int | None = 1
        self.devices: dict[int, tuple[Plant, int]] = {}
        self.plants: set[int] = set()
        self.serials: list[str] = []
        self.all_serials: list[str] = []

    def add_plants(self, found: Page[Plant]) -> None:
        """Look into these plants, too."""
        self.page = None if found.is_last or self.page is None else self.page + 1
        for plant in found.rows:
            self.devices[plant.plant_id or 0] = plant, 1

    def add_devices(
        self, plant_id: int, serials: Iterable[str], only: Collection[str] | None, *, is_last: bool
    ) -> None:
        """These devices are in a plant; `only` names those that are wanted."""
        plant, page = self.devices.pop(plant_id)
        if not is_last:
            self.devices[plant_id] = plant, page + 1
        before = len(self.serials)
        found = list(serials)
        self.all_serials.extend(found)
        self.serials.extend(sn for sn in found if only is None or sn in only)
        if len(self.serials) > before:
            self.plants.add(plant_id)


def look_into(
    api: OpenApiV1,
    store: Store,
    plant: Plant,
    page: int,
    timezones: Mapping[int, str],
    now: datetime,
    only: Collection[str] | None = None,
) -> Page[DeviceRow]:
    """Ask for a page of the devices of a plant, and keep it and them.

    `only` names the serial numbers that are to be kept; the others are given all the same.
    """
    found = page_of_devices(api, plant.plant_id or 0, page)
    wanted = [row for row in found.rows if only is None or row.device_sn in only]
    if wanted:
        _remember(api, store, plant, wanted, timezones, now)
    return found


def _remember(
    api: OpenApiV1,
    store: Store,
    plant: Plant,
    devices: Iterable[DeviceRow],
    timezones: Mapping[int, str],
    now: datetime,
) -> None:
    """Keep a plant and devices; new ones are asked about once."""
    table = schema.plants.c
    with store.reading() as connection:
        known = set(connection.scalars(select(schema.devices.c.device_sn)))
        asked = select(table.timezone).where(table.plant_id == plant.plant_id)
        is_known = connection.scalar(asked) is not None
    # asked before the transaction, which holds nobody up while the network is slow
    zone = None if is_known else _zone(api, plant, timezones, now)
    new = [(row, _rated_power(api, row)) for row in devices if row.device_sn not in known]
    with store.writing() as connection:
        _put_plant(connection, plant, zone)
        for row, rated_power in new:
            _add_device(connection, plant, row, rated_power)


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

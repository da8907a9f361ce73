"""Which plants and devices there are: looked up in the account, kept in the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection

from ...exceptions import GrowattError, GrowattRateLimitError
from ...open_api_v1 import OpenApiV1
from ...open_api_v1.records import DeviceRow, Plant
from ...zones import ZoneChoice, choose_zone
from ..events import Event
from ..keep.families import family_of_type
from ..keep.store import Store
from ..receive.places import KnownPlant, known_of, one_each, put_device, put_plant
from .plant_pages import Page, page_of_devices

Zones: TypeAlias = Mapping[int, str] | Mapping[str, str] | Mapping[int | str, str]
"""Zones that the owner gives: by plants, and of what only V4 knows by serial numbers."""

GIVEN = "as timezones= says"
"""Why a plant has the zone that its owner gave: nothing that a server says changes it."""


class Discovery:
    """A look through an account that is under way, as a page of plants takes five minutes.

    `page` is the page of plants to ask for next, None after the last one; `devices` says for each
    plant that is still to be looked into which page of its devices is next.
    """

    def __init__(self) -> None:
        self.page: int | None = 1
        self.devices: dict[int, tuple[Plant, int]] = {}
        self.plants: set[int] = set()
        self.places: list[Plant] = []
        self.serials: list[str] = []
        self.all_serials: list[str] = []

    @property
    def is_listed(self) -> bool:
        """Were all plants and their devices looked up?"""
        return self.page is None and not self.devices

    def add_plants(self, found: Page[Plant]) -> None:
        """Look into these plants, too."""
        self.page = None if found.is_last or self.page is None else self.page + 1
        self.places += found.rows
        for plant in found.rows:
            self.devices[plant.plant_id or 0] = plant, 1

    def drop(self, plant_id: int) -> None:
        """Go on without the devices of a plant; the next look tries them again."""
        self.devices.pop(plant_id)

    def end(self, connection: Connection) -> None:
        """All is found, which is noted in this transaction."""

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


class FoundDevices(NamedTuple):
    """A page of the devices of a plant, and what came of keeping it."""

    page: Page[DeviceRow]
    events: list[Event]


def look_up_devices(
    api: OpenApiV1,
    store: Store,
    plant: Plant,
    page: int,
    timezones: Mapping[Any, str],
    now: datetime,
    only: Collection[str] | None = None,
) -> FoundDevices:
    """Ask for a page of the devices of a plant, and keep it and them.

    `only` names the serial numbers that are to be kept; the others are given all the same.
    """
    found = page_of_devices(api, plant.plant_id or 0, page)
    wanted = one_each(row for row in found.rows if only is None or row.device_sn in only)
    events = _remember(api, store, plant, wanted, timezones, now)
    return FoundDevices(found, events)


def _remember(
    api: OpenApiV1,
    store: Store,
    plant: Plant,
    devices: list[DeviceRow],
    timezones: Mapping[Any, str],
    now: datetime,
) -> list[Event]:
    """Keep what is told of a plant and its devices; new ones are asked about once.

    A plant whose devices have gone is kept up to date: what they have measured stays its own.
    """
    with store.reading() as connection:
        known = known_of(connection, plant, devices)
    if not devices and known.timezone is None:
        return []
    # asked before the transaction, which holds nobody up while the network is slow
    choice = _zone(api, plant, timezones, known, now)
    rated = {
        row.device_sn: _rated_power(api, row)
        for row in devices
        if row.device_sn not in known.serials
    }
    with store.writing() as connection:
        events = put_plant(connection, plant, known, choice, now)
        for row in devices:
            events += put_device(connection, plant, row, rated.get(row.device_sn), now)
    return events


def _zone(
    api: OpenApiV1, plant: Plant, timezones: Mapping[Any, str], known: KnownPlant, now: datetime
) -> ZoneChoice | None:
    """The zone of a plant; None where nothing better is known than what is stored."""
    number = plant.plant_id or 0
    if number in timezones:
        return ZoneChoice(timezones[number], GIVEN, True)
    if known.why == GIVEN:
        return None
    if known.is_sure and known.place == (plant.latitude, plant.longitude):
        # a call a plant and day, which would lead to the same
        return None
    try:
        hours = api.plant_details(number, on_limit="raise").timezone
    except GrowattError:
        if known.timezone is None:
            raise
        return None
    choice = choose_zone(hours, plant.latitude, plant.longitude, now, plant.country)
    is_worse = known.is_sure and not choice.is_sure
    return None if known.timezone is not None and (is_worse or not choice.why) else choice


def _rated_power(api: OpenApiV1, row: DeviceRow) -> float | None:
    family = family_of_type(row.type)
    try:
        return family.read_rated_power(api, row.device_sn or "") if family else None
    except GrowattRateLimitError:
        # it can be told later, and is asked only once
        raise
    except GrowattError:
        # some accounts may not ask for it, and only the limits of cleaning are the wider for that
        return None

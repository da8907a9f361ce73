"""The account: its plants and their devices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from .device import Device
from .energy import Hardware
from .errors import DoorError
from .installer import EndUser, Installer
from .plant import Plant

_USERS_FROM = 7_000_000
_YEARS_BEFORE = 3
MUNICH, BOSTON = 1_000_001, 1_000_002

_PLANTS: tuple[dict[str, Any], ...] = (
    {
        "plant_id": MUNICH,
        "name": "Simulated house, Munich",
        "city": "Munich",
        "country": "Germany",
        "latitude": 48.14,
        "longitude": 11.58,
        "timezone": "Europe/Berlin",
    },
    {
        "plant_id": BOSTON,
        "name": "Simulated house, Boston",
        "city": "Boston",
        "country": "United States",
        "latitude": 42.36,
        "longitude": -71.06,
        "timezone": "America/New_York",
        "currency": "USD",
        "grid_voltage_v": 240.0,
        "grid_frequency_hz": 60.0,
    },
)

Furnish = Callable[[Device], None]


class Sample(NamedTuple):
    """The device of a family that the first owner has, and in which plant."""

    serial_number: str
    plant_id: int


class World:
    """What one owner has, made from the seed and the start.

    The first owner has two plants, and the samples in them; without samples it is empty.
    """

    def __init__(
        self,
        seed: int,
        start: datetime,
        history_days: int,
        hardware: dict[str, Hardware],
        furnish: Furnish,
        owner: int = 1,
        samples: Mapping[str, Sample] | None = None,
    ) -> None:
        self.seed = seed
        self.owner = owner
        self.user_id = _USERS_FROM + owner
        self._start = start
        self._history_days = history_days
        self._hardware = hardware
        self._furnish = furnish
        self.plants: dict[int, Plant] = {}
        self.devices: dict[str, Device] = {}
        self._mounted: dict[int, list[Device]] | None = None
        self.installer = Installer()
        self.boosts: dict[str, int] = {}
        if samples is None:
            return
        if owner == 1:
            self._furnish_first(samples)
            self.boosts[f"SIMGRB{owner:04d}"] = MUNICH
        else:
            self.add_plant(**{**_PLANTS[0], "plant_id": None, "name": f"House {owner}, Munich"})
            for family in ("min", "sph"):
                self.add_device(family, f"SIM{family.upper()}{owner:04d}")

    def _furnish_first(self, samples: Mapping[str, Sample]) -> None:
        for row in _PLANTS:
            self.add_plant(**row)
        for family, sample in samples.items():
            self.add_device(family, sample.serial_number, sample.plant_id)

    def add_plant(
        self,
        *,
        name: str = "Another simulated house",
        latitude: float = 50.0,
        longitude: float = 10.0,
        timezone: str = "Europe/Berlin",
        plant_id: int | None = None,
        **more: Any,
    ) -> Plant:
        """Put a place on the map."""
        before = max(self.plants, default=1_000_000 * self.owner)
        number = before + 1 if plant_id is None else plant_id
        if number in self.plants:
            raise DoorError(f"There is a plant {number} already.")
        if type(number) is not int or not isinstance(name, str):
            raise DoorError("A plant_id is a whole number, a name is text.")
        _check_place(latitude, longitude, timezone)
        year = self._start.year - _YEARS_BEFORE
        plant = Plant(
            plant_id=number,
            name=name,
            city=more.pop("city", "Demo town"),
            country=more.pop("country", "Germany"),
            latitude=latitude,
            longitude=longitude,
            timezone=timezone,
            created=more.pop("created", date(year, 4, 11)),
            user_id=more.pop("user_id", self.user_id),
            seed=self.seed,
            **more,
        )
        self.plants[number] = plant
        return plant

    def add_device(
        self,
        family: str,
        serial_number: str,
        plant_id: int | None = None,
        **hardware: float,
    ) -> Device:
        """Mount an inverter; it has been there as long as the others."""
        if family not in self._hardware:
            known = ", ".join(sorted(self._hardware))
            raise DoorError(f"The family {family!r} is not simulated; known: {known}.")
        if not re.fullmatch(r"[A-Za-z0-9]{4,30}", serial_number):
            raise DoorError("A serial number has 4 to 30 letters and digits.")
        if serial_number in self.devices:
            raise DoorError(f"There is a device {serial_number} already.")
        plant = self.plant(next(iter(self.plants)) if plant_id is None else plant_id)
        number = len(self.devices) + 1
        device = Device(
            serial_number=serial_number,
            family=family,
            plant=plant,
            datalogger_sn=self._datalogger_of(plant),
            device_id=200_000 * self.owner + number,
            first_day=self._first_day(plant),
            hardware=replace(self._hardware[family], **hardware),
        )
        self._furnish(device)
        self.mount(device)
        return device

    def mount(self, device: Device) -> None:
        """Hang a device on the wall of its plant; its lists have it last."""
        self.devices[device.serial_number] = device
        if self._mounted:
            self._mounted.setdefault(device.plant.plant_id, []).append(device)

    def take_down(self, device: Device) -> None:
        """Take a device off the wall of its plant."""
        del self.devices[device.serial_number]
        self._mounted = None

    def move_plant(
        self, plant: Plant, latitude: float, longitude: float, hours: float, timestamp: float
    ) -> None:
        """Let sun and clock of a plant be others from now on."""
        for device in self.devices_of(plant):
            device.advance(timestamp)
            device.forget_offers()
        plant.move(latitude, longitude, hours, timestamp)

    def plant(self, plant_id: int) -> Plant:
        """One plant, or a sentence."""
        if plant_id not in self.plants:
            raise DoorError(f"There is no plant {plant_id!r}.", status=404)
        return self.plants[plant_id]

    def devices_of(self, plant: Plant) -> list[Device]:
        """The devices of a plant, oldest first."""
        if self._mounted is None:
            return [device for device in self.devices.values() if device.plant is plant]
        if not self._mounted:
            for device in self.devices.values():
                self._mounted.setdefault(device.plant.plant_id, []).append(device)
        return list(self._mounted.get(plant.plant_id, ()))

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """Look once where all devices are, as a list of plants asks for those of each of them."""
        self._mounted = {}
        try:
            yield
        finally:
            self._mounted = None

    def of_user(self, user: EndUser) -> World:
        """What an end user sees of it at this moment: the own plants and what is in them."""
        seen = copy(self)
        seen.user_id = user.user_id
        seen.plants = {
            number: plant for number, plant in self.plants.items() if plant.user_id == user.user_id
        }
        seen.devices = {
            name: device
            for name, device in self.devices.items()
            if device.plant.plant_id in seen.plants
        }
        return seen

    def has_user(self, user_id: int) -> bool:
        """Is this the owner, or one of the end users?"""
        return user_id == self.user_id or user_id in self.installer.users

    def unmount(self, plant: Plant, datalogger_sn: str) -> None:
        """Take a datalogger off the wall, with the devices behind it; they stay on the shelf."""
        devices = [one for one in self.devices_of(plant) if one.datalogger_sn == datalogger_sn]
        for device in devices:
            self.take_down(device)
        if devices:
            self.installer.shelf[datalogger_sn] = devices
        self.installer.spare.pop(datalogger_sn, None)

    def remove_plant(self, plant: Plant) -> None:
        """Take a place off the map; its devices stay on the shelf."""
        spare = self.installer.spare.items()
        without = [name for name, logger in spare if logger.plant_id == plant.plant_id]
        loggers = {device.datalogger_sn for device in self.devices_of(plant)}
        for name in [*loggers, *without]:
            self.unmount(plant, name)
        del self.plants[plant.plant_id]

    def _first_day(self, plant: Plant) -> date:
        local = self._start.astimezone(plant.zone).date()
        return local - timedelta(days=self._history_days)

    def _datalogger_of(self, plant: Plant) -> str:
        neighbours = self.devices_of(plant)
        if neighbours:
            return neighbours[0].datalogger_sn
        number = list(self.plants).index(plant.plant_id) + 1
        book = self.installer
        taken = {*book.spare, *book.shelf, *(one.datalogger_sn for one in self.devices.values())}
        while (name := f"SIMLOG{100 * (self.owner - 1) + number:04d}") in taken:
            number += 1
        return name


def _check_place(latitude: float, longitude: float, timezone: str) -> None:
    if not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise DoorError("Latitude lies between -90 and 90, longitude between -180 and 180.")
    try:
        ZoneInfo(timezone)
    except (ValueError, OSError, KeyError):
        raise DoorError(f"{timezone!r} is not a time zone.") from None

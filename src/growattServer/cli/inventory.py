"""The plants and devices of an account, remembered for a day: asking is what the limits are for.

The vendor lets the list of plants be asked for ten times a day; they do not change that often.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..counting import either
from ..open_api_v1 import DeviceType
from ..open_api_v1.devices import FAMILIES, SETTABLE
from ..suggestion import do_you_mean
from .accounts import Account
from .clock import PlantClock, utc_now
from .errors import NothingThere
from .files import data_directory, read_json, remember, state_directory
from .printable import as_word

if TYPE_CHECKING:
    from ..settings import Family

VERSION = 4
OTHER = DeviceType.OTHER.name
SET_BY_V4 = {"NOAH": "noah", "WIT": "wit", "SPH-S": "sph-s"}
"""Families whose settings only V4 has, with its words."""
SETTABLE_FAMILIES = either((*SETTABLE, *SET_BY_V4))
KEPT_S = 24 * 3600
RECENT = timedelta(minutes=15)
_KINDS = {
    "str": (str,),
    "float": (float, int),
    "int": (int,),
    "bool": (bool,),
    "None": (type(None),),
}


@dataclass(frozen=True)
class Device:
    """A device as the APIs list it; `family` is MIN, SPH, INVERTER, ... or the app's word.

    `v4_family` is V4's word, where V4 lists the device: it does not say in which plant it is.
    """

    device_sn: str
    family: str
    plant_id: str | None
    plant: str | None
    model: str | None = None
    online: bool | None = None
    status: int | None = None
    last_update_time: str | None = None
    v4_family: str | None = None

    @property
    def is_of_v1(self) -> bool:
        """Whether V1 has its readings."""
        return self.family in FAMILIES

    @property
    def is_of_v4(self) -> bool:
        """Whether only V4 has them."""
        if self.is_of_v1 or self.v4_family is None:
            return False
        from ..open_api_v4.families import FAMILY_NAMES

        return self.v4_family in FAMILY_NAMES

    @property
    def is_new_to_v1(self) -> bool:
        """Whether V1 does not even have a word for its family, but V4 reads it."""
        return self.is_of_v4 and self.family not in DeviceType.__members__

    @property
    def settable(self) -> bool:
        """Whether its settings can be planned."""
        return self.family in SETTABLE or self.is_set_by_v4

    @property
    def is_set_by_v4(self) -> bool:
        """Whether only V4 has its settings."""
        return self.v4_family is not None and SET_BY_V4.get(self.family) == self.v4_family

    @property
    def catalogue(self) -> Family:
        """What can be set on it, of a device that is `settable`."""
        from ..settings.families import family_of

        word = self.v4_family if self.is_set_by_v4 else None
        return family_of(word or SETTABLE[self.family].DEVICE_TYPE_ID)

    @property
    def has_schedule(self) -> bool:
        """Whether windows of the battery are among them."""
        return self.settable and "schedule" in self.catalogue.names


@dataclass(frozen=True)
class Plant:
    """A plant as both APIs list it."""

    plant_id: str
    name: str | None
    city: str | None = None
    country: str | None = None
    peak_power: float | None = None
    current_power: float | None = None
    energy_today: float | None = None
    energy_total: float | None = None
    utc_offset_h: float | None = None
    zone: str | None = None
    zone_why: str | None = None

    @property
    def clock(self) -> PlantClock:
        """The clock on its wall."""
        return PlantClock(self.zone, self.utc_offset_h)


T = TypeVar("T", Plant, Device)


@dataclass(frozen=True)
class Inventory:
    """What an account has, and since when that is known (seconds since 1970)."""

    plants: tuple[Plant, ...]
    devices: tuple[Device, ...]
    asked_at: float

    def plant(self, plant_id: str | None) -> Plant:
        """The plant of this number; without one the only one that there is."""
        plants = list(self.plants)
        if not plants:
            raise NothingThere("this account sees no plants", "growatt doctor")
        if plant_id is None:
            if len(plants) > 1:
                told = ", ".join(f"{plant.plant_id} ({plant.name})" for plant in plants)
                raise NothingThere(f"there are several plants: {told}", "say which: --plant NUMBER")
            return plants[0]
        found = next((plant for plant in self.plants if plant.plant_id == plant_id), None)
        if found is None:
            meant = do_you_mean(plant_id, [plant.plant_id for plant in self.plants])
            raise NothingThere(f"this account sees no plant {plant_id}{meant}", "growatt plants")
        return found

    def clock_of(self, device: Device) -> PlantClock:
        """The clock on the wall where a device hangs."""
        clocks = (plant.clock for plant in self.plants if plant.plant_id == device.plant_id)
        return next(clocks, PlantClock())

    def device(self, serial: str | None, wanted: str, fits: Callable[[Device], bool]) -> Device:
        """The device of this serial number; without one the only one that fits.

        `wanted` says in words what is looked for.
        """
        fitting = [device for device in self.devices if fits(device)]
        if serial is None:
            if not fitting:
                raise NothingThere(f"this account has no {wanted}")
            if len(fitting) > 1:
                told = ", ".join(device.device_sn for device in fitting)
                steps = f"say which, as in: growatt {{verb}} {as_word(fitting[0].device_sn)}"
                raise NothingThere(f"there are several devices: {told}", steps)
            return fitting[0]
        same = [one for one in self.devices if one.device_sn.upper() == serial.upper()]
        # a datalogger may have the serial number of its inverter
        found = next((one for one in same if one in fitting), same[0] if same else None)
        if found is None:
            meant = do_you_mean(serial, [device.device_sn for device in self.devices])
            raise NothingThere(f"this account has no device {serial}{meant}")
        if found not in fitting:
            raise NothingThere(
                f"{serial} is not a {wanted}: it belongs to the family {found.family}",
                "growatt devices",
            )
        return found

    def settable(self, serial: str | None) -> Device:
        """The same of those that have settings here."""
        return self.device(serial, SETTABLE_FAMILIES, lambda one: one.settable)

    def scheduled(self, serial: str | None) -> Device:
        """The same of those that have a schedule."""
        found = self.settable(serial)
        if found.has_schedule:
            return found
        return self.device(serial, "device with a schedule", lambda one: one.has_schedule)


def listed_once(devices: Iterable[Device]) -> tuple[Device, ...]:
    """Each device once, which the server may list twice, in one plant or in two."""
    found: dict[tuple[str, str], Device] = {}
    for device in devices:
        found.setdefault((device.device_sn, device.family), device)
    return tuple(found.values())


def directory_of(account: Account) -> Path:
    """Where things about an account are remembered; its name tells nothing about the account."""
    key = "\n".join((account.server, account.kind, account.user or account.secret))
    return state_directory() / "accounts" / hashlib.sha256(key.encode()).hexdigest()[:16]


def store_of(account: Account) -> Path:
    """Where the recordings of an account lie, unless something else is said."""
    return data_directory() / f"{account.name}.db"


def forget(account: Account) -> None:
    """Forget what is remembered of it: plants, devices, refusals, and readings on their way."""
    with suppress(FileNotFoundError):
        shutil.rmtree(directory_of(account))


def _path(account: Account) -> Path:
    return directory_of(account) / "inventory.json"


def load(account: Account) -> Inventory | None:
    """What is remembered of an account, however old."""
    try:
        document = read_json(_path(account))
        return Inventory(
            tuple(_as_kept(Plant, row) for row in document["plants"]),
            tuple(_as_kept(Device, row) for row in document["devices"]),
            # what is from before lacks the zones of plants
            float(document["asked_at"]) if document.get("version") == VERSION else 0.0,
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _as_kept(made: type[T], row: Any) -> T:
    """A row as it was kept; ValueError where it has become something else."""
    found = made(**row)
    for field in fields(found):
        kinds = [_KINDS[name] for name in str(field.type).split(" | ")]
        value = getattr(found, field.name)
        if not any(type(value) in kind for kind in kinds) or not _fits(value):
            raise ValueError(f"{field.name} is no {field.type}")
    return found


def _fits(value: Any) -> bool:
    """Whether JSON can hold it, as every verb prints it."""
    if isinstance(value, str):
        return value.isascii() or value == value.encode("utf-8", "replace").decode()
    return not isinstance(value, int) or -(2**63) <= value < 2**63


def is_fresh(inventory: Inventory) -> bool:
    """Whether it is from the last day."""
    return 0 <= utc_now().timestamp() - inventory.asked_at < KEPT_S


def save(account: Account, inventory: Inventory) -> None:
    """Remember it."""
    remember(_path(account), {"version": VERSION, **asdict(inventory)})


def known_serial_numbers() -> list[str]:
    """The serial numbers of all accounts that were ever listed here."""
    found: set[str] = set()
    for path in (state_directory() / "accounts").glob("*/inventory.json"):
        document = read_json(path)
        rows = document.get("devices") if isinstance(document, dict) else None
        if isinstance(rows, list):
            found |= {str(row.get("device_sn")) for row in rows if isinstance(row, dict)}
    return sorted(found)


# --- refusals ------------------------------------------------------------------------------------


def note_refusal(account: Account, said: str) -> None:
    """Remember that the server refused the account: it may not be asked again so soon."""
    document = {"at": utc_now().isoformat(), "said": said}
    remember(directory_of(account) / "refused.json", document)


def recent_refusal(account: Account) -> str | None:
    """What the server said when it refused the account within the last quarter of an hour."""
    document = read_json(directory_of(account) / "refused.json")
    try:
        at = datetime.fromisoformat(document["at"])
        return str(document["said"]) if timedelta(0) <= utc_now() - at < RECENT else None
    except (KeyError, TypeError, ValueError):
        return None

"""What a family has to bring along, and the constants of the vendor's replies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from ..device import Device
from ..energy import Dispatch, Hardware, dispatch
from ..examples import example
from ..reading import Reading
from ..settings import SettingsTable
from ..world import Sample

Bean = dict[str, Any]
Record = Callable[[Device, Reading, datetime], Bean]
Known = Callable[[Device, Reading], Bean]

FIVE_MINUTES = 300.0
TEN_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Codes:
    """Failure codes of one call, which differ from family to family."""

    missing: int
    unknown: int
    bad_date: int = 10003
    too_long: int = 10004


@dataclass(frozen=True, slots=True, kw_only=True)
class Paces:
    """Seconds between two calls of a kind; without a number the vendor names no limit."""

    latest: float
    history: float
    alarms: float
    batch: float = 0.0
    details: float = 0.0


@dataclass(frozen=True, slots=True)
class V4:
    """What V4 calls a family, and what the world knows of its readings and of the device itself.

    What else V4 shows, and in which order, is as in the vendor's example. `is_fast` families have
    a high-frequency reading.
    """

    word: str
    reading: Known
    details: Known
    is_fast: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A device family of the vendor.

    `word` is its name in the ShinePhone API and in the paths of V1, `device_type` its number in V1;
    a family without one is no part of V1.
    A family without a `sample` has no device in the first world; one may be added to it.
    What V4 has is said in `v4`.
    """

    name: str
    word: str
    device_type: int | None
    check_type: int
    dtc: int
    status_online: int
    model: str
    sample: Sample | None
    hardware: Hardware
    table: SettingsTable
    dispatch: Dispatch = dispatch
    exports: bool = True
    v4: V4 | None = None

    def furnish(self, device: Device) -> None:
        """Make a new device one of this family."""
        device.dispatch, device.exports = self.dispatch, self.exports
        self.table.furnish(device)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """The words of a family's calls: the last of each path, and keys; `{}` is the family's word.

    `read_by` is the method of the calls for the latest record, the history and the alarms.
    """

    details: str = "{}_data_info"
    latest: str = "{}_last_data"
    batch: str = "{}_data"
    history: str = "{}_data"
    alarms: str = "alarm_data"
    read_by: str = "POST"
    history_sn: str = ""
    alarms_sn: str = ""
    write_id: str = "type"
    write_value: str = "param{}"
    written: str = ""


def heeds_all(name: str, texts: tuple[str, ...]) -> bool:
    """Nothing more than the values is asked of a write."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFamily(Family):
    """A family with calls of its own in V1, which follow from what is said here.

    Without a `batch_key` it has no call for many devices, without a `write_command` no settings.
    What it does not heed is accepted, and nothing changes.

    `more` are beans that only this family has, by the last word of their path.
    """

    serial_key: str
    paces: Paces
    latest: Record
    history: Record
    details: Record
    latest_codes: Codes
    history_codes: Codes
    alarm_codes: Codes
    batch_codes: Codes = Codes(missing=10002, unknown=10005)
    batch_key: str = ""
    read_command: str = ""
    write_command: str = ""
    value_count: int = 0
    more: Mapping[str, Record] = field(default_factory=dict)
    spelling: Spelling = Spelling()
    heeds: Callable[[str, tuple[str, ...]], bool] = heeds_all


constants = partial(example, __name__)
"""What the world knows nothing of: every other key, as the vendor's example shows it."""


def shown_by_v1(details: Record) -> Known:
    """What V1 shows of a device itself, which V4 shows in the same words."""
    return lambda device, reading: details(device, reading, device.plant.local(reading.timestamp))


def standing(device: Device, number: int) -> Bean:
    """Where a device stands in the trees of the vendor's web pages, as V4 shows it."""
    serial, logger, online = device.serial_number, device.datalogger_sn, device.seems_online
    return {
        "imgPath": f"./css/img/status_{'green' if online else 'gray'}.gif",
        "parentID": f"LIST_{logger}_{number}",
        "treeID": f"ST_{serial}",
        "treeName": serial,
    }


def mirror(device: Device, names: Mapping[str, str]) -> Bean:
    """Text mirrors of settings: empty until they are written for the first time."""
    return {
        key: ",".join(device.values[name]) if name in device.written else ""
        for key, name in names.items()
    }

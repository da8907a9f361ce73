"""The devices of a plant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from growattServer.coded import Code, coded
from growattServer.fields import (
    Field,
    Kind,
    Record,
    flag,
    integer,
    required,
    rows,
    serial_number,
    timestamp,
)
from growattServer.parsing import integer_parser
from growattServer.records.states import HybridState, OnlineState

IDENTITY = Kind.IDENTITY


class DeviceListType(Code):
    """The kinds of device in the list of a plant; MAX may stand as an inverter too."""

    INVERTER = 1
    STORAGE = 2
    OTHER = 3
    MAX = 4
    SPH = 5
    SPA = 6
    MIN = 7
    PCS = 8
    HPS = 9
    PBD = 10
    GROBOOST = 11


class MaxListState(Code):
    """What a MAX does, in the list of devices; any other number means that it is offline."""

    STANDBY_0 = 0
    ONLINE = 1
    STANDBY = 2
    FAULT = 3


class StorageListState(Code):
    """What a storage does, in the list of devices; any other number means that it is offline."""

    STANDBY = 0
    CHARGING = 1
    DISCHARGING = 2
    FAULT = 3
    BURNING = 4


_STATES: Mapping[int, type[Code]] = {
    DeviceListType.INVERTER: OnlineState,
    DeviceListType.MIN: OnlineState,
    DeviceListType.STORAGE: StorageListState,
    DeviceListType.MAX: MaxListState,
    DeviceListType.SPH: HybridState,
    DeviceListType.SPA: HybridState,
}


class _StateByType(Field[int]):
    """A state whose numbers mean something else for each type of device."""

    __slots__ = ()

    def read(self, record: Mapping[str, Any]) -> int | None:
        number = super().read(record)
        states = _STATES.get(integer_parser(())(record.get("type")) or 0)
        return number if number is None or states is None else states(number)


class DeviceRow(Record):
    """A device of a plant, in `DeviceList`; `type` says which calls it answers to.

    Rows of type 3 may hold a word instead of a serial number, no id, no status. `status` is an
    `OnlineState` for the types 1 and 7, a `StorageListState` for 2, a `MaxListState` for 4, a
    `HybridState` for 5 and 6, and a plain number for others.

    https://www.showdoc.com.cn/262556420217021/6117958613377445
    """

    device_sn = required(
        serial_number("device_sn", "Serial number (or a word such as AMMETER, for type 3)")
    )
    type = required(
        coded(
            "type",
            DeviceListType,
            "Kind of device, which says what calls it answers to",
            kind=IDENTITY,
        )
    )
    device_id = integer("device_id", "Internal number", kind=IDENTITY)
    datalogger_sn = required(serial_number("datalogger_sn", "Serial number of the datalogger"))
    manufacturer = serial_number("manufacturer", "Maker")
    model = serial_number("model", "Model code")
    status = _StateByType(
        "status",
        integer_parser(()),
        "State: what its numbers mean depends on `type`, which is said under DeviceRow",
        precision=0,
    )
    lost = flag("lost", "True when offline")
    last_update_time = timestamp(
        "last_update_time", "Time of the last data, on the clock of the plant"
    )


class DeviceList(Record):
    """The devices of a plant, a page at a time (`device/list`).

    https://www.showdoc.com.cn/262556420217021/6117958613377445
    """

    count = integer("count", "Number of devices, on all pages together")
    devices = rows("devices", DeviceRow, "The devices of this page")

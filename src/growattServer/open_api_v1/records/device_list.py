"""The devices of a plant."""

from __future__ import annotations

from growattServer.fields import (
    Kind,
    Record,
    flag,
    integer,
    required,
    rows,
    serial_number,
    timestamp,
)

IDENTITY = Kind.IDENTITY


class DeviceRow(Record):
    """A device of a plant, in `DeviceList`; `type` says which calls it answers to.

    `type`: 1 inverter or MAX, 2 storage, 3 other, 4 MAX, 5 SPH, 6 SPA, 7 MIN, 8 PCS, 9 HPS, 10 PBD,
    11 GroBoost. Rows of type 3 may hold a word instead of a serial number, no id, no status.

    `status` depends on the type, and what is not listed is offline:
    types 1, 4, 7: 0 disconnected (4: standby), 1 online, 2 standby, 3 fault;
    type 2: 0 standby, 1 charging, 2 discharging, 3 fault, 4 burning;
    types 5, 6: 0 waiting, 1 self check, 3 fault, 4 upgrading, 5 to 8 normal.
    https://www.showdoc.com.cn/262556420217021/6117958613377445
    """

    device_sn = required(
        serial_number("device_sn", "Serial number (or a word such as AMMETER, for type 3)")
    )
    type = required(
        integer("type", "Kind of device: 5 SPH, 7 MIN; DeviceRow lists all", kind=IDENTITY)
    )
    device_id = integer("device_id", "Internal number", kind=IDENTITY)
    datalogger_sn = required(serial_number("datalogger_sn", "Serial number of the datalogger"))
    manufacturer = serial_number("manufacturer", "Maker")
    model = serial_number("model", "Model code")
    status = integer("status", "State, its codes depend on `type`: DeviceRow lists them")
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

"""What a device is, as the details of many families show it."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    Record,
    flag,
    integer,
    raw,
    required,
    serial_number,
    text,
    timestamp,
)

NAME = Basis.NAME
IDENTITY = Kind.IDENTITY


class DeviceDetailFields(Record):
    """What the details of MAX, inverter, storage and large systems have in common.

    The better known meaning of a key holds for all of them.
    """

    # Names and versions
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    alias = serial_number("alias", "User-given name")
    children = raw("children", "Child nodes of the device tree, normally empty", basis=NAME)
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger")
    firmware_version = serial_number("fwVersion", "Firmware version")
    image_path = serial_number("imgPath", "Path of a state icon of the web page", basis=NAME)
    internal_firmware_version = serial_number("innerVersion", "Internal firmware version")
    tree_level = integer("level", "Depth in the device tree", kind=IDENTITY, basis=NAME)
    location = serial_number("location", "Place text")
    model_number = integer("model", "Model number, above 2^53 on some devices", kind=IDENTITY)
    model = serial_number("modelText", "Model code text")
    parent_id = serial_number("parentID", "Tree key of the parent node", basis=NAME)
    plant_id = integer(
        "plantId",
        "Number of the plant (0 when not filled)",
        missing=(0,),
        kind=IDENTITY,
        basis=NAME,
    )
    record = raw("record", "Record object, normally null", basis=NAME)
    server_address = serial_number("tcpServerIp", "Address of the server the datalogger talks to")
    tree_id = serial_number("treeID", "Tree key of this node", basis=NAME)
    tree_name = serial_number("treeName", "Name shown in the tree", basis=NAME)

    # State
    last_update_time_from_text = timestamp(
        "lastUpdateTimeText",
        "Time of the last data, from its text (UTC+8 or plant clock, disputed)",
    )
    lost = flag("lost", "True when the cloud has lost the device")
    status_text = text("statusText", "State as text or translation key", basis=NAME)
    updating = flag("updating", "True while the firmware is being updated", basis=NAME)

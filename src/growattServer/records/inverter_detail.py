"""Grid-tied inverters of the older line: what the device is, as all APIs show them."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    celsius,
    flag,
    hours,
    integer,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    raw,
    required,
    serial_number,
    text,
    timestamp,
    watts,
)
from growattServer.records.states import InverterState

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
IDENTITY = Kind.IDENTITY
MEASUREMENT = Kind.MEASUREMENT


class InverterDetailFields(Record, kind=Kind.SETTING):
    """What a grid-tied inverter of the older line is and how it is set."""

    # Names and versions
    bus_address = integer("address", "Bus address of the device (0 in many replies)", kind=IDENTITY)
    alias = serial_number("alias", "User-given name")
    communication_firmware_version = serial_number(
        "communicationVersion", "Firmware of the communication board"
    )
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger")
    device_type = integer("deviceType", "Numeric kind of device", kind=IDENTITY)
    firmware_version = serial_number("fwVersion", "Firmware version")
    group_id = integer("groupID", "Inverter group", kind=IDENTITY, basis=NAME)
    row_id = integer("id", "Internal row number", kind=IDENTITY, basis=NAME)
    image_path = serial_number("imgPath", "Path of a state icon of the web page", basis=NAME)
    internal_firmware_version = serial_number("innerVersion", "Internal firmware version")
    tree_level = integer("level", "Depth in the device tree", kind=MEASUREMENT, basis=NAME)
    model_number = integer("model", "Model number, above 2^53 on some devices", kind=IDENTITY)
    model = serial_number("modelText", "Model code text")
    parent_id = serial_number("parentID", "Tree key of the parent node", basis=NAME)
    plant_id = integer("plantId", "Number of the plant (0 when not filled)", kind=IDENTITY)
    plant_name = serial_number("plantname", "Name of the plant")
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    server_address = serial_number("tcpServerIp", "Address of the server the datalogger talks to")
    tree_id = serial_number("treeID", "Tree key of this node", basis=NAME)
    tree_name = serial_number("treeName", "Name shown in the tree", basis=NAME)
    user_id = integer("userID", "Internal user id", kind=IDENTITY, basis=NAME)
    user_name = serial_number("userName", "Name of the user", basis=NAME)

    # State
    create_time = timestamp(
        "createDate",
        "Creation of the account, on the clock of the server",
        kind=IDENTITY,
        basis=NAME,
    )
    output_energy_today = kilowatt_hours_today(
        "energyDay", "Energy produced today, under a second key", basis=NAME
    )
    energy_day_map = raw(
        "energyDayMap", "Energy per day map, normally empty", kind=MEASUREMENT, basis=NAME
    )
    energy_month = kilowatt_hours("energyMonth", "Energy this month", kind=MEASUREMENT, basis=NAME)
    energy_month_text = text(
        "energyMonthText", "Energy this month, as text", kind=MEASUREMENT, basis=NAME
    )
    energy_total = kilowatt_hours_total("eTotal", "Lifetime energy")
    inverter_info_status_css = text(
        "inverterInfoStatusCss", "Not documented", kind=MEASUREMENT, basis=CAPTURE
    )
    load_text = text("loadText", "Load as text", kind=MEASUREMENT, basis=NAME)
    max_power_text = text(
        "powerMaxText", "Highest power, as text under another key", kind=MEASUREMENT, basis=NAME
    )
    max_power_time = text(
        "powerMaxTime", "Time of the highest power, as text", kind=MEASUREMENT, basis=NAME
    )
    status = coded("status", InverterState, "State", kind=MEASUREMENT)
    status_text = text(
        "statusText", "State as text or translation key", kind=MEASUREMENT, basis=NAME
    )
    utc_offset = hours(
        "timezone", "Time zone offset of the plant, hours from UTC", kind=MEASUREMENT, basis=NAME
    )

    # Grid
    rated_power = watts("nominalPower", "Rated power", kind=MEASUREMENT)
    present_power = watts("power", "Present power", kind=MEASUREMENT)
    max_power = text(
        "powerMax", "Highest power as text, normally empty", kind=MEASUREMENT, basis=NAME
    )

    # Others
    is_big_device = flag("bigDevice", "Not documented", kind=IDENTITY, basis=CAPTURE)
    children = raw(
        "children", "Child nodes of the device tree, normally empty", kind=MEASUREMENT, basis=NAME
    )
    energy_today = kilowatt_hours_today("eToday", "Energy produced today")
    inverter_set_bean = raw("invSetBean", "Not documented", kind=MEASUREMENT, basis=CAPTURE)
    module_temperature = celsius(
        "ipm_temperature", "Power module (IPM) temperature", kind=MEASUREMENT, basis=NAME
    )
    location = serial_number("location", "Place text")
    optimizers = raw(
        "optimezerList",
        "Optimisers, normally none (the key is misspelled)",
        kind=MEASUREMENT,
        basis=NAME,
    )
    record = raw("record", "Record object, normally null", kind=MEASUREMENT, basis=NAME)
    rf_stick = text("rfStick", "Not documented", basis=CAPTURE)
    temperature = celsius("temperature", "Temperature of the inverter", kind=MEASUREMENT)
    update_exist = flag("updateExist", "Update available", basis=NAME)
    updating = flag(
        "updating", "True while the firmware is being updated", kind=MEASUREMENT, basis=NAME
    )

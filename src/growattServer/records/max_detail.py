"""MAX: what the device is, as all APIs show them."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    Record,
    flag,
    hertz,
    hours,
    integer,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    percent,
    raw,
    required,
    serial_number,
    text,
    volts,
    watts,
)

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
IDENTITY = Kind.IDENTITY
MEASUREMENT = Kind.MEASUREMENT


class MaxDetailFields(Record, kind=Kind.SETTING):
    """What a MAX is and how it is set."""

    # Names and versions
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    alias = serial_number("alias", "User-given name")
    communication_firmware_version = serial_number(
        "communicationVersion", "Firmware of the communication board"
    )
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger")
    device_type = integer("deviceType", "Numeric kind of device", kind=IDENTITY)
    device_type_code = integer("dtc", "Device type code of the firmware", kind=IDENTITY)
    firmware_version = serial_number("fwVersion", "Firmware version")
    group_id = integer("groupId", "Inverter group, -1 none", kind=IDENTITY)
    row_id = integer("id", "Internal row number", kind=IDENTITY, basis=NAME)
    image_path = serial_number("imgPath", "Path of a state icon of the web page", basis=NAME)
    internal_firmware_version = serial_number("innerVersion", "Internal firmware version")
    tree_level = integer("level", "Depth in the device tree", kind=MEASUREMENT, basis=NAME)
    model_number = integer("model", "Model number, above 2^53 on some devices", kind=IDENTITY)
    model = serial_number("modelText", "Model code text")
    parent_id = serial_number("parentID", "Tree key of the parent node", basis=NAME)
    plant_id = integer("plantId", "Number of the plant (0 when not filled)", kind=IDENTITY)
    plant_name = serial_number("plantname", "Name of the plant")
    port_name = serial_number(
        "portName", "Name of the communication port, usually logger kind and serial"
    )
    safety_firmware_version = integer(
        "safetyVersion", "Safety firmware version", kind=IDENTITY, basis=NAME
    )
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    server_address = serial_number("tcpServerIp", "Address of the server the datalogger talks to")
    tree_id = serial_number("treeID", "Tree key of this node", basis=NAME)
    tree_name = serial_number("treeName", "Name shown in the tree", basis=NAME)
    user_name = serial_number("userName", "Name of the user", basis=NAME)

    # State
    energy_day = kilowatt_hours("energyDay", "Energy today", kind=MEASUREMENT, basis=NAME)
    energy_day_map = raw(
        "energyDayMap", "Energy per day map, normally empty", kind=MEASUREMENT, basis=NAME
    )
    energy_month = kilowatt_hours("energyMonth", "Energy this month", kind=MEASUREMENT, basis=NAME)
    energy_month_text = text(
        "energyMonthText", "Energy this month, as text", kind=MEASUREMENT, basis=NAME
    )
    energy_total = kilowatt_hours_total("eTotal", "Lifetime energy")
    max_power_text = text(
        "powerMaxText", "Highest power, as text under another key", kind=MEASUREMENT, basis=NAME
    )
    max_power_time = text(
        "powerMaxTime", "Time of the highest power, as text", kind=MEASUREMENT, basis=NAME
    )
    status = integer("status", "State; the record lists the codes", kind=MEASUREMENT)
    status_text = text(
        "statusText", "State as text or translation key", kind=MEASUREMENT, basis=NAME
    )
    timezone_offset = hours(
        "timezone", "Time zone offset of the plant, hours from UTC", kind=MEASUREMENT, basis=NAME
    )

    # Grid
    active_power_limit = percent("activeRate", "Active power limit")
    export_power_without_sensor = percent(
        "backflowDefaultPower", "Export power used when the limiter loses its sensor"
    )
    export_limit_mode = integer("exportLimit", "Export limiting: 0 off, 1 meter, 2 CT")
    export_power_limit = percent("exportLimitPowerRate", "Export power limit")
    grid_frequency_high_limit = hertz("frequencyHighLimit", "Upper grid frequency limit")
    grid_frequency_low_limit = hertz("frequencyLowLimit", "Lower grid frequency limit")
    rated_power = watts("normalPower", "Rated power", kind=MEASUREMENT)
    power_factor = number("pf", "Power factor")
    power_factor_mode = integer("pfModel", "Power factor mode")
    present_power = watts("power", "Present power", kind=MEASUREMENT)
    max_power = number(
        "powerMax", "Highest power as text, normally empty", kind=MEASUREMENT, basis=NAME
    )
    keep_power_commands_enabled = flag("pvPfCmdMemoryState", "Keep power commands over a restart")
    reactive_power_setting = percent("reactiveRate", "Reactive power setting")
    grid_voltage_high_limit = volts("vacHigh", "Upper grid voltage limit")
    grid_voltage_low_limit = volts("vacLow", "Lower grid voltage limit")
    voltage_high_limit = volts("voltageHighLimit", "Upper grid voltage limit")
    voltage_low_limit = volts("voltageLowLimit", "Lower grid voltage limit")

    # Others
    is_big_device = flag("bigDevice", "Not documented", kind=IDENTITY, basis=CAPTURE)
    children = raw(
        "children", "Child nodes of the device tree, normally empty", kind=MEASUREMENT, basis=NAME
    )
    energy_today = kilowatt_hours_today("eToday", "Energy produced today")
    fac_high = number("facHigh", "Not documented", basis=CAPTURE)
    fac_low = number("facLow", "Not documented", basis=CAPTURE)
    is_authorize = integer("isAuthorize", "Not documented", basis=CAPTURE)
    is_timing_authorize = integer("isTimingAuthorize", "Not documented", basis=CAPTURE)
    display_language = integer("lcdLanguage", "Display language")
    location = serial_number("location", "Place text")
    max_set_bean = raw("maxSetBean", "Not documented", kind=MEASUREMENT, basis=CAPTURE)
    on = flag("onOff", "Device switch")
    open_authorize = integer("openAuthorize", "Not documented", basis=CAPTURE)
    permission_switch = integer("permissionSwitch", "Not documented", basis=CAPTURE)
    pf_curve_1_load = percent("pflinep1_lp", "Power factor curve, point 1: load")
    pf_curve_1_factor = number("pflinep1_pf", "Power factor curve, point 1: power factor")
    pf_curve_2_load = percent("pflinep2_lp", "Power factor curve, point 2: load")
    pf_curve_2_factor = number("pflinep2_pf", "Power factor curve, point 2: power factor")
    pf_curve_3_load = percent("pflinep3_lp", "Power factor curve, point 3: load")
    pf_curve_3_factor = number("pflinep3_pf", "Power factor curve, point 3: power factor")
    pf_curve_4_load = percent("pflinep4_lp", "Power factor curve, point 4: load")
    pf_curve_4_factor = number("pflinep4_pf", "Power factor curve, point 4: power factor")
    pv_input_count = integer("pvNum", "Number of PV inputs", kind=MEASUREMENT, basis=NAME)
    record = raw("record", "Record object, normally null", kind=MEASUREMENT, basis=NAME)
    remain_day = number("remainDay", "Not documented", basis=CAPTURE)
    pv_string_count = integer("strNum", "Number of PV strings", kind=MEASUREMENT, basis=NAME)
    updating = flag(
        "updating", "True while the firmware is being updated", kind=MEASUREMENT, basis=NAME
    )

"""MAX: what the device is and how it is set, as all APIs show them."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
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
    serial_number,
    text,
    timestamp,
    volts,
    watts,
)
from growattServer.records.choices import ExportLimit
from growattServer.records.device_detail import DeviceDetailFields

NAME = Basis.NAME
IDENTITY, LIFETIME, SETTING = Kind.IDENTITY, Kind.LIFETIME, Kind.SETTING


class MaxDetailFields(DeviceDetailFields):
    """What a MAX is and how it is set."""

    # Names and versions
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    communication_firmware_version = serial_number(
        "communicationVersion", "Firmware of the communication board"
    )
    device_type = integer(
        "deviceType",
        "Internal subtype of the device, not the `type` of the device list",
        kind=IDENTITY,
        basis=NAME,
    )
    device_type_code = integer("dtc", "Device type code of the firmware", kind=IDENTITY, basis=NAME)
    group_id = integer(
        "groupId", "Inverter group, -1 none", missing=(-1,), kind=IDENTITY, basis=NAME
    )
    row_id = integer("id", "Internal row number", kind=IDENTITY, basis=NAME)
    plant_name = serial_number("plantname", "Name of the plant", basis=NAME)
    port_name = serial_number(
        "portName", "Communication port, usually datalogger kind and serial", basis=NAME
    )
    pv_string_count = integer("strNum", "Number of PV strings", kind=IDENTITY, basis=NAME)
    user_name = serial_number("userName", "Name of the user", basis=NAME)

    # State
    is_big_device = flag("bigDevice", "True for large devices")
    energy_today = kilowatt_hours_today("eToday", "Energy produced today (no longer filled: 0)")
    energy_total = kilowatt_hours_total("eTotal", "Lifetime energy (no longer filled: 0)")
    output_energy_today = kilowatt_hours_today(
        "energyDay", "Energy produced today, under a second key", basis=NAME
    )
    energy_day_map = raw("energyDayMap", "Energy per day map, normally empty", basis=NAME)
    energy_month_text = text("energyMonthText", "Energy this month, as text", basis=NAME)
    energy_month = kilowatt_hours("energyMonth", "Energy this month", basis=NAME)
    rated_power = watts("normalPower", "Rated power (some replies: present power)")
    present_power = watts("power", "Present power")
    max_power = text("powerMax", "Highest power as text, normally empty", basis=NAME)
    max_power_text = text("powerMaxText", "Highest power, as text under another key", basis=NAME)
    max_power_time = text("powerMaxTime", "Time of the highest power, as text", basis=NAME)
    days_left = number("remainDay", "Days left", basis=NAME)
    device_time = timestamp("sysTime", "Time on the clock of the device", basis=NAME)
    utc_offset = hours("timezone", "Offset from UTC (8 = server in China)", basis=NAME)

    # Settings
    active_power_limit = percent("activeRate", "Active power limit", kind=SETTING, basis=NAME)
    export_power_without_sensor = percent(
        "backflowDefaultPower",
        "Export power used when the limiter loses its sensor",
        kind=SETTING,
        basis=NAME,
    )
    export_limit_mode = coded(
        "exportLimit", ExportLimit, "Export limiting", kind=SETTING, basis=NAME
    )
    export_power_limit = percent(
        "exportLimitPowerRate", "Export power limit", kind=SETTING, basis=NAME
    )
    ac_frequency_high_limit = hertz(
        "facHigh", "Upper grid frequency limit", kind=SETTING, basis=NAME
    )
    ac_frequency_low_limit = hertz("facLow", "Lower grid frequency limit", kind=SETTING, basis=NAME)
    grid_frequency_high_limit = hertz(
        "frequencyHighLimit", "Upper grid frequency limit", kind=SETTING, basis=NAME
    )
    grid_frequency_low_limit = hertz(
        "frequencyLowLimit", "Lower grid frequency limit", kind=SETTING, basis=NAME
    )
    is_authorised = flag("isAuthorize", "1 when authorised", kind=SETTING, basis=NAME)
    is_authorised_for_a_time = flag(
        "isTimingAuthorize", "1 when authorised for a limited time", kind=SETTING, basis=NAME
    )
    display_language = integer("lcdLanguage", "Display language", kind=SETTING, basis=NAME)
    settings_bean = raw("maxSetBean", "Nested settings bean, often null", kind=SETTING, basis=NAME)
    on = flag("onOff", "Device switch", kind=SETTING, basis=NAME)
    power_factor = number("pf", "Power factor", kind=SETTING, basis=NAME)
    pf_curve_1_factor = number(
        "pflinep1_pf", "Power factor curve, point 1: power factor", kind=SETTING, basis=NAME
    )
    pf_curve_1_load = percent(
        "pflinep1_lp", "Power factor curve, point 1: load", missing=(255,), kind=SETTING, basis=NAME
    )
    pf_curve_2_load = percent(
        "pflinep2_lp", "Power factor curve, point 2: load", missing=(255,), kind=SETTING, basis=NAME
    )
    pf_curve_2_factor = number(
        "pflinep2_pf", "Power factor curve, point 2: power factor", kind=SETTING, basis=NAME
    )
    pf_curve_3_load = percent(
        "pflinep3_lp", "Power factor curve, point 3: load", missing=(255,), kind=SETTING, basis=NAME
    )
    pf_curve_3_factor = number(
        "pflinep3_pf", "Power factor curve, point 3: power factor", kind=SETTING, basis=NAME
    )
    pf_curve_4_load = percent(
        "pflinep4_lp", "Power factor curve, point 4: load", missing=(255,), kind=SETTING, basis=NAME
    )
    pf_curve_4_factor = number(
        "pflinep4_pf", "Power factor curve, point 4: power factor", kind=SETTING, basis=NAME
    )
    power_factor_mode = integer("pfModel", "Power factor mode", kind=SETTING, basis=NAME)
    keep_power_commands_enabled = flag(
        "pvPfCmdMemoryState", "Keep power commands over a restart", kind=SETTING, basis=NAME
    )
    reactive_power_setting = percent(
        "reactiveRate", "Reactive power setting", kind=SETTING, basis=NAME
    )
    ac_voltage_high_limit = volts("vacHigh", "Upper grid voltage limit", kind=SETTING, basis=NAME)
    ac_voltage_low_limit = volts("vacLow", "Lower grid voltage limit", kind=SETTING, basis=NAME)
    grid_voltage_high_limit = volts(
        "voltageHighLimit", "Upper grid voltage limit", kind=SETTING, basis=NAME
    )
    grid_voltage_low_limit = volts(
        "voltageLowLimit", "Lower grid voltage limit", kind=SETTING, basis=NAME
    )

"""Classic inverters: their settings, as the web page has them."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    flag,
    hertz,
    hours,
    integer,
    number,
    percent,
    required,
    serial_number,
    timestamp,
    volts,
    watts,
)
from growattServer.shinephone.records.answer import Answer

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
IDENTITY, MEASUREMENT = Kind.IDENTITY, Kind.MEASUREMENT


class ClassicInverterSettings(Answer, kind=Kind.SETTING):
    """The settings of a classic inverter (`classic_inverter_info`), cut out of a web page."""

    device_sn = required(serial_number("sn", "Serial number of the device"))
    datalogger_sn = required(serial_number("datalogSn", "Serial number of the datalogger"))
    alias = serial_number("alias", "User-given name")
    plant_id = required(integer("plantId", "Number of the plant", kind=IDENTITY))
    location = serial_number("location", "Place text")
    model_name = serial_number("deviceModel", "Model name")
    model_number = serial_number("model", "Model number, as text")
    model = serial_number("modelText", "Model code text")
    firmware_version = serial_number("fwVersion", "Firmware version")
    internal_firmware_version = serial_number("innerVersion", "Internal firmware version")
    rated_power = watts("nominalPower", "Rated power", kind=MEASUREMENT)
    is_big = flag("isBig", "Not documented", kind=IDENTITY, basis=CAPTURE)
    has_arc_fault_detection = flag("haveAfci", "Not documented", kind=IDENTITY, basis=CAPTURE)
    status = integer("status", "Not documented", kind=MEASUREMENT, basis=CAPTURE)
    lost = flag("lost", "Not documented", kind=MEASUREMENT, basis=CAPTURE)
    last_update_time = timestamp("lastUpdateTime", "Last upload", kind=MEASUREMENT)
    device_time = timestamp("sysTime", "Time on the clock of the device", kind=MEASUREMENT)
    utc_offset = hours(
        "timezone", "Offset from UTC, going by the key", kind=MEASUREMENT, basis=NAME
    )
    on = flag("onOff", "Device switch")
    active_power_limit = percent("activeRate", "Active power limit")
    reactive_power_setting = percent("reactiveRate", "Reactive power setting")
    power_factor = number("pf", "Power factor")
    power_factor_mode = number("pfModel", "Not documented", basis=CAPTURE)
    keep_power_commands_enabled = flag("pvPfCmdMemoryState", "Not documented", basis=CAPTURE)
    wide_voltage_enabled = flag("wideVoltageEnable", "Not documented", basis=CAPTURE)
    grid_voltage_high_limit = volts("voltageHighLimit", "Upper grid voltage limit")
    grid_voltage_low_limit = volts("voltageLowLimit", "Lower grid voltage limit")
    grid_frequency_high_limit = hertz("workingFrequencyMax", "Upper grid frequency limit")
    grid_frequency_low_limit = hertz("workingFrequencyMin", "Lower grid frequency limit")

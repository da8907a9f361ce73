"""TLX (MIN in the V1 API): what the device is, and its batteries."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    flag,
    integer,
    kilowatt_hours_total,
    nested,
    percent,
    serial_number,
    text,
    watts,
)
from growattServer.records.min_detail import MinDetailFields
from growattServer.shinephone.records.answer import Answer
from growattServer.shinephone.records.tlx_settings import TlxSettings

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
SETTING = Kind.SETTING


class TlxDevice(Answer, MinDetailFields):
    """What a TLX is, in `TlxParams`: attributes as in MinDetail of the V1 API."""

    # Settings
    settings = nested("tlxSetbean", TlxSettings, "The settings, as `tlx_set_info` has them")


class TlxParams(Answer):
    """What a TLX is (`tlx_params`)."""

    device = nested("newBean", TlxDevice, "The record of the device")
    model_name = serial_number("inverterType", "Model name")
    region = text("region", "Not documented", kind=SETTING, basis=CAPTURE)


class TlxBattery(Answer):
    """The state of a battery of a TLX (`tlx_battery_info`): nobody has published its other keys."""

    lost = flag("lost", "True when the battery is disconnected, its other values are old then")


class TlxBatteryLatest(Answer):
    """The latest measurements of a battery of a TLX, in `TlxBatteryDetail`."""

    battery_power = watts("chargeOrDisPower", "Battery power, negative when discharging")
    battery_soc = percent("soc", "State of charge")
    battery_discharge_energy_total = kilowatt_hours_total(
        "dischargeTotal", "Lifetime energy taken from the battery"
    )
    battery_module_count = integer("bmNum", "Number of battery modules", basis=NAME)
    status = integer("status", "State, a code")
    work_status = integer("systemWorkStatus", "Working state of the system, a code")
    error_code = integer("errorCode", "Error code, 0 none", codes="unknown")
    error_subcode = integer("errorSubCode", "Error sub code")
    warning_code = integer("warnCode", "Warning code, 0 none", codes="unknown")
    warning_subcode = integer("warnSubCode", "Warning sub code")


class TlxBatteryDetail(Answer):
    """The latest measurements of a battery of a TLX (`tlx_battery_info_detailed`)."""

    latest = nested("data", TlxBatteryLatest, "The latest measurements")
    labels = text("parameterName", "Labels, empty in the sample")

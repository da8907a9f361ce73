"""The MAX: a large three-phase inverter with many PV strings and no battery."""

from __future__ import annotations

from datetime import datetime

from ..device import Device
from ..energy import Control, Hardware
from ..java import calendar_bean, date_bean, date_time, kwh, plain, single
from ..reading import Reading
from ..settings import (
    Position,
    Setting,
    SettingsTable,
    Values,
    as_number,
    choice,
    percent,
    power_factor,
    switch,
)
from .base import FIVE_MINUTES, V4, Bean, Codes, Paces, TokenFamily, constants, shown_by_v1
from .strings import as_in, output, panels

_LIMIT = "pv_active_p_rate"
_INPUTS, _STRINGS, _PHASES = 8, 2, 3
SETTINGS = {
    "max_cmd_on_off": Setting((switch("device on"),), ("1",)),
    _LIMIT: Setting(
        (
            percent("share of rated power"),
            Position("keep over a restart", choice("0", "1"), optional=True),
        ),
        ("100", "0"),
    ),
    "pv_power_factor": Setting((Position("power factor", power_factor),), ("1",)),
}


def control(values: Values) -> Control:
    """The behaviour that the written values ask for."""
    return Control(
        inverter_on=values["max_cmd_on_off"][0] == "1",
        active_power_percent=float(values[_LIMIT][0]),
    )


TABLE = SettingsTable(SETTINGS, control, "max_cmd_on_off", clock_pattern="")


def _known(device: Device, reading: Reading) -> Bean:
    return {
        **panels(device, reading, _INPUTS, _STRINGS),
        **output(device, reading, _PHASES),
        "eacToday": kwh(reading.today_wh.ac_output),
        "eacTotal": kwh(reading.lifetime_wh.ac_output),
        **dict.fromkeys(("vacRs", "vacSt", "vacTr"), single(reading.grid_voltage_v * 3**0.5)),
        "serialNum": device.serial_number,
        # the example is of a faulty one
        **dict.fromkeys(("faultCode1", "faultType", "faultValue"), 0),
        "pf": as_number(device.values["pv_power_factor"][0]),
        "status": MAX.status_online,
        "statusText": "Normal",
    }


def _record(device: Device, reading: Reading, shown: datetime) -> Bean:
    return {
        **_known(device, reading),
        "calendar": calendar_bean(shown),
        "time": date_time(shown),
    }


def latest(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The record of max_last_data."""
    return as_in(constants("max_latest"), _record(device, reading, shown))


def history(device: Device, reading: Reading, shown: datetime) -> Bean:
    """A row of max_data, which has other keys."""
    return as_in(constants("max_history"), _record(device, reading, shown))


def details(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The master data of max_data_info, and the settings, which the example lacks."""
    serial, logger, online = device.serial_number, device.datalogger_sn, device.seems_online
    limit, kept = device.values[_LIMIT]
    return {
        **constants("max_details"),
        "onOff": int(device.values["max_cmd_on_off"][0]),
        "activeRate": as_number(limit),
        "pvPfCmdMemoryState": int(kept or "0"),
        "pf": as_number(device.values["pv_power_factor"][0]),
        "alias": f"Simulated {serial}",
        "dataLogSn": logger,
        "imgPath": f"./css/img/status_{'green' if online else 'gray'}.gif",
        "lastUpdateTime": date_bean(shown),
        "lastUpdateTimeText": date_time(shown),
        "lost": not online,
        "modelText": MAX.model,
        "parentID": f"LIST_{logger}_3",
        "portName": f"ShinePano-{logger}",
        "power": plain(reading.power_w.ac_output),
        "serialNum": serial,
        "status": MAX.status_online if online else -1,
        # the example is of a faulty one; the words are like those of an SPH
        "statusText": f"max.status.{'normal' if online else 'lost'}",
        "treeID": serial,
        "treeName": serial,
    }


def _v4_details(device: Device, reading: Reading) -> Bean:
    return {
        **shown_by_v1(details)(device, reading),
        "eToday": kwh(reading.today_wh.ac_output),
        "eTotal": kwh(reading.lifetime_wh.ac_output),
        "normalPower": int(device.hardware.rated_power_w),
    }


MAX = TokenFamily(
    v4=V4("max", _known, _v4_details),
    name="max",
    word="max",
    dtc=0,
    device_type=4,
    check_type=18,
    status_online=1,
    model="A0B0D0T0PFU1M8S1",
    serial_key="max_sn",
    batch_key="maxs",
    read_command="readMaxParam",
    write_command="maxSet",
    sample=None,
    hardware=Hardware(
        rated_power_w=50_000.0,
        pv1_peak_w=24_000.0,
        pv2_peak_w=20_000.0,
        battery_capacity_wh=0.0,
        max_charge_w=0.0,
        max_discharge_w=0.0,
        pv_string_v=600.0,
    ),
    table=TABLE,
    value_count=19,
    paces=Paces(latest=FIVE_MINUTES, batch=FIVE_MINUTES, history=FIVE_MINUTES, alarms=0.0),
    latest=latest,
    history=history,
    details=details,
    latest_codes=Codes(missing=10003, unknown=10002),
    history_codes=Codes(missing=10002, unknown=10005),
    alarm_codes=Codes(missing=10002, unknown=10005),
    batch_codes=Codes(missing=10002, unknown=10005),
)

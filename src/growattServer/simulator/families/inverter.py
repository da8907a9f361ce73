"""The classic inverter: panels and nothing else."""

from __future__ import annotations

import math
import re
from datetime import datetime

from ..device import Device
from ..energy import Control, Hardware
from ..instruments import ac_current_a, inverter_c, pv_string
from ..java import calendar_bean, date_bean, date_time, kwh, plain, single, text
from ..reading import Reading
from ..settings import (
    DATE_TIME,
    SET_ANY_REGISTER,
    Position,
    Register,
    Setting,
    SettingsTable,
    Values,
    as_number,
    choice,
    clock_text,
    number,
    percent,
    power_factor,
    switch,
)
from ..world import BOSTON, Sample
from .base import FIVE_MINUTES, V4, Bean, Codes, Paces, Spelling, TokenFamily, constants, standing
from .strings import as_in, output, panels

_INPUTS, _STRINGS, _PHASES = 2, 1, 1

SETTINGS = {
    "pv_on_off": Setting((switch("device on"),), ("1",)),
    "pv_pf_cmd_memory_state": Setting((switch("keep over a restart"),), ("0",)),
    "pv_active_p_rate": Setting((percent("share of rated power"),), ("100",)),
    "pv_reactive_p_rate": Setting(
        (percent("reactive power"), Position("direction", choice("over", "under"), optional=True)),
        ("0", "over"),
    ),
    "pf_sys_year": Setting((Position("device clock", clock_text(DATE_TIME)),), ("",)),
    "pv_power_factor": Setting((Position("power factor", power_factor),), ("1",)),
    "pv_grid_voltage_high": Setting((Position("voltage in V", number(100, 350)),), ("263",)),
}
# V1's page does not know the other limit.
APP_SETTINGS = {
    "pv_grid_voltage_low": Setting((Position("voltage in V", number(50, 300)),), ("186",)),
}
# Those that V1's page explains. Of the frequencies it says ten times, and shows a hundred times.
REGISTERS = {
    0: Register("pv_on_off", on=257),
    3: Register("pv_active_p_rate"),
    19: Register("pv_grid_voltage_low", scale=10),
    20: Register("pv_grid_voltage_high", scale=10),
    21: Register("grid_frequency_low", scale=100),
    22: Register("grid_frequency_high", scale=100),
}
# They have no name of their own, only a register.
_FREQUENCIES = {
    "grid_frequency_low": Setting((Position("frequency in Hz", number(40, 65)),), ("47.5",)),
    "grid_frequency_high": Setting((Position("frequency in Hz", number(40, 65)),), ("61.5",)),
}


_LIMITS = (
    "pv_grid_voltage_low",
    "pv_grid_voltage_high",
    "grid_frequency_low",
    "grid_frequency_high",
)


def _limit(values: Values, name: str) -> float:
    """A limit of the grid; before somebody writes one it fits the grid of every country."""
    written = values[name]
    if written == {**SETTINGS, **APP_SETTINGS, **_FREQUENCIES}[name].default:
        return -math.inf if name.endswith("low") else math.inf
    return float(written[0])


def control(values: Values) -> Control:
    """The behaviour that the written values ask for.

    An inverter converts so many voltamperes: what is reactive is not active.
    """
    rate, factor = float(values["pv_active_p_rate"][0]), float(values["pv_power_factor"][0])
    reactive = float(values["pv_reactive_p_rate"][0]) / 100
    most = 100 * min(abs(factor), math.sqrt(1 - reactive * reactive))
    return Control(
        inverter_on=values["pv_on_off"][0] == "1",
        active_power_percent=min(rate, most),
        grid_limits=tuple(_limit(values, name) for name in _LIMITS),
    )


TABLE = SettingsTable(
    SETTINGS,
    control,
    "pv_on_off",
    {**APP_SETTINGS, **_FREQUENCIES},
    registers=REGISTERS,
)


def heeds(name: str, texts: tuple[str, ...]) -> bool:
    """Where the second command is no value, it has to be the word and a date.

    That is what users found, and that without it nothing happens in spite of the success told.
    Whether the date may be a wrong one nobody has told: here it may.
    """
    if name == SET_ANY_REGISTER or len(getattr(SETTINGS.get(name), "positions", ())) > 1:
        return True
    return bool(re.fullmatch(r"growatt\d{8}", texts[1]))


def _record(device: Device, reading: Reading, shown: datetime) -> Bean:
    works = reading.power_w.ac_output > 0
    bean = {
        **panels(device, reading, _INPUTS, _STRINGS),
        **output(device, reading, _PHASES),
        # The example is of three phases.
        **dict.fromkeys(("vacs", "vact", "vacRs", "vacSt", "vacTr"), 0),
        **dict.fromkeys(("epv3Total", "epv4Total", "epv5Total", "epv6Total"), 0),
        "inverterId": device.serial_number,
        "pf": as_number(device.values["pv_power_factor"][0]),
        "status": 1 if works else 0,
        "statusText": "Normal" if works else "Waiting",
        "time": date_time(shown),
        "timeCalendar": calendar_bean(shown),
        "timeTotal": plain(reading.running_s / 3600),
        "timeTotalText": text(reading.running_s / 3600),
    }
    for which in range(1, 17):
        for word in ("vString", "currentString"):
            bean.setdefault(f"{word}{which}", 0)
        if which <= 10:
            for word in ("vpv", "ipv", "ppv"):
                bean.setdefault(f"{word}{which}", 0)
    return bean


def latest(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The record of last_new_data."""
    return as_in(constants("inverter_latest"), _record(device, reading, shown))


def history(device: Device, reading: Reading, shown: datetime) -> Bean:
    """A row of the history, which has other keys, and its energies as text."""
    bean = _record(device, reading, shown)
    return as_in(
        constants("inverter_history"),
        {
            **bean,
            "iac1": bean["iacr"],
            "vac1": bean["vacr"],
            **dict.fromkeys(("iac2", "iac3", "vac2", "vac3"), 0),
            "power": single(reading.power_w.ac_output, 4),
            "power_factor": bean["pf"],
            "today_energy": text(reading.today_wh.ac_output / 1000),
            "total_energy": text(reading.lifetime_wh.ac_output / 1000),
        },
    )


def details(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The master data of inv_data_info, which shows no setting and no energy."""
    serial, logger, online = device.serial_number, device.datalogger_sn, device.seems_online
    return {
        **constants("inverter_details"),
        "alias": f"Simulated {serial}",
        "dataLogSn": logger,
        "imgPath": f"./css/img/status_{'green' if online else 'gray'}.gif",
        "lastUpdateTime": date_bean(shown),
        "lastUpdateTimeText": date_time(shown),
        "lost": not online,
        "modelText": INVERTER.model,
        "nominalPower": int(device.hardware.rated_power_w),
        "parentID": f"LIST_{logger}_0",
        "serialNum": serial,
        "status": INVERTER.status_online if online else -1,
        # the example is of a lost one
        "statusText": f"inverter.status.{'normal' if online else 'lost'}",
        "treeID": serial,
        "treeName": serial,
    }


def electric(device: Device, reading: Reading) -> Bean:
    """Powers, volts and amperes."""
    power, kit = reading.power_w, device.hardware
    first = pv_string(device, reading.wires.pv1, kit.pv1_peak_w)
    second = pv_string(device, reading.wires.pv2, kit.pv2_peak_w)
    return {
        "fac": plain(reading.grid_frequency_hz, 2),
        "iacr": plain(ac_current_a(reading)),
        "ipv1": plain(first.current_a),
        "ipv2": plain(second.current_a),
        "pac": plain(power.ac_output),
        "pacr": plain(power.ac_output),
        "ppv": plain(power.pv),
        "ppv1": plain(power.pv1),
        "ppv2": plain(power.pv2),
        "vacr": plain(reading.grid_voltage_v),
        "vpv1": plain(first.voltage_v),
        "vpv2": plain(second.voltage_v),
    }


def sample(device: Device, reading: Reading) -> Bean:
    """What the world knows of an inverter, in the words of its last sample."""
    today, life, inside = reading.today_wh, reading.lifetime_wh, inverter_c(device, reading)
    working = plain(reading.running_s / 3600)
    return {
        **electric(device, reading),
        "epv1Today": kwh(today.pv1),
        "epv1Total": kwh(life.pv1),
        "epv2Today": kwh(today.pv2),
        "epv2Total": kwh(life.pv2),
        "epvTotal": kwh(life.pv),
        "inverterId": device.serial_number,
        "ipmTemperature": plain(inside - 3),
        "powerToday": kwh(today.ac_output),
        "powerTotal": kwh(life.ac_output),
        "status": 1 if reading.power_w.ac_output > 0 else 0,
        "statusText": "Normal" if reading.power_w.ac_output > 0 else "Waiting",
        "temperature": plain(inside),
        "timeTotal": working,
        "timeTotalText": str(working),
    }


def _v4_details(device: Device, reading: Reading) -> Bean:
    return {
        **standing(device, 0),
        "eToday": kwh(reading.today_wh.ac_output),
        "eTotal": kwh(reading.lifetime_wh.ac_output),
        "power": plain(reading.power_w.ac_output),
        "status": 1 if device.seems_online else -1,
        "statusText": f"inverter.status.{'normal' if device.seems_online else 'lost'}",
        "treeID": device.serial_number,
    }


INVERTER = TokenFamily(
    v4=V4("inv", sample, _v4_details),
    name="inverter",
    word="inverter",
    device_type=1,
    check_type=16,
    dtc=0,
    status_online=1,
    model="A0B0D0T0P0U0M0S0",
    sample=Sample("SIMINV0001", BOSTON),
    hardware=Hardware(
        rated_power_w=3600.0,
        pv1_peak_w=2100.0,
        pv2_peak_w=1900.0,
        battery_capacity_wh=0.0,
        max_charge_w=0.0,
        max_discharge_w=0.0,
        pv_string_v=340.0,
    ),
    table=TABLE,
    serial_key="device_sn",
    batch_key="inverters",
    read_command="readInverterParam",
    write_command="inverterSet",
    value_count=2,
    heeds=heeds,
    paces=Paces(
        latest=FIVE_MINUTES,
        batch=FIVE_MINUTES,
        history=FIVE_MINUTES,
        alarms=FIVE_MINUTES,
        details=FIVE_MINUTES,
    ),
    spelling=Spelling(
        details="inv_data_info",
        latest="last_new_data",
        batch="invs_data",
        history="data",
        alarms="alarm",
        read_by="GET",
        history_sn="sn",
        alarms_sn="sn",
        write_id="paramId",
        write_value="command_{}",
        written="Set Successful",
    ),
    latest=latest,
    history=history,
    details=details,
    latest_codes=Codes(missing=10003, unknown=10002),
    history_codes=Codes(missing=10002, unknown=10005),
    alarm_codes=Codes(missing=10002, unknown=10005),
    batch_codes=Codes(missing=10002, unknown=10005),
)

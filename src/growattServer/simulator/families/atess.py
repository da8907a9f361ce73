"""What the parts of large systems show of the true state: powers in W and energies in kWh.

Their pages give no units. What is not known of this world is as in the vendor's examples, faults
apart, of which there are none here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from ..device import Device
from ..instruments import ac_current_a, battery, inverter_c, pv_string
from ..java import calendar_bean, date_bean, date_time, kwh, plain, single
from ..reading import Reading
from .base import Bean, Codes, Record, constants
from .strings import as_in

# the page of a history names no codes but these
LATEST_CODES = Codes(missing=10003, unknown=10002)
HISTORY_CODES = Codes(missing=10003, unknown=10002, bad_date=10001, too_long=10001)
ALARM_CODES = Codes(missing=10002, unknown=10005)
STATUS_ONLINE = 1
_FAULT = re.compile(r"sysFaultWord\d+|alarmCode\d+|bmsProtection")
_PHASES = 3


def _energies(reading: Reading) -> Bean:
    """Each energy under the names that one family or another has for it."""
    named = {
        "charge": ("eCharge", "eBatCharge"),
        "discharge": ("eDischarge", "eBatDischarge"),
        "pv": ("epv",),
        "grid_import": ("eGrid", "grid"),
        "grid_export": ("eToGrid", "toGrid"),
        "load": ("eLoad", "load"),
        "ac_output": ("eOut",),
    }
    return {
        f"{key}{span}": kwh(getattr(energy, flow))
        for flow, keys in named.items()
        for key in keys
        for span, energy in (("Today", reading.today_wh), ("Total", reading.lifetime_wh))
    }


def _powers(reading: Reading) -> Bean:
    power = reading.power_w
    return {
        "ppv": plain(power.pv),
        "ppv1": plain(power.pv1),
        "ppv2": plain(power.pv2),
        "pac": plain(power.ac_output),
        "pcsActivePower": plain(power.ac_output),
        "loadActivePower": plain(power.load),
        "pacToBattery": plain(power.charge),
        "pacToGrid": plain(power.grid_export),
    }


def _wires(device: Device, reading: Reading) -> Bean:
    kit, volts = device.hardware, reading.grid_voltage_v
    pack, inside = battery(device, reading), inverter_c(device, reading)
    strings = [
        pv_string(device, wired, peak)
        for wired, peak in (
            (reading.wires.pv1, kit.pv1_peak_w),
            (reading.wires.pv2, kit.pv2_peak_w),
        )
    ]
    current = ac_current_a(reading) / _PHASES
    line = single(volts * _PHASES**0.5)
    return {
        **{f"vpv{number}": single(one.voltage_v) for number, one in enumerate(strings, 1)},
        **{f"ipv{number}": single(one.current_a) for number, one in enumerate(strings, 1)},
        "vpv": single(strings[0].voltage_v),
        "ipv": single(sum(one.current_a for one in strings)),
        "capacity": plain(pack.soc_percent, 0),
        "vbat": single(pack.voltage_v),
        "ibat": single(pack.current_a),
        **dict.fromkeys(("temp1", "temp2", "temp"), single(inside)),
        **dict.fromkeys(("fac", "gridFreq", "vacFrequency"), single(reading.grid_frequency_hz, 2)),
        **dict.fromkeys(("vacu", "vacv", "vacw"), single(volts)),
        **dict.fromkeys(("vacuv", "vacvw", "vacwu"), line),
        **dict.fromkeys(("gvpvuv", "gvpvvw", "gvpvwu"), line),
        **dict.fromkeys(("i1A", "i1B", "i1C"), single(current)),
        **dict.fromkeys(
            ("loadIa", "loadIb", "loadIc"), single(reading.power_w.load / _PHASES / volts)
        ),
    }


def record(name: str, own: Callable[[Reading], Bean] | None = None) -> Record:
    """The record of a family, as the example of this name has it; `own` is what no other shows."""

    def show(device: Device, reading: Reading, shown: datetime) -> Bean:
        example = constants(name)
        known = {
            **{key: 0 for key in example if _FAULT.fullmatch(key)},
            **_energies(reading),
            **_powers(reading),
            **_wires(device, reading),
            **(own(reading) if own else {}),
            "calendar": calendar_bean(shown),
            "time": date_time(shown),
            "serialNum": device.serial_number,
            "status": STATUS_ONLINE,
            "statusLang": "common_normal",
            "statusText": "OnGridState",
        }
        return as_in(example, known)

    return show


def details(name: str, update: Record | None = None) -> Record:
    """The master data of a family; `update` shows some of it in a form of its own."""

    def show(device: Device, reading: Reading, shown: datetime) -> Bean:
        serial, logger, online = device.serial_number, device.datalogger_sn, device.seems_online
        example = constants(f"{name}_details")
        known = {
            "alias": f"Simulated {serial}",
            "dataLogSn": logger,
            "eChargeToday": kwh(reading.today_wh.charge),
            "eDischargeToday": kwh(reading.today_wh.discharge),
            "eDischargeTotal": kwh(reading.lifetime_wh.discharge),
            "pvToday": kwh(reading.today_wh.pv),
            "imgPath": f"./css/img/status_{'green' if online else 'gray'}.gif",
            "lastUpdateTime": date_bean(shown),
            "lastUpdateTimeText": date_time(shown),
            "lost": not online,
            "normalPower": int(device.hardware.rated_power_w),
            "parentID": f"LIST_{logger}_82",
            "portName": f"ShinePano-{logger}",
            "serialNum": serial,
            "status": STATUS_ONLINE if online else -1,
            "statusLang": "common_normal" if online else "Lost",
            "statusText": f"{name}.status.{'normal' if online else 'lost'}",
            "treeID": f"{name.upper()}_{serial}",
            "treeName": serial,
            **(update(device, reading, shown) if update else {}),
        }
        return as_in(example, known)

    return show

"""MIN (the vendor says tlx): replies made from the true state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..device import Device
from ..energy import Flows, Hardware
from ..instruments import ac_current_a, battery, inverter_c, pv_string
from ..java import calendar_bean, date_bean, date_time, kwh, kwh32, plain, single
from ..reading import Reading
from ..settings import as_number, wall_time
from ..world import MUNICH, Sample
from .base import (
    FIVE_MINUTES,
    TEN_SECONDS,
    V4,
    Bean,
    Codes,
    Paces,
    TokenFamily,
    constants,
    mirror,
    shown_by_v1,
)
from .min_settings import TABLE

_TEXT_MIRRORS = {
    "ac_charge": "ac_charge",
    "charge_power": "charge_power",
    "charge_stop_soc": "charge_stop_soc",
    "discharge_power": "discharge_power",
    "discharge_stop_soc": "discharge_stop_soc",
    "pf_sys_year": "pf_sys_year",
    "pv_grid_voltage_high": "pv_grid_voltage_high",
    "pv_grid_voltage_low": "pv_grid_voltage_low",
    "tlx_ac_discharge_frequency": "tlx_ac_discharge_frequency",
    "tlx_ac_discharge_voltage": "tlx_ac_discharge_voltage",
    "tlx_off_grid_enable": "tlx_off_grid_enable",
    "tlx_on_off": "tlx_on_off",
}


def _energies(today: Flows, life: Flows, daily: Any) -> Bean:
    pairs = {
        "eac": (today.ac_output, life.ac_output),
        "eacCharge": (today.ac_charge, life.ac_charge),
        "echarge": (today.charge, life.charge),
        "edischarge": (today.discharge, life.discharge),
        "elocalLoad": (today.load, life.load),
        "epv1": (today.pv1, life.pv1),
        "epv2": (today.pv2, life.pv2),
        "eself": (today.self_use, life.self_use),
        "esystem": (today.ac_output, life.ac_output),
        "etoGrid": (today.grid_export, life.grid_export),
        "etoUser": (today.grid_import, life.grid_import),
    }
    return {
        **{f"{name}Today": daily(day) for name, (day, _) in pairs.items()},
        **{f"{name}Total": kwh(total) for name, (_, total) in pairs.items()},
        "epvTotal": kwh(life.pv),
        "bdc1ChargeTotal": kwh(life.charge),
        "bdc1DischargeTotal": kwh(life.discharge),
    }


def _powers(device: Device, reading: Reading, number: Any) -> Bean:
    power, kit = reading.power_w, device.hardware
    string1 = pv_string(device, reading.wires.pv1, kit.pv1_peak_w)
    string2 = pv_string(device, reading.wires.pv2, kit.pv2_peak_w)
    voltage = number(reading.grid_voltage_v)
    return {
        "ppv": plain(power.pv),
        "ppv1": plain(power.pv1),
        "ppv2": plain(power.pv2),
        "vpv1": number(string1.voltage_v),
        "vpv2": number(string2.voltage_v),
        "ipv1": number(string1.current_a),
        "ipv2": number(string2.current_a),
        "pac": plain(power.ac_output),
        "pac1": number(power.ac_output),
        "pacToGridTotal": plain(power.grid_export),
        "pacToUserTotal": plain(power.grid_import),
        "pacToLocalLoad": plain(power.load),
        "pself": plain(power.self_use),
        "psystem": plain(power.ac_output),
        "vac1": voltage,
        "vacRs": voltage,
        "iac1": number(ac_current_a(reading)),
        "fac": number(reading.grid_frequency_hz, 2),
        "pf": 1,
        "realOPPercent": int(100 * power.ac_output / kit.rated_power_w),
        "loadPercent": int(100 * power.load / kit.rated_power_w),
        "pBusVoltage": number(380 + power.pv / 200 if power.pv > 0 else 0),
    }


def _storage(device: Device, reading: Reading, number: Any) -> Bean:
    power, pack = reading.power_w, battery(device, reading)
    soc = round(pack.soc_percent)
    warm = number(pack.temperature_c)
    state = 1 if power.charge > 0 else 2 if power.discharge > 0 else 0
    return {
        "bdc1ChargePower": plain(power.charge),
        "bdc1DischargePower": plain(power.discharge),
        "bdc1Soc": soc,
        "bdc1Mode": int(reading.mode),
        "bdc1Status": state,
        "bdcStatus": state,
        "bdc1Vbat": number(pack.voltage_v),
        "bdc1Ibat": number(abs(pack.current_a)),
        "bdc1Temp1": warm,
        "bdc1Temp2": warm,
        "batteryNo": 1,
        "bmsSoc": soc,
        "bmsSoh": 100,
        "bmsVbat": number(pack.voltage_v),
        "bmsIbat": number(pack.current_a),
        "bmsTemp1Bat": warm,
        "bmsIcycle": pack.cycles,
    }


def _times(reading: Reading, shown: datetime) -> Bean:
    return {
        "time": date_time(shown),
        "calendar": calendar_bean(shown),
        "timeTotal": plain(reading.running_s),
    }


def _state(device: Device, reading: Reading, number: Any) -> Bean:
    power = reading.power_w
    inside = inverter_c(device, reading)
    return {
        "serialNum": device.serial_number,
        "status": 1 if power.ac_output + power.charge > 0 else 0,
        "temp1": number(inside),
        "temp2": number(inside - 1.5),
        "temp3": number(inside - 2),
        "temp4": number(inside - 2),
        "temp5": number(inside + 4),
        "operatingMode": int(reading.mode),
    }


def readings(device: Device, reading: Reading, number: Any) -> Bean:
    """What the world knows of a sample, by the names that both of the vendor's APIs use."""
    return {
        **_energies(reading.today_wh, reading.lifetime_wh, kwh),
        **_powers(device, reading, number),
        **_storage(device, reading, number),
        **_state(device, reading, number),
    }


def _record(device: Device, reading: Reading, times: Bean) -> Bean:
    state = _state(device, reading, single)
    return {
        **_energies(reading.today_wh, reading.lifetime_wh, kwh32),
        **_powers(device, reading, single),
        **_storage(device, reading, single),
        **times,
        **state,
        "statusText": "Normal" if state["status"] else "Waiting",
    }


def latest(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The record of tlx_last_data."""
    return {
        **constants("min_latest"),
        **_record(device, reading, _times(reading, shown)),
    }


def _v4_reading(device: Device, reading: Reading) -> Bean:
    worked = plain(reading.running_s)
    return _record(device, reading, {"timeTotal": worked, "totalWorkingTime": worked})


def history(device: Device, reading: Reading, shown: datetime) -> Bean:
    """A row of tlx_data, whose numbers come without the trail of digits."""
    return {
        **constants("min_history"),
        **_energies(reading.today_wh, reading.lifetime_wh, kwh),
        **_powers(device, reading, plain),
        **_storage(device, reading, plain),
        **_times(reading, shown),
        **_state(device, reading, plain),
        "totalWorkingTime": plain(reading.running_s),
    }


def _segments(device: Device) -> Bean:
    bean: Bean = {}
    for index in range(1, 10):
        mode, start_h, start_m, end_h, end_m, enabled = device.values[f"time_segment{index}"]
        bean[f"time{index}Mode"] = int(mode)
        bean[f"forcedTimeStart{index}"] = wall_time(start_h, start_m)
        bean[f"forcedTimeStop{index}"] = wall_time(end_h, end_m)
        bean[f"forcedStopSwitch{index}"] = int(enabled)
    return bean


def settings(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The settings bean of tlx_set_info, which tlx_data_info carries inside."""
    values = device.values
    display = date_time(device.clock(shown.timestamp()))
    return {
        **constants("min_settings"),
        **mirror(device, _TEXT_MIRRORS),
        **_segments(device),
        "serialNum": device.serial_number,
        "onOff": int(values["tlx_on_off"][0]),
        "exportLimit": int(values["backflow_setting"][0]),
        "voltageHighLimit": single(float(values["pv_grid_voltage_high"][0])),
        "voltageLowLimit": single(float(values["pv_grid_voltage_low"][0])),
        "activeRate": as_number(values["pv_active_p_rate"][0]),
        "reactiveRate": as_number(values["pv_reactive_p_rate"][0]),
        "pf": single(float(values["pv_power_factor"][0]), 4),
        "chargePowerCommand": as_number(values["charge_power"][0]),
        "wchargeSOCLowLimit": as_number(values["charge_stop_soc"][0]),
        "disChargePowerCommand": as_number(values["discharge_power"][0]),
        "wdisChargeSOCLowLimit": as_number(values["discharge_stop_soc"][0]),
        "onGridDischargeStopSOC": as_number(values["on_grid_discharge_stop_soc"][0]),
        "acChargeEnable": int(values["ac_charge"][0]),
        "ubAcChargingStopSOC": as_number(values["ac_charge_soc_limit"][0]),
        "bdcMode": int(reading.mode),
        "lastUpdateTime": date_bean(shown),
        "lastUpdateTimeText": date_time(shown),
        "sysTime": display,
        "sysTimeText": display,
    }


def details(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The master data of tlx_data_info."""
    serial, logger = device.serial_number, device.datalogger_sn
    power = reading.power_w
    inner = settings(device, reading, shown)
    # Here the year slots are empty, there they are filled with zeros.
    inner.update({f"yearTime{index}": "" for index in range(1, 10)})
    return {
        **constants("min_details"),
        "alias": f"Simulated {serial}",
        "bdc1Sn": f"BDC{serial}",
        "bdcMode": int(reading.mode),
        "dataLogSn": logger,
        "imgPath": f"./css/img/status_{'green' if device.seems_online else 'gray'}.gif",
        "lastUpdateTime": date_bean(shown),
        "lastUpdateTimeText": date_time(shown),
        "lost": not device.seems_online,
        "modelText": MIN.model,
        "pCharge": plain(power.charge),
        "pDischarge": plain(power.discharge),
        "parentID": f"LIST_{logger}_22",
        "pmax": int(device.hardware.rated_power_w),
        "power": plain(power.ac_output),
        "priorityChoose": int(reading.mode),
        "serialNum": serial,
        "status": 1 if device.seems_online else 0,
        "tlxSetbean": inner,
        "treeID": f"ST_{serial}",
        "treeName": serial,
    }


MIN = TokenFamily(
    v4=V4("min", _v4_reading, shown_by_v1(details), is_fast=True),
    name="min",
    word="tlx",
    dtc=5300,
    device_type=7,
    check_type=22,
    status_online=1,
    model="S25B00D00T00P0FU01M0072",
    serial_key="tlx_sn",
    batch_key="tlxs",
    read_command="readMinParam",
    write_command="tlxSet",
    sample=Sample("SIMMIN0001", MUNICH),
    hardware=Hardware(),
    table=TABLE,
    value_count=19,
    paces=Paces(
        latest=FIVE_MINUTES,
        batch=FIVE_MINUTES,
        history=TEN_SECONDS,
        alarms=FIVE_MINUTES,
        details=FIVE_MINUTES,
    ),
    latest=latest,
    history=history,
    details=details,
    latest_codes=Codes(missing=10003, unknown=10002),
    history_codes=Codes(missing=10002, unknown=10005),
    alarm_codes=Codes(missing=10002, unknown=10005),
    batch_codes=Codes(missing=10003, unknown=10002),
    more={"tlx_set_info": settings},
)

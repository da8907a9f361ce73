"""The SPA: an AC-coupled battery without panels of its own."""

from __future__ import annotations

from datetime import datetime

from ..device import Device
from ..energy import Control, Hardware, Mode
from ..instruments import ac_current_a, cell_voltages, inverter_c
from ..java import calendar_bean, date_bean, date_time, kwh, plain, single
from ..reading import Reading
from ..settings import (
    Position,
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
    wall_time,
    window,
)
from ..world import BOSTON, Sample
from .base import (
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
from .sph import energies, powers, self_use, storage
from .sph_settings import segments, windows

CLOCK_PATTERN = "%H:%M"
CHARGE = "spa_ac_charge_time_period"
DISCHARGE = "spa_ac_discharge_time_period"
LOAD_FIRST = "spa_load_flast"
# Without a window it would never charge, so it comes with a cheap night.
_NIGHT = ("1", "0", "5", "0", "1", *("0",) * 10)
_NO_WINDOWS = ("0",) * 15

SETTINGS = {
    LOAD_FIRST: Setting(window() * 3, _NO_WINDOWS),
    DISCHARGE: Setting(
        (percent("discharging power"), percent("level where it stops"), *window() * 3),
        ("100", "10", *_NO_WINDOWS),
    ),
    CHARGE: Setting(
        (
            percent("charging power"),
            percent("level where it stops"),
            switch("charge from the grid"),
            *window() * 3,
        ),
        ("100", "90", "1", *_NIGHT),
    ),
    "pv_on_off": Setting((switch("device on"),), ("1",)),
    "pf_sys_year": Setting((Position("device clock", clock_text(CLOCK_PATTERN)),), ("",)),
    "pv_grid_voltage_high": Setting((Position("voltage in V", number(100, 350)),), ("264.5",)),
    "pv_grid_voltage_low": Setting((Position("voltage in V", number(50, 300)),), ("184",)),
    "spa_off_grid_enable": Setting((switch("off-grid output"),), ("1",)),
    "spa_ac_discharge_frequency": Setting((switch("off-grid 60 Hz"),), ("0",)),
    "spa_ac_discharge_voltage": Setting(
        (Position("off-grid voltage", choice("0", "1", "2")),), ("0",)
    ),
    "pv_pf_cmd_memory_state": Setting((switch("keep power commands"),), ("1",)),
    "pv_active_p_rate": Setting((percent("share of rated power"),), ("100",)),
    "pv_reactive_p_rate": Setting((percent("reactive power"),), ("100",)),
    "pv_power_factor": Setting((Position("power factor", power_factor),), ("1",)),
}
_PERIODS = {
    CHARGE: ("forcedChargeTimeStart", "forcedChargeTimeStop", "batFirstSwitch"),
    DISCHARGE: ("forcedDischargeTimeStart", "forcedDischargeTimeStop", "gridFirstSwitch"),
    LOAD_FIRST: ("loadFirstStartTime", "loadFirstStopTime", "loadFirstSwitch"),
}
_TEXT_MIRRORS = {name: name for name in SETTINGS if name not in _PERIODS}


def control(values: Values) -> Control:
    """The behaviour that the written values ask for.

    Where windows meet, charging wins, then discharging: load first is what is left.
    """
    charge, discharge = values[CHARGE], values[DISCHARGE]
    return Control(
        inverter_on=values["pv_on_off"][0] == "1",
        active_power_percent=float(values["pv_active_p_rate"][0]),
        charge_power_percent=float(charge[0]),
        charge_stop_soc=float(charge[1]),
        discharge_power_percent=float(discharge[0]),
        grid_first_stop_soc=float(discharge[1]),
        ac_charge_enabled=charge[2] == "1",
        off_grid_output=values["spa_off_grid_enable"][0] == "1",
        segments=segments(values, CHARGE, Mode.BATTERY_FIRST)
        + segments(values, DISCHARGE, Mode.GRID_FIRST)
        + segments(values, LOAD_FIRST, Mode.HOLD),
    )


class SpaTable(SettingsTable):
    """The app's charging periods come without the switch for the grid, which stays as it is."""

    def write_by_app(
        self, device: Device, name: str, texts: tuple[str, ...], timestamp: float
    ) -> None:
        """Write with the values of the app."""
        if name == CHARGE:
            texts = (*texts[:2], device.values[CHARGE][2], *texts[2:])
        super().write_by_app(device, name, texts, timestamp)


TABLE = SpaTable(SETTINGS, control, "pv_on_off", clock_pattern=CLOCK_PATTERN)


def _mode(reading: Reading) -> int:
    return int(Mode.LOAD_FIRST if reading.mode is Mode.HOLD else reading.mode)


def _record(device: Device, reading: Reading, times: Bean) -> Bean:
    # what panels there are count as those of an inverter beside it
    power, today, life = reading.power_w, reading.today_wh, reading.lifetime_wh
    inside = inverter_c(device, reading)
    return {
        **energies(reading),
        **powers(reading),
        **storage(device, reading),
        "edischargeToday": kwh(today.discharge),
        "edischargeTotal": kwh(life.discharge),
        "epvInverterToday": kwh(today.pv),
        "epvInverterTotal": kwh(life.pv),
        "ppvInverter": plain(power.pv),
        **times,
        "timeTotal": plain(reading.running_s),
        "serialNum": device.serial_number,
        "priorityChoose": _mode(reading),
        "temp1": single(inside),
        "temp2": single(inside - 1),
    }


def history(device: Device, reading: Reading, shown: datetime) -> Bean:
    """A row of spa_data."""
    return {
        **constants("spa_history"),
        **_record(device, reading, {"time": date_time(shown), "calendar": calendar_bean(shown)}),
    }


def _more(device: Device, reading: Reading) -> Bean:
    return {
        "iac1": single(ac_current_a(reading)),
        "pself": plain(reading.power_w.self_use),
        "uwMinCellVol": single(min(cell_voltages(device, reading)), 3),
    }


def _v4_reading(device: Device, reading: Reading) -> Bean:
    return {**self_use(reading), **_record(device, reading, {}), **_more(device, reading)}


def latest(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The record of spa_last_data, which has some keys more."""
    return {
        **constants("spa_latest"),
        **history(device, reading, shown),
        **_more(device, reading),
    }


def _periods(device: Device) -> Bean:
    bean: Bean = {}
    for name, (start, stop, enabled) in _PERIODS.items():
        for index, row in enumerate(windows(device.values, name), 1):
            bean[f"{start}{index}"] = wall_time(*row[:2])
            bean[f"{stop}{index}"] = wall_time(*row[2:4])
            bean[f"{enabled}{index}"] = int(row[4])
    return bean


def _settings(device: Device) -> Bean:
    values = device.values
    charge, discharge = values[CHARGE], values[DISCHARGE]
    return {
        **mirror(device, _TEXT_MIRRORS),
        **_periods(device),
        "chargePowerCommand": int(charge[0]),
        "wchargeSOCLowLimit2": int(charge[1]),
        "disChargePowerCommand": int(discharge[0]),
        "wdisChargeSOCLowLimit1": int(device.control.load_first_stop_soc),
        "wdisChargeSOCLowLimit2": int(discharge[1]),
        "onOff": int(values["pv_on_off"][0]),
        "activePRate": as_number(values["pv_active_p_rate"][0]),
        "reactivePRate": as_number(values["pv_reactive_p_rate"][0]),
        "vacHigh": single(float(values["pv_grid_voltage_high"][0])),
        "vacLow": single(float(values["pv_grid_voltage_low"][0])),
        "buckUpsFunEn": int(values["spa_off_grid_enable"][0]),
        "buckUPSVoltSet": int(values["spa_ac_discharge_voltage"][0]),
    }


def details(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The master data of spa_data_info, the settings among them."""
    serial, logger, online = device.serial_number, device.datalogger_sn, device.seems_online
    return {
        **constants("spa_details"),
        **_settings(device),
        "alias": f"Simulated {serial}",
        "dataLogSn": logger,
        "imgPath": f"./css/img/status_{'green' if online else 'gray'}.gif",
        "lastUpdateTime": date_bean(shown),
        "lastUpdateTimeText": date_time(shown),
        "lost": not online,
        "modelText": SPA.model,
        "pCharge": plain(reading.power_w.charge),
        "pDischarge": plain(reading.power_w.discharge),
        "parentID": f"LIST_{logger}_96",
        "pmax": int(device.hardware.rated_power_w),
        "priorityChoose": _mode(reading),
        "serialNum": serial,
        "status": SPA.status_online if online else -1,
        # The example is of a lost one; the other word is that of an SPH.
        "statusText": f"spa.status.{'normal' if online else 'lost'}",
        "sysTime": date_time(device.clock(shown.timestamp())),
        "treeID": f"ST_{serial}",
        "treeName": serial,
    }


SPA = TokenFamily(
    v4=V4("spa", _v4_reading, shown_by_v1(details), is_fast=True),
    name="spa",
    word="spa",
    dtc=3701,
    device_type=6,
    check_type=19,
    status_online=6,
    model="A0B0D0T4P7U2M2S1",
    serial_key="spa_sn",
    batch_key="spas",
    read_command="readSpaParam",
    write_command="spaSet",
    sample=Sample("SIMSPA0001", BOSTON),
    hardware=Hardware(
        rated_power_w=3000.0,
        pv1_peak_w=0.0,
        pv2_peak_w=0.0,
        battery_capacity_wh=6500.0,
        battery_nominal_v=51.2,
    ),
    table=TABLE,
    value_count=18,
    paces=Paces(latest=TEN_SECONDS, batch=TEN_SECONDS, history=TEN_SECONDS, alarms=TEN_SECONDS),
    latest=latest,
    history=history,
    details=details,
    latest_codes=Codes(missing=10003, unknown=10002),
    history_codes=Codes(missing=10002, unknown=10005),
    alarm_codes=Codes(missing=10002, unknown=10005),
    batch_codes=Codes(missing=10002, unknown=10005),
)

"""The storage (SPF, off grid): it feeds its own sockets and never the street."""

from __future__ import annotations

from datetime import datetime

from ..device import Device
from ..energy import Control, Hardware, Mode, Segment
from ..instruments import battery, inverter_c, pv_string
from ..java import calendar_bean, date_bean, date_time, kwh, plain, single
from ..reading import Reading
from ..settings import (
    Position,
    Setting,
    SettingsTable,
    Values,
    choice,
    clock_text,
    minute_of_day,
    number,
    span,
    switch,
    whole,
)
from ..world import BOSTON, Sample
from .base import TEN_SECONDS, V4, Bean, Codes, Paces, Spelling, TokenFamily, constants, standing
from .strings import as_in
from .v4_settings import LIMIT
from .v4_settings import SETTINGS as V4_SETTINGS

CLOCK_PATTERN = "%Y-%m-%d %H:%M"
# Watts at the sockets to volt-amperes.
APPARENT = 1.1

_AC_CHARGE, _AC_WINDOW = "storage_ac_charge_enable_disenable", "storage_ac_charge_hour_start"
_AC_LIMIT, _LOW = "storage_ac_charge_soc_limit", "storage_lithium_battery"
_FORCED, _FORCED_WINDOW = (
    "storage_cmd_forced_discharge_enable",
    "storage_cmd_forced_discharge_time1",
)
SETTINGS = {
    "storage_cmd_on_off": Setting((switch("device on"),), ("1",)),
    "storage_cmd_mode": Setting((Position("standard or free", choice("0", "1")),), ("0",)),
    # Documented this way round.
    _FORCED: Setting((Position("0 enabled, 1 disabled", choice("0", "1")),), ("1",)),
    _FORCED_WINDOW: span(),
    _LOW: Setting((Position("lower level of the battery", whole(0, 10)),), ("10",)),
    # The page has this id, which is that of the power factor elsewhere.
    "pv_power_factor": Setting(
        (
            Position("open-circuit voltage", number(300, 500)),
            Position("MPP voltage as a share of it", number(0.55, 0.9)),
        ),
        ("400", "0.8"),
    ),
    "storage_cmd_sys_year": Setting((Position("device clock", clock_text(CLOCK_PATTERN)),), ("",)),
    _AC_CHARGE: Setting((switch("charging from the grid"),), ("0",)),
    _AC_WINDOW: span(),
    _AC_LIMIT: Setting((Position("level where it ends", whole(10, 80)),), ("80",)),
}


def control(values: Values) -> Control:
    """Sun first, then the battery down to a fifth, then the grid; and two windows of the day.

    In the forced one the battery gives down to its lower level.
    """
    low = float(values[_LOW][0])
    return Control(
        inverter_on=values["storage_cmd_on_off"][0] == "1",
        active_power_percent=float(values[LIMIT][0]),
        export_limit_percent=0.0,
        load_first_stop_soc=20.0,
        grid_first_stop_soc=low,
        ac_charge_enabled=True,
        ac_charge_stop_soc=float(values[_AC_LIMIT][0]),
        segments=(
            _window(Mode.BATTERY_FIRST, values[_AC_WINDOW], values[_AC_CHARGE][0] == "1"),
            _window(Mode.GRID_FIRST, values[_FORCED_WINDOW], values[_FORCED][0] == "0"),
        ),
    )


def _window(mode: Mode, texts: tuple[str, ...], enabled: bool) -> Segment:
    return Segment(mode, minute_of_day(*texts[:2]), minute_of_day(*texts[2:]), enabled)


TABLE = SettingsTable(
    SETTINGS,
    control,
    "storage_cmd_on_off",
    # V1's page does not know the limit
    {LIMIT: V4_SETTINGS[LIMIT]},
    clock_pattern=CLOCK_PATTERN,
    clock_setting="storage_cmd_sys_year",
)


def _energies(reading: Reading) -> Bean:
    today, life = reading.today_wh, reading.lifetime_wh
    pairs = {
        "eacCharge": (today.ac_charge, life.ac_charge),
        "eBatDisCharge": (today.discharge, life.discharge),
        "eCharge": (today.charge, life.charge),
        "eDischarge": (today.discharge, life.discharge),
        "eopDischr": (today.discharge, life.discharge),
        "epv": (today.pv, life.pv),
        "eToGrid": (today.grid_export, life.grid_export),
        "eToUser": (today.grid_import, life.grid_import),
    }
    bean: Bean = {f"{name}Today": kwh(day) for name, (day, _) in pairs.items()}
    bean |= {f"{name}Total": kwh(total) for name, (_, total) in pairs.items()}
    for name in ("eCharge", "eDischarge"):
        bean[f"{name}TodayText"] = f"{float(bean[name + 'Today'])} kWh"
        bean[f"{name}TotalText"] = f"{float(bean[name + 'Total'])} kWh"
    return bean


def measured(device: Device, reading: Reading) -> Bean:
    """What it measures, in the words that every API has for it."""
    power, pack = reading.power_w, battery(device, reading)
    string = pv_string(device, reading.wires.pv1, device.hardware.pv1_peak_w)
    soc = round(device.soc_percent(reading))
    return {
        **_energies(reading),
        "capacity": soc,
        "capacityText": f"{soc} %",
        "chgCurr": single(max(0.0, pack.current_a)),
        "dischgCurr": single(max(0.0, -pack.current_a)),
        "freqGrid": single(reading.grid_frequency_hz, 2),
        "freqOutPut": single(reading.grid_frequency_hz, 2),
        "iChargePV1": single(string.current_a),
        "loadPercent": plain(100 * power.load / device.hardware.rated_power_w),
        "outPutCurrent": single(power.load / reading.grid_voltage_v),
        "outPutPower": plain(power.load, 0),
        "outPutVolt": single(reading.grid_voltage_v),
        "pAcInPut": plain(power.grid_import),
        "pBat": plain(power.discharge - power.charge),
        "pCharge": plain(power.charge),
        "pChargeText": f"{power.charge:.1f} W",
        "pDischarge": plain(power.discharge),
        "pDischargeText": f"{power.discharge:.1f} W",
        "pacToUser": plain(power.grid_import),
        "pacToUserText": f"{power.grid_import:.1f} W",
        "ppv": plain(power.pv),
        "ppvText": f"{power.pv:.1f} W",
        "rateVA": plain(power.load * APPARENT, 0),
        "serialNum": device.serial_number,
        "sysOut": plain(power.load, 0),
        "vBat": single(pack.voltage_v, 2),
        "vBatText": f"{pack.voltage_v:.2f} V",
        "vGrid": single(reading.grid_voltage_v),
        "vpv": single(string.voltage_v),
        "vpvText": f"{string.voltage_v:.1f} V",
    }


def state(reading: Reading) -> tuple[int, str]:
    """What it does, as a number and in words."""
    power = reading.power_w
    if power.charge > 0:
        return 5, "PV charge"
    return (2, "Discharge") if power.discharge > 0 else (0, "Standby")


def sample(device: Device, reading: Reading) -> Bean:
    """What the app and V4 show of the last reading."""
    status, words = state(reading)
    return {
        **measured(device, reading),
        "etoday": 0,
        "etotal": 0,
        "status": status,
        "statusText": words,
    }


def _v1_state(reading: Reading) -> tuple[int, str]:
    if reading.power_w.charge > 0:
        return 1, "Charge"
    return (2, "Discharge") if reading.power_w.discharge > 0 else (0, "Operating")


# What the second channel of the example shows, which this one has not.
_SECOND = ("eChargeTotal2", "eDischargeTotal2", "epvToday2", "epvTotal2", "ppv2", "vpv2", "vBuck2")


def _record(device: Device, reading: Reading, shown: datetime) -> Bean:
    status, words = _v1_state(reading)
    today, life = reading.today_wh, reading.lifetime_wh
    bean = measured(device, reading)
    return {
        **bean,
        **dict.fromkeys(_SECOND, 0),
        "calendar": calendar_bean(shown),
        "eacDisChargeToday": kwh(today.grid_import - today.ac_charge),
        "eacDisChargeTotal": kwh(life.grid_import - life.ac_charge),
        "etoday": kwh(today.pv),
        "etotal": kwh(life.pv),
        "ipmTemperature": single(inverter_c(device, reading) + 2),
        "pAcCharge": plain(reading.power_w.ac_charge),
        # the example has none beside a power
        "pacToUserText": "",
        "status": status,
        "statusText": words,
        "temperature": single(inverter_c(device, reading)),
        "time": date_time(shown),
        "vac": bean["vGrid"],
        "vacText": f"{reading.grid_voltage_v:.1f} V",
    }


def latest(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The record of storage_last_data."""
    return as_in(constants("storage_latest"), _record(device, reading, shown))


def history(device: Device, reading: Reading, shown: datetime) -> Bean:
    """A row of storage_data, which names the datalogger."""
    bean = {**_record(device, reading, shown), "dataLogSn": device.datalogger_sn}
    return as_in(constants("storage_history"), bean)


def details(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The master data of storage_data_info, which shows no setting that V1 writes."""
    serial, logger, online = device.serial_number, device.datalogger_sn, device.seems_online
    return {
        **constants("storage_details"),
        "alias": f"Simulated {serial}",
        "dataLogSn": logger,
        "imgPath": f"./css/img/status_{'green' if online else 'gray'}.gif",
        "lastUpdateTime": date_bean(shown),
        "lastUpdateTimeText": date_time(shown),
        "lost": not online,
        "modelText": STORAGE.model,
        "pCharge": plain(reading.power_w.charge),
        "pDischarge": plain(reading.power_w.discharge),
        "parentID": f"LIST_{logger}_96",
        "serialNum": serial,
        "status": STORAGE.status_online if online else -1,
        "statusText": f"storage.status.{'operating' if online else 'lost'}",
        "treeID": f"ST_{serial}",
        "treeName": serial,
    }


def _v4_details(device: Device, reading: Reading) -> Bean:
    online, rated = device.seems_online, int(device.hardware.rated_power_w)
    return {
        **standing(device, 96),
        "pCharge": plain(reading.power_w.charge),
        "pDischarge": plain(reading.power_w.discharge),
        "rateVA": rated,
        "rateWatt": rated,
        "status": 1 if online else -1,
        "statusText": f"inverter.status.{'normal' if online else 'lost'}",
    }


STORAGE = TokenFamily(
    v4=V4("storage", sample, _v4_details),
    name="storage",
    word="storage",
    device_type=2,
    check_type=96,
    dtc=20105,
    status_online=5,
    model="A0B0D0T0P0U0M0S0",
    sample=Sample("SIMSPF0001", BOSTON),
    hardware=Hardware(
        rated_power_w=5000.0,
        pv1_peak_w=2600.0,
        pv2_peak_w=0.0,
        battery_capacity_wh=9600.0,
        max_charge_w=4000.0,
        max_discharge_w=5000.0,
        battery_nominal_v=48.0,
        pv_string_v=210.0,
    ),
    table=TABLE,
    exports=False,
    serial_key="storage_sn",
    read_command="readStorageParam",
    write_command="storageSet",
    value_count=4,
    paces=Paces(latest=TEN_SECONDS, history=TEN_SECONDS, alarms=TEN_SECONDS, details=TEN_SECONDS),
    spelling=Spelling(alarms_sn="sn"),
    latest=latest,
    history=history,
    details=details,
    latest_codes=Codes(missing=10003, unknown=10002),
    history_codes=Codes(missing=10002, unknown=10005),
    alarm_codes=Codes(missing=10002, unknown=10005),
)

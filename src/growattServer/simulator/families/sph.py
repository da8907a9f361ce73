"""SPH (the vendor says mix): replies made from the true state."""

from __future__ import annotations

from datetime import datetime

from ..device import Device
from ..energy import Hardware
from ..instruments import battery, cell_voltages, inverter_c, pv_string
from ..java import calendar_bean, date_bean, date_time, kwh, kwh32, plain, single
from ..reading import Reading
from ..settings import as_number, wall_time
from ..world import BOSTON, Sample
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
from .sph_settings import CHARGE, DISCHARGE, LOAD_FIRST_STOP, TABLE, windows

TEXT_MIRRORS = {
    "backflow_setting": "backflow_setting",
    "mix_ac_discharge_frequency": "mix_ac_discharge_frequency",
    "mix_ac_discharge_voltage": "mix_ac_discharge_voltage",
    "mix_off_grid_enable": "mix_off_grid_enable",
    "pf_sys_year": "pf_sys_year",
    "pv_active_p_rate": "pv_active_p_rate",
    "pv_grid_voltage_high": "pv_grid_voltage_high",
    "pv_grid_voltage_low": "pv_grid_voltage_low",
    "pv_on_off": "pv_on_off",
    "pv_power_factor": "pv_power_factor",
    "pv_reactive_p_rate": "pv_reactive_p_rate",
}


def energies(reading: Reading) -> Bean:
    """Energies of battery, house and grid, which an SPA shows in the same words."""
    today, life = reading.today_wh, reading.lifetime_wh
    return {
        "acChargeEnergyToday": kwh32(today.ac_charge),
        "acChargeEnergyTotal": kwh32(life.ac_charge),
        "eacToday": kwh(today.ac_output),
        "eacTotal": kwh(life.ac_output),
        "echarge1Today": kwh(today.charge),
        "echarge1Total": kwh(life.charge),
        "elocalLoadToday": kwh(today.load),
        "elocalLoadTotal": kwh(life.load),
        "etoGridToday": kwh(today.grid_export),
        "etogridTotal": kwh(life.grid_export),
        "etoUserToday": kwh(today.grid_import),
        "etoUserTotal": kwh(life.grid_import),
    }


def powers(reading: Reading) -> Bean:
    """Powers of battery, house and grid, likewise."""
    power = reading.power_w
    return {
        "acChargePower": plain(power.ac_charge),
        "fac": single(reading.grid_frequency_hz, 2),
        "pac": plain(power.ac_output),
        "pac1": plain(power.ac_output),
        "pacToGridR": plain(power.grid_export),
        "pacToGridTotal": plain(power.grid_export),
        "pacToUserR": plain(power.grid_import),
        "pacToUserTotal": plain(power.grid_import),
        "pcharge1": plain(power.charge),
        "pdischarge1": plain(power.discharge),
        "plocalLoadR": plain(power.load),
        "plocalLoadTotal": plain(power.load),
        "vac1": single(reading.grid_voltage_v),
        "vBus1": single(390 if power.ac_output > 0 else 0),
        "vBus2": single(320 if power.ac_output > 0 else 0),
    }


def _panels(device: Device, reading: Reading) -> Bean:
    power, today, life = reading.power_w, reading.today_wh, reading.lifetime_wh
    kit, solar = device.hardware, plain(power.pv)
    return {
        "epv1Today": kwh(today.pv1),
        "epv1Total": kwh(life.pv1),
        "epv2Today": kwh(today.pv2),
        "epv2Total": kwh(life.pv2),
        "epvTotal": kwh(life.pv),
        "ppv": solar,
        "ppv1": plain(power.pv1),
        "ppv2": plain(power.pv2),
        "ppvText": f"{solar} W",
        "vpv1": single(pv_string(device, reading.wires.pv1, kit.pv1_peak_w).voltage_v),
        "vpv2": single(pv_string(device, reading.wires.pv2, kit.pv2_peak_w).voltage_v),
    }


def storage(device: Device, reading: Reading) -> Bean:
    """What the battery says of itself, likewise."""
    kit, pack = device.hardware, battery(device, reading)
    soc = round(pack.soc_percent)
    full_ah = kit.battery_capacity_wh / kit.battery_nominal_v
    cells = [round(volts, 3) for volts in cell_voltages(device, reading)]
    return {
        **{f"bmsCell{index}Volt": single(volts, 3) for index, volts in enumerate(cells, 1)},
        "batteryTemperature": single(pack.temperature_c),
        "bmsBatteryCurr": single(pack.current_a),
        "bmsBatteryTemp": single(pack.temperature_c),
        "bmsBatteryVolt": single(pack.voltage_v, 2),
        "bmsCycleCnt": pack.cycles,
        "bmsDeltaVolt": single(1000 * (max(cells) - min(cells)), 0),
        "bmsGaugeFCC": single(full_ah, 2),
        "bmsGaugeRM": single(full_ah * pack.soc_percent / 100, 2),
        "bmsSOC": soc,
        "soc": soc,
        "socText": f"{soc}%",
        "vBatDsp": single(pack.voltage_v),
        "vbat": single(pack.voltage_v),
    }


def self_use(reading: Reading) -> Bean:
    """What the house takes of its own, as only V4 shows it."""
    today, life, power = reading.today_wh, reading.lifetime_wh, reading.power_w
    return {
        "eselftoday": kwh(today.self_use),
        "eselftotal": kwh(life.self_use),
        "esystemtoday": kwh(today.ac_output),
        "esystemtotal": kwh(life.ac_output),
        "pself": plain(power.self_use),
        "psystem": plain(power.ac_output),
    }


def _record(device: Device, reading: Reading, times: Bean) -> Bean:
    inside = inverter_c(device, reading)
    # 5 works on sun and battery, 6 on the battery alone.
    state = 5 if reading.power_w.pv > 0 else 6
    return {
        **energies(reading),
        **powers(reading),
        **_panels(device, reading),
        **storage(device, reading),
        **times,
        "timeTotal": plain(reading.running_s),
        "serialNum": device.serial_number,
        "priorityChoose": int(reading.mode),
        "status": state,
        "statusText": "PV Bat Online" if state == 5 else "Bat Online",
        "uwSysWorkMode": state,
        "temp1": single(inside),
        "temp2": single(inside - 1),
        "temp3": single(inside - 1),
    }


def _times(shown: datetime) -> Bean:
    return {"time": date_time(shown), "calendar": calendar_bean(shown)}


def _more(device: Device, reading: Reading) -> Bean:
    return {
        "edischarge1Today": kwh(reading.today_wh.discharge),
        "edischarge1Total": kwh(reading.lifetime_wh.discharge),
        "epvtoday": kwh32(reading.today_wh.pv),
        "maxSingleCellTem": single(battery(device, reading).temperature_c),
        "uwMinCellVol": single(min(cell_voltages(device, reading)), 3),
    }


def latest(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The record of mix_last_data."""
    return {
        **constants("sph_latest"),
        **_record(device, reading, _times(shown)),
        **_more(device, reading),
    }


def _v4_reading(device: Device, reading: Reading) -> Bean:
    return {**self_use(reading), **_record(device, reading, {}), **_more(device, reading)}


def history(device: Device, reading: Reading, shown: datetime) -> Bean:
    """A row of mix_data, where the discharge goes by another name."""
    return {
        **constants("sph_history"),
        **_record(device, reading, _times(shown)),
        "edischargeToday": kwh(reading.today_wh.discharge),
        "edischargeTotal": kwh(reading.lifetime_wh.discharge),
    }


def _windows(device: Device) -> Bean:
    bean: Bean = {}
    for word, name in (("Charge", CHARGE), ("Discharge", DISCHARGE)):
        for index, row in enumerate(windows(device.values, name), 1):
            bean[f"forced{word}TimeStart{index}"] = wall_time(*row[:2])
            bean[f"forced{word}TimeStop{index}"] = wall_time(*row[2:4])
            bean[f"forced{word}StopSwitch{index}"] = int(row[4])
    return bean


def settings_mirrors(device: Device) -> Bean:
    """What was written last, by the names that both of the vendor's APIs use."""
    values = device.values
    charge, discharge = values[CHARGE], values[DISCHARGE]
    limited, limit = values["backflow_setting"]
    load_first_stop = int(values[LOAD_FIRST_STOP][0])
    return {
        **_windows(device),
        "chargePowerCommand": int(charge[0]),
        "wchargeSOCLowLimit1": int(charge[1]),
        "wchargeSOCLowLimit2": int(charge[1]),
        "acChargeEnable": int(charge[2]),
        "disChargePowerCommand": int(discharge[0]),
        "wdisChargeSOCLowLimit1": load_first_stop,
        "wdisChargeSOCLowLimit2": int(discharge[1]),
        "loadFirstStopSocSet": load_first_stop,
        "exportLimit": int(limited),
        "exportLimitPowerRate": as_number(limit),
        "onOff": int(values["pv_on_off"][0]),
        "activeRate": as_number(values["pv_active_p_rate"][0]),
        "reactiveRate": as_number(values["pv_reactive_p_rate"][0]),
        "voltageHighLimit": single(float(values["pv_grid_voltage_high"][0])),
        "voltageLowLimit": single(float(values["pv_grid_voltage_low"][0])),
        "pv_pf_cmd_memory_state": values["pv_pf_cmd_memory_state"][0],
        "pvPfCmdMemoryState": int(values["pv_pf_cmd_memory_state"][0]),
    }


def details(device: Device, reading: Reading, shown: datetime) -> Bean:
    """The master data of mix_data_info, the settings among them."""
    serial, logger = device.serial_number, device.datalogger_sn
    power = reading.power_w
    return {
        **constants("sph_details"),
        **mirror(device, TEXT_MIRRORS),
        **settings_mirrors(device),
        "alias": f"Simulated {serial}",
        "dataLogSn": logger,
        "imgPath": f"./css/img/status_{'green' if device.seems_online else 'gray'}.gif",
        "lastUpdateTime": date_bean(shown),
        "lastUpdateTimeText": date_time(shown),
        "lost": not device.seems_online,
        "modelText": SPH.model,
        "pCharge": plain(power.charge),
        "pDischarge": plain(power.discharge),
        "parentID": f"LIST_{logger}_96",
        "pmax": int(device.hardware.rated_power_w),
        "priorityChoose": int(reading.mode),
        "serialNum": serial,
        "status": (5 if power.pv > 0 else 6) if device.seems_online else -1,
        "sysTime": date_time(device.clock(shown.timestamp())),
        "treeID": f"ST_{serial}",
        "treeName": serial,
    }


SPH = TokenFamily(
    v4=V4("sph", _v4_reading, shown_by_v1(details), is_fast=True),
    name="sph",
    word="mix",
    dtc=3501,
    device_type=5,
    check_type=17,
    status_online=5,
    model="A0B1D0T0PFU2M7S0",
    serial_key="mix_sn",
    batch_key="mixs",
    read_command="readMixParam",
    write_command="mixSet",
    sample=Sample("SIMSPH0001", BOSTON),
    hardware=Hardware(
        rated_power_w=6000.0,
        pv1_peak_w=3500.0,
        pv2_peak_w=3000.0,
        battery_capacity_wh=10_240.0,
        battery_nominal_v=51.2,
        pv_string_v=320.0,
    ),
    table=TABLE,
    value_count=18,
    paces=Paces(latest=TEN_SECONDS, batch=TEN_SECONDS, history=FIVE_MINUTES, alarms=TEN_SECONDS),
    latest=latest,
    history=history,
    details=details,
    latest_codes=Codes(missing=10003, unknown=10002),
    history_codes=Codes(missing=10002, unknown=10005),
    alarm_codes=Codes(missing=10002, unknown=10005),
    batch_codes=Codes(missing=10002, unknown=10005),
)

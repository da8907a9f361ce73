"""The calls of a MIN, which the app calls tlx."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ..energy import Flows
from ..families.min import MIN, readings
from ..instruments import battery, pv_string
from ..java import date_bean, date_time, kwh, plain, single, text
from ..scene import Scene
from ..settings import wall_time
from .answers import good
from .asking import (
    Params,
    Seen,
    asked_day,
    find,
    kw,
    kwh_text,
    seen_device,
    server_clock,
    server_text,
)
from .charts import added, buckets, curve, energies, kind_of, summary
from .dress import Bean, dress, fill

BATTERY = "BDC"
_LEGEND = ["Photovoltaic Output", "Load Consumption", "Imported From Grid", "From Battery"]
_QUARTER = ("00", "15", "30", "45")


def _seen(scene: Scene, params: Params, key: str = "id", refusal: str = "504") -> Seen:
    return seen_device(scene, params, key, "min", refusal)


def _siblings(seen: Seen) -> Bean:
    rated = int(seen.device.hardware.rated_power_w)
    return {"deviceType": 0, "dtc": MIN.dtc, "haveMeter": 0, "normalPower": rated, "model": ""}


def system_status(scene: Scene, params: Params) -> Any:
    """Present powers, in kW as text."""
    seen = _seen(scene, params)
    device, reading = seen.device, seen.reading
    power, kit = reading.power_w, device.hardware
    soc, voltage = str(seen.soc), text(reading.grid_voltage_v)
    values = {
        "SOC": soc,
        "soc1": soc,
        "bdcStatus": "1" if power.charge > 0 else "2" if power.discharge > 0 else "0",
        "chargePower": kw(power.charge),
        "chargePower1": kw(power.charge),
        "pdisCharge": kw(power.discharge),
        "pdisCharge1": kw(power.discharge),
        "fAc": text(reading.grid_frequency_hz, 2),
        "lost": "tlx.status.operating" if device.seems_online else "tlx.status.lost",
        "operatingMode": str(int(reading.mode)),
        "priorityChoose": str(int(reading.mode)),
        "pLocalLoad": kw(power.load),
        "pPv1": kw(power.pv1),
        "pPv2": kw(power.pv2),
        "pac": kw(power.ac_output),
        "pactogrid": kw(power.grid_export),
        "pactouser": kw(power.grid_import),
        "pmax": kw(kit.rated_power_w),
        "ppv": kw(power.pv),
        "vAc1": voltage,
        "vac1": voltage,
        "vBat": text(battery(device, reading).voltage_v),
        "vPv1": text(pv_string(device, reading.wires.pv1, kit.pv1_peak_w).voltage_v),
        "vPv2": text(pv_string(device, reading.wires.pv2, kit.pv2_peak_w).voltage_v),
    }
    return good(dress("tlx_status", values), **_siblings(seen))


def energy_overview(scene: Scene, params: Params) -> Any:
    """Energies of today and of all time, as text."""
    seen = _seen(scene, params)
    today, life = seen.reading.today_wh, seen.reading.lifetime_wh
    obj = {
        "echargetoday": kwh_text(today.charge),
        "echargetotal": kwh_text(life.charge),
        "edischargeToday": kwh_text(today.discharge),
        "edischargeTotal": kwh_text(life.discharge),
        "elocalLoadToday": kwh_text(today.load),
        "elocalLoadTotal": kwh_text(life.load),
        "epvToday": kwh_text(today.pv),
        "epvTotal": kwh_text(life.pv),
        "etoGridToday": kwh_text(today.grid_export),
        "etogridTotal": kwh_text(life.grid_export),
        "isMasterOne": "0",
    }
    return good(obj, **_siblings(seen))


def production(scene: Scene, params: Params) -> Any:
    """A day in five-minute powers, or a month or a year in energies."""
    seen = _seen(scene, params)
    device, now = seen.device, scene.now
    kind = kind_of(params, "504")
    day = asked_day(params, device.plant.local(now).date(), "504")
    flows = energies(device, buckets(kind, day), now)
    if kind == 0:
        chart = _curve(scene, seen, day)
    else:
        chart = {
            "date": day.isoformat() if kind == 1 else day.strftime("%Y-%m"),
            **{name: [0] * len(flows) for name in ("acCharge", "eac", "echarge", "epv3")},
            **{name: [0] * len(flows) for name in ("pex", "pself")},
            "charge": [kwh(energy.pv) for energy in flows],
            "pacToGrid": [kwh(energy.grid_export) for energy in flows],
            "sysOut": [kwh(energy.load) for energy in flows],
        }
    limit = int(device.values["backflow_setting"][0])
    bean = {
        "dryContactStatus": 0,
        "exportLimit": limit,
        "exportLimitPower2": "0kW",
        "pac": f"{kw(seen.reading.power_w.ac_output)}kW",
    }
    return good(
        {
            "chartData": chart,
            **summary(added(flows), seen.reading.lifetime_wh),
            "isMasterOne": "0",
            "keyNames": list(_LEGEND),
            "newBean": bean,
            "unit": "kWh",
            "unit2": "kW",
        }
    )


_SLOT = ("chargePower", "outP", "pacToGrid", "pacToUser", "pex", "ppv", "pself", "sysOut")


def _curve(scene: Scene, seen: Seen, day: date) -> Bean:
    # All 288 places are there; what was not measured, or not yet, is zero.
    chart: dict[str, Bean] = {
        f"{index // 12:02d}:{index % 12 * 5:02d}": dict.fromkeys((*_SLOT, "userLoad"), 0)
        for index in range(288)
    }
    for label, reading in curve(seen.device, day, scene.now):
        power = reading.power_w
        chart[label] = {
            "chargePower": plain(power.charge / 1000, 2),
            "outP": 0,
            "pacToGrid": plain(power.grid_export / 1000, 2),
            "pacToUser": plain(power.grid_import / 1000, 2),
            "pex": 0,
            "ppv": plain(power.pv / 1000, 2),
            "pself": plain(power.self_use / 1000, 2),
            "sysOut": plain(power.load / 1000, 2),
            "userLoad": plain(power.load / 1000, 2),
        }
    return chart


def day_power(scene: Scene, seen: Seen, params: Params, power_of: Callable[[Flows], float]) -> Bean:
    """Power in quarters of an hour, from the first light on."""
    device, now = seen.device, scene.now
    day = asked_day(params, device.plant.local(now).date())
    rows = [
        (label, power_of(reading.power_w))
        for label, reading in curve(device, day, now)
        if label.endswith(_QUARTER)
    ]
    bright = [index for index, (_, power) in enumerate(rows) if power > 0]
    if not bright:
        return {}
    day_text = day.isoformat()
    return {
        f"{day_text} {label}": plain(power)
        for label, power in rows[max(0, bright[0] - 1) : bright[-1] + 2]
    }


def data(scene: Scene, params: Params) -> Any:
    """The power curve of a day."""
    seen = _seen(scene, params, refusal="501")
    day = asked_day(params, seen.device.plant.local(scene.now).date())
    return {
        "date": day.isoformat(),
        "dryContactStatus": 0,
        "eToday": kwh_text(seen.reading.today_wh.pv),
        "eTotal": kwh_text(seen.reading.lifetime_wh.pv),
        "exportLimit": int(seen.device.values["backflow_setting"][0]),
        "exportLimitPower": "0",
        "exportLimitPower2": "0",
        "invPacData": day_power(scene, seen, params, lambda power: power.pv),
        "nominalPower": str(int(seen.device.hardware.rated_power_w)),
        "power": text(seen.reading.power_w.pv),
    }


_PARAMETERS = (
    "Fac(Hz),Pac(W),Ppv(W),Ppv1(W),Ppv2(W),Vpv1(V),Ipv1(A),Vpv2(V),Ipv2(A),Vac1(V),Iac1(A),Pac1(W),"
    "VacRs(V),EacToday(kWh),EacTotal(kWh),ElocalLoadToday(kWh),ElocalLoadTotal(kWh),"
    "Epv1Total(kWh),Epv2Total(kWh),EpvTotal(kWh),BsystemWorkMode,BgridType"
)


def detail(scene: Scene, params: Params) -> Any:
    """The last sample, in numbers; who it belongs to stays untold."""
    seen = _seen(scene, params, refusal="501")
    values = readings(seen.device, seen.reading, plain)
    status = values["status"]
    sample = fill(
        "tlx_detail",
        {
            **values,
            "serialNum": None,
            "calendar": None,
            "soc1": seen.soc,
            "opFullwatt": int(seen.device.hardware.rated_power_w),
            "time": server_text(seen.stamp),
            "timeTotal": plain(seen.reading.running_s),
            "statusText": "Normal" if status else "Waiting",
        },
    )
    return {"data": sample, "parameterName": _PARAMETERS}


def parameters(scene: Scene, params: Params) -> Any:
    """Master data."""
    seen = _seen(scene, params, refusal="501")
    device, reading = seen.device, seen.reading
    rated = int(device.hardware.rated_power_w)
    bean = dress(
        "tlx_params",
        {
            "bdc1Sn": f"{BATTERY}{device.serial_number}",
            "dataLogSn": device.datalogger_sn,
            "dtc": MIN.dtc,
            "eTotal": single(reading.lifetime_wh.pv / 1000),
            "imgPath": f"./css/img/status_{'green' if device.seems_online else 'gray'}.gif",
            "lastUpdateTime": date_bean(server_clock(seen.stamp)),
            "lastUpdateTimeText": server_text(seen.stamp),
            "lost": not device.seems_online,
            "modelText": MIN.model,
            "pCharge": plain(reading.power_w.charge),
            "pDischarge": plain(reading.power_w.discharge),
            "parentID": f"LIST_{device.datalogger_sn}_22",
            "pmax": rated,
            "power": plain(reading.power_w.ac_output),
            "priorityChoose": int(reading.mode),
            "serialNum": device.serial_number,
            "status": 1 if device.seems_online else -1,
            "statusText": "tlx.status.operating" if device.seems_online else "tlx.status.lost",
            "treeID": f"ST_{device.serial_number}",
        },
    )
    return {"inverterType": f"MIN {rated}TL-XH", "region": "", "newBean": bean}


# Where the app's name of a setting, or of its mirror, differs from the name it is written by.
_SAME_VALUE = {
    "acChargeEnable": "ac_charge",
    "activeRate": "pv_active_p_rate",
    "chargePowerCommand": "charge_power",
    "disChargePowerCommand": "discharge_power",
    "exportLimit": "backflow_setting",
    "tlx_pf": "pv_power_factor",
    "ub_ac_charging_stop_soc": "ac_charge_soc_limit",
    "wchargeSOCLowLimit": "charge_stop_soc",
    "wdisChargeSOCLowLimit": "discharge_stop_soc",
}


def all_settings(scene: Scene, params: Params) -> Any:
    """Every setting, all as text."""
    seen = _seen(scene, params, "serialNum")
    device, values = seen.device, seen.device.values
    bean = fill("tlx_settings", {name: texts[0] for name, texts in values.items()})
    bean |= {name: values[source][0] for name, source in _SAME_VALUE.items()}
    for index in range(1, 10):
        mode, start_h, start_m, end_h, end_m, enabled = values[f"time_segment{index}"]
        start, end = wall_time(start_h, start_m), wall_time(end_h, end_m)
        bean[f"time{index}Mode"] = mode
        bean[f"forcedTimeStart{index}"] = start
        bean[f"forcedTimeStop{index}"] = end
        bean[f"forcedStopSwitch{index}"] = enabled
        bean[f"time_segment{index}"] = f"{mode}_{start}_{end}_{enabled}"
    bean["pf_sys_year"] = date_time(device.clock(scene.now))
    bean["dtc"] = str(MIN.dtc)
    bean["normalPower"] = str(int(device.hardware.rated_power_w))
    bean["priorityChoose"] = str(int(seen.reading.mode))
    return good({"tlxSetBean": bean}, **_siblings(seen))


def offered_settings(scene: Scene, params: Params) -> Any:
    """Which settings the app offers, behind the password of the day."""
    _seen(scene, params, "deviceSn")
    day = params.get("stringTime", "").replace("-", "")
    body = good({"enable": dress("tlx_offered", {}), "haveAfci": False, "switch": True})
    return {**body, "msg": f"growatt{day}"}


def _battery_owner(scene: Scene, params: Params, key: str, refusal: str) -> Seen:
    # A battery has no life of its own here: it is the inverter's.
    serial = params.get(key, "").strip().removeprefix(BATTERY)
    return seen_device(scene, {key: serial}, key, "min", refusal)


def battery_info(scene: Scene, params: Params) -> Any:
    """What little is known of this answer."""
    seen = _battery_owner(scene, params, "serialNum", "504")
    return good({"lost": not seen.device.seems_online})


def battery_detail(scene: Scene, params: Params) -> Any:
    """The battery of an inverter; zeros where there is none."""
    serial = params.get("id", "").strip().removeprefix(BATTERY)
    found = find(scene, serial, "min") is not None
    values = {"chargeOrDisPower": "0", "soc": "0", "dischargeTotal": "0", "bmNum": "0"}
    if found:
        seen = _battery_owner(scene, params, "id", "501")
        power = seen.reading.power_w
        values = {
            "chargeOrDisPower": text(power.charge - power.discharge, 0),
            "soc": str(seen.soc),
            "dischargeTotal": kwh_text(seen.reading.lifetime_wh.discharge),
            "bmNum": "3",
        }
    zeros = ("errorCode", "errorSubCode", "systemWorkStatus", "warnCode", "warnSubCode")
    return {
        "data": {**values, "status": str(int(found)), **dict.fromkeys(zeros, "0")},
        "parameterName": "",
    }

"""The calls of an SPH, which the app calls mix."""

from __future__ import annotations

from typing import Any

from ..families.sph import SPH, TEXT_MIRRORS, settings_mirrors
from ..instruments import battery, pv_string
from ..java import date_time, text
from ..scene import Scene
from .answers import RefusalError, good
from .asking import (
    Params,
    Seen,
    asked_day,
    find,
    kw,
    kwh_text,
    see,
    seen_device,
    server_clock,
    server_text,
)
from .charts import added, buckets, curve, energies, kind_of, summary
from .dress import Bean, dress

# What a device of another family looks like to this call.
_NOT_A_MIX = {
    **dict.fromkeys(("ibat", "ipv", "pbat", "ppv", "vbat", "vGuid", "vpv"), "0.0"),
    **dict.fromkeys(("upsPac1", "upsPac2", "upsPac3"), "0.0"),
    **dict.fromkeys(("iGuid", "pGuid"), "+0.0"),
}


def _seen(scene: Scene, params: Params) -> Seen:
    seen = seen_device(scene, params, "mixId", "sph", "504")
    if params.get("plantId", "").strip() != str(seen.device.plant.plant_id):
        raise RefusalError("504")
    return seen


def info(scene: Scene, params: Params) -> Any:
    """Battery and strings; another family gets another document."""
    device = find(scene, params.get("mixId", ""), "sph")
    if device is None:
        return good(dict(_NOT_A_MIX))
    seen = see(scene, device)
    if params.get("plantId"):
        _seen(scene, params)
    kit, reading = device.hardware, seen.reading
    power, today, life = reading.power_w, reading.today_wh, reading.lifetime_wh
    voltage = text(battery(device, reading).voltage_v)
    return good(
        {
            "acChargeEnergyToday": kwh_text(today.ac_charge),
            "acChargeEnergyTotal": kwh_text(life.ac_charge),
            "acChargePower": text(power.ac_charge),
            "capacity": str(seen.soc),
            "eBatChargeToday": kwh_text(today.charge),
            "eBatChargeTotal": kwh_text(life.charge),
            "eBatDisChargeToday": kwh_text(today.discharge),
            "eBatDisChargeTotal": kwh_text(life.discharge),
            "epvToday": kwh_text(today.pv),
            "epvTotal": kwh_text(life.pv),
            "isCharge": "1" if power.charge > 0 else "0",
            "pCharge1": text(power.charge),
            "pDischarge1": text(power.discharge),
            "soc": f"{seen.soc}%",
            "upsPac1": "0",
            "upsPac2": "0",
            "upsPac3": "0",
            "vbat": voltage,
            "vbatdsp": voltage,
            "vpv1": text(pv_string(device, reading.wires.pv1, kit.pv1_peak_w).voltage_v),
            "vpv2": text(pv_string(device, reading.wires.pv2, kit.pv2_peak_w).voltage_v),
        }
    )


def totals(scene: Scene, params: Params) -> Any:
    """Energies of today and of all time, and what they were worth."""
    seen = _seen(scene, params)
    today, life = seen.reading.today_wh, seen.reading.lifetime_wh
    plant = seen.device.plant
    return good(
        {
            "echargetoday": kwh_text(today.charge),
            "echargetotal": kwh_text(life.charge),
            "edischarge1Today": kwh_text(today.discharge),
            "edischarge1Total": kwh_text(life.discharge),
            "elocalLoadToday": kwh_text(today.load),
            "elocalLoadTotal": kwh_text(life.load),
            "epvToday": kwh_text(today.pv),
            "epvTotal": kwh_text(life.pv),
            "etoGridToday": kwh_text(today.grid_export),
            "etogridTotal": kwh_text(life.grid_export),
            "photovoltaicRevenueToday": kwh_text(today.pv * plant.price_per_kwh),
            "photovoltaicRevenueTotal": kwh_text(life.pv * plant.price_per_kwh),
            "unit": plant.currency_sign,
        }
    )


def system_status(scene: Scene, params: Params) -> Any:
    """Present powers in kW, except for the strings, which are in W."""
    seen = _seen(scene, params)
    device, reading = seen.device, seen.reading
    power, kit = reading.power_w, device.hardware
    voltage, state = text(reading.grid_voltage_v), "5" if power.pv > 0 else "6"
    values = {
        "SOC": str(seen.soc),
        "chargePower": kw(power.charge),
        "pdisCharge1": kw(power.discharge),
        "fAc": text(reading.grid_frequency_hz, 2),
        "lost": "mix.status.normal" if device.seems_online else "mix.status.lost",
        "pLocalLoad": kw(power.load),
        "pPv1": text(power.pv1),
        "pPv2": text(power.pv2),
        "pactogrid": kw(power.grid_export),
        "pactouser": kw(power.grid_import),
        "pmax": kw(kit.rated_power_w),
        "ppv": kw(power.pv),
        "priorityChoose": str(int(reading.mode)),
        "status": state,
        "uwSysWorkMode": state,
        "vAc1": voltage,
        "vac1": voltage,
        "vBat": text(battery(device, reading).voltage_v),
        "vPv1": text(pv_string(device, reading.wires.pv1, kit.pv1_peak_w).voltage_v),
        "vPv2": text(pv_string(device, reading.wires.pv2, kit.pv2_peak_w).voltage_v),
    }
    return good(dress("mix_status", values))


def detail(scene: Scene, params: Params) -> Any:
    """A day in five-minute powers, or a month or a year in energies; here all is text."""
    seen = _seen(scene, params)
    device, now = seen.device, scene.now
    kind = kind_of(params, "504")
    day = asked_day(params, device.plant.local(now).date(), "504")
    flows = energies(device, buckets(kind, day), now)
    chart: Bean
    if kind == 0:
        chart = {
            label: {
                "pacToGrid": kw(reading.power_w.grid_export),
                "pacToUser": kw(reading.power_w.grid_import),
                "pdischarge": kw(reading.power_w.discharge),
                "ppv": kw(reading.power_w.pv),
                "sysOut": kw(reading.power_w.load),
            }
            for label, reading in curve(device, day, now)
        }
    else:
        chart = {
            "pacToGrid": [kwh_text(energy.grid_export) for energy in flows],
            "pacToUser": [kwh_text(energy.grid_import) for energy in flows],
            "pdischarge": [kwh_text(energy.discharge) for energy in flows],
            "ppv": [kwh_text(energy.pv) for energy in flows],
            "sysOut": [kwh_text(energy.load) for energy in flows],
        }
    sums = summary(added(flows), seen.reading.lifetime_wh)
    return good({"chartData": chart, **sums, "unit": "kWh", "unit2": "kW"})


def settings(scene: Scene, params: Params) -> Any:
    """Every setting, all as text, even what is a number or a yes in the other API."""
    seen = seen_device(scene, params, "serialNum", "sph", "504")
    device, reading = seen.device, seen.reading
    display = date_time(device.clock(scene.now))
    heard = server_clock(seen.stamp)
    bean = {
        **{name: device.values[source][0] for name, source in TEXT_MIRRORS.items()},
        **{name: str(value) for name, value in settings_mirrors(device).items()},
        "alias": device.serial_number,
        "dataLogSn": device.datalogger_sn,
        "dtc": str(SPH.dtc),
        "imgPath": f"./css/img/status_{'green' if device.seems_online else 'gray'}.gif",
        # C names for days and months, whatever language the machine speaks.
        "lastUpdateTime": f"{heard.ctime()[:-5]} CST {heard.year}",
        "lastUpdateTimeText": server_text(seen.stamp),
        "lost": "false" if device.seems_online else "true",
        "modelText": SPH.model,
        "parentID": f"LIST_{device.datalogger_sn}_96",
        "pCharge": str(round(reading.power_w.charge, 1)),
        "pDischarge": str(round(reading.power_w.discharge, 1)),
        "pf_sys_year": display,
        "sysTime": display,
        "sysTimeText": display,
        "pmax": str(int(device.hardware.rated_power_w)),
        "priorityChoose": str(int(reading.mode)),
        "serialNum": device.serial_number,
        "status": ("5" if reading.power_w.pv > 0 else "6") if device.seems_online else "-1",
        "statusText": "mix.status.normal" if device.seems_online else "mix.status.lost",
        "treeID": f"ST_{device.serial_number}",
        "treeName": device.serial_number,
    }
    body = good({"mixBean": dress("mix_settings", bean)})
    return {**body, "deviceType": 0, "dtc": 0, "haveMeter": 0, "normalPower": 0, "model": ""}

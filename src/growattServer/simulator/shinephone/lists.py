"""The two device lists of a plant: one that hides a MIN, and one that shows everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import plant_calls
from ..device import Device
from ..families import FAMILIES
from ..java import plain, text
from ..plant import Plant
from ..scene import Scene
from .asking import Params, Seen, kw, kwh_text, plant_of, see, server_text
from .dress import Bean
from .plants import today_wh
from .tlx import BATTERY

_KEYS = {
    "zh": ["信号", "连接状态", "最后更新时间", "更新间隔"],
    "en": ["Signal", "Connection Status", "Last Update", "Data Update Interval"],
}
_WORDS = {"zh": ("优", "已连接", "断开"), "en": ("Excellent", "Online", "Offline")}
_MORE = ("batList", "boostList", "chargerList", "meterList", "ogbList", "pidList")
_EVEN_MORE = ("sphList", "storageList", "witList")


def first_list(scene: Scene, params: Params) -> Any:
    """The list that leaves a MIN and its plant-mates of the balcony out of `deviceList`."""
    plant = plant_of(scene, params)
    devices = plant_calls.listed(scene, plant)
    inverters = [
        {**_tlx(see(scene, device)), "plantId": plant.plant_id}
        for device in devices
        if device.family == "min"
    ]
    others = [_row(scene, device) for device in devices if device.family != "min"]
    return {
        **_head(scene, plant),
        **{name: [] for name in (*_MORE, *_EVEN_MORE)},
        "datalogList": _dataloggers(scene, plant, "zh" if not params.get("language") else "en"),
        "deviceList": others,
        "invList": inverters,
    }


def second_list(scene: Scene, params: Params) -> Any:
    """The list with every device in `deviceList`."""
    plant = plant_of(scene, params)
    rows: list[Bean] = []
    for device in scene.present(scene.world.devices_of(plant)):
        if device.family != "min":
            rows.append(_row(scene, device))
            continue
        seen = see(scene, device)
        rows.append({**_tlx(seen), "isParallel": "false", "xe_ct": "0"})
        rows.append(_battery(seen))
    language = "zh" if not params.get("language") else "en"
    return {
        **_head(scene, plant),
        "datalogList": _dataloggers(scene, plant, language),
        "deviceList": rows,
    }


def _head(scene: Scene, plant: Plant) -> Bean:
    total, today = plant_calls.total_wh(scene, plant), today_wh(scene, plant)
    seen = [see(scene, device) for device in plant_calls.listed(scene, plant)]
    storages = [one.reading for one in seen if one.device.family == "storage"]
    inverters = [one.reading for one in seen if one.device.family != "storage"]
    peak_w = int(plant_calls.peak_kw(scene, plant) * 1000)
    return {
        "Co2Reduction": text(total / 1000 * plant.formula_co2, 2),
        "ammeterType": "0",
        "invTodayPpv": text(sum(reading.power_w.pv for reading in inverters), 0),
        "isHaveOptimizer": 0,
        "isHavePumper": "0",
        "nominalPower": peak_w if inverters else 0,
        "nominal_Power": peak_w,
        "optimizerType": 0,
        "plantMoneyText": f"{today / 1000 * plant.price_per_kwh:.2f}/{plant.currency_sign}",
        "storagePgrid": text(sum(reading.power_w.grid_export for reading in storages), 0),
        "storagePuser": text(sum(reading.power_w.load for reading in storages), 0),
        "storageTodayPpv": text(sum(reading.power_w.pv for reading in storages), 0),
        "todayDischarge": kwh_text(sum(reading.today_wh.discharge for reading in storages)),
        "todayEnergy": kwh_text(today),
        "totalEnergy": kwh_text(total),
        "totalMoneyText": text(total / 1000 * plant.price_per_kwh, 2),
        "useEnergy": kwh_text(sum(reading.today_wh.load for reading in storages)),
    }


def _dataloggers(scene: Scene, plant: Plant, language: str) -> list[Bean]:
    devices = scene.present(scene.world.devices_of(plant))
    loggers = {device.datalogger_sn: device for device in devices}
    return [
        _datalogger(see(scene, device), serial_number, language)
        for serial_number, device in loggers.items()
    ]


def _datalogger(seen: Seen, serial_number: str, language: str) -> Bean:
    heard = server_text(seen.stamp)
    signal, online, offline = _WORDS[language]
    lost = not seen.device.datalogger_online
    return {
        "alias": serial_number,
        "client_url": "/198.51.100.7:25808",
        "datalog_sn": serial_number,
        "deviceTypeIndicate": "55",
        "device_type": "ShineWeFi",
        "isGprs4G": "0",
        "keys": list(_KEYS[language]),
        "lfdi": "0",
        "lost": lost,
        "meter": {},
        "simInfo": None,
        "type": "55",
        "unit_id": "",
        "update_interval": "5",
        "update_time": heard,
        "values": [signal, offline if lost else online, heard, "5"],
    }


# ---- a row for each family -------------------------------------------------------------------


def _row(scene: Scene, device: Device) -> Bean:
    seen = see(scene, device)
    more = _MORE_OF_A_ROW.get(device.family)
    return _common(seen) if more is None else {**_common(seen), **more(seen)}


def _common(seen: Seen) -> Bean:
    device = seen.device
    family = FAMILIES[device.family]
    return {
        "datalogSn": device.datalogger_sn,
        "deviceAilas": device.serial_number,
        "deviceSn": device.serial_number,
        "deviceStatus": str(family.status_online) if device.seems_online else "-1",
        "deviceType": family.word,
        "energy": kwh_text(seen.reading.lifetime_wh.pv),
        "location": "",
        "lost": not device.seems_online,
    }


def _energy_and_power(seen: Seen) -> Bean:
    power, today = seen.reading.power_w.pv, kwh_text(seen.reading.today_wh.pv)
    return {
        "eToday": today,
        "eTodayStr": f"{today}kWh",
        "power": text(power),
        "powerStr": f"{kw(power)}kW",
    }


def _inverter(seen: Seen) -> Bean:
    # Without a battery it counts what it gave, not what its panels gave.
    power, today = seen.reading.power_w.ac_output, kwh_text(seen.reading.today_wh.ac_output)
    return {
        "eToday": today,
        "eTodayStr": f"{today}kWh",
        "energy": kwh_text(seen.reading.lifetime_wh.ac_output),
        "power": text(power),
        "powerStr": f"{kw(power)}kW",
    }


def _tlx(seen: Seen) -> Bean:
    return {
        **_common(seen),
        **_energy_and_power(seen),
        "bMerterConnectFlag": 0,
        "bdc1Soc": seen.soc,
        "bdc2Soc": 0,
        "prePto": "-1",
        "type": 0,
        "type2": "5",
    }


def _battery(seen: Seen) -> Bean:
    serial_number = f"{BATTERY}{seen.device.serial_number}"
    return {
        **_common(seen),
        "deviceAilas": serial_number,
        "deviceSn": serial_number,
        "deviceType": "bat",
        "energy": kwh_text(seen.reading.lifetime_wh.discharge),
    }


def _filling(seen: Seen) -> Bean:
    reading = seen.reading
    return {
        "capacity": f"{seen.soc} %",
        "eChargeToday": kwh_text(reading.today_wh.charge),
        "pCharge": text(reading.power_w.charge - reading.power_w.discharge),
    }


def _storage(seen: Seen) -> Bean:
    load = seen.reading.power_w.load
    return {
        **_filling(seen),
        "activePower": text(load, 0),
        "apparentPower": text(load * 1.1, 0),
        "pCharge": str(plain(seen.reading.power_w.charge)),
        "storageType": "3",
    }


def _hybrid(seen: Seen) -> Bean:
    return {**_energy_and_power(seen), **_filling(seen)}


_MORE_OF_A_ROW: dict[str, Callable[[Seen], Bean]] = {
    "inverter": _inverter,
    "noah": _hybrid,
    "spa": _filling,
    "sph": _hybrid,
    "storage": _storage,
}

"""The calls of a NOAH."""

from __future__ import annotations

from typing import Any

from ..device import Device
from ..energy import Mode
from ..families.noah import NOAH, SEGMENTS
from ..java import text
from ..plant import Plant
from ..scene import Scene
from ..settings import wall_time
from .answers import good
from .asking import Params, kwh_text, plant_of, seen_device
from .dress import Bean
from .setters import CURRENCIES, UNITS

_ALIAS = "Balcony Battery"


def _noah_of(scene: Scene, plant: Plant) -> Device | None:
    found = (device for device in scene.world.devices_of(plant) if device.family == "noah")
    return next(found, None)


def is_noah_system(scene: Scene, params: Params) -> Any:
    """Does a balcony battery stand in this plant, and which?"""
    plant = plant_of(scene, params)
    noah = _noah_of(scene, plant)
    return good(
        {
            "deviceSn": noah.serial_number if noah else "",
            "isPlantHaveNexa": False,
            "isPlantHaveNoah": noah is not None,
            "isPlantNoahSystem": noah is not None,
            "plantId": str(plant.plant_id),
            "plantName": plant.name,
        }
    )


def system_status(scene: Scene, params: Params) -> Any:
    """Present powers in W, as text."""
    seen = seen_device(scene, params, "deviceSn", "noah", "501")
    reading, plant = seen.reading, seen.device.plant
    power, today, life = reading.power_w, reading.today_wh, reading.lifetime_wh
    return good(
        {
            "alias": _ALIAS,
            "associatedInvSn": "",
            "batteryNum": "1",
            "chargePower": text(power.charge, 0),
            "disChargePower": text(power.discharge, 0),
            "eacToday": kwh_text(today.ac_output),
            "eacTotal": kwh_text(life.ac_output),
            "moneyUnit": plant.currency_sign,
            "pac": text(power.ac_output, 0),
            "plantId": str(plant.plant_id),
            "ppv": text(power.pv, 0),
            "profitToday": text(today.ac_output / 1000 * plant.price_per_kwh, 2),
            "profitTotal": text(life.ac_output / 1000 * plant.price_per_kwh, 2),
            "soc": str(seen.soc),
            "status": "1" if seen.device.seems_online else "-1",
            "workMode": "1" if reading.mode is Mode.BATTERY_FIRST else "0",
        }
    )


def _segments(device: Device) -> list[Bean]:
    # Only enabled segments are told, for their text has no place for a switch.
    rows = []
    for name in SEGMENTS:
        mode, start_h, start_m, end_h, end_m, watts, enabled = device.values[name]
        if enabled == "1":
            start, end = wall_time(start_h, start_m), wall_time(end_h, end_m)
            rows.append({name: f"{mode}_{start}_{end}_{watts}"})
    return rows


def info(scene: Scene, params: Params) -> Any:
    """Settings, and the plants and currencies that a form would offer."""
    seen = seen_device(scene, params, "deviceSn", "noah", "501")
    device, plant = seen.device, seen.device.plant
    high, low = device.values["charging_soc"]
    units = {code: unit for unit, code in CURRENCIES.items()}
    noah = {
        "alias": _ALIAS,
        "associatedInvManAndModel": 0,
        "associatedInvSn": "",
        "batSns": [f"BAT{device.serial_number}"],
        "chargingSocHighLimit": high,
        "chargingSocLowLimit": low,
        "defaultPower": device.values["default_power"][0],
        "deviceSn": device.serial_number,
        "formulaMoney": text(plant.price_per_kwh, 4),
        "manName": "",
        "model": NOAH.model,
        "modelName": "",
        "moneyUnitText": units.get(plant.currency, plant.currency),
        "plantId": str(plant.plant_id),
        "plantName": plant.name,
        "tempType": "0",
        "time_segment": _segments(device),
        "version": "11.10.06.05.9000.4005",
    }
    plants = [
        {"plantId": str(other.plant_id), "plantImgName": None, "plantName": other.name}
        for other in scene.world.plants.values()
        if _noah_of(scene, other)
    ]
    return good(
        {
            "neoList": [],
            "noah": noah,
            "plantList": plants,
            "unitKeyList": ["RMB", "EUR", "GBP", "USD"],
            "unitList": dict(UNITS),
        }
    )

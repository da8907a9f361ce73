"""The calls of a storage, which answer in text or in numbers."""

from __future__ import annotations

from typing import Any

from ..families.storage import APPARENT, STORAGE, sample, state
from ..instruments import Battery, battery, pv_string
from ..java import date_bean, plain, text
from ..scene import Scene
from .answers import good
from .asking import Params, Seen, kwh_text, seen_device, server_clock, server_text
from .dress import dress


def _seen(scene: Scene, params: Params, key: str = "storageId", refusal: str = "501") -> Seen:
    return seen_device(scene, params, key, "storage", refusal)


def _pack(seen: Seen) -> Battery:
    return battery(seen.device, seen.reading)


def detail(scene: Scene, params: Params) -> Any:
    """The last sample, all as text."""
    seen = _seen(scene, params)
    device, reading = seen.device, seen.reading
    power, today, life = reading.power_w, reading.today_wh, reading.lifetime_wh
    string = pv_string(device, reading.wires.pv1, device.hardware.pv1_peak_w)
    frequency, voltage = text(reading.grid_frequency_hz, 2), text(reading.grid_voltage_v)
    return {
        "freqGrid": frequency,
        "eBatDisChargeTotal": kwh_text(life.discharge),
        "outPutPower": text(power.load, 0),
        "vGrid": voltage,
        "epvToday": kwh_text(today.pv),
        "loadPercent": text(100 * power.load / device.hardware.rated_power_w),
        "iChargePV2": "0",
        "iChargePV1": text(string.current_a),
        "outPutVolt": voltage,
        "vpv1": text(string.voltage_v),
        "activePower": text(power.load, 0),
        "vpv2": "0",
        "eBatChargeToday": kwh_text(today.charge),
        "apparentPower": text(power.load * APPARENT, 0),
        "pCharge2": "0",
        "capacity": str(seen.soc),
        "pCharge1": text(power.charge),
        "eBatChargeTotal": kwh_text(life.charge),
        "eBatDisChargeToday": kwh_text(today.discharge),
        "freqOutPut": frequency,
        "epvTotal": kwh_text(life.pv),
        "vbat": text(_pack(seen).voltage_v, 2),
        "batSn": "",
    }


def energy_overview(scene: Scene, params: Params) -> Any:
    """Energies of today and of all time; a storage never exports, and the keys for it are gone."""
    seen = _seen(scene, params, "storageSn", "504")
    today, life = seen.reading.today_wh, seen.reading.lifetime_wh
    obj = {
        "eChargeToday": kwh_text(today.charge),
        "eChargeTotal": kwh_text(life.charge),
        "eDischargeToday": kwh_text(today.discharge),
        "eDischargeTotal": kwh_text(life.discharge),
        "eToUserToday": kwh_text(today.grid_import),
        "eToUserTotal": kwh_text(life.grid_import),
        "epvToday": kwh_text(today.pv),
        "epvTotal": kwh_text(life.pv),
        "useEnergyToday": kwh_text(today.load),
        "useEnergyTotal": kwh_text(life.load),
    }
    return {**good(obj), "msg": "200"}


def parameters(scene: Scene, params: Params) -> Any:
    """The last sample in numbers, and the master data."""
    seen = _seen(scene, params)
    device, plant = seen.device, seen.device.plant
    rated = int(device.hardware.rated_power_w)
    today, life = seen.reading.today_wh.pv, seen.reading.lifetime_wh.pv
    record = {
        "dataLogSn": device.datalogger_sn,
        "imgPath": f"./css/img/status_{'green' if device.seems_online else 'gray'}.gif",
        "lastUpdateTime": date_bean(server_clock(seen.stamp)),
        "lost": not device.seems_online,
        "modelText": STORAGE.model,
        "pDischarge": plain(seen.reading.power_w.discharge),
        "rateVA": rated,
        "serialNum": device.serial_number,
        "status": state(seen.reading)[0],
        "treeID": f"ST_{device.serial_number}",
        "treeName": device.serial_number,
    }
    shown = {**sample(device, seen.reading), "time": server_text(seen.stamp)}
    return {
        "storageDetailBean": dress("storage_sample", shown),
        "storageBean": dress("storage_record", record),
        "activePower": rated,
        "apparentPower": rated,
        "storageType": f"SPF {rated} ES",
        "todayRevenue": f"{text(today / 1000 * plant.price_per_kwh, 2)}{plant.currency_sign}",
        "totalRevenue": f"{text(life / 1000 * plant.price_per_kwh, 2)}{plant.currency_sign}",
    }

"""What V4 shows of a device: its example beans, with the values that the world knows."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from ..device import Device
from ..families import TOKEN_FAMILIES
from ..instruments import battery, inverter_c, pv_string
from ..java import date_time, kwh, plain, single
from ..reading import Reading
from ..scene import Scene
from ..settings import wall_time
from ..shinephone import inverter as app_inverter
from ..shinephone import storage as app_storage
from ..shinephone.asking import Seen, server_clock
from .asking import TYPE_OF, is_noah

Bean = dict[str, Any]
# the keys under which families name themselves and their datalogger
_SERIAL, _LOGGER = ("serialNum", "deviceSn", "inverterId"), ("dataLogSn", "datalogSn")


@cache
def _stored(name: str) -> str:
    return (
        files(__name__.rpartition(".")[0]).joinpath("constants", f"{name}.json").read_text("utf-8")
    )


def _fill(name: str, values: Bean) -> Bean:
    bean: Bean = json.loads(_stored(name))
    return {**bean, **{key: values[key] for key in bean if key in values}}


def _epoch_ms(timestamp: float) -> int:
    return int(timestamp) * 1000


def _server_text(timestamp: float) -> str:
    return date_time(server_clock(timestamp))


def energy(device: Device, reading: Reading) -> Bean:
    """A reading; times as text are on the clock of the server, and `lost` says nothing."""
    stamp = reading.timestamp
    bean = _fill(
        f"{TYPE_OF[device.family]}_energy",
        {
            **_readings(device, reading),
            "alias": None,
            "calendar": _epoch_ms(stamp),
            "timeCalendar": _epoch_ms(stamp),
            "timeStr": _server_text(stamp),
            "time": _epoch_ms(stamp) if is_noah(device) else _server_text(stamp),
            "lost": True,
        },
    )
    return _named(device, bean)


def detail(scene: Scene, device: Device) -> Bean:
    """What the device is and how it is set; here `lost` follows the device."""
    reading = device.latest(scene.now)
    stamp = reading.timestamp
    clock = device.clock(scene.now)
    bean = _fill(
        f"{TYPE_OF[device.family]}_detail",
        {
            **_details(device, reading),
            "alias": f"Simulated {device.serial_number}",
            "lastUpdateTime": _epoch_ms(stamp),
            "lastUpdateTimeText": _server_text(stamp),
            "lost": not device.seems_online,
            "nominalPower": int(device.hardware.rated_power_w),
            "sysTime": _clock_ms(clock) if is_noah(device) else date_time(clock),
            "sysTimeText": date_time(clock),
            "timezone": _offset_h(device, stamp),
        },
    )
    return _named(device, bean)


def _named(device: Device, bean: Bean) -> Bean:
    names = {
        **dict.fromkeys(_SERIAL, device.serial_number),
        **dict.fromkeys(_LOGGER, device.datalogger_sn),
    }
    return {**bean, **{key: value for key, value in names.items() if key in bean}}


def _clock_ms(wall: datetime) -> int:
    # the wall clock of the device, taken for that of the server
    return _epoch_ms(wall.replace(tzinfo=server_clock(0).tzinfo).timestamp())


def _offset_h(device: Device, timestamp: float) -> float:
    offset = device.plant.local(timestamp).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0


def _readings(device: Device, reading: Reading) -> Bean:
    shown = device.plant.local(reading.timestamp)
    family = TOKEN_FAMILIES.get(device.family)
    if family is not None:
        # the rows of V1, whose latest and history name some of them differently
        more = _sums(reading)
        return {
            **more,
            **family.history(device, reading, shown),
            **family.latest(device, reading, shown),
        }
    return _OTHER_READINGS[TYPE_OF[device.family]](device, reading)


def _sums(reading: Reading) -> Bean:
    today, life, power = reading.today_wh, reading.lifetime_wh, reading.power_w
    return {
        "eselftoday": kwh(today.self_use),
        "eselftotal": kwh(life.self_use),
        "esystemtoday": kwh(today.ac_output),
        "esystemtotal": kwh(life.ac_output),
        "pself": plain(power.self_use),
        "psystem": plain(power.ac_output),
    }


def _details(device: Device, reading: Reading) -> Bean:
    family = TOKEN_FAMILIES.get(device.family)
    if family is not None:
        return family.details(device, reading, device.plant.local(reading.timestamp))
    return _OTHER_DETAILS[TYPE_OF[device.family]](device, reading)


# --- families that V1 does not have here ---------------------------------------------------------


def _inverter(device: Device, reading: Reading) -> Bean:
    return app_inverter.sample(Seen(device, reading))


def _inverter_detail(device: Device, reading: Reading) -> Bean:
    online, serial = device.seems_online, device.serial_number
    return {
        "eToday": kwh(reading.today_wh.ac_output),
        "eTotal": kwh(reading.lifetime_wh.ac_output),
        "imgPath": f"./css/img/status_{'green' if online else 'gray'}.gif",
        "parentID": f"LIST_{device.datalogger_sn}_0",
        "power": plain(reading.power_w.ac_output),
        "status": 1 if online else -1,
        "statusText": f"inverter.status.{'normal' if online else 'lost'}",
        "treeID": serial,
        "treeName": serial,
    }


def _storage(device: Device, reading: Reading) -> Bean:
    return app_storage.sample(Seen(device, reading))


def _storage_detail(device: Device, reading: Reading) -> Bean:
    online, rated = device.seems_online, int(device.hardware.rated_power_w)
    return {
        "imgPath": f"./css/img/status_{'green' if online else 'gray'}.gif",
        "pCharge": plain(reading.power_w.charge),
        "pDischarge": plain(reading.power_w.discharge),
        "parentID": f"LIST_{device.datalogger_sn}_96",
        "rateVA": rated,
        "rateWatt": rated,
        "status": 1 if online else -1,
        "statusText": f"inverter.status.{'normal' if online else 'lost'}",
        "treeID": f"ST_{device.serial_number}",
        "treeName": device.serial_number,
    }


def _noah(device: Device, reading: Reading) -> Bean:
    power, today, life = reading.power_w, reading.today_wh, reading.lifetime_wh
    kit, pack = device.hardware, battery(device, reading)
    first = pv_string(device, reading.wires.pv1, kit.pv1_peak_w)
    second = pv_string(device, reading.wires.pv2, kit.pv2_peak_w)
    high, low = device.values["charging_soc"]
    warm = plain(pack.temperature_c)
    soc = round(pack.soc_percent)
    return {
        "battery1SerialNum": f"BAT{device.serial_number}",
        "battery1Soc": soc,
        "battery1Temp": warm,
        "battery1TempF": plain(warm * 1.8 + 32),
        "batteryCycles": pack.cycles,
        "chargeSocLimit": int(high),
        "dischargeSocLimit": int(low),
        "ctFlag": 0,
        "ctSelfPower": 0,
        "eacToday": kwh(today.ac_output),
        "eacTotal": kwh(life.ac_output),
        "householdLoadApartFromGroplug": plain(power.load),
        "onGridCurrent": plain(power.ac_output / reading.grid_voltage_v, 2),
        "onGridPower": plain(power.ac_output),
        "onGridVoltage": plain(reading.grid_voltage_v),
        "pac": plain(power.ac_output),
        "ppv": plain(power.pv),
        "pv1Current": plain(first.current_a, 2),
        "pv1Voltage": plain(first.voltage_v),
        "pv2Current": plain(second.current_a, 2),
        "pv2Voltage": plain(second.voltage_v),
        "status": 1,
        "systemTemp": single(inverter_c(device, reading)),
        # plus into the battery, minus out of it
        "totalBatteryPackChargingPower": round(power.charge - power.discharge),
        "totalBatteryPackChargingStatus": _flow(power.charge, power.discharge),
        "totalBatteryPackSoc": soc,
        "totalHouseholdLoad": plain(power.load),
        "workMode": int(reading.mode),
    }


def _flow(charge: float, discharge: float) -> int:
    return 1 if charge > 0 else 2 if discharge > 0 else 0


def _noah_detail(device: Device, reading: Reading) -> Bean:
    high, low = device.values["charging_soc"]
    return {
        **_noah_segments(device),
        "allowGridCharging": int(device.remembered.get("setGridCharge", "0")),
        "associatedInvSn": device.remembered.get("deviceId"),
        "chargingSocHighLimit": int(high),
        "chargingSocLowLimit": int(low),
        "componentPower": plain(reading.power_w.pv),
        "defaultPower": int(device.values["default_power"][0]),
        "status": 1 if device.seems_online else -1,
    }


def _noah_segments(device: Device) -> Bean:
    bean: Bean = {}
    for index in range(1, 10):
        mode, start_h, start_m, end_h, end_m, watts, enabled = device.values[f"time_segment{index}"]
        bean |= {
            f"time{index}Mode": int(mode),
            f"time{index}Start": wall_time(start_h, start_m),
            f"time{index}End": wall_time(end_h, end_m),
            f"time{index}Power": int(watts),
            f"time{index}Enable": int(enabled),
        }
    return bean


_Make = Callable[[Device, Reading], Bean]
_OTHER_READINGS: dict[str, _Make] = {"inv": _inverter, "storage": _storage, "noah": _noah}
_OTHER_DETAILS: dict[str, _Make] = {
    "inv": _inverter_detail,
    "storage": _storage_detail,
    "noah": _noah_detail,
}


def fast(device: Device, reading: Reading) -> Bean:
    """The high-frequency reading, whose time is in UTC."""
    power, pack = reading.power_w, battery(device, reading)
    charge, soc = power.charge - power.discharge, round(pack.soc_percent)
    voltage = single(reading.grid_voltage_v)
    return {
        "activePower": plain(power.grid_import),
        "batPower": plain(charge),
        "batteryList": [
            {
                "chargePower": plain(power.charge),
                "dischargePower": plain(power.discharge),
                "ibat": plain(pack.current_a),
                "index": 1,
                "soc": soc,
                "vbat": plain(pack.voltage_v),
            }
        ],
        "batteryStatus": 2 if charge > 0 else 3 if charge < 0 else 0,
        "pac": plain(power.ac_output),
        "payLoadPower": plain(power.load),
        "ppv": plain(power.pv),
        "priority": int(reading.mode),
        "reverActivePower": plain(power.grid_export),
        "serialNum": device.serial_number,
        "soc": soc,
        "status": 6,
        "utcTime": date_time(datetime.fromtimestamp(reading.timestamp, UTC)),
        "vac1": voltage,
        "vac2": voltage,
        "vac3": voltage,
    }

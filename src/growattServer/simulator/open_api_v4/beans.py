"""What V4 shows of a device: its example beans, with the values that the world knows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ..device import Device
from ..examples import example
from ..families import V4_FAMILIES
from ..families.base import V4
from ..instruments import battery
from ..java import date_time, plain, single
from ..reading import Reading
from ..scene import Scene
from ..shinephone.asking import server_clock
from .asking import is_noah

Bean = dict[str, Any]
# the keys under which families name themselves and their datalogger
_SERIAL, _LOGGER = ("serialNum", "deviceSn", "inverterId"), ("dataLogSn", "datalogSn")


def _fill(device: Device, name: str, known: Bean) -> Bean:
    """A copy of the vendor's example, with what is known in place of what it says."""
    bean = dict(example(__name__, name))
    known |= dict.fromkeys(_SERIAL, device.serial_number)
    known |= dict.fromkeys(_LOGGER, device.datalogger_sn)
    for key, value in known.items():
        if key in bean:
            bean[key] = value
    return bean


def _epoch_ms(timestamp: float) -> int:
    return int(timestamp) * 1000


def _v4(device: Device) -> V4:
    """How its family appears here; a device of another one is not found before."""
    return V4_FAMILIES[device.family]


def _server_text(timestamp: float) -> str:
    return date_time(server_clock(timestamp))


def energy(device: Device, reading: Reading) -> Bean:
    """A reading; times as text are on the clock of the server, and `lost` says nothing."""
    stamp = reading.timestamp
    v4 = _v4(device)
    return _fill(
        device,
        f"{v4.word}_energy",
        {
            **v4.reading(device, reading),
            "alias": None,
            "calendar": _epoch_ms(stamp),
            "timeCalendar": _epoch_ms(stamp),
            "timeStr": _server_text(stamp),
            "time": _epoch_ms(stamp) if is_noah(device) else _server_text(stamp),
            "lost": True,
        },
    )


def detail(scene: Scene, device: Device) -> Bean:
    """What the device is and how it is set; here `lost` follows the device."""
    reading = device.latest(scene.now)
    stamp = reading.timestamp
    clock = device.clock(scene.now)
    v4 = _v4(device)
    return _fill(
        device,
        f"{v4.word}_detail",
        {
            **v4.details(device, reading),
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


def _clock_ms(wall: datetime) -> int:
    # the wall clock of the device, taken for that of the server
    return _epoch_ms(wall.replace(tzinfo=server_clock(0).tzinfo).timestamp())


def _offset_h(device: Device, timestamp: float) -> float:
    offset = device.plant.local(timestamp).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0


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

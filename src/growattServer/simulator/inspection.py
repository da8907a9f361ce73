"""What the control door may be told about plants and devices, and what it shows of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from .asking import Body
from .device import Device
from .energy import Hardware
from .errors import DoorError
from .numbers import is_number
from .reading import Reading

_PLANT: dict[str, type] = {
    **dict.fromkeys(("name", "timezone", "city", "country", "currency"), str),
    **dict.fromkeys(("latitude", "longitude", "grid_voltage_v", "grid_frequency_hz"), float),
    "plant_id": int,
    **dict.fromkeys(("has_meter", "has_sensor"), bool),
}
_WORDS = {str: "text", float: "a number", int: "a whole number", bool: "true or false"}
_HARDWARE = {item.name for item in fields(Hardware)}


def check_line(wish: Mapping[str, Any], *names: str) -> None:
    """Refuse what is no yes or no about one of these."""
    if set(wish) - set(names) or not all(isinstance(value, bool) for value in wish.values()):
        raise DoorError(f"Say {' or '.join(names)}, true or false.")


def check_plant(name: str, value: Any) -> None:
    """Refuse what no plant has."""
    kind = _PLANT.get(name)
    if kind is None:
        raise DoorError(f"A plant has {', '.join(_PLANT)}.")
    fits = is_number(value) if kind is float else type(value) is kind
    if not fits:
        raise DoorError(f"{name} must be {_WORDS[kind]}.")
    if name.startswith("grid") and not 1 <= value <= 100_000:
        raise DoorError(f"{name} must lie between 1 and 100000.")


def check_hardware(name: str, value: Any) -> None:
    """Refuse what no device can be made of."""
    if name not in _HARDWARE:
        raise DoorError(f"{name!r} is no hardware value; known: {sorted(_HARDWARE)}.")
    if not is_number(value):
        raise DoorError(f"{name} must be a number.")
    if value <= 0 or (name.endswith("efficiency") and value > 1):
        raise DoorError(f"{name} must be above 0, and an efficiency at most 1.")


def identity(device: Device) -> Body:
    """Which device it is, and how it is connected."""
    return {
        "serial_number": device.serial_number,
        "family": device.family,
        "plant_id": device.plant.plant_id,
        "datalogger_sn": device.datalogger_sn,
        "online": device.online,
        "datalogger_online": device.datalogger_online,
        "grid": device.has_grid,
        "hardware": asdict(device.hardware),
    }


def state(device: Device, reading: Reading) -> Body:
    """All of a device."""
    return {
        **identity(device),
        **measured(device, reading),
        "settings": {name: list(values) for name, values in device.values.items()},
        "registers": {str(register): value for register, value in device.registers.items()},
    }


def measured(device: Device, reading: Reading) -> Body:
    """What it measured, nothing rounded."""
    return {
        "time": device.plant.local(reading.timestamp).isoformat(),
        "timestamp": reading.timestamp,
        "mode": reading.mode.name.lower(),
        "battery_soc": device.soc_percent(reading),
        "battery_stored_wh": reading.stored_wh,
        "grid_voltage_v": reading.grid_voltage_v,
        "grid_frequency_hz": reading.grid_frequency_hz,
        "ambient_c": reading.ambient_c,
        "running_s": reading.running_s,
        "power_w": reading.power_w._asdict(),
        "today_wh": reading.today_wh._asdict(),
        "lifetime_wh": reading.lifetime_wh._asdict(),
    }

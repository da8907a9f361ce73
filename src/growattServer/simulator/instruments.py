"""What the instruments inside a device would show, worked out from its true state."""

from __future__ import annotations

from dataclasses import dataclass

from .device import Device
from .reading import Reading

CELLS = 16


@dataclass(frozen=True, slots=True)
class Strings:
    """Voltage and current of a PV string."""

    voltage_v: float
    current_a: float


def pv_string(device: Device, power_w: float, peak_w: float) -> Strings:
    """A string at its operating point: the voltage hardly moves, the current does."""
    if power_w <= 0:
        return Strings(0.0, 0.0)
    voltage = device.hardware.pv_string_v * (0.88 + 0.12 * min(1.0, power_w / peak_w) ** 0.5)
    return Strings(voltage, power_w / voltage)


@dataclass(frozen=True, slots=True)
class Battery:
    """The battery as its management system reports it."""

    soc_percent: float
    voltage_v: float
    current_a: float
    temperature_c: float
    cycles: int


def battery(device: Device, reading: Reading) -> Battery:
    """Battery values; the current is positive while charging."""
    kit, power = device.hardware, reading.wires
    soc = device.soc_percent(reading)
    flow = power.charge - power.discharge
    voltage = kit.battery_nominal_v * (0.97 + 0.14 * soc / 100) + flow * 2e-4
    return Battery(
        soc_percent=soc,
        voltage_v=voltage,
        current_a=flow / voltage,
        temperature_c=18 + 0.25 * reading.ambient_c + abs(flow) / kit.max_charge_w * 5,
        cycles=int(reading.lifetime_wh.charge / kit.battery_capacity_wh),
    )


def cell_voltages(device: Device, reading: Reading) -> list[float]:
    """Sixteen cells in a row, each with its own small character."""
    mean = 3.2 * battery(device, reading).voltage_v / device.hardware.battery_nominal_v
    return [mean + ((index * 7) % 5 - 2) * 0.0015 for index in range(CELLS)]


def inverter_c(device: Device, reading: Reading) -> float:
    """Temperature of the inverter: the air, warmed by what it converts."""
    power = reading.wires
    return (
        reading.ambient_c
        + 8
        + 25 * (power.ac_output + power.ac_charge) / (device.hardware.rated_power_w)
    )


def ac_current_a(reading: Reading) -> float:
    """Current at the AC side."""
    power = reading.wires
    return (power.ac_output + power.ac_charge) / reading.grid_voltage_v

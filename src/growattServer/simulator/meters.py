"""The meter at the grid: what the devices of a plant take from it and give to it."""

from __future__ import annotations

from .asking import Body
from .bus import OnBus
from .device import Device
from .families.base import constants
from .java import plain, single


def measured(devices: list[Device], step: int) -> Body:
    """The sums over the devices; forward is what comes from the grid.

    Each device has a wire of its own to the meter, so that what one of them gives and another
    takes does not cancel.
    """
    readings = [device.true_reading(step) for device in devices]
    taken = sum(reading.power_w.grid_import for reading in readings)
    given = sum(reading.power_w.grid_export for reading in readings)
    bought = sum(reading.lifetime_wh.grid_import for reading in readings)
    sold = sum(reading.lifetime_wh.grid_export for reading in readings)
    voltage, frequency = readings[0].grid_voltage_v, readings[0].grid_frequency_hz
    return {
        **constants("meter"),
        "activePower": plain(taken - given),
        "posiActivePower": plain(taken),
        "reverActivePower": plain(given),
        "apparentPower": plain(abs(taken - given)),
        "reactivePower": 0,
        "reactiveEnergy": 0,
        "activeEnergy": single(bought / 1000),
        "positiveActiveTotalEnergy": single(bought / 1000),
        "reverseActiveTotalEnergy": single(sold / 1000),
        "voltage": single(voltage),
        "current": single(abs(taken - given) / voltage, 2),
        "frequency": single(frequency, 2),
        "gridFrequency": single(frequency, 2),
        "powerFactor": 1,
    }


METER = OnBus(
    address=1,
    device_name="AMMETER",
    device_type=64,
    list_key="meters",
    rows_key="meter_data",
    is_there=lambda plant: plant.has_meter,
    bean=measured,
)

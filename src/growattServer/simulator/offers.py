"""What a day offers a device: sun, load, air and grid, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from .energy import Hardware, pv_w
from .house import load_of_day
from .plant import Plant


@dataclass(slots=True)
class Offers:
    """What one UTC day offers this device, a value for each step."""

    local_minute: list[int]
    local_day: list[int]
    pv1_w: list[float]
    pv2_w: list[float]
    load_w: list[float]
    ambient_c: list[float]
    voltage_v: list[float]
    frequency_hz: list[float]


def offers_of(plant: Plant, kit: Hardware, who: str, day: int) -> Offers:
    """The offers of a UTC day, counted from 1970; `who` tells the loads of neighbours apart."""
    sky, (voltages, frequencies) = plant.sky(day), plant.grid(day)
    minutes, days = plant.local_steps(day)
    # Warm panels give a little less.
    vigour = [1 - 0.0035 * (air - 15) for air in sky.ambient_c]
    return Offers(
        minutes,
        days,
        pv_w(sky.east_w_m2, kit.pv1_peak_w, vigour),
        pv_w(sky.west_w_m2, kit.pv2_peak_w, vigour),
        load_of_day(plant.seed, who, day, minutes),
        sky.ambient_c,
        voltages,
        frequencies,
    )

"""What MAX and inverter show alike: many PV strings and three phases, over the true state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..device import Device
from ..instruments import Strings, inverter_c, pv_string
from ..java import kwh, plain, single
from ..reading import Reading
from .base import Bean


class Input(NamedTuple):
    """One PV input: what it does now, and its share of the energies."""

    power_w: float
    wire: Strings
    today_wh: float
    lifetime_wh: float


def inputs(device: Device, reading: Reading, count: int) -> Iterator[Input]:
    """The first half of the inputs looks east, the other west."""
    kit, half = device.hardware, max(1, count // 2)
    sides = (
        (reading.power_w.pv1, reading.wires.pv1, kit.pv1_peak_w, "pv1"),
        (reading.power_w.pv2, reading.wires.pv2, kit.pv2_peak_w, "pv2"),
    )
    for power, wired, peak, name in sides:
        for _ in range(half):
            yield Input(
                power / half,
                pv_string(device, wired / half, peak / half),
                getattr(reading.today_wh, name) / half,
                getattr(reading.lifetime_wh, name) / half,
            )


def panels(device: Device, reading: Reading, count: int, strings: int) -> Bean:
    """The PV side: `count` inputs, each with so many strings."""
    bean: Bean = {
        "ppv": plain(reading.power_w.pv),
        "epvTotal": kwh(reading.lifetime_wh.pv),
    }
    for number, one in enumerate(inputs(device, reading, count), 1):
        volts, amperes = one.wire.voltage_v, one.wire.current_a
        bean |= {
            f"ppv{number}": plain(one.power_w),
            f"vpv{number}": single(volts),
            f"ipv{number}": single(amperes),
            f"epv{number}Today": kwh(one.today_wh),
            f"epv{number}Total": kwh(one.lifetime_wh),
        }
        for string in range((number - 1) * strings + 1, number * strings + 1):
            bean[f"vString{string}"] = single(volts)
            bean[f"currentString{string}"] = single(amperes / strings)
    return bean


def output(device: Device, reading: Reading, phases: int) -> Bean:
    """The AC side, the same on each of its phases, of which an inverter may have one."""
    power, wire, volts = reading.power_w, reading.wires, reading.grid_voltage_v
    bean: Bean = {
        "pac": plain(power.ac_output),
        "fac": single(reading.grid_frequency_hz, 2),
        "powerToday": kwh(reading.today_wh.ac_output),
        "powerTotal": kwh(reading.lifetime_wh.ac_output),
        "pBusVoltage": single(390 if power.ac_output > 0 else 0),
        "nBusVoltage": single(390 if power.ac_output > 0 else 0),
        "temperature": single(inverter_c(device, reading)),
        "ipmTemperature": single(inverter_c(device, reading) + 2),
        "timeTotal": plain(reading.running_s),
    }
    for phase in "rst"[:phases]:
        bean |= {
            f"pac{phase}": plain(power.ac_output / phases),
            f"vac{phase}": single(volts),
            f"iac{phase}": single(wire.ac_output / phases / volts),
        }
    return bean


def as_in(example: Mapping[str, Any], known: Bean) -> Bean:
    """The keys of the vendor's example, with the values of this world where it knows them."""
    return {key: known.get(key, value) for key, value in example.items()}

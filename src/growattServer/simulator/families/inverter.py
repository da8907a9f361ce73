"""The classic inverter: panels and nothing else."""

from __future__ import annotations

from ..device import Device
from ..energy import Control, Hardware
from ..instruments import ac_current_a, inverter_c, pv_string
from ..java import kwh, plain
from ..reading import Reading
from ..settings import (
    Position,
    Setting,
    SettingsTable,
    Values,
    choice,
    clock_text,
    number,
    percent,
    power_factor,
    switch,
)
from ..world import BOSTON, Sample
from .base import V4, Bean, Family, standing

CLOCK_PATTERN = "%Y-%m-%d %H:%M:%S"

# Every setting travels as two commands, and most leave the second empty.
SETTINGS = {
    "pv_on_off": Setting((switch("device on"),), ("1",)),
    "pv_active_p_rate": Setting((percent("share of rated power"),), ("100",)),
    "pv_reactive_p_rate": Setting(
        (percent("reactive power"), Position("direction", choice("over", "under"), optional=True)),
        ("0", "over"),
    ),
    "pf_sys_year": Setting((Position("device clock", clock_text(CLOCK_PATTERN)),), ("",)),
    "pv_power_factor": Setting((Position("power factor", power_factor),), ("1",)),
    "pv_grid_voltage_high": Setting((Position("voltage in V", number(100, 350)),), ("263.0",)),
    "pv_grid_voltage_low": Setting((Position("voltage in V", number(50, 300)),), ("186.0",)),
}


def control(values: Values) -> Control:
    """The behaviour that the written values ask for."""
    return Control(
        inverter_on=values["pv_on_off"][0] == "1",
        active_power_percent=float(values["pv_active_p_rate"][0]),
    )


TABLE = SettingsTable(SETTINGS, control, lambda values: True, CLOCK_PATTERN, "pv_on_off")


def electric(device: Device, reading: Reading) -> Bean:
    """Powers, volts and amperes."""
    power, kit = reading.power_w, device.hardware
    first = pv_string(device, reading.wires.pv1, kit.pv1_peak_w)
    second = pv_string(device, reading.wires.pv2, kit.pv2_peak_w)
    return {
        "fac": plain(reading.grid_frequency_hz, 2),
        "iacr": plain(ac_current_a(reading)),
        "ipv1": plain(first.current_a),
        "ipv2": plain(second.current_a),
        "pac": plain(power.ac_output),
        "pacr": plain(power.ac_output),
        "ppv": plain(power.pv),
        "ppv1": plain(power.pv1),
        "ppv2": plain(power.pv2),
        "vacr": plain(reading.grid_voltage_v),
        "vpv1": plain(first.voltage_v),
        "vpv2": plain(second.voltage_v),
    }


def sample(device: Device, reading: Reading) -> Bean:
    """What the world knows of an inverter, in the words of its last sample."""
    today, life, inside = reading.today_wh, reading.lifetime_wh, inverter_c(device, reading)
    working = plain(reading.running_s / 3600)
    return {
        **electric(device, reading),
        "epv1Today": kwh(today.pv1),
        "epv1Total": kwh(life.pv1),
        "epv2Today": kwh(today.pv2),
        "epv2Total": kwh(life.pv2),
        "epvTotal": kwh(life.pv),
        "inverterId": device.serial_number,
        "ipmTemperature": plain(inside - 3),
        "powerToday": kwh(today.ac_output),
        "powerTotal": kwh(life.ac_output),
        "status": 1 if reading.power_w.ac_output > 0 else 0,
        "statusText": "Normal" if reading.power_w.ac_output > 0 else "Waiting",
        "temperature": plain(inside),
        "timeTotal": working,
        "timeTotalText": str(working),
    }


def _v4_details(device: Device, reading: Reading) -> Bean:
    return {
        **standing(device, 0),
        "eToday": kwh(reading.today_wh.ac_output),
        "eTotal": kwh(reading.lifetime_wh.ac_output),
        "power": plain(reading.power_w.ac_output),
        "status": 1 if device.seems_online else -1,
        "statusText": f"inverter.status.{'normal' if device.seems_online else 'lost'}",
        "treeID": device.serial_number,
    }


INVERTER = Family(
    v4=V4("inv", sample, _v4_details),
    name="inverter",
    word="inverter",
    device_type=1,
    check_type=16,
    dtc=0,
    status_online=1,
    model="A0B0D0T0P0U0M0S0",
    sample=Sample("SIMINV0001", BOSTON),
    hardware=Hardware(
        rated_power_w=3600.0,
        pv1_peak_w=2100.0,
        pv2_peak_w=1900.0,
        battery_capacity_wh=0.0,
        max_charge_w=0.0,
        max_discharge_w=0.0,
        pv_string_v=340.0,
    ),
    table=TABLE,
)

"""The classic inverter: panels and nothing else."""

from __future__ import annotations

from ..energy import Control, Hardware
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
from .base import Family

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

INVERTER = Family(
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

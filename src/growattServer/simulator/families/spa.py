"""The SPA: an AC-coupled battery without panels of its own."""

from __future__ import annotations

from ..energy import Control, Hardware, Mode
from ..settings import (
    Position,
    Setting,
    SettingsTable,
    Values,
    clock_text,
    percent,
    switch,
    window,
)
from ..world import BOSTON, Sample
from .base import Family
from .sph_settings import segments

CLOCK_PATTERN = "%Y-%m-%d %H:%M:%S"
CHARGE = "spa_ac_charge_time_period"
DISCHARGE = "spa_ac_discharge_time_period"
# Without a window it would never charge, so it comes with a cheap night.
_NIGHT = ("1", "0", "5", "0", "1", *("0",) * 10)

SETTINGS = {
    CHARGE: Setting(
        (percent("charging power"), percent("level where it stops"), *window() * 3),
        ("100", "90", *_NIGHT),
    ),
    DISCHARGE: Setting(
        (percent("discharging power"), percent("level where it stops"), *window() * 3),
        ("100", "10", *("0",) * 15),
    ),
    "pv_on_off": Setting((switch("device on"),), ("1",)),
    "pv_active_p_rate": Setting((percent("share of rated power"),), ("100",)),
    "pf_sys_year": Setting((Position("device clock", clock_text(CLOCK_PATTERN)),), ("",)),
}


def control(values: Values) -> Control:
    """The behaviour that the written values ask for; it always charges from the AC side."""
    charge, discharge = values[CHARGE], values[DISCHARGE]
    return Control(
        inverter_on=values["pv_on_off"][0] == "1",
        active_power_percent=float(values["pv_active_p_rate"][0]),
        charge_power_percent=float(charge[0]),
        charge_stop_soc=float(charge[1]),
        discharge_power_percent=float(discharge[0]),
        grid_first_stop_soc=float(discharge[1]),
        ac_charge_enabled=True,
        segments=segments(values, CHARGE, Mode.BATTERY_FIRST)
        + segments(values, DISCHARGE, Mode.GRID_FIRST),
    )


TABLE = SettingsTable(SETTINGS, control, lambda values: True, CLOCK_PATTERN, "pv_on_off")

SPA = Family(
    name="spa",
    word="spa",
    device_type=6,
    check_type=19,
    dtc=3701,
    status_online=6,
    model="A0B1D0T0PFU2M7S0",
    sample=Sample("SIMSPA0001", BOSTON),
    hardware=Hardware(
        rated_power_w=3000.0,
        pv1_peak_w=0.0,
        pv2_peak_w=0.0,
        battery_capacity_wh=6500.0,
        battery_nominal_v=51.2,
    ),
    table=TABLE,
)

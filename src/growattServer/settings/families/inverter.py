"""What can be set on a grid-tied inverter of the older line.

Facts: the vendor's page showdoc.com.cn/262556420217021/6118532122241417. No documented reply shows
a setting, so each is asked for by its id.
"""

from __future__ import annotations

from ..catalogue import Family, setting
from ..values import DeviceClock, PowerFactor, Switch, Word, percent
from .common import CLOCK_NOTE, GRID_V, POWER_SWITCH

INVERTER = Family(
    "INVERTER",
    1,
    2,
    (
        setting(
            "clock", "pf_sys_year", "device clock", DeviceClock(), restorable=False,
            note=CLOCK_NOTE,
        ),
        setting(
            "grid_voltage_high", "pv_grid_voltage_high", "upper grid voltage limit", GRID_V,
            dangerous=True,
        ),
        setting(
            "power_factor", "pv_power_factor", "power factor", PowerFactor(), dangerous=True,
        ),
        setting(
            "reactive_power", "pv_reactive_p_rate", "reactive power", percent(), dangerous=True,
        ),
        setting(
            "reactive_power_direction", "pv_reactive_p_rate", "direction of the reactive power",
            Word(None, {"over": "capacitive", "under": "inductive"}), position=2, dangerous=True,
        ),
        setting(
            "keep_power_commands", "pv_pf_cmd_memory_state",
            "power commands kept over a restart", Switch(),
        ),
        setting(
            "active_power_limit", "pv_active_p_rate", "active power limit, share of rated power",
            percent(),
        ),
        setting("on", "pv_on_off", "device switch", POWER_SWITCH),
    ),
    is_asked=True,
)  # fmt: skip

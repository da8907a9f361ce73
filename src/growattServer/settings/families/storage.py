"""What can be set on an off-grid storage inverter.

Facts: the vendor's page showdoc.com.cn/262556420217021/6119502268976860. No documented reply shows
a setting, so each is asked for by its id; how the times of a window are told is not documented.
Two rows are as the page has them and doubtful: 0 for an enabled forced discharge, and the id of the
power factor for a voltage of the panels.
"""

from __future__ import annotations

from ..catalogue import Family, setting, time_of_day
from ..values import Choice, Decimal, DeviceClock, ReversedSwitch, Switch, Whole
from .common import CLOCK_NOTE, POWER_SWITCH

_FORCED, _AC_CHARGE = "storage_cmd_forced_discharge_time1", "storage_ac_charge_hour_start"
_TOGETHER = "Start and end are written together, and neither can be read: say both."

STORAGE = Family(
    "STORAGE",
    2,
    4,
    (
        setting(
            "clock", "storage_cmd_sys_year", "device clock, to the minute",
            DeviceClock(to_minute=True), restorable=False, note=CLOCK_NOTE,
        ),
        setting(
            "pv_string_voltage", "pv_power_factor", "open-circuit voltage of the PV string",
            Whole("V", 300, 500), dangerous=True,
        ),
        setting(
            "pv_mpp_share", "pv_power_factor", "MPP voltage as a share of the open-circuit voltage",
            Decimal(None, 0.55, 0.9, 2), position=2, dangerous=True,
        ),
        setting(
            "work_mode", "storage_cmd_mode", "system mode",
            Choice(None, {"0": "standard", "1": "free"}),
        ),
        setting(
            "battery_low_level", "storage_lithium_battery",
            "lower level of the lithium battery, unit not documented", Whole(None, 0, 10),
        ),
        setting(
            "ac_charge_stop_soc", "storage_ac_charge_soc_limit",
            "level where charging from the grid stops", Whole("%", 10, 80),
        ),
        time_of_day("ac_charge_start", _AC_CHARGE, "start of charging from the grid", 1,
                    note=_TOGETHER),
        time_of_day("ac_charge_end", _AC_CHARGE, "end of charging from the grid", 3,
                    note=_TOGETHER),
        setting(
            "ac_charge", "storage_ac_charge_enable_disenable", "charging from the grid", Switch(),
        ),
        time_of_day("forced_discharge_start", _FORCED, "start of forced discharging", 1,
                    note=_TOGETHER),
        time_of_day("forced_discharge_end", _FORCED, "end of forced discharging", 3,
                    note=_TOGETHER),
        setting(
            "forced_discharge", "storage_cmd_forced_discharge_enable", "forced discharging",
            ReversedSwitch(),
            note="Documented as 0 for on, against all other switches.",
        ),
        setting("on", "storage_cmd_on_off", "device switch", POWER_SWITCH),
    ),
    spans=(
        ("ac_charge_start", "ac_charge_end"),
        ("forced_discharge_start", "forced_discharge_end"),
    ),
    is_asked=True,
)  # fmt: skip

"""What can be set on an SPA.

Facts: the vendor's page showdoc.com.cn/262556420217021/6129790987434517. It gives the discharge
windows the command of the charge windows; the one here is its counterpart of the SPH. In a load
first window the battery is not discharged.
"""

from __future__ import annotations

from ..catalogue import Family, Setting, setting, slot
from ..requirements import requirements
from ..schedule import Mode
from ..values import Switch, percent
from . import common

_CHARGE, _DISCHARGE = "spa_ac_charge_time_period", "spa_ac_discharge_time_period"


def _load_first(number: int) -> Setting:
    return slot(
        f"load first window {number}",
        "spa_load_flast",
        1 + 5 * (number - 1),
        f"loadFirstStartTime{number}",
        f"loadFirstStopTime{number}",
        f"loadFirstSwitch{number}",
        mode=Mode.LOAD_FIRST,
    )


SPA = Family(
    "SPA",
    6,
    18,
    (
        common.CLOCK_OF_DAY,
        *common.grid_voltages("vacHigh", "vacLow"),
        common.POWER_FACTOR,
        setting(
            "reactive_power", "pv_reactive_p_rate", "reactive power", percent(),
            "pv_reactive_p_rate", by_name=("reactivePRate",), dangerous=True,
        ),
        setting(
            "keep_power_commands", "pv_pf_cmd_memory_state",
            "power commands kept over a restart", Switch(), "pv_pf_cmd_memory_state",
            by_name=("pfCmdMemoryState",),
        ),
        *common.off_grid("spa", "upsFreqSet"),
        common.active_power_limit("activePRate"),
        common.ON,
        setting(
            "discharge_power", _DISCHARGE, "discharging power, share of rated power", percent(),
            "disChargePowerCommand",
        ),
        setting(
            "discharge_stop_soc", _DISCHARGE, "level where discharging stops (grid first)",
            percent(), "wdisChargeSOCLowLimit2", position=2,
        ),
        *(common.period(n, "Discharge", _DISCHARGE, 3, Mode.GRID_FIRST, "gridFirstSwitch")
          for n in (1, 2, 3)),
        setting(
            "charge_power", _CHARGE, "charging power, share of rated power", percent(),
            "chargePowerCommand",
        ),
        setting(
            "charge_stop_soc", _CHARGE, "level where charging stops (battery first)", percent(),
            "wchargeSOCLowLimit2", position=2,
        ),
        setting(
            "ac_charge", _CHARGE, "charging from the grid", Switch(),
            position=3,
            note="The documented reply does not show it: say it with every schedule.",
        ),
        *(common.period(n, "Charge", _CHARGE, 4, Mode.BATTERY_FIRST, "batFirstSwitch")
          for n in (1, 2, 3)),
        *map(_load_first, (1, 2, 3)),
    ),
    levels=common.LEVELS,
    requirements=requirements(
        charge_stops=("charge_stop_soc",), floors=("discharge_stop_soc",), has_export_limit=False
    ),
    mode_key="priorityChoose",
)  # fmt: skip

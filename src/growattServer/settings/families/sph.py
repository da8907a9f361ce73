"""What can be set on an SPH.

Facts: the vendor's page showdoc.com.cn/262556420217021/6129761750718760; where a value is read back
also from home-assistant and PyPi_GrowattServer.
"""

from __future__ import annotations

from ..catalogue import Family, setting
from ..requirements import requirements
from ..schedule import Mode
from ..values import Choice, Switch, percent
from . import common

_CHARGE, _DISCHARGE = "mix_ac_charge_time_period", "mix_ac_discharge_time_period"


SPH = Family(
    "SPH",
    5,
    18,
    (
        common.CLOCK_OF_DAY,
        *common.grid_voltages("voltageHighLimit", "voltageLowLimit"),
        common.POWER_FACTOR,
        setting(
            "reactive_power", "pv_reactive_p_rate", "reactive power", percent(),
            "pv_reactive_p_rate", by_name=("reactiveRate",), dangerous=True,
            note="Whether capacitive or inductive is a setting that nobody has described.",
        ),
        setting(
            "keep_power_commands", "pv_pf_cmd_memory_state",
            "power commands kept over a restart", Switch(), "pv_pf_cmd_memory_state",
        ),
        *common.off_grid("mix"),
        setting(
            "export_limit", "backflow_setting", "export limiting", Switch(), "exportLimit",
            "backflow_setting",
        ),
        setting(
            "export_limit_power", "backflow_setting", "export power limit", percent(),
            "exportLimitPowerRate", position=2,
        ),
        setting(
            "single_phase_export_limit", "mix_single_export", "single-phase export limiting",
            Switch(),
        ),
        setting(
            "load_first_phases", "mix_load_first_control", "load first: output of three phases",
            Choice(None, {"0": "sum", "1": "single"}),
        ),
        common.active_power_limit("activeRate"),
        common.ON,
        setting(
            "discharge_power", _DISCHARGE, "discharging power, share of rated power", percent(),
            "disChargePowerCommand",
        ),
        setting(
            "discharge_stop_soc", _DISCHARGE, "level where discharging stops (grid first)",
            percent(), "wdisChargeSOCLowLimit2", position=2,
            note="Which key of the replies shows it is not settled.",
        ),
        *(common.period(n, "Discharge", _DISCHARGE, 3, Mode.GRID_FIRST, "forcedDischargeStopSwitch")
          for n in (1, 2, 3)),
        setting(
            "charge_power", _CHARGE, "charging power, share of rated power", percent(),
            "chargePowerCommand",
        ),
        setting(
            "charge_stop_soc", _CHARGE, "level where charging stops (battery first)", percent(),
            "wchargeSOCLowLimit2", "wchargeSOCLowLimit1", position=2,
            note="Which key of the replies shows it is not settled.",
        ),
        setting(
            "ac_charge", _CHARGE, "charging from the grid", Switch(), "acChargeEnable", position=3,
        ),
        *(common.period(n, "Charge", _CHARGE, 4, Mode.BATTERY_FIRST, "forcedChargeStopSwitch")
          for n in (1, 2, 3)),
        setting(
            "load_first_stop_soc", "mix_load_flast_value_multi",
            "level where discharging stops (load first)", percent(),
            by_name=("loadFirstStopSocSet", "wdisChargeSOCLowLimit1"), after_schedule=True,
            note="Writing the discharge windows may set it to their stop level; it is put back.",
        ),
    ),
    carried={_DISCHARGE: ("load_first_stop_soc", "discharge_stop_soc")},
    levels=common.LEVELS,
    requirements=requirements(charge_stops=("charge_stop_soc",), floors=("discharge_stop_soc",)),
    mode_key="priorityChoose",
)  # fmt: skip

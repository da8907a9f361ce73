"""What can be set on an SPH.

Facts: the vendor's page showdoc.com.cn/262556420217021/6129761750718760; where a value is read back
also from home-assistant and PyPi_GrowattServer.
"""

from __future__ import annotations

from ..catalogue import Family, setting
from ..requirements import requirements
from ..schedule import Mode
from ..values import Choice, DeviceClock, PowerFactor, Switch, percent
from .common import CLOCK_NOTE, GRID_V, HZ, OFF_GRID_V, POWER_SWITCH, period

_CHARGE, _DISCHARGE = "mix_ac_charge_time_period", "mix_ac_discharge_time_period"


SPH = Family(
    "SPH",
    5,
    18,
    (
        setting(
            "clock", "pf_sys_year", "device clock, hour and minute only", DeviceClock(of_day=True),
            "sysTime", "pf_sys_year", restorable=False, note=CLOCK_NOTE,
        ),
        setting(
            "grid_voltage_high", "pv_grid_voltage_high", "upper grid voltage limit", GRID_V,
            "pv_grid_voltage_high", by_name=("voltageHighLimit",), dangerous=True,
        ),
        setting(
            "grid_voltage_low", "pv_grid_voltage_low", "lower grid voltage limit", GRID_V,
            "pv_grid_voltage_low", by_name=("voltageLowLimit",), dangerous=True,
        ),
        setting(
            "power_factor", "pv_power_factor", "power factor", PowerFactor(), "pv_power_factor",
            dangerous=True,
        ),
        setting(
            "reactive_power", "pv_reactive_p_rate", "reactive power", percent(),
            "pv_reactive_p_rate", by_name=("reactiveRate",), dangerous=True,
            note="Whether capacitive or inductive is a setting that nobody has described.",
        ),
        setting(
            "keep_power_commands", "pv_pf_cmd_memory_state",
            "power commands kept over a restart", Switch(), "pv_pf_cmd_memory_state",
        ),
        setting(
            "off_grid_frequency", "mix_ac_discharge_frequency", "off-grid frequency", HZ,
            "mix_ac_discharge_frequency", dangerous=True,
        ),
        setting(
            "off_grid_voltage", "mix_ac_discharge_voltage", "off-grid voltage", OFF_GRID_V,
            "mix_ac_discharge_voltage", dangerous=True,
        ),
        setting(
            "off_grid", "mix_off_grid_enable", "off-grid output allowed", Switch(),
            "mix_off_grid_enable", dangerous=True,
        ),
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
        setting(
            "active_power_limit", "pv_active_p_rate", "active power limit, share of rated power",
            percent(), "pv_active_p_rate", by_name=("activeRate",),
        ),
        setting(
            "on", "pv_on_off", "device switch", POWER_SWITCH, "onOff", "pv_on_off",
        ),
        setting(
            "discharge_power", _DISCHARGE, "discharging power, share of rated power", percent(),
            "disChargePowerCommand",
        ),
        setting(
            "discharge_stop_soc", _DISCHARGE, "level where discharging stops (grid first)",
            percent(), "wdisChargeSOCLowLimit2", position=2,
            note="Which key of the replies shows it is not settled.",
        ),
        *(period(n, "Discharge", _DISCHARGE, 3, Mode.GRID_FIRST, "forcedDischargeStopSwitch")
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
        *(period(n, "Charge", _CHARGE, 4, Mode.BATTERY_FIRST, "forcedChargeStopSwitch")
          for n in (1, 2, 3)),
        setting(
            "load_first_stop_soc", "mix_load_flast_value_multi",
            "level where discharging stops (load first)", percent(),
            by_name=("loadFirstStopSocSet", "wdisChargeSOCLowLimit1"), after_schedule=True,
            note="Writing the discharge windows may set it to their stop level; it is put back.",
        ),
    ),
    carried={_DISCHARGE: ("load_first_stop_soc", "discharge_stop_soc")},
    levels={
        Mode.BATTERY_FIRST: ("charge_power", "charge_stop_soc"),
        Mode.GRID_FIRST: ("discharge_power", "discharge_stop_soc"),
    },
    requirements=requirements(charge_stops=("charge_stop_soc",), floors=("discharge_stop_soc",)),
    mode_key="priorityChoose",
)  # fmt: skip

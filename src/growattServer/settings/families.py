"""The tables of MIN and SPH.

Facts: the vendor's pages showdoc.com.cn/262556420217021/6129826876191828 (MIN) and
/6129761750718760 (SPH); where a value is read back also from home-assistant, PyPi_GrowattServer and
growatt-bridge. Which settings a model really answers is not documented. Where the vendor gives no
range (grid voltages) ours is wide and only keeps out slips. Registers (`set_any_reg`) are no part
of the catalogue.
"""

from __future__ import annotations

from ..exceptions import GrowattParameterError
from .catalogue import Family, Setting, setting, slot
from .requirements import requirements
from .schedule import Mode
from .values import Choice, Decimal, DeviceClock, PowerFactor, Switch, percent

_HZ = Choice("Hz", {"0": 50, "1": 60})
_OFF_GRID_V = Choice("V", {"0": 230, "1": 208, "2": 240})
_GRID_V = Decimal("V", 50, 350, 1)
_POWER_SWITCH = Switch(None, ("0000", "0001"))
_KEPT = "What was there is not put back by a revert: the clock goes on."


def _segment(number: int) -> Setting:
    return slot(
        f"segment {number}",
        f"time_segment{number}",
        1,
        f"forcedTimeStart{number}",
        f"forcedTimeStop{number}",
        f"forcedStopSwitch{number}",
        mode_key=f"time{number}Mode",
    )


MIN = Family(
    "MIN",
    7,
    19,
    (
        setting(
            "clock", "pf_sys_year", "device clock", DeviceClock(), "sysTime", "pf_sys_year",
            restorable=False, note=_KEPT,
        ),
        setting(
            "grid_voltage_high", "pv_grid_voltage_high", "upper grid voltage limit", _GRID_V,
            "voltageHighLimit", "pv_grid_voltage_high", dangerous=True,
        ),
        setting(
            "grid_voltage_low", "pv_grid_voltage_low", "lower grid voltage limit", _GRID_V,
            "voltageLowLimit", "pv_grid_voltage_low", dangerous=True,
        ),
        setting(
            "power_factor", "pv_power_factor", "power factor", PowerFactor(), "pf", dangerous=True,
        ),
        setting(
            "reactive_power", "pv_reactive_p_rate", "reactive power", percent(), "reactiveRate",
            dangerous=True,
        ),
        setting(
            "off_grid_frequency", "tlx_ac_discharge_frequency", "off-grid frequency", _HZ,
            "tlx_ac_discharge_frequency", dangerous=True,
        ),
        setting(
            "off_grid_voltage", "tlx_ac_discharge_voltage", "off-grid voltage", _OFF_GRID_V,
            "tlx_ac_discharge_voltage", dangerous=True,
        ),
        setting(
            "off_grid", "tlx_off_grid_enable", "off-grid output allowed", Switch(),
            "tlx_off_grid_enable", dangerous=True,
        ),
        setting(
            "discharge_stop_soc", "discharge_stop_soc", "level where discharging stops off grid",
            percent(), "wdisChargeSOCLowLimit", "discharge_stop_soc",
            note="Counts while the grid is away; on_grid_discharge_stop_soc counts else.",
        ),
        setting(
            "on_grid_discharge_stop_soc", "on_grid_discharge_stop_soc",
            "level where discharging stops on grid", percent(), "onGridDischargeStopSOC",
            note="Home Assistant writes it; it is not on the vendor's page, and not all models "
            "show it.",
        ),
        setting(
            "charge_stop_soc", "charge_stop_soc", "level where charging stops", percent(),
            "wchargeSOCLowLimit", "charge_stop_soc",
        ),
        setting(
            "ac_charge_stop_soc", "ac_charge_soc_limit",
            "level where charging from the grid stops", percent(), "ubAcChargingStopSOC",
            note="Only growatt-bridge knows it; it is not on the vendor's page.",
        ),
        setting(
            "charge_power", "charge_power", "charging power limit, share of rated power", percent(),
            "chargePowerCommand", "charge_power",
        ),
        setting(
            "discharge_power", "discharge_power", "discharging power limit, share of rated power",
            percent(), "disChargePowerCommand", "discharge_power",
        ),
        setting(
            "ac_charge", "ac_charge", "charging from the grid", Switch(), "acChargeEnable",
            "ac_charge",
        ),
        setting(
            "export_limit", "backflow_setting", "export limiting, measured by a meter or a CT",
            Choice(None, {"0": "off", "1": "meter", "2": "ct"}), "exportLimit",
            note="The limit itself cannot be written by a known position.",
        ),
        setting(
            "active_power_limit", "pv_active_p_rate", "active power limit, share of rated power",
            percent(), "activeRate",
        ),
        setting(
            "active_power_limit_kept", "pv_active_p_rate",
            "active power limit kept over a restart", Switch(), position=2, default="0",
            note="Documented for MAX only; 0 in the one report of a MIN. Cannot be read back.",
        ),
        setting("on", "tlx_on_off", "device switch", _POWER_SWITCH, "onOff", "tlx_on_off"),
        *map(_segment, range(1, 10)),
    ),
    requirements=requirements(
        charge_stops=("charge_stop_soc", "ac_charge_stop_soc"),
        floors=("on_grid_discharge_stop_soc", "discharge_stop_soc"),
    ),
    mode_key="bdcMode",
)  # fmt: skip

_CHARGE, _DISCHARGE = "mix_ac_charge_time_period", "mix_ac_discharge_time_period"


def _period(number: int, word: str, command: str, first: int, mode: Mode) -> Setting:
    return slot(
        f"{word.lower()} window {number}",
        command,
        first + 5 * (number - 1),
        f"forced{word}TimeStart{number}",
        f"forced{word}TimeStop{number}",
        f"forced{word}StopSwitch{number}",
        mode=mode,
    )


SPH = Family(
    "SPH",
    5,
    18,
    (
        setting(
            "clock", "pf_sys_year", "device clock, hour and minute only", DeviceClock(of_day=True),
            "sysTime", "pf_sys_year", restorable=False, note=_KEPT,
        ),
        setting(
            "grid_voltage_high", "pv_grid_voltage_high", "upper grid voltage limit", _GRID_V,
            "pv_grid_voltage_high", by_name=("voltageHighLimit",), dangerous=True,
        ),
        setting(
            "grid_voltage_low", "pv_grid_voltage_low", "lower grid voltage limit", _GRID_V,
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
            "off_grid_frequency", "mix_ac_discharge_frequency", "off-grid frequency", _HZ,
            "mix_ac_discharge_frequency", dangerous=True,
        ),
        setting(
            "off_grid_voltage", "mix_ac_discharge_voltage", "off-grid voltage", _OFF_GRID_V,
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
            "on", "pv_on_off", "device switch", _POWER_SWITCH, "onOff", "pv_on_off",
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
        *(_period(n, "Discharge", _DISCHARGE, 3, Mode.GRID_FIRST) for n in (1, 2, 3)),
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
        *(_period(n, "Charge", _CHARGE, 4, Mode.BATTERY_FIRST) for n in (1, 2, 3)),
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

FAMILIES = {family.device_type: family for family in (MIN, SPH)}


def family_of(device_type: int) -> Family:
    """The table of a device type; raises GrowattParameterError where there is none."""
    family = FAMILIES.get(device_type)
    if family is None:
        raise GrowattParameterError(f"there is no catalogue of settings for type {device_type}")
    return family

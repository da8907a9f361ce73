"""What can be set on a MIN.

Facts: the vendor's page showdoc.com.cn/262556420217021/6129826876191828; where a value is read back
also from home-assistant, PyPi_GrowattServer and growatt-bridge.
"""

from __future__ import annotations

from ..catalogue import Family, Setting, setting, slot
from ..requirements import requirements
from ..values import Choice, DeviceClock, PowerFactor, Switch, percent
from .common import CLOCK_NOTE, GRID_V, POWER_SWITCH, off_grid


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
            restorable=False, note=CLOCK_NOTE,
        ),
        setting(
            "grid_voltage_high", "pv_grid_voltage_high", "upper grid voltage limit", GRID_V,
            "voltageHighLimit", "pv_grid_voltage_high", dangerous=True,
        ),
        setting(
            "grid_voltage_low", "pv_grid_voltage_low", "lower grid voltage limit", GRID_V,
            "voltageLowLimit", "pv_grid_voltage_low", dangerous=True,
        ),
        setting(
            "power_factor", "pv_power_factor", "power factor", PowerFactor(), "pf", dangerous=True,
        ),
        setting(
            "reactive_power", "pv_reactive_p_rate", "reactive power", percent(), "reactiveRate",
            dangerous=True,
        ),
        *off_grid("tlx"),
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
        setting("on", "tlx_on_off", "device switch", POWER_SWITCH, "onOff", "tlx_on_off"),
        *map(_segment, range(1, 10)),
    ),
    requirements=requirements(
        charge_stops=("charge_stop_soc", "ac_charge_stop_soc"),
        floors=("on_grid_discharge_stop_soc", "discharge_stop_soc"),
    ),
    mode_key="bdcMode",
)  # fmt: skip

"""Each setting of a family once or more: its values, and what its bean shows of them."""

from __future__ import annotations

from typing import Any

CHARGE, DISCHARGE = "mix_ac_charge_time_period", "mix_ac_discharge_time_period"
OFF = [0, 0, 0, 0, 0]

Cases = list[tuple[str, list[Any], dict[str, Any]]]

MIN_CASES: Cases = [
    ("tlx_on_off", ["0000"], {"onOff": 0, "tlx_on_off": "0"}),
    ("tlx_on_off", ["0001"], {"onOff": 1}),
    ("tlx_on_off", ["0"], {"onOff": 0}),
    ("pf_sys_year", ["2026-06-15 13:00:00"], {"sysTime": "2026-06-15 12:57:30"}),
    ("backflow_setting", ["1"], {"exportLimit": 1}),
    ("pv_grid_voltage_high", ["270"], {"voltageHighLimit": 270, "pv_grid_voltage_high": "270"}),
    ("pv_grid_voltage_low", ["180"], {"voltageLowLimit": 180}),
    ("tlx_off_grid_enable", ["0"], {"tlx_off_grid_enable": "0"}),
    ("tlx_ac_discharge_frequency", ["1"], {"tlx_ac_discharge_frequency": "1"}),
    ("tlx_ac_discharge_voltage", ["2"], {"tlx_ac_discharge_voltage": "2"}),
    ("pv_active_p_rate", ["60"], {"activeRate": 60}),
    ("pv_active_p_rate", ["10", "0"], {"activeRate": 10}),
    ("pv_reactive_p_rate", ["20"], {"reactiveRate": 20}),
    ("pv_power_factor", ["-0.95"], {"pf": -0.949999988079071}),
    ("charge_power", ["70"], {"chargePowerCommand": 70, "charge_power": "70"}),
    ("charge_stop_soc", ["85"], {"wchargeSOCLowLimit": 85}),
    ("discharge_power", ["50"], {"disChargePowerCommand": 50}),
    ("discharge_stop_soc", ["15"], {"wdisChargeSOCLowLimit": 15, "onGridDischargeStopSOC": 10}),
    (
        "on_grid_discharge_stop_soc",
        ["25"],
        {"wdisChargeSOCLowLimit": 10, "onGridDischargeStopSOC": 25},
    ),
    ("ac_charge", ["1"], {"acChargeEnable": 1, "ac_charge": "1"}),
    ("ac_charge_soc_limit", ["90"], {"ubAcChargingStopSOC": 90}),
    (
        "time_segment9",
        ["2", "18", "05", "19", "30", "1"],
        {
            "time9Mode": 2,
            "forcedTimeStart9": "18:5",
            "forcedTimeStop9": "19:30",
            "forcedStopSwitch9": 1,
        },
    ),
]


SPH_CASES: Cases = [
    (
        CHARGE,
        ["60", "95", "1", "1", "0", "4", "30", "1", *OFF, "22", "0", "23", "59", "1"],
        {
            "chargePowerCommand": 60,
            "wchargeSOCLowLimit1": 95,
            "wchargeSOCLowLimit2": 95,
            "acChargeEnable": 1,
            "forcedChargeTimeStart1": "1:0",
            "forcedChargeTimeStop1": "4:30",
            "forcedChargeStopSwitch1": 1,
            "forcedChargeStopSwitch2": 0,
            "forcedChargeTimeStop3": "23:59",
        },
    ),
    (
        DISCHARGE,
        ["40", "20", "18", "0", "20", "0", "1", *OFF, *OFF],
        {
            "disChargePowerCommand": 40,
            "wdisChargeSOCLowLimit2": 20,
            "wdisChargeSOCLowLimit1": 20,
            "loadFirstStopSocSet": 20,
            "forcedDischargeTimeStart1": "18:0",
            "forcedDischargeTimeStop1": "20:0",
            "forcedDischargeStopSwitch1": 1,
        },
    ),
    ("mix_load_flast_value_multi", ["25"], {"loadFirstStopSocSet": 25}),
    ("backflow_setting", ["1", "30"], {"exportLimit": 1, "exportLimitPowerRate": 30}),
    ("pv_on_off", ["0000"], {"onOff": 0, "pv_on_off": "0"}),
    ("pf_sys_year", ["07:30"], {"sysTime": "2026-06-15 07:27:30"}),
    ("pv_grid_voltage_high", ["250.5"], {"voltageHighLimit": 250.5}),
    ("pv_grid_voltage_low", ["190"], {"voltageLowLimit": 190}),
    ("mix_off_grid_enable", ["0"], {"mix_off_grid_enable": "0"}),
    ("mix_ac_discharge_frequency", ["1"], {"mix_ac_discharge_frequency": "1"}),
    ("mix_ac_discharge_voltage", ["1"], {"mix_ac_discharge_voltage": "1"}),
    ("pv_pf_cmd_memory_state", ["0"], {"pvPfCmdMemoryState": 0}),
    ("pv_active_p_rate", ["80"], {"activeRate": 80, "pv_active_p_rate": "80"}),
    ("pv_reactive_p_rate", ["5"], {"reactiveRate": 5}),
    ("pv_power_factor", ["0.9"], {"pv_power_factor": "0.9"}),
    ("mix_load_first_control", ["1"], {}),
    ("mix_single_export", ["1"], {}),
]


SPA_CHARGE, SPA_DISCHARGE = "spa_ac_charge_time_period", "spa_ac_discharge_time_period"
HOLD = "spa_load_flast"
SPA_CASES: Cases = [
    (
        SPA_CHARGE,
        ["60", "95", "0", "1", "0", "4", "30", "1", *OFF, "22", "0", "23", "59", "1"],
        {
            "chargePowerCommand": 60,
            "wchargeSOCLowLimit1": 100,
            "wchargeSOCLowLimit2": 95,
            "forcedChargeTimeStart1": "1:0",
            "forcedChargeTimeStop1": "4:30",
            "batFirstSwitch1": 1,
            "batFirstSwitch2": 0,
            "forcedChargeTimeStop3": "23:59",
        },
    ),
    (
        SPA_DISCHARGE,
        ["40", "20", "18", "0", "20", "0", "1", *OFF, *OFF],
        {
            "disChargePowerCommand": 40,
            "wdisChargeSOCLowLimit1": 10,
            "wdisChargeSOCLowLimit2": 20,
            "forcedDischargeTimeStart1": "18:0",
            "forcedDischargeTimeStop1": "20:0",
            "gridFirstSwitch1": 1,
        },
    ),
    (
        HOLD,
        [*OFF, "7", "30", "8", "5", "1", *OFF],
        {
            "loadFirstStartTime2": "7:30",
            "loadFirstStopTime2": "8:5",
            "loadFirstSwitch1": 0,
            "loadFirstSwitch2": 1,
        },
    ),
    ("pv_on_off", ["0000"], {"onOff": 0, "pv_on_off": "0"}),
    ("pf_sys_year", ["07:30"], {"sysTime": "2026-06-15 07:27:30", "pf_sys_year": "07:30"}),
    ("pv_grid_voltage_high", ["270"], {"vacHigh": 270, "pv_grid_voltage_high": "270"}),
    ("pv_grid_voltage_low", ["180"], {"vacLow": 180, "pv_grid_voltage_low": "180"}),
    ("spa_off_grid_enable", ["0"], {"buckUpsFunEn": 0, "spa_off_grid_enable": "0"}),
    ("spa_ac_discharge_frequency", ["1"], {"spa_ac_discharge_frequency": "1"}),
    ("spa_ac_discharge_voltage", ["2"], {"buckUPSVoltSet": 2, "spa_ac_discharge_voltage": "2"}),
    ("pv_pf_cmd_memory_state", ["0"], {"pv_pf_cmd_memory_state": "0"}),
    ("pv_active_p_rate", ["80"], {"activePRate": 80, "pv_active_p_rate": "80"}),
    ("pv_reactive_p_rate", ["5"], {"reactivePRate": 5, "pv_reactive_p_rate": "5"}),
    ("pv_power_factor", ["-0.9"], {"pv_power_factor": "-0.9"}),
]

MAX_CASES: Cases = [
    ("max_cmd_on_off", ["0000"], {"onOff": 0}),
    ("max_cmd_on_off", ["0001"], {"onOff": 1}),
    ("pv_active_p_rate", ["60", "1"], {"activeRate": 60, "pvPfCmdMemoryState": 1}),
    ("pv_active_p_rate", ["40"], {"activeRate": 40, "pvPfCmdMemoryState": 0}),
    ("pv_power_factor", ["-0.95"], {"pf": -0.95}),
]

# what no documented reply shows
INVERTER_CASES: Cases = [
    ("pv_on_off", ["0000"], {}),
    ("pv_on_off", ["0001"], {}),
    ("pv_pf_cmd_memory_state", ["1"], {}),
    ("pv_active_p_rate", ["60"], {}),
    ("pv_reactive_p_rate", ["20", "under"], {}),
    ("pv_power_factor", ["-0.95"], {}),
    ("pf_sys_year", ["2026-06-15 13:00:00"], {}),
    ("pv_grid_voltage_high", ["240.7"], {}),
]
STORAGE_CASES: Cases = [
    ("storage_cmd_on_off", ["0000"], {}),
    ("storage_cmd_mode", ["1"], {}),
    ("storage_cmd_forced_discharge_enable", ["0"], {}),
    ("storage_lithium_battery", ["5"], {}),
    ("pv_power_factor", ["420", "0.75"], {}),
    ("storage_cmd_forced_discharge_time1", ["18", "30", "22", "15"], {}),
    ("storage_cmd_sys_year", ["2026-06-15 13:00"], {}),
    ("storage_ac_charge_enable_disenable", ["1"], {}),
    ("storage_ac_charge_hour_start", ["1", "15", "24", "0"], {}),
    ("storage_ac_charge_soc_limit", ["70"], {}),
]

CASES: dict[str, Cases] = {
    "min": MIN_CASES,
    "sph": SPH_CASES,
    "spa": SPA_CASES,
    "max": MAX_CASES,
    "inverter": INVERTER_CASES,
    "storage": STORAGE_CASES,
}

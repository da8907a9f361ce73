"""Settings can be written, are seen again, and act."""

from __future__ import annotations

from typing import Any

import pytest

from growattServer.simulator import Simulator
from growattServer.simulator.families import FAMILIES

from .conftest import Call

CHARGE, DISCHARGE = "mix_ac_charge_time_period", "mix_ac_discharge_time_period"
OFF = [0, 0, 0, 0, 0]


def write(call: Call, family: str, name: str, *values: Any, count: int | None = None) -> int:
    path, key, width = {"min": ("tlxSet", "tlx_sn", 19), "sph": ("mixSet", "mix_sn", 18)}[family]
    params = {
        f"param{index + 1}": values[index] if index < len(values) else ""
        for index in range(width if count is None else count)
    }
    body = call("POST", path, **{key: f"SIM{family.upper()}0001"}, type=name, **params)
    return int(body["error_code"])


def read(call: Call, family: str, name: str, first: int = 0, last: int = 0) -> str:
    body = call(
        "POST",
        f"read{'Min' if family == 'min' else 'Mix'}Param",
        device_sn=f"SIM{family.upper()}0001",
        paramId=name,
        startAddr=first,
        endAddr=last,
    )
    assert body["error_code"] == 0
    return str(body["data"])


def min_bean(call: Call) -> dict[str, Any]:
    bean: dict[str, Any] = call("GET", "device/tlx/tlx_set_info", device_sn="SIMMIN0001")["data"]
    inner = call("GET", "device/tlx/tlx_data_info", device_sn="SIMMIN0001")["data"]["tlxSetbean"]
    differing = {key for key in bean if bean[key] != inner[key]}
    assert differing == {f"yearTime{index}" for index in range(1, 10)}
    return bean


def sph_bean(call: Call) -> dict[str, Any]:
    bean: dict[str, Any] = call("GET", "device/mix/mix_data_info", device_sn="SIMSPH0001")["data"]
    return bean


MIN_CASES = [
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


@pytest.mark.parametrize(("name", "values", "seen"), MIN_CASES)
def test_min_settings_are_seen_again(
    call: Call, name: str, values: list[str], seen: dict[str, Any]
) -> None:
    assert write(call, "min", name, *values) == 0
    bean = min_bean(call)
    assert {key: bean[key] for key in seen} == seen
    stored = read(call, "min", name).split(",")
    assert [text.lstrip("0") for text in stored[: len(values)]] == [
        text.lstrip("0") for text in values
    ]


SPH_CASES = [
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


@pytest.mark.parametrize(("name", "values", "seen"), SPH_CASES)
def test_sph_settings_are_seen_again(
    call: Call, name: str, values: list[Any], seen: dict[str, Any]
) -> None:
    assert write(call, "sph", name, *values) == 0
    bean = sph_bean(call)
    assert {key: bean[key] for key in seen} == seen
    first = read(call, "sph", name).split(",")[0]
    assert first.lstrip("0") == str(values[0]).lstrip("0") or name == "pf_sys_year"


def test_every_setting_of_the_tables_was_tried() -> None:
    tried = {name for name, _, _ in MIN_CASES} | {f"time_segment{i}" for i in range(1, 9)}
    assert set(FAMILIES["min"].table.settings) == tried
    assert set(FAMILIES["sph"].table.settings) == {name for name, _, _ in SPH_CASES}


@pytest.mark.parametrize(
    ("code", "family", "name", "values"),
    [
        (10006, "min", "no_such", ["1"]),
        (10006, "min", "", ["1"]),
        (10006, "min", "pv_on_off", ["1"]),
        (10007, "min", "ac_charge", []),
        (10008, "min", "ac_charge", ["2"]),
        (10008, "min", "charge_power", ["101"]),
        (10008, "min", "charge_power", ["-1"]),
        (10008, "min", "charge_power", ["many"]),
        (10008, "min", "pv_power_factor", ["0.5"]),
        (10008, "min", "time_segment1", ["3", "1", "0", "2", "0", "1"]),
        (10009, "min", "time_segment1", ["1", "24", "0", "2", "0", "1"]),
        (10009, "min", "time_segment1", ["1", "1", "60", "2", "0", "1"]),
        (10007, "min", "time_segment1", ["1", "1", "0"]),
        (10009, "min", "pf_sys_year", ["12:00"]),
        (10009, "min", "pf_sys_year", ["2026-13-01 00:00:00"]),
        (10008, "min", "set_any_reg", ["5001", "1"]),
        (10008, "min", "set_any_reg", ["1", "65536"]),
        (10007, "min", "set_any_reg", ["1"]),
        (10006, "sph", "tlx_on_off", ["1"]),
        (10007, "sph", CHARGE, ["100", "100", "1", *OFF]),
        (10008, "sph", CHARGE, ["101", "100", "1", *OFF * 3]),
        (10009, "sph", CHARGE, ["100", "100", "1", "25", *OFF * 3]),
        (10009, "sph", "pf_sys_year", ["2026-01-01 00:00:00"]),
    ],
)
def test_refused_values_change_nothing(
    sim: Simulator, call: Call, code: int, family: str, name: str, values: list[Any]
) -> None:
    serial_number = f"SIM{family.upper()}0001"
    before = sim.device(serial_number)["settings"]
    assert write(call, family, name, *values) == code
    assert sim.device(serial_number)["settings"] == before


def test_write_needs_a_known_serial_number_of_the_family(call: Call) -> None:
    for path, key in (("tlxSet", "tlx_sn"), ("mixSet", "mix_sn")):
        assert call("POST", path, type="pv_on_off")["error_code"] == 10004
        assert call("POST", path, **{key: "NOBODY01"})["error_code"] == 10012
    assert call("POST", "tlxSet", tlx_sn="SIMSPH0001", type="x")["error_code"] == 10012


def test_offline_devices_cannot_be_set_or_read(sim: Simulator, call: Call) -> None:
    sim.change_device("SIMMIN0001", online=False)
    assert write(call, "min", "ac_charge", 1) == 10003
    asked = {"device_sn": "SIMMIN0001", "paramId": "ac_charge"}
    assert call("POST", "readMinParam", **asked)["error_code"] == 10003
    sim.change_device("SIMMIN0001", datalogger_online=False)
    assert write(call, "min", "ac_charge", 1) == 10005
    assert call("POST", "readMinParam", **asked)["error_code"] == 10005
    sim.change_device("SIMMIN0001", online=True, datalogger_online=True)
    assert write(call, "min", "ac_charge", 1) == 0


def test_param18_may_be_left_out(call: Call) -> None:
    assert write(call, "sph", DISCHARGE, "40", "20", *OFF * 3, count=17) == 0


def test_overlapping_segments_are_refused_without_a_word(call: Call) -> None:
    assert write(call, "min", "time_segment1", 1, 8, 0, 12, 0, 1) == 0
    assert write(call, "min", "time_segment2", 2, 11, 59, 13, 0, 1) == 0
    assert min_bean(call)["forcedStopSwitch2"] == 0
    assert write(call, "min", "time_segment2", 2, 11, 59, 13, 0, 0) == 0
    assert min_bean(call)["forcedTimeStart2"] == "11:59"
    assert write(call, "min", "time_segment3", 2, 23, 0, 8, 1, 1) == 0
    assert min_bean(call)["forcedStopSwitch3"] == 0
    assert write(call, "min", "time_segment3", 2, 23, 0, 8, 0, 1) == 0
    assert min_bean(call)["forcedStopSwitch3"] == 1


def test_registers_are_kept(call: Call) -> None:
    assert write(call, "min", "set_any_reg", 100, 7) == 0
    assert write(call, "min", "set_any_reg", 102, 65535) == 0
    assert read(call, "min", "set_any_reg", 100, 102) == "7,0,65535"
    assert write(call, "min", "set_any_reg", 0, 0) == 0
    assert min_bean(call)["onOff"] == 0


def test_a_written_schedule_moves_the_battery(sim: Simulator, call: Call) -> None:
    assert write(call, "min", "time_segment1", 2, 18, 0, 23, 0, 1) == 0
    assert write(call, "min", "on_grid_discharge_stop_soc", 40) == 0
    sim.set_clock("2026-06-15T20:30:00Z")
    state = sim.device("SIMMIN0001")
    assert state["mode"] == "grid_first"
    assert state["battery_soc"] == pytest.approx(40, abs=1)
    assert write(call, "min", "ac_charge", 1) == 0
    assert write(call, "min", "time_segment1", 1, 22, 0, 2, 0, 1) == 0
    sim.set_clock("2026-06-15T21:00:00Z")
    state = sim.device("SIMMIN0001")
    assert state["mode"] == "battery_first"
    assert state["power_w"]["charge"] == pytest.approx(3000)
    assert state["power_w"]["ac_charge"] == pytest.approx(3000 / 0.97)


def test_a_min_stops_at_one_level_on_grid_and_at_another_off_grid(
    sim: Simulator, call: Call
) -> None:
    for name, level in (("on_grid_discharge_stop_soc", 80), ("discharge_stop_soc", 60)):
        assert write(call, "min", name, level) == 0
    sim.set_clock("2026-06-16T02:00:00Z")
    night = sim.device("SIMMIN0001")
    assert night["battery_soc"] == pytest.approx(80, abs=1)
    assert night["power_w"]["discharge"] == 0
    assert sim.change_device("SIMMIN0001", grid=False)["grid"] is False
    sim.set_clock("2026-06-16T02:05:00Z")
    power = sim.device("SIMMIN0001")["power_w"]
    assert power["discharge"] > 0
    assert power["grid_import"] == power["grid_export"] == 0
    assert power["load"] == pytest.approx(power["ac_output"])
    # in the dark, without any other source, until that level
    sim.set_clock("2026-06-17T02:00:00Z")
    heard = sim.truth("SIMMIN0001", "2026-06-16T02:05:00Z", "2026-06-17T02:00:00Z")
    assert min(row["battery_soc"] for row in heard) >= 60 - 1e-6
    assert sum(row["power_w"]["grid_import"] for row in heard) == 0
    sim.change_device("SIMMIN0001", grid=True)
    sim.set_clock("2026-06-17T02:05:00Z")
    assert sim.device("SIMMIN0001")["power_w"]["grid_import"] > 0


def test_without_off_grid_output_the_house_is_dark(sim: Simulator, call: Call) -> None:
    assert write(call, "min", "tlx_off_grid_enable", 0) == 0
    sim.change_device("SIMMIN0001", grid=False)
    sim.set_clock("2026-06-15T11:00:00Z")
    assert set(sim.device("SIMMIN0001")["power_w"].values()) == {0}


def test_sph_windows_move_the_battery(sim: Simulator, call: Call) -> None:
    night = [0, 0, 5, 0, 1]
    assert write(call, "sph", CHARGE, 100, 90, 1, *night, *OFF, *OFF) == 0
    sim.set_clock("2026-06-16T08:55:00Z")
    state = sim.device("SIMSPH0001")
    assert (state["mode"], round(state["battery_soc"])) == ("battery_first", 90)
    assert state["today_wh"]["ac_charge"] > 0
    data = call("POST", "device/mix/mix_last_data", mix_sn="SIMSPH0001")["data"]
    assert data["priorityChoose"] == 1
    assert data["acChargeEnergyToday"] == pytest.approx(
        state["today_wh"]["ac_charge"] / 1000, abs=0.06
    )


def test_export_limit_and_switch_act(sim: Simulator, call: Call) -> None:
    assert write(call, "min", "backflow_setting", 1) == 0
    sim.set_clock("2026-06-15T11:00:00Z")
    assert sim.device("SIMMIN0001")["power_w"]["grid_export"] == 0
    assert write(call, "min", "tlx_on_off", "0000") == 0
    sim.set_clock("2026-06-15T11:10:00Z")
    power = sim.device("SIMMIN0001")["power_w"]
    assert power["pv1"] == power["charge"] == power["discharge"] == 0
    assert power["grid_import"] == power["load"]
    data = call("POST", "device/tlx/tlx_last_data", tlx_sn="SIMMIN0001")["data"]
    assert (data["status"], data["ppv"]) == (0, 0)

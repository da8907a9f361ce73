"""Settings can be written, are seen again, and act."""

from __future__ import annotations

from typing import Any

import pytest

from growattServer.simulator import Simulator
from growattServer.simulator.families import TOKEN_FAMILIES

from .conftest import EVERY_FAMILY, PHRASE, SETTABLE, WRITES, Call, path_of, serial_of, written
from .sim_settings_cases import CASES, CHARGE, DISCHARGE, HOLD, OFF, SPA_CHARGE, SPA_DISCHARGE


def write(call: Call, family: str, name: str, *values: Any, count: int | None = None) -> int:
    kind = TOKEN_FAMILIES[family]
    form = written(kind, name, *values)
    left_out = WRITES[family]["value_params"][count:] if count is not None else ()
    for key in left_out:
        del form[key]
    body = call("POST", kind.write_command, **form)
    return int(body["error_code"])


def read(call: Call, family: str, name: str, first: int = 0, last: int = 0) -> str:
    kind = TOKEN_FAMILIES[family]
    body = call(
        "POST",
        kind.read_command,
        device_sn=serial_of(kind),
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


def bean(call: Call, family: str) -> dict[str, Any]:
    """Where a family shows its settings."""
    if family == "min":
        return min_bean(call)
    kind = TOKEN_FAMILIES[family]
    path = path_of(kind, "details")
    shown: dict[str, Any] = call(*path, device_sn=serial_of(kind))["data"]
    return shown


@EVERY_FAMILY
@pytest.mark.parametrize(
    ("family", "name", "values", "seen"),
    [(family, *case) for family, cases in CASES.items() for case in cases],
)
def test_settings_are_seen_again(
    call: Call, family: str, name: str, values: list[Any], seen: dict[str, Any]
) -> None:
    assert write(call, family, name, *values) == 0
    shown = bean(call, family)
    assert {key: shown[key] for key in seen} == seen
    stored = read(call, family, name).split(",")
    assert [text.lstrip("0") for text in stored[: len(values)]] == [
        str(value).lstrip("0") for value in values
    ]


def test_every_setting_of_the_tables_was_tried() -> None:
    tried = {family: {name for name, _, _ in cases} for family, cases in CASES.items()}
    tried["min"] |= {f"time_segment{index}" for index in range(1, 9)}
    assert tried == {
        name: set(kind.table.settings) for name, kind in TOKEN_FAMILIES.items() if name in SETTABLE
    }


@EVERY_FAMILY
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
        (10006, "spa", CHARGE, ["100", "100", "1", *OFF * 3]),
        (10007, "spa", SPA_CHARGE, ["100", "100", *OFF * 3]),
        (10008, "spa", SPA_CHARGE, ["100", "100", "2", *OFF * 3]),
        (10009, "spa", SPA_DISCHARGE, ["100", "100", "25", *OFF * 3]),
        (10007, "spa", HOLD, OFF * 2),
        (10008, "spa", "spa_ac_discharge_voltage", ["3"]),
        (10008, "spa", "pv_power_factor", ["0.5"]),
        (10009, "spa", "pf_sys_year", ["2026-01-01 00:00:00"]),
        (10006, "max", "pv_on_off", ["1"]),
        (10008, "max", "pv_active_p_rate", ["101", "1"]),
        (10008, "max", "pv_active_p_rate", ["100", "2"]),
        (10008, "max", "pv_power_factor", ["0.5"]),
        (10006, "inverter", "pv_grid_voltage_low", ["180"]),
        (10008, "inverter", "pv_active_p_rate", ["101"]),
        (10008, "inverter", "pv_reactive_p_rate", ["10", "up"]),
        (10009, "inverter", "pf_sys_year", ["12:00"]),
        (10006, "storage", "pv_on_off", ["1"]),
        (10008, "storage", "storage_ac_charge_soc_limit", ["81"]),
        (10007, "storage", "pv_power_factor", ["400"]),
        (10009, "storage", "storage_ac_charge_hour_start", ["25", "0", "25", "0"]),
        (10009, "storage", "storage_cmd_sys_year", ["2026-06-15 13:00:00"]),
        (10013, "storage", "storage_ac_charge_hour_start", ["5", "0", "4", "59"]),
        (10013, "storage", "storage_cmd_forced_discharge_time1", ["22", "30", "22", "0"]),
    ],
)
def test_refused_values_change_nothing(
    sim: Simulator, call: Call, code: int, family: str, name: str, values: list[Any]
) -> None:
    serial_number = serial_of(TOKEN_FAMILIES[family])
    before = sim.device(serial_number)["settings"]
    assert write(call, family, name, *values) == code
    assert sim.device(serial_number)["settings"] == before


@EVERY_FAMILY
@pytest.mark.parametrize("family", SETTABLE)
def test_write_needs_a_known_serial_number_of_the_family(call: Call, family: str) -> None:
    kind = TOKEN_FAMILIES[family]
    path, key, switch = kind.write_command, kind.serial_key, kind.table.power_switch
    form = written(kind, switch, 1)
    assert call("POST", path, **{**form, key: ""})["error_code"] == 10004
    others = {serial_of(one) for one in TOKEN_FAMILIES.values() if one is not kind}
    for stranger in ("NOBODY01", *others):
        assert call("POST", path, **{**form, key: stranger})["error_code"] == 10012


@EVERY_FAMILY
@pytest.mark.parametrize("family", SETTABLE)
def test_offline_devices_cannot_be_set_or_read(sim: Simulator, call: Call, family: str) -> None:
    kind = TOKEN_FAMILIES[family]
    serial_number, switch = serial_of(kind), kind.table.power_switch
    asked = {"device_sn": serial_number, "paramId": switch}
    sim.change_device(serial_number, online=False)
    assert write(call, family, switch, 0) == 10003
    assert call("POST", kind.read_command, **asked)["error_code"] == 10003
    sim.change_device(serial_number, datalogger_online=False)
    assert write(call, family, switch, 0) == 10005
    assert call("POST", kind.read_command, **asked)["error_code"] == 10005
    sim.change_device(serial_number, online=True, datalogger_online=True)
    assert read(call, family, switch) == "1"
    assert write(call, family, switch, 0) == 0
    assert read(call, family, switch) == "0"


def test_param18_may_be_left_out(call: Call) -> None:
    assert write(call, "sph", DISCHARGE, "40", "20", *OFF * 3, count=17) == 0
    assert write(call, "spa", SPA_DISCHARGE, "40", "20", *OFF * 3, count=17) == 0


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


@EVERY_FAMILY
@pytest.mark.parametrize("family", SETTABLE)
def test_registers_are_kept(call: Call, family: str) -> None:
    assert write(call, family, "set_any_reg", 100, 7) == 0
    assert write(call, family, "set_any_reg", 102, 65535) == 0
    assert read(call, family, "set_any_reg", 100, 102) == "7,0,65535"
    assert write(call, family, "set_any_reg", 0, 0) == 0
    assert bean(call, family).get("onOff", 0) == 0
    assert read(call, family, TOKEN_FAMILIES[family].table.power_switch) == "0"


@pytest.mark.parametrize("second", ["", "growatt", "growatt2026615", "Growatt20260615", "0"])
def test_an_inverter_ignores_what_comes_without_its_word(
    sim: Simulator, call: Call, second: str
) -> None:
    before = sim.device("SIMINV0001")["settings"]
    form = {"device_sn": "SIMINV0001", "paramId": "pv_active_p_rate", "command_1": "40"}
    body = call("POST", "inverterSet", **form, command_2=second)
    assert (body["error_code"], body["error_msg"]) == (0, "Set Successful")
    assert sim.device("SIMINV0001")["settings"] == before
    assert call("POST", "inverterSet", **{**form, "command_1": "101"})["error_code"] == 10008
    assert call("POST", "inverterSet", **form, command_2=PHRASE)["error_code"] == 0
    assert read(call, "inverter", "pv_active_p_rate") == "40"


def test_a_limited_inverter_gives_less(sim: Simulator, call: Call) -> None:
    sim.set_clock("2026-06-15T17:00:00Z")
    assert sim.device("SIMINV0001")["power_w"]["ac_output"] > 400
    assert write(call, "inverter", "pv_active_p_rate", 10) == 0
    sim.set_clock("2026-06-15T17:05:00Z")
    assert sim.device("SIMINV0001")["power_w"]["ac_output"] == pytest.approx(360)
    assert write(call, "inverter", "pv_on_off", "0000") == 0
    sim.set_clock("2026-06-15T17:10:00Z")
    assert sim.device("SIMINV0001")["power_w"]["ac_output"] == 0


def inverter_w(sim: Simulator, clock: str) -> float:
    """What the inverter gives in the five minutes up to this moment, with the sun it has then."""
    sim.set_clock(clock)
    state = sim.device("SIMINV0001")
    flows = state["power_w"]
    came = flows["pv1"] + flows["pv2"] + flows["grid_import"]
    assert came == pytest.approx(flows["load"] + flows["grid_export"] + flows["loss"])
    return float(flows["ac_output"])


# of a rated power of 3600 W: a power factor and reactive power leave less for the active one
@pytest.mark.parametrize(
    ("name", "values", "most"),
    [
        ("pv_power_factor", ["-0.8"], 2880),
        ("pv_reactive_p_rate", ["80", "under"], 2160),
        ("pv_active_p_rate", ["50"], 1800),
        ("set_any_reg", [3, 25], 900),
        ("set_any_reg", [0, 0], 0),
    ],
)
def test_an_inverter_gives_what_its_settings_leave(
    sim: Simulator, call: Call, name: str, values: list[Any], most: float
) -> None:
    roof = {"pv1_peak_w": 9000.0, "pv2_peak_w": 9000.0}
    sim.add_device("inverter", "SIMINV0009", plant_id=1000002, **roof)
    sim.set_clock("2026-06-15T17:00:00Z")
    assert sim.device("SIMINV0009")["power_w"]["ac_output"] == pytest.approx(3600)
    form = written(TOKEN_FAMILIES["inverter"], name, *values) | {"device_sn": "SIMINV0009"}
    assert call("POST", "inverterSet", **form)["error_code"] == 0
    sim.set_clock("2026-06-15T17:05:00Z")
    assert sim.device("SIMINV0009")["power_w"]["ac_output"] == pytest.approx(most)


def test_registers_and_settings_of_an_inverter_are_the_same(call: Call) -> None:
    assert read(call, "inverter", "set_any_reg", 0, 3) == "257,0,0,100"
    assert read(call, "inverter", "set_any_reg", 19, 22) == "1860,2630,4750,6150"
    assert write(call, "inverter", "set_any_reg", 20, 2407) == 0
    assert read(call, "inverter", "pv_grid_voltage_high") == "240.7"
    assert write(call, "inverter", "pv_active_p_rate", 70) == 0
    assert write(call, "inverter", "pv_on_off", "0000") == 0
    assert read(call, "inverter", "set_any_reg", 0, 3) == "0,0,0,70"
    assert write(call, "inverter", "set_any_reg", 0, 257) == 0
    assert read(call, "inverter", "pv_on_off") == "1"
    # what no device takes changes nothing
    assert write(call, "inverter", "set_any_reg", 3, 101) == 0
    assert write(call, "inverter", "set_any_reg", 0, 256) == 0
    assert read(call, "inverter", "set_any_reg", 0, 3) == "257,0,0,70"
    assert write(call, "inverter", "set_any_reg", 30, 7) == 0
    assert read(call, "inverter", "set_any_reg", 30, 30) == "7"


@pytest.mark.parametrize("limit", [[20, 2200], [19, 2600], [22, 5900], [21, 6100]])
def test_an_inverter_leaves_a_grid_that_is_not_within_its_limits(
    sim: Simulator, call: Call, limit: list[int]
) -> None:
    # in Boston are 240 V and 60 Hz
    assert inverter_w(sim, "2026-06-15T17:00:00Z") > 400
    assert write(call, "inverter", "set_any_reg", *limit) == 0
    assert inverter_w(sim, "2026-06-15T17:05:00Z") == 0
    wide = {19: 1900, 20: 2800, 21: 4800, 22: 6200}[limit[0]]
    assert write(call, "inverter", "set_any_reg", limit[0], wide) == 0
    assert inverter_w(sim, "2026-06-15T17:10:00Z") > 400


def test_the_windows_of_a_storage_move_its_battery(sim: Simulator, call: Call) -> None:
    # 10:02 UTC is 06:02 in Boston
    assert write(call, "storage", "storage_ac_charge_hour_start", 1, 0, 5, 0) == 0
    assert write(call, "storage", "storage_ac_charge_soc_limit", 60) == 0
    sim.set_clock("2026-06-16T09:00:00Z")
    night = sim.truth("SIMSPF0001", "2026-06-16T05:05:00Z", "2026-06-16T09:00:00Z")
    assert max(row["power_w"]["ac_charge"] for row in night) == 0
    assert write(call, "storage", "storage_ac_charge_enable_disenable", 1) == 0
    sim.set_clock("2026-06-17T09:00:00Z")
    night = sim.truth("SIMSPF0001", "2026-06-17T05:05:00Z", "2026-06-17T09:00:00Z")
    assert max(row["power_w"]["ac_charge"] for row in night) > 1000
    assert night[-1]["battery_soc"] >= 60 - 0.5
    assert write(call, "storage", "storage_ac_charge_enable_disenable", 0) == 0
    assert write(call, "storage", "storage_lithium_battery", 5) == 0
    assert write(call, "storage", "storage_cmd_forced_discharge_time1", 0, 0, 24, 0) == 0
    assert write(call, "storage", "storage_cmd_forced_discharge_enable", 0) == 0
    sim.set_clock("2026-06-19T09:00:00Z")
    levels = [
        row["battery_soc"]
        for row in sim.truth("SIMSPF0001", "2026-06-18T05:05:00Z", "2026-06-19T09:00:00Z")
    ]
    assert min(levels) < 20 - 1


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


def test_an_sph_charges_and_sells_with_the_power_that_was_written(
    sim: Simulator, call: Call
) -> None:
    all_day = [0, 0, 23, 59, 1]
    assert write(call, "sph", CHARGE, 40, 100, 1, *all_day, *OFF, *OFF) == 0
    sim.set_clock("2026-06-15T10:10:00Z")
    assert sim.device("SIMSPH0001")["power_w"]["charge"] == pytest.approx(0.4 * 3000)
    assert write(call, "sph", CHARGE, 40, 100, 1, *OFF, *OFF, *OFF) == 0
    assert write(call, "sph", DISCHARGE, 30, 10, *all_day, *OFF, *OFF) == 0
    sim.set_clock("2026-06-15T10:20:00Z")
    assert sim.device("SIMSPH0001")["power_w"]["discharge"] == pytest.approx(0.3 * 3000)


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


def test_an_spa_charges_where_the_grid_is_allowed(sim: Simulator, call: Call) -> None:
    # In Boston it is two minutes past six.
    morning = [6, 0, 9, 0, 1]
    assert write(call, "spa", SPA_CHARGE, 50, 100, 1, *morning, *OFF, *OFF) == 0
    sim.set_clock("2026-06-15T10:10:00Z")
    state = sim.device("SIMSPA0001")
    assert (state["mode"], state["power_w"]["charge"]) == ("battery_first", 1500)
    data = call("POST", "device/spa/spa_last_data", spa_sn="SIMSPA0001")["data"]
    assert (data["priorityChoose"], data["pcharge1"]) == (1, 1500)
    assert data["acChargePower"] == round(state["power_w"]["ac_charge"], 1) > 1500
    assert write(call, "spa", SPA_CHARGE, 50, 100, 0, *morning, *OFF, *OFF) == 0
    sim.set_clock("2026-06-15T10:20:00Z")
    assert sim.device("SIMSPA0001")["power_w"]["charge"] == 0


def test_an_spa_sells_in_its_windows_and_holds_in_load_first(sim: Simulator, call: Call) -> None:
    assert write(call, "spa", HOLD, 6, 0, 9, 0, 1, *OFF, *OFF) == 0
    sim.set_clock("2026-06-15T10:30:00Z")
    state = sim.device("SIMSPA0001")
    assert (state["mode"], state["power_w"]["discharge"]) == ("hold", 0)
    assert state["battery_soc"] > 50
    data = call("POST", "device/spa/spa_last_data", spa_sn="SIMSPA0001")["data"]
    assert (data["priorityChoose"], data["pdischarge1"]) == (0, 0)
    assert data["pacToUserTotal"] == data["plocalLoadTotal"] > 0
    assert write(call, "spa", SPA_DISCHARGE, 100, 40, 6, 0, 9, 0, 1, *OFF, *OFF) == 0
    sim.set_clock("2026-06-15T10:40:00Z")
    data = call("POST", "device/spa/spa_last_data", spa_sn="SIMSPA0001")["data"]
    assert (data["priorityChoose"], data["pacToGridTotal"] > 500) == (2, True)
    assert write(call, "spa", SPA_DISCHARGE, 100, 40, *OFF, *OFF, *OFF) == 0
    assert write(call, "spa", HOLD, *OFF, *OFF, *OFF) == 0
    sim.set_clock("2026-06-15T10:50:00Z")
    state = sim.device("SIMSPA0001")
    assert state["mode"] == "load_first"
    assert state["power_w"]["discharge"] > 0


def test_an_spa_feeds_the_house_without_a_grid_where_it_may(sim: Simulator, call: Call) -> None:
    sim.change_device("SIMSPA0001", grid=False)
    sim.set_clock("2026-06-15T10:30:00Z")
    power = sim.device("SIMSPA0001")["power_w"]
    assert power["discharge"] > 0
    assert power["grid_import"] == power["grid_export"] == 0
    assert write(call, "spa", "spa_off_grid_enable", 0) == 0
    sim.set_clock("2026-06-15T10:40:00Z")
    assert set(sim.device("SIMSPA0001")["power_w"].values()) == {0}

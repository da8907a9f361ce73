"""Settings written by the app act in the world and are read in V1, and the other way round."""

from __future__ import annotations

from typing import Any

import pytest

from growattServer.simulator import Simulator

from .conftest import Call
from .sim_legacy_app import (
    MIN_PLANT,
    NOAH,
    PLANTS,
    SET,
    SPH_PLANT,
    TLX,
    USER_ID,
    App,
    inside_script,
)

DONE = {"msg": "200", "success": True}
NO_WINDOW = ["00", "00", "00", "00", "0"]


def refused(message: str) -> dict[str, Any]:
    return {"msg": message, "success": False}


def numbered(values: list[Any]) -> dict[str, Any]:
    return {f"param{index}": value for index, value in enumerate(values, 1)}


def tlx(app: App, name: str, *values: Any) -> Any:
    return app.ask(SET + "tlxSet", serialNum="SIMMIN0001", type=name, **numbered(list(values)))


def mix(app: App, name: str, *values: Any, op: str = "mixSetApiNew") -> Any:
    return app.ask(SET + op, serialNum="SIMSPH0001", type=name, **numbered(list(values)))


def spa(app: App, name: str, *values: Any) -> Any:
    return app.ask(SET + "spaSetApi", serialNum="SIMSPA0001", type=name, **numbered(list(values)))


def inverter(app: App, name: str, *commands: Any) -> Any:
    params = {f"command_{index}": value for index, value in enumerate(commands, 1)}
    page = "tcpSet.do?action=inverterSet"
    return app.ask(page, serialNum="SIMINV0001", paramId=name, **params)


def noah(app: App, name: str, *values: Any) -> Any:
    return app.ask(NOAH + "set", serialNum="SIMNOA0001", type=name, **numbered(list(values)))


def all_settings(app: App) -> dict[str, Any]:
    bean: dict[str, Any] = app.ask(TLX + "getTlxSetData", serialNum="SIMMIN0001")["obj"][
        "tlxSetBean"
    ]
    return bean


def min_settings(call: Call) -> dict[str, Any]:
    bean: dict[str, Any] = call("GET", "device/tlx/tlx_set_info", device_sn="SIMMIN0001")["data"]
    return bean


def mix_settings(app: App) -> dict[str, Any]:
    page = "newMixApi.do?op=getMixSetParams"
    bean: dict[str, Any] = app.ask(page, serialNum="SIMSPH0001")["obj"]["mixBean"]
    return bean


# ---- MIN -------------------------------------------------------------------------------------


def test_segment_of_the_app_is_read_in_both_and_acts(sim: Simulator, app: App, call: Call) -> None:
    assert tlx(app, "time_segment1", 2, "10", "00", "16", "30", 1) == DONE
    bean = all_settings(app)
    assert bean["time_segment1"] == "2_10:0_16:30_1"
    assert (bean["time1Mode"], bean["forcedTimeStop1"], bean["forcedStopSwitch1"]) == (
        "2",
        "16:30",
        "1",
    )
    v1 = min_settings(call)
    assert (v1["time1Mode"], v1["forcedTimeStart1"], v1["forcedStopSwitch1"]) == (2, "10:0", 1)
    sim.set_clock("2026-06-15T10:10:00Z")
    assert sim.device("SIMMIN0001")["mode"] == "grid_first"
    status = app.ask(TLX + "getSystemStatus_KW", id="SIMMIN0001", plantId=MIN_PLANT)["obj"]
    assert (status["priorityChoose"], status["operatingMode"]) == ("2", "2")


def test_segment_of_v1_is_read_by_the_app(app: App, call: Call) -> None:
    values = numbered(["1", "1", "5", "4", "0", "1"])
    call("POST", "tlxSet", tlx_sn="SIMMIN0001", type="time_segment3", **values)
    assert all_settings(app)["time_segment3"] == "1_1:5_4:0_1"


def test_overlapping_segments_are_refused_even_disabled(app: App) -> None:
    assert tlx(app, "time_segment1", 1, 1, 0, 5, 0, 0) == DONE
    assert tlx(app, "time_segment2", 2, 4, 59, 6, 0, 0) == refused("509")
    assert tlx(app, "time_segment2", 2, 23, 0, 1, 1, 1) == refused("509")
    assert all_settings(app)["time_segment2"] == "0_0:0_0:0_0"
    assert tlx(app, "time_segment2", 2, 5, 0, 6, 0, 1) == DONE
    assert tlx(app, "time_segment1", 1, 2, 0, 5, 0, 1) == DONE


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("time_segment1", ["1", "24", "0", "5", "0", "1"], "509"),
        ("time_segment1", ["1", "1", "60", "5", "0", "1"], "509"),
        ("time_segment1", ["3", "1", "0", "5", "0", "1"], "508"),
        ("time_segment1", ["1", "1", "0", "5", "0"], "507"),
        ("time_segment10", ["1", "1", "0", "5", "0", "1"], "506"),
        ("charge_power", ["101"], "508"),
        ("charge_power", ["-1"], "508"),
        ("charge_power", ["much"], "508"),
        ("charge_power", [""], "507"),
        ("ac_charge", ["2"], "508"),
        ("pf_sys_year", ["15.6.2026"], "509"),
        ("pf_sys_year", [""], "507"),
        ("pf_sys_year", ["9999-12-31 23:59:59"], "509"),
        ("pf_sys_year", ["0001-01-01 00:00:00"], "509"),
        ("nonsense", ["1"], "506"),
        ("", ["1"], "506"),
    ],
)
def test_refusals_of_the_writer(app: App, name: str, values: list[str], message: str) -> None:
    before = all_settings(app)
    assert tlx(app, name, *values) == refused(message)
    assert all_settings(app) == before


def test_refusals_about_the_device(sim: Simulator, app: App) -> None:
    def write(serial_number: str, op: str = "tlxSet") -> Any:
        return app.ask(SET + op, serialNum=serial_number, type="ac_charge", param1=1)

    assert write("") == refused("503")
    assert write("NOBODY01") == refused("701")
    assert write("SIMSPH0001") == refused("701")
    assert write("SIMMIN0001", "mixSetApiNew") == refused("701")
    sim.change_device("SIMMIN0001", online=False)
    assert write("SIMMIN0001") == refused("504")
    sim.change_device("SIMMIN0001", online=True, datalogger_online=False)
    assert write("SIMMIN0001") == refused("505")


@pytest.mark.parametrize(
    ("name", "value", "app_key", "v1_key"),
    [
        ("charge_power", "60", "charge_power", "chargePowerCommand"),
        ("charge_stop_soc", "90", "wchargeSOCLowLimit", "wchargeSOCLowLimit"),
        ("discharge_power", "70", "disChargePowerCommand", "disChargePowerCommand"),
        ("discharge_stop_soc", "20", "discharge_stop_soc", "wdisChargeSOCLowLimit"),
        (
            "on_grid_discharge_stop_soc",
            "25",
            "on_grid_discharge_stop_soc",
            "onGridDischargeStopSOC",
        ),
        ("ac_charge", "1", "acChargeEnable", "acChargeEnable"),
        ("pv_active_p_rate", "55", "activeRate", "activeRate"),
        ("tlx_on_off", "0", "tlx_on_off", "onOff"),
    ],
)
def test_single_values_are_one_truth(
    app: App, call: Call, name: str, value: str, app_key: str, v1_key: str
) -> None:
    assert tlx(app, name, value) == DONE
    assert all_settings(app)[app_key] == value
    assert min_settings(call)[v1_key] == int(value)


def test_v1_values_are_read_by_the_app(app: App, call: Call) -> None:
    call("POST", "tlxSet", tlx_sn="SIMMIN0001", type="charge_power", param1="33")
    assert all_settings(app)["chargePowerCommand"] == "33"
    call("POST", "mixSet", mix_sn="SIMSPH0001", type="pv_active_p_rate", param1="44")
    assert mix_settings(app)["activeRate"] == mix_settings(app)["pv_active_p_rate"] == "44"


def test_every_offered_setting_can_be_written_or_says_it_cannot(app: App, call: Call) -> None:
    form = {"deviceSn": "SIMMIN0001", "stringTime": "2026-06-15", "type": 5}
    offered = app.ask("newLoginAPI.do?op=getSetPass", **form)
    assert offered["msg"] == "growatt20260615"
    said = {name: tlx(app, name, "1")["msg"] for name in offered["obj"]["enable"]}
    nobody_knows_how = {
        "tlx_ac_discharge_time_period",
        "tlx_custom_pf_curve",
        "tlx_optimezer_set_param_multi",
        "tlx_reset_to_factory",
    }
    assert {name for name, message in said.items() if message == "506"} == nobody_knows_how
    assert tlx(app, "tlx_lcd_Language", "3") == DONE
    assert all_settings(app)["tlx_lcd_Language"] == "3"
    v1 = call("POST", "tlxSet", tlx_sn="SIMMIN0001", type="tlx_lcd_Language", param1="1")
    assert v1["error_code"] == 10006


def test_clocks_can_be_set_by_the_app(sim: Simulator, app: App, call: Call) -> None:
    wish = "2026-06-14 23:58:00"
    for write in (tlx, mix, spa):
        assert write(app, "pf_sys_year", wish) == DONE
    assert inverter(app, "pf_sys_year", wish, "") == {"msg": "inv_set_success", "success": True}
    sim.set_clock("2026-06-15T10:03:30Z")
    assert all_settings(app)["pf_sys_year"] == "2026-06-14 23:59:00"
    assert mix_settings(app)["sysTime"] == "2026-06-14 23:59:00"
    assert min_settings(call)["pf_sys_year"] == wish
    bean = call("GET", "device/spa/spa_data_info", device_sn="SIMSPA0001")["data"]
    assert (bean["sysTime"], bean["pf_sys_year"]) == ("2026-06-14 23:55:30", "23:58")


# ---- SPH, SPA --------------------------------------------------------------------------------


def test_charge_plan_of_the_app_is_read_in_both_and_acts(
    sim: Simulator, app: App, call: Call
) -> None:
    # In Boston it is two minutes past six.
    plan = ["80", "95", "1", "06", "00", "09", "30", "1", *NO_WINDOW, *NO_WINDOW]
    assert mix(app, "mix_ac_charge_time_period", *plan) == DONE
    bean = mix_settings(app)
    assert (bean["chargePowerCommand"], bean["acChargeEnable"]) == ("80", "1")
    assert (bean["forcedChargeTimeStart1"], bean["forcedChargeTimeStop1"]) == ("6:0", "9:30")
    assert bean["wchargeSOCLowLimit2"] == "95"
    v1 = call("GET", "device/mix/mix_data_info", device_sn="SIMSPH0001")["data"]
    assert (v1["forcedChargeTimeStop1"], v1["forcedChargeStopSwitch1"]) == ("9:30", 1)
    sim.set_clock("2026-06-15T10:10:00Z")
    state = sim.device("SIMSPH0001")
    assert state["mode"] == "battery_first"
    assert state["power_w"]["ac_charge"] > 1000
    status = app.ask("newMixApi.do?op=getSystemStatus_KW", mixId="SIMSPH0001", plantId=SPH_PLANT)[
        "obj"
    ]
    assert (status["priorityChoose"], float(status["chargePower"]) > 1) == ("1", True)


def test_discharge_plan_acts(sim: Simulator, app: App) -> None:
    plan = ["100", "30", "06", "00", "07", "00", "1", *NO_WINDOW, *NO_WINDOW]
    assert mix(app, "mix_ac_discharge_time_period", *plan) == DONE
    assert mix_settings(app)["wdisChargeSOCLowLimit2"] == "30"
    sim.set_clock("2026-06-15T10:10:00Z")
    state = sim.device("SIMSPH0001")
    assert (state["mode"], state["power_w"]["grid_export"] > 500) == ("grid_first", True)
    assert mix(app, "mix_ac_discharge_time_period", "100", "101", *plan[2:]) == refused("508")
    assert mix(app, "mix_ac_discharge_time_period", "100", "30", "6") == refused("507")
    assert mix(app, "mix_ac_discharge_time_period", *plan[:2], "24", *plan[3:]) == refused("509")


def test_plan_of_v1_is_read_by_the_app(app: App, call: Call) -> None:
    plan = numbered(["70", "88", "0", "2", "0", "3", "0", "1", *["0"] * 10])
    call("POST", "mixSet", mix_sn="SIMSPH0001", type="mix_ac_charge_time_period", **plan)
    bean = mix_settings(app)
    assert (bean["chargePowerCommand"], bean["forcedChargeTimeStart1"]) == ("70", "2:0")


def test_spa_charges_in_its_windows(sim: Simulator, app: App) -> None:
    plan = ["50", "95", "06", "00", "12", "00", "1", *NO_WINDOW, *NO_WINDOW]
    assert spa(app, "spa_ac_charge_time_period", *plan) == DONE
    sim.set_clock("2026-06-15T12:00:00Z")
    state = sim.device("SIMSPA0001")
    assert state["mode"] == "battery_first"
    assert state["power_w"]["pv1"] == state["power_w"]["pv2"] == 0
    # The switch for the grid, which only V1 knows, stays as it was.
    assert state["settings"]["spa_ac_charge_time_period"][:5] == ["50", "95", "1", "6", "0"]
    sim.set_clock("2026-06-15T15:55:00Z")
    assert sim.device("SIMSPA0001")["battery_soc"] == pytest.approx(95)
    plan = ["100", "40", "12", "00", "13", "00", "1", *NO_WINDOW, *NO_WINDOW]
    assert spa(app, "spa_ac_discharge_time_period", *plan) == DONE
    sim.set_clock("2026-06-15T16:30:00Z")
    assert sim.device("SIMSPA0001")["power_w"]["grid_export"] > 500
    assert spa(app, "mix_ac_charge_time_period", *plan) == refused("506")


def test_the_app_writes_a_plan_of_an_spa_and_v1_its_switch(app: App, call: Call) -> None:
    name = "spa_ac_charge_time_period"
    plan = ["70", "88", "02", "00", "03", "00", "1", *NO_WINDOW, *NO_WINDOW]
    asked = {"device_sn": "SIMSPA0001", "paramId": name}
    for grid in ("0", "1"):
        whole = numbered(["100", "100", grid, *["0"] * 15])
        assert call("POST", "spaSet", spa_sn="SIMSPA0001", type=name, **whole)["data"] == ""
        assert spa(app, name, *plan) == DONE
        assert call("POST", "readSpaParam", **asked)["data"].startswith(f"70,88,{grid},2,0,3,0,1,")


def test_spa_lives_without_being_told(sim: Simulator) -> None:
    state = sim.device("SIMSPA0001")
    assert state["lifetime_wh"]["charge"] > state["lifetime_wh"]["discharge"] > 1e6
    assert state["today_wh"]["ac_charge"] > 0


# ---- the classic inverter --------------------------------------------------------------------


def page(app: App) -> Any:
    params = {"type": "server", "invSn": "SIMINV0001"}
    return inside_script(app.send("GET", "commonDeviceSetC/setInverter", params=params).text)


def test_inverter_can_be_switched_and_throttled(sim: Simulator, app: App) -> None:
    done = {"msg": "inv_set_success", "success": True}
    sim.set_clock("2026-06-15T16:00:00Z")
    full = sim.device("SIMINV0001")["power_w"]["ac_output"]
    assert full > 500
    assert inverter(app, "pv_active_p_rate", "10", "") == done
    sim.set_clock("2026-06-15T16:10:00Z")
    assert sim.device("SIMINV0001")["power_w"]["ac_output"] == pytest.approx(360)
    assert inverter(app, "pv_on_off", "0000", "") == done
    sim.set_clock("2026-06-15T16:20:00Z")
    assert sim.device("SIMINV0001")["power_w"]["ac_output"] == 0
    assert inverter(app, "pv_reactive_p_rate", "50", "under") == done
    bean = page(app)
    assert (bean["onOff"], bean["activeRate"], bean["reactiveRate"]) == ("0", "10", "50")
    assert inverter(app, "pv_on_off", "0001", "") == done
    assert page(app)["onOff"] == "1"


@pytest.mark.parametrize(
    ("name", "commands", "message"),
    [
        ("pv_active_p_rate", ["101", ""], "inv_set_failure"),
        ("pv_active_p_rate", ["", ""], "inv_set_failure"),
        ("pv_reactive_p_rate", ["10", "sideways"], "inv_set_failure"),
        ("pv_power_factor", ["0.5", ""], "inv_set_failure"),
        ("pf_sys_year", ["noon", ""], "inv_set_time_format"),
        ("nonsense", ["1", ""], "inv_set_failure"),
    ],
)
def test_refusals_of_the_inverter(app: App, name: str, commands: list[str], message: str) -> None:
    before = page(app)
    assert inverter(app, name, *commands) == refused(message)
    assert page(app) == before


def test_inverter_that_cannot_be_reached(sim: Simulator, app: App) -> None:
    sim.change_device("SIMINV0001", online=False)
    assert inverter(app, "pv_on_off", "0001", "") == refused("inv_set_failure")
    assert page(app)["lost"] == "true"


# ---- NOAH ------------------------------------------------------------------------------------


def noah_info(app: App) -> dict[str, Any]:
    bean: dict[str, Any] = app.ask(NOAH + "getNoahInfoBySn", deviceSn="SIMNOA0001")["obj"]["noah"]
    return bean


def test_noah_gives_what_it_was_told(sim: Simulator, app: App) -> None:
    done = {"msg": "", "result": 1, "obj": None}
    assert noah(app, "default_power", 400) == done
    assert noah_info(app)["defaultPower"] == "400"
    sim.set_clock("2026-06-15T10:10:00Z")
    assert sim.device("SIMNOA0001")["power_w"]["ac_output"] == pytest.approx(400)
    assert noah(app, "time_segment2", 1, 12, 0, 18, 0, 0, 1) == done
    assert noah(app, "time_segment3", 0, 20, 0, 22, 0, 90, 1) == done
    assert noah_info(app)["time_segment"] == [
        {"time_segment1": "0_0:0_8:0_150"},
        {"time_segment2": "1_12:0_18:0_0"},
        {"time_segment3": "0_20:0_22:0_90"},
    ]
    sim.set_clock("2026-06-15T10:15:00Z")
    state = sim.device("SIMNOA0001")
    assert (state["mode"], state["power_w"]["discharge"]) == ("battery_first", 0)
    sim.set_clock("2026-06-15T19:50:00Z")
    assert sim.device("SIMNOA0001")["power_w"]["ac_output"] == pytest.approx(90)
    assert noah(app, "time_segment1", 0, 0, 0, 8, 0, 150, 0) == done
    assert "time_segment1" not in noah_info(app)["time_segment"][0]


def test_noah_keeps_its_levels(sim: Simulator, app: App) -> None:
    assert noah(app, "charging_soc", 80, 25)["result"] == 1
    assert noah(app, "default_power", 800)["result"] == 1
    bean = noah_info(app)
    assert (bean["chargingSocHighLimit"], bean["chargingSocLowLimit"]) == ("80", "25")
    sim.set_clock("2026-06-16T04:00:00Z")
    assert sim.device("SIMNOA0001")["battery_soc"] == pytest.approx(25)


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("default_power", ["801"], "508"),
        ("default_power", [""], "507"),
        ("charging_soc", ["69", "10"], "508"),
        ("time_segment1", ["0", "24", "0", "8", "0", "1", "1"], "509"),
        ("nonsense", ["1"], "506"),
        ("updatePlantMoney", [MIN_PLANT, "0.2", "shells"], "508"),
        ("updatePlantMoney", [MIN_PLANT, "cheap", "euro"], "508"),
        ("updatePlantMoney", ["1", "0.2", "euro"], "508"),
    ],
)
def test_refusals_of_the_noah(app: App, name: str, values: list[Any], message: str) -> None:
    before = noah_info(app)
    assert noah(app, name, *values) == {"result": 0, "obj": None, "msg": message}
    assert noah_info(app) == before


def test_noah_that_cannot_be_reached(sim: Simulator, app: App) -> None:
    sim.change_device("SIMNOA0001", online=False)
    assert noah(app, "default_power", 100)["msg"] == "504"
    status = app.ask(NOAH + "getSystemStatus", deviceSn="SIMNOA0001")["obj"]
    assert status["status"] == "-1"
    unknown = app.ask(NOAH + "set", serialNum="SIMMIN0001", type="default_power", param1=1)
    assert unknown["msg"] == "701"


# ---- plants ----------------------------------------------------------------------------------


def plant(app: App) -> dict[str, Any]:
    bean: dict[str, Any] = app.ask("newPlantAPI.do?op=getPlant", plantId=MIN_PLANT)
    return bean


def all_parts(app: App, **changes: Any) -> dict[str, tuple[None, str]]:
    """The eighteen parts that a client sends, with no file names."""
    bean = plant(app)
    names = {
        "plantCoal": "formulaCoal",
        "plantSo2": "formulaSo2",
        "accountName": "userAccount",
        "plantID": "id",
        "plantCountry": "country",
        "plantType": "plantType",
        "plantIncome": "formulaMoneyStr",
        "plantAddress": "plantAddress",
        "plantTimezone": "timezone",
        "plantLng": "plant_lng",
        "plantCity": "city",
        "plantCo2": "formulaCo2",
        "plantMoney": "formulaMoneyUnitId",
        "plantPower": "nominalPower",
        "plantLat": "plant_lat",
        "plantDate": "createDateText",
        "plantName": "plantName",
    }
    parts = {part: str(bean[key]) for part, key in names.items()} | {"plantFirm": "0"} | changes
    return {part: (None, str(value)) for part, value in parts.items()}


def test_writing_a_plant_back_changes_nothing(app: App, call: Call) -> None:
    before, v1 = plant(app), call("GET", "plant/details", plant_id=MIN_PLANT)
    reply = app.send("POST", PLANTS + "updatePlant", files=all_parts(app))
    assert reply.json() == DONE
    assert plant(app) == before
    assert call("GET", "plant/details", plant_id=MIN_PLANT) == v1


def test_plant_settings_are_one_truth(sim: Simulator, app: App, call: Call) -> None:
    parts = all_parts(
        app,
        plantName="Haus Süd",
        plantCity="Graz",
        plantIncome="0.25",
        plantMoney="GBP",
        plantPower="7000",
        plantTimezone="5.5",
        plantLat="20.5",
    )
    assert app.send("POST", PLANTS + "updatePlant", files=parts).json() == DONE
    bean = plant(app)
    assert (bean["plantName"], bean["city"], bean["formulaMoneyStr"]) == (
        "Haus Süd",
        "Graz",
        "0.25",
    )
    assert (bean["timezone"], bean["timezoneText"], bean["timezoneValue"]) == (
        5.5,
        "GMT+5.5",
        "+5:30",
    )
    assert (bean["moneyUnitText"], bean["nominalPower"]) == ("£", 7000)
    v1 = call("GET", "plant/details", plant_id=MIN_PLANT)["data"]
    assert (v1["name"], v1["city"], v1["timezone"]) == ("Haus Süd", "Graz", "GMT+5.5")
    assert (v1["peak_power"], v1["latitude"]) == (7, "20.5")
    row = app.ask("PlantListAPI.do", userId=USER_ID)["back"]["data"][0]
    assert row["plantName"] == "Haus Süd"
    # In the new zone midnight comes at half past six in the evening of Greenwich.
    sim.set_clock("2026-06-15T18:31:00Z")
    state = sim.device("SIMMIN0001")
    assert (state["time"], state["today_wh"]["load"]) == ("2026-06-16T00:00:00+05:30", 0)
    sim.set_clock("2026-06-16T18:31:00Z")
    data = call(
        "GET", "plant/energy", plant_id=MIN_PLANT, start_date="2026-06-16", end_date="2026-06-16"
    )
    assert 5 < float(data["data"]["energys"][0]["energy"]) < 60


@pytest.mark.parametrize("hours", [-11, 14])
def test_days_go_on_when_the_clock_of_a_plant_jumps(sim: Simulator, app: App, hours: int) -> None:
    before = sim.device("SIMMIN0001")["lifetime_wh"]
    form = {"plantID": MIN_PLANT, "plantTimezone": hours}
    assert app.ask(PLANTS + "updatePlant", **form) == DONE
    for day in range(16, 22):
        sim.set_clock(f"2026-06-{day}T10:02:30Z")
        assert sim.device("SIMMIN0001")["today_wh"]["load"] < 40_000
    life = sim.device("SIMMIN0001")["lifetime_wh"]
    assert 40_000 < life["load"] - before["load"] < 200_000


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"plantID": 1}, "501"),
        ({"plantID": ""}, "501"),
        ({"plantName": " "}, "507"),
        ({"plantIncome": "much"}, "508"),
        ({"plantLat": "91"}, "508"),
        ({"plantTimezone": "15"}, "508"),
        ({"plantDate": "yesterday"}, "509"),
    ],
)
def test_refusals_of_a_plant(app: App, changes: dict[str, Any], message: str) -> None:
    before = plant(app)
    parts = all_parts(app, plantCity="Elsewhere", **changes)
    assert app.send("POST", PLANTS + "updatePlant", files=parts).json() == refused(message)
    assert plant(app) == before


def test_price_can_be_set_through_the_noah(app: App) -> None:
    assert noah(app, "updatePlantMoney", MIN_PLANT, "0.22", "dollar")["result"] == 1
    bean = plant(app)
    assert (bean["formulaMoney"], bean["formulaMoneyUnitId"]) == (0.22, "USD")
    assert noah_info(app)["moneyUnitText"] == "dollar"
    info = app.ask(PLANTS + "getAllDeviceListTwo", plantId=MIN_PLANT)
    assert info["plantMoneyText"].endswith("/$")

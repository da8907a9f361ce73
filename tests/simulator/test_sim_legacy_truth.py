"""One world behind two APIs: at the same moment both tell the same."""

from __future__ import annotations

import re
from typing import Any

import pytest

from growattServer.simulator import Simulator

from .conftest import Call
from .sim_legacy_app import (
    INV,
    MIN,
    MIN_PLANT,
    MIX,
    NOAH,
    PLANTS,
    SPF,
    SPH,
    SPH_PLANT,
    STORAGE,
    TLX,
    TODAY,
    USER_ID,
    App,
)

# Noon, evening, dawn and midnight in Munich; Boston is six hours behind.
MOMENTS = [
    "2026-06-15T10:02:30Z",
    "2026-06-15T17:31:00Z",
    "2026-06-16T04:03:00Z",
    "2026-06-16T22:01:00Z",
]
KW, KWH, WATT = 0.0051, 0.051, 0.051


def number(text: Any) -> float:
    found = re.match(r"-?\d+(\.\d+)?", str(text))
    assert found, text
    return float(found[0])


def same(ours: dict[str, Any], theirs: dict[str, Any], within: float, **pairs: str) -> None:
    """`pairs` lead from names in the first answer to names in the second."""
    for name, other in pairs.items():
        assert number(ours[name]) == pytest.approx(number(theirs[other]), abs=within), name


@pytest.mark.parametrize("moment", MOMENTS)
def test_min_in_both_apis(sim: Simulator, app: App, call: Call, moment: str) -> None:
    sim.set_clock(moment)
    app.login()
    v1 = call("POST", "device/tlx/tlx_last_data", tlx_sn="SIMMIN0001")["data"]
    kilo = {
        name: v1[name] / 1000
        for name in (
            "ppv",
            "ppv1",
            "pac",
            "pacToGridTotal",
            "pacToUserTotal",
            "pacToLocalLoad",
            "bdc1ChargePower",
            "bdc1DischargePower",
        )
    }
    status = app.ask(TLX + "getSystemStatus_KW", **MIN)["obj"]
    same(status, kilo, KW, ppv="ppv", pPv1="ppv1", pac="pac", pactogrid="pacToGridTotal")
    same(status, kilo, KW, pactouser="pacToUserTotal", pLocalLoad="pacToLocalLoad")
    same(status, kilo, KW, chargePower="bdc1ChargePower", pdisCharge1="bdc1DischargePower")
    same(status, v1, 0, SOC="bmsSoc")
    same(status, v1, 0.01, vAc1="vac1", fAc="fac", vBat="bdc1Vbat", vPv1="vpv1")
    energy = app.ask(TLX + "getEnergyOverview", **MIN)["obj"]
    same(energy, v1, KWH, echargetoday="echargeToday", echargetotal="echargeTotal")
    same(energy, v1, KWH, edischargeToday="edischargeToday", edischargeTotal="edischargeTotal")
    same(energy, v1, KWH, elocalLoadToday="elocalLoadToday", elocalLoadTotal="elocalLoadTotal")
    same(energy, v1, KWH, etoGridToday="etoGridToday", etogridTotal="etoGridTotal")
    same(energy, v1, KWH, epvTotal="epvTotal")
    detail = app.ask(TLX + "getTlxDetailData", **MIN)["data"]
    # The extra meter is -0.1 in one of the vendor's examples and 0 in the other.
    for name in {name for name in detail.keys() & v1.keys() if "ex" not in name}:
        if name.startswith(("p", "v", "i", "e", "bdc1", "fac")) and isinstance(v1[name], float):
            assert detail[name] == pytest.approx(v1[name], abs=KWH), name
    data = app.ask(TLX + "getTlxData", **MIN)
    same(data, v1, WATT, power="ppv", eTotal="epvTotal")
    pack = app.ask(TLX + "getBatDetailData", **MIN)["data"]
    same(pack, v1, 0, soc="bmsSoc", dischargeTotal="edischargeTotal")
    flow = v1["bdc1ChargePower"] - v1["bdc1DischargePower"]
    assert number(pack["chargeOrDisPower"]) == pytest.approx(flow, abs=0.51)


@pytest.mark.parametrize("moment", MOMENTS)
def test_sph_in_both_apis(sim: Simulator, app: App, call: Call, moment: str) -> None:
    sim.set_clock(moment)
    app.login()
    v1 = call("POST", "device/mix/mix_last_data", mix_sn="SIMSPH0001")["data"]
    kilo = {name: value / 1000 for name, value in v1.items() if isinstance(value, int | float)}
    status = app.ask(MIX + "getSystemStatus_KW", **SPH)["obj"]
    same(status, kilo, KW, ppv="ppv", chargePower="pcharge1", pdisCharge1="pdischarge1")
    same(status, kilo, KW, pactogrid="pacToGridTotal", pactouser="pacToUserTotal")
    same(status, kilo, KW, pLocalLoad="plocalLoadTotal")
    same(status, v1, WATT, pPv1="ppv1", pPv2="ppv2", vAc1="vac1", vBat="vbat")
    same(status, v1, 0, SOC="soc", uwSysWorkMode="uwSysWorkMode")
    info = app.ask(MIX + "getMixInfo", **SPH)["obj"]
    same(info, v1, 0, soc="soc", capacity="soc")
    same(info, v1, KWH, epvToday="epvtoday", epvTotal="epvTotal", eBatChargeToday="echarge1Today")
    same(info, v1, KWH, eBatChargeTotal="echarge1Total", eBatDisChargeTotal="edischarge1Total")
    same(info, v1, KWH, acChargeEnergyTotal="acChargeEnergyTotal", acChargePower="acChargePower")
    same(info, v1, WATT, pCharge1="pcharge1", pDischarge1="pdischarge1")
    totals = app.ask(MIX + "getEnergyOverview", **SPH)["obj"]
    same(totals, v1, KWH, epvToday="epvtoday", epvTotal="epvTotal", echargetotal="echarge1Total")
    same(totals, v1, KWH, edischarge1Today="edischarge1Today", etogridTotal="etogridTotal")
    same(totals, v1, KWH, elocalLoadToday="elocalLoadToday", elocalLoadTotal="elocalLoadTotal")
    zone = "America/New_York"
    local = v1["time"][11:16]
    chart = app.ask(MIX + "getEnergyProdAndCons_KW", **SPH, type=0, date=v1["time"][:10])["obj"]
    if local != "00:00":
        assert max(chart["chartData"]) == local
        same(chart["chartData"][local], kilo, KW, ppv="ppv", sysOut="plocalLoadTotal")
        same(chart["chartData"][local], kilo, KW, pdischarge="pdischarge1")
    span = {"start_date": v1["time"][:10], "end_date": v1["time"][:10], "timezone_id": zone}
    count = call("POST", "device/mix/mix_data", mix_sn="SIMSPH0001", **span)["data"]["count"]
    assert count == len(chart["chartData"]) + 1


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("plant", [MIN_PLANT, SPH_PLANT])
def test_plants_in_both_apis(sim: Simulator, app: App, call: Call, moment: str, plant: int) -> None:
    sim.set_clock(moment)
    app.login()
    v1 = call("GET", "plant/data", plant_id=plant)["data"]
    rows = {
        row["plantId"]: row for row in app.ask("PlantListAPI.do", userId=USER_ID)["back"]["data"]
    }
    row = rows[str(plant)]
    assert number(row["currentPower"]) / 1000 == pytest.approx(v1["current_power"], abs=KW)
    assert row["todayEnergy"] == f"{v1['today_energy']} kWh"
    assert row["totalEnergy"].endswith(" MWh")
    assert number(row["totalEnergy"]) * 1000 == pytest.approx(number(v1["total_energy"]), abs=5.1)
    sums = app.ask(PLANTS + "getUserCenterEnertyDataByPlantid", plantId=plant)
    assert (sums["todayValue"], sums["monthValue"], sums["totalValue"]) == (
        v1["today_energy"],
        v1["monthly_energy"],
        v1["total_energy"],
    )
    info = app.ask(PLANTS + "getAllDeviceListTwo", plantId=plant)
    assert (info["todayEnergy"], info["totalEnergy"]) == (v1["today_energy"], v1["total_energy"])
    assert info["nominal_Power"] == v1["peak_power_actual"] * 1000


def test_days_and_months_are_v1s(app: App, call: Call) -> None:
    days = app.ask("PlantDetailAPI.do", plantId=SPH_PLANT, type=2, date="2026-06")["back"]["data"]
    span = {"start_date": "2026-06-09", "end_date": "2026-06-15", "plant_id": SPH_PLANT}
    for row in call("GET", "plant/energy", **span)["data"]["energys"]:
        assert days[row["date"][-2:]] == row["energy"]
    span = {"start_date": "2026-01-01", "end_date": "2026-12-31", "plant_id": SPH_PLANT}
    v1 = call("GET", "plant/energy", **span, time_unit="month")["data"]["energys"]
    months = app.ask("PlantDetailAPI.do", plantId=SPH_PLANT, type=3, date="2026")["back"]["data"]
    assert list(months.values()) == [row["energy"] for row in v1]
    years = app.ask("PlantDetailAPI.do", plantId=SPH_PLANT, type=4)["back"]["data"]
    total = call("GET", "plant/data", plant_id=SPH_PLANT)["data"]["total_energy"]
    assert sum(map(float, years.values())) == pytest.approx(float(total), abs=0.3)
    chart = app.ask(TLX + "getEnergyProdAndCons_KW", **MIN, type=2, date="2026-06")["obj"]
    span = {"start_date": "2026-01-01", "end_date": "2026-12-31", "plant_id": MIN_PLANT}
    v1 = call("GET", "plant/energy", **span, time_unit="month")["data"]["energys"]
    assert chart["chartData"]["charge"] == [float(row["energy"]) for row in v1]


def test_the_power_of_a_day_is_v1s(app: App, call: Call) -> None:
    points = call("GET", "plant/power", plant_id=MIN_PLANT, date=TODAY)["data"]["powers"]
    v1 = {point["time"]: point["power"] for point in points if point["power"]}
    curve = app.ask(TLX + "getTlxData", **MIN, type=1, date=TODAY)["invPacData"]
    assert len(curve) > 20
    for label, power in curve.items():
        assert power == pytest.approx(v1.get(label, 0), abs=WATT)
    halves = app.ask("PlantDetailAPI.do", plantId=MIN_PLANT, type=1, date=TODAY)["back"]["data"]
    for label, text in halves.items():
        assert float(text) == pytest.approx(v1.get(f"{TODAY} {label}", 0), abs=WATT)


def test_devices_of_v1_are_those_of_the_app(app: App, call: Call) -> None:
    words = {7: "tlx", 5: "mix", 1: "inverter", 2: "storage", 6: "spa"}
    for plant in (MIN_PLANT, SPH_PLANT):
        rows = call("GET", "device/list", plant_id=plant)["data"]["devices"]
        v1 = {row["device_sn"]: words[row["type"]] for row in rows if row["type"] != 3}
        devices = app.ask(PLANTS + "getAllDeviceList", plantId=plant, language=1)["deviceList"]
        ours = {row["deviceSn"]: row["deviceType"] for row in devices}
        assert {sn: word for sn, word in ours.items() if word not in ("bat", "noah")} == v1
    assert call("GET", "device/list", plant_id=MIN_PLANT)["data"]["count"] == 2
    assert call("POST", "plant/sn_plant", device_sn="SIMNOA0001")["error_code"] == 10005
    assert call("POST", "plant/sn_plant", device_sn="SIMSPA0001")["error_code"] == 0


def test_first_list_hides_a_min(app: App) -> None:
    first = app.ask(PLANTS + "getAllDeviceListTwo", plantId=MIN_PLANT, pageNum=1, pageSize=1)
    assert first["deviceList"] == []
    assert [row["deviceSn"] for row in first["invList"]] == ["SIMMIN0001"]
    assert first["datalogList"][0]["keys"][0] == "信号"
    second = app.ask(PLANTS + "getAllDeviceList", plantId=MIN_PLANT, language=1)
    assert [row["deviceSn"] for row in second["deviceList"]] == [
        "SIMMIN0001",
        "BDCSIMMIN0001",
        "SIMNOA0001",
    ]
    assert second["datalogList"][0]["keys"][0] == "Signal"
    boston = app.ask(PLANTS + "getAllDeviceListTwo", plantId=SPH_PLANT)
    words = {row["deviceSn"]: row["deviceType"] for row in boston["deviceList"]}
    assert words == {
        "SIMSPH0001": "mix",
        "SIMINV0001": "inverter",
        "SIMSPF0001": "storage",
        "SIMSPA0001": "spa",
    }


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_others_tell_the_true_state(sim: Simulator, app: App, moment: str) -> None:
    sim.set_clock(moment)
    app.login()
    truth = sim.device("SIMINV0001")
    power, life = truth["power_w"], truth["lifetime_wh"]
    detail = app.ask("newInverterAPI.do?op=getInverterDetailData", **INV)
    assert detail["pac"] == pytest.approx(power["ac_output"], abs=WATT)
    assert detail["ppv"] == pytest.approx(power["pv1"] + power["pv2"], abs=WATT)
    assert detail["powerTotal"] == pytest.approx(life["ac_output"] / 1000, abs=KWH)
    second = app.ask("newInverterAPI.do?op=getInverterDetailData_two", **INV)["data"]
    assert (second["pac"], second["e_total"]) == (detail["pac"], detail["powerTotal"])
    data = app.ask("newInverterAPI.do?op=getInverterData", id="SIMINV0001", date=TODAY)
    same(data, detail, KWH, power="pac", eToday="powerToday", eTotal="powerTotal")

    truth = sim.device("SIMSPF0001")
    power, today, life = truth["power_w"], truth["today_wh"], truth["lifetime_wh"]
    assert power["grid_export"] + life["grid_export"] < 1e-6
    texts = app.ask(STORAGE + "getStorageInfo_sacolar", **SPF)
    sample = app.ask(STORAGE + "getStorageParams_sacolar", **SPF)["storageDetailBean"]
    assert number(texts["pCharge1"]) == pytest.approx(power["charge"], abs=WATT)
    assert number(texts["outPutPower"]) == pytest.approx(power["load"], abs=0.51)
    assert number(texts["epvTotal"]) == pytest.approx(life["pv1"] / 1000, abs=KWH)
    same(texts, sample, KWH, capacity="capacity", epvToday="epvToday", vbat="vBat", vGrid="vGrid")
    same(texts, sample, KWH, eBatDisChargeTotal="eBatDisChargeTotal", freqGrid="freqGrid")
    energy = app.ask(
        STORAGE + "getEnergyOverviewData_sacolar", plantId=SPH_PLANT, storageSn="SIMSPF0001"
    )["obj"]
    assert number(energy["useEnergyToday"]) == pytest.approx(today["load"] / 1000, abs=KWH)
    same(energy, sample, KWH, eToUserTotal="eToUserTotal", eChargeTotal="eChargeTotal")

    truth = sim.device("SIMNOA0001")
    power, life = truth["power_w"], truth["lifetime_wh"]
    status = app.ask(NOAH + "getSystemStatus", deviceSn="SIMNOA0001")["obj"]
    assert number(status["pac"]) == pytest.approx(power["ac_output"], abs=0.51)
    assert number(status["ppv"]) == pytest.approx(power["pv1"] + power["pv2"], abs=0.51)
    assert number(status["soc"]) == round(truth["battery_soc"])
    assert number(status["eacTotal"]) == pytest.approx(life["ac_output"] / 1000, abs=KWH)


def test_texts_show_the_clock_of_the_server(app: App) -> None:
    bean = app.ask(TLX + "getTlxParams", **MIN)["newBean"]
    assert bean["lastUpdateTimeText"] == "2026-06-15 18:00:00"
    assert bean["lastUpdateTime"]["hours"] == 18
    mix = app.ask(MIX + "getMixSetParams", serialNum="SIMSPH0001")["obj"]["mixBean"]
    assert mix["lastUpdateTime"] == "Mon Jun 15 18:00:00 CST 2026"
    assert mix["sysTime"] == "2026-06-15 06:02:30"


def test_dashboard_adds_up_the_batteries(sim: Simulator, app: App) -> None:
    sim.set_clock("2026-06-15T17:31:00Z")
    names = ("SIMSPH0001", "SIMSPF0001", "SIMSPA0001")
    truths = [sim.device(name) for name in names]
    board = app.ask("newPlantAPI.do?action=getEnergyStorageData", plantId=SPH_PLANT, type=0)
    last = board["chartData"][max(board["chartData"])]
    assert max(board["chartData"]) == "13:30"
    load = sum(truth["power_w"]["load"] for truth in truths) / 1000
    assert float(last["sysOut"]) == pytest.approx(load, abs=KW)
    bought = sum(truth["today_wh"]["grid_import"] for truth in truths) / 1000
    assert number(board["etouser"]) == pytest.approx(bought, abs=KWH)
    assert board["etouser"].endswith("kWh")
    empty = app.ask("newPlantAPI.do?action=getEnergyStorageData", plantId=MIN_PLANT, type=0)
    assert (empty["chartData"], empty["etouser"]) == ({}, "0kWh")


def test_rings_are_shares_of_the_same_sums(app: App) -> None:
    obj = app.ask(TLX + "getEnergyProdAndCons_KW", **MIN, type=0, date=TODAY)["obj"]
    total = number(obj["eCharge"])
    assert number(obj["eChargeToday1"]) + number(obj["eAcCharge"]) == pytest.approx(total, abs=0.2)
    served = number(obj["photovoltaic"]) + number(obj["echarge1"])
    assert served == pytest.approx(number(obj["eChargeToday2"]), abs=0.2)
    assert served + number(obj["etouser"]) == pytest.approx(number(obj["elocalLoad"]), abs=0.2)
    for left, right in (("ratio1", "ratio2"), ("ratio3", "ratio4"), ("ratio5", "ratio6")):
        assert number(obj[left]) + number(obj[right]) == pytest.approx(100, abs=0.2)
    assert len(obj["chartData"]) == 288
    assert obj["chartData"]["23:55"]["userLoad"] == 0


@pytest.mark.parametrize(
    ("page", "params"),
    [
        (MIX + "getEnergyProdAndCons_KW", {**SPH, "plantId": MIN_PLANT}),
        (MIX + "getEnergyOverview", {"mixId": "NOBODY01", "plantId": SPH_PLANT}),
        (MIX + "getMixInfo", {**SPH, "plantId": MIN_PLANT}),
        (MIX + "getMixSetParams", {"serialNum": "SIMMIN0001"}),
        (TLX + "getSystemStatus_KW", {**MIN, "id": "SIMSPH0001"}),
        (TLX + "getEnergyProdAndCons_KW", {**MIN, "type": "7"}),
        (TLX + "getEnergyProdAndCons_KW", {**MIN, "date": "yesterday"}),
        (TLX + "getEnergyProdAndCons_KW", {**MIN, "date": "2026-02-30"}),
        (STORAGE + "getEnergyOverviewData_sacolar", {"storageSn": "SIMMIN0001"}),
    ],
)
def test_what_does_not_fit_is_504(app: App, page: str, params: dict[str, Any]) -> None:
    assert app.ask(page, **params) == {"result": 0, "obj": None, "msg": "504"}


def test_inverter_calls_show_zeros_for_another_family(app: App) -> None:
    bean = app.ask("newInverterAPI.do?op=getInverterDetailData", inverterId="SIMMIN0001")
    assert (bean["inverterId"], bean["pac"], bean["fac"], bean["statusText"]) == ("", 0, 0, "")
    assert bean["inverterBean"] is None


def test_a_day_without_readings_is_empty_or_zero(app: App) -> None:
    tomorrow = {"type": 0, "date": "2026-06-16"}
    assert app.ask(MIX + "getEnergyProdAndCons_KW", **SPH, **tomorrow)["obj"]["chartData"] == {}
    chart = app.ask(TLX + "getEnergyProdAndCons_KW", **MIN, **tomorrow)["obj"]["chartData"]
    assert {slot["sysOut"] for slot in chart.values()} == {0}
    assert app.ask(TLX + "getTlxData", **MIN, date="2026-06-16")["invPacData"] == {}
    assert app.ask("PlantDetailAPI.do", plantId=MIN_PLANT, type=0)["back"]["data"] == {}
    for params in ({"plantId": 1, "type": 1}, {"plantId": MIN_PLANT, "type": 9}):
        back = app.ask("PlantDetailAPI.do", **params)
        assert back == {"back": {"msg": "501", "success": False}}

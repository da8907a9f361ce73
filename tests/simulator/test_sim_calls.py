"""Errors, pages, ranges and ways of asking, over a real socket."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import requests

from growattServer.simulator import Simulator
from growattServer.simulator.families import TOKEN_FAMILIES

from .conftest import (
    EVERY_FAMILY,
    FAMILY_FACTS,
    MIN_PLANT,
    OTHERS,
    SPH_PLANT,
    WITH_BATCH,
    Call,
    named,
    path_of,
    sample_of,
    serial_of,
)

MIN = {"tlx_sn": "SIMMIN0001"}
SPH = {"mix_sn": "SIMSPH0001"}
SPA = {"spa_sn": "SIMSPA0001"}
SPA_ENERGIES = {
    "acChargeEnergy": "ac_charge",
    "eac": "ac_output",
    "echarge1": "charge",
    "edischarge": "discharge",
    "elocalLoad": "load",
    "etoGrid": "grid_export",
    "etoUser": "grid_import",
}
DAY = {"start_date": "2026-06-15", "end_date": "2026-06-15"}
LAST_MIN, HISTORY_MIN = "device/tlx/tlx_last_data", "device/tlx/tlx_data"
LAST_SPH, LAST_SPA = "device/mix/mix_last_data", "device/spa/spa_last_data"
PLANT = {"plant_id": MIN_PLANT}


@pytest.mark.parametrize("token", [None, "", "x" * 32])
@pytest.mark.parametrize("prefix", ["v1", "v4"])
def test_wrong_token_has_no_permission(
    sim: Simulator, http: requests.Session, token: str | None, prefix: str
) -> None:
    headers = {} if token is None else {"token": token}
    reply = http.get(f"{sim.url}{prefix}/plant/list", headers=headers, timeout=60)
    assert reply.status_code == 200
    assert reply.headers["Content-Type"].startswith("text/html")
    assert reply.json() == {
        "data": "",
        "error_code": 10011,
        "error_msg": "error_permission_denied",
    }


@EVERY_FAMILY
@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("device/tlx/tlx_set_info", "SIMSPH0001"),
        *(
            (path_of(family, "details")[1], other)
            for name, family in TOKEN_FAMILIES.items()
            for other in OTHERS[name]
        ),
    ],
)
def test_wrong_family_is_an_empty_success(call: Call, path: str, other: str) -> None:
    body = call("GET", path, device_sn=other)
    assert (body["error_code"], body["data"], body["dataloggerSn"]) == (0, "", "")


def test_paths_and_methods(sim: Simulator, http: requests.Session) -> None:
    headers = {"token": sim.token}
    assert http.get(f"{sim.url}v1/{LAST_MIN}", headers=headers, timeout=60).status_code == 405
    assert http.post(f"{sim.url}v1/plant/list", headers=headers, timeout=60).status_code == 405
    for path in ("v1/no/such", "v2/plant/list", ""):
        assert http.get(sim.url + path, headers=headers, timeout=60).status_code == 404


@pytest.mark.parametrize("prefix", ["v1", "v4"])
@pytest.mark.parametrize("where", ["params", "data"])
def test_query_and_form_are_both_read(
    sim: Simulator, http: requests.Session, prefix: str, where: str
) -> None:
    def ask(method: str, path: str, params: dict[str, Any]) -> Any:
        return http.request(
            method,
            f"{sim.url}{prefix}/{path}",
            headers={"token": sim.token},
            timeout=60,
            params=params if where == "params" else None,
            data=params if where == "data" else None,
        ).json()

    empty = {"page": "", "perpage": "", "search_type": "", "search_keyword": ""}
    assert ask("GET", "plant/list", empty)["data"]["count"] == 2
    assert ask("POST", LAST_MIN, MIN)["tlx_sn"] == "SIMMIN0001"


def test_plants_can_be_paged_and_searched(call: Call) -> None:
    assert len(call("GET", "plant/list", perpage=1)["data"]["plants"]) == 1
    assert call("GET", "plant/list", perpage=1, page=3)["data"] == {"count": 2, "plants": []}
    found = call("GET", "plant/list", search_keyword="boston")["data"]
    assert [plant["plant_id"] for plant in found["plants"]] == [SPH_PLANT]


@EVERY_FAMILY
@pytest.mark.parametrize("name", TOKEN_FAMILIES)
def test_history_pages_cover_every_row_once_newest_first(call: Call, name: str) -> None:
    family = TOKEN_FAMILIES[name]
    path, me = path_of(family, "history"), named(family)
    stamps: list[str] = []
    page = 1
    while True:
        span = {"start_date": "2026-06-14", "end_date": "2026-06-15"}
        data = call(*path, **me, **span, page=page, perpage=100)["data"]
        assert data["next_page_start_id"] == page * 100 + 1
        if not data["datas"]:
            break
        stamps += [row["time"] for row in data["datas"]]
        page += 1
    assert len(stamps) == data["count"] == 288 + 121
    assert stamps[0] == "2026-06-15 10:00:00"
    assert stamps[-1] == "2026-06-14 00:00:00"
    assert stamps == sorted(set(stamps), reverse=True)


@EVERY_FAMILY
@pytest.mark.parametrize("name", TOKEN_FAMILIES)
def test_history_has_twenty_rows_unless_told(sim: Simulator, call: Call, name: str) -> None:
    family = TOKEN_FAMILIES[name]
    data = call(*path_of(family, "history"), **named(family), **DAY)["data"]
    assert (len(data["datas"]), data["next_page_start_id"]) == (20, 21)
    assert data["datalogger_sn"] == sim.device(serial_of(family))["datalogger_sn"]


def test_seven_days_between_the_dates_are_allowed(call: Call) -> None:
    span = {"start_date": "2026-06-08", "end_date": "2026-06-15"}
    assert call("POST", HISTORY_MIN, **MIN, **span)["error_code"] == 0


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("UTC", "2026-06-15 10:00:00"),
        ("", "2026-06-15 10:00:00"),
        ("Europe/Berlin", "2026-06-15 12:00:00"),
        ("US/Central", "2026-06-15 05:00:00"),
        ("GMT+8", "2026-06-15 18:00:00"),
        ("Mars/Olympus", "2026-06-15 10:00:00"),
        ("../../etc/passwd", "2026-06-15 10:00:00"),
    ],
)
def test_history_is_shown_in_the_zone_asked_for(call: Call, zone: str, first: str) -> None:
    data = call("POST", HISTORY_MIN, **MIN, **DAY, timezone_id=zone, perpage=100)["data"]
    assert data["datas"][0]["time"] == first
    shown = datetime.fromisoformat(first)
    assert data["count"] == shown.hour * 12 + shown.minute // 5 + 1


@pytest.mark.parametrize("name", ["sph", "spa"])
def test_history_agrees_with_the_latest_record(call: Call, name: str) -> None:
    family = TOKEN_FAMILIES[name]
    path, me = f"device/{family.word}/{family.word}", named(family)
    latest = call("POST", f"{path}_last_data", **me)["data"]
    zone = "America/New_York"
    row = call("POST", f"{path}_data", **me, **DAY, timezone_id=zone)["data"]["datas"][0]
    shared = latest.keys() & row.keys() - {"sysEn", "batteryType"}
    assert len(shared) > 90
    assert {key: row[key] for key in shared} == {key: latest[key] for key in shared}


def test_latest_record_is_a_plant_clock_read_in_china(call: Call) -> None:
    data = call("POST", LAST_MIN, **MIN)["data"]
    assert data["time"] == "2026-06-15 12:00:00"
    moment = data["calendar"]["time"]
    assert (moment["year"], moment["month"], moment["date"]) == (126, 5, 15)
    assert (moment["hours"], moment["day"], moment["timezoneOffset"]) == (12, 1, -480)
    assert moment["time"] == data["calendar"]["timeInMillis"]
    assert moment["time"] == datetime.fromisoformat("2026-06-15T12:00:00+08:00").timestamp() * 1000
    details = call("GET", "device/tlx/tlx_data_info", device_sn="SIMMIN0001")["data"]
    assert details["lastUpdateTimeText"] == data["time"]
    assert details["lastUpdateTime"] == moment


def test_readings_are_the_true_state_rounded(sim: Simulator, call: Call) -> None:
    data, truth = call("POST", LAST_MIN, **MIN)["data"], sim.device("SIMMIN0001")
    power, today, life = truth["power_w"], truth["today_wh"], truth["lifetime_wh"]
    assert data["ppv"] == round(power["pv1"] + power["pv2"], 1)
    assert data["pacToGridTotal"] == round(power["grid_export"], 1)
    assert data["epv1Today"] == pytest.approx(today["pv1"] / 1000, abs=0.051)
    assert data["etoUserTotal"] == pytest.approx(life["grid_import"] / 1000, abs=0.051)
    assert data["bmsSoc"] == round(truth["battery_soc"])
    sph, boston = call("POST", LAST_SPH, **SPH)["data"], sim.device("SIMSPH0001")
    assert sph["soc"] == round(boston["battery_soc"])
    assert sph["plocalLoadTotal"] == round(boston["power_w"]["load"], 1)
    assert sph["edischarge1Today"] == pytest.approx(
        boston["today_wh"]["discharge"] / 1000, abs=0.051
    )


def test_an_spa_tells_its_true_state_and_has_no_panels(sim: Simulator, call: Call) -> None:
    data, truth = call("POST", LAST_SPA, **SPA)["data"], sim.device("SIMSPA0001")
    power, today, life = truth["power_w"], truth["today_wh"], truth["lifetime_wh"]
    assert data["soc"] == data["bmsSOC"] == round(truth["battery_soc"])
    assert data["pdischarge1"] == round(power["discharge"], 1) > 0
    assert data["pac"] == data["pself"] == round(power["ac_output"], 1)
    assert data["plocalLoadTotal"] == round(power["load"], 1)
    for key, flow in SPA_ENERGIES.items():
        for span, energy in (("Today", today), ("Total", life)):
            shown = data.get(f"{key}{span}", data.get(f"{key.replace('Grid', 'grid')}{span}"))
            assert shown == pytest.approx(energy[flow] / 1000, abs=0.051), key
    assert data["ppvInverter"] == data["epvInverterToday"] == data["epvInverterTotal"] == 0
    assert data["acChargeEnergyToday"] > 1
    assert (data["time"], data["serialNum"]) == ("2026-06-15 06:00:00", "SIMSPA0001")


def test_panels_beside_an_spa_are_those_of_another_inverter(sim: Simulator, call: Call) -> None:
    sim.add_device("spa", "SIMSPA0002", plant_id=MIN_PLANT, pv1_peak_w=3000)
    data = call("POST", LAST_SPA, spa_sn="SIMSPA0002")["data"]
    power = sim.device("SIMSPA0002")["power_w"]
    assert data["ppvInverter"] == round(power["pv1"] + power["pv2"], 1) > 500
    assert data["epvInverterTotal"] > data["epvInverterToday"] > 1


# what families that are added show of the true state: powers in W, energies in kWh
SHOWN = [name for name, family in FAMILY_FACTS.items() if "powers" in family]


@EVERY_FAMILY
@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("moment", ["2026-06-15T12:00:00Z", "2026-06-16T08:30:00Z"])
def test_what_is_added_shows_the_truth(sim: Simulator, call: Call, name: str, moment: str) -> None:
    family = TOKEN_FAMILIES[name]
    sim.set_clock(moment)
    truth = sim.device(serial_of(family))
    data = call(*path_of(family, "last_data"), **named(family))["data"]
    for key, flow in FAMILY_FACTS[name]["powers"].items():
        assert data[key] == pytest.approx(truth["power_w"][flow], abs=0.051), key
    for key, flow in FAMILY_FACTS[name]["energies"].items():
        for span, energy in (("Today", truth["today_wh"]), ("Total", truth["lifetime_wh"])):
            assert data[f"{key}{span}"] == pytest.approx(energy[flow] / 1000, abs=0.051), key
    flows = truth["power_w"]
    if "ppv" in data:
        assert data["ppv"] == pytest.approx(flows["pv1"] + flows["pv2"], abs=0.051)


@EVERY_FAMILY
def test_inputs_and_phases_of_a_max_add_up(sim: Simulator, call: Call) -> None:
    sim.set_clock("2026-06-15T16:00:00Z")
    data = call("POST", "device/max/max_last_data", max_sn="SIMMAX0001")["data"]
    row = call("POST", "device/max/max_data", max_sn="SIMMAX0001", **DAY)["data"]["datas"][0]
    assert data["pac"] > 1000
    assert sum(data[f"pac{phase}"] for phase in "rst") == pytest.approx(data["pac"], abs=0.2)
    inputs = [row[f"ppv{number}"] for number in range(1, 9)]
    assert sum(inputs) == pytest.approx(row["ppv"], abs=0.5)
    strings = range(2, 17, 2)
    watts = [2 * row[f"vString{one}"] * row[f"currentString{one}"] for one in strings]
    # currents have one decimal, at some 600 V and two strings an input
    assert watts == pytest.approx(inputs, rel=0.01, abs=65)


def test_a_row_of_an_inverter_is_short_and_says_the_same(sim: Simulator, call: Call) -> None:
    sim.set_clock("2026-06-15T16:00:00Z")
    one = {"device_sn": "SIMINV0001"}
    data = call("GET", "device/inverter/last_new_data", **one)["data"]
    body = call("GET", "device/inverter/data", **one, **DAY, timezone_id="America/New_York")["data"]
    row = body["datas"][0]
    assert body["sn"] == "SIMINV0001"
    assert row["power"] == pytest.approx(data["pac"], abs=0.051)
    assert data["pac"] > 100
    assert (row["today_energy"], row["total_energy"]) == (
        str(data["powerToday"]),
        str(data["powerTotal"]),
    )
    assert (row["time"], row["vac1"], row["iac1"]) == (data["time"], data["vacr"], data["iacr"])
    assert "inverterId" not in row


def test_plant_sums_follow_the_devices(sim: Simulator, call: Call) -> None:
    truth = sim.device("SIMMIN0001")
    pv_w = truth["power_w"]["pv1"] + truth["power_w"]["pv2"]
    total = (truth["lifetime_wh"]["pv1"] + truth["lifetime_wh"]["pv2"]) / 1000
    data = call("GET", "plant/data", **PLANT)["data"]
    assert data["current_power"] == pytest.approx(pv_w / 1000, abs=0.0051)
    assert float(data["total_energy"]) == pytest.approx(total, abs=0.051)
    row = call("GET", "plant/list")["data"]["plants"][0]
    assert float(row["current_power"]) == pytest.approx(pv_w, abs=0.051)
    years = call(
        "GET",
        "plant/energy",
        **PLANT,
        start_date="2020-01-01",
        end_date="2026-12-31",
        time_unit="year",
    )["data"]["energys"]
    assert sum(float(year["energy"]) for year in years) == pytest.approx(total, abs=0.5)
    days = call("GET", "plant/energy", **PLANT, **DAY)["data"]
    assert days["energys"] == [{"date": "2026-06-15", "energy": data["today_energy"]}]
    months = call(
        "GET",
        "plant/energy",
        **PLANT,
        start_date="2025-01-01",
        end_date="2026-06-15",
        time_unit="month",
    )["data"]
    assert months["count"] == 18
    assert months["energys"][-1] == {"date": "2026-06", "energy": data["monthly_energy"]}


def test_power_curve_ends_now(call: Call) -> None:
    powers = call("GET", "plant/power", **PLANT, date="2026-06-15")["data"]["powers"]
    assert len(powers) == 288
    known = [point["time"] for point in powers if point["power"] is not None]
    assert known == [point["time"] for point in powers[:145]]
    assert known[-1] == "2026-06-15 12:00"


@EVERY_FAMILY
@pytest.mark.parametrize("name", WITH_BATCH)
def test_batches_nest_the_serial_number_twice(sim: Simulator, call: Call, name: str) -> None:
    family = TOKEN_FAMILIES[name]
    key, sn = family.batch_key, serial_of(family)
    sim.add_device(name, "SECOND0001")
    wanted = [sn, "NOBODY01", *OTHERS[name], "SECOND0001"]
    body = call(*path_of(family, "last_data_batch"), **{key: ",".join(wanted)}, pageNum=1)
    assert (body[key], body["pageNum"]) == ([sn, "SECOND0001"], 1)
    assert list(body["data"]) == [sn, "SECOND0001"]
    for one, inner in body["data"].items():
        assert inner["dataloggerSn"] == sim.device(one)["datalogger_sn"]
        latest = call(*path_of(family, "last_data"), **{family.serial_key: one})
        assert inner[one] == latest["data"]
        assert inner[one].get("serialNum", inner[one].get("inverterId")) == one


def test_smaller_calls(call: Call) -> None:
    plant = call("POST", "plant/sn_plant", device_sn="SIMSPH0001")["data"]["plant"]
    assert (plant["plant_id"], plant["current_power"]) == (SPH_PLANT, "")
    logger = call("POST", "device/sn_datalog", device_sn="SIMSPH0001")["data"]
    assert logger == {"datalogSN": "SIMLOG0002"}
    rows = call("GET", "device/datalogger/list", **PLANT)["data"]
    assert rows["peak_power_actual"]["id"] == MIN_PLANT
    assert rows["dataloggers"][0]["sn"] == "SIMLOG0001"
    assert call("GET", "device/check/sn", dataloggerSn="SIMLOG0001")["obj"] == 3
    assert call("GET", "device/check/sn", dataloggerSn="NOBODY01")["result"] == 0


@pytest.mark.parametrize(
    ("family", "check_type", "watts"),
    [("wit", 218, 100_000), ("sph-s", 260, 10_000), ("noah", 1000, 800), ("nexa", 1000, 800)],
)
def test_a_check_knows_families_without_calls_of_v1(
    sim: Simulator, call: Call, family: str, check_type: int, watts: int
) -> None:
    sim.add_device(family, "NEWCOMER01", plant_id=SPH_PLANT)
    checked = call("GET", "device/check/sn", dataloggerSn="NEWCOMER01")
    assert (checked["device_type"], checked["normal_power"]) == (check_type, watts)
    assert (checked["result"], checked["obj"], checked["in_system"]) == (1, 1, True)
    rows = call("GET", "device/list", plant_id=SPH_PLANT)["data"]["devices"]
    assert "NEWCOMER01" not in {row["device_sn"] for row in rows}


@EVERY_FAMILY
@pytest.mark.parametrize("name", TOKEN_FAMILIES)
def test_lists_and_checks_know_a_family(sim: Simulator, call: Call, name: str) -> None:
    family = TOKEN_FAMILIES[name]
    number, check_type, dtc = FAMILY_FACTS[name]["numbers"]
    sn, plant_id = sample_of(family)
    checked = call("GET", "device/check/sn", dataloggerSn=sn)
    kind = 2 if name == "storage" else 1
    assert (checked["device_type"], checked["dtc"], checked["obj"]) == (check_type, dtc, kind)
    me = named(family)
    alarms = call(*path_of(family, "alarms"), **me)["data"]
    shown = {"sn": sn} if name in ("inverter", "storage") else me
    assert alarms == {"alarms": [], "count": 0, **shown}
    info = path_of(family, "details")
    for online in (True, False):
        sim.change_device(sn, online=online)
        rows = call("GET", "device/list", plant_id=plant_id)["data"]["devices"]
        (row,) = (row for row in rows if row["device_sn"] == sn)
        assert (row["type"], row["lost"]) == (number, not online)
        bean = call(*info, device_sn=sn)["data"]
        assert (bean["lost"], bean["modelText"]) == (not online, row["model"])
        assert (row["status"] == -1) is not online
        if name != "min":
            assert bean["status"] == row["status"]
    # What it missed while away stays missing.
    sim.set_clock("2026-06-15T10:20:00Z")
    day = call(*path_of(family, "history"), **me, **DAY)["data"]
    assert day["datas"][0]["time"] == "2026-06-15 10:00:00"

"""Errors, pages, ranges and ways of asking, over a real socket."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import requests

from growattServer.simulator import Simulator

from .conftest import MIN_PLANT, SPH_PLANT, Call

MIN = {"tlx_sn": "SIMMIN0001"}
SPH = {"mix_sn": "SIMSPH0001"}
DAY = {"start_date": "2026-06-15", "end_date": "2026-06-15"}
LONG = {"start_date": "2026-06-01", "end_date": "2026-06-09"}
LAST_MIN, HISTORY_MIN = "device/tlx/tlx_last_data", "device/tlx/tlx_data"
LAST_SPH, HISTORY_SPH = "device/mix/mix_last_data", "device/mix/mix_data"
PLANT = {"plant_id": MIN_PLANT}
READ_MIN = {"device_sn": "SIMMIN0001", "startAddr": 0, "endAddr": 0}


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


@pytest.mark.parametrize(
    ("code", "method", "path", "params"),
    [
        (10003, "GET", "plant/details", {}),
        (10002, "GET", "plant/details", {"plant_id": 1}),
        (10003, "GET", "plant/data", {"plant_id": ""}),
        (10002, "GET", "plant/data", {"plant_id": "x"}),
        (10003, "GET", "plant/energy", {}),
        (10002, "GET", "plant/energy", {"plant_id": 1}),
        (10004, "GET", "plant/energy", PLANT),
        (10004, "GET", "plant/energy", {**PLANT, **LONG}),
        (10004, "GET", "plant/energy", {**PLANT, **DAY, "time_unit": "week"}),
        (
            10004,
            "GET",
            "plant/energy",
            {**PLANT, "start_date": "2026-06-15", "end_date": "2026-06-14"},
        ),
        (
            10004,
            "GET",
            "plant/energy",
            {**PLANT, "start_date": "2024-06-15", "end_date": "2026-06-14", "time_unit": "month"},
        ),
        (
            10004,
            "GET",
            "plant/energy",
            {**PLANT, "start_date": "2004-06-15", "end_date": "2026-06-14", "time_unit": "year"},
        ),
        (10003, "GET", "plant/power", {"date": "2026-06-15"}),
        (10003, "GET", "plant/power", {**PLANT, "date": "15.6.2026"}),
        (10003, "GET", "plant/power", PLANT),
        (10002, "GET", "plant/power", {"plant_id": 1, "date": "2026-06-15"}),
        (10003, "POST", "plant/sn_plant", {}),
        (10005, "POST", "plant/sn_plant", {"device_sn": "NOBODY01"}),
        (10002, "GET", "device/list", {}),
        (10003, "GET", "device/list", {"plant_id": 1}),
        (10003, "POST", "device/sn_datalog", {}),
        (10005, "POST", "device/sn_datalog", {"device_sn": "NOBODY01"}),
        (10011, "GET", "device/tlx/tlx_data_info", {"device_sn": "NOBODY01"}),
        (10001, "GET", "device/mix/mix_data_info", {}),
        (10003, "POST", LAST_MIN, {}),
        (10002, "POST", LAST_MIN, {"tlx_sn": "NOBODY01"}),
        (10002, "POST", LAST_MIN, {"tlx_sn": "SIMSPH0001"}),
        (10003, "POST", LAST_SPH, {}),
        (10002, "POST", LAST_SPH, {"mix_sn": "SIMMIN0001"}),
        (10003, "POST", "device/tlx/tlxs_data", {"pageNum": 1}),
        (10002, "POST", "device/tlx/tlxs_data", {"tlxs": "NOBODY01", "pageNum": 1}),
        (10001, "POST", "device/tlx/tlxs_data", {"tlxs": "SIMMIN0001", "pageNum": 3}),
        (10005, "POST", "device/mix/mixs_data", {"mixs": "SIMMIN0001", "pageNum": 1}),
        (10002, "POST", HISTORY_MIN, DAY),
        (10003, "POST", HISTORY_MIN, MIN),
        (10003, "POST", HISTORY_MIN, {**MIN, "start_date": "2026-02-30", "end_date": "2026-03-01"}),
        (10003, "POST", HISTORY_MIN, {**MIN, "start_date": "2026-06-15", "end_date": "2026-06-14"}),
        (10004, "POST", HISTORY_MIN, {**MIN, **LONG}),
        (10005, "POST", HISTORY_MIN, {"tlx_sn": "NOBODY01", **DAY}),
        (10013, "POST", HISTORY_MIN, {**MIN, **DAY, "perpage": 101}),
        (10014, "POST", HISTORY_MIN, {**MIN, **DAY, "page": 251}),
        (10001, "POST", HISTORY_MIN, {**MIN, **DAY, "page": 0}),
        (10001, "POST", HISTORY_MIN, {**MIN, **DAY, "page": "two"}),
        (10002, "POST", HISTORY_SPH, DAY),
        (10004, "POST", HISTORY_SPH, {**SPH, **LONG}),
        (10005, "POST", HISTORY_SPH, {"mix_sn": "SIMMIN0001", **DAY}),
        (10002, "POST", "device/tlx/alarm_data", {}),
        (10003, "POST", "device/tlx/alarm_data", {**MIN, "date": "today"}),
        (10005, "POST", "device/mix/alarm_data", {"mix_sn": "NOBODY01"}),
        (10013, "GET", "plant/list", {"perpage": 101}),
        (10014, "GET", "plant/list", {"page": 251}),
        (10002, "POST", "readMinParam", {"paramId": "ac_charge"}),
        (10009, "POST", "readMinParam", {**READ_MIN, "paramId": "no_such"}),
        (10001, "POST", "readMinParam", {**READ_MIN, "paramId": "set_any_reg", "startAddr": "x"}),
    ],
)
def test_failures_have_the_documented_codes(
    call: Call, code: int, method: str, path: str, params: dict[str, Any]
) -> None:
    body = call(method, path, **params)
    assert body["error_code"] == code, body
    assert body["data"] == ""
    assert body["error_msg"].startswith("error_")


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("device/tlx/tlx_set_info", "SIMSPH0001"),
        ("device/tlx/tlx_data_info", "SIMSPH0001"),
        ("device/mix/mix_data_info", "SIMMIN0001"),
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


def test_history_pages_cover_every_row_once_newest_first(call: Call) -> None:
    stamps: list[str] = []
    page = 1
    while True:
        span = {"start_date": "2026-06-14", "end_date": "2026-06-15"}
        data = call("POST", HISTORY_MIN, **MIN, **span, page=page, perpage=100)["data"]
        assert data["next_page_start_id"] == page * 100 + 1
        if not data["datas"]:
            break
        stamps += [row["time"] for row in data["datas"]]
        page += 1
    assert len(stamps) == data["count"] == 288 + 121
    assert stamps[0] == "2026-06-15 10:00:00"
    assert stamps[-1] == "2026-06-14 00:00:00"
    assert stamps == sorted(set(stamps), reverse=True)


def test_history_has_twenty_rows_unless_told(call: Call) -> None:
    data = call("POST", HISTORY_SPH, **SPH, **DAY)["data"]
    assert (len(data["datas"]), data["next_page_start_id"]) == (20, 21)
    assert data["datalogger_sn"] == "SIMLOG0002"


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


def test_history_agrees_with_the_latest_record(call: Call) -> None:
    latest = call("POST", LAST_SPH, **SPH)["data"]
    zone = "America/New_York"
    row = call("POST", HISTORY_SPH, **SPH, **DAY, timezone_id=zone)["data"]["datas"][0]
    shared = latest.keys() & row.keys() - {"sysEn", "batteryType"}
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


def test_batches_nest_the_serial_number_twice(call: Call) -> None:
    body = call("POST", "device/tlx/tlxs_data", tlxs="SIMMIN0001,NOBODY01,SIMSPH0001", pageNum=1)
    assert (body["tlxs"], body["pageNum"]) == (["SIMMIN0001"], 1)
    inner = body["data"]["SIMMIN0001"]
    assert inner["dataloggerSn"] == "SIMLOG0001"
    assert inner["SIMMIN0001"] == call("POST", LAST_MIN, **MIN)["data"]
    body = call("POST", "device/mix/mixs_data", mixs="SIMSPH0001", pageNum=1)
    assert body["data"]["SIMSPH0001"]["SIMSPH0001"]["serialNum"] == "SIMSPH0001"


def test_smaller_calls(call: Call) -> None:
    plant = call("POST", "plant/sn_plant", device_sn="SIMSPH0001")["data"]["plant"]
    assert (plant["plant_id"], plant["current_power"]) == (SPH_PLANT, "")
    logger = call("POST", "device/sn_datalog", device_sn="SIMSPH0001")["data"]
    assert logger == {"datalogSN": "SIMLOG0002"}
    rows = call("GET", "device/datalogger/list", **PLANT)["data"]
    assert rows["peak_power_actual"]["id"] == MIN_PLANT
    assert rows["dataloggers"][0]["sn"] == "SIMLOG0001"
    assert call("GET", "device/check/sn", dataloggerSn="SIMMIN0001")["device_type"] == 22
    assert call("GET", "device/check/sn", dataloggerSn="SIMLOG0001")["obj"] == 3
    assert call("GET", "device/check/sn", dataloggerSn="NOBODY01")["result"] == 0
    for path, params in (("device/tlx/alarm_data", MIN), ("device/mix/alarm_data", SPH)):
        assert call("POST", path, **params)["data"] == {"alarms": [], "count": 0, **params}

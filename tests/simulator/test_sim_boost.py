"""The GroBoost: there as far as the vendor's examples go."""

from __future__ import annotations

from typing import Any

import pytest

from growattServer.simulator import Simulator

from .conftest import MIN_PLANT, Call

BOOST = "SIMGRB0001"
ME = {"boost_sn": BOOST}
DAY = {"start_date": "2026-06-15", "end_date": "2026-06-15"}
LATEST, HISTORY = "device/boost/boost_last_data", "device/boost/boost_data"


def test_its_readings_are_as_old_as_those_of_its_datalogger(sim: Simulator, call: Call) -> None:
    assert call("POST", LATEST, **ME)["data"]["timeText"] == "2026-06-15 12:00:00"
    sim.change_device("SIMMIN0001", datalogger_online=False)
    sim.set_clock(now="2026-06-15T12:02:30Z")
    assert call("POST", LATEST, **ME)["data"]["timeText"] == "2026-06-15 12:00:00"
    details = call("GET", "device/boost/boost_data_info", device_sn=BOOST)["data"]
    assert (details["lost"], details["lastUpdateTimeText"]) == (True, "2026-06-15 12:00:00")
    assert details["boostData"]["timeText"] == "2026-06-15 12:00:00"


def test_its_history_is_shown_in_the_zone_asked_for(call: Call) -> None:
    zone = {"timezone_id": "Europe/Berlin"}
    data = call("POST", HISTORY, **ME, **DAY, **zone, perpage=100)["data"]
    assert data["count"] == 145
    assert data["next_page_start_id"] == 101
    assert data["datas"][0]["timeText"] == "2026-06-15 12:00:00"
    utc = call("POST", HISTORY, **ME, **DAY)["data"]
    assert (utc["count"], utc["datas"][0]["timeText"]) == (121, "2026-06-15 10:00:00")


def test_a_batch_leaves_out_who_is_unknown(call: Call) -> None:
    asked = {"boosts": f"{BOOST},NOBODY0001"}
    body = call("POST", "device/boost/boosts_data", **asked, pageNum=1)
    assert (body["boosts"], list(body["data"])) == ([BOOST], [BOOST])
    assert call("POST", "device/boost/boosts_data", **asked, pageNum=2)["data"] == {}


def test_it_is_gone_with_its_plant(call: Call) -> None:
    call("POST", "plant/delete", plant_id=MIN_PLANT)
    assert call("POST", LATEST, **ME)["error_code"] == 10002


@pytest.mark.parametrize(
    ("code", "method", "path", "params"),
    [
        (10001, "GET", "device/boost/boost_data_info", {}),
        (10011, "GET", "device/boost/boost_data_info", {"device_sn": "NOBODY0001"}),
        (10003, "POST", LATEST, {}),
        (10002, "POST", LATEST, {"boost_sn": "SIMMIN0001"}),
        (10003, "POST", "device/boost/boosts_data", {"boosts": ""}),
        (10002, "POST", "device/boost/boosts_data", {"boosts": "NOBODY0001"}),
        (10001, "POST", "device/boost/boosts_data", {"boosts": BOOST, "pageNum": 3}),
        (10003, "POST", HISTORY, DAY),
        (10002, "POST", HISTORY, {"boost_sn": "NOBODY0001", **DAY}),
        (10001, "POST", HISTORY, ME),
        (10001, "POST", HISTORY, {**ME, **DAY, "start_date": "2026-06-16"}),
        (10001, "POST", HISTORY, {**ME, **DAY, "start_date": "2026-06-07"}),
    ],
)
def test_refusals(call: Call, code: int, method: str, path: str, params: dict[str, Any]) -> None:
    assert call(method, path, **params)["error_code"] == code

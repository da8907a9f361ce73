"""Dataloggers and devices that come and go, and what is asked by a serial number alone."""

from __future__ import annotations

from typing import Any

import pytest

from growattServer.simulator import Simulator
from growattServer.simulator.logger_calls import check_code

from .conftest import MIN_PLANT, SPH_PLANT, Call

OWNER = 7000001
LOGGER, NEW = "SIMLOG0001", "SIMLOG0077"


def loggers(call: Call, plant_id: int) -> list[str]:
    rows = call("GET", "device/datalogger/list", plant_id=plant_id)["data"]["dataloggers"]
    return [row["sn"] for row in rows]


def devices(call: Call, plant_id: int) -> list[str]:
    rows = call("GET", "device/list", plant_id=plant_id)["data"]["devices"]
    return [row["device_sn"] for row in rows]


def add(call: Call, path: str, **params: Any) -> int:
    code: int = call("POST", path, **{"c_user_id": OWNER, **params})["error_code"]
    return code


def test_a_datalogger_comes_and_goes(call: Call) -> None:
    path, place = "device/datalogger/add", {"plant_id": MIN_PLANT, "sn": NEW}
    assert add(call, path, **place) == 0
    assert loggers(call, MIN_PLANT) == [LOGGER, NEW]
    assert call("GET", "device/check/sn", dataloggerSn=NEW)["obj"] == 3
    assert add(call, path, **place) == 10003
    assert call("POST", "device/datalogger/delete", **place)["error_code"] == 0
    assert loggers(call, MIN_PLANT) == [LOGGER]
    assert call("POST", "device/datalogger/delete", **place)["error_code"] == 10004


def test_devices_go_with_their_datalogger_and_come_back_with_their_past(call: Call) -> None:
    before = call("POST", "device/tlx/tlx_last_data", tlx_sn="SIMMIN0001")["data"]
    place = {"plant_id": MIN_PLANT, "sn": LOGGER}
    call("POST", "device/datalogger/delete", **place)
    assert (devices(call, MIN_PLANT), loggers(call, MIN_PLANT)) == ([], [])
    gone = call("POST", "device/tlx/tlx_last_data", tlx_sn="SIMMIN0001")
    assert gone["error_code"] == 10002
    assert add(call, "device/datalogger/add", **place) == 0
    assert devices(call, MIN_PLANT) == ["SIMMIN0001", "AMMETER"]
    assert call("POST", "device/tlx/tlx_last_data", tlx_sn="SIMMIN0001")["data"] == before


def test_devices_are_added_by_their_serial_numbers(call: Call) -> None:
    path = "device/sn/add"
    assert add(call, path, plant_id=MIN_PLANT, sn="SIMSPH0077,UNKNOWN001") == 0
    # one of no family never comes online
    assert devices(call, MIN_PLANT) == ["SIMMIN0001", "SIMSPH0077", "AMMETER"]
    found = call("POST", "plant/sn_plant", device_sn="SIMSPH0077")["data"]["plant"]
    assert found["plant_id"] == MIN_PLANT
    for name in ("SIMSPH0077", "UNKNOWN001"):
        assert add(call, path, plant_id=SPH_PLANT, sn=name) == 10003
    assert add(call, "device/storage/add", plant_id=SPH_PLANT, sn="SIMSPF0077") == 0
    assert "SIMSPF0077" in devices(call, SPH_PLANT)
    assert add(call, "device/storage/add", plant_id=SPH_PLANT, sn="SIMMIN0078") == 10002


@pytest.mark.parametrize(
    ("code", "path", "params"),
    [
        (10002, "device/datalogger/add", {"plant_id": "", "sn": NEW}),
        (10002, "device/datalogger/add", {"plant_id": MIN_PLANT, "sn": "?"}),
        (10004, "device/datalogger/add", {"plant_id": 1, "sn": NEW}),
        (10005, "device/datalogger/add", {"plant_id": MIN_PLANT, "sn": NEW, "c_user_id": 1}),
        (10006, "device/datalogger/add", {"plant_id": MIN_PLANT, "sn": NEW, "c_user_id": ""}),
        (10002, "device/datalogger/delete", {"plant_id": "", "sn": LOGGER}),
        (10003, "device/datalogger/delete", {"plant_id": 1, "sn": LOGGER}),
        (10004, "device/datalogger/delete", {"plant_id": SPH_PLANT, "sn": LOGGER}),
        (10001, "device/datalogger/validate", {"datalogSn": "SHORT", "valiCode": "A"}),
        (10002, "device/datalogger/validate", {"datalogSn": NEW, "valiCode": "00000"}),
        (
            10003,
            "device/datalogger/validate",
            {"datalogSn": LOGGER, "valiCode": check_code(LOGGER)},
        ),
        (10002, "device/sn/add", {"plant_id": MIN_PLANT, "sn": ""}),
        (10004, "device/sn/add", {"plant_id": 1, "sn": NEW}),
        (10005, "device/sn/add", {"plant_id": MIN_PLANT, "sn": NEW, "c_user_id": 1}),
        (10001, "device/all/create_date", {"devices": ""}),
        (10001, "device/all/create_date", {"devices": "A", "pageNum": 3}),
        (10003, "plant/sn_plant", {}),
        (10005, "plant/sn_plant", {"device_sn": LOGGER}),
    ],
)
def test_refusals(call: Call, code: int, path: str, params: dict[str, Any]) -> None:
    assert add(call, path, **params) == code


def test_energy_of_a_day_is_what_the_device_gave(sim: Simulator, call: Call) -> None:
    asked = {"device_sn": "SIMMIN0001", "date": "2026-06-15"}
    body = call("GET", "device/inverter/day_energy", **asked)
    true = sim.device("SIMMIN0001")["today_wh"]["ac_output"]
    assert body["data"] == pytest.approx(true / 1000, abs=0.051)
    assert body["dataloggerSn"] == LOGGER
    for code, params in (
        (10002, {"date": "2026-06-15"}),
        (10003, {"device_sn": "SIMMIN0001", "date": "today"}),
        (10005, {**asked, "device_sn": "NOBODY0001"}),
    ):
        assert call("GET", "device/inverter/day_energy", **params)["error_code"] == code


def test_creation_dates_leave_out_who_is_unknown(call: Call) -> None:
    asked = "SIMMIN0001,NOBODY0001,SIMSPH0001"
    data = call("POST", "device/all/create_date", devices=asked, pageNum=1)["data"]
    assert list(data) == ["SIMMIN0001", "SIMSPH0001"]
    assert data["SIMMIN0001"]["createTime"].endswith(" 00:00:00.0")
    assert call("POST", "device/all/create_date", devices=asked, pageNum=2)["data"] == {}

"""Failures on order, on the paths of the app."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests

from growattServer.simulator import Simulator
from growattServer.simulator.errors import DoorError

from .sim_legacy_app import (
    MIN,
    MIN_PLANT,
    MIX,
    NOAH,
    PLANTS,
    SET,
    STORAGE,
    TLX,
    USER_ID,
    App,
    secret,
)

STATUS = TLX + "getSystemStatus_KW"
LOGIN = "newTwoLoginAPI.do"
ERROR_PAGE = "/error.do?errorMess=errorNoLogin"
OBJ = [STATUS, MIX + "getEnergyOverview", NOAH + "getSystemStatus", NOAH + "set"]
BARE = [
    TLX + "getTlxDetailData",
    PLANTS + "getAllDeviceListTwo",
    STORAGE + "getStorageParams_sacolar",
    "newPlantAPI.do?op=getPlant",
    "newPlantAPI.do?action=getEnergyStorageData",
    "newInverterAPI.do?op=getInverterDetailData",
]
FLAG = [SET + "tlxSet", SET + "spaSetApi", PLANTS + "updatePlant"]


@pytest.mark.parametrize(
    ("page", "document"),
    [
        (LOGIN, {"back": None}),
        ("PlantListAPI.do", {"back": None}),
        ("PlantDetailAPI.do", {"back": None}),
        (PLANTS + "getAllPlantListTwo", {"PlantList": None}),
        *((page, {"result": 1, "obj": None, "msg": ""}) for page in OBJ),
        *((page, None) for page in [*BARE, *FLAG, "tcpSet.do?action=inverterSet"]),
    ],
)
def test_null_data_fits_the_call(sim: Simulator, app: App, page: str, document: Any) -> None:
    sim.add_fault({"fault": "null_data"})
    assert app.ask(page) == document


@pytest.mark.parametrize(
    ("page", "usual"),
    [
        (LOGIN, {"back": {"msg": "501", "success": False}}),
        ("PlantListAPI.do", {"back": {"msg": "501", "success": False}}),
        *((page, {"result": 0, "obj": None, "msg": "501"}) for page in OBJ),
        *((page, {"msg": "501", "success": False}) for page in [*BARE, *FLAG]),
        ("tcpSet.do?action=inverterSet", {"msg": "inv_set_failure", "success": False}),
    ],
)
def test_error_code_is_the_refusal_of_the_call(
    sim: Simulator, app: App, page: str, usual: Any
) -> None:
    sim.add_fault({"fault": "error_code"})
    assert app.ask(page) == usual
    sim.add_fault({"fault": "error_code", "error_code": 504, "error_msg": "inv_set_time_format"})
    said = str(app.ask(page))
    assert "504" in said or "inv_set_time_format" in said


@pytest.mark.parametrize(
    ("fault", "status", "start"),
    [
        ({"fault": "http_502"}, 502, "<html>"),
        ({"fault": "http_status", "status": 405}, 405, "<html>"),
        ({"fault": "html_login"}, 200, "<!DOCTYPE html>"),
        ({"fault": "empty_body"}, 200, ""),
        ({"fault": "truncated_json"}, 200, '{"msg":"","result":1'),
        ({"fault": "denied_user_agent"}, 403, "<!DOCTYPE HTML"),
        ({"fault": "session_expired", "form": "page"}, 200, "<!DOCTYPE html>"),
        ({"fault": "session_expired", "form": "error_500"}, 500, "<!DOCTYPE html>"),
    ],
)
def test_pages_instead_of_json(
    sim: Simulator, app: App, fault: dict[str, Any], status: int, start: str
) -> None:
    sim.add_fault({"match": "/newTlxApi.do", **fault})
    assert app.inside()
    reply = app.send("POST", STATUS, data=MIN)
    assert reply.status_code == status
    assert reply.text.startswith(start)
    with pytest.raises(ValueError, match=r".*"):
        reply.json()
    assert sim.account()["sessions"] == (0 if fault["fault"] == "session_expired" else 1)


def test_expired_session_is_really_gone(sim: Simulator, app: App) -> None:
    sim.add_fault({"fault": "session_expired", "match": "/newTlxApi.do"})
    reply = app.send("POST", STATUS, data=MIN, allow_redirects=False)
    assert (reply.status_code, reply.headers["Location"]) == (302, ERROR_PAGE)
    assert not app.inside()
    assert app.login()["success"]
    assert app.ask(STATUS, **MIN)["result"] == 1


def test_locked_is_said_by_the_login_only(sim: Simulator, app: App) -> None:
    sim.add_fault({"fault": "locked", "times": 2})
    assert app.login()["lockDuration"] == 24
    reply = app.send("POST", STATUS, data=MIN, allow_redirects=False)
    assert (reply.status_code, reply.headers["Location"]) == (302, ERROR_PAGE)
    sim.add_fault({"fault": "locked", "form": "old"})
    assert app.login() == {"msg": "507", "success": False}
    assert app.login()["success"]
    assert sim.account()["locked_until"] is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_lead_where_they_are_told(sim: Simulator, app: App, status: int) -> None:
    other = f"/{STATUS}&id=SIMMIN0001"
    wish = {"fault": "redirect", "status": status, "location": other, "match": "/PlantListAPI.do"}
    sim.add_fault(wish)
    reply = app.send("GET", "PlantListAPI.do", allow_redirects=False)
    assert (reply.status_code, reply.headers["Location"]) == (status, other)
    sim.add_fault(wish)
    assert app.send("GET", "PlantListAPI.do").json()["obj"]["unit"] == "kW"


def test_a_fault_can_name_the_call(sim: Simulator, app: App) -> None:
    sim.add_fault({"fault": "http_502", "match": "*?op=getTlxParams", "times": 0})
    assert app.send("POST", TLX + "getTlxParams", data=MIN).status_code == 502
    # The app also sends its op inside the form.
    reply = app.send("POST", "newTlxApi.do", data={**MIN, "op": "getTlxParams"})
    assert reply.status_code == 502
    assert app.ask(STATUS, **MIN)["result"] == 1


def test_a_write_may_take_effect_though_its_answer_fails(sim: Simulator, app: App) -> None:
    def charge_power() -> str:
        bean = app.ask(TLX + "getTlxSetData", serialNum="SIMMIN0001")["obj"]["tlxSetBean"]
        return str(bean["charge_power"])

    def write(value: int) -> None:
        form = {"serialNum": "SIMMIN0001", "type": "charge_power", "param1": value}
        assert app.send("POST", SET + "tlxSet", data=form).status_code == 502

    sim.add_fault({"fault": "http_502", "match": "/newTcpsetAPI.do"})
    write(41)
    assert charge_power() == "100"
    sim.add_fault({"fault": "http_502", "match": "/newTcpsetAPI.do", "after": True})
    write(42)
    assert charge_power() == "42"


def test_login_may_succeed_though_nobody_hears_of_it(sim: Simulator, app: App) -> None:
    sim.add_fault({"fault": "empty_body", "match": "/newTwoLoginAPI.do", "after": True})
    form = {"userName": "demo", "password": secret("demo")}
    assert app.send("POST", LOGIN, data=form).content == b""
    assert sim.account()["logins"] == 2


def test_timeout_reset_and_slow(sim: Simulator, app: App) -> None:
    sim.add_fault({"fault": "timeout", "seconds": 0.1})
    with pytest.raises(requests.exceptions.ConnectionError):
        app.send("POST", STATUS, data=MIN)
    sim.add_fault({"fault": "reset"})
    with pytest.raises(requests.exceptions.ConnectionError):
        app.send("POST", STATUS, data=MIN)
    sim.add_fault({"fault": "slow", "seconds": 0.2})
    begin = time.monotonic()
    assert app.ask(STATUS, **MIN)["result"] == 1
    assert time.monotonic() - begin > 0.1


@pytest.mark.parametrize(
    "wish",
    [
        {"fault": "session_expired", "form": "oval"},
        {"fault": "locked", "form": "page"},
        {"fault": "http_502", "form": "new"},
        {"fault": "redirect", "location": 1},
    ],
)
def test_door_refuses_forms_that_do_not_exist(sim: Simulator, wish: dict[str, Any]) -> None:
    with pytest.raises(DoorError):
        sim.add_fault(wish)


def test_faults_of_the_app_on_v1(sim: Simulator, http: requests.Session) -> None:
    page = f"{sim.url}v1/plant/list"
    for fault, status in (("session_expired", 302), ("locked", 302), ("denied_user_agent", 403)):
        sim.add_fault({"fault": fault})
        reply = http.get(page, headers={"token": sim.token}, timeout=60, allow_redirects=False)
        assert reply.status_code == status


def test_broken_bodies_break_nothing(app: App) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (b"", b"--x", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n"):
        reply = app.send("POST", PLANTS + "updatePlant", headers=headers, data=body)
        assert reply.json() == {"msg": "501", "success": False}
    headers = {"Content-Type": "multipart/form-data"}
    assert app.send("POST", PLANTS + "updatePlant", headers=headers, data=b"x").status_code == 200
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = app.send("POST", STATUS, headers=headers, data=b"id=%ff\xff&plantId=%00")
    assert reply.json()["msg"] == "504"
    assert app.ask("PlantListAPI.do", userId=USER_ID)["back"]["success"]
    assert app.ask("PlantDetailAPI.do", plantId="²", type=1)["back"]["msg"] == "501"
    for day in ("0001-01-01", "9999-12-31", "2026-13-01", "x"):
        detail = app.ask("PlantDetailAPI.do", plantId=MIN_PLANT, type=1, date=day)
        assert detail["back"]["msg"] == "501"
    assert app.ask("newPlantAPI.do?op=getPlant", plantId="1" * 5000)["msg"] == "501"
    pages = app.ask(PLANTS + "getAllPlantListTwo", toPageNum="²", pageSize="-1")
    assert pages == {"msg": "501", "success": False}

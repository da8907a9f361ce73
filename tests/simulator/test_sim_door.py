"""The control door: clock, failures, devices, memory, pace."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from growattServer.simulator import Simulator
from growattServer.simulator.control import is_loopback
from support import wait_until

from .conftest import START, Call

LAST = "device/tlx/tlx_last_data"
MIN = {"tlx_sn": "SIMMIN0001"}


def ask(sim: Simulator, http: requests.Session, timeout: Any = 60) -> requests.Response:
    return http.post(f"{sim.url}v1/{LAST}", data=MIN, headers={"token": sim.token}, timeout=timeout)


def door(
    sim: Simulator, http: requests.Session, method: str, path: str, wish: Any = None
) -> tuple[int, Any]:
    reply = http.request(method, f"{sim.url}_sim/{path}", json=wish, timeout=60)
    return reply.status_code, reply.json()


@pytest.mark.parametrize(
    ("fault", "status", "start"),
    [
        ({"fault": "http_502"}, 502, "<html>"),
        ({"fault": "http_status", "status": 507}, 507, "<html>"),
        ({"fault": "html_login"}, 200, "<!DOCTYPE html>"),
        ({"fault": "empty_body"}, 200, ""),
        ({"fault": "null_data"}, 200, '{"data":null,"error_code":0,'),
        (
            {"fault": "error_code", "error_code": 10012, "error_msg": "error_frequently_access"},
            200,
            '{"data":"","error_code":10012,"error_msg":"error_frequently_access"}',
        ),
        ({"fault": "truncated_json"}, 200, '{"tlx_sn":"SIMMIN0001"'),
    ],
)
def test_faults_that_answer(
    sim: Simulator, http: requests.Session, fault: dict[str, Any], status: int, start: str
) -> None:
    code, _ = door(sim, http, "POST", "faults", {"match": "*/tlx_last_data", **fault})
    assert code == 201
    reply = ask(sim, http)
    assert reply.status_code == status
    assert reply.text.startswith(start)
    assert int(reply.headers["Content-Length"]) == len(reply.content)
    if fault["fault"] in ("truncated_json", "empty_body", "html_login"):
        with pytest.raises(ValueError, match=r".*"):
            reply.json()
    assert ask(sim, http).json()["error_code"] == 0


def test_timeout_hangs(sim: Simulator, http: requests.Session) -> None:
    sim.add_fault({"fault": "timeout"})
    with pytest.raises(requests.exceptions.ReadTimeout):
        ask(sim, http, timeout=(60, 0.2))
    # a busy server may come to a request after its client has gone
    wait_until(sim.requests)
    assert ask(sim, http).ok


def test_timeout_with_an_end_closes(sim: Simulator, http: requests.Session) -> None:
    sim.add_fault({"fault": "timeout", "seconds": 0.1})
    with pytest.raises(requests.exceptions.ConnectionError):
        ask(sim, http)


def test_reset_is_a_reset(sim: Simulator) -> None:
    sim.add_fault({"fault": "reset"})
    address = urlsplit(sim.url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as line:
        line.sendall(b"GET /v1/plant/list HTTP/1.1\r\nHost: x\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            line.recv(1)


def test_slow_answers_are_right(sim: Simulator, http: requests.Session) -> None:
    right = ask(sim, http).json()
    sim.add_fault({"fault": "slow", "seconds": 0.4})
    begin = time.monotonic()
    assert ask(sim, http).json() == right
    assert time.monotonic() - begin > 0.3


def test_faults_count_down_match_and_can_be_cleared(
    sim: Simulator, http: requests.Session, call: Call
) -> None:
    sim.add_fault({"match": "*/plant/list", "fault": "http_502"})
    assert ask(sim, http).ok
    sim.clear_faults()
    assert call("GET", "plant/list")["error_code"] == 0
    sim.add_fault({"match": "*/tlx_*", "fault": "http_502", "times": 2})
    assert [ask(sim, http).status_code for _ in range(3)] == [502, 502, 200]
    for forever in (0, None):
        sim.add_fault({"fault": "http_502", "times": forever})
        assert [ask(sim, http).status_code for _ in range(4)] == [502] * 4
        assert door(sim, http, "DELETE", "faults")[0] == 200
        assert door(sim, http, "GET", "faults") == (200, [])
    sim.add_fault({"method": "GET", "fault": "http_502"})
    assert ask(sim, http).ok


@pytest.mark.parametrize(
    ("after", "fault", "power"),
    [
        (False, "http_502", "100"),
        (True, "http_502", "33"),
        (True, "reset", "33"),
        (False, "truncated_json", "33"),
        (False, "reset", "100"),
    ],
)
def test_a_write_may_act_although_its_answer_fails(
    sim: Simulator, http: requests.Session, after: bool, fault: str, power: str
) -> None:
    sim.add_fault({"match": "*/tlxSet", "fault": fault, "after": after})
    wish = {**MIN, "type": "charge_power", "param1": "33"}
    try:
        http.post(f"{sim.url}v1/tlxSet", data=wish, headers={"token": sim.token}, timeout=60)
    except requests.exceptions.ConnectionError:
        assert fault == "reset"
    assert sim.device("SIMMIN0001")["settings"]["charge_power"] == [power]


@pytest.mark.parametrize(
    ("method", "path", "wish"),
    [
        ("POST", "faults", {"fault": "fire"}),
        ("POST", "faults", {}),
        ("POST", "faults", []),
        ("POST", "faults", {"fault": "slow", "seconds": "long"}),
        ("POST", "faults", {"fault": "slow", "seconds": -1}),
        ("POST", "faults", {"fault": "slow", "colour": "red"}),
        ("POST", "faults", {"fault": "slow", "times": -1}),
        ("POST", "faults", {"fault": "http_status", "status": 42}),
        ("POST", "clock", {}),
        ("POST", "clock", {"now": "soon"}),
        ("POST", "clock", {"now": 5}),
        ("POST", "clock", {"now": "9999-01-01"}),
        ("POST", "clock", {"speed": -1}),
        ("POST", "clock", {"speed": "fast"}),
        ("POST", "clock", {"later": 1}),
        ("POST", "devices", {}),
        ("POST", "devices", {"family": "toaster", "serial_number": "SIMTOAST1"}),
        ("POST", "devices", {"family": "min", "serial_number": "SIMMIN0001"}),
        ("POST", "devices", {"family": "min", "serial_number": "a b"}),
        ("POST", "devices", {"family": "min", "serial_number": "SIMMIN0002", "plant_id": "1"}),
        ("POST", "devices", {"family": "min", "serial_number": "SIMMIN0002", "wings": 2}),
        ("POST", "devices", {"family": "min", "serial_number": "SIMMIN0002", "pv1_peak_w": 0}),
        ("POST", "devices", {"family": "min", "serial_number": "SIMMIN0002", "online": 1}),
        ("POST", "devices/SIMMIN0001", {"on": True}),
        ("POST", "plants", {"latitude": "north"}),
        ("POST", "plants", {"latitude": 91}),
        ("POST", "plants", {"timezone": "Mars"}),
        ("POST", "plants", {"plant_id": 1000001}),
    ],
)
def test_the_door_explains_bad_wishes(
    sim: Simulator, http: requests.Session, method: str, path: str, wish: Any
) -> None:
    code, answer = door(sim, http, method, path, wish)
    assert code == 400
    assert answer["error"].endswith(".")
    assert len(sim.requests()) == 0


def test_the_door_knows_what_it_does_not_have(sim: Simulator, http: requests.Session) -> None:
    assert door(sim, http, "GET", "nothing")[0] == 404
    assert door(sim, http, "GET", "devices/NOBODY01")[0] == 404
    wish = {"family": "min", "serial_number": "SIMMIN0002", "plant_id": 5}
    assert door(sim, http, "POST", "devices", wish)[0] == 404
    headers = {"Content-Type": "application/json"}
    reply = http.post(f"{sim.url}_sim/clock", data="{", headers=headers, timeout=60)
    said = "The body is not JSON, or nested too deeply."
    assert (reply.status_code, reply.json()) == (400, {"error": said})


def test_clock_moves_forward_only(sim: Simulator, http: requests.Session, call: Call) -> None:
    assert door(sim, http, "GET", "clock") == (200, {"now": START, "speed": 0})
    assert door(sim, http, "POST", "clock", {"now": "2026-06-15T12:00:00+02:00"})[0] == 409
    later = {"now": "2026-06-16T00:00:00+00:00"}
    assert door(sim, http, "POST", "clock", later) == (200, {**later, "speed": 0})
    assert call("POST", LAST, **MIN)["data"]["time"] == "2026-06-16 02:00:00"
    assert door(sim, http, "POST", "reset")[0] == 200
    assert sim.clock() == {"now": START, "speed": 0}
    assert call("POST", LAST, **MIN)["data"]["time"] == "2026-06-15 12:00:00"


def test_clock_runs_at_its_speed(sim: Simulator, http: requests.Session) -> None:
    door(sim, http, "POST", "clock", {"speed": 36000})
    time.sleep(0.1)
    assert sim.clock()["now"] > "2026-06-15T10:50"


def test_a_reading_comes_every_five_minutes(sim: Simulator, call: Call) -> None:
    def stamp() -> str:
        return str(call("POST", LAST, **MIN)["data"]["time"])

    assert stamp() == "2026-06-15 12:00:00"
    sim.set_clock("2026-06-15T10:04:59Z")
    assert stamp() == "2026-06-15 12:00:00"
    sim.set_clock("2026-06-15T10:05:00Z")
    assert stamp() == "2026-06-15 12:05:00"


def test_daily_counters_begin_at_local_midnight(sim: Simulator, call: Call) -> None:
    sim.set_clock("2026-06-15T21:59:00Z")
    assert call("POST", LAST, **MIN)["data"]["elocalLoadToday"] > 3
    before = call("POST", LAST, **MIN)["data"]["elocalLoadTotal"]
    sim.set_clock("2026-06-15T22:00:00Z")
    data = call("POST", LAST, **MIN)["data"]
    assert (data["time"], data["elocalLoadToday"]) == ("2026-06-16 00:00:00", 0)
    assert data["elocalLoadTotal"] >= before


def test_devices_and_plants_can_be_added(
    sim: Simulator, http: requests.Session, call: Call
) -> None:
    place = {
        "name": "Sydney",
        "latitude": -33.9,
        "longitude": 151.2,
        "timezone": "Australia/Sydney",
    }
    code, plant = door(sim, http, "POST", "plants", place)
    assert code == 201
    wish = {"family": "sph", "serial_number": "SIMSPH0777", "battery_capacity_wh": 5000}
    code, state = door(sim, http, "POST", "devices", {**wish, "plant_id": plant["plant_id"]})
    assert code == 201
    assert state["hardware"]["battery_capacity_wh"] == 5000
    rows = call("GET", "device/list", plant_id=plant["plant_id"])["data"]["devices"]
    assert [row["device_sn"] for row in rows] == ["SIMSPH0777", "AMMETER"]
    data = call("POST", "device/mix/mix_last_data", mix_sn="SIMSPH0777")["data"]
    assert data["time"] == "2026-06-15 20:00:00"
    assert call("GET", "plant/list")["data"]["count"] == 3
    sim.add_device("min", "SIMMIN0002", online=False)
    rows = call("GET", "device/list", plant_id=1000001)["data"]["devices"]
    assert [row["lost"] for row in rows[:2]] == [False, True]
    sim.reset()
    assert call("GET", "plant/list")["data"]["count"] == 2


def test_offline_devices_fall_silent_and_leave_a_gap(
    sim: Simulator, http: requests.Session, call: Call
) -> None:
    sim.set_clock("2026-06-15T10:11:00Z")
    wish = {"online": False}
    assert door(sim, http, "PATCH", "devices/SIMMIN0001", wish)[1]["online"] is False
    sim.set_clock("2026-06-15T10:41:00Z")
    assert call("POST", LAST, **MIN)["data"]["time"] == "2026-06-15 12:10:00"
    row = call("GET", "device/list", plant_id=1000001)["data"]["devices"][0]
    assert (row["lost"], row["status"]) == (True, -1)
    assert row["last_update_time"] == "2026-06-15 12:10:00"
    assert call("GET", "plant/list")["data"]["plants"][0]["status"] == 4
    details = call("GET", "device/tlx/tlx_data_info", device_sn="SIMMIN0001")["data"]
    assert details["lost"] is True
    door(sim, http, "POST", "devices/SIMMIN0001", {"online": True})
    sim.set_clock("2026-06-15T10:50:00Z")
    assert call("POST", LAST, **MIN)["data"]["time"] == "2026-06-15 12:50:00"
    day = {"start_date": "2026-06-15", "end_date": "2026-06-15"}
    rows = call("POST", "device/tlx/tlx_data", **MIN, **day)["data"]["datas"]
    assert [row["time"][11:16] for row in rows[:4]] == ["10:50", "10:45", "10:10", "10:05"]


def test_requests_are_remembered_without_secrets(sim: Simulator, http: requests.Session) -> None:
    http.post(
        f"{sim.url}v1/{LAST}",
        params={"token": "secret", "echo": sim.token},
        data=MIN,
        headers={"token": sim.token},
        timeout=60,
    )
    http.get(f"{sim.url}v1/{sim.token}", headers={"token": "other"}, timeout=60)
    code, noted = door(sim, http, "GET", "requests")
    assert code == 200
    assert (noted[0]["method"], noted[0]["path"], noted[0]["form"]) == ("POST", f"/v1/{LAST}", MIN)
    assert "token" in noted[0]["headers"]
    assert noted[0]["simulated_time"] == START
    assert sim.token not in str(noted)
    assert "secret" not in str(noted)
    assert "other" not in str(noted)
    assert len(noted) == 2


def test_a_call_for_a_hundred_devices_is_remembered_whole(
    sim: Simulator, http: requests.Session
) -> None:
    names = ",".join(f"{'SERIALNUMBER' * 2}{number:06}" for number in range(100))
    form = {"tlxs": names, "pageNum": "1"}
    headers = {"token": sim.token}
    http.post(f"{sim.url}v1/device/tlx/tlxs_data", data=form, headers=headers, timeout=60)
    _, noted = door(sim, http, "GET", "requests")
    assert noted[-1]["form"] == form


def test_documented_limits_in_simulated_time() -> None:
    with Simulator(start=START, speed=0, history_days=0, limits="documented") as sim:

        def code(method: str, path: str, prefix: str = "v1", **params: Any) -> int:
            reply = requests.request(
                method,
                f"{sim.url}{prefix}/{path}",
                params=params,
                headers={"token": sim.token},
                timeout=60,
            )
            if reply.json()["error_code"] == 10012:
                assert reply.json()["error_msg"] == "error_frequently_access"
            return int(reply.json()["error_code"])

        assert code("POST", LAST, **MIN) == 0
        assert code("POST", LAST, **MIN) == 10012
        assert code("POST", LAST, "v4", **MIN) == 10012
        assert code("POST", LAST, tlx_sn="NOBODY01") == 10002
        assert code("GET", "plant/list") == 0
        assert [code("POST", "device/mix/mix_last_data", mix_sn="SIMSPH0001") for _ in "ab"] == [
            0,
            10012,
        ]
        sim.set_clock("2026-06-15T10:02:40Z")
        assert code("POST", "device/mix/mix_last_data", mix_sn="SIMSPH0001") == 0
        sim.set_clock("2026-06-15T10:07:29Z")
        assert code("POST", LAST, **MIN) == 10012
        sim.set_clock("2026-06-15T10:07:30Z")
        assert code("POST", LAST, **MIN) == 0
        for minute in range(10, 55, 5):
            sim.set_clock(f"2026-06-15T10:{minute}:00Z")
            assert code("GET", "plant/list") == 0
        sim.set_clock("2026-06-15T12:00:00Z")
        assert code("GET", "plant/list") == 10012
        sim.set_clock("2026-06-16T00:00:00Z")
        assert code("GET", "plant/list") == 0
        for _ in range(3):
            assert code("GET", "device/mix/mix_data_info", device_sn="SIMSPH0001") == 0
        sim.reset()
        assert code("POST", LAST, **MIN) == 0


@pytest.fixture
def hanging() -> Iterator[tuple[Simulator, socket.socket]]:
    sim = Simulator(start=START, history_days=0)
    sim.start()
    sim.add_fault({"fault": "timeout"})
    address = urlsplit(sim.url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as line:
        line.sendall(b"GET /v1/plant/list HTTP/1.1\r\nHost: x\r\n\r\n")
        wait_until(sim.requests)
        yield sim, line
    sim.stop()


def test_stopping_does_not_wait_for_hanging_requests(
    hanging: tuple[Simulator, socket.socket],
) -> None:
    sim, line = hanging
    sim.stop()
    # the request, which would hang for ever, has ended with it
    line.settimeout(30)
    with suppress(ConnectionError):
        assert line.recv(1) == b""


def test_starts_once_and_comes_back_on_its_port() -> None:
    sim = Simulator(token="mine", start=START)
    with pytest.raises(RuntimeError):
        _ = sim.url
    sim.start()
    sim.start()
    first = sim.url
    assert (sim.token, first[-1]) == ("mine", "/")
    sim.stop()
    sim.stop()
    sim.start()
    assert sim.url == first
    sim.stop()


@pytest.mark.parametrize(
    "wrong", [{"limits": "some"}, {"history_days": -1}, {"speed": -1}, {"start": "then"}]
)
def test_bad_options_are_sentences(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Simulator(**wrong)


def test_alarms_on_order(sim: Simulator, http: requests.Session, call: Call) -> None:
    wish = {"code": "5-110-2", "message": "BYTE110_2", "status": 0}
    row = {
        "alarm_code": "5-110-2",
        "status": 0,
        "end_time": "",
        "start_time": "2026-06-15 12:02:30.0",
        "alarm_message": "BYTE110_2",
    }
    assert door(sim, http, "POST", "devices/SIMMIN0001/alarms", wish) == (201, row)
    assert call("POST", "device/tlx/alarm_data", **MIN)["data"]["alarms"] == [row]
    assert door(sim, http, "POST", "devices/NOBODY01/alarms", wish)[0] == 404
    sim.reset()
    assert call("POST", "device/tlx/alarm_data", **MIN)["data"]["alarms"] == []


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"code": ""},
        {"code": True},
        {"code": 1.5},
        {"code": 1, "color": "red"},
        {"code": 1, "message": 5},
        {"code": 1, "start": "then"},
        {"code": 1, "start": "2026-06-15T12:00:00Z", "end": "2026-06-15T11:00:00Z"},
    ],
)
def test_alarms_that_cannot_be_are_sentences(
    sim: Simulator, http: requests.Session, wish: dict[str, Any]
) -> None:
    status, told = door(sim, http, "POST", "devices/SIMMIN0001/alarms", wish)
    assert status == 400
    assert told["error"].endswith(".")


def test_there_is_an_end_to_alarms(sim: Simulator) -> None:
    for _ in range(1_000):
        sim.add_alarm("SIMMIN0001", 1)
    with pytest.raises(ValueError, match="1000 alarms"):
        sim.add_alarm("SIMMIN0001", 1)


def test_loopback() -> None:
    inside = ("127.0.0.1", "127.9.9.9", "::1", "localhost", "::ffff:127.0.0.1")
    outside = ("::", "10.0.0.1", "192.0.2.1", "example.org", "")
    assert [is_loopback(address) for address in inside] == [True] * 5
    assert [is_loopback(address) for address in outside] == [False] * 5

"""Strict mode: the account of the app is guarded as reported, and what is too fast counted."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests

from growattServer.simulator import Simulator
from growattServer.simulator.errors import DoorError

from .conftest import START
from .sim_legacy_app import MIN_PLANT, SET, TLX, App, secret

NOON = datetime.fromisoformat(START)
LOGIN, LOGIN_EVERY_S = "/newTwoLoginAPI.do", 300
DAY_S = 86_400
OTHER = "SIMSPH0001"


@pytest.fixture
def sim() -> Iterator[Simulator]:
    """A strict one, in place of the shared one of the other tests."""
    with Simulator(start=START, speed=0, history_days=0, limits="strict") as simulator:
        yield simulator


@pytest.fixture
def phone(sim: Simulator) -> Iterator[App]:
    phone = App(sim)
    yield phone
    phone.close()


def at(sim: Simulator, seconds: float) -> None:
    sim.set_clock(NOON + timedelta(seconds=seconds))


def kinds(sim: Simulator) -> dict[str, int]:
    found: dict[str, int] = sim.violations()["by_kind"]
    return found


def read(phone: App, serial_number: str = "SIMMIN0001") -> requests.Response:
    form = {"id": serial_number}
    return phone.send("POST", TLX + "getTlxParams", data=form, allow_redirects=False)


# ---- the lock ----------------------------------------------------------------------------------


def test_two_hundred_requests_a_day_and_the_account_is_locked(sim: Simulator, phone: App) -> None:
    assert phone.login()["success"]
    for number in range(200):
        assert read(phone, f"NUMBER{number}").status_code == 200, number
    assert kinds(sim) == {}
    assert read(phone).status_code == 302
    (found,) = sim.violations()["violations"]
    assert found == {
        "time": START,
        "kind": "too_many_requests",
        "path": "/newTlxApi.do?op=getTlxParams",
        "subject": "SIMMIN0001",
        "early_s": 13 * 3600 + 57 * 60 + 30,
        "limit": 200,
    }
    back = phone.login()
    assert (back["msg"], back["lockDuration"]) == ("507", 24)
    at(sim, DAY_S - 1)
    assert phone.login()["lockDuration"] == 1
    at(sim, DAY_S)
    assert phone.login()["success"]
    assert read(phone).status_code == 200


def test_what_is_asked_while_locked(sim: Simulator, phone: App) -> None:
    stranger = App(sim)
    phone.login()
    sim.change_account(locked=True)
    assert read(phone).status_code == 302
    at(sim, 3600)
    assert phone.login()["msg"] == "507"
    assert read(stranger).status_code == 302
    assert phone.login(user="somebody")["msg"] == "502"
    stranger.close()
    found = sim.violations()["violations"]
    assert [(row["kind"], row["path"], row["early_s"]) for row in found] == [
        ("while_locked", "/newTlxApi.do?op=getTlxParams", DAY_S),
        ("while_locked", LOGIN, DAY_S - 3600),
    ]
    sim.change_account(locked=False)
    assert read(phone).status_code == 302
    assert sim.violations()["count"] == 2, "without a lock it is a session like any that ended"


def test_thirty_one_logins_a_day(sim: Simulator, phone: App) -> None:
    for number in range(31):
        at(sim, 300 * number)
        assert phone.login()["success"], number
    assert kinds(sim) == {}
    at(sim, 300 * 31)
    assert phone.login()["msg"] == "507"
    assert kinds(sim) == {"too_many_logins": 1}
    assert phone.login()["msg"] == "507"
    assert kinds(sim) == {"too_many_logins": 1, "while_locked": 1}


def test_wrong_passwords(sim: Simulator, phone: App) -> None:
    assert [phone.login(password="wrong")["msg"] for _ in range(6)] == ["502"] * 5 + ["507"]
    (found, _) = sim.violations()["violations"]
    assert (found["kind"], found["limit"], found["early_s"], found["subject"]) == (
        "too_many_wrong_passwords",
        5,
        None,
        "demo",
    )


# ---- what is counted, and does not lock --------------------------------------------------------


def test_logins_closer_than_five_minutes(sim: Simulator, phone: App) -> None:
    for seconds in (0, 299, 598, 898, 1000):
        at(sim, seconds)
        assert phone.login()["success"]
    found = sim.violations()["violations"]
    assert {row["kind"] for row in found} == {"login_too_soon"}
    assert [(row["early_s"], row["limit"]) for row in found] == [(1, 300), (1, 300), (198, 300)]
    # A login that was refused does not count for the pace.
    at(sim, 1300)
    assert phone.login(password="wrong")["msg"] == "502"
    assert phone.login()["success"]
    assert sim.violations()["count"] == 3


def test_the_same_question_within_five_minutes(sim: Simulator, phone: App) -> None:
    other = App(sim)
    phone.login()
    for seconds in (0, 120, 419, 719):
        at(sim, seconds)
        assert read(phone).status_code == 200
    found = sim.violations()["violations"]
    assert {row["kind"] for row in found} == {"polling_too_fast"}
    assert [(row["early_s"], row["subject"]) for row in found] == [
        (180, "SIMMIN0001"),
        (1, "SIMMIN0001"),
    ]
    # Another call, another device and another day are other questions; another phone is not.
    assert read(phone, OTHER).status_code == 200
    phone.ask(TLX + "getSystemStatus_KW", id="SIMMIN0001", plantId=MIN_PLANT)
    for day in ("2026-06-14", "2026-06-15"):
        phone.ask(TLX + "getTlxData", id="SIMMIN0001", type=1, date=day)
    assert sim.violations()["count"] == 2
    other.login()
    assert read(other).status_code == 200
    assert kinds(sim) == {"polling_too_fast": 3}
    other.close()


def test_what_was_written_may_be_read_back(sim: Simulator, phone: App) -> None:
    def read_back() -> str:
        bean = phone.ask(TLX + "getTlxSetData", serialNum="SIMMIN0001")["obj"]["tlxSetBean"]
        return str(bean["charge_power"])

    phone.login()
    form = {"serialNum": "SIMMIN0001", "type": "charge_power"}
    assert read_back() == "100"
    for value in ("40", "41"):
        assert phone.ask(SET + "tlxSet", **form, param1=value)["success"]
        assert read_back() == value
    assert kinds(sim) == {}
    read_back()
    assert kinds(sim) == {"polling_too_fast": 1}


def test_strangers_and_nonsense_are_no_violations(sim: Simulator, phone: App) -> None:
    for _ in range(10):
        assert read(phone).status_code == 302
        assert phone.login(user="somebody")["msg"] == "502"
        assert phone.send("POST", LOGIN[1:], headers={"User-Agent": ""}).status_code == 403
        assert phone.send("GET", "error.do").status_code == 200
    phone.login()
    for _ in range(10):
        assert phone.send("POST", "newTlxApi.do?op=nothing").status_code == 400
    assert sim.violations()["count"] == 0


def test_a_session_that_ended_and_the_next_login(sim: Simulator, phone: App) -> None:
    phone.login()
    assert read(phone).status_code == 200
    sim.drop_sessions()
    at(sim, 300)
    assert read(phone).status_code == 302
    assert phone.login()["success"]
    assert read(phone).status_code == 200
    assert sim.violations()["count"] == 0


@pytest.mark.parametrize("limits", ["off", "documented"])
def test_other_modes_count_and_do_not_lock(limits: str) -> None:
    with Simulator(start=START, speed=0, history_days=0, limits=limits) as sim:
        assert (sim.account()["lockout"], sim.account()["lockout_requests"]) == ("off", 500)
        phone = App(sim)
        assert [phone.login()["success"] for _ in range(33)] == [True] * 33
        assert [phone.login(password="wrong")["msg"] for _ in range(6)] == ["502"] * 6
        assert [read(phone).status_code for _ in range(502)] == [200] * 502
        phone.close()
        assert kinds(sim) == {
            "login_too_soon": 32 + 6,
            "too_many_logins": 2,
            "too_many_wrong_passwords": 2,
            "polling_too_fast": 501,
            "too_many_requests": 2,
        }


# ---- what the options say ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "lockout", "requests_a_day"),
    [
        ({}, "off", 500),
        ({"limits": "documented"}, "off", 500),
        ({"lockout": "documented"}, "documented", 500),
        ({"limits": "strict"}, "documented", 200),
        ({"limits": "strict", "lockout_requests": 500}, "documented", 500),
        ({"limits": "strict", "lockout": "off"}, "off", 200),
        ({"limits": "off", "lockout_requests": 7}, "off", 7),
    ],
)
def test_what_is_said_wins(options: dict[str, Any], lockout: str, requests_a_day: int) -> None:
    simulator = Simulator(start=START, history_days=0, **options)
    for _ in range(2):
        shown = simulator.account()
        assert (shown["lockout"], shown["lockout_requests"]) == (lockout, requests_a_day)
        simulator.change_account(lockout="off", lockout_requests=9)
        simulator.reset()


@pytest.mark.parametrize("wish", [{"lockout": None}, {"lockout_requests": None}])
def test_door_leaves_nothing_open(sim: Simulator, wish: dict[str, Any]) -> None:
    with pytest.raises(DoorError):
        sim.change_account(**wish)
    assert sim.account()["lockout"] == "documented"


@pytest.mark.parametrize(
    ("options", "requests_a_day"), [([], 200), (["--lockout-requests", "300"], 300)]
)
def test_command_takes_strict(options: list[str], requests_a_day: int) -> None:
    command = [sys.executable, "-m", "growattServer.simulator", "--port", "0", "--limits", "strict"]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            shown = requests.get(f"{found[0]}_sim/account", timeout=60).json()
        finally:
            process.terminate()
    assert (shown["lockout"], shown["lockout_requests"]) == ("documented", requests_a_day)


# ---- 507 as a status ---------------------------------------------------------------------------


def test_a_lock_may_show_as_a_status(sim: Simulator, phone: App) -> None:
    stranger = App(sim)
    phone.login()
    sim.change_account(lockout_shape="status", lockout_requests=1)
    assert [read(phone).status_code for _ in range(3)] == [200, 507, 507]
    form = {"userName": "demo", "password": secret("demo")}
    reply = phone.send("POST", LOGIN[1:], data=form)
    assert (reply.status_code, reply.text) == (
        507,
        "<html><body><h1>HTTP Status 507</h1></body></html>",
    )
    assert "Set-Cookie" not in reply.headers
    assert read(stranger).status_code == 302
    stranger.close()
    at(sim, DAY_S)
    assert phone.login()["success"]


def test_a_fault_may_show_as_that_status(sim: Simulator, phone: App) -> None:
    phone.login()
    for page in (LOGIN[1:], TLX + "getTlxParams"):
        sim.add_fault({"fault": "locked", "form": "status"})
        assert phone.send("POST", page, data={"id": "SIMMIN0001"}).status_code == 507
    assert read(phone).status_code == 200
    assert sim.violations()["count"] == 0

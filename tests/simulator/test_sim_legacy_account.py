"""Logging in, staying in, being thrown out, being locked out, and not being let in at all."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from urllib3.util import SKIP_HEADER

from growattServer.simulator import Simulator
from growattServer.simulator.errors import DoorError
from growattServer.simulator.password import hashed, plain_md5

from .conftest import START
from .sim_legacy_app import MIN_PLANT, PLANTS, TLX, App, secret

ERROR_PAGE = "/error.do?errorMess=errorNoLogin"


@pytest.fixture
def stranger(sim: Simulator) -> Iterator[App]:
    phone = App(sim)
    yield phone
    phone.close()


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("banaan", "31d674be46e1ba6b54388a671cc9accb"),
        ("", "d41d8cd98fc0b2c4e980c998ecf8427e"),
        ("test123", "ccc3e747a6afbbcbf8be7668acfebee5"),
        ("äöü", "cac9d7ee1e23c5c9e5e6846c86823081"),
    ],
)
def test_password_is_hidden_like_the_app_does(password: str, expected: str) -> None:
    assert hashed(password) == secret(password) == expected


def test_login_opens_a_session(sim: Simulator, stranger: App) -> None:
    assert not stranger.inside()
    back = stranger.login()
    assert (back["success"], back["msg"], back["user"]["id"]) == (True, "", 7000001)
    assert [plant["plantId"] for plant in back["data"]] == ["1000001", "1000002"]
    cookie = stranger.session.cookies["JSESSIONID"]
    assert re.fullmatch(r"[0-9A-F]{32}", cookie)
    assert stranger.inside()
    stranger.login()
    assert stranger.session.cookies["JSESSIONID"] != cookie
    old = {"Cookie": f"JSESSIONID={cookie}", "User-Agent": "phone"}
    page = sim.url + PLANTS + "getAllPlantListTwo"
    assert requests.get(page, headers=old, timeout=60, allow_redirects=False).status_code == 302
    assert sim.account()["logins"] == 2
    assert sim.account()["sessions"] == 1


def test_two_phones_do_not_disturb_each_other(sim: Simulator, app: App, stranger: App) -> None:
    stranger.login()
    assert app.inside()
    assert stranger.inside()
    assert sim.account()["sessions"] == 2


@pytest.mark.parametrize(
    "form",
    [
        {"userName": "demo", "password": "wrong"},
        {"userName": "demo", "password": "demo"},
        # A plain MD5, which has a 0 where the server wants a c.
        {"userName": "demo", "password": plain_md5("test123")},
        {"userName": "somebody", "password": secret("demo")},
        {"userName": "demo"},
        {},
    ],
)
def test_wrong_login_is_502_and_no_session(
    sim: Simulator, stranger: App, form: dict[str, str]
) -> None:
    reply = stranger.send("POST", "newTwoLoginAPI.do", data=form)
    assert reply.json() == {"back": {"msg": "502", "success": False}}
    assert "Set-Cookie" not in reply.headers
    assert (sim.account()["logins"], sim.account()["refused_logins"]) == (0, 1)


def test_another_user_and_password() -> None:
    with Simulator(start=START, speed=0, user="sunny", password="test123") as sim:
        phone = App(sim)
        assert phone.login()["msg"] == "502"
        assert phone.login("sunny", "test123")["user"]["accountName"] == "sunny"
        form = {"userName": "sunny", "password": plain_md5("test123")}
        reply = phone.send("POST", "newTwoLoginAPI.do", data=form)
        assert reply.json()["back"]["msg"] == "502"
        assert (sim.user, sim.password) == ("sunny", "test123")
        phone.close()


def test_without_a_session_every_page_leads_to_the_error_page(stranger: App) -> None:
    for method in ("GET", "POST"):
        page = PLANTS + "getAllPlantListTwo"
        reply = stranger.send(method, page, allow_redirects=False)
        assert (reply.status_code, reply.headers["Location"]) == (302, ERROR_PAGE)
        assert reply.content == b""
        followed = stranger.send(method, page)
        assert followed.status_code == 200
        assert "you have not login to the system" in followed.text
        with pytest.raises(ValueError, match=r".*"):
            followed.json()


def test_session_ends_after_its_time(sim: Simulator, app: App) -> None:
    assert sim.account()["session_minutes"] == 720
    sim.set_clock("2026-06-15T22:02:29Z")
    assert app.inside()
    sim.set_clock("2026-06-15T22:02:30Z")
    assert not app.inside()
    assert app.login()["success"]
    assert app.inside()


def test_session_time_can_be_set_at_the_door(sim: Simulator, app: App) -> None:
    sim.change_account(session_minutes=5)
    sim.set_clock("2026-06-15T10:07:00Z")
    assert app.inside()
    sim.set_clock("2026-06-15T10:07:31Z")
    assert not app.inside()


def test_sessions_can_be_dropped_at_the_door(
    sim: Simulator, app: App, http: requests.Session
) -> None:
    assert http.delete(f"{sim.url}_sim/sessions", timeout=60).json() == {"dropped": 1}
    assert not app.inside()
    assert sim.drop_sessions() == 0


def test_reset_forgets_the_account(sim: Simulator, app: App) -> None:
    sim.change_account(locked=True, session_minutes=1)
    sim.reset()
    account = sim.account()
    assert (account["logins"], account["locked_until"], account["session_minutes"]) == (
        0,
        None,
        720,
    )
    assert not app.inside()


# ---- the lock --------------------------------------------------------------------------------


def test_wrong_passwords_lock_for_a_day(sim: Simulator, app: App, stranger: App) -> None:
    sim.change_account(lockout="documented", lockout_wrong=3)
    for _ in range(2):
        assert stranger.login(password="wrong")["msg"] == "502"
    assert stranger.login()["success"]
    for _ in range(3):
        assert stranger.login(password="wrong")["msg"] == "502"
    assert stranger.login() == {
        "msg": "507",
        "success": False,
        "error": "Current account has been locked for 24 hours",
        "lockDuration": 24,
    }
    assert not app.inside()
    assert sim.account()["locked_until"] == "2026-06-16T10:02:30+00:00"
    sim.set_clock("2026-06-16T05:30:00Z")
    assert stranger.login()["lockDuration"] == 5
    sim.set_clock("2026-06-16T10:02:30Z")
    assert stranger.login()["success"]


def test_too_many_logins_of_a_day_lock(sim: Simulator, stranger: App) -> None:
    sim.change_account(lockout="documented", lockout_logins=4)
    assert [stranger.login()["success"] for _ in range(5)] == [True] * 4 + [False]
    assert stranger.login()["msg"] == "507"
    sim.change_account(locked=False)
    assert stranger.login()["success"]


def test_logins_of_yesterday_do_not_count(sim: Simulator, stranger: App) -> None:
    sim.change_account(lockout="documented", lockout_logins=2)
    for day in (15, 16, 17):
        sim.set_clock(f"2026-06-{day}T12:00:00Z")
        assert [stranger.login()["success"] for _ in "ab"] == [True, True]


def test_too_many_requests_of_a_day_lock(sim: Simulator, app: App) -> None:
    sim.change_account(lockout="documented", lockout_requests=3)
    assert [app.inside() for _ in range(5)] == [True, True, True, False, False]
    assert app.login()["msg"] == "507"


def test_lock_is_off_unless_wanted(sim: Simulator, stranger: App) -> None:
    for _ in range(12):
        assert stranger.login(password="wrong")["msg"] == "502"
    for _ in range(40):
        assert stranger.login()["success"]


def test_token_of_a_locked_account_still_works(
    sim: Simulator, http: requests.Session, stranger: App
) -> None:
    sim.change_account(locked=True)
    assert stranger.login()["msg"] == "507"
    reply = http.get(f"{sim.url}v1/plant/list", headers={"token": sim.token}, timeout=60)
    assert reply.json()["error_code"] == 0


# ---- who is not let in -----------------------------------------------------------------------


@pytest.mark.parametrize("agent", ["", None, "python-requests/2.32.5", "Python-urllib/3.12"])
def test_denied_user_agents(sim: Simulator, app: App, agent: str | None) -> None:
    for page in ("newTwoLoginAPI.do", "error.do", TLX + "getTlxParams"):
        headers = {"User-Agent": SKIP_HEADER if agent is None else agent}
        reply = app.send("POST", page, headers=headers, data={"id": "SIMMIN0001"})
        assert reply.status_code == 403
        assert "denied by UA ACL = blacklist" in reply.text
    assert app.inside()
    sim.change_account(denied_user_agents=["Dalvik/*"])
    assert app.send("GET", "newTwoLoginAPI.do").status_code == 403


def test_token_api_takes_every_user_agent(sim: Simulator, http: requests.Session) -> None:
    headers = {"token": sim.token, "User-Agent": "python-requests/2.32.5"}
    assert http.get(f"{sim.url}v1/plant/list", headers=headers, timeout=60).status_code == 200


def test_pages_are_at_the_root_only(app: App) -> None:
    for prefix in ("v1/", "v4/"):
        for page in (TLX + "getTlxParams", "newTwoLoginAPI.do", "noahDeviceApi/noah/set"):
            assert app.send("POST", prefix + page).status_code == 404
    assert app.send("GET", "noSuchPage.do").status_code == 404
    assert app.send("DELETE", PLANTS + "getAllPlantListTwo").status_code == 405


def test_unknown_or_missing_op_is_a_400_page(app: App) -> None:
    for page in ("newTlxApi.do", "newTlxApi.do?op=nothing", "tcpSet.do"):
        reply = app.send("POST", page)
        assert reply.status_code == 400
        assert "Parameter conditions" in reply.text


# ---- the door and the command ----------------------------------------------------------------


def test_account_at_the_door_is_without_password(
    sim: Simulator, app: App, http: requests.Session
) -> None:
    shown = http.get(f"{sim.url}_sim/account", timeout=60).json()
    assert (shown["user"], shown["logins"], shown["sessions"]) == ("demo", 1, 1)
    assert (shown["lockout"], shown["locked_until"]) == ("off", None)
    assert "password" not in shown
    wish = {"lockout": "documented", "locked": True}
    shown = http.post(f"{sim.url}_sim/account", json=wish, timeout=60).json()
    assert (shown["lockout"], shown["sessions"]) == ("documented", 0)


@pytest.mark.parametrize(
    "wish",
    [
        {"user": "other"},
        {"password": "other"},
        {"lockout": "sometimes"},
        {"lockout_shape": "round"},
        {"session_minutes": 0},
        {"session_minutes": "long"},
        {"lockout_logins": True},
        {"lockout_hours": float("nan")},
        {"denied_user_agents": "curl"},
        {"denied_user_agents": [1]},
        {"locked": 1},
        {"nonsense": 1},
    ],
)
def test_door_refuses_nonsense_about_the_account(sim: Simulator, wish: dict[str, Any]) -> None:
    with pytest.raises(DoorError):
        sim.change_account(**wish)


def test_simulator_refuses_nonsense_about_the_account() -> None:
    wishes: list[dict[str, Any]] = [{"nonsense": 1}, {"user": ""}, {"lockout": "x"}]
    for wish in wishes:
        with pytest.raises(DoorError):
            Simulator(start=START, **wish)


def test_command_takes_the_account() -> None:
    options = ["--user", "sunny", "--password", "test123", "--session-minutes", "7"]
    lock = ["--lockout", "documented", "--lockout-logins", "1", "--lockout-shape", "old"]
    with subprocess.Popen(
        [sys.executable, "-m", "growattServer.simulator", "--port", "0", *options, *lock],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        assert "test123" not in line
        try:
            shown = requests.get(f"{found[0]}_sim/account", timeout=60).json()
            assert (shown["user"], shown["session_minutes"]) == ("sunny", 7)
            form = {"userName": "sunny", "password": secret("test123")}
            for success in (True, False):
                reply = requests.post(
                    f"{found[0]}newTwoLoginAPI.do",
                    data=form,
                    headers={"User-Agent": "phone"},
                    timeout=60,
                )
                back = reply.json()["back"]
                assert back["success"] is success
            assert back == {"msg": "507", "success": False}
        finally:
            process.terminate()


# ---- secrets ---------------------------------------------------------------------------------


def test_what_clients_sent_is_shown_without_secrets() -> None:
    password = "correct horse battery"
    with Simulator(start=START, speed=0, user="sunny", password=password) as sim:
        phone = App(sim)
        phone.login("sunny", password)
        phone.login("sunny", "a wrong one")
        cookie = phone.session.cookies["JSESSIONID"]
        md5 = plain_md5(password)
        clear = {"userName": "sunny", "password": password}
        phone.send("POST", "newTwoLoginAPI.do", data=clear)
        phone.send("GET", f"newTlxApi.do;jsessionid={cookie}?op=getTlxParams&id={md5}")
        phone.send("GET", "newTwoLoginAPI.do", params={"note": secret(password), "pwd": "x1y2"})
        phone.send("GET", f"newTlxApi.do?op={password}&JSESSIONID={cookie}")
        phone.inside()
        sim.drop_sessions()
        phone.send("GET", f"newTlxApi.do?op={cookie}")
        log = json.dumps(sim.requests())
        for word in (password, md5, secret(password), cookie, secret("a wrong one"), "x1y2"):
            assert word not in log, word
        assert "sunny" in log
        assert "getPlant" in log
        assert "Cookie" in sim.requests()[-1]["headers"]
        assert sim.requests()[0]["form"] == {"userName": "sunny", "password": "***"}
        assert password not in repr(sim.account())
        phone.close()


def test_plant_list_wants_the_owner(app: App) -> None:
    assert app.ask("PlantListAPI.do", userId=7000001)["back"]["data"]
    assert app.ask("PlantListAPI.do")["back"]["data"] == []
    assert app.ask("newPlantAPI.do?op=getPlant", plantId=MIN_PLANT)["userAccount"] == "demo"

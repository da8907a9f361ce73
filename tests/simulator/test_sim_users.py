"""End users of an installer, and plants that are made, changed and deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from growattServer.simulator import Simulator
from growattServer.simulator.errors import DoorError

from .conftest import MIN_PLANT, SPH_PLANT, Call
from .sim_legacy_app import PLANTS, TLX, App

OWNER = 7000001
NEW_USER: dict[str, Any] = {
    "user_name": "anna",
    "user_password": "Pass-Word-77",
    "user_email": "anna@example.com",
    "user_type": 1,
    "user_country": "Germany",
}
PLANT: dict[str, Any] = {"c_user_id": OWNER, "name": "Barn", "peak_power": 9.9}


def plants(call: Call) -> dict[int, dict[str, Any]]:
    return {row["plant_id"]: row for row in call("GET", "plant/list")["data"]["plants"]}


def test_a_user_is_registered_changed_and_listed(call: Call) -> None:
    assert call("POST", "user/check_user", user_name="anna")["error_code"] == 0
    number = call("POST", "user/user_register", **NEW_USER)["data"]["c_user_id"]
    assert call("POST", "user/check_user", user_name="anna")["error_code"] == 10003
    assert call("POST", "user/user_register", **NEW_USER)["error_code"] == 10003
    call("POST", "user/modify", c_user_id=number, mobile="+49 89 1")
    data = call("GET", "user/c_user_list")["data"]
    assert data["count"] == 2
    assert [row["c_user_name"] for row in data["c_user"]] == ["demo", "anna"]
    assert data["c_user"][1] == {
        "c_user_id": number,
        "c_user_name": "anna",
        "c_user_email": "anna@example.com",
        "c_user_tel": "+49 89 1",
        "c_user_regtime": "2026-06-15 10:02:30",
    }


@pytest.fixture
def phone(sim: Simulator) -> Iterator[App]:
    app = App(sim)
    yield app
    app.close()


def test_a_user_logs_in_and_sees_the_own_plants_only(
    sim: Simulator, call: Call, phone: App
) -> None:
    assert phone.login("anna", NEW_USER["user_password"])["msg"] == "502"
    number = call("POST", "user/user_register", **NEW_USER)["data"]["c_user_id"]
    plant_id = call("POST", "plant/add", **{**PLANT, "c_user_id": number})["data"]["plant_id"]
    place = {"plant_id": plant_id, "sn": "SIMMIN0077", "c_user_id": number}
    assert call("POST", "device/sn/add", **place)["error_code"] == 0
    assert phone.login("anna", "wrong")["msg"] == "502"
    back = phone.login("anna", NEW_USER["user_password"])
    assert (back["success"], back["user"]["id"], back["deviceCount"]) == (True, number, "1")
    assert (back["user"]["accountName"], back["user"]["email"]) == ("anna", "anna@example.com")
    assert back["data"] == [{"plantId": str(plant_id), "plantName": "Barn"}]
    rows = phone.ask("PlantListAPI.do", userId=number)["back"]["data"]
    assert [row["plantId"] for row in rows] == [str(plant_id)]
    assert phone.ask("PlantListAPI.do", userId=OWNER)["back"]["data"] == []
    pages = phone.ask(f"{PLANTS}getAllPlantListTwo")["PlantList"]
    assert [page["id"] for page in pages] == [plant_id]
    own = phone.ask(f"{TLX}getTlxDetailData", id="SIMMIN0077")
    strange = phone.ask(f"{TLX}getTlxDetailData", id="SIMMIN0001")
    assert own["data"]["ppv"] > 0
    assert "ppv" not in str(strange)
    assert not phone.inside()

    owner = App(sim)
    assert [row["plantId"] for row in owner.login()["data"]] == [
        *map(str, (MIN_PLANT, SPH_PLANT, plant_id))
    ]
    assert (sim.account()["logins"], sim.account()["sessions"]) == (1, 1)
    assert sim.drop_sessions() == 2
    assert not phone.send("POST", f"{PLANTS}getAllPlantListTwo").text.startswith("{")
    owner.close()


def test_nobody_else_may_have_the_name_of_a_user(sim: Simulator, call: Call) -> None:
    call("POST", "user/user_register", **NEW_USER)
    with pytest.raises(DoorError, match="There is an account 'anna' already"):
        sim.add_account(user="anna", password="anything")


def test_no_password_of_a_user_is_shown(sim: Simulator, call: Call) -> None:
    body = call("POST", "user/user_register", **NEW_USER)
    assert NEW_USER["user_password"] not in str(body)
    (request,) = sim.requests()
    assert request["form"]["user_password"] == "***"
    assert NEW_USER["user_password"] not in str(request)
    # nor where it does not belong
    call("POST", "user/check_user", user_name=NEW_USER["user_password"])
    assert NEW_USER["user_password"] not in str(sim.requests())


def test_a_plant_of_a_user_is_made_changed_and_deleted(call: Call) -> None:
    number = call("POST", "user/user_register", **NEW_USER)["data"]["c_user_id"]
    made = {
        **PLANT,
        "c_user_id": number,
        "latitude_f": "Spain",
        "latitude": 40.4,
        "longitude": -3.7,
        "timezone_id": 1,
        "createDate": "2026-06-01",
        "latitude_d": "AB1",
    }
    plant_id = call("POST", "plant/add", **made)["data"]["plant_id"]
    row = plants(call)[plant_id]
    shown = {key: row[key] for key in ("name", "country", "create_date", "user_id", "peak_power")}
    assert shown == {
        "name": "Barn",
        "country": "Spain",
        "create_date": "2026-06-01",
        "user_id": number,
        "peak_power": 9.9,
    }
    assert (row["latitude"], row["longitude"], row["latitude_d"]) == ("40.4", "-3.7", "AB1")
    own = call("POST", "plant/user_plant_list", user_name="anna")["data"]
    assert (own["count"], own["plants"]) == (1, [row])
    mine = call("POST", "plant/user_plant_list", user_name="demo")["data"]["plants"]
    assert [each["plant_id"] for each in mine] == [MIN_PLANT, SPH_PLANT]

    other = {**PLANT, "c_user_id": number, "plant_id": plant_id, "name": "Shed", "peak_power": 12}
    assert call("POST", "plant/modify", **other)["error_code"] == 0
    changed = plants(call)[plant_id]
    assert (changed["name"], changed["peak_power"], changed["country"]) == ("Shed", 12, "Spain")
    assert call("POST", "plant/delete", plant_id=plant_id)["error_code"] == 0
    assert set(plants(call)) == {MIN_PLANT, SPH_PLANT}


def test_devices_of_a_deleted_plant_can_move_to_another(call: Call) -> None:
    call("POST", "plant/delete", plant_id=MIN_PLANT)
    gone = call("POST", "device/tlx/tlx_last_data", tlx_sn="SIMMIN0001")
    assert gone["error_code"] == 10002
    plant_id = call("POST", "plant/add", **PLANT)["data"]["plant_id"]
    place = {"plant_id": plant_id, "sn": "SIMLOG0001", "c_user_id": OWNER}
    assert call("POST", "device/datalogger/add", **place)["error_code"] == 0
    assert call("POST", "device/tlx/tlx_last_data", tlx_sn="SIMMIN0001")["error_code"] == 0
    found = call("POST", "plant/sn_plant", device_sn="SIMMIN0001")["data"]["plant"]
    assert found["plant_id"] == plant_id


def test_a_device_can_live_in_a_new_plant(call: Call) -> None:
    plant_id = call("POST", "plant/add", **PLANT, timezone_id=2)["data"]["plant_id"]
    place = {"plant_id": plant_id, "sn": "SIMMIN0077", "c_user_id": OWNER}
    assert call("POST", "device/sn/add", **place)["error_code"] == 0
    details = call("GET", "plant/details", plant_id=plant_id)["data"]
    assert details["timezone"] == "GMT+2"
    assert call("POST", "device/tlx/tlx_last_data", tlx_sn="SIMMIN0077")["data"]["ppv"] > 0
    logger = call("POST", "device/sn_datalog", device_sn="SIMMIN0077")["data"]["datalogSN"]
    assert logger not in ("SIMLOG0001", "SIMLOG0002")


@pytest.mark.parametrize(
    ("code", "path", "params"),
    [
        (10002, "user/check_user", {}),
        (10003, "user/check_user", {"user_name": "demo"}),
        (10002, "user/user_register", {**NEW_USER, "user_name": ""}),
        (10002, "user/user_register", {**NEW_USER, "user_password": ""}),
        (10003, "user/user_register", {**NEW_USER, "user_name": "demo"}),
        (10004, "user/user_register", {**NEW_USER, "user_email": ""}),
        (10006, "user/user_register", {**NEW_USER, "user_type": ""}),
        (10014, "user/user_register", {**NEW_USER, "agent_code": "?"}),
        (10002, "user/modify", {"mobile": "1"}),
        (10003, "user/modify", {"c_user_id": 5, "mobile": "1"}),
        (10014, "user/modify", {"c_user_id": OWNER, "mobile": "1", "agent_code": "?"}),
        (10001, "plant/user_plant_list", {"user_name": "nobody"}),
        (10002, "plant/add", {**PLANT, "c_user_id": ""}),
        (10003, "plant/add", {**PLANT, "name": ""}),
        (10004, "plant/add", {**PLANT, "peak_power": ""}),
        (10005, "plant/add", {**PLANT, "c_user_id": 5}),
        (10006, "plant/add", {**PLANT, "name": "Simulated house, Munich"}),
        (10001, "plant/add", {**PLANT, "latitude": 91}),
        (10001, "plant/add", {**PLANT, "createDate": "soon"}),
        (10007, "plant/modify", {**PLANT, "plant_id": 1}),
        (
            10006,
            "plant/modify",
            {**PLANT, "plant_id": SPH_PLANT, "name": "Simulated house, Munich"},
        ),
        (10002, "plant/delete", {}),
        (10004, "plant/delete", {"plant_id": 1}),
    ],
)
def test_refusals(call: Call, code: int, path: str, params: dict[str, Any]) -> None:
    before = plants(call)
    assert call("POST", path, **params)["error_code"] == code
    assert plants(call) == before

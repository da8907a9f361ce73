"""What arrives at the server: the requests of release 2.2.0, to the byte of the form."""

from __future__ import annotations

import asyncio
import platform
from datetime import date, time
from typing import Any
from urllib.parse import parse_qsl

import pytest
from v1_operations import V1_OPERATIONS

from growattServer import AsyncOpenApiV1, GrowattError, OpenApiV1
from growattServer.open_api_v1.devices import FAMILIES
from support import Received, RecordingServer, facts

METHODS = facts("compat_surface")["classes"]["growattServer.OpenApiV1"]["methods"]
PERIODS = [
    {"start_time": time(1, 5), "end_time": time(5, 0), "enabled": True},
    {"start_time": time(0, 0), "end_time": time(0, 0), "enabled": False},
    {"start_time": time(0, 0), "end_time": time(0, 0), "enabled": False},
]
HISTORY = (date(2026, 6, 1), date(2026, 6, 4))
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "plant_list": (),
    "plant_details": (1700001,),
    "plant_energy_overview": (1700001,),
    "plant_power_overview": (1700001, HISTORY[1]),
    "plant_energy_history": (1700001, *HISTORY, "day", 1, 20),
    "device_list": (1700001,),
    "min_detail": ("MIN0DEMO01",),
    "min_energy": ("MIN0DEMO01",),
    "min_energy_history": ("MIN0DEMO01", *HISTORY, "Europe/Berlin", 1, 20),
    "min_settings": ("MIN0DEMO01",),
    "min_read_parameter": ("MIN0DEMO01", "discharge_power"),
    "min_write_parameter": ("MIN0DEMO01", "ac_charge", 1),
    "min_write_time_segment": ("MIN0DEMO01", 1, 1, time(0, 5), time(5, 0), True),
    "min_read_time_segments": ("MIN0DEMO01",),
    "sph_detail": ("SPH0DEMO01",),
    "sph_energy": ("SPH0DEMO01",),
    "sph_energy_history": ("SPH0DEMO01", *HISTORY),
    "sph_read_parameter": ("SPH0DEMO01", "pv_on_off"),
    "sph_write_parameter": ("SPH0DEMO01", "pv_on_off", "1"),
    "sph_write_ac_charge_times": ("SPH0DEMO01", 50, 95, True, PERIODS),
    "sph_write_ac_discharge_times": ("SPH0DEMO01", 50, 20, PERIODS),
    "sph_read_ac_charge_times": ("SPH0DEMO01",),
    "sph_read_ac_discharge_times": ("SPH0DEMO01",),
}


def test_every_method_with_a_known_request_is_here() -> None:
    assert {name for name, method in METHODS.items() if "wire_example" in method} == set(ARGUMENTS)


def sent_by(
    server: RecordingServer, mode: str, method: str, *arguments: Any, **named: Any
) -> Received:
    """The one request that a method sends; what becomes of the empty reply does not matter."""
    server.received.clear()
    try:
        if mode == "blocking":
            getattr(OpenApiV1("secret", server_url=server.url), method)(*arguments, **named)
        else:
            asyncio.run(call_async(server, method, *arguments, **named))
    except GrowattError:
        pass
    (received,) = server.received
    return received


async def call_async(server: RecordingServer, method: str, *arguments: Any, **named: Any) -> Any:
    async with AsyncOpenApiV1("secret", server_url=server.url) as api:
        return await getattr(api, method)(*arguments, **named)


@pytest.mark.parametrize("mode", ["blocking", "async"])
@pytest.mark.parametrize("method", ARGUMENTS)
def test_the_request_is_that_of_2_2_0(server: RecordingServer, method: str, mode: str) -> None:
    example = METHODS[method]["wire_example"]
    verb, _, target = example["request"].partition(" ")
    path, _, query = target.partition("?")
    received = sent_by(server, mode, method, *ARGUMENTS[method])
    assert (received.method, received.path) == (verb, path)
    assert received.query == dict(parse_qsl(query, keep_blank_values=True))
    assert received.body == (example["body"] or "")
    if example["body"] is not None:
        assert received.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert received.headers["token"] == "secret"
    system = f"{platform.system()} {platform.release()}; {platform.machine()}"
    assert received.headers["User-Agent"] == f"Python/{platform.python_version()} ({system})"


@pytest.mark.parametrize(
    ("method", "arguments", "form"),
    [
        (
            "min_read_parameter",
            (None, 30),
            {"paramId": "set_any_reg", "startAddr": "30", "endAddr": "30"},
        ),
        ("min_read_parameter", (None, 30, 32), {"startAddr": "30", "endAddr": "32"}),
        (
            "sph_read_parameter",
            (None, 30),
            {"paramId": "set_any_reg", "startAddr": "30", "endAddr": None},
        ),
        ("min_write_parameter", ("x", [1, "b"]), {"param1": "1", "param2": "b", "param3": ""}),
        (
            "min_write_parameter",
            ("x", {"2": 5, 19: "z"}),
            {"param1": "", "param2": "5", "param19": "z"},
        ),
        ("min_write_parameter", ("x", True), {"param1": "True", "param2": ""}),
        ("min_write_parameter", ("x",), {"param1": "", "param19": ""}),
        ("sph_write_parameter", ("x", 2.5), {"param1": "2.5", "param18": "", "param19": None}),
        (
            "min_energy_history",
            (HISTORY[0],),
            {
                "start_date": "2026-06-01",
                "end_date": "2026-06-01",
                "page": None,
                "perpage": None,
                "timezone_id": None,
            },
        ),
        ("min_energy_history", (None, HISTORY[1]), {"start_date": "2026-06-04"}),
        (
            "sph_energy_history",
            (),
            {"start_date": date.today().isoformat(), "end_date": date.today().isoformat()},
        ),
        (
            "min_alarms",
            (HISTORY[0],),
            {"tlx_sn": "SN", "date": "2026-06-01", "page": None, "perpage": None},
        ),
        ("hps_alarms", (HISTORY[0], 2, 50), {"hps_sn": "SN", "page": "2", "perpage": "50"}),
        ("sph_alarms", (), {"mix_sn": "SN", "date": date.today().isoformat()}),
        ("pcs_energy", (), {"pcs_sn": "SN"}),
        ("max_write_parameter", ("pv_active_p_rate", [90, True]), {"param1": "90", "param2": "1"}),
        ("max_write_parameter", ("max_cmd_on_off", False), {"max_sn": "SN", "param1": "0000"}),
        (
            "min_write_time_segment",
            (9, 2, time(22, 30), time(23, 59), False),
            {
                "type": "time_segment9",
                "param1": "2",
                "param2": "22",
                "param3": "30",
                "param4": "23",
                "param5": "59",
                "param6": "0",
            },
        ),
    ],
)
def test_forms(
    server: RecordingServer, method: str, arguments: tuple[Any, ...], form: dict[str, str | None]
) -> None:
    received = sent_by(server, "blocking", method, "SN", *arguments)
    assert {key: received.form.get(key) for key in form} == form


@pytest.mark.parametrize("mode", ["blocking", "async"])
@pytest.mark.parametrize(
    ("method", "path", "key"),
    [
        ("min_last_data_batch", "/v1/device/tlx/tlxs_data", "tlxs"),
        ("sph_last_data_batch", "/v1/device/mix/mixs_data", "mixs"),
        ("max_last_data_batch", "/v1/device/max/maxs_data", "maxs"),
    ],
)
def test_many_devices_in_one_call(
    server: RecordingServer, mode: str, method: str, path: str, key: str
) -> None:
    received = sent_by(server, mode, method, ["SN1", " SN2", "SN1"])
    assert (received.method, received.path) == ("POST", path)
    assert received.form == {key: "SN1,SN2", "pageNum": "1"}


NEW_CALLS: list[tuple[str, tuple[Any, ...], dict[str, Any], str, str, dict[str, str]]] = [
    ("datalogger_list", (7,), {}, "GET", "device/datalogger/list", {"plant_id": "7"}),
    (
        "datalogger_list",
        (7,),
        {"page": 2, "perpage": 100},
        "GET",
        "device/datalogger/list",
        {"plant_id": "7", "page": "2", "perpage": "100"},
    ),
    (
        "datalogger_add",
        (7, "LOG1", 9),
        {},
        "POST",
        "device/datalogger/add",
        {"plant_id": "7", "sn": "LOG1", "c_user_id": "9"},
    ),
    (
        "datalogger_delete",
        (7, "LOG1"),
        {},
        "POST",
        "device/datalogger/delete",
        {"plant_id": "7", "sn": "LOG1"},
    ),
    (
        "datalogger_validate",
        ("LOG1", "A1B2C"),
        {},
        "POST",
        "device/datalogger/validate",
        {"datalogSn": "LOG1", "valiCode": "A1B2C"},
    ),
    ("device_datalogger", ("SN1",), {}, "POST", "device/sn_datalog", {"device_sn": "SN1"}),
    ("plant_by_device", ("SN1",), {}, "POST", "plant/sn_plant", {"device_sn": "SN1"}),
    ("device_check_sn", ("SN1",), {}, "GET", "device/check/sn", {"dataloggerSn": "SN1"}),
    (
        "device_day_energy",
        ("SN1", HISTORY[0]),
        {},
        "GET",
        "device/inverter/day_energy",
        {"device_sn": "SN1", "date": "2026-06-01"},
    ),
    (
        "device_day_energy",
        ("SN1",),
        {},
        "GET",
        "device/inverter/day_energy",
        {"device_sn": "SN1", "date": date.today().isoformat()},
    ),
    (
        "device_create_date",
        (["SN1", "SN2"],),
        {},
        "POST",
        "device/all/create_date",
        {"devices": "SN1,SN2", "pageNum": "1"},
    ),
    (
        "device_add",
        (7, "SN1", 9),
        {},
        "POST",
        "device/sn/add",
        {"plant_id": "7", "sn": "SN1", "c_user_id": "9"},
    ),
    (
        "device_add",
        (7, ["SN1", "SN2"], 9),
        {},
        "POST",
        "device/sn/add",
        {"plant_id": "7", "sn": "SN1,SN2", "c_user_id": "9"},
    ),
    (
        "storage_add",
        (7, "SN1", 9),
        {},
        "POST",
        "device/storage/add",
        {"plant_id": "7", "sn": "SN1", "c_user_id": "9"},
    ),
    (
        "user_list",
        (),
        {"page": 1, "perpage": 50},
        "GET",
        "user/c_user_list",
        {"page": "1", "perpage": "50"},
    ),
    ("user_check", ("anna",), {}, "POST", "user/check_user", {"user_name": "anna"}),
    (
        "user_register",
        ("anna", "pw-77 ä", "a@b.example", "Germany"),
        {},
        "POST",
        "user/user_register",
        {
            "user_name": "anna",
            "user_password": "pw-77 ä",
            "user_email": "a@b.example",
            "user_type": "1",
            "user_country": "Germany",
        },
    ),
    (
        "user_register",
        ("anna", "pw-77", "a@b.example", "Germany"),
        {"phone": "+49", "timezone": "1", "installer_code": "AB1"},
        "POST",
        "user/user_register",
        {
            "user_name": "anna",
            "user_password": "pw-77",
            "user_email": "a@b.example",
            "user_type": "1",
            "user_country": "Germany",
            "user_tel": "+49",
            "time": "1",
            "agent_code": "AB1",
            "agentCode": "AB1",
        },
    ),
    (
        "user_modify",
        (9, "+49"),
        {"installer_code": "AB1"},
        "POST",
        "user/modify",
        {"c_user_id": "9", "mobile": "+49", "agent_code": "AB1"},
    ),
    (
        "plant_list_by_user",
        ("anna",),
        {"page": 2},
        "POST",
        "plant/user_plant_list",
        {"user_name": "anna", "page": "2"},
    ),
    (
        "plant_add",
        (9, "Barn", 9.9),
        {},
        "POST",
        "plant/add",
        {"c_user_id": "9", "name": "Barn", "peak_power": "9.9"},
    ),
    (
        "plant_add",
        (9, "Barn", 10.0),
        {
            "country": "Germany",
            "city": "Munich",
            "address": "Lane 1",
            "latitude": 48.1,
            "longitude": -11,
            "utc_offset": 5.5,
            "plant_type": 2,
            "install_date": HISTORY[0],
            "currency": "EUR",
            "energy_price": 0.3,
            "installer_code": "AB1",
        },
        "POST",
        "plant/add",
        {
            "c_user_id": "9",
            "name": "Barn",
            "peak_power": "10",
            "latitude_f": "Germany",
            "latitude_d": "AB1",
            "currency": "EUR",
            "longitude": "-11",
            "latitude": "48.1",
            "timezone_id": "5.5",
            "plant_type": "2",
            "createDate": "2026-06-01",
            "formulaMoney": "0.3",
            "city": "Munich",
            "plantAddress": "Lane 1",
        },
    ),
    (
        "plant_modify",
        (7, 9, "Barn", 9.9),
        {"country": "Germany", "latitude": 0, "plant_type": 0},
        "POST",
        "plant/modify",
        {
            "plant_id": "7",
            "c_user_id": "9",
            "name": "Barn",
            "peak_power": "9.9",
            "latitude_f": "Germany",
            "latitude": "0",
            "plant_type": "0",
        },
    ),
    ("plant_delete", (7,), {}, "POST", "plant/delete", {"plant_id": "7"}),
    ("vpp_soc", ("SN1",), {}, "POST", "device/vpp/getSocData", {"vppSn": "SN1"}),
    (
        "vpp_write",
        ("SN1", -40, time(18, 30)),
        {},
        "POST",
        "vppRemoteSetNew",
        {"vppSn": "SN1", "time": "1110", "percentage": "-40"},
    ),
    (
        "vpp_write_periods",
        (
            "SN1",
            [
                {"percentage": 100, "start_time": time(1, 5), "end_time": "05:00"},
                {"percentage": -1, "start_time": 1080, "end_time": 1440},
            ],
        ),
        {},
        "POST",
        "vppSetNew",
        {
            "vppSn": "SN1",
            "timePeriods": '[{"percentage":100,"startTime":65,"endTime":300},'
            '{"percentage":-1,"startTime":1080,"endTime":1440}]',
        },
    ),
    (
        "groboost_details",
        ("SN1",),
        {},
        "GET",
        "device/boost/boost_data_info",
        {"device_sn": "SN1"},
    ),
    (
        "groboost_last_data",
        ("SN1",),
        {},
        "POST",
        "device/boost/boost_last_data",
        {"boost_sn": "SN1"},
    ),
    (
        "groboost_last_data_batch",
        (["SN1", "SN2"],),
        {},
        "POST",
        "device/boost/boosts_data",
        {"boosts": "SN1,SN2", "pageNum": "1"},
    ),
    (
        "groboost_history",
        ("SN1", *HISTORY, "Europe/Berlin", 1, 20),
        {},
        "POST",
        "device/boost/boost_data",
        {
            "boost_sn": "SN1",
            "start_date": "2026-06-01",
            "end_date": "2026-06-04",
            "timezone_id": "Europe/Berlin",
            "page": "1",
            "perpage": "20",
        },
    ),
    ("meter_list", ("LOG1",), {}, "GET", "device/ammeter/meter_list", {"datalog_sn": "LOG1"}),
    (
        "meter_last_data",
        ("LOG1", 1),
        {},
        "GET",
        "device/ammeter/meter_last_data",
        {"datalog_sn": "LOG1", "address": "1"},
    ),
    (
        "meter_history",
        ("LOG1", 1, *HISTORY, 2, 50),
        {},
        "GET",
        "device/ammeter/meter_data",
        {
            "datalog_sn": "LOG1",
            "address": "1",
            "start_date": "2026-06-01",
            "end_date": "2026-06-04",
            "page": "2",
            "perpage": "50",
        },
    ),
    ("env_sensor_list", ("LOG1",), {}, "GET", "device/env/env_list", {"datalog_sn": "LOG1"}),
    (
        "env_sensor_last_data",
        ("LOG1", 2),
        {},
        "GET",
        "device/env/env_last_data",
        {"datalog_sn": "LOG1", "address": "2"},
    ),
    (
        "env_sensor_history",
        ("LOG1", 2, HISTORY[0]),
        {},
        "GET",
        "device/env/env_data",
        {
            "datalog_sn": "LOG1",
            "address": "2",
            "start_date": "2026-06-01",
            "end_date": "2026-06-01",
        },
    ),
]


@pytest.mark.parametrize("mode", ["blocking", "async"])
@pytest.mark.parametrize(
    ("method", "arguments", "named", "verb", "path", "parameters"),
    NEW_CALLS,
    ids=[f"{one[0]}-{number}" for number, one in enumerate(NEW_CALLS)],
)
def test_the_request_of_a_call_that_2_2_0_did_not_have(
    server: RecordingServer,
    mode: str,
    method: str,
    arguments: tuple[Any, ...],
    named: dict[str, Any],
    verb: str,
    path: str,
    parameters: dict[str, str],
) -> None:
    received = sent_by(server, mode, method, *arguments, **named)
    assert (received.method, received.path) == (verb, f"/v1/{path}")
    assert (received.query if verb == "GET" else received.form) == parameters
    assert (received.form if verb == "GET" else received.query) == {}


def test_each_new_call_has_its_request_here() -> None:
    old = {*ARGUMENTS, "plant_list_v1"}
    prefixes = tuple(f"{family.lower()}_" for family in FAMILIES)
    # it adds a storage, and is no call about one
    of_families = {name for name in V1_OPERATIONS if name.startswith(prefixes)} - {"storage_add"}
    assert {one[0] for one in NEW_CALLS} == V1_OPERATIONS - old - of_families


def test_a_day_may_be_given_as_text(server: RecordingServer) -> None:
    received = sent_by(server, "blocking", "plant_power_overview", 1, "2026-06-04")
    assert received.query == {"plant_id": "1", "date": "2026-06-04"}


def test_helpers_that_are_given_the_settings_send_nothing(server: RecordingServer) -> None:
    api = OpenApiV1("t", server_url=server.url)
    assert len(api.min_read_time_segments("SN", {})) == 9
    assert api.sph_read_ac_charge_times("SN", {})["charge_stop_soc"] == 100
    assert api.sph_read_ac_discharge_times("SN", {})["discharge_stop_soc"] == 10
    assert server.received == []


def test_what_the_owner_sets_on_the_session_is_used(server: RecordingServer) -> None:
    api = OpenApiV1("t", server_url=server.url)
    api.session.headers["User-Agent"] = "mine"
    api.session.headers["token"] = "another"
    seen = []
    api.session.hooks["response"].append(lambda response, **more: seen.append(response.status_code))
    server.answer({"data": {"name": "x"}, "error_code": 0})
    api.plant_details(1)
    (received,) = server.received
    assert (received.headers["User-Agent"], received.headers["token"]) == ("mine", "another")
    assert seen == [200]

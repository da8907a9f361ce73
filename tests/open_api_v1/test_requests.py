"""What arrives at the server: the requests of release 2.2.0, to the byte of the form."""

from __future__ import annotations

import asyncio
import re
from datetime import date, time
from typing import Any
from urllib.parse import parse_qsl

import pytest

from growattServer import AsyncOpenApiV1, GrowattError, OpenApiV1
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


def sent_by(server: RecordingServer, colour: str, method: str, *arguments: Any) -> Received:
    """The one request that a method sends; what becomes of the empty reply does not matter."""
    server.received.clear()
    try:
        if colour == "blocking":
            getattr(OpenApiV1("secret", server_url=server.url), method)(*arguments)
        else:
            asyncio.run(call_async(server, method, *arguments))
    except GrowattError:
        pass
    (received,) = server.received
    return received


async def call_async(server: RecordingServer, method: str, *arguments: Any) -> Any:
    async with AsyncOpenApiV1("secret", server_url=server.url) as api:
        return await getattr(api, method)(*arguments)


@pytest.mark.parametrize("colour", ["blocking", "async"])
@pytest.mark.parametrize("method", ARGUMENTS)
def test_the_request_is_that_of_2_2_0(server: RecordingServer, method: str, colour: str) -> None:
    example = METHODS[method]["wire_example"]
    verb, _, target = example["request"].partition(" ")
    path, _, query = target.partition("?")
    received = sent_by(server, colour, method, *ARGUMENTS[method])
    assert (received.method, received.path) == (verb, path)
    assert received.query == dict(parse_qsl(query, keep_blank_values=True))
    assert received.body == (example["body"] or "")
    if example["body"] is not None:
        assert received.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert received.headers["token"] == "secret"
    assert re.fullmatch(r"Python/3\.\S+ \(\w+ \S+; \w+\)", received.headers["User-Agent"])


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


@pytest.mark.parametrize("colour", ["blocking", "async"])
@pytest.mark.parametrize(
    ("method", "path", "key"),
    [
        ("min_last_data_batch", "/v1/device/tlx/tlxs_data", "tlxs"),
        ("sph_last_data_batch", "/v1/device/mix/mixs_data", "mixs"),
        ("max_last_data_batch", "/v1/device/max/maxs_data", "maxs"),
    ],
)
def test_many_devices_in_one_call(
    server: RecordingServer, colour: str, method: str, path: str, key: str
) -> None:
    received = sent_by(server, colour, method, ["SN1", " SN2", "SN1"])
    assert (received.method, received.path) == ("POST", path)
    assert received.form == {key: "SN1,SN2", "pageNum": "1"}


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

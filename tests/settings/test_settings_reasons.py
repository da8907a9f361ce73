"""Why the server did not take a setting, or would not tell one, reaches whoever asked for it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from settings_world import Clock, device, journal_at, new_simulator

import growattServer
from growattServer import (
    GrowattApi,
    GrowattDeviceOfflineError,
    GrowattReplyError,
    GrowattSettingError,
    GrowattV1ApiError,
    OpenApiV1,
)
from growattServer.parsing import MOST_SAID
from growattServer.settings import Journal, Status, unfinished
from growattServer.simulator import Simulator
from support import RecordingServer

NASTY = "\x1b[2J\x07off\r\nline \u202e" + "x" * 5000


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with new_simulator() as simulator:
        yield simulator


@pytest.fixture
def v1(server: RecordingServer) -> Iterator[Any]:
    with OpenApiV1("t", server_url=server.url) as api:
        yield api


@pytest.fixture
def app(server: RecordingServer) -> Any:
    api = GrowattApi()
    api.server_url = server.url
    return api


# --- the token API -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "msg", "said"),
    [
        ({"error_code": 10003, "error_msg": "error_offline"}, "error_offline", "[10003] error_off"),
        ({"error_code": 10003, "error_msg": ""}, "", "[10003] (the device is offline)"),
        ({"error_code": 10003}, "Unknown error", "[10003] Unknown error (the device is offline)"),
        ({"error_code": 10003, "error_msg": None}, "Unknown error", "(the device is offline)"),
        ({"error_code": "10008", "data": "too high"}, "too high", "[10008] too high (a value is"),
        ({"error_code": 1, "error_msg": "", "data": {"msg": "inner"}}, "inner", "[1] inner ("),
        ({"error_code": 4711, "error_msg": ""}, "", "[4711] no reason given"),
        ({"error_code": 4711, "error_msg": "", "msg": 504}, "504", "[4711] 504"),
        ({"error_code": 4711, "message": "words"}, "words", "[4711] words"),
        ({"error_code": 4711, "error_msg": "null", "data": 0}, "null", "[4711] null"),
    ],
)
def test_codes_with_and_without_a_text(
    server: RecordingServer, v1: Any, reply: dict[str, Any], msg: str, said: str
) -> None:
    server.answer(reply)
    for method, setting in (("min", "charge_power"), ("sph", "pv_on_off")):
        with pytest.raises(GrowattV1ApiError) as caught:
            getattr(v1, f"{method}_write_parameter")("S", setting, 1)
        assert caught.value.error_msg == msg
        assert said in str(caught.value)
        assert "  " not in str(caught.value)


def test_a_refused_reading_tells_its_reason_too(server: RecordingServer, v1: Any) -> None:
    server.answer({"error_code": 10005, "error_msg": "", "data": ""})
    with pytest.raises(GrowattDeviceOfflineError, match="the datalogger is offline"):
        v1.min_read_parameter("S", "charge_power")
    server.answer({"success": False, "msg": "501"})
    with pytest.raises(GrowattReplyError, match="no error_code, but says: 501"):
        v1.min_read_parameter("S", "charge_power")
    server.answer({"status": 500, "error": "Internal", "path": "/v1/readMinParam"})
    with pytest.raises(GrowattReplyError, match="says: Internal"):
        v1.min_settings("S")


def assert_harmless(error: growattServer.GrowattError) -> None:
    for text in (str(error), repr(error)):
        assert len(text) < MOST_SAID + 300
        assert text.isprintable()
    assert str(copy(error)) == str(error)


def test_what_a_server_says_is_bounded(server: RecordingServer, v1: Any, app: Any) -> None:
    server.answer({"error_code": 10003, "error_msg": NASTY})
    with pytest.raises(GrowattV1ApiError, match="off line x") as refused:
        v1.min_write_parameter("S", "charge_power", 80)
    assert refused.value.error_msg == NASTY
    assert_harmless(refused.value)
    server.answer({"msg": NASTY})
    with pytest.raises(GrowattReplyError, match="off line x") as odd:
        v1.min_settings("S")
    assert_harmless(odd.value)
    server.answer({"success": False, "msg": NASTY})
    answer = app.update_mix_inverter_setting("S", "pv_on_off", [1])
    assert (answer, answer.error.error_msg) == ({"success": False, "msg": NASTY}, NASTY)
    assert_harmless(answer.error)
    server.answer({"back": {"success": False, "msg": "501", "error": NASTY}})
    login = app.login("user", "password")
    assert "501: " in str(login.error)
    assert_harmless(login.error)


# --- the app's API -------------------------------------------------------------------------------

WRITERS = {
    "update_tlx_inverter_setting": ("S", "charge_power", 80),
    "update_mix_inverter_setting": ("S", "pf_sys_year", ["2026-06-04 15:10:00"]),
    "update_ac_inverter_setting": ("S", "spa_ac_charge_time_period", [80]),
    "update_inverter_setting": ("", "", {"op": "x", "serialNum": "S", "type": "y"}, [1]),
    "update_classic_inverter_setting": ({"action": "inverterSet"}, {"paramId": "x"}),
    "set_classic_inverter_active_power_rate": ("S", 50),
    "set_classic_inverter_on_off": ("S", True),
    "update_noah_settings": ("S", "default_power", [150]),
    "update_plant_settings": ("1", {}, dict.fromkeys([
        "formulaCoal", "formulaSo2", "userAccount", "id", "country", "plantType", "formulaMoneyStr",
        "plantAddress", "timezone", "plant_lng", "city", "formulaCo2", "formulaMoneyUnitId",
        "nominalPower", "plant_lat", "createDateText", "plantName",
    ], "")),
}  # fmt: skip
REFUSALS: list[tuple[dict[str, Any], str, str, bool]] = [
    ({"success": False, "msg": "504"}, "504", "504 (the device is offline", True),
    ({"success": False, "msg": "505"}, "505", "505 (the datalogger is offline", True),
    ({"success": False, "msg": "501"}, "501", "501 (the server's system error", False),
    ({"success": "false", "msg": "508"}, "508", "508 (a value is out of range)", False),
    ({"success": 0, "msg": 701}, "701", "701 (this account may not", False),
    ({"success": False, "msg": "510"}, "510", ": 510", False),
    ({"success": False, "msg": "inv_set_failure"}, "inv_set_failure", "offline, or it", False),
    ({"success": False, "msg": "inv_set_time_format"}, "inv_set_time_format", "bad date", False),
    ({"success": False, "msg": ""}, "", "refused (no reason was given", False),
    ({"success": False}, "Unknown error", "Unknown error", False),
    ({"success": False, "data": {"msg": "504"}}, "504", "504 (the device is offline", True),
    ({"result": 0, "msg": "504", "obj": None}, "504", "504 (the device is offline", True),
]


@pytest.mark.parametrize("method", WRITERS)
def test_refused_writes_of_the_app(server: RecordingServer, app: Any, method: str) -> None:
    for reply, code, said, is_retryable in REFUSALS:
        server.answer(reply)
        answer = getattr(app, method)(*WRITERS[method])
        assert answer == reply  # as it was in release 2.2.0
        assert isinstance(answer.error, GrowattSettingError)
        assert (answer.error.error_msg, answer.error.retryable) == (code, is_retryable)
        assert said in str(answer.error)
        assert answer.error.operation
    for reply in ({"success": True, "msg": "200"}, {"success": "1"}, {"result": 1}, {}):
        server.answer(reply)
        assert getattr(app, method)(*WRITERS[method]).error is None


def test_a_refused_segment_is_raised_with_its_reason(server: RecordingServer, app: Any) -> None:
    for reply, code, said, is_retryable in [*REFUSALS, ({}, "Unknown error", "Unknown", False)]:
        server.answer(reply)
        with pytest.raises(GrowattSettingError, match="Failed to update TLX inverter") as caught:
            app.update_tlx_inverter_time_segment("S", 1, 1, "1:00", "2:00", True)
        assert (caught.value.error_msg, caught.value.retryable) == (code, is_retryable)
        assert said in str(caught.value)


READERS = {
    "mix_info": ("S", "1"),
    "mix_totals": ("S", "1"),
    "mix_system_status": ("S", "1"),
    "mix_detail": ("S", "1"),
    "tlx_system_status": ("1", "S"),
    "tlx_energy_overview": ("1", "S"),
    "tlx_battery_info": ("S",),
    "tlx_enabled_settings": ("S",),
    "storage_energy_overview": ("1", "S"),
}


@pytest.mark.parametrize("method", READERS)
def test_the_reason_of_a_refused_reading_is_logged(
    server: RecordingServer, app: Any, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer({"result": 0, "obj": None, "msg": "504"})
    with caplog.at_level(logging.WARNING):
        assert getattr(app, method)(*READERS[method]) is None  # as it was
        server.answer({"result": 0, "obj": None, "msg": NASTY})
        getattr(app, method)(*READERS[method])
    first, second = (record.getMessage() for record in caplog.records)
    assert "the server refused: 504 (no such device, of another family" in first
    assert "off line x" in second
    assert second.isprintable()
    assert len(second) < MOST_SAID + 100
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        server.answer({"result": 1, "obj": {}, "msg": ""})
        getattr(app, method)(*READERS[method])
    assert caplog.records == []


def test_a_refusal_in_a_bare_answer_is_logged(
    server: RecordingServer, app: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer({"success": False, "msg": "501"})
    with caplog.at_level(logging.WARNING):
        assert app.inverter_data("S") == {"success": False, "msg": "501"}
    assert "the server refused: 501" in caplog.text


# --- plans ---------------------------------------------------------------------------------------


def refused(cloud: Simulator, code: int, text: str = "") -> None:
    fault = {"fault": "error_code", "match": "*/tlxSet", "error_code": code, "error_msg": text}
    cloud.add_fault(fault)


@pytest.mark.parametrize(
    ("code", "text", "status", "said"),
    [
        (10003, "error_device_offline", Status.REJECTED, "[10003] error_device_offline (the devi"),
        (10005, "", Status.REJECTED, "[10005] (the datalogger is offline)"),
        (10008, "", Status.REJECTED, "[10008] (a value is out of range)"),
        (10001, "error_system", Status.PENDING, "[10001] error_system (the server's system error"),
    ],
)
def test_a_plan_tells_why(
    cloud: Simulator, tmp_path: Path, code: int, text: str, status: Status, said: str
) -> None:
    cloud.reset()
    clock = Clock()
    with OpenApiV1(cloud.token, server_url=cloud.url, timeout=60) as api:
        journal = journal_at(tmp_path, clock)
        plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
        refused(cloud, code, text)
        report = plan.apply()
        assert report["charge_power"].status is status
        assert report["charge_power"].reason is not None
        assert report["charge_power"].reason.startswith(said)
        assert said in str(report["charge_power"])
        assert said in report.as_dict()["values"]["charge_power"]["reason"]
        with pytest.raises(GrowattSettingError, match=rf"charge_power: .*\[{code}\]"):
            report.raise_for_differences()
        # a later process knows it too, and forgets it when the value is taken
        (later,) = unfinished(api, journal_at(tmp_path, clock))
        assert (later.verify()["charge_power"].reason or "").startswith(said)
        assert later.apply().error is None
        done = later.verify()
        assert (done.complete, done["charge_power"].reason) == (True, None)


def test_a_journal_of_before_has_no_reasons(cloud: Simulator, tmp_path: Path) -> None:
    cloud.reset()
    with OpenApiV1(cloud.token, server_url=cloud.url, timeout=60) as api:
        plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal_at(tmp_path))
        refused(cloud, 10003)
        plan.apply()
        (path,) = tmp_path.glob("*.plan.json")
        entry = json.loads(path.read_text())
        for value in entry["values"]:
            assert value.pop("reason")
        path.write_text(json.dumps(entry))
        (later,) = unfinished(api, Journal(tmp_path, clock=Clock()))
        assert later.verify()["charge_power"].reason is None
        for value in entry["values"]:
            value["reason"] = 7
        path.write_text(json.dumps(entry))
        assert unfinished(api, Journal(tmp_path, clock=Clock())) == []

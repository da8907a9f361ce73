"""What the fuzz tests have found, each by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import v1_operations as v1

from growattServer import (
    GrowattApi,
    GrowattError,
    GrowattReplyError,
    GrowattSettingError,
    GrowattV1ApiError,
    OpenApiV1,
)
from growattServer.cleaning import Cleaner
from growattServer.etiquette.envelope import decode, unwrap
from growattServer.etiquette.login import leads_to_login, login_error
from growattServer.fields import Kind, Record, timestamp, watts
from growattServer.fields import text as text_row
from growattServer.open_api_v1.devices import Min
from growattServer.open_api_v1.schedules import read_ac_charge_times, read_time_segments
from growattServer.settings import Journal, Plan, family_of, plans
from growattServer.settings.errors import GrowattJournalError
from growattServer.shinephone.records import InverterCurve, InverterEnergy
from growattServer.wire import Reply, Request, redirected
from support import run_flow

WHEN = datetime(2026, 6, 15, 10, tzinfo=UTC)


def nested(depth: int) -> list[Any]:
    """A list in a list in a list."""
    inner: list[Any] = []
    for _ in range(depth):
        inner = [inner]
    return inner


# --- replies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "location", ["http://[", "//[x]/", "http://a:99999/", "http://\ud800/", "http://", "/\0\udcff"]
)
def test_a_redirect_to_what_is_no_address(location: str) -> None:
    request = Request("x", "GET", "http://127.0.0.1/", follows_redirects=True)
    further = redirected(request, Reply(302, b"", location))
    assert further is None or further.url.startswith("http://127.0.0.1/")
    assert not leads_to_login(location)


@pytest.mark.parametrize("code", ["--5", "- 5", "-", "5-", "9" * 19 + "x", 1e400])
def test_an_error_code_that_is_no_number(code: Any) -> None:
    with pytest.raises(GrowattReplyError, match="no error_code"):
        unwrap({"error_code": code}, "asking")


ODD = {
    "deep": nested(100_000),
    "a long number": 10**5000,
    "an object": {"a": ":"},
    "null": None,
    "empty": "",
    "many digits": "9" * 5000 + ":1",
    "superscripts": "1:²",
}
ODD_VALUES = pytest.mark.parametrize("odd", ODD)


@ODD_VALUES
def test_a_reason_that_is_no_text(odd: str) -> None:
    with pytest.raises(GrowattV1ApiError) as caught:
        unwrap({"error_code": 5, "error_msg": ODD[odd]}, "asking")
    assert str(caught.value)
    assert login_error({"msg": ODD[odd]}, "login", WHEN).operation == "login"

    def answer(request: Request) -> Reply:
        return Reply(200, json.dumps({"msg": nested(90)}).encode())

    flow = GrowattApi.update_tlx_inverter_time_segment.flow(
        GrowattApi(), "SN", 1, 1, "01:00", "02:00", True
    )
    with pytest.raises(GrowattSettingError):
        run_flow(flow, answer)


@pytest.mark.parametrize("opened", [b"[", b'{"a":', b'[{"a":'])
def test_a_document_that_is_nested_without_end(opened: bytes) -> None:
    with pytest.raises(GrowattReplyError, match="not a complete JSON"):
        decode(Reply(200, opened * 100_000), "asking")


def classic(page: bytes) -> Any:
    flow = GrowattApi.classic_inverter_info.flow(GrowattApi(), "SN")
    return run_flow(flow, lambda request: Reply(200, page))


def test_a_page_with_a_deep_object() -> None:
    deep = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    with pytest.raises(GrowattReplyError, match="Failed to parse"):
        classic(b"<script>inv=JSON.parse('%s')</script>" % deep)


def test_a_page_with_a_million_beginnings() -> None:
    # the time is the test: with a search that begins anew at each of them it takes hours
    with pytest.raises(GrowattReplyError, match="Could not find"):
        classic(b"inv=JSON.parse('{" * 500_000)


def test_digits_without_end() -> None:
    # as above
    row = watts("ppv", "PV power")
    for text in ("9" * 1_000_000 + "\nx", "1." + "9" * 1_000_000 + "\nx", "1e" + "9" * 99 + "\nx"):
        assert row.parse(text) is None
    assert row.parse("1.5e2 W") == 150
    assert row.parse(".5kW") == 500
    assert row.parse("5 eV") is None


@ODD_VALUES
def test_a_schedule_with_odd_times(odd: str) -> None:
    segments = read_time_segments({"forcedTimeStart1": ODD[odd], "forcedTimeStop1": "5:30"}, 9)
    assert segments[0]["start_time"] == "00:00"
    assert segments[0]["end_time"] == "05:30"
    assert read_ac_charge_times({"forcedChargeTimeStart1": ODD[odd]}).periods


@pytest.mark.parametrize("address", [["a"], {"a": 1}, None])
def test_a_plant_without_usable_settings_is_not_changed(address: Any) -> None:
    requests: list[Request] = []

    def answer(request: Request) -> Reply:
        requests.append(request)
        return Reply(200, json.dumps({"plantAddress": address}).encode())

    flow = GrowattApi.update_plant_settings.flow(GrowattApi(), "1", {"plantName": "x"})
    with pytest.raises(GrowattReplyError, match="have no") as caught:
        run_flow(flow, answer)
    assert caught.value.operation == "updating plant settings"
    assert len(requests) == 1


class TextOfACounter(Record):
    """No record has such a row any more."""

    running_time_text = text_row("timeTotalText", "Running time, as text", kind=Kind.LIFETIME)
    time = timestamp("time", "Time of the record")


def test_curves_and_texts_are_no_counters() -> None:
    curve = InverterCurve({"invPacData": {"2026-06-15 12:00": 5.0}})
    assert Cleaner().clean(curve, WHEN)["power_curve"].value == curve.power_curve
    texts = TextOfACounter({"timeTotalText": "12.5"})
    assert Cleaner().clean(texts, WHEN)["running_time_text"].value == "12.5"
    told = InverterEnergy({"timeTotalText": "12.5", "powerTotal": "3"})
    assert Cleaner().clean(told, WHEN)["running_time_from_text"].value == 12.5


# --- settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["0001-01-01 00:00:00", "9999-12-31 23:59:59"])
def test_a_device_clock_at_the_ends_of_time(moment: str) -> None:
    row = family_of(7)["clock"]
    texts = (moment,)
    assert row.read({"sysTime": moment}) is None
    assert row.value(texts) == datetime.fromisoformat(moment)
    assert row.at(texts, timedelta(days=1))
    assert row.show(texts)


class Device:
    """A device that takes everything; `written` is what it was sent."""

    def __init__(self) -> None:
        self.written: list[dict[str, Any]] = []

    def __call__(self, request: Request, *how: object) -> Reply:
        if (request.form or {}).get("type"):
            self.written.append(dict(request.form or {}))
        document = {"error_code": 0, "data": {"chargePowerCommand": 50, "acChargeEnable": 0}}
        return Reply(200, json.dumps(document).encode())


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal with one plan, sent an hour ago, and what it was made of."""
    clock = [WHEN - timedelta(hours=1)]
    found = Journal(tmp_path, clock=lambda: clock[0])
    device = Min(OpenApiV1("t"), v1.MIN_SN)
    plan: Plan[Any] = run_flow(Min.plan.flow(device, {"charge_power": 80}, journal=found), Device())
    run_flow(Plan.apply.flow(plan), Device())
    clock[0] = WHEN
    return found


def change(journal: Journal, how: Callable[[dict[str, Any]], Any]) -> None:
    """Damage the file of the plan."""
    [path] = journal.directory.glob("*.plan.json")
    document = json.loads(path.read_bytes())
    how(document)
    path.write_text(json.dumps(document))


DAMAGE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "an unknown setting": lambda plan: plan["values"][0].update(name="self_destruct"),
    "a value out of range": lambda plan: plan["values"][0].update(wanted=["400"]),
    "a value in another spelling": lambda plan: plan["values"][0].update(wanted=["80.0"]),
    "a value too many": lambda plan: plan["values"][0].update(before=["1", "2"]),
    "a value that is an object": lambda plan: plan["values"][0].update(sent=[[{}]]),
    "wished by a text": lambda plan: plan["values"][0].update(wished="no"),
    "no such family": lambda plan: plan.update(device_type=99),
    "a family that is an object": lambda plan: plan.update(device_type={}),
    "a family that is true": lambda plan: plan.update(device_type=True),
    "a serial number that is a number": lambda plan: plan.update(device_sn=5),
    "a name that is an object": lambda plan: plan.update(key={}),
    "the name of another file": lambda plan: plan.update(key="../../elsewhere"),
    "the device of another file": lambda plan: plan.update(device_sn="ANOTHER"),
    "made at the end of time": lambda plan: plan.update(created="9999-12-31T23:59:59-23:00"),
    "lasting for ever": lambda plan: plan.update(lasts=1e300),
    "lasting less than nothing": lambda plan: plan.update(lasts=-5),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_plan_is_passed_over(
    journal: Journal, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    api = OpenApiV1("t")
    assert len(plans(api, journal)) == 1
    change(journal, DAMAGE[damage])
    assert plans(api, journal) == []
    assert "cannot be read" in caplog.text


@pytest.mark.parametrize(
    "serial", ["../../out", "/out", "a/b", "..", "", "x" * 5000, "\0", "\ud800"]
)
def test_a_serial_number_leads_to_no_other_folder(tmp_path: Path, serial: str) -> None:
    kept = Journal(tmp_path / "a" / "b" / "journal")
    kept.count_write(serial)
    with kept.alone(serial):
        assert kept.writes_left(serial) == kept.writes_a_day - 1
    assert {path.parent for path in tmp_path.rglob("*") if path.is_file()} == {kept.directory}


def test_a_plan_that_is_damaged_meanwhile_goes_on_as_it_was(journal: Journal) -> None:
    [plan] = plans(OpenApiV1("t"), journal)
    change(journal, DAMAGE["a value out of range"])
    device = Device()
    run_flow(Plan.apply.flow(plan), device)
    assert [form["param1"] for form in device.written] == ["80"]


@pytest.mark.parametrize("count", [b"1e999", b"{}", b"[" * 100_000, b"[5]", b"\xff", b"null"])
def test_a_damaged_count_of_writes(journal: Journal, count: bytes) -> None:
    [path] = journal.directory.glob("*.writes.json")
    day = WHEN.date().isoformat()
    text = count if count[:1] != b"1" else b'{"day": "%s", "writes": %s}' % (day.encode(), count)
    path.write_bytes(text)
    with pytest.raises(GrowattJournalError) as caught:
        journal.writes_left(v1.MIN_SN)
    assert isinstance(caught.value, GrowattError)

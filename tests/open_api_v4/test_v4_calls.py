"""Each operation of V4: what it sends, what it answers in both colours, what it refuses to send."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from v4_operations import CASES, DAY, MIN, NOAH, OPERATIONS, PERIODS, SERIALS, SPH, START

from growattServer import (
    AsyncOpenApiV4,
    GrowattDeviceOfflineError,
    GrowattParameterError,
    GrowattPermissionError,
    GrowattReplyError,
    GrowattUnknownDeviceError,
    OpenApiV4,
)
from growattServer.open_api_v4 import endpoints
from growattServer.open_api_v4.families import FAMILY_NAMES, FamilyName, family_of
from growattServer.open_api_v4.vpp import VPP_PARAMETERS
from growattServer.simulator import Simulator
from support import RecordingServer, facts


@pytest.fixture(scope="module")
def shared_cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=5, speed=0) as simulator:
        yield simulator


@pytest.fixture
def cloud(shared_cloud: Simulator) -> Simulator:
    shared_cloud.reset()
    return shared_cloud


@pytest.fixture
def api(cloud: Simulator) -> Iterator[OpenApiV4]:
    with OpenApiV4(cloud.token, server_url=cloud.url) as client:
        yield client


def call(cloud: Simulator, colour: str, name: str) -> Any:
    arguments = CASES[name].arguments
    if colour == "blocking":
        with OpenApiV4(cloud.token, server_url=cloud.url) as api:
            return getattr(api, name)(*arguments)

    async def main() -> Any:
        async with AsyncOpenApiV4(cloud.token, server_url=cloud.url) as api:
            return await getattr(api, name)(*arguments)

    return asyncio.run(main())


def test_no_operation_and_no_endpoint_is_left_out() -> None:
    assert set(CASES) == OPERATIONS
    assert {each.path for each in endpoints.ENDPOINTS} == {case.path for case in CASES.values()}
    assert len(endpoints.ENDPOINTS) == 21


@pytest.mark.parametrize("name", CASES)
def test_the_request(server: RecordingServer, name: str) -> None:
    case = CASES[name]
    server.answer({"code": 4, "data": None, "message": None})
    api = OpenApiV4("secret", server_url=server.url)
    with pytest.raises(GrowattUnknownDeviceError):
        getattr(api, name)(*case.arguments)
    (received,) = server.received
    assert (received.method, received.path) == ("POST", f"/v4/new-api/{case.path}")
    assert (received.form, received.query) == (case.form, {})
    assert received.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert received.headers["token"] == "secret"
    assert re.fullmatch(r"Python/3\.\S+ \(\w+ \S+; \w+\)", received.headers["User-Agent"])


@pytest.mark.parametrize("name", CASES)
def test_an_operation_in_both_colours(cloud: Simulator, name: str) -> None:
    results = [call(cloud, colour, name) for colour in ("blocking", "async")]
    assert [type(result) for result in results] == [CASES[name].returns] * 2
    assert results[0] == results[1]
    # a schedule that nobody has set is empty
    if isinstance(results[0], dict | list) and name != "read_vpp_schedule":
        assert results[0]


@pytest.mark.parametrize("family", SERIALS)
def test_the_same_moment_in_all_readings_of_a_device(api: OpenApiV4, family: FamilyName) -> None:
    serial = SERIALS[family]
    reading = api.latest([serial], family)[serial]
    assert type(reading).__name__ == family_of(family).energy.__name__
    assert reading.time == datetime(2026, 6, 15, 10, tzinfo=UTC)
    detail = api.info([serial], family)[serial]
    assert type(detail).__name__ == family_of(family).detail.__name__
    assert detail.last_update_time == reading.time
    rows = api.history(serial, family, DAY)
    assert rows[-1] == reading
    assert {type(row) for row in rows} == {type(reading)}
    assert api.history_of_many([serial], family, DAY) == {serial: rows}


def test_readings_are_the_truth_of_the_world(cloud: Simulator, api: OpenApiV4) -> None:
    for family in ("min", "sph", "inv", "storage", "noah"):
        serial = SERIALS[family]
        true = cloud.device(serial)
        reading = api.latest([serial], family)[serial]
        assert reading.pv_power == pytest.approx(
            true["power_w"]["pv1"] + true["power_w"]["pv2"], abs=0.06
        ), family
        if family != "storage":
            assert reading.ac_power == pytest.approx(true["power_w"]["ac_output"], abs=0.06)
        if family in ("min", "sph", "noah"):
            assert reading.battery_soc == pytest.approx(true["battery_soc"], abs=0.51)


def test_devices_that_the_token_may_not_use_are_left_out(api: OpenApiV4) -> None:
    assert set(api.latest(["NOSUCH0001", MIN, SPH], "min")) == {MIN}
    assert api.info(["NOSUCH0001"], "sph") == {}
    assert api.history_of_many(["NOSUCH0001"], "min", DAY) == {}
    with pytest.raises(GrowattPermissionError, match=r"\[12\] DEVICE_SN_DOES_NOT_HAVE_PERM"):
        api.history("NOSUCH0001", "min", DAY)
    with pytest.raises(GrowattUnknownDeviceError, match=r"\[7\]"):
        api.history(MIN, "sph", DAY)


def test_a_list_of_devices_names_the_families(api: OpenApiV4) -> None:
    assert {row.family: row.device_sn for row in api.devices()} == SERIALS


def test_only_some_devices_have_a_fast_reading(api: OpenApiV4) -> None:
    assert api.high_frequency("SIMINV0001", "inv") is None


# --- more than one call ---------------------------------------------------------------------------


def test_many_serial_numbers_go_in_several_calls(server: RecordingServer) -> None:
    api = OpenApiV4("t", server_url=server.url)
    serials = [f"SN{number:04d}" for number in range(230)]
    server.answer({"code": 0, "data": {"wit": []}, "message": "x"})
    assert api.latest(serials, "wit") == {}
    sent = [received.form["deviceSn"].split(",") for received in server.received]
    assert [len(each) for each in sent] == [100, 100, 30]
    assert [one for each in sent for one in each] == serials
    server.received.clear()
    server.answer({"code": 0, "data": {}, "message": "x"})
    assert api.history_of_many(serials, "wit", DAY) == {}
    sent = [received.form["deviceSn"].split(",") for received in server.received]
    assert [len(each) for each in sent] == [50, 50, 50, 50, 30]


def test_all_pages_are_asked_for_at_the_pace_of_the_server() -> None:
    from growattServer.wire import Reply, Request, Wait

    flow = OpenApiV4.devices.flow(OpenApiV4("t"))
    asked, waits, step = [], [], next(flow)
    while True:
        if isinstance(step, Wait):
            waits.append(step.seconds)
            step = next(flow)
            continue
        assert isinstance(step, Request)
        assert step.form is not None
        page = step.form["page"]
        asked.append(page)
        last = "true" if page == 3 else "false"
        row = f'{{"deviceSn": "SN{page}", "deviceType": "min"}}'
        body = f'{{"code": 0, "data": {{"data": [{row}], "lastPager": {last}, "pages": 3}}}}'
        try:
            step = flow.send(Reply(200, body.encode()))
        except StopIteration as end:
            found = end.value
            break
    assert asked == [1, 2, 3]
    assert [row.device_sn for row in found] == ["SN1", "SN2", "SN3"]
    assert waits == [5.5, 5.5]


# --- what is written is read back -----------------------------------------------------------------


def test_power_and_switch_act_on_the_world(cloud: Simulator, api: OpenApiV4) -> None:
    before = api.latest([MIN], "min")[MIN].ac_power
    api.set_active_power(MIN, "min", 20)
    assert api.read_active_power(MIN, "min") == 20
    cloud.set_clock("2026-06-15T12:10:00+02:00")
    assert api.latest([MIN], "min")[MIN].ac_power <= 1000 < before
    api.set_active_power(SPH, "sph", 30)
    assert api.info([SPH], "sph")[SPH].active_power_limit == 30
    api.set_on(MIN, "min", False)
    cloud.set_clock("2026-06-15T12:20:00+02:00")
    assert api.latest([MIN], "min")[MIN].ac_power == 0


def test_a_noah_takes_watts(cloud: Simulator, api: OpenApiV4) -> None:
    api.set_active_power(NOAH, "noah", 350)
    assert api.read_active_power(NOAH, "noah") == 350
    assert api.info([NOAH], "noah")[NOAH].default_power == 350
    with pytest.raises(GrowattParameterError, match="between 0 and 800"):
        api.set_active_power(NOAH, "noah", 801)


def test_settings_of_a_noah(api: OpenApiV4) -> None:
    api.set_noah_charge_limit(NOAH, 88)
    api.set_noah_discharge_limit(NOAH, 12)
    api.set_noah_grid_charging(NOAH, True)
    api.pair_noah(NOAH, "Growatt", "NEO 2000M-X2", "0x0105", "NEO0000001")
    api.set_noah_time_segment(NOAH, 2, "06:05", time(22, 30), 1, 400, enabled=False)
    detail = api.info([NOAH], "noah")[NOAH]
    assert (detail.charge_stop_soc, detail.discharge_stop_soc) == (88, 12)
    assert detail.grid_charging_enabled is True
    assert detail.paired_inverter_sn == "NEO0000001"
    segments = api.read_noah_time_segments(NOAH)
    assert [each.segment for each in segments] == list(range(1, 10))
    assert segments[1].to_dict() == {
        "segment": 2,
        "start_time": time(6, 5),
        "end_time": time(22, 30),
        "mode": 1,
        "power": 400.0,
        "enabled": False,
    }
    assert segments[1].start_time == detail.time_segment_2_start


def test_segments_of_nobody(api: OpenApiV4) -> None:
    with pytest.raises(GrowattUnknownDeviceError, match="no such NOAH"):
        api.read_noah_time_segments("NOSUCH0001")


@pytest.mark.parametrize("name", sorted(set(VPP_PARAMETERS) - {"schedule", "system_time"}))
def test_a_vpp_parameter_is_read_as_it_was_set(api: OpenApiV4, name: str) -> None:
    for value in (VPP_PARAMETERS[name].low, VPP_PARAMETERS[name].high):
        api.set_vpp(SPH, "sph", name, value)
        assert api.read_vpp(SPH, "sph", name) == value


def test_a_vpp_schedule(api: OpenApiV4) -> None:
    assert api.read_vpp_schedule(MIN, "min") == []
    api.set_vpp(MIN, "min", "schedule", PERIODS)
    periods = api.read_vpp_schedule(MIN, "min")
    assert periods == PERIODS
    assert (periods[1].power, periods[1].start_minute, periods[1].end_minute) == (-60, 301, 720)
    api.set_vpp(MIN, "min", "schedule", periods)
    api.clear_vpp_schedule(MIN, "min")
    assert api.read_vpp_schedule(MIN, "min") == []
    api.set_vpp(MIN, "min", "system_time", datetime(2026, 6, 15, 12, 0, 1))


def test_a_device_that_is_offline(cloud: Simulator, api: OpenApiV4) -> None:
    cloud.change_device(MIN, online=False)
    for ask in (
        lambda: api.read_active_power(MIN, "min"),
        lambda: api.set_on(MIN, "min", True),
        lambda: api.read_vpp(MIN, "min", "on"),
    ):
        with pytest.raises(GrowattDeviceOfflineError, match=r"\[5\]"):
            ask()
    assert api.info([MIN], "min")[MIN].lost is True
    assert api.latest([MIN], "min")[MIN].lost is True
    cloud.set_clock(datetime.fromisoformat(START) + timedelta(hours=1))
    assert api.latest([MIN], "min")[MIN].time == datetime(2026, 6, 15, 10, tzinfo=UTC)


# --- refused before anything is sent --------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "arguments", "said"),
    [
        ("info", ("SN", "min"), "not a single string"),
        ("info", ([], "min"), "at least one"),
        ("latest", (["A,B"], "min"), "no comma"),
        ("latest", (["A", " "], "min"), "serial number is missing"),
        ("latest", (["A"], "stroage"), "did you mean storage"),
        ("latest", (["A"], None), "family is one of inv, storage"),
        ("latest", (["A"], "SPH"), "did you mean sph"),
        ("history", ("", "min", DAY), "device_sn is missing"),
        ("history", (["A"], "min", DAY), "serial number of one device"),
        ("history", ("A", "min", "June"), "day must be a date"),
        ("history", ("A", "min", None), "day must be a date"),
        ("history_of_many", (["A"], "min", 20260615), "day must be a date"),
        ("set_on", ("A", "min", "maybe"), "on is True or False"),
        ("set_on", ("A", "noah", True), "not for a NOAH"),
        ("set_active_power", ("A", "min", 101), "between 0 and 100"),
        ("set_active_power", ("A", "min", 50.5), "between 0 and 100, a whole number"),
        ("read_vpp", ("A", "min", "remote_pwer"), "did you mean remote_power"),
        ("read_vpp", ("A", "min", "set_param_35"), "no VPP parameter"),
        ("read_vpp", ("A", "min", "schedule"), "with read_vpp_schedule"),
        ("read_vpp", ("A", "noah", "on"), "for sph, spa, min, wit, not noah"),
        ("set_vpp", ("A", "min", "remote_power", 101), "between -100 and 100"),
        ("set_vpp", ("A", "min", "charge_stop_soc", 69), "between 70 and 100"),
        ("set_vpp", ("A", "min", "remote_power", True), "between -100 and 100"),
        ("set_vpp", ("A", "min", "system_time", "now"), "is a datetime"),
        ("set_vpp", ("A", "min", "schedule", []), "1 to 20 periods, not 0"),
        ("set_vpp", ("A", "min", "schedule", PERIODS * 11), "1 to 20 periods, not 22"),
        ("set_vpp", ("A", "min", "schedule", "text"), "a list of periods"),
        ("set_vpp", ("A", "min", "schedule", [5]), "period 1 is a dict"),
        ("set_vpp", ("A", "min", "schedule", [{}]), "percentage 1 must be"),
        ("set_vpp", ("A", "min", "schedule", [{**PERIODS[0], "endTime": 1441}]), "minute of the"),
        ("set_vpp", ("A", "min", "schedule", [{**PERIODS[0], "endTime": 0}]), "ends before"),
        ("set_noah_charge_limit", ("A", 101), "between 0 and 100"),
        ("set_noah_time_segment", ("A", 10, "1:00", "2:00"), "segment must be between 1 and 9"),
        ("set_noah_time_segment", ("A", 1, "2:00", "1:00"), "split a segment"),
        ("set_noah_time_segment", ("A", 1, "1:00", "25:00"), "end_time must be a datetime.time"),
        ("set_noah_time_segment", ("A", 1, "1:00", "2:00", 3), "mode is 0, 1 or 2"),
        ("set_noah_time_segment", ("A", 1, "1:00", "2:00", 0, 801), "power must be between"),
        ("pair_noah", ("A", "", "m", "i"), "brand is missing"),
    ],
)
def test_what_cannot_be_right_is_not_sent(
    server: RecordingServer, method: str, arguments: tuple[Any, ...], said: str
) -> None:
    with pytest.raises(GrowattParameterError, match=said):
        getattr(OpenApiV4("t", server_url=server.url), method)(*arguments)
    assert server.received == []


def test_every_family_has_its_records() -> None:
    names = {family.partition(".")[0] for family in facts("v4_fields")["beans"]}
    assert names == set(FAMILY_NAMES)
    for family in FAMILY_NAMES:
        assert {"device_sn", "time"} <= set(family_of(family).energy.fields)
        assert {"device_sn", "last_update_time"} <= set(family_of(family).detail.fields)


# --- replies of another shape ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "data", "said"),
    [
        ("info", None, "data is null instead of an object"),
        ("latest", {"sph": []}, "no list 'min'"),
        ("latest", {"min": [{}]}, "no device_sn"),
        ("history", {"rows": []}, "no list 'datas'"),
        ("history_of_many", [], "data is a list"),
        ("devices", {}, "no devices"),
        ("devices", "text", "data is a text"),
        ("model", None, "data is null"),
        ("high_frequency", "text", "data is a text"),
        ("read_active_power", None, "instead of a number"),
        ("read_vpp", {}, "instead of a number"),
        ("read_vpp_schedule", 5, "instead of a list"),
    ],
)
def test_another_shape_is_said(server: RecordingServer, method: str, data: Any, said: str) -> None:
    server.answer({"code": 0, "data": data, "message": "x"})
    with pytest.raises(GrowattReplyError, match=said):
        getattr(OpenApiV4("t", server_url=server.url), method)(*CASES[method].arguments)


def test_a_signal_is_read_where_the_server_puts_it(server: RecordingServer) -> None:
    api = OpenApiV4("t", server_url=server.url)
    server.answer({"code": 0, "data": "SUCCESSFUL_OPERATION", "message": "-70"})
    assert api.signal_strength(MIN, "min") == -70
    server.answer({"code": 0, "data": "SUCCESSFUL_OPERATION"})
    with pytest.raises(GrowattReplyError, match="message is missing"):
        api.signal_strength(MIN, "min")

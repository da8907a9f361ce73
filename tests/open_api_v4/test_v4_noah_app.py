"""The app's calls about a NOAH or NEXA: off unless asked for, and what they read of a world."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from noah_app_operations import CASES, DAY, EVERY_CALL, NEXA, NOAH, ask
from v4_operations import LIVE_OPERATIONS, START

from growattServer import (
    AsyncOpenApiV4,
    Etiquette,
    GrowattParameterError,
    GrowattPermissionError,
    GrowattRateLimitError,
    GrowattUnknownDeviceError,
    GrowattV1ApiError,
    OpenApiV1,
    OpenApiV4,
)
from growattServer.open_api_v4 import noah_app_endpoints, records
from growattServer.simulator import Simulator
from support import RecordingServer


@pytest.fixture(scope="module")
def shared_cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=5, speed=0) as simulator:
        yield simulator


@pytest.fixture
def cloud(shared_cloud: Simulator) -> Simulator:
    shared_cloud.reset()
    shared_cloud.add_device("nexa", NEXA)
    return shared_cloud


@pytest.fixture
def api(cloud: Simulator) -> OpenApiV4:
    return OpenApiV4(cloud.token, server_url=cloud.url, live=True)


# --- what is sent ---------------------------------------------------------------------------------


def test_no_operation_and_no_endpoint_is_left_out() -> None:
    assert set(CASES) == LIVE_OPERATIONS
    wanted = {
        f"noahDeviceApi/{model}/{getattr(case, model)}"
        for case in CASES.values()
        for model in ("noah", "nexa")
    }
    assert {each.path for each in noah_app_endpoints.ENDPOINTS} == wanted
    assert not any(each.writes for each in noah_app_endpoints.ENDPOINTS)


@EVERY_CALL
def test_without_live_nothing_is_sent(server: RecordingServer, name: str) -> None:
    with pytest.raises(GrowattParameterError, match=f"{name} is off.*not document.*live=True"):
        ask(OpenApiV4("t", server_url=server.url), name, NOAH, model="noah")

    async def main() -> None:
        async with AsyncOpenApiV4("t", server_url=server.url) as api:
            with pytest.raises(GrowattParameterError, match="live=True"):
                await ask(api, name, NOAH, model="noah")

    asyncio.run(main())
    assert server.received == []


@EVERY_CALL
@pytest.mark.parametrize("model", ["noah", "nexa"])
def test_the_request(server: RecordingServer, name: str, model: str) -> None:
    server.answer({"result": 0, "msg": "", "obj": None})
    case, api = CASES[name], OpenApiV4("secret", server_url=server.url, live=True)
    with pytest.raises(GrowattV1ApiError):
        ask(api, name, " SN01 ", model=model)
    (received,) = server.received
    path = f"/v4/noahDeviceApi/{model}/{getattr(case, model)}"
    assert (received.method, received.path, received.query) == ("POST", path, {})
    assert received.form == {"deviceSn": "SN01", **case.form}
    assert received.headers["token"] == "secret"
    assert received.headers["Content-Type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("period", "day", "sent"),
    [
        ("days", "2026-02-28", {"dateTime": "2026-02-01", "dateType": "1"}),
        ("months", date(2026, 5, 12), {"dateTime": "2026-01-01", "dateType": "2"}),
        ("years", "2026-12-31", {"dateTime": "2026-01-01", "dateType": "3"}),
    ],
)
def test_periods(server: RecordingServer, period: Any, day: Any, sent: dict[str, str]) -> None:
    server.answer({"msg": "", "result": 1, "obj": {}})
    api = OpenApiV4("t", server_url=server.url, live=True)
    assert api.noah_energies("SN01", period, day, model="noah") == []
    assert server.received[0].form == {"deviceSn": "SN01", **sent}


@pytest.mark.parametrize(
    ("method", "arguments", "said"),
    [
        ("noah_status", ("",), "device_sn is missing"),
        ("noah_status", (["A"],), "serial number of one device"),
        ("noah_powers", ("A", "June"), "day must be a date"),
        ("noah_powers", ("A", date.max), "before the year 9999"),
        ("noah_energies", ("A", "day", DAY), "period is one of days, months, years"),
        ("noah_energies", ("A", "days", None), "day must be a date"),
    ],
)
def test_what_cannot_be_right_is_not_sent(
    server: RecordingServer, method: str, arguments: tuple[Any, ...], said: str
) -> None:
    api = OpenApiV4("t", server_url=server.url, live=True)
    with pytest.raises(GrowattParameterError, match=said):
        getattr(api, method)(*arguments)
    with pytest.raises(GrowattParameterError, match="model is noah or nexa"):
        api.noah_status("A", model="NOAH 2000")  # type: ignore[call-overload]  # wrong on purpose
    with pytest.raises(GrowattParameterError, match="live must be True or False"):
        OpenApiV4("t", live="yes")  # type: ignore[arg-type]  # wrong on purpose
    assert server.received == []


# --- which of the two -----------------------------------------------------------------------------


def paths(cloud: Simulator) -> list[str]:
    return [one["path"].rpartition("/v4/noahDeviceApi/")[2] for one in cloud.requests()]


def test_the_model_is_asked_for_once(cloud: Simulator, api: OpenApiV4) -> None:
    for serial in (NOAH, NEXA, NOAH, NEXA):
        api.noah_status(serial)
    api.noah_firmware(NEXA)
    assert paths(cloud) == [
        "/v1/device/check/sn",
        "noah/getSystemStatus",
        "/v1/device/check/sn",
        "nexa/getSystemStatus",
        "noah/getSystemStatus",
        "nexa/getSystemStatus",
        "nexa/checkUpgradeNexa",
    ]


def test_a_model_that_is_said_is_not_asked_for(cloud: Simulator, api: OpenApiV4) -> None:
    assert type(api.noah_status(NEXA, model="nexa")) is records.NexaStatus
    with pytest.raises(GrowattUnknownDeviceError, match=r"\[-1\].*model="):
        api.noah_status(NEXA, model="noah")
    assert paths(cloud) == ["nexa/getSystemStatus", "noah/getSystemStatus"]


def test_another_device_is_neither(cloud: Simulator, api: OpenApiV4) -> None:
    with pytest.raises(GrowattUnknownDeviceError, match="neither a NOAH nor a NEXA: its model is"):
        api.noah_status("SIMMIN0001")
    with pytest.raises(GrowattUnknownDeviceError, match=r"names no model.*model="):
        api.noah_status("NOSUCH0001")
    assert set(paths(cloud)) == {"/v1/device/check/sn"}


@pytest.mark.parametrize(("serial", "model"), [("0pvp0001", "noah"), ("0HVR0001", "nexa")])
def test_a_serial_number_helps_where_the_server_does_not(
    server: RecordingServer, serial: str, model: str
) -> None:
    server.answer({"result": 0, "model": "", "obj": None})
    api = OpenApiV4("t", server_url=server.url, live=True)
    for _ in range(2):
        with pytest.raises(GrowattV1ApiError):
            api.noah_status(serial)
    # a guess is not kept
    assert [one.path.split("/")[3] for one in server.received] == ["check", model] * 2


def test_the_check_of_a_model_has_the_limit_of_v1(cloud: Simulator) -> None:
    etiquette = Etiquette(ledger=False)
    OpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette).device_check_sn(NOAH)
    api = OpenApiV4(cloud.token, server_url=cloud.url, etiquette=etiquette, live=True)
    with pytest.raises(GrowattRateLimitError, match="checking a serial number"):
        api.noah_status(NOAH)
    assert api.noah_status(NOAH, model="noah").status == 1
    cloud.add_device("nexa", "0HVR0001")
    OpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette).device_check_sn("0HVR0001")
    assert api.noah_status("0HVR0001").status == 6


# --- the simulated world --------------------------------------------------------------------------


@EVERY_CALL
@pytest.mark.parametrize("serial", [NOAH, NEXA])
def test_an_operation_in_both_colours(cloud: Simulator, name: str, serial: str) -> None:
    async def main() -> Any:
        async with AsyncOpenApiV4(cloud.token, server_url=cloud.url, live=True) as api:
            return await ask(api, name, serial)

    results = [
        ask(OpenApiV4(cloud.token, server_url=cloud.url, live=True), name, serial),
        asyncio.run(main()),
    ]
    assert all(isinstance(result, CASES[name].returns) for result in results)
    assert type(results[0]) is type(results[1])
    assert results[0] == results[1]
    assert results[0]


@pytest.mark.parametrize("serial", [NOAH, NEXA])
def test_the_truth_of_the_world(cloud: Simulator, api: OpenApiV4, serial: str) -> None:
    true = cloud.device(serial)
    power, status = true["power_w"], api.noah_status(serial)
    assert status.pv_power == pytest.approx(power["pv1"] + power["pv2"], abs=0.6)
    assert status.output_power == pytest.approx(power["ac_output"], abs=0.6)
    assert status.output_power is not None
    assert status.output_power > 100
    assert status.battery_charge_power == pytest.approx(power["charge"], abs=0.6)
    assert status.battery_soc == pytest.approx(true["battery_soc"], abs=0.51)
    assert status.energy_today == pytest.approx(true["today_wh"]["ac_output"] / 1000, abs=0.06)
    (pack,) = api.noah_batteries(serial).batteries
    assert (pack.battery_sn, pack.battery_soc) == (serial, status.battery_soc)
    assert api.noah_batteries(serial).time == datetime(2026, 6, 15, 10, tzinfo=UTC)
    days = api.noah_energies(serial, "days", DAY)
    assert [row.day for row in days] == [date(2026, 6, day) for day in range(1, 31)]
    assert days[14].energy == status.energy_today
    (year,) = [row for row in api.noah_energies(serial, "years", DAY) if row.day.year == 2026]
    months = api.noah_energies(serial, "months", DAY)
    assert sum(row.energy or 0 for row in months) == pytest.approx(year.energy, abs=0.6)


@pytest.mark.parametrize("serial", [NOAH, NEXA])
def test_the_powers_are_of_the_day_that_was_meant(
    cloud: Simulator, api: OpenApiV4, serial: str
) -> None:
    for day, hours in ((date(2026, 6, 14), 24), (date(2026, 6, 15), 12)):
        rows = api.noah_powers(serial, day)
        midnight = datetime.combine(day, time())
        assert [row.time for row in rows] == [
            midnight + timedelta(minutes=5 * each) for each in range(288)
        ]
        states = cloud.truth(serial, f"{day}T00:00:00+02:00", f"{day}T{hours - 1:02d}:55:00+02:00")
        true = [state["power_w"]["pv1"] + state["power_w"]["pv2"] for state in states]
        for row, before, after in zip(rows, true, true[1:], strict=False):
            assert row.pv_power == pytest.approx((before + after) / 2, abs=0.06)
        assert max(row.pv_power or 0 for row in rows) > 300


def test_a_nexa_among_other_inverters(cloud: Simulator, api: OpenApiV4) -> None:
    """What others give makes its load negative, and the chart shows that modulo 65536."""
    status = api.noah_status(NEXA)
    assert status["pac"] == f"-{status.output_power:.0f}"
    assert (status.meter_present, status.other_power) == (True, -(status.output_power or 0))
    assert status.load_power == (status.meter_power or 0) + (status.output_power or 0)
    rows = api.noah_powers(NEXA, DAY)
    sent = [float(row["totalHouseholdLoad"]) for row in rows]
    assert max(sent) > 60_000
    assert any(25_000 < each < 40_000 for each in sent), "no mean of a wrapped and a right sample"
    loads = [row.load_power or 0 for row in rows]
    assert -6_000 < min(loads) < 0 < max(loads) < 6_000
    assert max(abs(one - other) for one, other in pairwise(loads)) < 3_000


def test_a_balcony_with_a_nexa() -> None:
    world = {"plants": [{"has_meter": False, "devices": [{"family": "nexa"}]}]}
    with Simulator(start=START, seed=5, speed=0, world=world) as cloud:
        api = OpenApiV4(cloud.token, server_url=cloud.url, live=True)
        (row,) = api.devices()
        assert row.family == "noah"
        status = api.noah_status(row.device_sn)
        assert (status.meter_present, status.meter_power) == (False, 0)
        assert status.load_power == status.output_power
        api.set_noah_time_segment(row.device_sn, 4, "06:05", "22:30", 1, 0)
        api.set_noah_charge_limit(row.device_sn, 88)
        settings = api.noah_settings(row.device_sn).settings
        assert settings.charge_stop_soc == 88
        assert settings.time_segments is not None
        assert [each.segment for each in settings.time_segments] == [1, 4]
        assert settings.time_segments[1].to_dict() == {
            "segment": 4,
            "mode": 1,
            "start_time": time(6, 5),
            "end_time": time(22, 30),
            "power": 0.0,
            "weekdays": [1, 2, 3, 4, 5, 6, 7],
        }
        assert OpenApiV1(cloud.token, server_url=cloud.url).device_check_sn(row.device_sn) | {
            "dtc": 0
        } == {
            "result": 1,
            "obj": 1,
            "msg": "inverter",
            "model": "NEXA 2000",
            "dtc": 0,
            "device_type": 1000,
            "have_meter": False,
            "in_system": True,
            "normal_power": 800,
        }
        latest = api.latest([row.device_sn], "noah")[row.device_sn]
        assert latest.pv_power == pytest.approx(status.pv_power, abs=0.6)


def test_a_device_that_is_offline(cloud: Simulator, api: OpenApiV4) -> None:
    before = api.noah_status(NOAH)
    cloud.change_device(NOAH, online=False)
    cloud.set_clock(datetime.fromisoformat(START) + timedelta(hours=2))
    status = api.noah_status(NOAH)
    assert (before.status, status.status) == (1, -1)
    assert status | {"status": "1"} == before


def test_a_wrong_token(cloud: Simulator) -> None:
    api = OpenApiV4("another", server_url=cloud.url, live=True)
    with pytest.raises(GrowattPermissionError):
        api.noah_status(NOAH, model="noah")

"""What the app's calls about a NOAH or NEXA make of replies: examples, refusals, their pace."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from noah_app_operations import BEANS, CAPTURES, CASES, DAY, EVERY_CALL, ask, example, record_of

from growattServer import (
    Etiquette,
    GrowattDeviceOfflineError,
    GrowattHTTPError,
    GrowattLoginPageError,
    GrowattPermissionError,
    GrowattRateLimitError,
    GrowattReplyError,
    GrowattUnknownDeviceError,
    GrowattV1ApiError,
    OpenApiV4,
)
from growattServer.fields import Basis
from growattServer.open_api_v4 import records
from support import RecordingServer, facts, new_redactor

FACTS = facts("noah_fields")["beans"]


@pytest.fixture
def told(server: RecordingServer) -> Callable[..., Any]:
    """What an operation makes of the body of a reply."""

    def answer(name: str, body: Any, model: str = "nexa") -> Any:
        server.answer(body)
        return ask(OpenApiV4("t", server_url=server.url, live=True), name, "SN01", model=model)

    return answer


# --- examples -------------------------------------------------------------------------------------


def test_the_state_of_a_nexa(told: Callable[..., Any]) -> None:
    status = told("noah_status", example("get_system_status"))
    assert status == example("get_system_status")["obj"]
    assert status.to_dict() == {
        "alias": "NEXA 2000",
        "plant_id": 1700007,
        "paired_inverter_sn": None,
        "status": 6,
        "energy_priority": 2,
        "on_off_grid": 0,
        "pv_power": 500.0,
        "output_power": 138.0,
        "battery_charge_power": 346.0,
        "battery_discharge_power": 0.0,
        "battery_soc": 35.0,
        "battery_count": 2,
        "load_power": 152.0,
        "meter_power": 14.0,
        "meter_present": True,
        "eastron_meter_status": -1,
        "smart_plug_count": 0,
        "smart_plug_power": 0.0,
        "other_power": -138.0,
        "ac_couple_enabled": True,
        "energy_today": 2.8,
        "energy_total": 309.1,
        "revenue_today": 0.87,
        "revenue_total": 95.82,
        "currency_sign": "€",
    }


def test_one_sign_for_both(told: Callable[..., Any]) -> None:
    charging = told("noah_status", example("get_system_status.ac_charging"))
    assert (charging.output_power, charging["pac"]) == (-300, "300")
    discharging = told("noah_status", example("get_system_status.discharging"))
    assert (discharging.output_power, discharging.battery_discharge_power) == (323, 340)
    noah = told("noah_status", example("get_system_status.noah"), "noah")
    assert (type(noah), noah.output_power, noah.status) == (records.NoahStatus, 250, 1)
    assert noah.meter_present is None
    assert told("noah_status", example("get_system_status.offline")).status == -1
    idle = records.NexaStatus({"pac": "0", "status": "77"})
    assert (str(idle.output_power), idle.status) == ("0.0", 77)
    assert records.NexaStatus({"pac": ""}).output_power is None
    # the sheet's balance: output and what goes into the battery make the PV, less a few watts
    for status in (charging, discharging, noah):
        rest = status.output_power + status.battery_charge_power - status.battery_discharge_power
        assert status.pv_power - 40 <= rest <= status.pv_power


def test_battery_packs(told: Callable[..., Any]) -> None:
    cool, warm = (
        told("noah_batteries", example(f"get_battery_data{case}")) for case in ("", ".fahrenheit")
    )
    for batteries in (cool, warm):
        assert [pack.battery_sn for pack in batteries.batteries] == [
            "0ZZZNEXA00000001",
            "0ZZZPACK00000002",
        ]
        assert [pack.battery_soc for pack in batteries.batteries] == [34, 36]
        assert [pack.battery_temperature for pack in batteries.batteries] == [27, 25]
        assert batteries.time == datetime(2026, 5, 12, 11, 39, 52, tzinfo=UTC)
    assert warm.batteries[0]["temp"] == "80.6"
    assert len(told("noah_batteries", example("get_battery_data.noah"), "noah").batteries) == 1
    empty = told("noah_batteries", {"msg": "", "result": 1, "obj": {"batter": [], "time": ""}})
    assert (empty.batteries, empty.time) == ([], None)
    none = told("noah_batteries", {"msg": "", "result": 1, "obj": {"time": ""}})
    with pytest.raises(GrowattReplyError, match="no batteries"):
        _ = none.batteries


def test_settings_of_a_nexa(told: Callable[..., Any]) -> None:
    info = told("noah_settings", example("get_info_by_sn"))
    settings = info.settings
    assert info == example("get_info_by_sn")["obj"]
    assert (settings.model, settings.firmware_version) == ("NEXA 2000", "11.10.09.08.9000.4020")
    assert settings.battery_sns == ["0ZZZNEXA00000001", "0ZZZPACK00000002"]
    first, third = settings.time_segments
    assert (first.segment, third.segment) == (1, 3)
    assert (first.start_time, first.end_time, first.mode) == (time(6, 30), time(8), 0)
    assert (first.power, first.weekdays) == (400, [1, 2, 3, 4, 5])
    assert (third.mode, third.weekdays) == (2, [1, 2, 3, 4, 5, 6, 7])
    assert (settings.charge_stop_soc, settings.discharge_stop_soc) == (100, 10)
    assert (settings.default_ac_couple_power, settings.default_power) == (100, None)
    assert (settings.smart_plan, settings.ac_couple_supported) == (True, True)
    assert (settings.export_limit_enabled, settings.export_power_limit) == (True, 0)
    assert (settings.never_off_enabled, settings.light_load_enabled) == (False, False)
    assert (settings.meter_model, settings.energy_price) == ("Shelly Pro 3EM", 0.31)
    assert [code.country for code in settings.grid_codes] == ["German", "Netherlands"]
    assert [plant.plant_id for plant in info.plants] == [1700007, 1700006]
    assert info.currency_codes == ["RMB", "EUR", "GBP", "USD"]


def test_settings_of_a_noah(told: Callable[..., Any]) -> None:
    settings = told("noah_settings", example("get_info_by_sn.noah"), "noah").settings
    assert [each.power for each in settings.time_segments] == [150, 250]
    assert settings.time_segments[0].weekdays is None
    assert (settings.default_power, settings.currency) == (100, "euro")
    assert settings.grid_codes == []


@pytest.mark.parametrize(
    ("text", "weekdays"),
    [("0_0:0_1:0_5_8", None), ("0_0:0_1:0_5_", None), ("0_0:0_1:0_5_7,1", [7, 1])],
)
def test_odd_segments(text: str, weekdays: Any) -> None:
    sent = [{"time_segment2": text}, {"time_segment2": 5}, {"other": "x"}, 5, {"time_segment0": ""}]
    (segment,) = records.NoahSettings({"time_segment": sent}).time_segments or []
    assert (segment.weekdays, segment.power) == (weekdays, 5)
    assert records.NoahSettings({"time_segment": None}).time_segments is None


def test_powers_of_a_day(told: Callable[..., Any]) -> None:
    body = example("get_chart_data")
    rows = told("noah_powers", body)
    assert len(rows) == 288
    assert rows == sorted(rows, key=lambda row: row.time)
    by_time = {f"{row.time:%H:%M}": row for row in rows}
    assert by_time["18:50"].load_power == 1702.5
    assert (by_time["13:20"].load_power, by_time["13:20"].pv_power) == (-221, 841)
    assert by_time["13:20"]["totalHouseholdLoad"] == "65315"
    halves = [row for row in rows if 25_000 < float(row["totalHouseholdLoad"]) < 50_000]
    for row in rows:
        sent = float(row["totalHouseholdLoad"])
        wrap = 65536 if sent > 50_000 else 32768 if row in halves else 0
        assert row.load_power == sent - wrap
        assert -1000 < row.load_power < 5000
    assert told("noah_powers", body, "noah")[160].load_power == 65315
    assert len(told("noah_powers", example("get_chart_data.today"))) == 288


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("65488", -48),
        ("32744.5", -23.5),
        ("24000", 24_000),
        ("25000", 25_000),
        ("50000", 17_232),
        ("50001", -15_535),
        ("x", None),
    ],
)
def test_a_load_below_zero(sent: str, read: float | None) -> None:
    assert records.NexaPower({"totalHouseholdLoad": sent}).load_power == read


def test_energies(told: Callable[..., Any]) -> None:
    body = example("get_data_chart")
    rows = told("noah_energies", body)
    # June has no 31st day, which the server sends all the same
    assert [row.day for row in rows] == [date(2026, 6, day) for day in range(1, 31)]
    assert rows[7].energy == 4.9
    odd = {"msg": "", "result": 1, "obj": {"01": "1", "x": "2", "00": "3", "32": "4"}}
    assert [row.to_dict() for row in told("noah_energies", odd)] == [
        {"day": date(2026, 6, 1), "energy": 1.0}
    ]


def test_energies_of_months_and_years(server: RecordingServer) -> None:
    api = OpenApiV4("t", server_url=server.url, live=True)
    server.answer(example("get_data_chart.month"))
    months = api.noah_energies("SN01", "months", DAY, model="nexa")
    assert [(row.day, row.energy) for row in months][3:5] == [
        (date(2026, 4, 1), 88.4),
        (date(2026, 5, 1), 38.5),
    ]
    server.answer(example("get_data_chart.year"))
    years = api.noah_energies("SN01", "years", DAY, model="nexa")
    assert (len(years), years[-1].day, years[-1].energy) == (6, date(2026, 1, 1), 234.5)


def test_firmware(told: Callable[..., Any]) -> None:
    assert told("noah_firmware", example("check_upgrade")).update_available is False
    newer = told("noah_firmware", example("check_upgrade.update"))
    assert (newer.update_available, newer.status) == (True, 6)
    assert newer.firmware_version < newer.newest_firmware_version


@pytest.mark.parametrize("file", sorted(CAPTURES.glob("[gc]*.json")), ids=lambda file: file.stem)
def test_every_key_of_an_example_has_a_row(file: Path) -> None:
    kinds: dict[str, Any] = {
        "get_system_status": records.NexaStatus,
        "get_battery_data": records.NoahBatteries,
        "get_info_by_sn": records.NoahInfo,
        "check_upgrade": records.NoahFirmware,
    }
    kind = kinds.get(file.stem.partition(".")[0])
    if kind is None:
        return
    read = kind(example(file.stem)["obj"])
    known = {row.key for row in kind.fields.values()}
    assert set(read) - known == set()
    if kind is records.NoahInfo:
        assert set(read.settings) - {row.key for row in read.settings.fields.values()} == set()


SAMPLES: dict[str, tuple[Any, Any]] = {
    "text number": ("1", 1),
    "number": (1, 1),
    "text flag": ("true", True),
    "boolean": (True, True),
}
"""A value as it is sent, and what reading it gives."""


@pytest.mark.parametrize("model", ["noah", "nexa"])
@pytest.mark.parametrize("bean", FACTS)
def test_rows_fit_the_facts(bean: str, model: str) -> None:
    """Each key of the sheet has one row, which has its unit and reads what is sent."""
    rows = record_of(bean, model).fields.values()
    assert set(FACTS) == set(BEANS)
    wrong = []
    for key, (kind, unit, _) in FACTS[bean].items():
        (row,) = [row for row in rows if row.key == key]
        sent, wanted = SAMPLES.get(kind, (None, None))
        if (model, bean, key) == ("nexa", "status", "pac"):
            wanted = -1
        # a list that may be absent reads as an empty one
        read = row.read({key: sent})
        if kind.startswith("list(") and read == []:
            read = None
        if row.unit != unit or read != wanted:
            wrong.append((row.name, row.unit, unit, read))
    assert wrong == []


def test_nothing_is_said_to_be_documented() -> None:
    for name in records.__all__:
        record = getattr(records, name)
        if record.__module__.endswith(("noah_app", "noah_curve")):
            assert not [row for row in record.fields.values() if row.basis is Basis.DOCUMENTED]


def test_no_example_shows_a_serial_number_in_a_recording() -> None:
    for file in CAPTURES.glob("*.json"):
        shown = json.dumps(new_redactor().document(json.loads(file.read_text("utf-8"))))
        for secret in ("ZZZ", "100000000000001", "Demo Terrace", "Balcony Battery", "1700007"):
            assert secret not in shown, (file.name, secret)


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (example("error.result_0"), GrowattV1ApiError, r"\[0\] demo reason"),
        (example("error.result_minus_1"), GrowattUnknownDeviceError, r"\[-1\]"),
        ({"result": 0, "msg": "device offline"}, GrowattDeviceOfflineError, "offline"),
        ({"result": "0", "msg": None}, GrowattV1ApiError, r"\[0\]"),
        ({"result": 7, "msg": "x"}, GrowattV1ApiError, r"\[7\] x"),
        (
            {"error_code": 10011, "error_msg": "error_permission_denied"},
            GrowattPermissionError,
            "10011",
        ),
        (
            {"error_code": 10012, "error_msg": "error_frequently_access"},
            GrowattRateLimitError,
            "10012",
        ),
        ({"code": 101, "message": "PERMISSION_DENIED"}, GrowattPermissionError, r"\[101\]"),
        ({"code": 102, "data": None, "message": "FREQUENTLY"}, GrowattRateLimitError, "102"),
        ({"code": 0, "data": {}}, GrowattReplyError, "no result"),
        ({"result": 1, "msg": "", "obj": None}, GrowattReplyError, "obj is null"),
        ({"result": 1, "msg": ""}, GrowattReplyError, "obj is null"),
        ({"result": 1, "msg": "", "obj": []}, GrowattReplyError, "obj is a list"),
        ({"result": True, "obj": {}}, GrowattReplyError, "no result"),
        ([], GrowattReplyError, "no result"),
    ],
)
@EVERY_CALL
def test_a_refusal(
    told: Callable[..., Any], name: str, body: Any, kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said) as caught:
        told(name, body)
    assert type(caught.value) is kind


def test_pages_in_place_of_data(server: RecordingServer) -> None:
    api = OpenApiV4("t", server_url=server.url, live=True)
    server.body = (CAPTURES / "error.login_page.html").read_bytes()
    with pytest.raises(GrowattLoginPageError, match="HTML page"):
        api.noah_status("SN01", model="noah")
    server.body, server.status = (CAPTURES / "error.blocked_405.html").read_bytes(), 405
    with pytest.raises(GrowattHTTPError, match=r"405.*refused by the firewall"):
        api.noah_status("SN01", model="noah")


# --- the pace -------------------------------------------------------------------------------------


@EVERY_CALL
def test_one_call_in_a_minute_of_each_device(server: RecordingServer, name: str) -> None:
    now = datetime(2026, 6, 15, 10, tzinfo=UTC)
    etiquette = Etiquette(ledger=False, clock=lambda: now)
    api = OpenApiV4("t", server_url=server.url, etiquette=etiquette, live=True)
    server.answer({"result": 1, "msg": "", "obj": {}})
    ask(api, name, "SN01", model="nexa")
    with pytest.raises(GrowattRateLimitError) as caught:
        ask(api, name, "SN01", model="nexa")
    assert caught.value.was_sent is False
    assert caught.value.retry_at == now + timedelta(seconds=60)
    ask(api, name, "SN02", model="nexa")
    for other in set(CASES) - {name}:
        ask(api, other, "SN01", model="nexa")
    now += timedelta(seconds=60)
    ask(api, name, "SN01", model="nexa")
    assert len(server.received) == 8
    assert api.budget().used == 8


def test_an_earlier_answer_has_its_age(server: RecordingServer) -> None:
    now = datetime(2026, 6, 15, 10, tzinfo=UTC)
    etiquette = Etiquette(ledger=False, clock=lambda: now, on_limit="last")
    api = OpenApiV4("t", server_url=server.url, etiquette=etiquette, live=True)
    server.answer(example("get_data_chart"))
    for name in CASES:
        assert ask(api, name, "SN01", model="nexa").age is None
    now += timedelta(seconds=30)
    for name in CASES:
        assert ask(api, name, "SN01", model="nexa").age == timedelta(seconds=30), name
    assert len(server.received) == len(CASES)

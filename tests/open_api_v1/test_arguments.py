"""Arguments that cannot be right are errors before anything is sent; doubtful ones are warnings."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from growattServer import GrowattParameterError, OpenApiV1
from growattServer.open_api_v1 import DeviceType
from growattServer.open_api_v1.devices import Min, Sph
from support import RecordingServer

NOON, ONE = time(12), time(13)
OFF = {"start_time": time(0), "end_time": time(0), "enabled": False}


def period(start: int, end: int) -> dict[str, Any]:
    return {"start_time": time(start), "end_time": time(end), "enabled": True}


@pytest.mark.parametrize(
    ("method", "arguments", "said"),
    [
        ("plant_details", (None,), "plant_id is missing"),
        ("plant_energy_overview", ("",), "plant_id is missing"),
        ("device_list", (" ",), "plant_id is missing"),
        ("plant_power_overview", (1, "yesterday"), "day must be a date"),
        ("plant_power_overview", (1, 20260604), "day must be a date"),
        ("plant_energy_history", (1, date(2026, 6, 4), date(2026, 6, 1)), "before start_date"),
        ("plant_energy_history", (1, None, None, "week"), "day, month, year"),
        ("plant_energy_history", (1, None, None, "day", 0), "page must be a whole number"),
        ("min_energy", ("",), "device_sn is missing"),
        ("min_energy", (None,), "device_sn is missing"),
        ("min_energy_history", ("SN", date(2026, 6, 1), date(2026, 6, 9)), "exceed 7 days"),
        ("sph_energy_history", ("SN", date(2026, 6, 1), date(2026, 6, 9)), "exceed 7 days"),
        ("min_energy_history", ("SN", date(2026, 6, 4), date(2026, 6, 1)), "before start_date"),
        ("min_energy_history", ("SN", "June"), "start_date must be a date"),
        ("min_energy_history", ("SN", None, None, None, 1, -5), "limit must be a whole number"),
        ("min_last_data_batch", ("SN",), "not a single string"),
        ("min_last_data_batch", ([],), "1 to 100 serial numbers, not 0"),
        ("sph_last_data_batch", ([f"SN{n}" for n in range(101)],), "not 101"),
        ("sph_last_data_batch", (["A,B"],), "no comma"),
        ("sph_last_data_batch", (["A", ""],), "serial number is missing"),
        ("min_read_parameter", ("SN", None), "specify either"),
        ("min_read_parameter", ("SN", "x", 3), "not both"),
        ("min_read_parameter", ("SN", None, 30, 20), "end_address must be between 30"),
        ("min_read_parameter", ("SN", None, -1), "start_address must be between 0"),
        ("sph_read_parameter", ("SN",), "specify either"),
        ("min_write_parameter", ("SN", ""), "parameter_id is missing"),
        ("min_write_parameter", ("SN", "x", list(range(20))), "position 20; there are 1 to 19"),
        ("sph_write_parameter", ("SN", "x", {0: 1}), "position 0; there are 1 to 18"),
        ("min_write_parameter", ("SN", "x", {"one": 1}), "must be positions"),
        ("min_write_parameter", ("SN", "x", object()), "not a object"),
        ("min_write_time_segment", ("SN", 0, 0, NOON, ONE), "segment_id must be between 1 and 9"),
        ("min_write_time_segment", ("SN", 10, 0, NOON, ONE), "segment_id must be between 1 and 9"),
        ("min_write_time_segment", ("SN", 1, 3, NOON, ONE), "batt_mode must be between 0 and 2"),
        ("min_write_time_segment", ("SN", 1, "1", NOON, ONE), "batt_mode must be between 0 and 2"),
        ("min_write_time_segment", ("SN", 1, 1, "noon", ONE), "start_time must be a datetime.time"),
        ("min_write_time_segment", ("SN", 1, 1, NOON, datetime(2026, 1, 1)), "end_time must be a"),
        (
            "sph_write_ac_charge_times",
            ("SN", 101, 95, True, [OFF] * 3),
            "charge_power must be between 0 and 100",
        ),
        (
            "sph_write_ac_charge_times",
            ("SN", 50, -1, True, [OFF] * 3),
            "charge_stop_soc must be between 0 and 100",
        ),
        (
            "sph_write_ac_charge_times",
            ("SN", 50, 95, True, [OFF] * 2),
            "periods must contain exactly 3 period definitions",
        ),
        (
            "sph_write_ac_charge_times",
            ("SN", 50, 95, True, [OFF, OFF, {"enabled": True}]),
            "charge period 3 lacks start_time, end_time",
        ),
        ("sph_write_ac_charge_times", ("SN", 50, 95, True, [OFF, OFF, None]), "period 3 lacks"),
        (
            "sph_write_ac_discharge_times",
            ("SN", 50.5, 20, [OFF] * 3),
            "discharge_power must be between 0 and 100",
        ),
        (
            "sph_write_ac_discharge_times",
            ("SN", 50, 200, [OFF] * 3),
            "discharge_stop_soc must be between 0 and 100",
        ),
        ("sph_write_ac_discharge_times", ("SN", 50, 20, [OFF] * 4), "exactly 3 period"),
    ],
)
def test_an_error_and_nothing_sent(
    server: RecordingServer, method: str, arguments: tuple[Any, ...], said: str
) -> None:
    api = OpenApiV1("t", server_url=server.url)
    with pytest.raises(GrowattParameterError) as caught:
        getattr(api, method)(*arguments)
    assert said in str(caught.value)
    assert server.received == []


def test_seven_days_apart_is_allowed(server: RecordingServer) -> None:
    OpenApiV1("t", server_url=server.url).min_energy_history(
        "SN", date(2026, 6, 1), date(2026, 6, 8)
    )
    assert server.received[0].form["end_date"] == "2026-06-08"


@pytest.mark.parametrize(
    ("first", "last", "unit", "warns"),
    [
        (date(2026, 6, 1), date(2026, 6, 8), "day", False),
        (date(2026, 6, 1), date(2026, 6, 9), "day", True),
        (date(2025, 1, 1), date(2026, 12, 31), "month", False),
        (date(2024, 12, 31), date(2026, 1, 1), "month", True),
        (date(2006, 1, 1), date(2026, 12, 31), "year", False),
        (date(2005, 1, 1), date(2026, 1, 1), "year", True),
    ],
)
def test_long_plant_histories_are_sent_with_a_warning(
    server: RecordingServer,
    recwarn: pytest.WarningsRecorder,
    first: date,
    last: date,
    unit: str,
    warns: bool,
) -> None:
    OpenApiV1("t", server_url=server.url).plant_energy_history(1, first, last, unit)
    assert len(server.received) == 1
    assert [(found.category, found.filename) for found in recwarn] == (
        [(RuntimeWarning, __file__)] if warns else []
    )


def test_windows_over_midnight_are_sent_with_a_warning(server: RecordingServer) -> None:
    api = OpenApiV1("t", server_url=server.url)
    with pytest.warns(UserWarning, match="time segment 2 ends at 05:00, not after") as caught:
        api.min_write_time_segment("SN", 2, 1, time(22), time(5))
    assert caught[0].filename == __file__
    with pytest.warns(UserWarning, match="charge period 1 ends at 05:00"):
        api.sph_write_ac_charge_times("SN", 50, 95, True, [period(22, 5), OFF, OFF])
    assert len(server.received) == 2


def test_overlapping_periods_are_sent_with_a_warning(server: RecordingServer) -> None:
    api = OpenApiV1("t", server_url=server.url)
    with pytest.warns(UserWarning, match="discharge periods 2 and 1 overlap"):
        api.sph_write_ac_discharge_times("SN", 50, 20, [period(5, 9), period(3, 6), OFF])
    assert len(server.received) == 1


def test_touching_and_disabled_windows_are_fine(server: RecordingServer) -> None:
    api = OpenApiV1("t", server_url=server.url)
    api.sph_write_ac_discharge_times("SN", 50, 20, [period(3, 5), period(5, 9), OFF])
    api.min_write_time_segment("SN", 2, 1, time(22), time(5), enabled=False)
    assert len(server.received) == 2


def test_get_device() -> None:
    api = OpenApiV1("t")
    for kind in (7, DeviceType.MIN):
        device = api.get_device("SN", kind)
        assert isinstance(device, Min)
        assert (device.api, device.device_sn) == (api, "SN")
    assert isinstance(api.get_device("SN", 5), Sph)
    with pytest.warns(UserWarning, match="Device for type id: 3 has not been implemented yet"):
        assert api.get_device("SN", 3) is None
    assert "SN" in repr(Min(api, "SN"))

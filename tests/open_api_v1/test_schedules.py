"""Reading schedules out of settings: the dicts of release 2.2.0, and typed beside them."""

from __future__ import annotations

from datetime import time

from growattServer import OpenApiV1
from support import capture

API = OpenApiV1("t")


def test_time_segments() -> None:
    settings = {
        "time1Mode": 1,
        "forcedTimeStart1": "1:5",
        "forcedTimeStop1": "5:0",
        "forcedStopSwitch1": 1,
        "time2Mode": "2",
        "forcedTimeStart2": "null",
        "forcedTimeStop2": "",
        "forcedStopSwitch2": "null",
        "time3Mode": "null",
        "forcedTimeStart3": "11:187",
        "time4Mode": 7,
    }
    segments = API.min_read_time_segments("SN", settings)
    assert segments[:4] == [
        {
            "segment_id": 1,
            "batt_mode": 1,
            "mode_name": "Battery First",
            "start_time": "01:05",
            "end_time": "05:00",
            "enabled": True,
        },
        {
            "segment_id": 2,
            "batt_mode": 2,
            "mode_name": "Grid First",
            "start_time": "00:00",
            "end_time": "00:00",
            "enabled": False,
        },
        {
            "segment_id": 3,
            "batt_mode": None,
            "mode_name": "Unknown",
            "start_time": "11:187",
            "end_time": "00:00",
            "enabled": False,
        },
        {
            "segment_id": 4,
            "batt_mode": 7,
            "mode_name": "Unknown",
            "start_time": "00:00",
            "end_time": "00:00",
            "enabled": False,
        },
    ]
    assert len(segments) == 9
    assert (segments[0].start_time, segments[0].enabled) == (time(1, 5), True)
    assert segments[2].start_time is None


def test_the_whole_reply_does_as_well_as_its_data() -> None:
    reply = capture("min_settings")
    assert API.min_read_time_segments("SN", reply) == API.min_read_time_segments(
        "SN", reply["data"]
    )


def test_charge_periods_of_the_vendors_example() -> None:
    detail = capture("sph_details")["data"]
    charge = API.sph_read_ac_charge_times("SN", detail)
    assert list(charge) == ["charge_power", "charge_stop_soc", "mains_enabled", "periods"]
    assert charge["charge_power"] == detail["chargePowerCommand"]
    assert charge["charge_stop_soc"] == detail["wchargeSOCLowLimit2"]
    assert charge["mains_enabled"] is bool(detail["acChargeEnable"])
    assert [period["period_id"] for period in charge["periods"]] == [1, 2, 3]
    discharge = API.sph_read_ac_discharge_times("SN", detail)
    assert list(discharge) == ["discharge_power", "discharge_stop_soc", "periods"]
    assert discharge["discharge_stop_soc"] == detail["wdisChargeSOCLowLimit2"]


def test_the_key_that_2_2_0_reads_comes_first_and_text_numbers_are_read() -> None:
    charge = API.sph_read_ac_charge_times(
        "SN",
        {
            "wchargeSOCLowLimit": "90.0",
            "wchargeSOCLowLimit2": 80,
            "chargePowerCommand": "55",
            "acChargeEnable": "1",
            "forcedChargeTimeStart1": "3:7",
            "forcedChargeTimeStop1": "5:0",
            "forcedChargeStopSwitch1": 1,
        },
    )
    assert charge == {
        "charge_power": 55,
        "charge_stop_soc": 90,
        "mains_enabled": True,
        "periods": [
            {"period_id": 1, "start_time": "03:07", "end_time": "05:00", "enabled": True},
            {"period_id": 2, "start_time": "00:00", "end_time": "00:00", "enabled": False},
            {"period_id": 3, "start_time": "00:00", "end_time": "00:00", "enabled": False},
        ],
    }
    assert charge.periods is not None
    assert charge.periods[0].start_time == time(3, 7)

"""An operator asks a battery how full it is, and what it orders is what the battery does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from growattServer.simulator import Simulator

from .conftest import Call

FAMILIES = ("SIMMIN0001", "SIMSPH0001", "SIMSPA0001")
ONE = json.dumps([{"percentage": 1, "startTime": 0, "endTime": 1}])
MIN = {"vppSn": "SIMMIN0001"}


def power(sim: Simulator, serial_number: str) -> tuple[float, float]:
    """What goes into the battery and what comes out of it, in W."""
    found = sim.device(serial_number)["power_w"]
    return found["charge"], found["discharge"]


@pytest.mark.parametrize("serial_number", FAMILIES)
def test_the_state_of_charge_is_that_of_the_battery(
    sim: Simulator, call: Call, serial_number: str
) -> None:
    body = call("POST", "device/vpp/getSocData", vppSn=serial_number)
    assert body["soc"] == pytest.approx(sim.device(serial_number)["battery_soc"], abs=0.51)
    assert body["sn"] == serial_number


def write(call: Call, percentage: int, serial_number: str = "SIMMIN0001", minute: int = 0) -> None:
    params = {"vppSn": serial_number, "time": minute, "percentage": percentage}
    assert call("POST", "vppRemoteSetNew", **params)["data"] == "0"


@pytest.mark.parametrize("serial_number", FAMILIES)
def test_a_battery_discharges_and_charges_as_it_is_told(
    sim: Simulator, call: Call, serial_number: str
) -> None:
    kit = sim.device(serial_number)["hardware"]
    write(call, 100, serial_number)
    sim.set_clock(now="2026-06-15T21:02:30Z")  # it is full, and the sun takes no share
    write(call, -40, serial_number)
    sim.set_clock(now="2026-06-15T21:07:30Z")
    charge, discharge = power(sim, serial_number)
    assert charge == 0
    assert discharge == pytest.approx(0.4 * kit["max_discharge_w"])
    sim.set_clock(now="2026-06-15T21:37:30Z")
    write(call, 30, serial_number)
    sim.set_clock(now="2026-06-15T21:42:30Z")
    charge, discharge = power(sim, serial_number)
    assert charge == pytest.approx(0.3 * kit["max_charge_w"])
    assert discharge == 0


def test_an_order_ends_at_midnight_or_with_0_percent(sim: Simulator, call: Call) -> None:
    sim.set_clock(now="2026-06-15T21:02:30Z")
    write(call, 20)
    sim.set_clock(now="2026-06-15T21:07:30Z")
    assert power(sim, "SIMMIN0001")[0] == pytest.approx(0.2 * 3000)
    write(call, 0)
    sim.set_clock(now="2026-06-15T21:12:30Z")
    assert power(sim, "SIMMIN0001")[0] == 0
    write(call, 10, minute=1435)
    sim.set_clock(now="2026-06-15T22:02:30Z")  # it is midnight in Munich
    assert power(sim, "SIMMIN0001")[0] == pytest.approx(300)
    sim.set_clock(now="2026-06-15T22:07:30Z")
    assert power(sim, "SIMMIN0001")[0] == 0


def test_periods_hold_each_day_until_others_are_written(sim: Simulator, call: Call) -> None:
    period = {"percentage": 25, "startTime": 120, "endTime": 180}
    assert call("POST", "vppSetNew", **MIN, timePeriods=json.dumps([period]))["data"] == "0"
    for day in ("16", "17"):
        sim.set_clock(now=f"2026-06-{day}T00:32:30Z")
        assert power(sim, "SIMMIN0001")[0] == pytest.approx(750)
    sim.set_clock(now="2026-06-17T01:07:30Z")  # 03:07 in Munich
    assert power(sim, "SIMMIN0001")[0] == 0
    call("POST", "vppSetNew", **MIN, timePeriods=ONE)
    sim.set_clock(now="2026-06-18T00:32:30Z")
    assert power(sim, "SIMMIN0001")[0] == 0


def test_without_a_grid_no_order_counts(sim: Simulator, call: Call) -> None:
    write(call, 50)
    sim.change_device("SIMMIN0001", grid=False)
    sim.set_clock(now="2026-06-15T22:00:00Z")
    flows = sim.device("SIMMIN0001")["power_w"]
    assert (flows["grid_import"], flows["grid_export"]) == (0, 0)


@pytest.mark.parametrize(
    ("code", "path", "params"),
    [
        (10003, "device/vpp/getSocData", {}),
        (10002, "device/vpp/getSocData", {"vppSn": "NOBODY0001"}),
        (10002, "device/vpp/getSocData", {"vppSn": "SIMINV0001"}),
        (10004, "vppRemoteSetNew", {"time": 0, "percentage": 1}),
        (10007, "vppRemoteSetNew", {**MIN, "percentage": 1}),
        (10007, "vppRemoteSetNew", {**MIN, "time": 0}),
        (10008, "vppRemoteSetNew", {**MIN, "time": 1441, "percentage": 1}),
        (10008, "vppRemoteSetNew", {**MIN, "time": 0, "percentage": -101}),
        (10008, "vppRemoteSetNew", {**MIN, "time": "noon", "percentage": 1}),
        (10012, "vppRemoteSetNew", {"vppSn": "NOBODY0001", "time": 0, "percentage": 1}),
        (10004, "vppSetNew", {"timePeriods": ONE}),
        (10004, "vppSetNew", MIN),
        (10004, "vppSetNew", {**MIN, "timePeriods": "[]"}),
        (10007, "vppSetNew", {**MIN, "timePeriods": '[{"percentage": 1}]'}),
        (10008, "vppSetNew", {**MIN, "timePeriods": "no JSON"}),
        (10008, "vppSetNew", {**MIN, "timePeriods": "[1]"}),
        (10008, "vppSetNew", {**MIN, "timePeriods": ONE.replace("1}", "1441}")}),
        (10008, "vppSetNew", {**MIN, "timePeriods": ONE.replace("1}", "0}")}),
        (10012, "vppSetNew", {"vppSn": "NOBODY0001", "timePeriods": ONE}),
    ],
)
def test_refusals(call: Call, code: int, path: str, params: dict[str, Any]) -> None:
    assert call("POST", path, **params)["error_code"] == code


def test_a_battery_that_cannot_be_reached(sim: Simulator, call: Call) -> None:
    sim.change_device("SIMMIN0001", online=False)
    for path, more in (
        ("vppRemoteSetNew", {"time": 0, "percentage": 1}),
        ("vppSetNew", {"timePeriods": ONE}),
    ):
        assert call("POST", path, **MIN, **more)["error_code"] == 10005

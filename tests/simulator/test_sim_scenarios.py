"""Scenarios: what is shown differs from the truth, and the truth stays what it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests

from growattServer.simulator import Simulator
from growattServer.simulator.clock import STEP_S
from growattServer.simulator.distortions import KINDS
from growattServer.simulator.errors import DoorError
from growattServer.simulator.families import TOKEN_FAMILIES
from growattServer.simulator.scenario_files import bundled, load_scenario

from .conftest import MIN_PLANT, SPH_PLANT, Call, mount, named, path_of, scenario, serial_of
from .sim_legacy_app import TLX, App

NOON = "2026-06-15T12:00:00+02:00"
MIN, SPH, SPA = "SIMMIN0001", "SIMSPH0001", "SIMSPA0001"


def at(sim: Simulator, moment: str) -> None:
    sim.set_clock(now=moment)


@pytest.fixture
def min_latest(call: Call) -> Callable[[], dict[str, Any]]:
    def ask() -> dict[str, Any]:
        data: dict[str, Any] = call("POST", "device/tlx/tlx_last_data", tlx_sn=MIN)["data"]
        return data

    return ask


Latest = Callable[[], dict[str, Any]]


# --- truth and show ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", bundled())
def test_a_scenario_changes_nothing_that_is_true(name: str) -> None:
    """A world with a scenario and one without have the same state, whatever is asked in between."""
    loaded = load_scenario(name)
    start = loaded.start or datetime.fromisoformat(NOON)
    truths: list[Any] = []
    for played in (name, None):
        with Simulator(start=start, seed=5, speed=0, history_days=2, scenario=played) as sim:
            mount(sim)
            for hours in range(0, 60, 12):
                sim.set_clock(now=start + timedelta(hours=hours))
                for family in TOKEN_FAMILIES.values():
                    method, path = path_of(family, "last_data")
                    reply = requests.request(
                        method,
                        f"{sim.url}v1/{path}",
                        params=named(family),
                        headers={"token": sim.token},
                        timeout=60,
                    )
                    assert reply.json()["error_code"] == 0
            serial_numbers = [serial_of(family) for family in TOKEN_FAMILIES.values()]
            truths.append(tuple(map(sim.device, serial_numbers)))
            truths.append((sim.truth(MIN, start, start + timedelta(hours=61)),))
    assert truths[0] == truths[2]
    assert truths[1] == truths[3]
    assert len(truths[1][0]) > 500


def test_the_truth_is_a_row_for_each_step(noon: Simulator) -> None:
    rows = noon.truth(MIN, "2026-06-15T09:00:00Z", "2026-06-15T12:00:00Z")
    stamps = [row["timestamp"] for row in rows]
    assert stamps == list(range(stamps[0], stamps[0] + 14 * STEP_S, STEP_S))
    state = noon.device(MIN)
    assert rows[-1] == {name: state[name] for name in rows[-1]}
    assert noon.truth(MIN, "2030-01-01", "2030-01-02") == []
    with pytest.raises(DoorError, match="no device"):
        noon.truth("SIMMIN0009", "2026-06-15", "2026-06-16")


def test_the_end_of_a_scenario_is_the_truth_again(noon: Simulator, min_latest: Latest) -> None:
    healthy = min_latest()
    noon.set_scenario(scenario("wrong_total", kwh=-0.1))
    assert min_latest()["eacTotal"] == -0.1
    assert min_latest()["eacToday"] == healthy["eacToday"]
    noon.set_scenario(scenario("wrong_total", factor=0.5, values=["ac_output"]))
    wrong = min_latest()
    assert wrong["eacTotal"] == pytest.approx(healthy["eacTotal"] / 2, abs=0.1)
    assert wrong["epv1Total"] == healthy["epv1Total"]
    noon.clear_scenario()
    assert min_latest() == healthy
    assert noon.scenario() is None


def test_reset_returns_to_the_scenario_of_the_start() -> None:
    with Simulator(start=NOON, speed=0, history_days=1, scenario="spikes") as sim:
        sim.clear_scenario()
        assert sim.scenario() is None
        sim.reset()
        played = sim.scenario()
        assert played is not None
        assert played["title"] == load_scenario("spikes").title


TOTALS = {"inverter": "powerTotal", "storage": "epvTotal"}
BOSTON = {SPH, SPA, "SIMINV0001", "SIMSPF0001"}


def test_only_those_that_are_meant(noon: Simulator, call: Call) -> None:
    noon.add_device("min", "SECOND001", plant_id=MIN_PLANT)

    def hit() -> set[str]:
        """The devices that tell a wrong total."""
        asked = [
            *((one, serial_of(one)) for one in TOKEN_FAMILIES.values() if one.sample),
            (TOKEN_FAMILIES["min"], "SECOND001"),
        ]
        totals = {
            sn: call(*path_of(kind, "last_data"), **{kind.serial_key: sn})["data"][
                TOTALS.get(kind.name, "eacTotal")
            ]
            for kind, sn in asked
        }
        return {sn for sn, total in totals.items() if total == 0}

    for target, meant in (
        ({"devices": [MIN]}, {MIN}),
        ({"families": ["min"]}, {MIN, "SECOND001"}),
        ({"families": ["spa"]}, {SPA}),
        ({"plants": [SPH_PLANT]}, BOSTON),
        ({"plants": [MIN_PLANT], "devices": [MIN, SPH]}, {MIN}),
        ({}, {MIN, "SECOND001", *BOSTON}),
    ):
        noon.set_scenario(scenario("wrong_total", kwh=0, **target))
        assert hit() == meant, target
    noon.add_device("min", "LATER0001", plant_id=MIN_PLANT)
    data = call("POST", "device/tlx/tlx_last_data", tlx_sn="LATER0001")["data"]
    assert data["eacTotal"] == 0


# --- kinds ---------------------------------------------------------------------------------------


def test_every_kind_is_in_a_bundled_scenario() -> None:
    used = {failure.kind.name for name in bundled() for failure in load_scenario(name).failures}
    assert used == set(KINDS)


def test_a_spike_leaves_volts_and_amperes(noon: Simulator, min_latest: Latest) -> None:
    healthy = min_latest()
    noon.set_scenario(scenario("spike", factor=10, values=["pv1", "charge", "discharge"]))
    spiked = min_latest()
    for key in ("ppv1", "bdc1ChargePower", "bdc1DischargePower"):
        assert spiked[key] == pytest.approx(10 * healthy[key], abs=1)
    for key in ("vpv1", "ipv1", "bdc1Vbat", "bdc1Ibat", "iac1", "temp1", "ppv2", "epv1Today"):
        assert spiked[key] == healthy[key], key
    assert healthy["ppv1"] > 0


def test_a_frozen_record_has_a_new_time(noon: Simulator, min_latest: Latest) -> None:
    noon.set_scenario(scenario("frozen"))
    before = min_latest()
    at(noon, "2026-06-15T13:00:00+02:00")
    after = min_latest()
    assert after["time"] == "2026-06-15 13:00:00"
    assert {key for key in before if before[key] != after[key]} == {"time", "calendar"}


def test_a_silent_device_hears_nothing_either(
    noon: Simulator, call: Call, app: App, min_latest: Latest
) -> None:
    noon.set_scenario(scenario("silent", at="12:30", lasts="1 h"))
    for moment, said, time_text in (
        ("12:25", False, "12:25:00"),
        ("12:30", True, "12:25:00"),
        ("13:25", True, "12:25:00"),
        ("13:30", False, "13:30:00"),
    ):
        at(noon, f"2026-06-15T{moment}:00+02:00")
        row = call("GET", "device/list", plant_id=MIN_PLANT)["data"]["devices"][0]
        assert (row["lost"], row["last_update_time"][11:]) == (said, time_text)
        assert min_latest()["time"][11:] == time_text
        write = call("POST", "tlxSet", tlx_sn=MIN, type="tlx_on_off", param1="1")
        assert write["error_code"] == (10005 if said else 0)
        assert noon.device(MIN)["online"] is True
    rows = call(
        "POST",
        "device/tlx/tlx_data",
        tlx_sn=MIN,
        start_date="2026-06-15",
        end_date="2026-06-15",
        timezone_id="Europe/Berlin",
        perpage=20,
    )["data"]
    times = [row["time"][11:16] for row in rows["datas"]]
    assert times[:3] == ["13:30", "12:25", "12:20"]


def test_a_silence_within_one_that_was_ordered(noon: Simulator, min_latest: Latest) -> None:
    noon.change_device(MIN, online=False)
    noon.set_scenario(scenario("silent", at="12:30", lasts="1 h"))
    at(noon, "2026-06-15T12:45:00+02:00")
    noon.change_device(MIN, online=True)
    assert min_latest()["time"] == "2026-06-15 12:05:00"
    at(noon, "2026-06-15T14:00:00+02:00")
    assert min_latest()["time"] == "2026-06-15 14:00:00"


def test_a_flag_lies_in_both_apis(noon: Simulator, call: Call, app: App) -> None:
    def flags() -> tuple[Any, ...]:
        row = call("GET", "device/list", plant_id=MIN_PLANT)["data"]["devices"][0]
        detail = call("GET", "device/tlx/tlx_data_info", device_sn=MIN)["data"]
        listed = app.ask("newTwoPlantAPI.do?op=getAllDeviceList", plantId=MIN_PLANT)
        (mine,) = [each for each in listed["deviceList"] if each["deviceSn"] == MIN]
        return row["lost"], detail["lost"], mine["lost"]

    assert flags() == (False, False, False)
    noon.set_scenario(scenario("wrong_flag", lost=True))
    assert flags() == (True, True, True)
    noon.change_device(MIN, online=False)
    noon.set_scenario(scenario("wrong_flag", lost=False))
    assert flags() == (False, False, False)


def test_the_app_and_the_plant_see_the_same_failure(
    noon: Simulator, call: Call, app: App, min_latest: Latest
) -> None:
    at(noon, "2026-06-16T00:10:00+02:00")
    noon.set_scenario(scenario("yesterdays_total", at="00:15", lasts="5 min"))
    at(noon, "2026-06-16T00:15:00+02:00")
    seen = min_latest()
    total = round(seen["epv1Today"] + seen["epv2Today"], 1)
    assert total > 5
    data = call("GET", "plant/data", plant_id=MIN_PLANT)["data"]
    assert float(data["today_energy"]) == pytest.approx(total, abs=0.11)
    app.login()
    overview = app.ask(TLX + "getEnergyOverview", plantId=MIN_PLANT, id=MIN)["obj"]
    assert float(overview["epvToday"]) == pytest.approx(total, abs=0.11)
    assert noon.device(MIN)["today_wh"]["pv1"] == 0


def test_a_device_with_a_clock_of_its_own(noon: Simulator, min_latest: Latest) -> None:
    noon.set_scenario(scenario("device_clock", ahead_s=3602))
    assert min_latest()["time"] == "2026-06-15 13:05:02"
    at(noon, "2026-06-15T23:00:00+02:00")
    seen, truth = min_latest(), noon.device(MIN)
    assert seen["time"] == "2026-06-16 00:00:02"
    assert seen["elocalLoadToday"] == 0
    assert truth["today_wh"]["load"] > 5000
    at(noon, "2026-06-16T10:00:00+02:00")
    before = noon.truth(MIN, "2026-06-15T20:55:00Z", "2026-06-15T21:00:00Z")[0]
    counted = noon.device(MIN)["lifetime_wh"]["load"] - before["lifetime_wh"]["load"]
    assert min_latest()["elocalLoadToday"] == pytest.approx(counted / 1000, abs=0.051)


def test_late_rows_arrive_in_the_end(noon: Simulator, call: Call, min_latest: Latest) -> None:
    noon.set_scenario(scenario("late_rows", at="12:30", lasts="1 h", minutes=120))
    for moment, latest in (("12:35", "12:25"), ("13:30", "13:30"), ("14:00", "14:00")):
        at(noon, f"2026-06-15T{moment}:00+02:00")
        assert min_latest()["time"][11:16] == latest
    form = {"tlx_sn": MIN, "start_date": "2026-06-15", "end_date": "2026-06-15", "perpage": 40}
    form["timezone_id"] = "Europe/Berlin"

    def times() -> list[str]:
        rows = call("POST", "device/tlx/tlx_data", **form)["data"]["datas"]
        return [row["time"][11:16] for row in rows]

    assert "12:30" not in times()
    assert times()[times().index("13:30") + 1] == "12:25"
    at(noon, "2026-06-15T14:35:00+02:00")
    # what came last stands first
    assert times()[:5] == ["14:35", "12:35", "14:30", "12:30", "14:25"]
    assert noon.truth(MIN, "2026-06-15T10:35:00Z", "2026-06-15T10:40:00Z")


def test_a_history_out_of_order_pages_well(noon: Simulator, call: Call) -> None:
    noon.set_scenario(scenario("unordered_rows", places=6))
    at(noon, "2026-06-15T20:00:00+02:00")
    form = {"tlx_sn": MIN, "start_date": "2026-06-15", "end_date": "2026-06-15", "perpage": 50}
    form["timezone_id"] = "Europe/Berlin"
    pages = [call("POST", "device/tlx/tlx_data", page=page, **form)["data"] for page in range(1, 6)]
    times = [row["time"] for page in pages for row in page["datas"]]
    assert {page["count"] for page in pages} == {len(times)} == {241}
    in_order = sorted(times, reverse=True)
    assert times != in_order
    assert len(set(times)) == len(times)
    places = [abs(in_order.index(text) - place) for place, text in enumerate(times)]
    assert 1 <= max(places) <= 6

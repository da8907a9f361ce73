"""Meters and environment sensors tell what the world does."""

from __future__ import annotations

from typing import Any

import pytest

from growattServer.simulator import Simulator

from .conftest import MIN_PLANT, SPH_PLANT, Call

LOGGER = "SIMLOG0001"
METER = {"datalog_sn": LOGGER, "address": 1}
SENSOR = {"datalog_sn": LOGGER, "address": 2}
DAY = {"start_date": "2026-06-15", "end_date": "2026-06-15"}
ROOMS = {"meter": ("device/ammeter/meter", METER), "env": ("device/env/env", SENSOR)}


def test_the_meter_counts_what_the_inverter_takes_and_gives(sim: Simulator, call: Call) -> None:
    powers = []
    for now, is_on in (("2026-06-15T10:02:30Z", 0), ("2026-06-15T11:02:30Z", 1)):
        sim.set_clock(now=now)
        data = call("GET", "device/ammeter/meter_last_data", **METER)["data"]
        true = sim.device("SIMMIN0001")
        power, life = true["power_w"], true["lifetime_wh"]
        assert data["activePower"] == pytest.approx(
            power["grid_import"] - power["grid_export"], abs=0.06
        )
        assert data["positiveActiveTotalEnergy"] * 1000 == pytest.approx(
            life["grid_import"], abs=51
        )
        assert data["reverseActiveTotalEnergy"] * 1000 == pytest.approx(life["grid_export"], abs=51)
        powers.append(data["activePower"])
        call("POST", "tlxSet", tlx_sn="SIMMIN0001", type="tlx_on_off", param1=is_on)
    # without its inverter the house buys what it needs
    assert powers[0] < 0 < powers[1]


def test_the_meter_of_a_plant_with_several_devices_has_their_sums(
    sim: Simulator, call: Call
) -> None:
    logger = call("POST", "device/sn_datalog", device_sn="SIMSPH0001")["data"]["datalogSN"]
    data = call("GET", "device/ammeter/meter_last_data", datalog_sn=logger, address=1)["data"]
    rows = call("GET", "device/list", plant_id=SPH_PLANT)["data"]["devices"]
    powers = [sim.device(row["device_sn"])["power_w"] for row in rows[:-1]]
    net = sum(power["grid_import"] - power["grid_export"] for power in powers)
    assert len(powers) == 4
    assert data["activePower"] == pytest.approx(net, abs=0.06)


def test_the_sensor_sees_the_sun_that_the_panels_get(sim: Simulator, call: Call) -> None:
    noon = call("GET", "device/env/env_last_data", **SENSOR)["data"]
    assert noon["radiant"] > 300
    assert noon["panelTemp"] > noon["envTemp"]
    assert noon["envTemp"] == pytest.approx(sim.device("SIMMIN0001")["ambient_c"], abs=0.06)
    sim.set_clock(now="2026-06-15T22:02:30Z")
    night = call("GET", "device/env/env_last_data", **SENSOR)["data"]
    assert night["radiant"] == 0
    assert night["panelTemp"] == night["envTemp"]


@pytest.mark.parametrize("word", ROOMS)
def test_a_history_has_each_row_once_newest_first(call: Call, word: str) -> None:
    path, place = ROOMS[word]
    stamps: list[str] = []
    for page in (1, 2):
        data = call("GET", f"{path}_data", **place, **DAY, page=page, perpage=100)["data"]
        stamps += [row["timeText"] for row in data[f"{word}_data"]]
    assert len(stamps) == data["count"] == 145
    assert stamps == sorted(set(stamps), reverse=True)
    assert (stamps[0], stamps[-1]) == ("2026-06-15 12:00:00", "2026-06-15 00:00:00")
    latest = call("GET", f"{path}_last_data", **place)["data"]
    assert latest == call("GET", f"{path}_data", **place, **DAY)["data"][f"{word}_data"][0]


@pytest.mark.parametrize("word", ROOMS)
def test_what_hears_nothing_from_the_datalogger_shows_nothing_new(
    sim: Simulator, call: Call, word: str
) -> None:
    path, place = ROOMS[word]
    before = call("GET", f"{path}_last_data", **place)["data"]
    sim.change_device("SIMMIN0001", datalogger_online=False)
    sim.set_clock(now="2026-06-15T11:02:30Z")
    assert call("GET", f"{path}_last_data", **place)["data"] == before
    rows = call("GET", f"{path}_list", datalog_sn=LOGGER)["data"]
    (row,) = rows["meters" if word == "meter" else "envs"]
    assert (row["lost"], row["last_update_time"]) == (1, "2026-06-15 12:00:00")


@pytest.mark.parametrize("word", ROOMS)
@pytest.mark.parametrize(
    ("code", "name", "params"),
    [
        (10002, "list", {"datalog_sn": ""}),
        (10003, "list", {"datalog_sn": "NOBODY0001"}),
        (10002, "last_data", {"datalog_sn": ""}),
        (10003, "last_data", {"address": ""}),
        (10004, "last_data", {"datalog_sn": "NOBODY0001"}),
        (10002, "data", {"datalog_sn": ""}),
        (10003, "data", {"start_date": "yesterday"}),
        (10003, "data", {"start_date": "2026-06-16"}),
        (10004, "data", {"start_date": "2026-06-07"}),
        (10005, "data", {"address": ""}),
        (10006, "data", {"datalog_sn": "NOBODY0001"}),
        (10013, "data", {"perpage": 101}),
    ],
)
def test_refusals(call: Call, word: str, code: int, name: str, params: dict[str, Any]) -> None:
    path, place = ROOMS[word]
    assert call("GET", f"{path}_{name}", **{**place, **DAY, **params})["error_code"] == code


@pytest.mark.parametrize("word", ROOMS)
def test_nothing_is_at_another_address(call: Call, word: str) -> None:
    path, place = ROOMS[word]
    elsewhere = {**place, "address": 9}
    assert call("GET", f"{path}_last_data", **elsewhere)["data"] == ""
    assert call("GET", f"{path}_data", **elsewhere, **DAY)["data"]["count"] == 0


def test_a_plant_without_a_meter_and_a_sensor_has_none(sim: Simulator, call: Call) -> None:
    plant = sim.add_plant(name="Bare", has_meter=False, has_sensor=False)
    sim.add_device(family="min", serial_number="BARE000001", plant_id=plant["plant_id"])
    logger = call("POST", "device/sn_datalog", device_sn="BARE000001")["data"]["datalogSN"]
    assert logger != LOGGER
    assert call("GET", "device/ammeter/meter_list", datalog_sn=logger)["data"]["meters"] == []
    assert call("GET", "device/env/env_list", datalog_sn=logger)["data"]["envs"] == []


def test_device_list_is_as_before(call: Call) -> None:
    rows = call("GET", "device/list", plant_id=MIN_PLANT)["data"]["devices"]
    assert [row["type"] for row in rows] == [7, 3]

"""`growatt alarms`: what is wrong, for whoever sees a red light."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from growattServer.cli.answer import as_json
from growattServer.cli.cloud import Reading
from growattServer.cli.inventory import Device
from growattServer.cli.verbs import alarms
from growattServer.faults import explain
from growattServer.open_api_v1 import records
from growattServer.simulator import Simulator

from .cli_world import START, User, assert_shape

MIN, SPH, MAX, HPS = "SIMMIN0001", "SIMSPH0001", "SIMMAX0009", "SIMHPS0009"
DAY = ("--from", "2026-06-15", "--to", "2026-06-15")
TODAY = date(2026, 6, 15)
NO_TABLE = "Nobody has published which table this code is from."


@pytest.fixture
def large(stranger: User) -> Iterator[tuple[User, Simulator]]:
    """Somebody who has a MAX and an HPS as well."""
    with Simulator(start=START, speed=0) as cloud:
        plant = cloud.add_plant(name="Works")["plant_id"]
        cloud.add_device("max", MAX, plant_id=plant)
        cloud.add_device("hps", HPS, plant_id=plant)
        stranger.log_in(cloud.token, cloud.url)
        yield stranger.later(), cloud


def of(done: Any, serial: str) -> Any:
    (row,) = [row for row in done["devices"] if row["device_sn"] == serial]
    return row


def test_nothing_is_wrong(known: User) -> None:
    done = known.run("alarms", *DAY)
    assert done.code == 0
    said = "No alarms (2026-06-15) and no codes in the latest readings: SIMMIN0001, SIMSPH0001"
    assert done.out.startswith(said)
    assert "no list of alarms for AMMETER (OTHER), " in done.err
    found = known.run("alarms", *DAY, "--json").well()
    assert_shape(found, alarms.SHAPE)
    row = of(found, MIN)
    assert (row["from"], row["to"], row["in_fault"]) == ("2026-06-15", "2026-06-15", False)
    assert (row["codes"], row["alarms"], row["error"]) == ([], [], None)


def test_alarms_of_every_family_in_words(large: tuple[User, Simulator]) -> None:
    user, cloud = large
    cloud.add_alarm(MIN, 2, message="undown error", end="2026-06-15T13:00:00+02:00")
    cloud.add_alarm(MAX, 302)
    cloud.add_alarm(HPS, "7-114-5", message="BYTE114_5")
    found = user.run("alarms", *DAY, "--json").well()
    assert_shape(found, alarms.SHAPE)
    (min_alarm,) = of(found, MIN)["alarms"]
    assert min_alarm["start"] == "2026-06-15T12:00:00"
    assert min_alarm["end"] == "2026-06-15T13:00:00"
    assert (min_alarm["known"], min_alarm["message"]) == (False, "undown error")
    assert min_alarm["meaning"] == f'The vendor says: "undown error". {NO_TABLE}'
    (max_alarm,) = of(found, MAX)["alarms"]
    assert max_alarm["known"]
    for code in explain(302):
        assert code.name in max_alarm["name"]
        assert code.advice in max_alarm["advice"]
    (hps_alarm,) = of(found, HPS)["alarms"]
    assert "Bit 5 of byte 114, in word 7" in hps_alarm["meaning"]
    assert hps_alarm["end"] is None
    table = user.later().run("alarms", *DAY, COLUMNS="250").out
    for said in ("goes on", "undown error", "2026-06-15 13:00:00", "7-114-5", "No grid connection"):
        assert said in table
    assert "What to do" in table
    assert "No alarms" not in table
    only = user.later().run("alarms", MAX, *DAY, "--json").well()["devices"]
    assert [row["device_sn"] for row in only] == [MAX]


def row_of(**reading: Any) -> alarms.Row:
    device = Device(MIN, "MIN", "1000001", "Simulated house, Munich")
    record = records.MinEnergy({"serialNum": MIN, "time": "2026-06-15 11:55:00", **reading})
    return alarms.Row(device, TODAY, TODAY, True, Reading(record, datetime.now(UTC)))


def test_codes_of_a_reading() -> None:
    row = row_of(status=1, warnCode=220, sysFaultWord3=106)
    assert_shape(json.loads(as_json({"devices": [row.as_dict()]})), alarms.SHAPE)
    (code,) = row.as_dict()["codes"]
    assert (code["field"], code["code"], code["notice"]) == ("warning_code", "220", True)
    ((since, until, serial, number, name, meaning, _),) = row.cells()
    assert (since, until, serial, number) == (datetime(2026, 6, 15, 11, 55), "-", MIN, "220")
    assert name == explain(220)[0].name
    assert meaning.endswith(" The device works all the same.")
    ((*_, meaning, _),) = row_of(status=3, faultType=302).cells()
    assert "works" not in meaning


def test_a_fault_without_a_code() -> None:
    row = row_of(status=3)
    assert (row.as_dict()["in_fault"], row.as_dict()["codes"]) == (True, [])
    ((*_, number, name, meaning, _),) = row.cells()
    assert (number, name) == ("-", "fault")
    assert meaning == "Its latest reading says that it is in a fault, and gives no code."
    assert list(row_of(status=1).cells()) == []


def test_days(user: User, cloud: Simulator) -> None:
    for day in (13, 14, 15):
        cloud.add_alarm(SPH, day, start=f"2026-06-{day}T05:00:00-04:00")
    found = user.run("alarms", SPH, "--from", "2026-06-14", "--to", "2026-06-15", "--json").well()
    assert [one["code"] for one in of(found, SPH)["alarms"]] == ["15", "14"]
    user.run("alarms", "--from", "2026-06-14", "--last", "2d").failed(2, "--from or --last")
    user.run("alarms", "--from", "2026-06-14", "--to", "2026-06-13").failed(2, "before the first")


def test_more_alarms_than_a_page(user: User, cloud: Simulator) -> None:
    for number in range(120):
        cloud.add_alarm(SPH, number + 1)
    found = of(user.run("alarms", SPH, *DAY, "--json").well(), SPH)
    assert {one["code"] for one in found["alarms"]} == {str(code + 1) for code in range(120)}
    pages = [row for row in cloud.requests() if row["path"].endswith("mix/alarm_data")]
    assert len(pages) == 2


def test_with_a_password_there_are_readings_only(stranger: User, cloud: Simulator) -> None:
    words = ("login", "--server", cloud.url, "--user", "demo", "--password-stdin")
    assert stranger.run(*words, stdin="demo").code == 0
    cloud.add_alarm(MIN, 2)
    done = stranger.run("alarms", *DAY)
    assert done.code == 0
    assert "needs an API token" in done.err
    assert done.out.startswith("No codes in the latest readings: ")
    assert not of(stranger.run("alarms", *DAY, "--json").well(), MIN)["has_alarms"]
    cloud.reset()


def test_a_failure_of_one_does_not_hide_the_others(user: User, cloud: Simulator) -> None:
    cloud.add_fault(
        {"fault": "error_code", "error_code": 10001, "match": "*/tlx/alarm_data", "times": 0}
    )
    done = user.run("alarms", *DAY)
    assert done.code == 0
    assert f"{MIN}: " in done.err
    assert done.out.startswith("No alarms")
    assert MIN not in done.out
    alone = user.run("alarms", MIN, *DAY)
    assert alone.code == 5
    assert "No alarms" not in alone.out
    cloud.clear_faults()


def test_what_there_is_not(user: User) -> None:
    user.run("alarms", "SIMXYZ0001").failed(7, "SIMXYZ0001")
    user.run("alarms", "AMMETER").failed(7, "AMMETER")


def test_the_pace_of_the_server_is_waited_for_or_not(stranger: User) -> None:
    with Simulator(start="2026-06-15T12:00:00Z", speed=0, limits="strict") as cloud:
        stranger.log_in(cloud.token, cloud.url)
        words = ("alarms", MIN, "--from", "2026-06-14", "--to", "2026-06-15")
        done = stranger.run(*words, "--no-wait", "--json")
        assert done.code == 6
        assert "once in" in of(done.json, MIN)["error"] or "too" in of(done.json, MIN)["error"]
        with stranger.sit(*words[:2], "--from", "2026-06-12", "--to", "2026-06-13") as sitting:
            sitting.see("waiting [0-9]+ s for the server's rate limit")
            sitting.interrupt()
            assert sitting.end() == 130
        assert cloud.violations()["count"] == 0

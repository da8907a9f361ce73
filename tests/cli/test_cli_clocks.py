"""Whose clock it is: that of the plant, wherever this machine stands and whatever zone it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from growattServer.cli import clock
from growattServer.cli.clock import PlantClock, today_at
from growattServer.cli.kinds import Day
from growattServer.simulator import Simulator

from .cli_world import User
from .test_cli_settings import truth, writes

# east and west of all plants, and what a container has
MACHINES = ("UTC", "Pacific/Kiritimati", "Etc/GMT+12")
HOUSES = {
    "SIMMIN0001": "Europe/Berlin",
    "SIMSPH0001": "America/New_York",
    "SIMMIN0091": "Asia/Kolkata",
}
TYPED_BY_HAND = "SIMMIN0092"
SOON = timedelta(minutes=2)


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    """The present, with a house in Kolkata, and one in Munich whose hours nobody can believe."""
    start = datetime.now(UTC).isoformat(timespec="seconds")
    with Simulator(start=start, seed=7) as simulator:
        yield simulator


@pytest.fixture
def user(stranger: User, cloud: Simulator) -> User:
    cloud.reset()
    kolkata = cloud.add_plant(
        latitude=22.57, longitude=88.36, timezone="Asia/Kolkata", country="India"
    )
    by_hand = cloud.add_plant(latitude=48.1, longitude=11.6, timezone="Asia/Kolkata")
    cloud.add_device("min", "SIMMIN0091", plant_id=kolkata["plant_id"])
    cloud.add_device("min", TYPED_BY_HAND, plant_id=by_hand["plant_id"])
    stranger.log_in(cloud.token, cloud.url)
    return stranger.later()


def there(zone: str) -> datetime:
    """The time on the wall of a plant."""
    return datetime.now(ZoneInfo(zone)).replace(tzinfo=None)


def apart(shown: str, wanted: datetime) -> timedelta:
    """How far a clock is from a moment; one that shows hours and minutes is of that day."""
    moment = datetime.fromisoformat(shown if " " in shown else f"{wanted:%Y-%m-%d} {shown}")
    return abs(moment - wanted)


# --- setting a clock -----------------------------------------------------------------------------


def test_now_is_the_time_of_the_plant(user: User) -> None:
    cases = [(machine, serial) for machine in MACHINES for serial in HOUSES]
    words = ("settings", "plan", "clock=now")
    done = user.run_many([([*words, serial], {"TZ": machine}) for machine, serial in cases])
    for (machine, serial), result in zip(cases, done, strict=True):
        assert result.code == 0, result.err
        said = re.match(r"It is now (.{19}) in (\S+)\.\n", result.err)
        assert said, result.err
        assert said[2] == HOUSES[serial]
        assert apart(said[1], there(said[2])) < SOON, (machine, serial)


def test_a_clock_that_is_set_is_right(user: User, cloud: Simulator) -> None:
    words = ("settings", "set", "SIMMIN0001", "clock=now", "--yes")
    assert user.run(*words, TZ="America/New_York").code == 0
    assert writes(cloud) == 1
    assert abs(truth(cloud)["clock"] - there("Europe/Berlin")) < timedelta(minutes=7)
    # beside the windows of the day, too
    beside = ("schedule", "set", "SIMMIN0001", "charge=02:00-05:00", "clock=NOW", "--dry-run")
    done = user.run(*beside, "--json", TZ="Asia/Tokyo").well()
    (wanted,) = [row["to"] for row in done["differences"] if row["name"] == "clock"]
    assert apart(wanted, there("Europe/Berlin")) < SOON


def test_a_zone_that_is_not_known_is_asked_for(user: User, cloud: Simulator) -> None:
    words = ("settings", "set", TYPED_BY_HAND, "--yes")
    said = user.run(*words, "clock=now", TZ="UTC").failed(2, "not certain")
    assert 'clock="2026-06-15 12:00"' in said
    assert "--zone Europe/Berlin" in said
    assert writes(cloud) == 0
    plan = ("settings", "plan", TYPED_BY_HAND, "--json")
    done = user.run(*plan, "clock=now", "--zone", "Europe/Berlin", TZ="UTC").well()
    assert apart(done["differences"][0]["to"], there("Europe/Berlin")) < SOON
    done = user.run(*plan, "clock=2026-06-15 12:00", TZ="UTC").well()
    assert done["differences"][0]["to"] == "2026-06-15 12:00:00"


def test_a_zone_that_the_server_does_not_tell(stranger: User, cloud: Simulator) -> None:
    cloud.reset()
    # null, and once more where it would be asked again
    cloud.add_fault({"fault": "null_data", "match": "*/plant/data", "times": 0})
    stranger.log_in(cloud.token, cloud.url)
    words = ("settings", "plan", "SIMMIN0001", "clock=now", "--json")
    stranger.later().run(*words).failed(2, "not certain")
    rows = stranger.later().run("plants", "--json").well()["plants"]
    assert [(row["zone"], row["utc_offset_h"]) for row in rows] == [(None, None)] * 2
    # it was only too soon to ask
    cloud.clear_faults()
    done = stranger.later().run(*words, TZ="UTC").well()
    assert apart(done["differences"][0]["to"], there("Europe/Berlin")) < SOON


def test_a_zone_that_is_typed(user: User) -> None:
    plan = ("settings", "plan", "SIMMIN0001", "--json")
    done = user.run(*plan, "clock=now", "--zone", "Asia/Tokyo")
    assert apart(done.well()["differences"][0]["to"], there("Asia/Tokyo")) < SOON
    assert "instead of the zone of the plant, Europe/Berlin" in done.err
    for nonsense in ("Berlin", "", "GMT+5.5", "../etc/passwd", "Europe"):
        user.run(*plan, "clock=now", "--zone", nonsense).failed(2, "not a time zone")
    user.run(*plan, "charge_power=80", "--zone", "Asia/Tokyo").failed(2, "clock=now")
    user.run(*plan, "charge_power=now").failed(2, "charge_power must be")
    user.run(*plan, "clock=2026-06-15T12:00:00+02:00").failed(2, "without zone")


# --- looking at clocks ---------------------------------------------------------------------------


def clocks(user: User) -> list[dict[str, Any]]:
    """What the doctor says of the clocks of devices, on each of the machines."""
    done = user.later().run_many([(["doctor", "--json"], {"TZ": machine}) for machine in MACHINES])
    lines = [{line["about"]: line for line in result.json["lines"]} for result in done]
    return [
        {serial: one[f"{serial} clock"] for serial in (*HOUSES, TYPED_BY_HAND)} for one in lines
    ]


def test_the_doctor_compares_with_the_time_at_the_plant(user: User, cloud: Simulator) -> None:
    for found in clocks(user):
        assert {line["verdict"] for line in found.values()} == {"good"}, found
        for serial, zone in HOUSES.items():
            assert f"agrees with the time in {zone}" in found[serial]["said"]
        assert "not known for sure" in found[TYPED_BY_HAND]["said"]
    wrong = {"SIMMIN0001": timedelta(hours=1), "SIMSPH0001": timedelta(hours=-2)}
    for serial, off in wrong.items():
        moment = (there(HOUSES[serial]) + off).isoformat(" ", "seconds")
        user.run("settings", "set", serial, f"clock={moment}", "--yes")
    for found in clocks(user):
        ahead, behind = found["SIMMIN0001"], found["SIMSPH0001"]
        assert ahead["verdict"] == behind["verdict"] == "look"
        # the server shows a clock as old as the last data
        off_by = r"(5\d min|1 h 0\d min) ahead of the time in Europe/Berlin"
        assert re.match(off_by, ahead["said"]), ahead
        assert "behind the time in America/New_York" in behind["said"]
        assert ahead["next"] == "growatt settings set SIMMIN0001 clock=now"


# --- days ----------------------------------------------------------------------------------------


def test_today_is_the_day_at_the_plant(user: User) -> None:
    berlin, kolkata = (there(HOUSES[one]).date() for one in ("SIMMIN0001", "SIMMIN0091"))
    a_day, out = timedelta(days=1), ("--out", "x.csv")
    history = ("history", "SIMMIN0091", *out)
    cases: list[tuple[tuple[str, ...], str, date]] = [
        (("energy", "day", "--plant", "1000001"), "of", berlin),
        (("energy", "day", "yesterday", "--plant", "1000003"), "of", kolkata - a_day),
        ((*history, "--last", "1d"), "from", kolkata),
        ((*history, "--from", "today"), "to", kolkata),
        ((*history, "--from", "yesterday", "--to", "yesterday"), "to", kolkata - a_day),
    ]
    for machine in MACHINES:
        done = user.run_many([([*words, "--json"], {"TZ": machine}) for words, _, _ in cases])
        for (words, key, day), result in zip(cases, done, strict=True):
            # midnight may have come since
            assert result.well()[key] in (str(day), str(day + a_day)), (machine, words)


def test_a_recording_begins_on_a_day_of_the_plants(user: User) -> None:
    plans = [["record", *more, "--plan"] for more in (("--backfill", "1d"), ("--since", "today"))]
    assert user.run("record", "--backfill", "2d", "SIMSPH0001").code == 0
    export = ["export", "SIMSPH0001", "--from", "today", "--out", "x.jsonl"]
    rows = []
    for words in (*plans, export):
        done = user.run_many([(words, {"TZ": machine}) for machine in MACHINES])
        assert {result.code for result in done} == {0}, done[0].err
        rows.append({result.out for result in done})
    assert [len(each) for each in rows] == [1, 1, 1], rows


# --- the clock itself ----------------------------------------------------------------------------

BERLIN = PlantClock("Europe/Berlin", 1)


@pytest.mark.parametrize(
    ("moment", "wall"),
    [
        ("2026-03-29T00:59:59", "2026-03-29T01:59:59"),
        ("2026-03-29T01:00:00", "2026-03-29T03:00:00"),
        ("2026-10-25T00:59:59", "2026-10-25T02:59:59"),
        ("2026-10-25T01:00:00", "2026-10-25T02:00:00"),
        ("2026-12-31T23:30:00", "2027-01-01T00:30:00"),
    ],
)
def test_the_days_on_which_clocks_change(moment: str, wall: str) -> None:
    instant = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    shown = BERLIN.wall(instant)
    assert shown is not None
    assert shown == datetime.fromisoformat(wall)
    # and back: what was just now measured is not an hour old, nor from the future
    assert BERLIN.age(shown, instant) == timedelta(0)
    assert BERLIN.age(shown, instant + timedelta(minutes=7)) == timedelta(minutes=7)


def test_where_the_zone_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    instant = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "utc_now", lambda: instant)
    hours_only, nothing = PlantClock(None, 5.5), PlantClock()
    assert hours_only.wall(instant) is nothing.wall(instant) is None
    assert PlantClock("Mars/Olympus", None).wall(instant) is None
    assert hours_only.today() == date(2026, 7, 2)
    # it may be summer there or not: the younger age that can be
    assert hours_only.age(datetime(2026, 7, 2, 4, 0), instant) == timedelta(0)
    assert hours_only.age(datetime(2026, 7, 2, 5, 0), instant) == timedelta(0)
    assert hours_only.age(datetime(2026, 7, 2, 3, 50), instant) == timedelta(minutes=10)
    assert today_at([PlantClock("Asia/Tokyo"), PlantClock("America/New_York")]) == date(2026, 7, 1)
    said = Day().convert("yesterday", None, None)
    assert said(PlantClock("Asia/Tokyo").today()) == date(2026, 7, 1)

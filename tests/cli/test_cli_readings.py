"""`plants`, `devices`, `now` and `energy`, in a pipe and on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from growattServer import OpenApiV1, Rows
from growattServer.cli.verbs import budget, devices, energy, now, plants
from growattServer.simulator import Simulator
from support import RecordingServer

from .cli_world import User, assert_shape

MAY = date(2026, 5, 1)
MUNICH = ("--plant", "1000001")


@pytest.fixture
def api(cloud: Simulator) -> Iterator[OpenApiV1]:
    with OpenApiV1(cloud.token, server_url=cloud.url) as client:
        yield client


def test_plants(known: User, api: OpenApiV1) -> None:
    done = known.run("plants", "--json").well()
    assert_shape(done, plants.SHAPE)
    for row, plant in zip(done["plants"], api.plant_list().plants or [], strict=True):
        assert row["plant_id"] == str(plant.plant_id)
        assert row["name"] == plant.name
        assert row["energy_total"] == plant.energy_total
        overview = api.plant_energy_overview(row["plant_id"])
        assert row["energy_today"] == overview.energy_today
    assert [row["utc_offset_h"] for row in done["plants"]] == [1, -5]
    table = known.run("plants").out
    assert "Simulated house, Munich" in table
    assert "6.0 kWp" in table
    assert "\x1b" not in table


def test_a_list_that_is_longer_than_an_answer_is_said_to_be(user: User, cloud: Simulator) -> None:
    for number in range(101 - len(cloud._cloud.world.plants)):
        cloud.add_plant(name=f"House {number}")
    done = user.run("plants", "--json")
    assert len(done.well()["plants"]) == 100
    assert "Plants: the first 100 of 101" in done.err
    assert "growatt record" in done.err


def test_devices(known: User, cloud: Simulator) -> None:
    done = known.run("devices", "--json").well()
    assert_shape(done, devices.SHAPE)
    found = {row["device_sn"]: row for row in done["devices"]}
    assert found["SIMMIN0001"]["family"] == "MIN"
    assert found["SIMSPH0001"]["settable"]
    assert not found["AMMETER"]["settable"]
    only = known.run("devices", *MUNICH, "--json").well()["devices"]
    assert [row["device_sn"] for row in only] == ["SIMMIN0001", "AMMETER", "SIMNOA0001"]
    known.run("devices", "--plant", "77").failed(7, "no plant 77", "growatt plants")


def test_the_list_is_remembered_and_asked_for_when_that_is_said(
    user: User, cloud: Simulator
) -> None:
    assert user.run("devices", "--fresh").code == 0
    cloud.change_device("SIMMIN0001", online=False)
    before = len(cloud.requests())
    row = user.run("devices", "--json").well()["devices"][0]
    assert row["online"] is True
    assert len(cloud.requests()) == before
    row = user.later().run("devices", "--fresh", "--json").well()["devices"][0]
    assert row["online"] is False


def test_now_shows_what_the_library_reads(known: User, api: OpenApiV1) -> None:
    done = known.run("now", "--json").well()
    assert_shape(done, now.SHAPE)
    first, second, *_ = done["devices"]
    reading = api.min_energy("SIMMIN0001")
    for name, value in first["values"].items():
        assert value == getattr(reading, name), name
        assert first["units"][name] == type(reading).fields[name].unit
    assert first["measured"] == "2026-06-15T12:00:00"
    assert second["device_sn"] == "SIMSPH0001"
    everything = known.run("now", "SIMMIN0001", "--all", "--json").well()["devices"][0]["values"]
    assert len(everything) > 80
    assert everything["grid_frequency"] == reading.grid_frequency


def test_the_age_counts_from_the_measurement(stranger: User) -> None:
    begin = datetime.now(UTC).replace(microsecond=0)
    with Simulator(start=begin.isoformat(), speed=0) as cloud:
        stranger.log_in(cloud.token, cloud.url)
        for zone in ("Europe/Berlin", "America/New_York", "UTC", "Asia/Tokyo"):
            done = stranger.later().run("now", "--json", TZ=zone).well()
            # readings stand at whole steps of five minutes
            old = datetime.now(UTC).timestamp() - begin.timestamp() // 300 * 300
            for row in done["devices"]:
                assert old - 60 <= row["age_s"] <= old + 5, (zone, row)


def test_now_on_a_terminal(known: User) -> None:
    with known.sit("now") as sitting:
        assert sitting.end() == 0
    screen = sitting.screen()
    assert "SIMMIN0001 (MIN)" in screen
    assert "battery_soc" in screen
    assert "\x1b[1m" in sitting.raw
    with known.sit("now", NO_COLOR="1") as plain:
        assert plain.end() == 0
    assert "\x1b[33m" in sitting.raw  # an old reading is yellow
    assert "\x1b[33m" not in plain.raw


def test_watching_asks_in_the_pace_and_ends_with_ctrl_c(known: User, cloud: Simulator) -> None:
    before = len(cloud.requests())
    with known.sit("now", "SIMMIN0001", "--watch") as sitting:
        sitting.see("energy_total")
        # a second look comes with the second: the ages, not the server
        sitting.see("energy_total")
        sitting.interrupt()
        assert sitting.end() == 130
    assert "Stopped" in sitting.plain
    assert "growatt now --watch" in sitting.plain
    assert len(cloud.requests()) == before + 1


def test_watching_in_a_pipe_gives_lines(known: User) -> None:
    done = known.run("now", "--watch", "--rounds", "1", "--json")
    assert done.code == 0
    (line,) = done.out.splitlines()
    assert_shape(json.loads(line), now.SHAPE)


def test_a_device_that_fails_does_not_hide_the_others(user: User, cloud: Simulator) -> None:
    user.run("devices")
    cloud.add_fault(
        {
            "fault": "error_code",
            "error_code": 10001,
            "error_msg": "error_system",
            "match": "*/tlx_last_data",
            "times": 0,
        }
    )
    done = user.run("now", "--json").well()
    first, second, *_ = done["devices"]
    assert "error_system" in first["error"]
    assert first["values"] == {}
    assert second["error"] is None
    assert second["values"]["pv_power"] is not None
    table = user.later().run("now")
    assert table.code == 0
    assert "error_system" in table.out


def test_energy_of_a_day(known: User, api: OpenApiV1) -> None:
    done = known.run("energy", "day", "2026-06-15", *MUNICH, "--json").well()
    assert_shape(done, energy.SHAPE)
    powers = api.plant_power_overview(1000001, date(2026, 6, 15)).powers or Rows()
    real = {f"{row.time:%H:%M}": row.power for row in powers if row.time}
    assert {row["at"]: row["value"] for row in done["rows"]}.items() <= real.items()
    assert done["rows"][-1]["at"] == "12:00"
    overview = api.plant_energy_overview(1000001)
    assert done["total"] == pytest.approx(overview.energy_today, abs=0.2)
    table = known.run("energy", "day", "2026-06-15", *MUNICH).out
    assert "⣀" in table
    assert "(hour)" in table


def test_energy_of_a_month_is_asked_for_once(user: User, cloud: Simulator) -> None:
    words = ("energy", "month", "2026-05", *MUNICH)
    done = user.run(*words, "--json").well()
    assert_shape(done, energy.SHAPE)
    assert done["complete"] is True
    assert [row["at"] for row in done["rows"]] == [f"2026-05-{day:02}" for day in range(1, 32)]
    api = OpenApiV1(cloud.token, server_url=cloud.url)
    (month,) = api.plant_energy_history(1000001, MAY, date(2026, 5, 31), "month").energys or []
    assert done["total"] == pytest.approx(month.energy, abs=2)
    before = len(cloud.requests())
    assert user.run(*words, "--json").well() == done
    assert len(cloud.requests()) == before
    assert "2026-05-31" in user.run(*words).out


def test_energy_of_a_month_within_the_limits(stranger: User) -> None:
    with Simulator(start="2026-06-15T12:00:00Z", speed=0, limits="strict") as cloud:
        stranger.log_in(cloud.token, cloud.url)
        for number in range(1, 4):
            part = stranger.run("energy", "month", "2026-05", *MUNICH, "--json")
            assert part.code == 0
            assert part.json["complete"] is False
            assert "--wait" in part.err
            known = sum(row["value"] is not None for row in part.json["rows"])
            assert known == 7 * number
            cloud.set_clock(now=f"2026-06-15T12:{6 * number:02}:00Z")
            stranger.later()
        assert cloud.violations()["count"] == 0


def test_a_tour_of_the_verbs_violates_no_limit(stranger: User) -> None:
    with Simulator(start="2026-06-15T12:00:00Z", speed=1, limits="strict") as cloud:
        stranger.log_in(cloud.token, cloud.url)
        for words in (
            ("plants",),
            ("devices", "--fresh"),
            ("now",),
            ("now",),
            ("energy", "day", "2026-06-15", *MUNICH),
            ("energy", "month", "2026-05", *MUNICH),
            ("energy", "year", "2026", "--plant", "1000002"),
            ("schedule", "show"),
            ("settings", "set", "SIMMIN0001", "charge_power=80", "--yes"),
            ("doctor",),
            ("now", "--watch", "--rounds", "1"),
        ):
            done = stranger.run(*words)
            assert done.code == 0, done.err
        assert cloud.violations()["count"] == 0
        calls = stranger.run("budget", "--json").well()
        assert_shape(calls, budget.SHAPE)
        asked = [row for row in cloud.requests() if row["path"].startswith(("/v1/", "/v4/"))]
        assert calls["calls"]["used"] == len(asked)
        assert {wait["subject"] for wait in calls["waits"]} >= {"1000001", "SIMMIN0001"}
        assert "calls in 24 hours" in stranger.run("budget").out


def test_an_answer_of_before_says_so(stranger: User) -> None:
    with Simulator(start="2026-06-15T12:00:00Z", speed=0, limits="strict") as cloud:
        stranger.log_in(cloud.token, cloud.url)
        first = stranger.run("now", "SIMMIN0001", "--json").well()["devices"][0]
        before = len(cloud.requests())
        second = stranger.run("now", "SIMMIN0001", "--json").well()["devices"][0]
        assert len(cloud.requests()) == before
        assert second["values"] == first["values"]
        assert second["age_s"] >= first["age_s"]


def test_energy_of_a_year(known: User, api: OpenApiV1) -> None:
    done = known.run("energy", "year", "2026", *MUNICH, "--json").well()
    assert_shape(done, energy.SHAPE)
    assert [row["at"] for row in done["rows"]][:6] == [f"2026-{month:02}" for month in range(1, 7)]
    known.run("energy", "year", "26").failed(7, "several plants")
    known.run("energy", "year", "26", *MUNICH).failed(2, "YYYY")
    known.run("energy", "week").failed(2)


def test_the_password_shows_a_month_in_one_call(stranger: User, cloud: Simulator) -> None:
    words = ("login", "--server", cloud.url, "--user", "demo", "--password-stdin")
    assert stranger.run(*words, stdin="demo").code == 0
    before = len(cloud.requests())
    month = stranger.run("energy", "month", "2026-06", *MUNICH, "--json").well()
    assert len(cloud.requests()) == before + 1
    values = {row["at"]: row["value"] for row in month["rows"]}
    api = OpenApiV1(cloud.token, server_url=cloud.url)
    history = api.plant_energy_history(1000001, date(2026, 6, 12), date(2026, 6, 14))
    for row in history.energys or []:
        assert values[row.date or ""] == row.energy
    day = stranger.run("energy", "day", "2026-06-15", *MUNICH, "--json").well()
    assert day["rows"]
    stranger.run("energy", "year", *MUNICH).failed(2, "API token")


def test_no_plants(stranger: User, server: RecordingServer) -> None:
    server.answer({"data": {"count": 0, "plants": []}, "error_code": 0, "error_msg": ""})
    environment = {"GROWATT_TOKEN": "t" * 32, "GROWATT_SERVER": server.url}
    stranger.environment |= environment
    done = stranger.run("plants", "--json")
    assert done.well() == {"plants": []}
    assert "growatt doctor" in done.err
    assert stranger.run("devices", "--json").well() == {"devices": []}
    stranger.run("now").failed(7)
    stranger.run("energy", "day").failed(7, "sees no plants", "growatt doctor")
    stranger.run("schedule", "show").failed(7)
    stranger.run("history", "--last", "2d", "--out", "x.csv").failed(7)
    doctor = stranger.run("doctor")
    assert doctor.code == 1
    assert "sees no plants" in doctor.out

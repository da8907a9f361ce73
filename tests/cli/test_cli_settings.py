"""`settings` and `schedule`: nothing is written unasked, and what is written is proved."""

from __future__ import annotations

import time
from typing import Any

import pytest

from growattServer import OpenApiV1
from growattServer.cli import proving
from growattServer.cli.verbs import schedule, settings
from growattServer.open_api_v1.devices import Min, Sph
from growattServer.settings import Window
from growattServer.simulator import Simulator

from .cli_world import User, assert_shape

MIN, SPH = "SIMMIN0001", "SIMSPH0001"


def writes(cloud: Simulator) -> int:
    """How many writes the cloud has got."""
    paths = [row["path"] for row in cloud.requests()]
    return sum(path.endswith(("/tlxSet", "/mixSet")) for path in paths)


def truth(cloud: Simulator, serial: str = MIN) -> Any:
    """The settings as the library reads them."""
    api = OpenApiV1(cloud.token, server_url=cloud.url)
    return (Min if serial == MIN else Sph)(api, serial).read_settings()


def test_show(known: User, cloud: Simulator) -> None:
    for serial in (MIN, SPH):
        done = known.run("settings", "show", serial, "--json").well()
        assert_shape(done, settings.SETTINGS_SHAPE)
        real = truth(cloud, serial)
        assert done["settings"]["charge_power"] == real["charge_power"]
        assert set(done["settings"]) | {"schedule"} == set(real)
    table = known.run("settings", "show", MIN).out
    assert "one of off, meter, ct" in table
    assert "(dangerous)" in table


def test_a_plan_writes_nothing(user: User, cloud: Simulator) -> None:
    done = user.run("settings", "plan", MIN, "charge_power=80", "ac_charge=on", "--json").well()
    assert_shape(done, proving.PLAN_SHAPE)
    assert done["differences"] == [
        {"name": "charge_power", "before": 100, "wanted": 80},
        {"name": "ac_charge", "before": False, "wanted": True},
    ]
    assert done["written"] is False
    assert writes(cloud) == 0
    same = user.run("settings", "set", MIN, "charge_power=100", "--yes", "--json").well()
    assert same["differences"] == []
    assert writes(cloud) == 0


def test_a_question_comes_before_a_write(user: User, cloud: Simulator) -> None:
    words = ("settings", "set", MIN, "charge_power=80")
    with user.sit(*words) as sitting:
        sitting.see(r"Write this\? \[y/N\] ")
        assert "100 %" in sitting.plain
        sitting.type("")
        assert sitting.end() == 0
    assert "Nothing was written." in sitting.plain
    assert writes(cloud) == 0
    with user.sit(*words) as sitting:
        sitting.see(r"\[y/N\] ")
        sitting.type("y")
        assert sitting.end() == 0
    assert "apply on SIMMIN0001: complete" in sitting.plain
    assert truth(cloud)["charge_power"] == 80


def test_in_a_pipe_it_wants_yes(user: User, cloud: Simulator) -> None:
    words = ("settings", "set", MIN, "charge_power=80")
    user.run(*words).failed(2, "--yes", "--dry-run")
    user.run(*words, "--json").failed(2, "--yes")
    assert "Nothing was written." in user.run(*words, "--dry-run").err
    assert writes(cloud) == 0
    done = user.run(*words, "--yes", "--json").well()
    assert_shape(done, proving.PLAN_SHAPE)
    assert done["report"]["complete"] is True
    assert done["written"] is True
    assert truth(cloud)["charge_power"] == 80


def test_revert_puts_back_what_was_there(user: User, cloud: Simulator) -> None:
    assert user.run("settings", "set", MIN, "charge_power=80", "--yes").code == 0
    assert user.run("settings", "set", SPH, "on=off", "--yes").code == 0
    user.run("settings", "revert", "--yes").failed(7, "several devices")
    assert "Nothing was written." in user.run("settings", "revert", MIN, "--dry-run").err
    assert truth(cloud)["charge_power"] == 80
    done = user.run("settings", "revert", MIN, "--yes", "--json").well()
    assert_shape(done, {"reports": [proving.REPORT_SHAPE]})
    assert truth(cloud)["charge_power"] == 100
    user.run("settings", "revert", MIN, "--yes").failed(7, "no plan to take back")
    assert truth(cloud, SPH)["on"] is False


def test_for_a_while(user: User, cloud: Simulator) -> None:
    words = ("settings", "set", MIN, "export_limit=meter", "--for", "1s", "--yes")
    done = user.run(*words)
    assert done.code == 0, done.err
    assert "growatt settings revert --due" in done.err
    # it is in force until somebody reverts it, also when its time is over
    time.sleep(1.1)
    assert truth(cloud)["export_limit"] == "meter"
    reports = user.run("settings", "revert", "--due", "--json").well()["reports"]
    assert [report["goal"] for report in reports] == ["revert"]
    assert truth(cloud)["export_limit"] == "off"
    assert "Nothing is due." in user.run("settings", "revert", "--due").err


def test_a_value_that_is_lost_is_not_called_written(user: User, cloud: Simulator) -> None:
    cloud.add_fault({"fault": "http_502", "match": "*/tlxSet", "times": 0})
    words = ("settings", "set", MIN, "charge_power=80", "--yes", "--json")
    done = user.run(*words)
    assert done.code == 8
    assert done.json["report"]["complete"] is False
    assert "growatt settings verify" in done.err
    cloud.clear_faults()
    verified = user.run("settings", "verify", "--wait", "1s", "--json")
    assert_shape(verified.json, {"reports": [proving.REPORT_SHAPE]})
    assert verified.code == 8


def test_a_broken_answer_to_a_write_that_took_effect(user: User, cloud: Simulator) -> None:
    cloud.add_fault({"fault": "reset", "match": "*/tlxSet", "after": True})
    done = user.run("settings", "set", MIN, "charge_power=80", "--yes", "--json").well()
    assert done["report"]["values"]["charge_power"]["status"] == "applied"
    assert "not finished" in user.run("settings", "verify").err


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("charge_power=101", "from 0 to 100"),
        ("charge_power=much", "from 0 to 100"),
        ("export_limit=some", "'meter'"),
        ("ac_charge=maybe", "on or off"),
        ("nonsense=1", "no setting 'nonsense'"),
        ("off_grid=on", "--dangerous"),
        ("clock=yesterday", "datetime"),
    ],
)
def test_wishes_that_cannot_be(known: User, cloud: Simulator, wish: str, said: str) -> None:
    known.run("settings", "plan", MIN, wish).failed(2, said)


def test_words_that_are_no_wish(known: User) -> None:
    known.run("settings", "plan", MIN).failed(2, "charge_power=80")
    known.run("settings", "plan", MIN, "and", "a=1").failed(2, "NAME=VALUE")
    assert known.run("settings", "plan", MIN, "off_grid=on", "--dangerous").code == 0


# --- schedules -----------------------------------------------------------------------------------


def test_one_table_and_one_picture_for_both_families(user: User, cloud: Simulator) -> None:
    night = "charge=02:00-05:00,power=60,stop_soc=90"
    assert user.run("schedule", "set", SPH, night, "discharge=18:00-20:00", "--yes").code == 0
    assert user.run("schedule", "set", MIN, "charge=01:00-03:00", "ac_charge=on", "--yes").code == 0
    done = user.run("schedule", "show", "--json").well()
    assert_shape(done, schedule.SHAPE)
    first, second = done["devices"]
    assert first["ac_charge"] is True
    assert [(w["mode"], w["start"], w["end"]) for w in second["windows"]] == [
        ("battery_first", "02:00", "05:00"),
        ("grid_first", "18:00", "20:00"),
    ]
    assert second["windows"][0]["power"] == 60
    assert second["windows"][0]["stop_soc"] == 90
    with user.sit("schedule", "show") as sitting:
        assert sitting.end() == 0
    lines = sitting.screen().splitlines()
    (strip,) = [line for line in lines if line.startswith(f"{SPH} ·")]
    cells = strip.split(" ", 1)[1].strip()
    assert len(cells) == 72
    assert [index // 3 for index, mark in enumerate(cells) if mark == "▒"][::3] == [2, 3, 4]
    assert [index // 3 for index, mark in enumerate(cells) if mark == "█"][::3] == [18, 19]


def test_a_window_over_midnight_becomes_two(user: User, cloud: Simulator) -> None:
    assert user.run("schedule", "set", MIN, "charge=23:00-05:00", "--yes").code == 0
    assert list(truth(cloud).schedule) == [
        Window("battery_first", "00:00", "05:00"),
        Window("battery_first", "23:00", "23:59"),
    ]


def test_add_keeps_and_set_replaces(user: User, cloud: Simulator) -> None:
    assert user.run("schedule", "set", MIN, "charge=02:00-04:00", "--yes").code == 0
    assert user.run("schedule", "set", MIN, "load=12:00-13:00", "--add", "--yes").code == 0
    assert [w.mode for w in truth(cloud).schedule] == ["battery_first", "load_first"]
    user.run("schedule", "set", MIN, "charge=03:00-05:00", "--add").failed(2, "overlap")
    assert user.run("schedule", "set", MIN, "discharge=18:00-24:00", "--yes").code == 0
    assert list(truth(cloud).schedule) == [Window("grid_first", "18:00", "23:59")]
    with user.sit("schedule", "clear", MIN) as sitting:
        sitting.see(r"\[y/N\] ")
        assert "grid_first 18:00 to 23:59" in sitting.plain
        sitting.type("yes")
        assert sitting.end() == 0
    assert list(truth(cloud).schedule) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("charge=2",), "no window"),
        (("charge=02:00-25:00",), "no window"),
        (("charge=02:00-05:00,speed=3",), "no level"),
        (("charge=02:00-05:00", "charge=04:00-06:00"), "overlap"),
        (("charge=02:00-05:00,power=60",), "charge_power"),
        (("charge_power=60",), "Say when"),
    ],
)
def test_windows_that_cannot_be(known: User, words: tuple[str, ...], said: str) -> None:
    known.run("schedule", "set", MIN, *words).failed(2, said)


def test_ctrl_c_at_the_question_and_while_it_writes(user: User, cloud: Simulator) -> None:
    words = ("schedule", "set", MIN, "charge=02:00-05:00", "discharge=18:00-20:00")
    with user.sit(*words) as sitting:
        sitting.see(r"\[y/N\] ")
        sitting.interrupt()
        assert sitting.end() == 130
    assert "nothing was changed" in sitting.plain
    assert writes(cloud) == 0
    # the second write never gets its answer
    cloud.add_fault({"fault": "timeout", "seconds": 50, "match": "*/tlxSet", "times": 1})
    with user.sit(*words, "--yes") as sitting:
        sitting.see("Writing ...")
        for _ in range(600):
            if writes(cloud):
                break
            time.sleep(0.1)
        sitting.interrupt()
        assert sitting.end() == 130
    assert f"growatt settings verify {MIN}" in sitting.plain
    assert f"growatt settings revert {MIN}" in sitting.plain
    cloud.clear_faults()
    # and going on is as easy as that
    assert user.run("settings", "verify", MIN, "--wait", "1s").code == 8
    assert user.run("settings", "revert", MIN, "--yes", "--wait", "1s").code in (0, 8)
    assert list(truth(cloud).schedule) == []

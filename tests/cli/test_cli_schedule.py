"""`schedule`: windows that do something, that are what was meant, and that are looked at later."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from growattServer import OpenApiV1
from growattServer.cli import cloud as clouds
from growattServer.cli import looking, proving
from growattServer.cli import terminal as terminals
from growattServer.cli.accounts import TOKEN, Account
from growattServer.cli.cloud import Reading
from growattServer.cli.house import House
from growattServer.cli.inventory import Device
from growattServer.cli.looking import Look
from growattServer.cli.tables import minute_of
from growattServer.cli.verbs import schedule
from growattServer.open_api_v1.records import MinEnergy
from growattServer.settings import MIN as MIN_FAMILY
from growattServer.settings import Settings, Window
from growattServer.simulator import Simulator

from .cli_world import User, assert_shape
from .test_cli_settings import MIN, SPH, truth, writes

ASKS = r"\[y/N\] "


# --- schedules -----------------------------------------------------------------------------------


def test_one_table_and_one_picture_for_all_families(user: User, cloud: Simulator) -> None:
    night = "charge=02:00-05:00,power=60,stop_soc=90"
    assert user.run("schedule", "set", SPH, night, "discharge=18:00-20:00", "--yes").code == 0
    assert user.run("schedule", "set", MIN, "charge=01:00-03:00", "ac_charge=on", "--yes").code == 0
    done = user.run("schedule", "show", "--json").well()
    assert_shape(done, schedule.SHAPE)
    first, second, *_ = done["devices"]
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
        (("charge=2",), "not a window"),
        (("charge=02:00-25:00",), "not a window"),
        (("charge=02:00-05:00,speed=3",), "not a level"),
        (("charge=02:00-05:00", "charge=04:00-06:00"), "overlap"),
        (("charge=02:00-05:00,power=60",), "charge_power"),
        (("charge_power=60",), "Say when"),
    ],
)
def test_windows_that_cannot_be(known: User, words: tuple[str, ...], said: str) -> None:
    known.run("schedule", "set", MIN, *words).failed(2, said)


# --- what windows need ---------------------------------------------------------------------------


def test_what_windows_need_is_offered(user: User, cloud: Simulator) -> None:
    words = ("schedule", "set", MIN, "charge=02:00-05:00", "charge_stop_soc=90")
    with user.sit(*words) as sitting:
        assert "ac_charge is off: the battery will not charge from the grid" in sitting.see(
            r"Switch ac_charge on too\? \[y/N\] "
        )
        sitting.type("")
        assert "2 differences, at most 2 writes" in sitting.see(r"Write this\? \[y/N\] ")
        sitting.type("y")
        assert sitting.end() == 0
    assert "In force, but ac_charge is off" in sitting.plain
    assert f"Next: growatt settings set {MIN} ac_charge=on" in sitting.plain
    assert truth(cloud)["ac_charge"] is False
    with user.sit(*words, "--only") as sitting:
        assert sitting.end() == 0
    assert "already has these settings" in sitting.plain
    with user.sit(*words) as sitting:
        sitting.see(r"Switch ac_charge on too\? \[y/N\] ")
        sitting.type("y")
        assert "1 difference, at most 1 write" in sitting.see(r"Write this\? \[y/N\] ")
        sitting.type("y")
        assert sitting.end() == 0
    assert "In force, but" not in sitting.plain
    assert truth(cloud)["ac_charge"] is True


@pytest.mark.parametrize("serial", [MIN, SPH])
def test_what_windows_need_in_scripts(user: User, cloud: Simulator, serial: str) -> None:
    words = ("schedule", "set", serial, "charge=02:00-05:00", "--json")
    seen = user.run(*words, "--dry-run")
    assert_shape(seen.well(), proving.PLAN_SHAPE)
    assert [(need["setting"], need["offer"]) for need in seen.json["needs"]] == [
        ("ac_charge", True)
    ]
    assert "But ac_charge is off" in seen.err
    assert "--with-needed" in seen.err
    assert [row["name"] for row in seen.json["differences"]] != []
    done = user.run(*words, "--yes")
    assert_shape(done.well(), proving.PLAN_SHAPE)
    assert [need["setting"] for need in done.json["report"]["needs"]] == ["ac_charge"]
    assert "In force, but ac_charge is off" in done.err
    shown = user.run("schedule", "show", serial, "--json")
    (row,) = shown.well()["devices"]
    assert [need["text"] for need in row["needs"]] == [
        "ac_charge is off: the battery will not charge from the grid in this window "
        "(02:00 to 05:00)"
    ]
    assert row["needs"][0]["text"] in shown.err
    again = user.run(*words, "--yes", "--with-needed").well()
    assert again["needs"] == []
    assert [row["name"] for row in again["differences"]] == ["ac_charge"]
    assert again["report"]["complete"] is True
    assert truth(cloud, serial)["ac_charge"] is True
    assert user.run("schedule", "show", serial, "--json").json["devices"][0]["needs"] == []


def test_a_setting_that_stops_a_schedule_is_told(user: User, cloud: Simulator) -> None:
    words = ("schedule", "set", MIN, "charge=02:00-05:00", "--with-needed", "--yes")
    assert user.run(*words).code == 0
    stopped = user.run("settings", "set", MIN, "ac_charge=off", "--yes", "--json")
    assert stopped.well()["needs"][0]["offer"] is None
    assert "In force, but ac_charge is off" in stopped.err


# --- windows as they are typed -------------------------------------------------------------------

LENGTHS = [
    ("05:00-02:00", 21 * 60, True, 2, "21 h, over midnight"),
    ("23:00-05:00", 6 * 60, True, 2, "6 h, over midnight"),
    ("22:00-00:00", 120, False, 1, ""),
    ("22:00-24:00", 120, False, 1, ""),
    ("00:00-24:00", 24 * 60, False, 1, "24 h"),
    ("02:00-14:01", 12 * 60 + 1, False, 1, "12 h 1 min"),
    ("02:00-14:00", 12 * 60, False, 1, ""),
    ("00:01-00:00", 24 * 60 - 1, False, 1, "23 h 59 min"),
    ("12:00-00:01", 12 * 60 + 1, True, 2, "12 h 1 min, over midnight"),
]


@pytest.mark.parametrize(("span", "minutes", "over", "windows", "said"), LENGTHS)
def test_how_long_a_window_is(
    known: User, span: str, minutes: int, over: bool, windows: int, said: str
) -> None:
    seen = known.run("schedule", "set", MIN, f"charge={span}", "--dry-run", "--json")
    (window,) = seen.well()["windows"]
    assert (window["minutes"], window["over_midnight"]) == (minutes, over)
    assert len(seen.json["differences"]) == windows
    assert said in seen.err
    assert bool(said) == (f"charge={span[:5]}-" in seen.err)


def test_a_long_window_is_asked_about(user: User, cloud: Simulator) -> None:
    words = ("schedule", "set", MIN, "charge=05:00-02:00")
    with user.sit(*words) as sitting:
        assert "21 h, over midnight" in sitting.see(r"Is that intended\? \[y/N\] ")
        sitting.type("n")
        assert sitting.end() == 0
    assert "Nothing was written." in sitting.plain
    for more in ((), ("--json",), ("--only",)):
        done = user.run(*words, *more)
        assert done.code == 2
        assert "21 h, over midnight" in done.err
        assert "--yes" in done.err
    assert writes(cloud) == 0
    done = user.run(*words, "--yes", "--json")
    assert "21 h, over midnight" in done.err
    assert done.well()["report"]["complete"] is True
    assert [str(window) for window in truth(cloud).schedule] == [
        "battery_first 00:00 to 02:00",
        "battery_first 05:00 to 23:59",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("charge=02:00-02:00",), "no length"),
        (("charge=00:00-00:00",), "no length"),
        (("charge=23:59-24:00",), "no length"),
        (("charge=24:00-02:00",), "not a window"),
        (("charge=23:00-05:00", "discharge=04:00-06:00"), "overlap"),
        (("charge=05:00-02:00", "discharge=06:00-07:00"), "overlap"),
        (tuple(f"charge={n:02}:30-{n + 1:02}:00" for n in range(10)), "room for 9 windows"),
        (
            (*(f"charge={n:02}:30-{n + 1:02}:00" for n in range(8)), "charge=23:00-00:10"),
            "not for 10",
        ),
    ],
)
def test_windows_that_no_device_has(known: User, words: tuple[str, ...], said: str) -> None:
    known.run("schedule", "set", MIN, *words).failed(2, said)


# --- names that are mistyped ---------------------------------------------------------------------

SLIPS = [
    (("schedule", "set", MIN, "chrage=02:00-05:00"), "did you mean charge?"),
    (("schedule", "set", MIN, "acharge=02:00-05:00"), "did you mean charge?"),
    (("schedule", "set", MIN, "ac_charge=02:00-05:00"), "did you mean charge?"),
    (("schedule", "set", MIN, "dischrage=18:00-20:00"), "did you mean discharge?"),
    (
        ("schedule", "set", MIN, "charge=02:00-05:00", "dicharge=18:00-20:00"),
        "did you mean discharge?",
    ),
    (("schedule", "set", MIN, "laod=18:00-20:00"), "did you mean load?"),
    (("schedule", "set", MIN, "battery-first=18:00-20:00"), "did you mean battery_first?"),
    (("schedule", "set", MIN, "charge=02:00-05:00", "acharge=on"), "did you mean ac_charge?"),
    (("schedule", "set", MIN, "chrage"), "is not a setting"),
    (("schedule", "set", SPH, "charge=02:00-05:00,powr=80"), "did you mean power?"),
    (("schedule", "sett", MIN, "charge=02:00-05:00"), "Did you mean 'set'?"),
    (("schedule", "charge=02:00-05:00"), "no verb"),
    (("settings", "set", MIN, "acharge=on"), "did you mean ac_charge?"),
    (("settings", "set", MIN, "chargepower=80"), "did you mean charge_power?"),
    (("settings", "plan", MIN, "export_limit=metre"), "did you mean meter?"),
    (("settings", "plan", MIN, "ac_charge=onn"), "did you mean on?"),
    (("settings", "set", MIN, "charge=02:00-05:00"), "not a setting"),
    (("settings", "show", "SIMMIN001"), f"did you mean {MIN}?"),
    (("energy", "month", "--plant", "100001"), "did you mean 1000001?"),
    (("scheduel", "show"), "Did you mean 'schedule'?"),
]


@pytest.mark.parametrize(("words", "said"), SLIPS, ids=lambda each: " ".join(each)[:40])
def test_a_slip_is_told_and_never_means_to_clear(
    known: User, cloud: Simulator, words: tuple[str, ...], said: str
) -> None:
    before = writes(cloud)
    # whoever says that he is sure is not understood better
    more = ("--yes",) if words[:2] == ("schedule", "set") else ()
    done = known.run(*words, *more)
    assert done.code in (2, 7), done.err
    assert said in done.err, done.err
    assert "clear" not in done.err
    assert writes(cloud) == before


# --- a look later --------------------------------------------------------------------------------


def night(user: User, cloud: Simulator, *more: str) -> None:
    done = user.run("schedule", "set", MIN, "charge=02:00-05:00", "--yes", *more)
    assert done.code == 0, done.err


def look(user: User, *more: str) -> Any:
    done = user.run("schedule", "verify", MIN, "--wait", "0s", "--json", *more)
    assert_shape(done.json, looking.LOOK_SHAPE)
    return done


def test_a_look_at_a_battery_that_charges(user: User, cloud: Simulator) -> None:
    night(user, cloud, "--with-needed")
    assert look(user).json["verdict"] == "no window"
    cloud.set_clock("2026-06-16T02:10:00+02:00")
    # it is that time there, so nothing is waited for
    done = look(user, "--at", "02:10")
    assert done.code == 0
    assert done.json["verdict"] == "as planned"
    assert done.json["mode"] == "battery_first"
    assert done.json["window"] == {
        "mode": "battery_first", "start": "02:00", "end": "05:00", "minutes": 180,
    }  # fmt: skip
    assert done.json["charge_power"] > 100
    assert done.json["needs"] == done.json["suspects"] == []
    cloud.set_clock("2026-06-16T04:50:00+02:00")
    done = look(user)
    assert (done.code, done.json["verdict"]) == (0, "at its level")


def test_a_look_at_a_battery_that_does_nothing(user: User, cloud: Simulator) -> None:
    night(user, cloud)
    cloud.set_clock("2026-06-16T02:10:00+02:00")
    done = look(user)
    assert done.code == 8
    assert (done.json["verdict"], done.json["charge_power"]) == ("idle", 0)
    assert [need["setting"] for need in done.json["needs"]] == ["ac_charge"]
    assert done.json["suspects"] == []
    assert f"Next: growatt settings set {MIN} ac_charge=on" in done.err
    shown = user.run("schedule", "verify", MIN).out
    assert "battery_first 02:00 to 05:00" in shown
    assert "idle" in shown


def test_a_look_at_a_schedule_that_was_overruled(user: User, cloud: Simulator) -> None:
    night(user, cloud, "--with-needed")
    with OpenApiV1(cloud.token, server_url=cloud.url) as api:
        api.min_write_parameter(MIN, "time_segment1", [0, 0, 0, 6, 0, 1])
    cloud.set_clock("2026-06-16T02:10:00+02:00")
    done = look(user)
    assert done.code == 8
    assert done.json["verdict"] == "not in force"
    assert done.json["report"]["values"]["segment 1"]["status"] == "changed by others"
    assert "It may have been overruled by Smart Scheduling" in done.err
    assert "VPP control" in done.err


class Night:
    """A clock that is turned by sleeping, and turns that of the cloud."""

    def __init__(self, cloud: Simulator) -> None:
        self.cloud, self.now, self.slept = cloud, datetime(2026, 6, 15, 10, tzinfo=UTC), 0.0

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.slept += seconds
        # the readings of a plant are late
        self.cloud.set_clock(max(self.now - timedelta(minutes=2), self.begin))

    begin = datetime(2026, 6, 15, 10, tzinfo=UTC)


@pytest.fixture
def here(cloud: Simulator) -> Iterator[tuple[clouds.TokenCloud, Device]]:
    """The device of a run of the program that goes on in this process."""
    cloud.reset()
    terminals.use(terminals.Terminal())
    account = Account("home", cloud.url, TOKEN, "file", secret=cloud.token)
    source = clouds.TokenCloud(account)
    try:
        yield source, source.inventory(fresh=True).device(MIN, "MIN", lambda one: True)
    finally:
        source.api.close()


def test_a_look_at_a_battery_that_nothing_explains(
    here: tuple[clouds.TokenCloud, Device],
) -> None:
    night_window = {
        "time1Mode": 1, "forcedTimeStart1": "2:0", "forcedTimeStop1": "5:0", "forcedStopSwitch1": 1,
    }  # fmt: skip
    off = {
        key: value
        for n in range(2, 10)
        for key, value in {
            f"time{n}Mode": 0, f"forcedTimeStart{n}": "0:0", f"forcedTimeStop{n}": "0:0",
            f"forcedStopSwitch{n}": 0,
        }.items()
    }  # fmt: skip
    rest = {"acChargeEnable": 1, "chargePowerCommand": 100, "wchargeSOCLowLimit": 100}
    settings = Settings.of(MIN_FAMILY, MIN_FAMILY.read({**night_window, **off, **rest}))
    shown = {"time": "2026-06-16 02:10:00", "bdc1ChargePower": 0, "bdc1Soc": 40}
    reading = Reading(MinEnergy(shown), datetime.now(UTC))
    found = Look(House(*here), settings, reading, None)
    assert found.verdict == "idle"
    assert found.needs == ()
    assert "It may have been overruled by Smart Scheduling" in " ".join(found.notes())
    assert_shape(found.as_dict(), looking.LOOK_SHAPE)
    # readings from before the time that was waited for say nothing
    since = datetime(2026, 6, 16, 2, 15)
    assert Look(House(*here), settings, reading, None, since).verdict == "not known"
    assert Look(House(*here), settings, None, None).verdict == "not known"


@pytest.mark.parametrize(("at", "hours"), [("02:10", 14 + 10 / 60), ("13:00", 1.0), ("11:50", 0)])
def test_it_waits_until_that_time_where_the_device_is(
    here: tuple[clouds.TokenCloud, Device],
    cloud: Simulator,
    capsys: pytest.CaptureFixture[str],
    at: str,
    hours: float,
) -> None:
    turning = Night(cloud)
    since = looking.wait_for(minute_of(at), *here, clock=turning.clock, sleep=turning.sleep)
    assert f"{since:%H:%M}" == at
    assert hours <= turning.slept / 3600 <= hours + (0.3 if hours else 0)
    if hours:
        assert f"waiting until {at} on the clock of {MIN}" in capsys.readouterr().err
        measured = clouds.reading(*here)
        assert measured is not None
        assert measured.measured is not None
        assert measured.measured >= since


def test_readings_that_do_not_come_are_not_waited_for(
    here: tuple[clouds.TokenCloud, Device], cloud: Simulator
) -> None:
    turning = Night(cloud)
    cloud.change_device(MIN, datalogger_online=False)
    since = looking.wait_for(minute_of("13:00"), *here, clock=turning.clock, sleep=turning.sleep)
    assert 1 <= turning.slept / 3600 <= 1.5
    source, device = here
    assert looking.look(source, device, timedelta(0), since).verdict == "not known"


def test_ctrl_c_while_it_waits(user: User, cloud: Simulator) -> None:
    with user.sit("schedule", "verify", MIN, "--at", "02:10") as sitting:
        sitting.see("waiting until 02:10")
        sitting.interrupt()
        assert sitting.end() == 130
    assert f"growatt schedule verify {MIN} --at 02:10" in sitting.plain
    user.run("schedule", "verify", MIN, "--at", "2").failed(2, "not a time of day")


# --- Ctrl-C ---------------------------------------------------------------------------------------


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

"""`doctor`: each thing that can be wrong gets its line, its verdict, and what to do."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import pytest

from growattServer.cli.accounts import chosen, find
from growattServer.cli.diagnosis import Diagnosis
from growattServer.cli.verbs import doctor
from growattServer.simulator import Simulator
from growattServer.testing import replay

from .cli_world import User, assert_shape

NOW = datetime.now(UTC).replace(microsecond=0).isoformat()


@pytest.fixture(scope="module")
def cloud() -> Any:
    with Simulator(start=NOW, speed=0) as simulator:
        yield simulator


def lines(user: User, code: int, **environment: str) -> dict[str, Any]:
    """The lines of a diagnosis by what they are about."""
    done = user.later().run("doctor", "--json", **environment)
    assert done.code == code, done.out + done.err
    assert_shape(done.json, doctor.SHAPE)
    assert done.json["healthy"] is (code == 0)
    return {line["about"]: line for line in done.json["lines"]}


def test_all_is_well(user: User, cloud: Simulator) -> None:
    found = lines(user, 0)
    assert found["server"]["verdict"] == "good"
    assert found["region"]["verdict"] == "good"
    assert "Munich" in found["plants"]["said"]
    assert "1 MIN" in found["devices"]["said"]
    assert "1 NOAH" in found["devices"]["said"]
    assert "families" not in found
    assert found["SIMINV0001 readings"]["verdict"] == "good"
    assert found["SIMNOA0001 readings"]["verdict"] == "good"
    assert found["SIMMIN0001 readings"]["verdict"] == "good"
    assert found["SIMSPH0001 clock"]["verdict"] == "good"
    assert found["clock"]["verdict"] == "good"
    assert "calls in 24 hours" in found["limits"]["said"]
    with user.sit("doctor") as sitting:
        assert sitting.end() == 0
    assert "good  account: home" in sitting.plain
    assert "0 bad" in sitting.plain


def test_a_wrong_token(user: User, cloud: Simulator) -> None:
    environment = {"GROWATT_TOKEN": "4" * 32, "GROWATT_SERVER": cloud.url}
    found = lines(user, 1, **environment)
    assert found["token"]["verdict"] == "bad"
    assert found["token"]["next"] == "growatt login"


def test_a_wrong_region_is_named(user: User, cloud: Simulator) -> None:
    program = (
        "import sys\n"
        "from growattServer import servers\n"
        "from growattServer.cli.app import run\n"
        "regions = {'other_regions': sys.argv[1], 'north_america': sys.argv[2],\n"
        "           'australia_new_zealand': sys.argv[1], 'china': sys.argv[1]}\n"
        "servers.REGIONS = regions\n"
        "import growattServer.cli.diagnosis as diagnosis\n"
        "diagnosis.REGIONS = regions\n"
        "sys.exit(run(['doctor']))\n"
    )
    with Simulator(start=NOW, speed=0, token="5" * 32) as elsewhere:
        there = user.later()
        there.program = [there.program[0], "-c", program]
        done = there.run(
            elsewhere.url, cloud.url, GROWATT_TOKEN=cloud.token, GROWATT_SERVER=elsewhere.url
        )
    assert done.code == 1
    assert "the token belongs to north_america" in done.out
    assert "growatt login --server north_america" in done.out


def test_no_network(user: User) -> None:
    found = lines(user, 1, GROWATT_SERVER="http://127.0.0.1:1/")
    assert found["server"]["verdict"] == "bad"
    assert "GROWATT_SERVER" in found["server"]["next"]
    assert "plants" not in found


def test_a_file_that_others_can_read_is_closed(user: User) -> None:
    path = user.home / "config/growattServer/accounts.json"
    path.chmod(0o644)
    assert lines(user, 0)["account"]["verdict"] == "good"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="modes are those of Unix")
def test_a_disk_on_which_modes_cannot_be_changed(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = user.home / "config/growattServer/accounts.json"
    path.chmod(0o644)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(user.home / "config"))
    monkeypatch.setattr(os, "chmod", lambda *_, **__: None)
    line = next(Diagnosis(find(chosen())).lines())
    assert (line.verdict, line.next) == ("bad", f"chmod 600 {path}")


def test_devices_that_are_off_and_clocks_that_are_wrong(user: User, cloud: Simulator) -> None:
    wrong = "clock=2020-01-01T00:00:00"
    assert user.run("settings", "set", "SIMSPH0001", "clock=2020-01-01T11:11:00", "--yes").code >= 0
    assert user.run("settings", "set", "SIMMIN0001", wrong, "--yes").code == 0
    cloud.change_device("SIMINV0001", online=False)
    found = lines(user, 0)
    assert found["SIMINV0001"]["verdict"] == "look"
    assert "offline" in found["SIMINV0001"]["said"]
    clock = found["SIMMIN0001 clock"]
    assert clock["verdict"] == "look"
    assert clock["next"] == "growatt settings set SIMMIN0001 clock=now"


def test_readings_of_yesterday(stranger: User) -> None:
    with Simulator(start="2026-06-15T12:00:00+02:00", speed=0) as cloud:
        stranger.log_in(cloud.token, cloud.url)
        found = lines(stranger, 0)
    assert found["SIMMIN0001 readings"]["verdict"] == "look"
    assert "days old" in found["SIMMIN0001 readings"]["said"]


def test_plans_that_are_not_finished(user: User, cloud: Simulator) -> None:
    cloud.add_fault({"fault": "http_502", "match": "*/tlxSet", "times": 0})
    assert user.run("settings", "set", "SIMMIN0001", "charge_power=80", "--yes").code == 8
    cloud.clear_faults()
    found = lines(user, 0)
    assert found["settings"]["verdict"] == "look"
    assert found["settings"]["next"] == "growatt settings verify"


def test_a_clock_of_this_machine_that_is_wrong(user: User, cloud: Simulator) -> None:
    program = (
        "import sys, datetime\n"
        "from growattServer.cli import clock, diagnosis\n"
        "later = lambda: datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=3)\n"
        "diagnosis.utc_now = later\n"
        "from growattServer.cli.app import run\n"
        "sys.exit(run(['doctor']))\n"
    )
    there = user.later()
    there.program = [there.program[0], "-c", program]
    done = there.run()
    assert done.code == 1
    assert "this machine is 3 h 00 min ahead of the server" in done.out


def test_a_bundle_tells_nobody_whose_it_is_and_plays_back(user: User, cloud: Simulator) -> None:
    done = user.later().run("doctor", "--bundle", "report.jsonl", "--json")
    assert done.code == 0, done.err
    assert "growatt simulate --recording report.jsonl" in done.err
    path = user.home / "report.jsonl"
    text = path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    for secret in (cloud.token, "SIMMIN0001", "SIMSPH0001", "Munich", "1000001"):
        assert secret not in text
    with replay(path) as server:
        environment = {"GROWATT_TOKEN": "anything", "GROWATT_SERVER": server.url}
        again = user.run("doctor", "--json", **environment)
    told = [(line["verdict"], line["about"].split()[-1]) for line in done.json["lines"][1:]]
    played = [(line["verdict"], line["about"].split()[-1]) for line in again.json["lines"][1:]]
    assert played == told
    # a report is not overwritten
    user.run("doctor", "--bundle", "report.jsonl").failed(2, "report.jsonl")


def test_a_bundle_that_comes_too_soon_says_what_it_lacks(stranger: User) -> None:
    with Simulator(start=NOW, speed=0, limits="strict") as strict:
        stranger.log_in(strict.token, strict.url)
        done = stranger.run("doctor", "--bundle", "report.jsonl")
        assert done.code == 0
        assert "in 5 minutes" in done.err
        assert "answered" in done.out
        assert strict.violations()["count"] == 0


def test_a_refusal_a_moment_ago_is_known_to_the_doctor(stranger: User) -> None:
    with Simulator(start=NOW, speed=0, limits="strict") as strict:
        environment = {"GROWATT_TOKEN": "4" * 32, "GROWATT_SERVER": strict.url}
        stranger.run("plants", **environment).failed(4, "growatt doctor")
        done = stranger.run("doctor", **environment)
        assert done.code == 1
        assert "does not know this token" in done.out
        assert len(strict.requests()) == 1

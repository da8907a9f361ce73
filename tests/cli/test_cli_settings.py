"""`settings` and `schedule`: nothing is written unasked, and what is written is proved."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from growattServer import OpenApiV1
from growattServer.cli import proving
from growattServer.cli.verbs import settings
from growattServer.open_api_v1.devices import Min, Sph
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
        {"name": "charge_power", "from": 100, "to": 80},
        {"name": "ac_charge", "from": False, "to": True},
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
    preview = user.run("settings", "revert", MIN, "--dry-run", "--json").well()
    assert_shape(preview, settings.REVERT_SHAPE)
    assert preview["previews"] == [
        {
            "device_sn": MIN,
            "differences": [{"name": "charge_power", "from": 80, "to": 100}],
            "writes": 1,
        }
    ]
    assert truth(cloud)["charge_power"] == 80
    done = user.run("settings", "revert", MIN, "--yes", "--json").well()
    assert_shape(done, settings.REVERT_SHAPE)
    assert truth(cloud)["charge_power"] == 100
    user.run("settings", "revert", MIN, "--yes").failed(7, "no plan to revert")
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


def test_a_refusal_says_why(user: User, cloud: Simulator) -> None:
    fault = {"fault": "error_code", "error_code": 10003, "error_msg": "", "match": "*/tlxSet"}
    words = ("settings", "set", MIN, "charge_power=80", "--yes")
    try:
        cloud.add_fault({**fault, "times": 0})
        done = user.run(*words, "--json")
        assert done.code == 8
        told = done.json["report"]["values"]["charge_power"]
        assert told["status"] == "rejected"
        assert told["reason"] == "[10003] (the device is offline)"
        shown = user.run(*words, COLUMNS="160")
        assert "sent, rejected: [10003] (the device is offline)" in shown.out
    finally:
        cloud.clear_faults()


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
    assert "no unfinished plans" in user.run("settings", "verify").err


WISH = ("charge_power=80", "ac_charge=on")
TABLES = {
    "plan": (("settings", "plan", MIN, *WISH), 100, 80),
    "dry run": (("settings", "set", MIN, *WISH, "--dry-run"), 100, 80),
    "set": (("settings", "set", MIN, *WISH, "--yes", "--for", "1s"), 100, 80),
    "verify": (("settings", "verify", MIN, "--wait", "1s"), 100, 80),
    "dry run of a revert": (("settings", "revert", MIN, "--dry-run"), 80, 100),
    "dry run of what is due": (("settings", "revert", "--due", "--dry-run"), 80, 100),
    "revert": (("settings", "revert", MIN, "--yes"), 80, 100),
}


def test_every_table_reads_forward(user: User, cloud: Simulator) -> None:
    for name, (words, first, last) in TABLES.items():
        for more in ((), ("--json",)):
            shown = user.run(*words, *more)
            assert shown.code == 0, (name, shown.out, shown.err)
            if more:
                rows = list(found_in(shown.json))
                assert rows, name
                for row in rows:
                    if row.get("status") != "already so":
                        assert (row["from"], row["to"]) == (first, last), name
            else:
                assert_reads_forward(name, shown.out, first, last)
            if name == "set":
                time.sleep(1.1)  # as long as it is meant for
                if not more:
                    assert user.run("settings", "revert", MIN, "--yes").code == 0
            if name == "revert":
                break
    assert truth(cloud)["charge_power"] == 100


def assert_reads_forward(name: str, text: str, first: int, last: int) -> None:
    heads = [line for line in text.splitlines() if " Setting" in line]
    assert heads, (name, text)
    assert all(re.fullmatch(r" Setting +From +To( +Result)?", line.rstrip()) for line in heads)
    assert re.search(rf"charge_power +{first} % +{last} %", text), (name, text)


def found_in(document: Any) -> Iterator[dict[str, Any]]:
    """All that a document says of charge_power."""
    if isinstance(document, list):
        for one in document:
            yield from found_in(one)
    elif isinstance(document, dict):
        if document.get("name") == "charge_power":
            yield document
        if isinstance(values := document.get("values"), dict):
            yield values["charge_power"]
        for one in document.values():
            yield from found_in(one)


def test_a_plan_that_stopped_is_told_as_it_was(user: User, cloud: Simulator) -> None:
    """What the server refused was sent; what came after it was not, nor is it reverted."""
    cloud.add_fault({"fault": "slow", "seconds": 0, "match": "*/tlxSet"})
    cloud.add_fault({"fault": "error_code", "error_code": 10003, "error_msg": "offline",
                     "match": "*/tlxSet"})  # fmt: skip
    words = ("discharge_stop_soc=20", "charge_power=55", "discharge_power=70")
    done = user.run("settings", "set", MIN, *words, "--yes", "--json")
    assert done.code == 8
    assert done.json["written"] is True
    assert done.json["report"]["writes"] == writes(cloud) == 2
    values = done.json["report"]["values"]
    assert [values[word.partition("=")[0]]["sent"] for word in words] == [True, True, False]
    assert values["charge_power"]["reason"] == "[10003] offline (the device is offline)"
    preview = user.run("settings", "revert", MIN, "--dry-run", "--json").json["previews"][0]
    assert preview["differences"] == [{"name": "discharge_stop_soc", "from": 20, "to": 10}]
    assert preview["writes"] == 1
    taken_back = user.run("settings", "revert", MIN, "--yes")
    assert taken_back.code == 0
    assert re.search(r"charge_power +100 % +100 % +already so", taken_back.out)
    assert re.search(r"discharge_stop_soc +20 % +10 % +sent, applied", taken_back.out)
    assert "1 write sent" in taken_back.out
    assert writes(cloud) == 3


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

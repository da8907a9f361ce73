"""`now`, `devices` and `doctor` of devices whose values have no time: an age that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from growattServer.cli.verbs import now
from growattServer.simulator import Simulator

from .cli_world import START, User, assert_shape

# a NOAH, and an SPH whose app calls it a MIX: neither tells when it was measured
TIMELESS = ("SIMNOA0001", "SIMSPH0001")


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=7, speed=0) as simulator:
        yield simulator


@pytest.fixture
def owner(stranger: User, cloud: Simulator) -> User:
    """Somebody who knows a password, and no token."""
    cloud.reset()
    words = ("login", "--server", cloud.url, "--user", "demo", "--password-stdin")
    assert stranger.run(*words, stdin="demo").code == 0
    return stranger


def rows(user: User) -> dict[str, Any]:
    done = user.later().run("now", *TIMELESS, "--json").well()
    assert_shape(done, now.SHAPE)
    return {row["device_sn"]: row for row in done["devices"]}


def test_what_is_offline_is_not_shown_as_the_present(owner: User, cloud: Simulator) -> None:
    for row in rows(owner).values():
        assert (row["age_s"], row["offline"], row["measured"]) == (None, False, None)
        assert row["values"]["pv_power"] > 100
    for serial_number in TIMELESS:
        cloud.change_device(serial_number, online=False)
    cloud.set_clock(now=datetime.fromisoformat(START) + timedelta(hours=9))
    found = rows(owner)
    for row in found.values():
        assert (row["age_s"], row["offline"], row["measured"]) == (None, True, None)
        passing = {name: value for name, value in row["values"].items() if "_total" not in name}
        assert set(passing.values()) == {None}
    assert found["SIMNOA0001"]["values"]["energy_total"] > 0
    table = owner.later().run("now", *TIMELESS)
    assert table.out.count("offline") == 2
    assert "pv_power" not in table.out
    assert " 0 s" not in table.out


def test_a_code_says_it_where_no_flag_does(owner: User, cloud: Simulator) -> None:
    cloud.change_device("SIMNOA0001", online=False)
    done = owner.later().run("devices", "--fresh", "--json").well()
    found = {row["device_sn"]: row["online"] for row in done["devices"]}
    assert found["SIMNOA0001"] is False
    assert found["SIMSPH0001"] is True

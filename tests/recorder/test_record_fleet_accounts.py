"""Whose plants are recorded: accounts with another name, another token, and a plant that moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import text

from growattServer.recorder.keep.marks import all_marks
from growattServer.simulator import Simulator

from .fleet_in_process import ACCOUNT, InProcessFleet, in_process_fleet, work
from .postgres import Postgres
from .recorder_world import MIN_SN, RECORDED, new_cloud, now_of

pytestmark = pytest.mark.wide

NUMBERS = count()
DAY = timedelta(days=1)
HOME = 1_000_001
"""The plant of the MIN."""
QUIET: dict[str, Any] = {"settings_every": None, "daily": False}


@pytest.fixture
def cloud() -> Iterator[Simulator]:
    with new_cloud(limits="strict", history_days=1) as made:
        yield made


@pytest.fixture
def url(postgres: Postgres) -> str:
    return postgres.url(f"accounts{next(NUMBERS)}")


def polled(cloud: Simulator, since: int = 0) -> list[str]:
    """The serial numbers of which the latest readings were asked for, call by call."""
    forms = [
        request["form"]
        for request in cloud.requests()[since:]
        if request["path"].endswith(("tlxs_data", "mixs_data", "spas_data"))
    ]
    return [form.get("tlxs") or form.get("mixs") or form["spas"] for form in forms]


def newest(fleet: InProcessFleet, serial: str) -> int:
    """The time of the last reading of a MIN."""
    wanted = text(
        "SELECT coalesce(max(time), 0) FROM readings_min JOIN devices USING (device_id)"
        " WHERE device_sn = :serial"
    )
    with fleet.store.reading() as connection:
        return int(connection.scalars(wanted, {"serial": serial}).one())


def has_found_all(fleet: InProcessFleet) -> bool:
    with fleet.store.reading() as connection:
        found = connection.scalar(text("SELECT count(*) FROM devices")) == len(RECORDED)
        return found and any(name.startswith("discovered") for name in all_marks(connection))


@pytest.mark.parametrize("is_renamed", [True, False])
async def test_an_account_with_another_name_or_token(
    cloud: Simulator, url: str, is_renamed: bool
) -> None:
    since = now_of(cloud).date()
    with in_process_fleet(cloud, url, since=since, **QUIET) as fleet:
        await work(fleet, lambda: newest(fleet, MIN_SN) > 0)
    heard = len(cloud.requests())
    if is_renamed:
        tokens = {"another-name": cloud.token}
    else:
        cloud._cloud.options = replace(cloud._cloud.options, token="n3w-token")
        tokens = {ACCOUNT: "n3w-token"}
    cloud.set_clock(now=(now_of(cloud) + timedelta(minutes=10)).isoformat())
    with in_process_fleet(cloud, url, tokens=tokens, since=since, **QUIET) as fleet:
        before = newest(fleet, MIN_SN)
        await work(fleet, lambda: newest(fleet, MIN_SN) > before)
        # it goes on where it was, and looks for nothing
        paths = [request["path"] for request in cloud.requests()[heard:]]
        assert not any(path.endswith(("plant/list", "device/list")) for path in paths)
    assert cloud.violations()["count"] == 0


def hand_over(cloud: Simulator, plant_id: int) -> None:
    """Give a plant of the first account to the second."""
    one, other = cloud._cloud.world, cloud._cloud.others[0].world
    plant = one.plants.pop(plant_id)
    other.plants[plant_id] = plant
    for serial, device in list(one.devices.items()):
        if device.plant is plant:
            other.devices[serial] = one.devices.pop(serial)


def holder(fleet: InProcessFleet, plant_id: int) -> str:
    wanted = text(
        "SELECT name FROM fleet_accounts JOIN fleet_plants USING (account_id) WHERE plant_id = :id"
    )
    with fleet.store.reading() as connection:
        return str(connection.scalar(wanted, {"id": plant_id}))


async def test_a_plant_is_handed_over(cloud: Simulator, url: str) -> None:
    token = cloud.add_account(user="second", password="s3cret")["token"]
    tokens = {ACCOUNT: cloud.token, "second": token}
    since = now_of(cloud).date() + 30 * DAY
    options: dict[str, Any] = {"interval": timedelta(hours=6), **QUIET}
    with in_process_fleet(cloud, url, tokens=tokens, since=since, **options) as fleet:
        hours = await take_hours(fleet, 6)
        assert holder(fleet, HOME) == ACCOUNT
        hand_over(cloud, HOME)
        while holder(fleet, HOME) != "second":
            hours += await take_hours(fleet, 6)
            assert hours < 24 * 5
        # two looks have not found it, and the next one of the other account does
        assert hours >= 24 * 2
        heard, before = len(cloud.requests()), newest(fleet, MIN_SN)
        await take_hours(fleet, 12)
        assert newest(fleet, MIN_SN) > before
        assert sum(MIN_SN in names for names in polled(cloud, heard)) in (2, 3)
        with fleet.store.reading() as connection:
            assert connection.scalar(text("SELECT count(*) FROM moves")) == 0
    assert cloud.violations()["count"] == 0


async def take_hours(fleet: InProcessFleet, hours: int) -> int:
    """Let all accounts take turns for so long."""
    for _ in range(hours // 6):
        for account in fleet.clients:
            for _ in range(3):
                fleet.take(account)
        fleet.sleep(6 * 3600)
    return hours


async def test_a_poll_that_failed_is_a_poll(cloud: Simulator, url: str) -> None:
    with in_process_fleet(cloud, url, since=now_of(cloud).date(), **QUIET) as fleet:
        await work(fleet, lambda: newest(fleet, MIN_SN) > 0)
        fleet.sleep(300)
        begun, heard = now_of(cloud), len(cloud.requests())
        cloud.add_fault(
            {"fault": "error_code", "error_code": 10011, "match": "tlxs_data", "times": 0}
        )
        await work(fleet, lambda: now_of(cloud) >= begun + timedelta(minutes=20))
        assert polled(cloud, heard).count(MIN_SN) in (4, 5)


async def test_a_token_that_is_refused(cloud: Simulator, url: str) -> None:
    tokens = {ACCOUNT: "n0t-a-token"}
    with in_process_fleet(cloud, url, tokens=tokens, **QUIET) as fleet:
        begun = now_of(cloud)
        await work(fleet, lambda: now_of(cloud) >= begun + timedelta(minutes=20))
        assert 3 <= len(cloud.requests()) <= 5

"""Accounts with many plants, and plants with many devices: all of them are found."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from growattServer.recorder.events import Found
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.store import Store
from growattServer.simulator import Simulator

from .fleet_in_process import in_process_fleet, work
from .fleet_world import is_of_v1
from .postgres import Postgres
from .recorder_world import client_of, new_cloud, now_of, recorder_of

pytestmark = pytest.mark.wide

PLANTS = 112
DEVICES = {3: 45, 7: 102}
"""How many devices are in some of the plants."""


@pytest.fixture
def cloud() -> Simulator:
    """An installer's account: more plants than fit on a page, one of them with more devices."""
    made = new_cloud(history_days=1, limits="strict")
    have = len(made._cloud.world.plants)
    for number in range(have, PLANTS):
        plant = made.add_plant(name=f"House {number}", timezone="Europe/Berlin")["plant_id"]
        for each in range(DEVICES.get(number, 1)):
            made.add_device("min", f"M{number:04d}{each:05d}", plant_id=plant)
    return made


def recordable(cloud: Simulator) -> list[Any]:
    devices = cloud._cloud.world.devices.values()
    return [each for each in devices if is_of_v1(each.family)]


def expected(cloud: Simulator) -> set[str]:
    return {each.serial_number for each in recordable(cloud)}


def remember_most(cloud: Simulator, store: Store) -> None:
    """What is known already is not asked for its details: that would be hundreds of calls."""
    plants = list(cloud._cloud.world.plants.values())[:90]
    with store.writing() as connection:
        for plant in plants:
            row: dict[str, Any] = {"plant_id": plant.plant_id, "timezone": plant.timezone}
            row |= {"timezone_is_sure": True, "latitude": plant.latitude}
            row["longitude"] = plant.longitude
            connection.execute(schema.plants.insert().values(row))
        for device in recordable(cloud):
            is_new = device.serial_number.startswith("M0003") or device.serial_number[-3:] == "101"
            if device.plant in plants and not is_new:
                row = {"device_sn": device.serial_number, "family": device.family}
                row["plant_id"] = device.plant.plant_id
                connection.execute(schema.devices.insert().values(row))


def future(cloud: Simulator) -> date:
    """There is no past to be read since then."""
    return now_of(cloud).date() + timedelta(days=14)


def test_a_recorder_finds_all(cloud: Simulator, tmp_path: Path) -> None:
    with cloud, client_of(cloud) as api, Store(tmp_path / "many.db") as store:
        remember_most(cloud, store)
        recorder = recorder_of(cloud, api, store, since=future(cloud), daily=False)
        found = next(event for event in recorder.backfill() if isinstance(event, Found))
        assert found.plants == PLANTS
        assert sorted(found.devices) == sorted(expected(cloud))
        assert {device.device_sn for device in store.devices()} == expected(cloud)
        assert cloud.violations()["count"] == 0


async def test_a_fleet_finds_all(cloud: Simulator, postgres: Postgres) -> None:
    options: dict[str, Any] = {
        "interval": timedelta(days=7),
        "settings_every": None,
        "daily": False,
    }
    url = postgres.url("many")
    with cloud, in_process_fleet(cloud, url, since=future(cloud), **options) as fleet:
        remember_most(cloud, fleet.store)
        wanted = expected(cloud)
        await work(fleet, lambda: {device.device_sn for device in fleet.store.devices()} == wanted)
        assert len(fleet.store.plants()) == PLANTS
        assert cloud.violations()["count"] == 0

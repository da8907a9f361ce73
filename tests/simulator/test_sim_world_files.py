"""Worlds from files: bundled ones, one's own, tables, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from growattServer import GrowattV1ApiError, OpenApiV1
from growattServer.simulator import Simulator
from growattServer.simulator.errors import DoorError
from growattServer.simulator.world_plan import bundled_worlds, load_world

START = "2026-06-15T12:00:00Z"
HOUSE: dict[str, Any] = {"name": "House", "devices": [{"family": "min"}]}


def simulator(world: Any, **more: Any) -> Simulator:
    return Simulator(world=world, start=START, speed=0, history_days=0, **more)


def listed(cloud: Simulator, token: str = "") -> dict[str, list[str]]:
    """The serial numbers of the devices that V1 lists, by plant."""
    with OpenApiV1(token or cloud.token, server_url=cloud.url) as api:
        return {
            str(plant.name): [
                row.device_sn for row in api.device_list(plant.plant_id).devices if row.type != 3
            ]
            for plant in api.plant_list(perpage=100).plants
        }


@pytest.mark.parametrize("name", [name for name in bundled_worlds() if name != "installer"])
def test_a_bundled_world_has_what_its_file_says(name: str) -> None:
    plan = load_world(name)
    with simulator(name) as cloud:
        devices = cloud._cloud.world.devices
        planned = [device for plant in plan.plants for device in plant.devices]
        wanted = [device.family for device in planned for _ in range(device.count)]
        assert [device.family for device in devices.values()] == wanted
        assert set(listed(cloud)) == {plant.place["name"] for plant in plan.plants}
        for serial in devices:
            assert cloud.device(serial)["serial_number"] == serial


def test_the_meter_of_a_business_sees_what_its_inverters_give() -> None:
    with simulator("commercial") as cloud:
        devices = list(cloud._cloud.world.devices)
        logger = cloud.device(devices[0])["datalogger_sn"]
        given = sum(cloud.device(one)["power_w"]["grid_export"] for one in devices)
        assert len(devices) == 3
        assert given > 50_000

        def latest(thing: str, address: int) -> Any:
            reply = requests.get(
                f"{cloud.url}v1/device/{thing}",
                params={"datalog_sn": logger, "address": address},
                headers={"token": cloud.token},
                timeout=60,
            )
            return reply.json()["data"]

        assert latest("ammeter/meter_last_data", 1)["reverActivePower"] == pytest.approx(
            given, abs=0.11
        )
        assert latest("env/env_last_data", 2)["radiant"] > 100


def test_a_thousand_plants_are_there_at_once() -> None:
    with simulator("installer") as cloud, OpenApiV1(cloud.token, server_url=cloud.url) as api:
        page = api.plant_list(page=10, perpage=100)
        assert page.count == 1000
        assert page.plants[-1].name == "House 1000"
        serials = list(cloud._cloud.world.devices)
        assert len(serials) == 1000
        assert set(api.min_last_data_batch(serials[:100])) == set(serials[:100])


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[plants]]\nname = "Mine"\ncount = 2\n'
        '[[plants.devices]]\nfamily = "sph"\ncount = 2\nrated_power_w = 10000\n'
    )
    with simulator(path) as cloud:
        assert listed(cloud) == {
            "Mine 1": ["SPH01000001", "SPH01000002"],
            "Mine 2": ["SPH01000003", "SPH01000004"],
        }
        assert cloud.device("SPH01000004")["hardware"]["rated_power_w"] == 10000
        cloud.add_device("min", "ADDED00001")
        cloud.reset()
        assert set(cloud._cloud.world.devices) == {f"SPH0100000{number}" for number in range(1, 5)}


def test_accounts_see_their_own() -> None:
    other = {"user": "ann", "password": "secret", "token": "ann's token", "plants": [HOUSE]}
    with simulator({"plants": [HOUSE], "accounts": [other]}) as cloud:
        assert listed(cloud) == {"House": ["MIN01000001"]}
        assert listed(cloud, "ann's token") == {"House": ["MIN02000001"]}
        with OpenApiV1("ann's token", server_url=cloud.url) as api:
            with pytest.raises(GrowattV1ApiError):
                api.min_energy("MIN01000001")
            assert api.min_energy("MIN02000001").time is not None
        cloud.reset()
        assert listed(cloud, "ann's token") == {"House": ["MIN02000001"]}


@pytest.mark.parametrize(("said", "asked", "days"), [(3, None, 3), (3, 2, 2), (None, None, 14)])
def test_a_world_says_how_long_its_past_is(said: int | None, asked: int | None, days: int) -> None:
    other = {"user": "ann", "password": "secret", "token": "ann's token", "plants": [HOUSE]}
    table: dict[str, Any] = {"plants": [HOUSE], "accounts": [other]}
    if said is not None:
        table["history_days"] = said
    with Simulator(world=table, start=START, speed=0, history_days=asked) as cloud:
        for serial_number in ("MIN01000001", "MIN02000001"):
            states = cloud.truth(serial_number, start="2026-01-01T00:00:00Z", end=START)
            # up to noon in UTC, from midnight in Berlin
            assert len(states) == pytest.approx((days + 14 / 24) * 288, abs=2)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({}, "at least one"),
        ({"plants": []}, "at least one"),
        ({"plants": {}}, r"Write plants as \[\[plants\]\]"),
        ({"houses": [HOUSE]}, "not 'houses'"),
        ({"plants": [HOUSE], "history_days": -1}, "history_days must be"),
        ({"plants": [HOUSE], "history_days": True}, "history_days must be"),
        ({"plants": [{"nmae": "x"}]}, "A plant has name"),
        ({"plants": [{"latitude": "north"}]}, "latitude must be a number"),
        ({"plants": [{**HOUSE, "count": 0}]}, "count must be"),
        ({"plants": [{**HOUSE, "count": True}]}, "count must be"),
        ({"plants": [{**HOUSE, "count": 2, "plant_id": 5}]}, "one plant_id"),
        ({"plants": [{"devices": [{"family": "toaster"}]}]}, "The family of a device is one of"),
        ({"plants": [{"devices": [{"family": "min", "rated_power": 5}]}]}, "no hardware value"),
        (
            {"plants": [{"devices": [{"family": "min", "serial_number": "A1B2", "count": 2}]}]},
            "of one device only",
        ),
        (
            {"plants": [{"count": 2, "devices": [{"family": "min", "serial_number": "A1B2"}]}]},
            "cannot have one serial_number",
        ),
        ({"plants": [HOUSE], "accounts": [{"user": "x"}]}, "user, password"),
        ({"plants": [HOUSE], "accounts": [{"user": "x", "password": "y"}]}, "at least one"),
    ],
)
def test_what_does_not_fit_is_told(table: dict[str, Any], said: str) -> None:
    with pytest.raises(DoorError, match=said):
        simulator(table)


@pytest.mark.parametrize("text", ["plants = [", "\x00"])
def test_a_file_that_is_no_toml(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text)
    with pytest.raises(DoorError, match=r"World broken\.toml is not TOML"):
        simulator(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DoorError, match="neither a file that can be read nor one of balcony"):
        simulator(tmp_path / "none.toml")

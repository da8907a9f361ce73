"""Lists of plants and devices, page by page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from growattServer import AsyncOpenApiV1, GrowattParameterError, OpenApiV1, Rows
from growattServer.simulator import Simulator

PLANTS, DEVICES = 45, 23
# its datalogger is a device, too
ROWS = DEVICES + 1


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start="2026-06-15T12:00:00Z", speed=0, history_days=0, limits="off") as made:
        for number in range(PLANTS - len(made._cloud.world.plants)):
            made.add_plant(name=f"House {number}")
        plant = made.add_plant(name="Hall")["plant_id"]
        for number in range(DEVICES):
            made.add_device("min", f"HALL{number:06d}", plant_id=plant)
        yield made


def hall(cloud: Simulator) -> int:
    with OpenApiV1(cloud.token, server_url=cloud.url) as api:
        plants = api.plant_list(perpage=100).plants or Rows()
        return next(plant.plant_id or 0 for plant in plants if plant.name == "Hall")


def test_the_first_twenty_come_unless_more_is_said(cloud: Simulator) -> None:
    with OpenApiV1(cloud.token, server_url=cloud.url) as api:
        first = api.plant_list()
        assert len(first.plants or []) == 20
        assert first.count == PLANTS + 1
        assert api.plant_list(page=1, perpage=20) == first
        assert len(api.device_list(hall(cloud)).devices or []) == 20


def test_pages_give_each_row_once(cloud: Simulator) -> None:
    plant = hall(cloud)
    with OpenApiV1(cloud.token, server_url=cloud.url) as api:
        pages: list[Any] = [api.plant_list(page=page, perpage=10).plants for page in range(1, 6)]
        assert [len(page) for page in pages] == [10, 10, 10, 10, 6]
        assert len({row.plant_id for page in pages for row in page}) == PLANTS + 1
        whole = api.plant_list(perpage=100).plants or Rows()
        assert [row for page in pages for row in page] == whole
        rest = api.device_list(plant, page=2)
        assert (len(rest.devices or []), rest.count) == (ROWS - 20, ROWS)


def test_pages_can_be_awaited(cloud: Simulator) -> None:
    async def main() -> tuple[Any, Any]:
        async with AsyncOpenApiV1(cloud.token, server_url=cloud.url) as api:
            plants = await api.plant_list(page=3, perpage=20)
            return plants, await api.device_list(hall(cloud), page=2, perpage=20)

    plants, devices = asyncio.run(main())
    assert len(plants.plants) == PLANTS + 1 - 40
    assert len(devices.devices) == ROWS - 20


@pytest.mark.parametrize("wrong", [{"page": 0}, {"perpage": -1}, {"page": "two"}, {"page": True}])
def test_a_page_that_cannot_be_is_refused(cloud: Simulator, wrong: dict[str, Any]) -> None:
    before = len(cloud.requests())
    with OpenApiV1(cloud.token, server_url=cloud.url) as api:
        with pytest.raises(
            GrowattParameterError, match=f"{next(iter(wrong))} must be a whole number"
        ):
            api.plant_list(**wrong)
        with pytest.raises(
            GrowattParameterError, match=f"{next(iter(wrong))} must be a whole number"
        ):
            api.device_list(1000001, **wrong)
    assert len(cloud.requests()) == before

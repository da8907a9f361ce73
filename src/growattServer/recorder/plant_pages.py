"""The lists of plants and of the devices of a plant, a page a call, for accounts with many of them.

`plant_list` and `device_list` of a client give the first 20 rows, as they always did.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from ..open_api_v1 import OpenApiV1
from ..open_api_v1.calls import V1Calls, call_record
from ..open_api_v1.endpoints import DEVICE_LIST, PLANT_LIST
from ..open_api_v1.records import DeviceList, DeviceRow, Plant, PlantList
from ..wire import Flow
from .families import family_of_type

ROWS_A_PAGE = 100
"""As many as the server gives; a page counts as a call of its own."""

R = TypeVar("R", Plant, DeviceRow)


class Page(NamedTuple, Generic[R]):
    """Some rows of a list."""

    rows: list[R]
    is_last: bool


def page_of_plants(api: OpenApiV1, page: int) -> Page[Plant]:
    """A page of the plants of an account, counted from 1."""
    answer = api._run(_plant_list, (api, page), {}, on_limit="raise")
    plants = [plant for plant in answer.plants or [] if plant.plant_id is not None]
    return Page(plants, _is_last(answer.plants, answer.count, page))


def page_of_devices(api: OpenApiV1, plant_id: int, page: int) -> Page[DeviceRow]:
    """The devices that can be recorded in a page of those of a plant, counted from 1."""
    answer = api._run(_device_list, (api, plant_id, page), {}, on_limit="raise")
    devices = [
        device
        for device in answer.devices or []
        if device.device_sn and family_of_type(device.type)
    ]
    return Page(devices, _is_last(answer.devices, answer.count, page))


def _is_last(rows: Sequence[R] | None, count: int | None, page: int) -> bool:
    # a server that goes on counting must not be asked for ever
    return not rows or (count or 0) <= page * ROWS_A_PAGE


def _plant_list(api: V1Calls, page: int) -> Flow[PlantList]:
    wanted = {"page": page, "perpage": ROWS_A_PAGE, "search_type": "", "search_keyword": ""}
    return call_record(api, PLANT_LIST, wanted, PlantList)


def _device_list(api: V1Calls, plant_id: int, page: int) -> Flow[DeviceList]:
    wanted = {"plant_id": plant_id, "page": page, "perpage": ROWS_A_PAGE}
    return call_record(api, DEVICE_LIST, wanted, DeviceList)

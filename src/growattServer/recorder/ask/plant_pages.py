"""The lists of plants and of the devices of a plant, for accounts with many of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from ...fields import Record
from ...open_api_v1 import OpenApiV1
from ...open_api_v1.records import DeviceRow, Plant
from ..keep.families import family_of_type

ROWS_A_PAGE = 100
"""As many as the server gives; a page counts as a call of its own."""

_LONGEST_SERIAL = 100

R = TypeVar("R", bound=Record)


class Page(NamedTuple, Generic[R]):
    """Some rows of a list."""

    rows: list[R]
    is_last: bool


def page_of_plants(api: OpenApiV1, page: int) -> Page[Plant]:
    """A page of the plants of an account, counted from 1."""
    answer = api.plant_list(page=page, perpage=ROWS_A_PAGE, on_limit="raise")
    plants = [plant for plant in answer.plants if Plant.plant_id.read(plant) is not None]
    return Page(plants, _is_last(answer.plants, answer.count, page))


def page_of_devices(api: OpenApiV1, plant_id: int, page: int) -> Page[DeviceRow]:
    """The devices that can be recorded in a page of those of a plant, counted from 1."""
    answer = api.device_list(plant_id, page=page, perpage=ROWS_A_PAGE, on_limit="raise")
    devices = [
        device
        for device in answer.devices
        if is_serial_number(DeviceRow.device_sn.read(device))
        and family_of_type(DeviceRow.type.read(device))
    ]
    return Page(devices, _is_last(answer.devices, answer.count, page))


def is_serial_number(text: str | None) -> bool:
    """Whether a text may be one: events and plans show it, so it cannot steer what shows them."""
    return text is not None and 0 < len(text) <= _LONGEST_SERIAL and text.isprintable()


def _is_last(rows: Sequence[R], count: int | None, page: int) -> bool:
    # a server that goes on counting must not be asked for ever
    return not rows or (count or 0) <= page * ROWS_A_PAGE

"""The list of plants of an account with many of them, a page of a hundred a call."""

from __future__ import annotations

from typing import NamedTuple

from ...open_api_v1 import OpenApiV1
from ...open_api_v1.calls import V1Calls, call_record
from ...open_api_v1.endpoints import PLANT_LIST
from ...open_api_v1.records import Plant, PlantList
from ...wire import Flow

PLANTS_A_PAGE = 100
"""As many as the server gives; it takes one call in 5 minutes, and 10 a day."""


class PlantPage(NamedTuple):
    """Some of the plants of an account."""

    plants: list[Plant]
    is_last: bool


def ask_for_plants(api: OpenApiV1, page: int) -> PlantPage:
    """A page of the list, counted from 1."""
    answer = api._run(_plant_list, (api, page), {})
    plants = [plant for plant in answer.plants or [] if plant.plant_id is not None]
    is_last = not plants or (answer.count or 0) <= page * PLANTS_A_PAGE
    return PlantPage(plants, is_last)


def _plant_list(api: V1Calls, page: int) -> Flow[PlantList]:
    wanted = {"page": page, "perpage": PLANTS_A_PAGE, "search_type": "", "search_keyword": ""}
    return call_record(api, PLANT_LIST, wanted, PlantList)

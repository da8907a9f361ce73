"""Every page of the app that is simulated: path, what selects it, who answers, in which shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..account import LOGIN_PATH
from ..scene import Scene
from . import (
    dashboard,
    inverter,
    lists,
    mix,
    noah,
    plants,
    setters,
    storage,
    tlx,
    update_plant,
)
from .answers import Shape
from .asking import Params

Handler = Callable[[Scene, Params], Any]

ERROR_PATH = "/error.do"


@dataclass(frozen=True, slots=True)
class Page:
    """One call; `select` is the parameter that names it, with its value, where a path has many."""

    path: str
    select: str
    handler: Handler
    shape: Shape
    writes: bool = False


PAGES = (
    Page("/PlantListAPI.do", "", plants.plant_list, Shape.BACK),
    Page("/PlantDetailAPI.do", "", plants.plant_detail, Shape.BACK),
    Page("/newPlantAPI.do", "op=getPlant", plants.plant_settings, Shape.BARE),
    Page("/newPlantAPI.do", "action=getEnergyStorageData", dashboard.dashboard, Shape.BARE),
    Page("/newTwoPlantAPI.do", "op=getAllPlantListTwo", plants.plant_list_two, Shape.PLANTS),
    Page("/newTwoPlantAPI.do", "op=getAllDeviceListTwo", lists.first_list, Shape.BARE),
    Page("/newTwoPlantAPI.do", "op=getAllDeviceList", lists.second_list, Shape.BARE),
    Page(
        "/newTwoPlantAPI.do", "op=getUserCenterEnertyDataByPlantid", plants.energy_data, Shape.BARE
    ),
    Page("/newTwoPlantAPI.do", "op=updatePlant", update_plant.update_plant, Shape.FLAG, True),
    Page("/newInverterAPI.do", "op=getInverterData", inverter.data, Shape.BARE),
    Page("/newInverterAPI.do", "op=getInverterDetailData", inverter.detail, Shape.BARE),
    Page("/newInverterAPI.do", "op=getInverterDetailData_two", inverter.detail_two, Shape.BARE),
    Page("/commonDeviceSetC/setInverter", "", inverter.settings_page, Shape.PAGE),
    Page("/newTlxApi.do", "op=getSystemStatus_KW", tlx.system_status, Shape.OBJ),
    Page("/newTlxApi.do", "op=getEnergyOverview", tlx.energy_overview, Shape.OBJ),
    Page("/newTlxApi.do", "op=getEnergyProdAndCons_KW", tlx.production, Shape.OBJ),
    Page("/newTlxApi.do", "op=getTlxData", tlx.data, Shape.BARE),
    Page("/newTlxApi.do", "op=getTlxDetailData", tlx.detail, Shape.BARE),
    Page("/newTlxApi.do", "op=getTlxParams", tlx.parameters, Shape.BARE),
    Page("/newTlxApi.do", "op=getTlxSetData", tlx.all_settings, Shape.OBJ),
    Page("/newTlxApi.do", "op=getBatInfo", tlx.battery_info, Shape.OBJ),
    Page("/newTlxApi.do", "op=getBatDetailData", tlx.battery_detail, Shape.BARE),
    Page("/newLoginAPI.do", "op=getSetPass", tlx.offered_settings, Shape.OBJ),
    Page("/newMixApi.do", "op=getMixInfo", mix.info, Shape.OBJ),
    Page("/newMixApi.do", "op=getEnergyOverview", mix.totals, Shape.OBJ),
    Page("/newMixApi.do", "op=getSystemStatus_KW", mix.system_status, Shape.OBJ),
    Page("/newMixApi.do", "op=getEnergyProdAndCons_KW", mix.detail, Shape.OBJ),
    Page("/newMixApi.do", "op=getMixSetParams", mix.settings, Shape.OBJ),
    Page("/newStorageAPI.do", "op=getStorageInfo_sacolar", storage.detail, Shape.BARE),
    Page("/newStorageAPI.do", "op=getStorageParams_sacolar", storage.parameters, Shape.BARE),
    Page(
        "/newStorageAPI.do", "op=getEnergyOverviewData_sacolar", storage.energy_overview, Shape.OBJ
    ),
    Page("/noahDeviceApi/noah/isPlantNoahSystem", "", noah.is_noah_system, Shape.OBJ),
    Page("/noahDeviceApi/noah/getSystemStatus", "", noah.system_status, Shape.OBJ),
    Page("/noahDeviceApi/noah/getNoahInfoBySn", "", noah.info, Shape.OBJ),
    Page("/noahDeviceApi/noah/set", "", setters.noah_set, Shape.OBJ, True),
    Page("/newTcpsetAPI.do", "op=tlxSet", setters.NumberedWriter("min"), Shape.FLAG, True),
    Page("/newTcpsetAPI.do", "op=mixSetApiNew", setters.NumberedWriter("sph"), Shape.FLAG, True),
    Page("/newTcpsetAPI.do", "op=mixSetApi", setters.NumberedWriter("sph"), Shape.FLAG, True),
    Page("/newTcpsetAPI.do", "op=spaSetApi", setters.NumberedWriter("spa"), Shape.FLAG, True),
    Page("/tcpSet.do", "action=inverterSet", setters.inverter_set, Shape.SWITCH, True),
)

_TABLE: dict[str, dict[str, Page]] = {}
for _page in PAGES:
    _TABLE.setdefault(_page.path, {})[_page.select] = _page


def is_legacy(path: str) -> bool:
    """Does this path belong to the app?"""
    return path in _TABLE or path in (LOGIN_PATH, ERROR_PATH)


def page_of(path: str, params: Mapping[str, str]) -> Page | None:
    """The page that these parameters select."""
    pages = _TABLE.get(path, {})
    if "" in pages:
        return pages[""]
    for name in ("op", "action"):
        page = pages.get(f"{name}={params.get(name, '')}")
        if page is not None:
            return page
    return None


def shape_of(path: str, params: Mapping[str, str]) -> Shape:
    """What answers of this request look like outside."""
    if path == LOGIN_PATH:
        return Shape.BACK
    page = page_of(path, params)
    return page.shape if page else Shape.BARE


def selectors(path: str) -> str:
    """What would have selected a page of this path."""
    return ", ".join(_TABLE.get(path, {}))

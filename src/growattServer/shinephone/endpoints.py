"""The ShinePhone calls that the library makes: one row each.

Facts: the requests of release 2.2.0 of this library, seen at a server. The vendor documents none of
this; where parameters travel (query, form, multipart) follows no pattern, so each row says it.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Where(StrEnum):
    """Where the parameters of a call travel."""

    QUERY = "query"
    FORM = "form"
    PARTS = "multipart form"


class Endpoint(NamedTuple):
    """One call: where it goes, what it always sends, and where in the answer the payload lies.

    `query` goes before the parameters of the call. `inside` is the key of the payload, None for the
    whole answer; without that key the payload is an empty `absent`. A call that `writes` changes a
    setting and is never repeated. `is_page` answers with a web page. What is `polled` shows
    readings, which nobody needs more often than they change.
    """

    method: str
    path: str
    operation: str
    where: Where = Where.QUERY
    query: Mapping[str, Any] = NOTHING
    inside: str | None = None
    absent: type[dict[str, Any]] | type[list[Any]] = dict
    writes: bool = False
    follows_redirects: bool = True
    is_page: bool = False
    polled: bool = True


def _get(path: str, op: str | None, operation: str, **more: Any) -> Endpoint:
    return Endpoint("GET", path, operation, query={"op": op} if op else NOTHING, **more)


def _post(path: str, op: str | None, operation: str, **more: Any) -> Endpoint:
    return Endpoint("POST", path, operation, query={"op": op} if op else NOTHING, **more)


FORM, PARTS = Where.FORM, Where.PARTS

LOGIN = _post("newTwoLoginAPI.do", None, "login", where=FORM, inside="back", polled=False)

# plants
PLANT_LIST = _get(
    "PlantListAPI.do",
    None,
    "getting plant list",
    inside="back",
    absent=list,
    follows_redirects=False,
)
PLANT_DETAIL = _get("PlantDetailAPI.do", None, "getting plant detail", inside="back")
PLANT_LIST_TWO = _post(
    "newTwoPlantAPI.do",
    "getAllPlantListTwo",
    "getting plant list",
    where=FORM,
    inside="PlantList",
    absent=list,
)
PLANT_INFO = _get("newTwoPlantAPI.do", "getAllDeviceListTwo", "getting plant info")
DEVICE_LIST = _get(
    "newTwoPlantAPI.do", "getAllDeviceList", "getting device list", inside="deviceList"
)
PLANT_SETTINGS = _get("newPlantAPI.do", "getPlant", "getting plant settings", polled=False)
UPDATE_PLANT = _post(
    "newTwoPlantAPI.do", "updatePlant", "updating plant settings", where=PARTS, writes=True
)

# dashboard
PLANT_ENERGY_DATA = _post(
    "newTwoPlantAPI.do", "getUserCenterEnertyDataByPlantid", "getting plant energy", where=FORM
)
DASHBOARD_DATA = Endpoint(
    "POST", "newPlantAPI.do", "getting dashboard data", query={"action": "getEnergyStorageData"}
)

# inverters
INVERTER_DATA = _get("newInverterAPI.do", "getInverterData", "getting inverter data")
INVERTER_DETAIL = _get("newInverterAPI.do", "getInverterDetailData", "getting inverter detail")
INVERTER_DETAIL_TWO = _get(
    "newInverterAPI.do", "getInverterDetailData_two", "getting inverter detail"
)
UPDATE_INVERTER = _post("newTcpsetAPI.do", None, "updating inverter setting", writes=True)
UPDATE_AC = _post("newTcpsetAPI.do", "spaSetApi", "updating AC inverter setting", writes=True)

# classic inverters
CLASSIC_INFO = Endpoint(
    "GET",
    "commonDeviceSetC/setInverter",
    "getting classic inverter info",
    query={"type": "server"},
    is_page=True,
    polled=False,
)
UPDATE_CLASSIC = _post("tcpSet.do", None, "updating classic inverter setting", writes=True)

# TLX, the vendor's code name of the MIN
TLX_SYSTEM_STATUS = _post(
    "newTlxApi.do", "getSystemStatus_KW", "getting TLX system status", where=FORM, inside="obj"
)
TLX_ENERGY_OVERVIEW = _post(
    "newTlxApi.do", "getEnergyOverview", "getting TLX energy overview", where=FORM, inside="obj"
)
TLX_ENERGY_PROD_CONS = _post(
    "newTlxApi.do", "getEnergyProdAndCons_KW", "getting TLX energy curves", where=FORM, inside="obj"
)
TLX_DATA = _get("newTlxApi.do", "getTlxData", "getting TLX data")
TLX_DETAIL = _get("newTlxApi.do", "getTlxDetailData", "getting TLX detail")
TLX_PARAMS = _get("newTlxApi.do", "getTlxParams", "getting TLX parameters")
TLX_ALL_SETTINGS = _post(
    "newTlxApi.do", "getTlxSetData", "getting TLX settings", where=FORM, inside="obj", polled=False
)
TLX_ENABLED_SETTINGS = _post(
    "newLoginAPI.do",
    "getSetPass",
    "getting enabled TLX settings",
    where=FORM,
    inside="obj",
    polled=False,
)
TLX_BATTERY_INFO = _post(
    "newTlxApi.do", "getBatInfo", "getting TLX battery info", where=FORM, inside="obj"
)
TLX_BATTERY_DETAIL = _post(
    "newTlxApi.do", "getBatDetailData", "getting TLX battery detail", where=FORM
)
UPDATE_TLX = _post("newTcpsetAPI.do", "tlxSet", "updating TLX inverter setting", writes=True)
UPDATE_TLX_SEGMENT = _post(
    "newTcpsetAPI.do", "tlxSet", "updating TLX inverter time segment", where=FORM, writes=True
)

# MIX, the vendor's code name of the SPH
MIX_INFO = _get("newMixApi.do", "getMixInfo", "getting MIX info", inside="obj")
MIX_TOTALS = _post("newMixApi.do", "getEnergyOverview", "getting MIX totals", inside="obj")
MIX_SYSTEM_STATUS = _post(
    "newMixApi.do", "getSystemStatus_KW", "getting MIX system status", inside="obj"
)
MIX_DETAIL = _post("newMixApi.do", "getEnergyProdAndCons_KW", "getting MIX detail", inside="obj")
MIX_SETTINGS = _get("newMixApi.do", "getMixSetParams", "getting MIX settings", polled=False)
UPDATE_MIX = _post("newTcpsetAPI.do", "mixSetApiNew", "updating MIX inverter setting", writes=True)

# storages
STORAGE_DETAIL = _get("newStorageAPI.do", "getStorageInfo_sacolar", "getting storage detail")
STORAGE_PARAMS = _get("newStorageAPI.do", "getStorageParams_sacolar", "getting storage parameters")
STORAGE_ENERGY_OVERVIEW = _post(
    "newStorageAPI.do",
    "getEnergyOverviewData_sacolar",
    "getting storage energy overview",
    inside="obj",
)

# NOAH
IS_NOAH = _post(
    "noahDeviceApi/noah/isPlantNoahSystem",
    None,
    "asking for a NOAH system",
    where=FORM,
    polled=False,
)
NOAH_STATUS = _post(
    "noahDeviceApi/noah/getSystemStatus", None, "getting NOAH system status", where=FORM
)
NOAH_INFO = _post(
    "noahDeviceApi/noah/getNoahInfoBySn", None, "getting NOAH info", where=FORM, polled=False
)
UPDATE_NOAH = _post(
    "noahDeviceApi/noah/set", None, "updating NOAH settings", where=FORM, writes=True
)


PAGES = frozenset(each.path for each in list(globals().values()) if isinstance(each, Endpoint))
"""The pages of the password API, by their paths."""

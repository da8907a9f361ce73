"""The V4 calls: one row each, with what the vendor documents about it.

Facts: the vendor's books at showdoc.com.cn/2540838290984246 and, for VPP and the newer settings of
a NOAH, showdoc.com.cn/2598832417617967 (`page` of each row). Pages of the second that could not be
read are known from the public client growattPublicApiPy.
"""

from __future__ import annotations

from typing import Any

from ..etiquette.envelope import Envelope, ErrorTable, shape_error, unwrap
from ..exceptions import (
    GrowattDeviceOfflineError,
    GrowattPermissionError,
    GrowattRateLimitError,
    GrowattUnknownDeviceError,
    GrowattV1ApiError,
)
from ..open_api_v1.endpoints import Endpoint

FIVE_SECONDS = 5
FIVE_MINUTES = 300
ONE_MINUTE = 60

READ_BACK = "the device may have obeyed all the same; read the setting back before trying again"
_PACES = "lists, settings and device reads go once in 5 seconds, readings once in 5 minutes"
CODES: ErrorTable = {
    1: (GrowattV1ApiError, "the server's system error; try again later"),
    2: (GrowattPermissionError, "the token is not valid; check it and the regional server"),
    3: (GrowattPermissionError, "the token may not use this device"),
    4: (GrowattUnknownDeviceError, "no such device"),
    5: (GrowattDeviceOfflineError, ""),
    6: (GrowattV1ApiError, "the device did not take the setting"),
    7: (GrowattUnknownDeviceError, "the device is of another family; `devices` tells which"),
    8: (GrowattV1ApiError, "the serial number is missing"),
    9: (GrowattV1ApiError, "the date is missing"),
    10: (GrowattV1ApiError, "the number of the page is missing"),
    11: (GrowattV1ApiError, "too many serial numbers in one call"),
    12: (GrowattPermissionError, "the token may not use this device; `devices` tells which it may"),
    16: (GrowattV1ApiError, "the device did not answer in time"),
    100: (GrowattRateLimitError, _PACES),
    101: (GrowattPermissionError, "the token is missing or not valid, or has no access"),
    102: (GrowattRateLimitError, _PACES),
    -1: (GrowattPermissionError, "wrong address; use the openapi server of your region"),
}
"""What the codes mean in all calls; where a page has its own, they are the same."""

WRITE_CODES: ErrorTable = {
    1: (GrowattV1ApiError, f"the server's system error; {READ_BACK}"),
    16: (GrowattV1ApiError, f"the device did not answer in time; {READ_BACK}"),
}
ENVELOPE = Envelope("code", "message", CODES)


def _data_of(document: Any, operation: str, errors: ErrorTable) -> Any:
    return unwrap(document, operation, errors, ENVELOPE)


def _message_of(document: Any, operation: str, errors: ErrorTable) -> Any:
    """The value where the server swaps data and message."""
    unwrap(document, operation, errors, ENVELOPE)
    value = document.get("message")
    if value is None:
        raise shape_error(operation, "message is missing, which holds the value here")
    return value


def _of_many(path: str, words: str, page: int) -> Endpoint:
    return Endpoint(
        "POST",
        path,
        f"getting {words}",
        page,
        {},
        FIVE_MINUTES,
        serial_numbers="deviceSn",
        unwrap=_data_of,
    )


def _of_one(path: str, words: str, page: int) -> Endpoint:
    return Endpoint("POST", path, words, page, {}, FIVE_SECONDS, unwrap=_data_of)


def _write(path: str, words: str, page: int) -> Endpoint:
    return Endpoint(
        "POST", path, words, page, WRITE_CODES, FIVE_SECONDS, writes=True, unwrap=_data_of
    )


DEVICE_LIST = _of_one("queryDeviceList", "getting the list of devices", 11292915113214428)
DEVICE_INFO = _of_many("queryDeviceInfo", "device details", 11292915673945114)
LAST_DATA = _of_many("queryLastData", "the latest readings", 11292915898375566)
HISTORY = _of_many("queryHistoricalData", "the readings of a day", 11292916022305414)
HISTORY_OF_MANY = _of_many(
    "queryDevicesHistoricalData", "the readings of several devices on a day", 11292916133591058
)
# the vendor names no pace for these two: that of the calls like them is kept
HIGH_FREQUENCY = _of_one("queryDfcData", "getting the high-frequency reading", 11559060626625550)
MODEL = _of_one("queryDeviceInfoParam", "getting model and battery", 11559060626973442)
SIGNAL = _of_one(
    "getWiFiSignalByDevice", "getting the signal strength", 11558704404033100
)._replace(unwrap=_message_of)

SET_ON_OFF = _write("setOnOrOff", "switching a device on or off", 11330750679726415)
SET_POWER = _write("setPower", "setting the active power", 11330751643769012)
READ_POWER = _of_one("readPower", "reading the active power", 11558661372387309)

READ_VPP = _of_one("readVppParameter", "reading a VPP parameter", 11558629942271434)
SET_VPP = _write("setVppParameter", "setting a VPP parameter", 11558385202215329)
SET_NEW_VPP = _write("setNewVppParameter", "setting a VPP parameter", 11558779194508962)
REMOVE_VPP = _write("removeVppTimePeriod", "clearing VPP time periods", 11558779224942201)

SET_HIGH_SOC = _write("setHighLimitSoc", "setting the upper limit of charge", 11330751904512654)
SET_LOW_SOC = _write("setLowLimitSoc", "setting the lower limit of charge", 11330752473301776)
SET_TIME_SEGMENT = _write("setTimeSegment", "setting a time segment", 11330752683972660)
SET_DEVICE = _write("setDevice", "pairing a NOAH with an inverter", 11558661385169048)
SET_GRID_CHARGE = _write("setGridCharge", "allowing charging from the grid", 11558677502514466)
SET_OFF_GRID = _write("setOffGrid", "switching the off-grid output", 11558677526814378)

ENDPOINTS = [each for each in list(globals().values()) if isinstance(each, Endpoint)]

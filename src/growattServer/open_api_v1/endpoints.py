"""The V1 calls that the library makes: one row each, with what the vendor documents about it.

Facts: the vendor's pages at showdoc.com.cn/262556420217021 (`page` of each row), and for the words
of an operation release 2.2.0 of this library, whose error texts programs know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..etiquette.envelope import ErrorTable
from ..exceptions import (
    GrowattDeviceOfflineError,
    GrowattUnknownDeviceError,
    GrowattV1ApiError,
)

BOOK = "https://www.showdoc.com.cn/262556420217021/"
FIVE_MINUTES = 300
TEN_SECONDS = 10


class Endpoint(NamedTuple):
    """One call: where it goes, what it is for, how often it may be made, what its codes mean."""

    method: str
    path: str
    operation: str
    page: int
    errors: ErrorTable
    period_s: int | None = None
    calls_per_day: int | None = None
    writes: bool = False
    sends_form: bool = False
    rows: str | None = None
    """The key of the rows of a history, which may be empty."""

    @property
    def is_of_a_device(self) -> bool:
        """Whether it reads something of one device, as `device/FAMILY/CALL` does."""
        return self.path.startswith("device/") and self.path.count("/") == 2


def _errors(
    unknown: Mapping[int, str] | None = None, offline: Mapping[int, str] | None = None, **plain: str
) -> ErrorTable:
    """A table from codes to errors; the plain ones are given as `c10001="what it means"`."""
    return {
        **{int(code[1:]): (GrowattV1ApiError, said) for code, said in plain.items()},
        **{code: (GrowattUnknownDeviceError, said) for code, said in (unknown or {}).items()},
        **{code: (GrowattDeviceOfflineError, said) for code, said in (offline or {}).items()},
    }


_SYSTEM = "the server's system error; try again later"
_PLANT = {10002: "no such plant"}
UNKNOWN_DEVICE = "no such device, or of another family"
_LATEST = _errors({10002: UNKNOWN_DEVICE}, c10001=_SYSTEM, c10003="bad serial number")
_READ = _errors(
    {10002: UNKNOWN_DEVICE},
    {
        10003: "the device is offline",
        10005: "the datalogger is offline",
        10008: "the datalogger cannot reach the server; restart it",
    },
    c10001="the device did not answer; try again later",
    c10004="the serial number of the datalogger is empty",
    c10006="this kind of datalogger cannot read settings",
    c10007="the firmware of the datalogger cannot read settings",
    c10009="no such setting",
)
_WRITE = _errors(
    {10012: UNKNOWN_DEVICE},
    {10003: "the device is offline", 10005: "the datalogger is offline"},
    c10001="the server's system error; read the setting back before trying again",
    c10002="the device's server failed; use the server of the device's region",
    c10004="the serial number is empty",
    c10006="no such setting",
    c10007="a value is missing",
    c10008="a value is out of range",
    c10009="bad date or time",
    c10013="the end is before the start",
)

PLANT_LIST = Endpoint(
    "GET",
    "plant/list",
    "getting plant list",
    1494058730404880,
    _errors(c10001=_SYSTEM),
    FIVE_MINUTES,
    calls_per_day=10,
    sends_form=True,
)
PLANT_DETAILS = Endpoint(
    "GET",
    "plant/details",
    "getting plant details",
    1494060394238679,
    _errors(_PLANT, c10001=_SYSTEM, c10003="the plant id is empty", c10004="no such user"),
    FIVE_MINUTES,
)
PLANT_ENERGY_OVERVIEW = Endpoint(
    "GET",
    "plant/data",
    "getting plant energy overview",
    1494061093808613,
    _errors(_PLANT, c10001=_SYSTEM, c10003="the plant id is empty"),
    FIVE_MINUTES,
)
PLANT_POWER_OVERVIEW = Endpoint(
    "GET",
    "plant/power",
    "getting plant power overview",
    1494062656174173,
    _errors(_PLANT, c10001=_SYSTEM, c10003="the plant id is empty, or a bad date"),
    FIVE_MINUTES,
    rows="powers",
)
PLANT_ENERGY_HISTORY = Endpoint(
    "GET",
    "plant/energy",
    "getting plant energy history",
    1494061730868556,
    _errors(
        _PLANT,
        c10001=_SYSTEM,
        c10003="the plant id is empty",
        c10004="bad dates, or a range that is too long",
    ),
    FIVE_MINUTES,
    calls_per_day=10,
    rows="energys",
)
DEVICE_LIST = Endpoint(
    "GET",
    "device/list",
    "getting device list",
    6117958613377445,
    _errors({10003: "no such plant"}, c10001=_SYSTEM, c10002="the plant id is empty"),
    FIVE_MINUTES,
)

MIN_DETAIL = Endpoint(
    "GET",
    "device/tlx/tlx_data_info",
    "getting MIN inverter details",
    6129816412127075,
    {},
    FIVE_MINUTES,
)
MIN_ENERGY = Endpoint(
    "POST",
    "device/tlx/tlx_last_data",
    "getting MIN inverter energy data",
    6129822090975531,
    _LATEST,
    FIVE_MINUTES,
)
MIN_LAST_DATA_BATCH = Endpoint(
    "POST",
    "device/tlx/tlxs_data",
    "getting the energy data of several MIN inverters",
    6129830403882881,
    _LATEST,
    FIVE_MINUTES,
)
MIN_ENERGY_HISTORY = Endpoint(
    "POST",
    "device/tlx/tlx_data",
    "getting MIN inverter energy history",
    8559849784929961,
    _errors(
        {10005: UNKNOWN_DEVICE},
        c10001=_SYSTEM,
        c10002="the serial number is empty",
        c10003="bad start date",
        c10004="at most 7 days in one call",
    ),
    TEN_SECONDS,
    rows="datas",
)
MIN_SETTINGS = Endpoint(
    "GET",
    "device/tlx/tlx_set_info",
    "getting MIN inverter settings",
    8696815667375182,
    {},
)
MIN_READ_PARAMETER = Endpoint("POST", "readMinParam", "reading parameter", 6129828239577315, _READ)
MIN_WRITE_PARAMETER = Endpoint(
    "POST", "tlxSet", "writing parameter", 6129826876191828, _WRITE, writes=True
)

SPH_DETAIL = Endpoint(
    "GET",
    "device/mix/mix_data_info",
    "getting SPH inverter details",
    6129763571291058,
    {},
)
SPH_ENERGY = Endpoint(
    "POST",
    "device/mix/mix_last_data",
    "getting SPH inverter energy data",
    6129764434976910,
    _LATEST,
    TEN_SECONDS,
)
SPH_LAST_DATA_BATCH = Endpoint(
    "POST",
    "device/mix/mixs_data",
    "getting the energy data of several SPH inverters",
    6129786427013561,
    _errors({10005: UNKNOWN_DEVICE}, c10001=_SYSTEM, c10002="bad serial number"),
    TEN_SECONDS,
)
SPH_ENERGY_HISTORY = Endpoint(
    "POST",
    "device/mix/mix_data",
    "getting SPH inverter energy history",
    6129765461123058,
    _errors(
        {10005: UNKNOWN_DEVICE},
        c10001=_SYSTEM,
        c10002="bad serial number",
        c10003="bad date",
        c10004="at most 7 days in one call",
    ),
    FIVE_MINUTES,
    rows="datas",
)
SPH_READ_PARAMETER = Endpoint("POST", "readMixParam", "reading parameter", 6129766954561259, _READ)
SPH_WRITE_PARAMETER = Endpoint(
    "POST", "mixSet", "writing parameter", 6129761750718760, _WRITE, writes=True
)


_WITH_ERRORS = [each for each in list(globals().values()) if isinstance(each, Endpoint)]


def errors_of(operation: str) -> ErrorTable:
    """What codes mean for an operation with these words; some of them end with a setting."""
    found = (each.errors for each in _WITH_ERRORS if operation.startswith(each.operation))
    return next(found, _WRITE if operation.startswith("writing ") else {})

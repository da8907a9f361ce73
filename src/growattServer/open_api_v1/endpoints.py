"""The V1 calls that the library makes: one row each, with what the vendor documents about it.

Facts: the vendor's pages at showdoc.com.cn/262556420217021 (`page` of each row), and for the words
of an operation release 2.2.0 of this library, whose error texts programs know.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..etiquette.envelope import ErrorTable, shape_error, unwrap
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
    page: int | None
    errors: ErrorTable
    period_s: int | None = None
    calls_per_day: int | None = None
    counts_by_subject: bool = False
    """Whether each subject has that many a day: of which of both it is, the vendor does not say."""
    writes: bool = False
    sends_form: bool = False
    rows: str | None = None
    """The key of the rows of a history, which may be empty."""
    serial_numbers: str = ""
    """The key of many serial numbers in the form, where it is asked of many devices."""
    subject: str = ""
    """The parameter that the server counts by, where it is not `plant_id` or `..._sn`."""
    unwrap: Callable[[Any, str, ErrorTable], Any] = unwrap
    """What takes the data out of a reply, or raises its refusal."""

    @property
    def is_of_a_device(self) -> bool:
        """Whether it reads something of one device, as `device/FAMILY/CALL` does."""
        return self.path.startswith("device/") and self.path.count("/") == 2


def beside(key: str) -> Callable[[Any, str, ErrorTable], Any]:
    """What opens a reply with this key beside the code; some have a code only when they refuse."""

    def opened(document: Any, operation: str, codes: ErrorTable) -> dict[str, Any]:
        if isinstance(document, str):
            # one client has seen such a reply as a text within the document
            from ..decoding import document_of

            document = document_of(document.encode(), None)
        if not isinstance(document, dict) or "error_code" in document:
            unwrap(document, operation, codes)
        if key not in document:
            raise shape_error(operation, f"the reply has no {key}")
        return {name: document[name] for name in document if name not in _CODE}

    return opened


_CODE = ("error_code", "error_msg")


def errors(
    unknown: Mapping[int, str] | None = None, offline: Mapping[int, str] | None = None, **plain: str
) -> ErrorTable:
    """A table from codes to errors; the plain ones are given as `c10001="what it means"`."""
    return {
        **{int(code[1:]): (GrowattV1ApiError, said) for code, said in plain.items()},
        **{code: (GrowattUnknownDeviceError, said) for code, said in (unknown or {}).items()},
        **{code: (GrowattDeviceOfflineError, said) for code, said in (offline or {}).items()},
    }


SYSTEM = "the server's system error; try again later"
_PLANT = {10002: "no such plant"}
UNKNOWN_DEVICE = "no such device, or of another family"
LATEST = errors({10002: UNKNOWN_DEVICE}, c10001=SYSTEM, c10003="bad serial number")
READ = errors(
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
WRITE = errors(
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
    errors(c10001=SYSTEM),
    FIVE_MINUTES,
    calls_per_day=10,
    sends_form=True,
)
PLANT_DETAILS = Endpoint(
    "GET",
    "plant/details",
    "getting plant details",
    1494060394238679,
    errors(_PLANT, c10001=SYSTEM, c10003="the plant id is empty", c10004="no such user"),
    FIVE_MINUTES,
)
PLANT_ENERGY_OVERVIEW = Endpoint(
    "GET",
    "plant/data",
    "getting plant energy overview",
    1494061093808613,
    errors(_PLANT, c10001=SYSTEM, c10003="the plant id is empty"),
    FIVE_MINUTES,
)
PLANT_POWER_OVERVIEW = Endpoint(
    "GET",
    "plant/power",
    "getting plant power overview",
    1494062656174173,
    errors(_PLANT, c10001=SYSTEM, c10003="the plant id is empty, or a bad date"),
    FIVE_MINUTES,
    rows="powers",
)
PLANT_ENERGY_HISTORY = Endpoint(
    "GET",
    "plant/energy",
    "getting plant energy history",
    1494061730868556,
    errors(
        _PLANT,
        c10001=SYSTEM,
        c10003="the plant id is empty",
        c10004="bad dates, or a range that is too long",
    ),
    FIVE_MINUTES,
    calls_per_day=10,
    counts_by_subject=True,
    rows="energys",
)
DEVICE_LIST = Endpoint(
    "GET",
    "device/list",
    "getting device list",
    6117958613377445,
    errors({10003: "no such plant"}, c10001=SYSTEM, c10002="the plant id is empty"),
    FIVE_MINUTES,
)

BATCH = errors({10005: UNKNOWN_DEVICE}, c10001=SYSTEM, c10002="bad serial number")
HISTORY = errors(
    {10005: UNKNOWN_DEVICE},
    c10001=SYSTEM,
    c10002="bad serial number",
    c10003="bad date",
    c10004="at most 7 days in one call",
)

ENDPOINTS = [each for each in list(globals().values()) if isinstance(each, Endpoint)]


def known(endpoint: Endpoint) -> Endpoint:
    """The same endpoint, from now on one of those that the library knows."""
    ENDPOINTS.append(endpoint)
    return endpoint


def detail(path: str, words: str, page: int, every: int | None = None) -> Endpoint:
    """What a device is, or how it is set."""
    return known(Endpoint("GET", path, f"getting {words}", page, {}, every))


def latest(path: str, family: str, page: int, every: int, method: str = "POST") -> Endpoint:
    """The latest readings of a device."""
    words = f"getting {family} inverter energy data"
    return known(Endpoint(method, path, words, page, LATEST, every))


def latest_of_many(
    path: str, key: str, family: str, page: int, every: int, codes: ErrorTable = BATCH
) -> Endpoint:
    """The latest readings of up to 100 devices."""
    words = f"getting the energy data of several {family} inverters"
    return known(Endpoint("POST", path, words, page, codes, every, serial_numbers=key))


def history(
    path: str,
    family: str,
    page: int,
    every: int,
    codes: ErrorTable = HISTORY,
    method: str = "POST",
) -> Endpoint:
    """The readings of some days."""
    words = f"getting {family} inverter energy history"
    return known(Endpoint(method, path, words, page, codes, every, rows="datas"))


def read_parameter(path: str, page: int | None) -> Endpoint:
    """One setting of a device, or some of its registers."""
    return known(Endpoint("POST", path, "reading parameter", page, READ))


def write_parameter(path: str, page: int) -> Endpoint:
    """One setting of a device, written."""
    return known(Endpoint("POST", path, "writing parameter", page, WRITE, writes=True))


def errors_of(operation: str) -> ErrorTable:
    """What codes mean for an operation with these words; some of them end with a setting."""
    found = (each.errors for each in ENDPOINTS if operation.startswith(each.operation))
    return next(found, WRITE if operation.startswith("writing ") else {})


ALARMS = errors(
    {10005: UNKNOWN_DEVICE}, c10001=SYSTEM, c10002="bad serial number", c10003="bad date"
)


def alarms(
    path: str, family: str, page: int | None, every: int | None, method: str = "POST"
) -> Endpoint:
    """The alarms of one day."""
    words = f"getting {family} inverter alarms"
    return known(Endpoint(method, path, words, page, ALARMS, every, rows="alarms"))

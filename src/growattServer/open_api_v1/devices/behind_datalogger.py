"""What hangs on the bus of a datalogger and has no serial number: meters and sensors."""

from __future__ import annotations

from typing import Any, Generic

from ...operation import BehindApi
from ..checks import history_days, page_number, pages, required, whole_number
from ..endpoints import FIVE_MINUTES, SYSTEM, Endpoint, errors, known
from .readable import ApiT

LAST_ADDRESS = 255
_NO_DATALOGGER = "no such datalogger"


def list_of(path: str, words: str, page: int) -> Endpoint:
    """What there is of a kind behind a datalogger."""
    codes = errors({10003: _NO_DATALOGGER}, c10001=SYSTEM, c10002="bad serial number")
    return known(Endpoint("GET", path, words, page, codes, FIVE_MINUTES))


def latest_of(path: str, words: str, page: int) -> Endpoint:
    """The latest readings of one of them."""
    codes = errors(
        {10004: _NO_DATALOGGER},
        c10001=SYSTEM,
        c10002="bad serial number",
        c10003="the address is empty",
    )
    return known(Endpoint("GET", path, words, page, codes, FIVE_MINUTES))


def history_of(path: str, words: str, page: int | None, rows: str) -> Endpoint:
    """Its readings of some days."""
    codes = errors(
        {10006: _NO_DATALOGGER},
        c10001=SYSTEM,
        c10002="bad serial number",
        c10003="bad date",
        c10004="at most 7 days in one call",
        c10005="the address is empty",
    )
    return known(Endpoint("GET", path, words, page, codes, FIVE_MINUTES, rows=rows))


class BehindDatalogger(BehindApi, Generic[ApiT]):
    """A thing at an address of a datalogger's bus; its list names both."""

    def __init__(self, api: ApiT, datalogger_sn: str, address: int) -> None:
        self.api = api
        self.datalogger_sn = datalogger_sn
        self.address = address

    def __repr__(self) -> str:
        place = f"{self.datalogger_sn!r}, {self.address!r}"
        return f"{type(self).__name__}({self.api!r}, {place})"

    def _place(self) -> dict[str, Any]:
        return {
            "datalog_sn": required("datalogger_sn", self.datalogger_sn),
            "address": whole_number("address", self.address, 0, LAST_ADDRESS),
        }

    def _days(self, start: Any, end: Any, page: Any, limit: Any) -> dict[str, Any]:
        paging = {"page": page_number("page", page), "perpage": page_number("limit", limit)}
        return {**self._place(), **history_days(start, end), **paging}


def page_of(datalogger_sn: str, page: Any, perpage: Any) -> dict[str, Any]:
    """The parameters of a list of such things."""
    return {"datalog_sn": required("datalogger_sn", datalogger_sn), **pages(page, perpage)}

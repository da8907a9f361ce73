"""How the vendor reads what a client asks for, and how it answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from .errors import VendorError

Params = Mapping[str, str]
Body = dict[str, Any]
_Row = TypeVar("_Row")

SYSTEM_ERROR = 10001
NO_PERMISSION = 10011
TOO_OFTEN = 10012
PERPAGE_TOO_LARGE = 10013
PAGE_TOO_LARGE = 10014

MAX_PERPAGE = 100
MAX_PAGE = 250


def good(data: Any, **siblings: Any) -> Body:
    """A success in the vendor's envelope."""
    return {**siblings, "data": data, "error_code": 0, "error_msg": ""}


def bad(error: VendorError) -> Body:
    """A failure in the vendor's envelope."""
    return {"data": "", "error_code": error.code, "error_msg": error.text}


def no_permission() -> VendorError:
    """Wrong token, or a device that the token may not see."""
    return VendorError(NO_PERMISSION, "error_permission_denied")


def _whole(params: Params, name: str, default: int) -> int:
    text = params.get(name, "").strip()
    if text == "":
        return default
    if not re.fullmatch(r"\d{1,9}", text) or int(text) < 1:
        raise VendorError(SYSTEM_ERROR, "error_system_error")
    return int(text)


class Page:
    """Which rows of a list the client wants."""

    def __init__(self, params: Params) -> None:
        self.number = _whole(params, "page", 1)
        self.size = _whole(params, "perpage", 20)
        if self.size > MAX_PERPAGE:
            raise VendorError(PERPAGE_TOO_LARGE, "error_perpage_over_100")
        if self.number > MAX_PAGE:
            raise VendorError(PAGE_TOO_LARGE, "error_page_over_250")

    @property
    def next_start(self) -> int:
        """Number of the first row after this page, counted from 1."""
        return self.number * self.size + 1

    def of(self, rows: Sequence[_Row]) -> Sequence[_Row]:
        """The rows of this page; none beyond the end."""
        return rows[(self.number - 1) * self.size : self.number * self.size]


def read_date(text: str, error: VendorError) -> date:
    """A YYYY-MM-DD, or the failure that this call gives for anything else."""
    if not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        raise error
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise error from None
    # Far from the calendar's ends, so that neighbouring days and zones exist.
    if not 1971 <= day.year <= 9000:
        raise error
    return day

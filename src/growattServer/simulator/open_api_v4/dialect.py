"""The envelope of V4, and its words for what all calls may be refused."""

from __future__ import annotations

from typing import Any

from ..asking import Body
from ..errors import NoAccountError, TooOftenError, VendorError

SUCCESS = "SUCCESSFUL_OPERATION"
SYSTEM_ERROR = 1
NO_PERMISSION = 12
_DENIED: Body = {"code": 101, "message": "PERMISSION_DENIED"}
_TOO_OFTEN: Body = {"code": 102, "data": None, "message": "FREQUENTLY_ACCESS"}


class RefusedError(VendorError):
    """A failure of V4; of some codes nobody has told the text."""

    def __init__(self, code: int, text: str | None = None) -> None:
        super().__init__(code, text or "")


class _V4:
    root = "/v4/new-api/"

    def good(self, data: Any) -> Body:
        return {"code": 0, "data": data, "message": SUCCESS}

    def bad(self, error: VendorError) -> Body:
        if isinstance(error, NoAccountError):
            return dict(_DENIED)
        if isinstance(error, TooOftenError):
            return dict(_TOO_OFTEN)
        return {"code": error.code, "data": None, "message": error.text or None}

    def usual_refusal(self) -> VendorError:
        return RefusedError(SYSTEM_ERROR, "SYSTEM_ERROR")


V4 = _V4()

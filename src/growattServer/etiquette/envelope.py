"""Opening a reply: HTTP status, JSON, and the envelope `{"data", "error_code", "error_msg"}`.

Facts: the vendor's pages at showdoc.com.cn/262556420217021 (general codes: page 1494055648380019).
Failures come with HTTP status 200 and a code in the body; an expired login or a wrong address comes
as an HTML page, also with status 200.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from .. import exceptions
from ..exceptions import (
    GrowattDeviceOfflineError,
    GrowattPermissionError,
    GrowattRateLimitError,
    GrowattUnknownDeviceError,
    GrowattV1ApiError,
    GrowattV1ApiErrorCode,
)
from ..fields import Record
from ..parsing import as_said
from ..wire import Reply

R = TypeVar("R", bound=Record)
ErrorTable = Mapping[int, tuple[type[GrowattV1ApiError], str]]

GENERIC_ERRORS: ErrorTable = {
    GrowattV1ApiErrorCode.NO_PRIVILEGE: (GrowattPermissionError, ""),
    GrowattV1ApiErrorCode.RATE_LIMITED: (GrowattRateLimitError, ""),
    GrowattV1ApiErrorCode.PAGE_SIZE_TOO_LARGE: (GrowattV1ApiError, "at most 100 rows a page"),
    GrowattV1ApiErrorCode.PAGE_COUNT_TOO_LARGE: (GrowattV1ApiError, "at most 250 pages"),
    GrowattV1ApiErrorCode.WRONG_DOMAIN: (
        GrowattPermissionError,
        "wrong address; use the openapi server of your region",
    ),
    1: (
        GrowattV1ApiError,
        "the server's system error; a setting may have taken effect all the same, so read it back",
    ),
}
_GENERIC_TEXTS = {"error_permission_denied", "error_frequently_access"}
_OFFLINE_TEXTS = ("offline", "not online")
_UNKNOWN_TEXTS = ("not found", "not exist", "no exist")


def decode(reply: Reply, operation: str) -> Any:
    """The JSON document in a reply; raises our errors for a bad status, a page, half a document."""
    check_status(reply, operation)
    body = reply.body
    try:
        # imported at the first reply: an import of the library does not wait for it
        from orjson import loads

        return loads(body)
    except ValueError:
        pass
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise _unreadable(reply, operation) from None


def check_status(reply: Reply, operation: str) -> None:
    """Raise exceptions.GrowattHTTPError for a redirect or an HTTP status that is an error."""
    if reply.status < 300:
        return
    said = f"HTTP status {reply.status}"
    hint = _STATUS_HINTS.get(reply.status)
    if reply.status < 400:
        said += ", a redirect"
        hint = "check server_url; a token is never sent along a redirect"
    raise exceptions.GrowattHTTPError(
        f"Error during {operation}: {said}",
        status_code=reply.status,
        operation=operation,
        hint=hint,
        response=reply.response,
    )


_STATUS_HINTS = {
    403: "refused by the firewall of the server; another User-Agent, region or address may help",
    404: "no such page on this server; check server_url",
    405: "refused by the firewall, or a retired host; use the openapi server of your region",
    502: "the server is ailing; try again later",
    503: "the server is ailing; try again later",
    504: "the server is ailing; try again later",
}


def _unreadable(reply: Reply, operation: str) -> exceptions.GrowattReplyError:
    body = reply.body.lstrip()
    kind = exceptions.GrowattReplyError
    hint = "try again later; if it stays so, check server_url"
    if not body:
        said = "an empty reply"
    elif body.startswith(b"<"):
        kind = exceptions.GrowattLoginPageError
        said = "an HTML page instead of data"
        hint = "a login or error page; check server_url and token, or log in again"
    else:
        said = f"{len(reply.body)} bytes that are no complete JSON document"
    return kind(
        f"Error during {operation}: {said}",
        operation=operation,
        hint=hint,
        response=reply.response,
    )


def unwrap(document: Any, operation: str, errors: ErrorTable = MappingProxyType({})) -> Any:
    """The `data` of an envelope; raises the matching GrowattV1ApiError for a code other than 0.

    `errors` are the codes that the endpoint documents for itself.
    """
    code = document.get("error_code") if isinstance(document, dict) else None
    if isinstance(code, str) and code.strip().removeprefix("-").isdecimal() and len(code) < 20:
        code = int(code)
    if type(code) is not int:
        raise shape_error(operation, "the reply has no error_code")
    if code == GrowattV1ApiErrorCode.SUCCESS:
        return document.get("data")
    message = document.get("error_msg")
    text = "Unknown error" if message is None else as_said(message)
    kind, hint = _meaning(code, text, errors)
    raise kind(f"Error during {operation}", code, text, operation=operation, hint=hint or None)


def _meaning(code: int, text: str, errors: ErrorTable) -> tuple[type[GrowattV1ApiError], str]:
    # some calls reuse the generic codes for troubles of their own, so the text decides first
    lowered = text.lower()
    if lowered not in _GENERIC_TEXTS:
        if code in errors:
            return errors[code]
        if any(word in lowered for word in _UNKNOWN_TEXTS):
            return GrowattUnknownDeviceError, ""
        if any(word in lowered for word in _OFFLINE_TEXTS):
            return GrowattDeviceOfflineError, ""
    return GENERIC_ERRORS.get(code, (GrowattV1ApiError, ""))


def as_record(data: Any, record: type[R], operation: str, hint: str | None = None) -> R:
    """The data as a record; raises exceptions.GrowattReplyError when it is no object."""
    if not isinstance(data, dict):
        error = shape_error(operation, f"data is {_shape(data)} instead of an object", hint)
        # an empty text is the server's way to say that there is no such thing
        error.retryable = data != ""
        raise error
    return record(data)


def shape_error(operation: str, said: str, hint: str | None = None) -> exceptions.GrowattReplyError:
    """The error for a reply that is JSON and yet not what the call promises."""
    return exceptions.GrowattReplyError(
        f"Error during {operation}: {said}", operation=operation, hint=hint
    )


def _shape(data: Any) -> str:
    if data is None:
        return "null"
    if data == "":
        return "an empty text"
    return {str: "a text", bool: "a boolean", list: "a list"}.get(type(data), "a number")

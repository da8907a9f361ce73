"""Opening a reply: HTTP status, JSON, and the envelope `{"data", "error_code", "error_msg"}` of V1.

Facts: the vendor's pages at showdoc.com.cn/262556420217021 (general codes: page 1494055648380019).
Failures come with HTTP status 200 and a code in the body; an expired login or a wrong address comes
as an HTML page, also with status 200.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

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
from ..parsing import as_said, in_message, parse_text
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


class Envelope(NamedTuple):
    """Where a reply says how it went, and what codes mean in all calls of an API."""

    code: str
    message: str
    errors: ErrorTable


V1_ENVELOPE = Envelope("error_code", "error_msg", GENERIC_ERRORS)
_GENERIC_TEXTS = {"error_permission_denied", "error_frequently_access"}
_OFFLINE_TEXTS = ("offline", "not online")
_UNKNOWN_TEXTS = ("not found", "not exist", "no exist")


class Opening:
    """Whatever a reply makes of what opens it, it is a GrowattReplyError."""

    __slots__ = ("_operation",)

    def __init__(self, operation: str) -> None:
        self._operation = operation

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, exceptions.GrowattError):
            said = f"a reply that causes {type(error).__name__}"
            raise shape_error(self._operation, said) from error


def decode(reply: Reply, operation: str) -> Any:
    """The JSON document in a reply; raises our errors for a bad status, a page, half a document."""
    check_status(reply, operation)
    # imported at the first reply: an import of the library does not wait for it
    from ..decoding import document_of

    with suppress(ValueError, RecursionError):
        return document_of(reply.body, reply.header("Content-Type"))
    # outside, so that the error is not followed by one that holds the text
    raise _unreadable(reply, operation)


def check_status(reply: Reply, operation: str) -> None:
    """Raise exceptions.GrowattHTTPError for a redirect or an HTTP status that is an error."""
    if reply.status < 300:
        return
    said = f"HTTP status {reply.status}"
    hint = _STATUS_HINTS.get(reply.status)
    if reply.status < 400:
        said += ", a redirect"
        hint = "check server_url; it leads to no address that can be followed"
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
    502: "the server has a problem; try again later",
    503: "the server has a problem; try again later",
    504: "the server has a problem; try again later",
}


def _unreadable(reply: Reply, operation: str) -> exceptions.GrowattReplyError:
    from ..decoding import text_of

    body = text_of(reply.body, reply.header("Content-Type")).lstrip()
    encoding = reply.header("Content-Encoding")
    kind = exceptions.GrowattReplyError
    hint = "try again later; if that does not help, check server_url"
    if not body:
        said = "an empty reply"
    elif body.startswith("<"):
        kind = exceptions.GrowattLoginPageError
        said = "an HTML page instead of data"
        hint = "a login or error page; check server_url and token, or log in again"
    elif encoding is not None and encoding.lower() not in _DECODED:
        return foreign_encoding(encoding, operation, reply.response)
    else:
        said = f"{len(reply.body)} bytes that are not a complete JSON document"
    return kind(
        f"Error during {operation}: {said}",
        operation=operation,
        hint=hint,
        response=reply.response,
    )


_DECODED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


def foreign_encoding(
    encoding: str, operation: str, response: Any = None
) -> exceptions.GrowattReplyError:
    """The error for a reply that was compressed in a way that nobody has asked for."""
    name = re.sub(r"[^\w.+-]", "", encoding, flags=re.ASCII).lower()[:20]
    return exceptions.GrowattReplyError(
        f"Error during {operation}: a reply in the encoding {name}, which was not asked for",
        operation=operation,
        hint="check server_url and proxy, or install a package that decodes it",
        response=response,
    )


def unwrap(
    document: Any,
    operation: str,
    errors: ErrorTable = MappingProxyType({}),
    envelope: Envelope = V1_ENVELOPE,
) -> Any:
    """The `data` of an envelope; raises the matching GrowattV1ApiError for a code other than 0.

    `errors` are the codes that the endpoint documents for itself.
    """
    code = document.get(envelope.code) if isinstance(document, dict) else None
    if isinstance(code, str) and code.strip().removeprefix("-").isdecimal() and len(code) < 20:
        code = int(code)
    if type(code) is not int:
        said = in_message(reason_in(document) or "")
        raise shape_error(
            operation, f"the reply has no {envelope.code}" + (f", but says: {said}" if said else "")
        )
    if code == GrowattV1ApiErrorCode.SUCCESS:
        return document.get("data")
    error = refusal(document, code, operation, errors, envelope)
    # a traceback may show the variables of this frame, and a server may repeat what it was sent
    del document
    raise error


def refusal(
    document: Mapping[str, Any], code: int, operation: str, errors: ErrorTable, envelope: Envelope
) -> GrowattV1ApiError:
    """The error for a code that is a refusal."""
    message = document.get(envelope.message)
    # release 2.2.0 had these words for a code without a text
    unsaid = "Unknown error" if message is None else as_said(message)
    text = reason_in(document) or unsaid
    kind, hint = _meaning(code, text, errors, envelope.errors)
    return kind(f"Error during {operation}", code, text, operation=operation, hint=hint or None)


_REASONS = ("error_msg", "msg", "message", "error")


def reason_in(document: Any) -> str | None:
    """What a reply says about a refusal, where it says it: beside the data, or in them."""
    if not isinstance(document, Mapping):
        return None
    data = document.get("data")
    inner = data if isinstance(data, Mapping) else {"msg": data if isinstance(data, str) else ""}
    places = [values.get(key) for values in (document, inner) for key in _REASONS]
    return next((as_said(said) for said in places if parse_text(said) is not None), None)


def _meaning(
    code: int, text: str, errors: ErrorTable, generic: ErrorTable
) -> tuple[type[GrowattV1ApiError], str]:
    # some calls reuse the generic codes for troubles of their own, so the text decides first
    lowered = text.lower()
    if lowered not in _GENERIC_TEXTS:
        if code in errors:
            return errors[code]
        if any(word in lowered for word in _UNKNOWN_TEXTS):
            return GrowattUnknownDeviceError, ""
        if any(word in lowered for word in _OFFLINE_TEXTS):
            return GrowattDeviceOfflineError, ""
    return generic.get(code, (GrowattV1ApiError, ""))


def as_record(data: Any, record: type[R], operation: str, hint: str | None = None) -> R:
    """The data as a record; raises exceptions.GrowattReplyError when it is no object."""
    if not isinstance(data, dict):
        error = shape_error(operation, f"data is {shape_of(data)} instead of an object", hint)
        # an empty text is the server's way to say that there is no such thing
        error.retryable = data != ""
        raise error
    return record(data)


def shape_error(operation: str, said: str, hint: str | None = None) -> exceptions.GrowattReplyError:
    """The error for a reply that is JSON and yet not what the call promises."""
    return exceptions.GrowattReplyError(
        f"Error during {operation}: {said}", operation=operation, hint=hint
    )


def shape_of(data: Any) -> str:
    """What a value of JSON is, in words."""
    if data is None:
        return "null"
    if data == "":
        return "an empty text"
    kinds = {str: "a text", bool: "a boolean", list: "a list", dict: "an object"}
    return kinds.get(type(data), "a number")

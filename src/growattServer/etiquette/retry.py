"""Which failures pass by themselves, and how long to wait before a read is tried again."""

from __future__ import annotations

import random

from .. import exceptions
from ..exceptions import GrowattDeviceOfflineError, GrowattError, GrowattV1ApiError

PASSING_STATUS = frozenset({502, 503, 504, 588})
PASSING_CODES = frozenset({1, 10001})
"""The system error of the API, and that of a call or a device that did not answer."""

# A gateway that found nobody behind it, or that let nobody through.
_NOT_HEARD = frozenset({502, 503})
_FIRST_PAUSE_S = 1.0


def passes(error: GrowattError) -> bool:
    """Whether the same read may succeed in a moment."""
    if isinstance(error, exceptions.GrowattTransportError):
        if isinstance(error, exceptions.GrowattSSLError | exceptions.GrowattProxyError):
            return False
        if isinstance(error, exceptions.GrowattHTTPError):
            return type(error) is exceptions.GrowattHTTPError and (
                error.status_code in PASSING_STATUS
            )
        return isinstance(
            error,
            exceptions.GrowattConnectionError
            | exceptions.GrowattTimeoutError
            | exceptions.GrowattIncompleteReplyError,
        )
    return (
        isinstance(error, GrowattV1ApiError)
        and not isinstance(error, GrowattDeviceOfflineError)
        and error.error_code in PASSING_CODES
    )


def was_heard(error: GrowattError) -> bool:
    """Whether the server may have counted the call, or acted on it."""
    if isinstance(error, exceptions.GrowattHTTPError):
        return error.status_code not in _NOT_HEARD
    return not (isinstance(error, exceptions.GrowattTransportError) and error.was_not_sent)


def pause_before(attempt: int) -> float:
    """Seconds before an attempt, counted from 2: twice as long each time, and never quite alike."""
    return _FIRST_PAUSE_S * 2.0 ** (attempt - 2) * random.uniform(0.5, 1.0)

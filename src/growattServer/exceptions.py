"""Everything that can go wrong, in one tree.

    GrowattError
    ├── GrowattParameterError              nothing was sent: an argument is not valid
    │   └── GrowattTimespanError           (ValueError)
    ├── GrowattMissingExtraError           (ImportError) an optional part is not installed
    ├── GrowattV1ApiError                  the server refused: error_code, error_msg
    │   ├── GrowattRateLimitError          asked too often
    │   ├── GrowattPermissionError         wrong token, wrong region, or not yours
    │   ├── GrowattUnknownDeviceError      no such device or plant
    │   └── GrowattDeviceOfflineError      the device or its datalogger is not reachable
    ├── GrowattSettingError                the server, or the device, did not accept a setting
    └── GrowattTransportError              (requests RequestException) no usable answer came
        ├── GrowattConnectionError         (requests ConnectionError)
        │   ├── GrowattSSLError            (requests SSLError)
        │   └── GrowattProxyError          (requests ProxyError)
        ├── GrowattTimeoutError            (requests Timeout)
        │   ├── GrowattConnectTimeoutError (requests ConnectTimeout; also GrowattConnectionError)
        │   └── GrowattReadTimeoutError    (requests ReadTimeout)
        ├── GrowattTooManyRedirectsError   (requests TooManyRedirects)
        ├── GrowattHTTPError               (requests HTTPError) an HTTP status of 3xx to 5xx
        │   └── GrowattUserAgentError      the firewall refuses the User-Agent
        ├── GrowattIncompleteReplyError    (requests ChunkedEncodingError) the reply broke off
        └── GrowattReplyError              (requests JSONDecodeError) not the JSON promised
            ├── GrowattLoginPageError      an HTML page came instead
            │   └── GrowattSessionExpiredError           log in, or log in again
            │       └── GrowattSessionExpiredStatusError (also GrowattHTTPError)
            └── GrowattLoginError          the server refused the login: code
                ├── GrowattWrongPasswordError
                └── GrowattAccountLockedError            locked_until
                    └── GrowattAccountLockedStatusError  (also GrowattHTTPError)

A lost session and a refused login are replies that are not what was asked for: programs have
always noticed them by the JSONDecodeError. `retry_at` (in UTC) is when asking again makes sense.

Every error knows the `operation` it happened in, a `hint` on what to do next where there is one,
and with `retryable` whether the same call may succeed later. `message_key` and `message_values` are
what its sentence can be made of in another language. No message, `repr` or traceback holds
a token, a password or a cookie.
"""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from .base_error import GrowattError as GrowattError
from .base_error import with_hint
from .parsing import in_message
from .secret import blackened

if TYPE_CHECKING:
    from .transport_errors import *  # noqa: F403  # all that are found below when they are used


class GrowattV1ApiErrorCode(IntEnum):
    """The codes that mean the same in all calls of the OpenAPI V1 (with their generic texts)."""

    SUCCESS = 0
    NO_PRIVILEGE = 10011
    RATE_LIMITED = 10012
    PAGE_SIZE_TOO_LARGE = 10013
    PAGE_COUNT_TOO_LARGE = 10014
    WRONG_DOMAIN = -1


class GrowattParameterError(GrowattError):
    """An argument that is not valid; nothing was sent."""

    message_key = "wrong_argument"


class GrowattTimespanError(GrowattParameterError, ValueError):
    """A timespan that is none of `Timespan`; nothing was sent."""

    message_key = "wrong_timespan"


class GrowattMissingExtraError(GrowattError, ImportError):
    """An optional part of the library is used that is not installed."""

    message_key = "missing_extra"
    _told: tuple[str, ...] = ("extra", "used_for")

    def __init__(self, extra: str, used_for: str) -> None:
        super().__init__(
            f"{used_for} needs more packages; install them with: "
            f"pip install 'growattServer[{extra}]'"
        )
        self.extra = extra
        self.used_for = used_for


class GrowattV1ApiError(GrowattError):
    """The server understood the call and refused it."""

    message_key = "call_refused"
    _told: tuple[str, ...] = ("operation", "error_code", "error_msg")
    default_hint: str | None = None

    def __init__(
        self,
        message: str,
        error_code: int,
        error_msg: str,
        *,
        operation: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.error_code = error_code
        self.error_msg = blackened(error_msg) if isinstance(error_msg, str) else error_msg
        self.operation = operation
        self.hint = hint or self.default_hint

    def __str__(self) -> str:
        said = in_message(self.error_msg) or ("" if self.hint else "no reason given")
        return with_hint(f"{self.args[0]}: [{self.error_code}] {said}".rstrip(), self.hint)

    def __repr__(self) -> str:
        said = in_message(self.error_msg)
        return f"{type(self).__name__}({self.args[0]!r}, {self.error_code}, {said!r})"


class GrowattRateLimitError(GrowattV1ApiError):
    """The server was asked too often; most calls are allowed once in 5 minutes a device.

    `retry_at` (in UTC) is when the call is allowed again, None where nobody has said. With an
    `Etiquette` the library raises it by itself, with `was_sent` False, before it asks too often.
    """

    message_key = "asked_too_often"
    _told: tuple[str, ...] = (
        "operation",
        "error_code",
        "error_msg",
        "retry_at",
        "was_sent",
    )
    retryable = True
    default_hint = "asked too often; most calls are allowed once in 5 minutes"
    retry_at: datetime | None = None
    was_sent: bool = True


class GrowattPermissionError(GrowattV1ApiError):
    """The token may not do this: wrong token, wrong regional server, or somebody else's device."""

    message_key = "no_permission"
    default_hint = "check the token, the regional server, and that the device or plant is yours"


class GrowattUnknownDeviceError(GrowattV1ApiError):
    """The server knows no such device or plant, or it is of another family."""

    message_key = "unknown_device"
    default_hint = "check the serial number or plant id, and the device family"


class GrowattDeviceOfflineError(GrowattV1ApiError):
    """The device or its datalogger is not connected to the server."""

    message_key = "device_offline"
    retryable = True
    default_hint = "the device or its datalogger is offline; try again when it is back"


class GrowattSettingError(GrowattError):
    """The server, or the device, did not accept a setting; `error_msg` is what it said."""

    message_key = "setting_not_taken"
    _told: tuple[str, ...] = ("operation", "error_msg", "reason")

    def __init__(
        self,
        message: str,
        error_msg: str = "",
        *,
        operation: str | None = None,
        hint: str | None = None,
        retryable: bool = False,
    ) -> None:
        super().__init__(message)
        self.error_msg = blackened(error_msg) if isinstance(error_msg, str) else error_msg
        self.operation = operation
        self.hint = hint
        self.retryable = retryable

    def __str__(self) -> str:
        return with_hint(str(self.args[0]), self.hint)


def __getattr__(name: str) -> Any:
    # they are classes of `requests` too, whose import takes several times as long as all of ours
    if name.startswith("Growatt"):
        from . import transport_errors

        if hasattr(transport_errors, name):
            return globals().setdefault(name, getattr(transport_errors, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Everything that can go wrong, in one tree.

    GrowattError
    ├── GrowattParameterError              nothing was sent: an argument cannot be right
    │   └── GrowattTimespanError           (ValueError)
    ├── GrowattMissingExtraError           (ImportError) an optional part is not installed
    ├── GrowattV1ApiError                  the server refused: error_code, error_msg
    │   ├── GrowattRateLimitError          asked too often
    │   ├── GrowattPermissionError         wrong token, wrong region, or not yours
    │   ├── GrowattUnknownDeviceError      no such device or plant
    │   └── GrowattDeviceOfflineError      the device or its datalogger is not reachable
    ├── GrowattSettingError                the server, or the device, did not take a setting
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
and with `retryable` whether the same call may succeed later. No message, `repr` or traceback holds
a token, a password or a cookie.
"""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Any

import requests.exceptions as _requests


class GrowattV1ApiErrorCode(IntEnum):
    """The codes that mean the same in all calls of the OpenAPI V1 (with their generic texts)."""

    SUCCESS = 0
    NO_PRIVILEGE = 10011
    RATE_LIMITED = 10012
    PAGE_SIZE_TOO_LARGE = 10013
    PAGE_COUNT_TOO_LARGE = 10014
    WRONG_DOMAIN = -1


class GrowattError(Exception):
    """What all errors of this library have in common."""

    operation: str | None = None
    hint: str | None = None
    retryable: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        # the constructors take more than `args`, and a response holds sockets and headers
        state = {key: value for key, value in vars(self).items() if key != "response"}
        return _rebuild, (type(self), self.args, state)


def _rebuild(cls: type[GrowattError], args: tuple[Any, ...], state: dict[str, Any]) -> GrowattError:
    error = cls.__new__(cls)
    error.args = args
    error.__dict__.update(state)
    return error


class GrowattParameterError(GrowattError):
    """An argument that cannot be right; nothing was sent."""


class GrowattTimespanError(GrowattParameterError, ValueError):
    """A timespan that is none of `Timespan`; nothing was sent."""


class GrowattMissingExtraError(GrowattError, ImportError):
    """An optional part of the library is used that is not installed."""

    def __init__(self, extra: str, used_for: str) -> None:
        super().__init__(
            f"{used_for} needs more packages; install them with: "
            f"pip install 'growattServer[{extra}]'"
        )
        self.extra = extra


class GrowattV1ApiError(GrowattError):
    """The server understood the call and refused it."""

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
        self.error_msg = error_msg
        self.operation = operation
        self.hint = hint or self.default_hint

    def __str__(self) -> str:
        said = f"{self.args[0]}: [{self.error_code}] {self.error_msg}"
        return f"{said} ({self.hint})" if self.hint else said

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.args[0]!r}, {self.error_code}, {self.error_msg!r})"


class GrowattRateLimitError(GrowattV1ApiError):
    """The server was asked too often; most calls are allowed once in 5 minutes a device."""

    retryable = True
    default_hint = "asked too often; most calls are allowed once in 5 minutes"


class GrowattPermissionError(GrowattV1ApiError):
    """The token may not do this: wrong token, wrong regional server, or somebody else's device."""

    default_hint = "check the token, the regional server, and that the device or plant is yours"


class GrowattUnknownDeviceError(GrowattV1ApiError):
    """The server knows no such device or plant, or it is of another family."""

    default_hint = "check the serial number or plant id, and the device family"


class GrowattDeviceOfflineError(GrowattV1ApiError):
    """The device or its datalogger is not connected to the server."""

    retryable = True
    default_hint = "the device or its datalogger is offline; try again when it is back"


class GrowattSettingError(GrowattError):
    """The server, or the device, did not take a setting; `error_msg` is what it said."""

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
        self.error_msg = error_msg
        self.operation = operation
        self.hint = hint
        self.retryable = retryable


class GrowattTransportError(GrowattError, _requests.RequestException):
    """No usable answer came back; whether the server acted on the call is unknown."""

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        hint: str | None = None,
        response: Any = None,
    ) -> None:
        super().__init__(message)
        self.operation = operation
        self.hint = hint
        self.response = response

    def __str__(self) -> str:
        return f"{self.args[0]} ({self.hint})" if self.hint else str(self.args[0])

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class GrowattConnectionError(GrowattTransportError, _requests.ConnectionError):
    """The server could not be reached, or it closed the connection."""

    retryable = True


class GrowattSSLError(GrowattConnectionError, _requests.SSLError):
    """The encrypted connection could not be set up."""

    retryable = False


class GrowattProxyError(GrowattConnectionError, _requests.ProxyError):
    """The proxy could not be reached, or it refused."""


class GrowattTimeoutError(GrowattTransportError, _requests.Timeout):
    """The server took longer than the time-out allows."""

    retryable = True


class GrowattConnectTimeoutError(
    GrowattConnectionError, GrowattTimeoutError, _requests.ConnectTimeout
):
    """The connection did not come about in time; nothing was sent."""


class GrowattReadTimeoutError(GrowattTimeoutError, _requests.ReadTimeout):
    """The request was sent, and the answer did not come in time."""


class GrowattHTTPError(GrowattTransportError, _requests.HTTPError):
    """The server answered with an HTTP status that is no success."""

    status_code: int | None = None

    def __init__(self, message: str, *, status_code: int | None = None, **more: Any) -> None:
        super().__init__(message, **more)
        self.status_code = status_code
        self.retryable = status_code in (429, 500, 502, 503, 504, 588)


class GrowattTooManyRedirectsError(GrowattTransportError, _requests.TooManyRedirects):
    """The server sent the call in a circle."""


class GrowattUserAgentError(GrowattHTTPError):
    """The firewall of the server refuses the User-Agent; another one is let in."""


class GrowattIncompleteReplyError(GrowattTransportError, _requests.ChunkedEncodingError):
    """The connection broke off in the middle of the answer."""

    retryable = True


class GrowattReplyError(GrowattTransportError, _requests.JSONDecodeError):
    """An answer came that is no JSON, or has not the shape that the call promises."""

    retryable = True

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        hint: str | None = None,
        response: Any = None,
    ) -> None:
        # the attributes of json.JSONDecodeError; the reply itself stays out of the error
        self.msg, self.doc, self.pos, self.lineno, self.colno = message, "", 0, 1, 1
        _requests.RequestException.__init__(self, message)
        self.operation = operation
        self.hint = hint
        self.response = response

    def __reduce__(self) -> tuple[Any, ...]:
        return GrowattError.__reduce__(self)


class GrowattLoginPageError(GrowattReplyError):
    """An HTML page came instead of data: a login page, an error page or a firewall's."""


class GrowattSessionExpiredError(GrowattLoginPageError):
    """The call needs a login, and there is none or no longer; `retry_at` is when it can be renewed.

    `retry_at` is in UTC, and None where only a call of `login()` helps.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        hint: str | None = None,
        response: Any = None,
        retry_at: datetime | None = None,
    ) -> None:
        super().__init__(message, operation=operation, hint=hint, response=response)
        self.retry_at = retry_at
        self.retryable = retry_at is not None


class GrowattSessionExpiredStatusError(GrowattSessionExpiredError, GrowattHTTPError):
    """The same, told by the server with an HTTP status such as 500."""

    def __init__(self, message: str, *, status_code: int | None = None, **more: Any) -> None:
        GrowattSessionExpiredError.__init__(self, message, **more)
        self.status_code = status_code


class GrowattLoginError(GrowattReplyError):
    """The server refused a login; `code` is its reason as sent, `retry_at` when to try again."""

    retryable = False
    code: str | None
    retry_at: datetime | None

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        retry_at: datetime | None = None,
        operation: str | None = None,
        hint: str | None = None,
        response: Any = None,
    ) -> None:
        super().__init__(message, operation=operation, hint=hint, response=response)
        self.code = code
        self.retry_at = retry_at


class GrowattWrongPasswordError(GrowattLoginError):
    """User name or password are wrong, or the account belongs to another regional server."""


class GrowattAccountLockedError(GrowattLoginError):
    """The account is locked until `locked_until` (in UTC); other accounts of the plant are not."""

    retryable = True

    @property
    def locked_until(self) -> datetime | None:
        """The moment from which the account can be used again, in UTC."""
        return self.retry_at


class GrowattAccountLockedStatusError(GrowattAccountLockedError, GrowattHTTPError):
    """The same, told by the server with HTTP status 507."""

    def __init__(self, message: str, *, status_code: int | None = None, **more: Any) -> None:
        GrowattAccountLockedError.__init__(self, message, **more)
        self.status_code = status_code

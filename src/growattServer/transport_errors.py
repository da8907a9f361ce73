"""The errors that are exceptions of `requests` at the same time: no usable answer came.

Their tree is drawn in `growattServer.exceptions`, from where they are imported.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import requests.exceptions as _requests

from .base_error import GrowattError, with_hint


class GrowattTransportError(GrowattError, _requests.RequestException):
    """No usable answer came back; whether the server acted on the call is unknown.

    Only where `was_not_sent` is True it is certain that the server has not heard of it.
    """

    message_key = "no_answer"
    _told: tuple[str, ...] = ("operation",)
    was_not_sent: bool = False

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        hint: str | None = None,
        response: Any = None,
    ) -> None:
        # past json.JSONDecodeError, which wants the reply
        _requests.RequestException.__init__(self, message)
        self.operation = operation
        self.hint = hint
        self.response = response

    def __str__(self) -> str:
        return with_hint(str(self.args[0]), self.hint)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class GrowattConnectionError(GrowattTransportError, _requests.ConnectionError):
    """The server could not be reached, or it closed the connection."""

    message_key = "no_connection"
    retryable = True


class GrowattSSLError(GrowattConnectionError, _requests.SSLError):
    """The encrypted connection could not be set up."""

    message_key = "no_encryption"
    retryable = False


class GrowattProxyError(GrowattConnectionError, _requests.ProxyError):
    """The proxy could not be reached, or it refused."""

    message_key = "proxy_failed"


class GrowattTimeoutError(GrowattTransportError, _requests.Timeout):
    """The server took longer than the time-out allows."""

    message_key = "timeout"
    retryable = True


class GrowattConnectTimeoutError(
    GrowattConnectionError, GrowattTimeoutError, _requests.ConnectTimeout
):
    """The connection did not come about in time; nothing was sent."""

    message_key = "connect_timeout"


class GrowattReadTimeoutError(GrowattTimeoutError, _requests.ReadTimeout):
    """The request was sent, and the answer did not come in time."""

    message_key = "read_timeout"


class GrowattHTTPError(GrowattTransportError, _requests.HTTPError):
    """The server answered with an HTTP status that is no success."""

    message_key = "http_status"
    _told: tuple[str, ...] = ("operation", "status_code")
    status_code: int | None = None

    def __init__(self, message: str, *, status_code: int | None = None, **more: Any) -> None:
        super().__init__(message, **more)
        self.status_code = status_code
        if status_code in (429, 500, 502, 503, 504, 588):
            self.retryable = True


class GrowattTooManyRedirectsError(GrowattTransportError, _requests.TooManyRedirects):
    """The server sent the call in a circle."""

    message_key = "too_many_redirects"


class GrowattUserAgentError(GrowattHTTPError):
    """The firewall of the server refuses the User-Agent; another one is let in."""

    message_key = "user_agent_refused"


class GrowattIncompleteReplyError(GrowattTransportError, _requests.ChunkedEncodingError):
    """The connection broke off in the middle of the answer."""

    message_key = "incomplete_reply"
    retryable = True


class GrowattReplyError(GrowattTransportError, _requests.JSONDecodeError):
    """An answer came that is no JSON, or has not the shape that the call promises."""

    message_key = "unusable_reply"
    _told: tuple[str, ...] = ("operation", "reason")
    retryable = True

    # the attributes of json.JSONDecodeError; the reply itself stays out of the error
    doc, pos, lineno, colno = "", 0, 1, 1

    @property
    def msg(self) -> str:  # type: ignore[override]  # as long as it is only read
        """What is wrong, as `json.JSONDecodeError` names it."""
        return str(self.args[0])


class GrowattLoginPageError(GrowattReplyError):
    """An HTML page came instead of data: a login page, an error page or a firewall's."""

    message_key = "html_page"
    _told: tuple[str, ...] = ("operation",)


class GrowattSessionExpiredError(GrowattLoginPageError):
    """The call needs a login, and there is none or no longer; `retry_at` is when it can be renewed.

    `retry_at` is in UTC, and None where only a call of `login()` helps.
    """

    message_key = "session_expired"
    _told: tuple[str, ...] = ("operation", "retry_at")

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

    _told: tuple[str, ...] = ("operation", "retry_at", "status_code")

    def __init__(self, message: str, *, status_code: int | None = None, **more: Any) -> None:
        GrowattSessionExpiredError.__init__(self, message, **more)
        self.status_code = status_code


class GrowattLoginError(GrowattReplyError):
    """The server refused a login; `code` is its reason as sent, `retry_at` when to try again."""

    message_key = "login_refused"
    _told: tuple[str, ...] = ("operation", "code", "retry_at")
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

    message_key = "wrong_password"


class GrowattAccountLockedError(GrowattLoginError):
    """The account is locked until `locked_until` (in UTC), None where the server does not tell.

    `retry_at` is when to try again, where that is known. Other accounts of the plant are not
    locked.
    """

    message_key = "account_locked"
    _told: tuple[str, ...] = ("operation", "locked_until", "retry_at")
    retryable = True
    locked_until: datetime | None

    def __init__(self, message: str, *, locked_until: datetime | None = None, **more: Any) -> None:
        super().__init__(message, **more)
        self.locked_until = locked_until


class GrowattAccountLockedStatusError(GrowattAccountLockedError, GrowattHTTPError):
    """The same, told by the server with HTTP status 507."""

    _told: tuple[str, ...] = ("operation", "locked_until", "retry_at", "status_code")

    def __init__(self, message: str, *, status_code: int | None = None, **more: Any) -> None:
        GrowattAccountLockedError.__init__(self, message, **more)
        self.status_code = status_code

"""Who looks on while requests are sent: the log `growattServer.transports`, and recordings.

An exchange is logged at DEBUG with operation, address, outcome, size, duration and attempt. No
handler and no level is set here: that is up to the program.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from ..locks import new_lock
from ..secret import SECRET_HEADERS
from ..wire import Reply, Request

if TYPE_CHECKING:
    from ..redaction import Redactor

LOGGER = logging.getLogger("growattServer.transports")


class Exchange:
    """One request while it is sent, used with `with`, and what became of it."""

    def __init__(self, request: Request, headers: Mapping[str, str | bytes]) -> None:
        self.request = request
        self.reply: Reply | None = None
        self.error: BaseException | None = None
        self.seconds = 0.0
        self._headers = headers

    def __enter__(self) -> Self:
        self.at = datetime.now(UTC)
        self._began = time.perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.seconds = time.perf_counter() - self._began
        self.error = error
        if LOGGER.isEnabledFor(logging.DEBUG):
            _log(self)
        for watcher in _watchers:
            watcher(self)

    @property
    def outcome(self) -> str:
        """The HTTP status, or the class of the error."""
        if self.reply is not None:
            return f"HTTP {self.reply.status}"
        return type(self.error).__name__

    def secrets(self) -> list[str]:
        """The values of the headers by which the server knows the user."""
        found = [self._headers.get(name) for name in SECRET_HEADERS]
        return [one.decode("latin-1") if isinstance(one, bytes) else one for one in found if one]


Watcher = Callable[[Exchange], None]
_watchers: tuple[Watcher, ...] = ()
_lock = new_lock()
_redactor: Redactor | None = None

MOST_KNOWN = 20_000
"""Values of which the log remembers what it has made of them; then it begins anew."""


def is_on() -> bool:
    """Whether anybody looks on."""
    return bool(_watchers) or LOGGER.isEnabledFor(logging.DEBUG)


def add(watcher: Watcher) -> None:
    """Show this one all exchanges of the process from now on."""
    global _watchers
    with _lock:
        _watchers = (*_watchers, watcher)


def remove(watcher: Watcher) -> None:
    """Show this one no more."""
    global _watchers
    with _lock:
        _watchers = tuple(one for one in _watchers if one != watcher)


def _log(exchange: Exchange) -> None:
    request, reply = exchange.request, exchange.reply
    size_bytes, milliseconds = len(reply.body) if reply else 0, 1000 * exchange.seconds
    path = _discreet(exchange)
    LOGGER.debug(
        "%s: %s %s: %s, %d bytes in %.0f ms (attempt %d)",
        request.operation,
        request.method,
        path,
        exchange.outcome,
        size_bytes,
        milliseconds,
        request.attempt,
        extra={
            "operation": request.operation,
            "method": request.method,
            "path": path,
            "outcome": exchange.outcome,
            "size_bytes": size_bytes,
            "duration_ms": milliseconds,
            "attempt": request.attempt,
        },
    )


def _discreet(exchange: Exchange) -> str:
    """Path and query with pseudonyms, which are the same as long as the process runs."""
    global _redactor
    with _lock:
        if _redactor is None:
            # imported when something is logged: a program that logs nothing does not wait for it
            from ..redaction import Redactor

            _redactor = Redactor()
        elif _redactor.size > MOST_KNOWN:
            _redactor = _redactor.forgetful()
        for secret in exchange.secrets():
            _redactor.learn_secret(secret)
        address, query = _redactor.address(exchange.request.target())
    path = "/" + address.partition("://")[2].partition("/")[2]
    return f"{path}?{urlencode(query)}" if query else path

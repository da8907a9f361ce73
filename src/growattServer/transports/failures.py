"""What ends a request early: the errors of an HTTP library, made ours, and replies too large.

Ours do not quote what theirs quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from traceback import walk_tb
from typing import Any, cast

from ..transport_errors import GrowattProxyError, GrowattReplyError, GrowattTransportError
from ..wire import Request

Row = tuple[type[Exception], type[GrowattTransportError], str]

MOST_BYTES = 16 * 1024 * 1024
"""Bytes of a reply after decompression: 30 pages of 100 rows of history, or ten devices' days.

They are counted as they arrive. How much one piece can grow to when it is decompressed is up to the
HTTP library: urllib3 bounds it from 2.6 on, aiohttp from 3.14 on.
"""


# where the HTTP libraries make a connection, before anything of a request is sent
_CONNECTING = {("urllib3.connection", "connect"), ("aiohttp.connector", "connect")}


def note_interrupt(interrupt: BaseException) -> None:
    """Note on what ends a request from outside that it was not sent, where that is certain.

    It may be a KeyboardInterrupt, a signal's SystemExit or a task's CancelledError.
    """
    frames = (frame for frame, _ in walk_tb(interrupt.__traceback__))
    places = ((frame.f_globals.get("__name__"), frame.f_code.co_name) for frame in frames)
    cast(Any, interrupt).was_not_sent = any(place in _CONNECTING for place in places)


def drop_their_frames(interrupt: BaseException) -> None:
    """Take the frames of the HTTP library from what ends a request from outside.

    Their variables are the body and the headers as they are sent. What a program's own hook or
    adapter raises keeps its frames.
    """
    note_interrupt(interrupt)
    if not isinstance(interrupt, Exception):
        interrupt.__context__ = None
        interrupt.__traceback__ = None


class TooLargeError(Exception):
    """More than MOST_BYTES have come, and the connection is closed."""


def too_large(request: Request) -> GrowattReplyError:
    """Our error for it."""
    error = GrowattReplyError(
        f"Error during {request.operation}: a reply of more than {MOST_BYTES // 1024**2} MiB",
        operation=request.operation,
        hint="ask for less, a shorter time or a smaller page; else check server_url and proxy",
    )
    # the same call would fetch as much once more
    error.retryable = False
    return error


def no_socks(request: Request, hint: str) -> GrowattProxyError:
    """The error for a SOCKS proxy that this installation cannot use."""
    error = GrowattProxyError(
        f"Error during {request.operation}: the proxy is a SOCKS proxy",
        operation=request.operation,
        hint=hint,
    )
    error.was_not_sent, error.retryable = True, False
    return error


def our_error(
    error: Exception,
    request: Request,
    table: Sequence[Row],
    not_sent: tuple[type[BaseException], ...],
) -> GrowattTransportError:
    """The error of the first row that fits; the last row of a table fits everything.

    `not_sent` are the errors of the HTTP library that come before anything is sent.
    """
    ours, said = next((ours, said) for theirs, ours, said in table if isinstance(error, theirs))
    causes = _causes(error)
    made = ours(
        f"Error during {request.operation}: {said} ({_innermost(causes[-1])})",
        operation=request.operation,
    )
    made.was_not_sent = any(isinstance(cause, not_sent) for cause in causes)
    return made


def _causes(error: Exception) -> list[BaseException]:
    """The error and what it came from, the innermost last."""
    seen: list[BaseException] = [error]
    while (inner := _cause(seen[-1])) is not None and inner not in seen:
        seen.append(inner)
    return seen


def _innermost(cause: BaseException) -> str:
    """The cause by name: the texts of the HTTP libraries may quote addresses and headers."""
    if isinstance(cause, OSError) and cause.errno and isinstance(cause.strerror, str):
        return f"{type(cause).__name__}: {cause.strerror}"
    return type(cause).__name__


def _cause(error: Any) -> BaseException | None:
    candidates = (error.__cause__, getattr(error, "reason", None), *error.args, error.__context__)
    return next((cause for cause in candidates if isinstance(cause, BaseException)), None)

"""Turning the errors of an HTTP library into ours, without quoting what they quote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..transport_errors import GrowattTransportError
from ..wire import Request

Row = tuple[type[Exception], type[GrowattTransportError], str]


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

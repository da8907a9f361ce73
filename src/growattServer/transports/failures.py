"""Turning the errors of an HTTP library into ours, without quoting what they quote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..transport_errors import GrowattTransportError
from ..wire import Request

Row = tuple[type[Exception], type[GrowattTransportError], str]


def our_error(error: Exception, request: Request, table: Sequence[Row]) -> GrowattTransportError:
    """The error of the first row that fits; the last row of a table fits everything."""
    ours, said = next((ours, said) for theirs, ours, said in table if isinstance(error, theirs))
    return ours(
        f"Error during {request.operation}: {said} ({_innermost(error)})",
        operation=request.operation,
    )


def _innermost(error: Exception) -> str:
    """The cause by name: the texts of the HTTP libraries may quote addresses and headers."""
    seen: list[BaseException] = [error]
    while (inner := _cause(seen[-1])) is not None and inner not in seen:
        seen.append(inner)
    cause = seen[-1]
    if isinstance(cause, OSError) and cause.errno and isinstance(cause.strerror, str):
        return f"{type(cause).__name__}: {cause.strerror}"
    return type(cause).__name__


def _cause(error: Any) -> BaseException | None:
    candidates = (error.__cause__, getattr(error, "reason", None), *error.args, error.__context__)
    return next((cause for cause in candidates if isinstance(cause, BaseException)), None)

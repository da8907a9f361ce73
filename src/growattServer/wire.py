"""What goes over the wire, as values: a flow yields `Request` and `Wait`, and receives `Reply`.

Nothing here knows a socket, a clock or a colour; a `Request` can be printed, compared and counted.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

R = TypeVar("R")


class Request(NamedTuple):
    """One HTTP request; the client that sends it adds token, User-Agent and time-out."""

    operation: str
    method: str
    url: str
    query: Mapping[str, Any] | None = None
    form: Mapping[str, Any] | None = None

    def target(self) -> str:
        """The address with its query; parameters that are None are left out."""
        query = _encoded(self.query)
        return f"{self.url}?{query}" if query else self.url

    def body(self) -> bytes | None:
        """The form as it is sent, or None where there is no form."""
        return None if self.form is None else _encoded(self.form).encode("ascii")


class Reply(NamedTuple):
    """What came back: status, body, and the HTTP library's own response for who wants it."""

    status: int
    body: bytes
    location: str | None = None
    response: Any = None


class Wait(NamedTuple):
    """A flow's wish that the driver sleeps before it goes on."""

    seconds: float


Flow = Generator[Request | Wait, Reply, R]


def _encoded(parameters: Mapping[str, Any] | None) -> str:
    if not parameters:
        return ""
    return urlencode([(key, value) for key, value in parameters.items() if value is not None])

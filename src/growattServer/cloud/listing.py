"""What the lists of an account say, and who knows how to read them."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from ..fields import Record
from ..rows import Rows
from ..wire import Flow


class Listed(NamedTuple):
    """A device as it is listed; `device` is its object, None where no API can read it."""

    serial: str
    plant_id: int | None
    row: Record
    device: Any = None
    v4_family: str | None = None
    """The word of V4, where V4 lists it."""


class Source(Protocol):
    """The APIs that one kind of credentials opens."""

    @property
    def api(self) -> Any:
        """The client that sends the calls of the lists."""
        ...

    @property
    def clients(self) -> tuple[Any, ...]:
        """All clients, which are to be closed."""
        ...

    def plants(self) -> Flow[Rows[Any]]:
        """All plants."""
        ...

    def listed(self, plants: Rows[Any]) -> Flow[list[Listed]]:
        """All devices of these plants."""
        ...

    def latest_of(self, listed: list[Listed]) -> Flow[dict[str, Any]]:
        """Their latest readings by serial number, in as few calls as there can be."""
        ...

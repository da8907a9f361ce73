"""One device of an account with a token: read through V1 where it has the family, else through V4.

What the verbs know of readings and their past comes from here, so that a family of either API is in
all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, cast

from ..open_api_v1.devices import FAMILIES
from ..open_api_v1.devices.declared import declared_in
from .inventory import Device

if TYPE_CHECKING:
    from .. import OpenApiV1, OpenApiV4, Record

ROWS_IN_A_CALL = 100

Ask = Callable[[Callable[[], Any]], Any]
"""How a call is made: at once, or as soon as the server allows it."""


class Reader(Protocol):
    """What an API has of one device."""

    takes_zone: bool
    """Whether it can be said on which clock times are."""

    @property
    def record(self) -> type[Record]:
        """What a row of the past is."""
        ...

    def latest(self) -> Record:
        """The latest readings."""
        ...

    def day(self, day: date, zone: str | None, ask: Ask) -> list[dict[str, Any]]:
        """The rows of a day, the oldest first."""
        ...


class V1Reader:
    """A device of a family that V1 has."""

    takes_zone = True

    def __init__(self, api: OpenApiV1, device: Device) -> None:
        self._family = FAMILIES[device.family]
        self._handle: Any = self._family(api, device.device_sn)

    @property
    def record(self) -> type[Record]:
        return declared_in(self._family.energy).record

    def latest(self) -> Record:
        return cast("Record", self._handle.energy())

    def day(self, day: date, zone: str | None, ask: Ask) -> list[dict[str, Any]]:
        # a wall clock shows an hour twice in autumn: rows are the same where all of them is
        found: dict[str, dict[str, Any]] = {}
        page, count = 1, None
        while count is None or (page - 1) * ROWS_IN_A_CALL < count:

            def call(number: int = page) -> Any:
                pages = (zone, number, ROWS_IN_A_CALL)
                return self._handle.energy_history(day, day, *pages, on_limit="raise")

            history = ask(call)
            rows = history.datas or []
            for row in rows:
                # new rows push old ones to the next page while the day lasts
                found[json.dumps(row, sort_keys=True)] = dict(row)
            count = history.count or 0
            page += 1
            if not rows:
                break
        in_order = list(found.values())[::-1]
        return sorted(in_order, key=lambda row: str(row.get("time")))


class V4Reader:
    """A device that V4 lists, of a family that V1 has not; its times are in UTC."""

    takes_zone = False

    def __init__(self, api: OpenApiV4, device: Device) -> None:
        from ..open_api_v4.families import family_of

        self._family = family_of(device.v4_family or "")
        self._handle = api.get_device(device.device_sn, self._family.name)

    @property
    def record(self) -> type[Record]:
        return self._family.energy

    def latest(self) -> Record:
        return cast("Record", self._handle.latest())

    def day(self, day: date, zone: str | None, ask: Ask) -> list[dict[str, Any]]:
        history = self._handle.history(day, day, on_limit="raise")
        return ask(lambda: [dict(row) for row in history])  # type: ignore[no-any-return]  # what it is given

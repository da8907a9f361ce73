"""The families of devices that can be recorded, and the API through which each is read.

V1 reads all that it knows. What only the newer API knows, V4, is read through that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from ...fields import Record
from ...open_api_v1 import OpenApiV1
from ...open_api_v1.batches import MOST_DEVICES
from ...open_api_v1.devices import FAMILIES as KINDS
from ...open_api_v1.devices.declared import declared_in
from ...open_api_v1.endpoints import Endpoint
from ...open_api_v4 import V4Device
from ...open_api_v4.endpoints import DEVICE_INFO, HISTORY, LAST_DATA, ONE_MINUTE
from ...open_api_v4.families import FAMILY_NAMES
from ...open_api_v4.families import family_of as newer_family_of
from ...open_api_v4.readings import MOST_DEVICES as MOST_NEWER_DEVICES


@dataclass(frozen=True, eq=False, slots=True)
class Family:
    """One family, read through V1.

    `device_type` is its number in the device list, or its word in that of V4; calls are names of
    methods, and `kind` makes a device of a client and a serial number. `most_devices` is how many
    devices the call for the latest readings takes: one where the server has none for many.
    """

    name: str
    device_type: int | str
    kind: Callable[[Any, str], Any]
    record: type[Record]
    history_call: str
    history: Endpoint
    latest_call: str
    latest: Endpoint
    most_devices: int
    has_rated_power: bool
    detail: Endpoint | None = None

    @property
    def table(self) -> str:
        """Its name in those of tables."""
        return self.name.replace("-", "_")

    @property
    def is_newer(self) -> bool:
        """Is it read through V4?

        There the history comes a day a call, and times are moments, whatever the plant's clock is.
        """
        return False

    def read_latest(self, api: Any, serials: Sequence[str]) -> Mapping[str, Record]:
        """Ask for the latest records of these devices, `most_devices` at most; by serial number."""
        ask = getattr(api, self.latest_call)
        if self.most_devices == 1:
            return {sn: ask(sn, on_limit="raise") for sn in serials}
        found: Mapping[str, Record] = ask(serials, on_limit="raise")
        return found

    def read_history(
        self, api: Any, device_sn: str, days: Sequence[date], page: int, rows: int
    ) -> Any:
        """Ask for a page of the history of these days, of so many rows."""
        ask = getattr(api, self.history_call)
        return ask(device_sn, days[0], days[-1], "UTC", page, rows, on_limit="raise")

    def read_rated_power(self, api: Any, device_sn: str) -> float | None:
        """Ask for the rated power of a device in W; None where the server does not tell it."""
        if not self.has_rated_power:
            return None
        detail = self.kind(api, device_sn).detail(on_limit="raise")
        return detail.rated_power or None


class HistoryDay(dict[str, Any]):
    """The rows of a day, in the shape of a page of V1."""

    count = None

    @property
    def datas(self) -> Any:
        return self["datas"]


@dataclass(frozen=True, eq=False, slots=True)
class NewerFamily(Family):
    """One family that only V4 knows."""

    @property
    def is_newer(self) -> bool:
        return True

    def read_latest(self, api: Any, serials: Sequence[str]) -> Mapping[str, Record]:
        found: Mapping[str, Record] = api.latest(serials, self.device_type, on_limit="raise")
        return found

    def read_history(
        self, api: Any, device_sn: str, days: Sequence[date], page: int, rows: int
    ) -> Any:
        """Ask for one of these days: a page is a day, however many rows it has."""
        found = api.history(device_sn, self.device_type, days[page - 1], on_limit="raise")
        return HistoryDay(datas=found)

    def read_details(self, api: Any, serials: Iterable[str]) -> Mapping[str, Any]:
        """Ask what these devices are, any number of them; by serial number."""
        found: Mapping[str, Any] = api.info(serials, self.device_type, on_limit="raise")
        return found


def _family(kind: type[Any]) -> Family:
    name = kind.__name__.lower()
    batch_call = f"{name}_last_data_batch"
    batch = getattr(OpenApiV1, batch_call, None)
    history, latest = declared_in(kind.energy_history), declared_in(batch or kind.energy)
    return Family(
        name,
        kind.DEVICE_TYPE_ID,
        kind,
        latest.record,
        f"{name}_energy_history",
        history.endpoint,
        batch_call if batch else f"{name}_energy",
        latest.endpoint,
        MOST_DEVICES if batch else 1,
        "rated_power" in declared_in(kind.detail).record.fields,
    )


def _newer_family(word: str) -> NewerFamily:
    of = newer_family_of(word)
    return NewerFamily(
        of.common_name,
        word,
        partial(V4Device, family=word),
        of.energy,
        "history",
        HISTORY,
        "latest",
        LAST_DATA._replace(period_s=ONE_MINUTE) if word == "noah" else LAST_DATA,
        MOST_NEWER_DEVICES,
        "rated_power" in of.detail.fields,
        DEVICE_INFO,
    )


_OLDER = {family.name: family for family in (_family(kind) for kind in KINDS.values())}

NEWER: Mapping[str, NewerFamily] = {
    word: _newer_family(word)
    for word in FAMILY_NAMES
    if newer_family_of(word).common_name not in _OLDER
}
"""What only V4 knows, by its word for it."""

FAMILIES: Mapping[str, Family] = {
    **_OLDER,
    **{family.name: family for family in NEWER.values()},
}


def family_of_type(number: int | None) -> Family | None:
    """The family with this number in the list of devices; None for what cannot be recorded."""
    return next((family for family in _OLDER.values() if family.device_type == number), None)

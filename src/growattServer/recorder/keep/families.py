"""The families of devices that can be recorded: all that V1 reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...fields import Record
from ...open_api_v1 import OpenApiV1
from ...open_api_v1.batches import MOST_DEVICES
from ...open_api_v1.devices import FAMILIES as KINDS
from ...open_api_v1.devices.declared import declared_in
from ...open_api_v1.endpoints import Endpoint


@dataclass(frozen=True, eq=False, slots=True)
class Family:
    """One family: `device_type` is its number in the device list, calls are names of methods.

    `most_devices` is how many devices the call for the latest readings takes: one where the server
    has none for many.
    """

    name: str
    kind: type[Any]
    record: type[Record]
    history_call: str
    history: Endpoint
    latest_call: str
    latest: Endpoint
    most_devices: int
    has_rated_power: bool

    @property
    def device_type(self) -> int:
        number: int = self.kind.DEVICE_TYPE_ID
        return number

    def read_latest(self, api: OpenApiV1, serials: Sequence[str]) -> Mapping[str, Record]:
        """Ask for the latest records of these devices, `most_devices` at most; by serial number."""
        ask = getattr(api, self.latest_call)
        if self.most_devices == 1:
            return {sn: ask(sn, on_limit="raise") for sn in serials}
        found: Mapping[str, Record] = ask(serials, on_limit="raise")
        return found

    def read_rated_power(self, api: OpenApiV1, device_sn: str) -> float | None:
        """Ask for the rated power of a device in W; None where the server does not tell it."""
        if not self.has_rated_power:
            return None
        detail = self.kind(api, device_sn).detail(on_limit="raise")
        return detail.rated_power or None


def _family(kind: type[Any]) -> Family:
    name = kind.__name__.lower()
    batch_call = f"{name}_last_data_batch"
    batch = getattr(OpenApiV1, batch_call, None)
    history, latest = declared_in(kind.energy_history), declared_in(batch or kind.energy)
    return Family(
        name,
        kind,
        latest.record,
        f"{name}_energy_history",
        history.endpoint,
        batch_call if batch else f"{name}_energy",
        latest.endpoint,
        MOST_DEVICES if batch else 1,
        "rated_power" in declared_in(kind.detail).record.fields,
    )


FAMILIES: Mapping[str, Family] = {
    family.name: family for family in (_family(kind) for kind in KINDS.values())
}


def family_of_type(number: int | None) -> Family | None:
    """The family with this number in the list of devices; None for what cannot be recorded."""
    return next((family for family in FAMILIES.values() if family.device_type == number), None)

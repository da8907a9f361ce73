"""The families of devices that can be recorded: those with many devices in one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...fields import Record
from ...open_api_v1 import OpenApiV1
from ...open_api_v1.devices import FAMILIES as KINDS
from ...open_api_v1.devices.declared import declared_in
from ...open_api_v1.endpoints import Endpoint


@dataclass(frozen=True, eq=False, slots=True)
class Family:
    """One family: `device_type` is its number in the device list, calls are names of methods."""

    name: str
    kind: type[Any]
    record: type[Record]
    history_call: str
    history: Endpoint
    batch_call: str
    batch: Endpoint

    @property
    def device_type(self) -> int:
        number: int = self.kind.DEVICE_TYPE_ID
        return number


def _family(kind: type[Any]) -> Family:
    name = kind.__name__.lower()
    history_call, batch_call = f"{name}_energy_history", f"{name}_last_data_batch"
    history = declared_in(kind.energy_history)
    batch = declared_in(getattr(OpenApiV1, batch_call))
    return Family(
        name, kind, batch.record, history_call, history.endpoint, batch_call, batch.endpoint
    )


FAMILIES: Mapping[str, Family] = {
    family.name: family
    for family in (
        _family(kind)
        for name, kind in KINDS.items()
        if hasattr(OpenApiV1, f"{name.lower()}_last_data_batch")
    )
}


def family_of_type(number: int | None) -> Family | None:
    """The family with this number in the list of devices; None for what cannot be recorded."""
    return next((family for family in FAMILIES.values() if family.device_type == number), None)

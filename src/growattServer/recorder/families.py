"""The families of devices that can be recorded: a row each, from which all else is projected.

A new family is a row here: its record, the call for its history, and the one for many at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..fields import Record
from ..open_api_v1 import endpoints, records
from ..open_api_v1.endpoints import Endpoint


@dataclass(frozen=True, eq=False, slots=True)
class Family:
    """One family: `device_type` is its number in the device list, calls are names of methods."""

    name: str
    device_type: int
    record: type[Record]
    history_call: str
    history: Endpoint
    batch_call: str
    batch: Endpoint


FAMILIES: Mapping[str, Family] = {
    family.name: family
    for family in (
        Family(
            "min",
            7,
            records.MinEnergy,
            "min_energy_history",
            endpoints.MIN_ENERGY_HISTORY,
            "min_last_data_batch",
            endpoints.MIN_LAST_DATA_BATCH,
        ),
        Family(
            "sph",
            5,
            records.SphEnergy,
            "sph_energy_history",
            endpoints.SPH_ENERGY_HISTORY,
            "sph_last_data_batch",
            endpoints.SPH_LAST_DATA_BATCH,
        ),
    )
}


def family_of_type(number: int | None) -> Family | None:
    """The family with this number in the list of devices; None for what cannot be recorded."""
    return next((family for family in FAMILIES.values() if family.device_type == number), None)

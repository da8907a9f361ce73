"""Storages of the SPF family."""

from __future__ import annotations

from ..operation import operation
from ..wire import Flow
from . import records
from .calls import call_record
from .endpoints import STORAGE_DETAIL, STORAGE_ENERGY_OVERVIEW, STORAGE_PARAMS
from .exchange import ShinePhoneCalls


class StorageOperations(ShinePhoneCalls):
    """The calls about storages."""

    @operation
    def storage_detail(self, storage_id: str) -> Flow[records.StorageDetail]:
        """The latest readings, as texts."""
        return call_record(self, STORAGE_DETAIL, {"storageId": storage_id}, records.StorageDetail)

    @operation
    def storage_params(self, storage_id: str) -> Flow[records.StorageParams]:
        """The latest readings under `storageDetailBean`, as numbers and as texts with units."""
        return call_record(self, STORAGE_PARAMS, {"storageId": storage_id}, records.StorageParams)

    @operation
    def storage_energy_overview(
        self, plant_id: int | str, storage_id: str
    ) -> Flow[records.StorageEnergyOverview]:
        """Energies of a storage today and ever."""
        parameters = {"plantId": plant_id, "storageSn": storage_id}
        return call_record(self, STORAGE_ENERGY_OVERVIEW, parameters, records.StorageEnergyOverview)

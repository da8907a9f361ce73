"""Records of the V1 replies: what the server sends, key by key, with names, units and meanings."""

from growattServer.open_api_v1.records.device_list import DeviceList, DeviceRow
from growattServer.open_api_v1.records.min_detail import MinDetail
from growattServer.open_api_v1.records.min_energy import MinEnergy, MinEnergyHistory
from growattServer.open_api_v1.records.min_settings import MinSettings
from growattServer.open_api_v1.records.plants import (
    Plant,
    PlantArray,
    PlantDataloggerKind,
    PlantDetails,
    PlantEnergyHistory,
    PlantEnergyOverview,
    PlantEnergyRow,
    PlantInverterKind,
    PlantList,
    PlantMaxKind,
    PlantPowerOverview,
    PlantPowerRow,
)
from growattServer.open_api_v1.records.sph_detail import SphDetail
from growattServer.open_api_v1.records.sph_energy import SphEnergy, SphEnergyHistory

__all__ = [
    "DeviceList",
    "DeviceRow",
    "MinDetail",
    "MinEnergy",
    "MinEnergyHistory",
    "MinSettings",
    "Plant",
    "PlantArray",
    "PlantDataloggerKind",
    "PlantDetails",
    "PlantEnergyHistory",
    "PlantEnergyOverview",
    "PlantEnergyRow",
    "PlantInverterKind",
    "PlantList",
    "PlantMaxKind",
    "PlantPowerOverview",
    "PlantPowerRow",
    "SphDetail",
    "SphEnergy",
    "SphEnergyHistory",
]

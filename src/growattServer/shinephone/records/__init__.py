"""Records of the replies of the password API: what the server sends, key by key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from growattServer.fields import Record
from growattServer.shinephone.records.answer import Answer
from growattServer.shinephone.records.classic_inverter import ClassicInverterSettings
from growattServer.shinephone.records.dashboard import Dashboard, DashboardPoint
from growattServer.shinephone.records.inverter import (
    InverterCurve,
    InverterDetailTwo,
    InverterEnergy,
    InverterEnergyTwo,
)
from growattServer.shinephone.records.login import Account, Login, LoginPlant
from growattServer.shinephone.records.mix import (
    MixInfo,
    MixPowerPoint,
    MixProductionConsumption,
    MixSystemStatus,
    MixTotals,
)
from growattServer.shinephone.records.mix_settings import (
    MixSettings,
    MixSettingsAnswer,
    MixSettingsDetails,
)
from growattServer.shinephone.records.noah import (
    NoahDetails,
    NoahInfo,
    NoahPlant,
    NoahPlantRow,
    NoahSettings,
    NoahStatus,
    NoahStatusAnswer,
    NoahSystem,
)
from growattServer.shinephone.records.plant_info import Datalogger, Device, PlantInfo
from growattServer.shinephone.records.plant_settings import PlantSettings
from growattServer.shinephone.records.plants import (
    PlantCurve,
    PlantCurveHead,
    PlantEnergyData,
    PlantList,
    PlantListRow,
    PlantListSums,
    Weather,
)
from growattServer.shinephone.records.setting_answers import NoahSettingAnswer, SettingAnswer
from growattServer.shinephone.records.storage import (
    StorageDetail,
    StorageDevice,
    StorageEnergyOverview,
    StorageParams,
)
from growattServer.shinephone.records.storage_energy import StorageEnergy
from growattServer.shinephone.records.tlx import (
    TlxCurve,
    TlxEnergyOverview,
    TlxEnergySeries,
    TlxOutput,
    TlxPowerPoint,
    TlxProductionConsumption,
    TlxSystemStatus,
)
from growattServer.shinephone.records.tlx_device import (
    TlxBattery,
    TlxBatteryDetail,
    TlxBatteryLatest,
    TlxDevice,
    TlxParams,
)
from growattServer.shinephone.records.tlx_energy import TlxDetail, TlxEnergy
from growattServer.shinephone.records.tlx_settings import TlxEnabledSettings, TlxSettings

# The record of what each method returns; of a row, where the method returns a list.
RECORDS: Mapping[str, type[Record]] = MappingProxyType(
    {
        "login": Login,
        "plant_list": PlantList,
        "plant_detail": PlantCurve,
        "plant_list_two": PlantSettings,
        "plant_settings": PlantSettings,
        "plant_info": PlantInfo,
        "device_list": Device,
        "inverter_list": Device,
        "plant_energy_data": PlantEnergyData,
        "update_plant_settings": SettingAnswer,
        "dashboard_data": Dashboard,
        "inverter_data": InverterCurve,
        "inverter_detail": InverterEnergy,
        "inverter_detail_two": InverterDetailTwo,
        "classic_inverter_info": ClassicInverterSettings,
        "update_inverter_setting": SettingAnswer,
        "update_ac_inverter_setting": SettingAnswer,
        "update_classic_inverter_setting": SettingAnswer,
        "set_classic_inverter_active_power_rate": SettingAnswer,
        "set_classic_inverter_on_off": SettingAnswer,
        "tlx_system_status": TlxSystemStatus,
        "tlx_energy_overview": TlxEnergyOverview,
        "tlx_energy_prod_cons": TlxProductionConsumption,
        "tlx_data": TlxCurve,
        "tlx_detail": TlxDetail,
        "tlx_params": TlxParams,
        "tlx_all_settings": TlxSettings,
        "tlx_enabled_settings": TlxEnabledSettings,
        "tlx_battery_info": TlxBattery,
        "tlx_battery_info_detailed": TlxBatteryDetail,
        "update_tlx_inverter_setting": SettingAnswer,
        "update_tlx_inverter_time_segment": SettingAnswer,
        "mix_info": MixInfo,
        "mix_totals": MixTotals,
        "mix_system_status": MixSystemStatus,
        "mix_detail": MixProductionConsumption,
        "get_mix_inverter_settings": MixSettingsAnswer,
        "update_mix_inverter_setting": SettingAnswer,
        "storage_detail": StorageDetail,
        "storage_params": StorageParams,
        "storage_energy_overview": StorageEnergyOverview,
        "is_plant_noah_system": NoahSystem,
        "noah_system_status": NoahStatusAnswer,
        "noah_info": NoahInfo,
        "update_noah_settings": NoahSettingAnswer,
    }
)
RETURN_LISTS = frozenset({"plant_list_two", "device_list", "inverter_list"})

__all__ = [
    "RECORDS",
    "RETURN_LISTS",
    "Account",
    "Answer",
    "ClassicInverterSettings",
    "Dashboard",
    "DashboardPoint",
    "Datalogger",
    "Device",
    "InverterCurve",
    "InverterDetailTwo",
    "InverterEnergy",
    "InverterEnergyTwo",
    "Login",
    "LoginPlant",
    "MixInfo",
    "MixPowerPoint",
    "MixProductionConsumption",
    "MixSettings",
    "MixSettingsAnswer",
    "MixSettingsDetails",
    "MixSystemStatus",
    "MixTotals",
    "NoahDetails",
    "NoahInfo",
    "NoahPlant",
    "NoahPlantRow",
    "NoahSettingAnswer",
    "NoahSettings",
    "NoahStatus",
    "NoahStatusAnswer",
    "NoahSystem",
    "PlantCurve",
    "PlantCurveHead",
    "PlantEnergyData",
    "PlantInfo",
    "PlantList",
    "PlantListRow",
    "PlantListSums",
    "PlantSettings",
    "SettingAnswer",
    "StorageDetail",
    "StorageDevice",
    "StorageEnergy",
    "StorageEnergyOverview",
    "StorageParams",
    "TlxBattery",
    "TlxBatteryDetail",
    "TlxBatteryLatest",
    "TlxCurve",
    "TlxDetail",
    "TlxDevice",
    "TlxEnabledSettings",
    "TlxEnergy",
    "TlxEnergyOverview",
    "TlxEnergySeries",
    "TlxOutput",
    "TlxParams",
    "TlxPowerPoint",
    "TlxProductionConsumption",
    "TlxSettings",
    "TlxSystemStatus",
    "Weather",
]

"""Which record each method of the ShinePhone API answers with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ...fields import Record
from .classic_inverter import ClassicInverterSettings
from .dashboard import Dashboard
from .inverter import InverterCurve, InverterDetailTwo, InverterEnergy
from .login import LoginReply
from .mix import MixInfo, MixProductionConsumption, MixSystemStatus, MixTotals
from .mix_settings import MixSettingsAnswer
from .noah import NoahInfo, NoahStatusAnswer, NoahSystem
from .plant_info import Device, PlantInfo
from .plant_settings import PlantSettings
from .plants import PlantCurve, PlantEnergyData, PlantList
from .setting_answers import NoahSettingAnswer, SettingAnswer
from .storage import StorageDetail, StorageEnergyOverview, StorageParams
from .tlx import TlxCurve, TlxEnergyOverview, TlxProductionConsumption, TlxSystemStatus
from .tlx_device import TlxBattery, TlxBatteryDetail, TlxParams
from .tlx_energy import TlxDetail
from .tlx_settings import TlxEnabledSettings, TlxSettings

RECORDS: Mapping[str, type[Record]] = MappingProxyType(
    {
        "login": LoginReply,
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

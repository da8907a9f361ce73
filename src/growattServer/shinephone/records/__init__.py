"""Records of the replies of the password API: what the server sends, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...lazy import lazy_names

if TYPE_CHECKING:
    from .answer import Answer as Answer
    from .classic_inverter import ClassicInverterSettings as ClassicInverterSettings
    from .dashboard import Dashboard as Dashboard
    from .dashboard import DashboardPoint as DashboardPoint
    from .inverter import InverterCurve as InverterCurve
    from .inverter import InverterDetailTwo as InverterDetailTwo
    from .inverter import InverterEnergy as InverterEnergy
    from .inverter import InverterEnergyTwo as InverterEnergyTwo
    from .login import Account as Account
    from .login import LoginPlant as LoginPlant
    from .login import LoginReply as LoginReply
    from .mix import MixInfo as MixInfo
    from .mix import MixPowerPoint as MixPowerPoint
    from .mix import MixProductionConsumption as MixProductionConsumption
    from .mix import MixSystemStatus as MixSystemStatus
    from .mix import MixTotals as MixTotals
    from .mix_settings import MixSettings as MixSettings
    from .mix_settings import MixSettingsAnswer as MixSettingsAnswer
    from .mix_settings import MixSettingsDetails as MixSettingsDetails
    from .noah import NoahDetails as NoahDetails
    from .noah import NoahInfo as NoahInfo
    from .noah import NoahPlant as NoahPlant
    from .noah import NoahPlantRow as NoahPlantRow
    from .noah import NoahSettings as NoahSettings
    from .noah import NoahStatus as NoahStatus
    from .noah import NoahStatusAnswer as NoahStatusAnswer
    from .noah import NoahSystem as NoahSystem
    from .plant_info import Datalogger as Datalogger
    from .plant_info import Device as Device
    from .plant_info import PlantInfo as PlantInfo
    from .plant_settings import PlantSettings as PlantSettings
    from .plants import PlantCurve as PlantCurve
    from .plants import PlantCurveHead as PlantCurveHead
    from .plants import PlantEnergyData as PlantEnergyData
    from .plants import PlantList as PlantList
    from .plants import PlantListRow as PlantListRow
    from .plants import PlantListSums as PlantListSums
    from .plants import Weather as Weather
    from .setting_answers import NoahSettingAnswer as NoahSettingAnswer
    from .setting_answers import SettingAnswer as SettingAnswer
    from .storage import StorageDetail as StorageDetail
    from .storage import StorageDevice as StorageDevice
    from .storage import StorageEnergyOverview as StorageEnergyOverview
    from .storage import StorageParams as StorageParams
    from .storage_energy import StorageEnergy as StorageEnergy
    from .tlx import TlxCurve as TlxCurve
    from .tlx import TlxEnergyOverview as TlxEnergyOverview
    from .tlx import TlxEnergySeries as TlxEnergySeries
    from .tlx import TlxOutput as TlxOutput
    from .tlx import TlxPowerPoint as TlxPowerPoint
    from .tlx import TlxProductionConsumption as TlxProductionConsumption
    from .tlx import TlxSystemStatus as TlxSystemStatus
    from .tlx_device import TlxBattery as TlxBattery
    from .tlx_device import TlxBatteryDetail as TlxBatteryDetail
    from .tlx_device import TlxBatteryLatest as TlxBatteryLatest
    from .tlx_device import TlxDevice as TlxDevice
    from .tlx_device import TlxParams as TlxParams
    from .tlx_energy import TlxDetail as TlxDetail
    from .tlx_energy import TlxEnergy as TlxEnergy
    from .tlx_settings import TlxEnabledSettings as TlxEnabledSettings
    from .tlx_settings import TlxSettings as TlxSettings

__getattr__, __all__ = lazy_names(
    __name__,
    {
        "answer": "Answer",
        "classic_inverter": "ClassicInverterSettings",
        "dashboard": "DashboardPoint Dashboard",
        "inverter": "InverterCurve InverterEnergy InverterEnergyTwo InverterDetailTwo",
        "login": "LoginPlant Account LoginReply",
        "mix": "MixInfo MixTotals MixSystemStatus MixPowerPoint MixProductionConsumption",
        "mix_settings": "MixSettings MixSettingsDetails MixSettingsAnswer",
        "noah": (
            "NoahPlant NoahSystem NoahStatus NoahStatusAnswer NoahSettings NoahPlantRow "
            "NoahDetails NoahInfo"
        ),
        "plant_info": "Datalogger Device PlantInfo",
        "plant_settings": "PlantSettings",
        "plants": (
            "PlantListRow PlantListSums PlantList PlantCurveHead PlantCurve Weather PlantEnergyData"
        ),
        "setting_answers": "SettingAnswer NoahSettingAnswer",
        "storage": "StorageDetail StorageEnergyOverview StorageDevice StorageParams",
        "storage_energy": "StorageEnergy",
        "tlx": (
            "TlxSystemStatus TlxEnergyOverview TlxPowerPoint TlxEnergySeries TlxOutput "
            "TlxProductionConsumption TlxCurve"
        ),
        "tlx_device": "TlxDevice TlxParams TlxBattery TlxBatteryLatest TlxBatteryDetail",
        "tlx_energy": "TlxEnergy TlxDetail",
        "tlx_settings": "TlxSettings TlxEnabledSettings",
    },
)

"""What V4 answers, by family; the rows of a family are loaded when one of its names is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...lazy import lazy_names

if TYPE_CHECKING:
    from .common import DeviceList as DeviceList
    from .common import DeviceModel as DeviceModel
    from .common import DeviceRow as DeviceRow
    from .common import HighFrequencyBattery as HighFrequencyBattery
    from .common import HighFrequencyReading as HighFrequencyReading
    from .common import VppPeriod as VppPeriod
    from .inverter import InverterDetail as InverterDetail
    from .inverter import InverterEnergy as InverterEnergy
    from .max import MaxDetail as MaxDetail
    from .max import MaxEnergy as MaxEnergy
    from .min import MinDetail as MinDetail
    from .min import MinEnergy as MinEnergy
    from .noah import NoahDetail as NoahDetail
    from .noah import NoahEnergy as NoahEnergy
    from .noah_app import NexaStatus as NexaStatus
    from .noah_app import NoahBatteries as NoahBatteries
    from .noah_app import NoahBattery as NoahBattery
    from .noah_app import NoahBatteryFahrenheit as NoahBatteryFahrenheit
    from .noah_app import NoahFirmware as NoahFirmware
    from .noah_app import NoahGridCode as NoahGridCode
    from .noah_app import NoahInfo as NoahInfo
    from .noah_app import NoahPlantRow as NoahPlantRow
    from .noah_app import NoahSettings as NoahSettings
    from .noah_app import NoahStatus as NoahStatus
    from .noah_curve import NexaPower as NexaPower
    from .noah_curve import NoahPeriodEnergy as NoahPeriodEnergy
    from .noah_curve import NoahPower as NoahPower
    from .noah_segment import NoahSegment as NoahSegment
    from .noah_segment import NoahTimeSegment as NoahTimeSegment
    from .sph_s import SphSDetail as SphSDetail
    from .sph_s import SphSEnergy as SphSEnergy
    from .sph_spa_detail import SpaDetail as SpaDetail
    from .sph_spa_detail import SphDetail as SphDetail
    from .sph_spa_energy import SpaEnergy as SpaEnergy
    from .sph_spa_energy import SphEnergy as SphEnergy
    from .storage import StorageDetail as StorageDetail
    from .storage import StorageEnergy as StorageEnergy
    from .wit_detail import WitDetail as WitDetail
    from .wit_energy import WitEnergy as WitEnergy

__getattr__, __all__ = lazy_names(
    __name__,
    {
        "common": (
            "DeviceList DeviceModel DeviceRow HighFrequencyBattery HighFrequencyReading VppPeriod"
        ),
        "inverter": "InverterDetail InverterEnergy",
        "max": "MaxDetail MaxEnergy",
        "min": "MinDetail MinEnergy",
        "noah": "NoahDetail NoahEnergy",
        "noah_app": (
            "NexaStatus NoahBatteries NoahBattery NoahBatteryFahrenheit NoahFirmware NoahGridCode "
            "NoahInfo NoahPlantRow NoahSettings NoahStatus"
        ),
        "noah_curve": "NexaPower NoahPeriodEnergy NoahPower",
        "noah_segment": "NoahSegment NoahTimeSegment",
        "sph_s": "SphSDetail SphSEnergy",
        "sph_spa_detail": "SpaDetail SphDetail",
        "sph_spa_energy": "SpaEnergy SphEnergy",
        "storage": "StorageDetail StorageEnergy",
        "wit_detail": "WitDetail",
        "wit_energy": "WitEnergy",
    },
)

"""Records of the V1 replies: what the server sends, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...lazy import lazy_names

if TYPE_CHECKING:
    from .alarms import Alarm as Alarm
    from .alarms import AtessAlarm as AtessAlarm
    from .alarms import AtessAlarms as AtessAlarms
    from .alarms import DeviceAlarms as DeviceAlarms
    from .alarms import InverterAlarm as InverterAlarm
    from .alarms import InverterAlarms as InverterAlarms
    from .alarms import MaxAlarm as MaxAlarm
    from .alarms import MaxAlarms as MaxAlarms
    from .dataloggers import DataloggerList as DataloggerList
    from .dataloggers import DataloggerRow as DataloggerRow
    from .dataloggers import DataloggerValidation as DataloggerValidation
    from .dataloggers import DeviceCreated as DeviceCreated
    from .dataloggers import DeviceDatalogger as DeviceDatalogger
    from .dataloggers import DeviceTypeInfo as DeviceTypeInfo
    from .dataloggers import PlantOfDevice as PlantOfDevice
    from .device_list import DeviceList as DeviceList
    from .device_list import DeviceRow as DeviceRow
    from .groboost import GroBoostDetails as GroBoostDetails
    from .groboost import GroBoostHistory as GroBoostHistory
    from .groboost import GroBoostReading as GroBoostReading
    from .groboost import GroBoostSpct as GroBoostSpct
    from .hps import HpsDetail as HpsDetail
    from .hps import HpsEnergy as HpsEnergy
    from .hps import HpsEnergyHistory as HpsEnergyHistory
    from .inverter import InverterDetail as InverterDetail
    from .inverter import InverterEnergy as InverterEnergy
    from .inverter import InverterEnergyHistory as InverterEnergyHistory
    from .max import MaxDetail as MaxDetail
    from .max import MaxEnergy as MaxEnergy
    from .max import MaxEnergyHistory as MaxEnergyHistory
    from .meters import MeterHistory as MeterHistory
    from .meters import MeterList as MeterList
    from .meters import MeterReading as MeterReading
    from .meters import MeterRow as MeterRow
    from .min_detail import MinDetail as MinDetail
    from .min_energy import MinEnergy as MinEnergy
    from .min_energy import MinEnergyHistory as MinEnergyHistory
    from .min_settings import MinSettings as MinSettings
    from .pbd import PbdDetail as PbdDetail
    from .pbd import PbdEnergy as PbdEnergy
    from .pbd import PbdEnergyHistory as PbdEnergyHistory
    from .pcs import PcsDetail as PcsDetail
    from .pcs import PcsEnergy as PcsEnergy
    from .pcs import PcsEnergyHistory as PcsEnergyHistory
    from .plants import Plant as Plant
    from .plants import PlantArray as PlantArray
    from .plants import PlantDataloggerKind as PlantDataloggerKind
    from .plants import PlantDetails as PlantDetails
    from .plants import PlantEnergyHistory as PlantEnergyHistory
    from .plants import PlantEnergyOverview as PlantEnergyOverview
    from .plants import PlantEnergyRow as PlantEnergyRow
    from .plants import PlantInverterKind as PlantInverterKind
    from .plants import PlantList as PlantList
    from .plants import PlantMaxKind as PlantMaxKind
    from .plants import PlantPowerOverview as PlantPowerOverview
    from .plants import PlantPowerRow as PlantPowerRow
    from .sensors import EnvironmentSensorHistory as EnvironmentSensorHistory
    from .sensors import EnvironmentSensorList as EnvironmentSensorList
    from .sensors import EnvironmentSensorReading as EnvironmentSensorReading
    from .sensors import EnvironmentSensorRow as EnvironmentSensorRow
    from .spa import SpaDetail as SpaDetail
    from .spa import SpaEnergy as SpaEnergy
    from .spa import SpaEnergyHistory as SpaEnergyHistory
    from .sph_detail import SphDetail as SphDetail
    from .sph_energy import SphEnergy as SphEnergy
    from .sph_energy import SphEnergyHistory as SphEnergyHistory
    from .storage import StorageDetail as StorageDetail
    from .storage import StorageEnergy as StorageEnergy
    from .storage import StorageEnergyHistory as StorageEnergyHistory
    from .users import PlantCreated as PlantCreated
    from .users import User as User
    from .users import UserList as UserList
    from .users import UserRegistered as UserRegistered
    from .vpp import VppState as VppState

__getattr__, __all__ = lazy_names(
    __name__,
    {
        "alarms": "Alarm AtessAlarm AtessAlarms DeviceAlarms InverterAlarm InverterAlarms "
        "MaxAlarm MaxAlarms",
        "device_list": "DeviceRow DeviceList",
        "inverter": "InverterDetail InverterEnergy InverterEnergyHistory",
        "storage": "StorageDetail StorageEnergy StorageEnergyHistory",
        "max": "MaxDetail MaxEnergy MaxEnergyHistory",
        "hps": "HpsDetail HpsEnergy HpsEnergyHistory",
        "pcs": "PcsDetail PcsEnergy PcsEnergyHistory",
        "pbd": "PbdDetail PbdEnergy PbdEnergyHistory",
        "min_detail": "MinDetail",
        "min_energy": "MinEnergy MinEnergyHistory",
        "min_settings": "MinSettings",
        "plants": (
            "Plant PlantList PlantArray PlantDataloggerKind PlantInverterKind PlantMaxKind "
            "PlantDetails PlantEnergyOverview PlantEnergyRow PlantEnergyHistory PlantPowerRow "
            "PlantPowerOverview"
        ),
        "spa": "SpaDetail SpaEnergy SpaEnergyHistory",
        "sph_detail": "SphDetail",
        "sph_energy": "SphEnergy SphEnergyHistory",
        "dataloggers": (
            "DataloggerRow DataloggerList DataloggerValidation DeviceDatalogger DeviceTypeInfo "
            "DeviceCreated PlantOfDevice"
        ),
        "meters": "MeterRow MeterList MeterReading MeterHistory",
        "sensors": (
            "EnvironmentSensorRow EnvironmentSensorList EnvironmentSensorReading "
            "EnvironmentSensorHistory"
        ),
        "users": "User UserList UserRegistered PlantCreated",
        "vpp": "VppState",
        "groboost": "GroBoostReading GroBoostSpct GroBoostDetails GroBoostHistory",
    },
)

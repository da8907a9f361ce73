"""Records of the V1 replies: what the server sends, key by key."""

# ruff: noqa: F403  # what the module of a family has

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
    from .hps import *
    from .inverter import *
    from .max import *
    from .meters import MeterHistory as MeterHistory
    from .meters import MeterList as MeterList
    from .meters import MeterReading as MeterReading
    from .meters import MeterRow as MeterRow
    from .min_detail import MinDetail as MinDetail
    from .min_energy import MinEnergy as MinEnergy
    from .min_energy import MinEnergyHistory as MinEnergyHistory
    from .min_settings import MinSettings as MinSettings
    from .pbd import *
    from .pcs import *
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
    from .spa import *
    from .sph import *
    from .storage import *
    from .users import PlantCreated as PlantCreated
    from .users import User as User
    from .users import UserList as UserList
    from .users import UserRegistered as UserRegistered
    from .vpp import VppState as VppState

# a module each, which has their `...Detail`, `...Energy` and `...EnergyHistory`
_FAMILIES = "hps inverter max pbd pcs spa sph storage"

__getattr__, __all__ = lazy_names(
    __name__,
    {
        **{
            name: [f"{name.title()}{part}" for part in ("Detail", "Energy", "EnergyHistory")]
            for name in _FAMILIES.split()
        },
        "alarms": "Alarm AtessAlarm AtessAlarms DeviceAlarms InverterAlarm InverterAlarms "
        "MaxAlarm MaxAlarms",
        "device_list": "DeviceRow DeviceList",
        "min_detail": "MinDetail",
        "min_energy": "MinEnergy MinEnergyHistory",
        "min_settings": "MinSettings",
        "plants": (
            "Plant PlantList PlantArray PlantDataloggerKind PlantInverterKind PlantMaxKind "
            "PlantDetails PlantEnergyOverview PlantEnergyRow PlantEnergyHistory PlantPowerRow "
            "PlantPowerOverview"
        ),
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

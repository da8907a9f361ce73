"""One device at a time: `Min(api, serial_number)` and its siblings, a module per family."""

from __future__ import annotations

from typing import Any, TypeAlias

from .abstract_device import AbstractDevice, ParameterValue
from .hps import AsyncHps, Hps
from .inverter import AsyncInverter, Inverter
from .max import AsyncMax, Max
from .min import AsyncMin, Min
from .pbd import AsyncPbd, Pbd
from .pcs import AsyncPcs, Pcs
from .readable import ApiT, AsyncApiT, ReadableDevice
from .spa import AsyncSpa, Spa
from .sph import AsyncSph, Sph
from .storage import AsyncStorage, Storage

__all__ = [
    "FAMILIES",
    "SETTABLE",
    "AbstractDevice",
    "AnyDevice",
    "AsyncAnyDevice",
    "AsyncHps",
    "AsyncInverter",
    "AsyncMax",
    "AsyncMin",
    "AsyncPbd",
    "AsyncPcs",
    "AsyncSpa",
    "AsyncSph",
    "AsyncStorage",
    "Hps",
    "Inverter",
    "Max",
    "Min",
    "ParameterValue",
    "Pbd",
    "Pcs",
    "ReadableDevice",
    "Spa",
    "Sph",
    "Storage",
]

FAMILIES: dict[str, type[Any]] = {
    family.__name__.upper(): family
    for family in (Min, Sph, Spa, Max, Hps, Pcs, Pbd, Inverter, Storage)
}
"""The families that the library knows, by their names in `DeviceType`; all else follows from it."""

SETTABLE: dict[str, type[Any]] = {
    name: family for name, family in FAMILIES.items() if issubclass(family, AbstractDevice)
}
"""Those among them that have settings."""

AnyDevice: TypeAlias = (
    Min[ApiT]
    | Sph[ApiT]
    | Spa[ApiT]
    | Max[ApiT]
    | Hps[ApiT]
    | Pcs[ApiT]
    | Pbd[ApiT]
    | Inverter[ApiT]
    | Storage[ApiT]
)
AsyncAnyDevice: TypeAlias = (
    AsyncMin[AsyncApiT]
    | AsyncSph[AsyncApiT]
    | AsyncSpa[AsyncApiT]
    | AsyncMax[AsyncApiT]
    | AsyncHps[AsyncApiT]
    | AsyncPcs[AsyncApiT]
    | AsyncPbd[AsyncApiT]
    | AsyncInverter[AsyncApiT]
    | AsyncStorage[AsyncApiT]
)

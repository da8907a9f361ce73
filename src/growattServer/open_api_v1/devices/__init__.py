"""One device at a time: `Min(api, serial_number)` and its siblings, a module per family."""

from __future__ import annotations

from typing import Any, TypeAlias

from .abstract_device import AbstractDevice, ParameterValue
from .hps import Hps
from .inverter import Inverter
from .max import Max
from .min import Min
from .pbd import Pbd
from .pcs import Pcs
from .readable import ApiT, ReadableDevice
from .spa import Spa
from .sph import Sph
from .storage import Storage

__all__ = [
    "FAMILIES",
    "SETTABLE",
    "AbstractDevice",
    "AnyDevice",
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

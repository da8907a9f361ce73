"""The list of families: a family is named here, and all else follows from its own modules.

A program follows what is computed, a type checker what is written: so each is written in four
lists: imports, names, devices and calls. Families are shown in the order of the devices.
"""

# ruff: noqa: F403, F405  # each module says which names it gives

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

from ...warn import warn_caller
from .abstract_device import AbstractDevice
from .hps import *
from .inverter import *
from .max import *
from .min import *
from .pbd import *
from .pcs import *
from .readable import ApiT
from .spa import *
from .sph import *
from .storage import *

__all__ = [
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
    "Pbd",
    "Pcs",
    "Spa",
    "Sph",
    "Storage",
]


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
"""A device of any family."""


class DeviceOperations(
    MinBySerialNumber,
    SphBySerialNumber,
    SpaBySerialNumber,
    MaxBySerialNumber,
    HpsBySerialNumber,
    PcsBySerialNumber,
    PbdBySerialNumber,
    InverterBySerialNumber,
    StorageBySerialNumber,
):
    """The calls about one device, named after its family."""

    def get_device(self, device_sn: str, device_type: int | DeviceType) -> Any:
        """The device object of a serial number; None, with a warning, for other families."""
        kind = device_type.value if isinstance(device_type, DeviceType) else device_type
        for family in FAMILIES.values():
            if kind == family.DEVICE_TYPE_ID:
                return family(self, device_sn)
        warn_caller(f"Device for type id: {device_type} has not been implemented yet.")
        return None


_kinds: list[type[Any]] = [of_an_api.__origin__ for of_an_api in get_args(AnyDevice)]
FAMILIES: dict[str, type[Any]] = {kind.__name__.upper(): kind for kind in _kinds}
"""The families that the library knows, by their names in `DeviceType`."""

SETTABLE: dict[str, type[Any]] = {
    name: family for name, family in FAMILIES.items() if issubclass(family, AbstractDevice)
}
"""Those among them that have settings."""


class DeviceType(Enum):
    """The `type` of a row of `device_list`."""

    INVERTER = 1
    STORAGE = 2
    OTHER = 3
    MAX = 4
    SPH = 5
    SPA = 6
    MIN = 7
    PCS = 8
    HPS = 9
    PBD = 10


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """The async classes, which are made when the first of them is used."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from . import awaited

        return getattr(awaited, name)

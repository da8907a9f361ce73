"""One device at a time: `Min(api, serial_number)` and its siblings, a module per family."""

from __future__ import annotations

from typing import Any, TypeAlias

from .abstract_device import AbstractDevice, ApiT, AsyncApiT, ParameterValue
from .max import AsyncMax, Max
from .min import AsyncMin, Min
from .spa import AsyncSpa, Spa
from .sph import AsyncSph, Sph

__all__ = [
    "FAMILIES",
    "AbstractDevice",
    "AnyDevice",
    "AsyncAnyDevice",
    "AsyncMax",
    "AsyncMin",
    "AsyncSpa",
    "AsyncSph",
    "Max",
    "Min",
    "ParameterValue",
    "Spa",
    "Sph",
]

FAMILIES: dict[str, type[Any]] = {
    family.__name__.upper(): family for family in (Min, Sph, Spa, Max)
}
"""The families that the library knows, by their names in `DeviceType`; all else follows from it."""

AnyDevice: TypeAlias = Min[ApiT] | Sph[ApiT] | Spa[ApiT] | Max[ApiT]
AsyncAnyDevice: TypeAlias = (
    AsyncMin[AsyncApiT] | AsyncSph[AsyncApiT] | AsyncSpa[AsyncApiT] | AsyncMax[AsyncApiT]
)

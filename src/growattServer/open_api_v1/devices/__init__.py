"""One device at a time: `Min(api, serial_number)` and its siblings, a module per family."""

from __future__ import annotations

from typing import Any

from .abstract_device import AbstractDevice, ParameterValue
from .min import AsyncMin, Min
from .spa import AsyncSpa, Spa
from .sph import AsyncSph, Sph

__all__ = [
    "FAMILIES",
    "AbstractDevice",
    "AsyncMin",
    "AsyncSpa",
    "AsyncSph",
    "Min",
    "ParameterValue",
    "Spa",
    "Sph",
]

FAMILIES: dict[str, type[Any]] = {family.__name__.upper(): family for family in (Min, Sph, Spa)}
"""The families that the library knows, by their names in `DeviceType`; all else follows from it."""

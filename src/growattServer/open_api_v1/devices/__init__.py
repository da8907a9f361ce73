"""One device at a time: `Min(api, serial_number)` and its siblings, a module per family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...lazy import lazy_names
from . import families
from .abstract_device import AbstractDevice, ParameterValue
from .families import FAMILIES, SETTABLE, AnyDevice
from .readable import ReadableDevice

if TYPE_CHECKING:
    from .families import *  # noqa: F403  # those of its list

__all__ = [
    "FAMILIES",
    "SETTABLE",
    "AbstractDevice",
    "AnyDevice",
    "ParameterValue",
    "ReadableDevice",
]
__all__ += families.__all__

__getattr__, _ = lazy_names(__name__, {"families": families.__all__})

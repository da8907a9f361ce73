"""One device at a time: `Min(api, serial_number)` and its siblings, a module per family."""

from .abstract_device import AbstractDevice, ParameterValue
from .min import AsyncMin, Min
from .sph import AsyncSph, Sph

__all__ = ["AbstractDevice", "AsyncMin", "AsyncSph", "Min", "ParameterValue", "Sph"]

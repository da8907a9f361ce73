"""One device at a time: `Min(api, serial_number)` and its siblings, a module per family."""

from .abstract_device import AbstractDevice, ParameterValue
from .min import Min
from .sph import Sph

__all__ = ["AbstractDevice", "Min", "ParameterValue", "Sph"]

"""The tables of settings, a module a family.

Which settings a model really answers is not documented. Where the vendor gives no range (grid
voltages) ours is wide and only keeps out slips. Registers (`set_any_reg`) are no part of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...exceptions import GrowattParameterError
from ..catalogue import Family
from .inverter import INVERTER
from .max import MAX
from .min import MIN
from .noah import NOAH
from .spa import SPA
from .sph import SPH
from .storage import STORAGE
from .v4 import FAMILIES as _OTHERS_OF_V4
from .v4 import SPH_S, WIT

# in the order in which they are shown
__all__ = [  # noqa: RUF022  # not by the alphabet
    "MIN",
    "SPH",
    "SPA",
    "MAX",
    "INVERTER",
    "STORAGE",
    "NOAH",
    "WIT",
    "SPH_S",
]

_named = globals()
_FAMILIES: list[Family] = [_named[name] for name in __all__]

FAMILIES: dict[int | str, Family] = {
    family.device_type: family for family in _FAMILIES if isinstance(family.device_type, int)
}
"""What V1 sets, by its numbers of device types."""

V4_FAMILIES: dict[int | str, Family] = {
    family.device_type: family for family in (NOAH, *_OTHERS_OF_V4.values())
}
"""What V4 sets, by its words."""

BY_KEY: Mapping[int | str, Family] = {**FAMILIES, **V4_FAMILIES}


def family_of(device_type: int | str) -> Family:
    """The table of V1's device type or V4's word; GrowattParameterError where there is none."""
    family = BY_KEY.get(device_type)
    if family is None:
        raise GrowattParameterError(f"there is no catalogue of settings for type {device_type}")
    return family

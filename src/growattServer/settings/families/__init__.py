"""The tables of settings, a module a family.

Which settings a model really answers is not documented. Where the vendor gives no range (grid
voltages) ours is wide and only keeps out slips. Registers (`set_any_reg`) are no part of them.
"""

from __future__ import annotations

from ...exceptions import GrowattParameterError
from ..catalogue import Family
from .inverter import INVERTER
from .max import MAX
from .min import MIN
from .spa import SPA
from .sph import SPH
from .storage import STORAGE

__all__ = ["FAMILIES", "INVERTER", "MAX", "MIN", "SPA", "SPH", "STORAGE", "family_of"]

FAMILIES = {family.device_type: family for family in (MIN, SPH, SPA, MAX, INVERTER, STORAGE)}


def family_of(device_type: int) -> Family:
    """The table of a device type; raises GrowattParameterError where there is none."""
    family = FAMILIES.get(device_type)
    if family is None:
        raise GrowattParameterError(f"there is no catalogue of settings for type {device_type}")
    return family

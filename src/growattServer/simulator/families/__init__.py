"""How each device family turns the true state into the vendor's replies."""

from __future__ import annotations

from .base import Family
from .min import MIN
from .sph import SPH

FAMILIES: dict[str, Family] = {family.name: family for family in (MIN, SPH)}

"""How each device family turns the true state into the vendor's replies."""

from __future__ import annotations

from .base import Family, TokenFamily
from .hps import HPS
from .inverter import INVERTER
from .max import MAX
from .min import MIN
from .nexa import NEXA
from .noah import NOAH
from .pbd import PBD
from .pcs import PCS
from .spa import SPA
from .sph import SPH
from .storage import STORAGE

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (MIN, SPH, INVERTER, STORAGE, SPA, NOAH, NEXA, MAX, HPS, PCS, PBD)
}
TOKEN_FAMILIES: dict[str, TokenFamily] = {
    name: family for name, family in FAMILIES.items() if isinstance(family, TokenFamily)
}

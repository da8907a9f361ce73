"""How each device family turns the true state into the vendor's replies."""

from __future__ import annotations

from .base import V4, Family, TokenFamily
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
from .sph_s import SPH_S
from .storage import STORAGE
from .wit import WIT

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (MIN, SPH, INVERTER, STORAGE, SPA, NOAH, NEXA, MAX, HPS, PCS, PBD, WIT, SPH_S)
}
TOKEN_FAMILIES: dict[str, TokenFamily] = {
    name: family for name, family in FAMILIES.items() if isinstance(family, TokenFamily)
}
V4_FAMILIES: dict[str, V4] = {
    name: family.v4 for name, family in FAMILIES.items() if family.v4 is not None
}

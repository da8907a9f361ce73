"""How each device family turns the true state into the vendor's replies."""

from __future__ import annotations

from importlib import import_module

from .base import V4, Family, TokenFamily

_NAMES = (
    "min",
    "sph",
    "inverter",
    "storage",
    "spa",
    "noah",
    "nexa",
    "max",
    "hps",
    "pcs",
    "pbd",
    "wit",
    "sph_s",
)
"""A module each, which has the family by its name in capitals."""


def _family(name: str) -> Family:
    family: Family = getattr(import_module(f".{name}", __name__), name.upper())
    return family


FAMILIES: dict[str, Family] = {family.name: family for family in map(_family, _NAMES)}
TOKEN_FAMILIES: dict[str, TokenFamily] = {
    name: family for name, family in FAMILIES.items() if isinstance(family, TokenFamily)
}
V4_FAMILIES: dict[str, V4] = {
    name: family.v4 for name, family in FAMILIES.items() if family.v4 is not None
}

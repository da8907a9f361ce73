"""The device families of V4: the vendor's word for each, and its records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias, get_args

from ..exceptions import GrowattParameterError
from ..fields import Record
from . import records

FamilyName: TypeAlias = Literal[
    "inv", "storage", "max", "sph", "spa", "min", "wit", "sph-s", "noah"
]
FAMILY_NAMES: tuple[FamilyName, ...] = get_args(FamilyName)
VPP_FAMILIES: tuple[FamilyName, ...] = ("sph", "spa", "min", "wit")
"""Those for which the vendor documents VPP parameters."""

_COMMON: Mapping[FamilyName, str] = {"inv": "inverter"}
"""Where the other APIs have another word."""
_CLASSES: Mapping[str, str] = {
    "inv": "Inverter",
    "storage": "Storage",
    "max": "Max",
    "sph": "Sph",
    "spa": "Spa",
    "min": "Min",
    "wit": "Wit",
    "sph-s": "SphS",
    "noah": "Noah",
}


class Family(NamedTuple):
    """The records of a family, whose rows are loaded when they are named."""

    name: FamilyName

    @property
    def common_name(self) -> str:
        """The word for it in all APIs."""
        return _COMMON.get(self.name, self.name)

    @property
    def detail(self) -> type[Record]:
        return self._record("Detail")

    @property
    def energy(self) -> type[Record]:
        return self._record("Energy")

    def _record(self, kind: str) -> type[Record]:
        found: type[Record] = getattr(records, f"{_CLASSES[self.name]}{kind}")
        return found


def family_of(name: str) -> Family:
    """The family of V4's word or the common one; GrowattParameterError where V4 has none."""
    for one in FAMILY_NAMES:
        if name in (one, _COMMON.get(one, one)):
            return Family(one)
    from ..suggestion import do_you_mean

    hint = do_you_mean(name, FAMILY_NAMES) if isinstance(name, str) else ""
    raise GrowattParameterError(f"family is one of {', '.join(FAMILY_NAMES)}, not {name!r}{hint}")

"""Numbers that stand for something: states, modes and kinds, as enums that keep unknown numbers.

What a number means is said once, in the enum beside its row:

    class InverterState(Code):
        WAITING = 0
        NORMAL = 1

    class InverterDetail(Record):
        status = coded("status", InverterState, "State")

    detail.status        # <InverterState.NORMAL: 1>
    detail.status == 1   # True
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, Unpack

from .fields import Field
from .parsing import Parse, integer_parser

if TYPE_CHECKING:
    from .fields import RowOptions


_SHORT = frozenset(
    {"CHNT", "CT", "HPS", "MAX", "MIN", "NOAH", "PBD", "PCS", "PV", "SDM", "SPA", "SPH", "WIT"}
)


class Code(IntEnum):
    """A number of the vendor, by the name of what it stands for; it is and prints as an int.

    A number that nobody has described is a member too, named `UNKNOWN_77`: what a device with a
    newer firmware sends is neither lost nor an error.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int):
            return None
        unknown = int.__new__(cls, value)
        unknown._name_ = f"UNKNOWN_{value}".replace("-", "MINUS_")
        unknown._value_ = int(value)
        return unknown

    def __reduce_ex__(self, proto: Any) -> tuple[type[Self], tuple[int]]:
        # by its number: an unknown one is not found by its name
        return type(self), (int(self),)

    @property
    def is_known(self) -> bool:
        """Whether it is known what the number stands for."""
        return self._value_ in type(self)._value2member_map_

    @property
    def words(self) -> str:
        """The name in plain words; names that differ only by their number are the same words."""
        parts = self._name_.removesuffix(f"_{self._value_}").split("_")
        return " ".join(part if part in _SHORT else part.lower() for part in parts)


C = TypeVar("C", bound=Code)


class _Reader(Generic[C]):
    """Parses a number into a member of an enum."""

    __slots__ = ("_integer", "enum")

    def __init__(self, enum: type[C], missing: tuple[int, ...]) -> None:
        self.enum: type[C] = enum
        self._integer: Parse[int] = integer_parser(missing)

    def parse(self, value: Any) -> C | None:
        number = self._integer(value)
        return None if number is None else self.enum(number)


def coded(
    key: str,
    enum: type[C],
    meaning: str,
    *,
    missing: tuple[int, ...] = (),
    **more: Unpack[RowOptions],
) -> Field[C]:
    """A number that stands for a member of an enum; the meaning of the row lists them."""
    return Field(
        key, _Reader(enum, missing).parse, f"{meaning}: {_listed(enum)}", precision=0, **more
    )


def enum_of(row: Field[Any]) -> type[Code] | None:
    """The enum whose members the values of a row are, None where they are no codes."""
    reader = getattr(row.parse, "__self__", None)
    return reader.enum if isinstance(reader, _Reader) else None


@cache
def _listed(enum: type[Code]) -> str:
    found: dict[str, list[int]] = {}
    for code in enum:
        found.setdefault(code.words, []).append(code._value_)
    return ", ".join(f"{_numbers(values)} {words}" for words, values in found.items())


def _numbers(values: list[int]) -> str:
    """5-8 for what goes on without a gap, else 0 or 4."""
    first, last = values[0], values[-1]
    if len(values) > 2 and values == [*range(first, last + 1)]:
        return f"{first}-{last}"
    return " or ".join(map(str, values))

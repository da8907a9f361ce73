"""The codes in a reading or an alarm, and what is known of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from .codes import CodeTable, FaultCode, Numbering, Severity
from .lookup import explain

if TYPE_CHECKING:
    from growattServer.fields import Field, Record

_SEVERITIES = {"error": Severity.ERROR, "protect": Severity.PROTECT, "error or protect": None}
_BYTE_AND_BIT = re.compile(r"(\d{1,3})-(\d{1,5})-(\d{1,2})", re.ASCII)
_NO_TABLE = "Nobody has published which table this code is from."
_NOT_THERE = "The table that this code is from does not explain it."
_ASK = "Tell your installer or the vendor the code."


class Fault(NamedTuple):
    """One code that a device told, in a reading or as an alarm.

    `field` is the name of the attribute that holds it. `explanations` are what it may mean: none
    for an unknown code, two where nobody knows whether it is an error or a protect.
    """

    field: str
    code: str
    table: CodeTable = "unknown"
    explanations: tuple[FaultCode, ...] = ()
    said: str | None = None
    """What the vendor itself says of it."""
    is_notice: bool | None = None
    """True beside a state of a healthy device, False beside a fault, None where nothing is said."""

    @property
    def name(self) -> str:
        """What it is, in a few words."""
        if not self.explanations:
            return "unknown code"
        return " or ".join(_each(self.explanations, "name"))

    @property
    def meaning(self) -> str:
        """What it means, in a sentence or more; the vendor's own words come first."""
        if self.explanations:
            said = _each(self.explanations, "meaning")
        elif match := _BYTE_AND_BIT.fullmatch(self.code):
            word, byte, bit = match.groups()
            said = [f"Bit {bit} of byte {byte}, in word {word}; its meaning is not published."]
        else:
            said = [_NO_TABLE if self.table == "unknown" else _NOT_THERE]
        return " ".join([f'The vendor says: "{self.said}".', *said] if self.said else said)

    @property
    def advice(self) -> str:
        """What to do about it."""
        return " ".join(_each(self.explanations, "advice") or [_ASK])

    def __str__(self) -> str:
        return f"{self.field} {self.code}: {self.name}. {self.meaning} {self.advice}"


def _each(codes: tuple[FaultCode, ...], part: str) -> list[str]:
    """A part of each code, once; where codes differ in it, with the class of each."""
    parts = {getattr(code, part): str(code.severity) for code in codes}
    if len(parts) == 1:
        return list(parts)
    return [f"{severity}: {text}" for text, severity in parts.items()]


def faults_of(record: Record) -> list[Fault]:
    """The codes that a reading or an alarm holds, each with what is known of it.

    Codes are numbers above 0 in the fields for codes, and what an alarm has for one. A word of bits
    counts only where the vendor documents its bits (NOAH): others are not 0 on healthy devices. A
    number is looked up in the table that the field is known to use, and in none otherwise.
    """
    says = says_fault(record)
    is_notice = None if says is None else not says
    message = getattr(record, "alarm_message", None)
    said = None if message == "Unknown" else message
    return [
        Fault(name, code, row.codes, explanations, said, is_notice)
        for name, row in type(record).fields.items()
        if row.codes is not None
        for code, explanations in _codes_of(row, row.read(record))
    ]


def says_fault(record: Record) -> bool | None:
    """Whether a reading says that its device is in a fault: by its state, and not by its codes.

    None where it has no state, or one of which nobody knows what it means.
    """
    if str(getattr(record, "status_text", "")).lower() == "fault":
        return True
    for row in type(record).fields.values():
        if row.faults and (state := row.read(record)) is not None and state >= 0:
            return state in row.faults
    return None


def _codes_of(
    row: Field[Any], value: int | str | None
) -> Iterator[tuple[str, tuple[FaultCode, ...]]]:
    """The codes in the value of a row, as text, with what they may mean."""
    if value is None or (isinstance(value, int) and value <= 0):
        return
    number = int(value) if str(value).isdecimal() and len(str(value)) < 10 else None
    if row.codes in _SEVERITIES and number is not None:
        yield str(value), explain(number, _SEVERITIES[row.codes])
    elif row.codes == "classic" and number is not None:
        yield str(value), explain(number, numbering=Numbering.CLASSIC)
    elif str(row.codes).startswith("NOAH") and isinstance(value, int):
        for bit in range(value.bit_length()):
            if value >> bit & 1:
                yield f"bit {bit}", explain(bit, numbering=Numbering(str(row.codes)))
    else:
        yield str(value), ()

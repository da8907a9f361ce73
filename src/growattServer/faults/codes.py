"""What a fault number means: severity, place, words on the display, and what to do.

Numbers, places, display words and sub-codes: the vendor's workbook V000.029 (external edition), as
published in EugeneJian/growatt-unified-api. Meanings and advice are ours, drawn from the display
words; where the display shows only the number, nothing more is known, and the text says so.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NamedTuple

CodeTable = Literal[
    "error",
    "protect",
    "error or protect",  # it is not known which of the two
    "classic",
    "byte and bit",
    "unknown",  # a code, of which nobody knows the table
    "NOAH pack faults",
    "NOAH pack warnings",
    "NOAH pack protections",
    "NOAH panel protections",
    "NOAH link warnings",
]
"""What the row of a field says of the number in it (`Field.codes`)."""


class Severity(StrEnum):
    """The vendor's class of a number; the same number may stand in two of them."""

    ERROR = "error"
    PROTECT = "protect"
    WARNING = "warning"


class Numbering(StrEnum):
    """Which table a number is to be looked up in: the vendor has several.

    Those of a NOAH number the bits of a word, from 0.
    """

    CURRENT = "current devices"
    CLASSIC = "classic inverters"
    NOAH_PACK_FAULTS = "NOAH pack faults"
    NOAH_PACK_WARNINGS = "NOAH pack warnings"
    NOAH_PACK_PROTECTIONS = "NOAH pack protections"
    NOAH_PANEL_PROTECTIONS = "NOAH panel protections"
    NOAH_LINK_WARNINGS = "NOAH link warnings"


class Place(StrEnum):
    """Where in the system the trouble is."""

    PV = "solar panels"
    GRID = "grid"
    INSIDE = "inside the inverter"
    BATTERY = "battery"
    OFF_GRID = "off-grid output"
    BACKUP_BOX = "backup box"
    ANTI_PID = "anti-PID box"


class FaultCode(NamedTuple):
    """One number of one severity; `last` is the end of a range, otherwise the number itself."""

    severity: Severity
    number: int
    last: int
    place: Place
    display: str
    """The words on the device's display; empty where it has none."""
    subcodes: str
    """The sub-codes of the vendor: numbers, bits (one for each unit), or digits for each string."""
    name: str
    meaning: str
    advice: str
    numbering: Numbering = Numbering.CURRENT

    def __str__(self) -> str:
        return f"{self.severity} {self.number}: {self.name}. {self.meaning} {self.advice}"

"""Numbers, looked up."""

from __future__ import annotations

from .classic import CLASSIC
from .codes import FaultCode, Numbering, Severity
from .errors import ERRORS
from .noah import BITS
from .protects import PROTECTS, WARNINGS

_TABLES = {
    Numbering.CURRENT: (*ERRORS, *PROTECTS, *WARNINGS),
    Numbering.CLASSIC: CLASSIC,
    **BITS,
}


def fault_codes(numbering: Numbering = Numbering.CURRENT) -> tuple[FaultCode, ...]:
    """Every known number of a table, errors first, then protects and warnings."""
    return _TABLES[numbering]


def explain(
    number: int,
    severity: Severity | None = None,
    numbering: Numbering = Numbering.CURRENT,
) -> tuple[FaultCode, ...]:
    """What a number may mean: nothing for an unknown one, two codes where both severities have it.

    Numbers of the current devices begin at 200, those of classic inverters end at 32, and the
    tables of a NOAH have bits from 0 to 10.
    """
    return tuple(
        code
        for code in fault_codes(numbering)
        if code.number <= number <= code.last and severity in (None, code.severity)
    )

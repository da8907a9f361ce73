"""What the fault, protect and warning numbers of devices mean, and what to do about them.

    from growattServer.faults import explain

    for code in explain(302):
        print(code)

`faults_of` finds the codes in a reading or an alarm. A number may stand in two classes with
different meanings, and not every field that is called a code carries a number of these tables:
the row of a field says of which (`Field.codes`).
"""

from __future__ import annotations

from .codes import FaultCode, Numbering, Place, Severity
from .lookup import explain, fault_codes
from .reading import Fault, faults_of, says_fault

__all__ = [
    "Fault",
    "FaultCode",
    "Numbering",
    "Place",
    "Severity",
    "explain",
    "fault_codes",
    "faults_of",
    "says_fault",
]

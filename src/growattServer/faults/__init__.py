"""What the fault, protect and warning numbers of devices mean, and what to do about them.

    from growattServer.faults import explain

    for code in explain(302):
        print(code)

A number may stand in two classes with different meanings, and not every field of a reading that is
called a code carries a number of these tables.
"""

from __future__ import annotations

from .codes import FaultCode, Numbering, Place, Severity
from .lookup import explain, fault_codes

__all__ = ["FaultCode", "Numbering", "Place", "Severity", "explain", "fault_codes"]

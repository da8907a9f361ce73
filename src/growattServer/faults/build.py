"""How the tables of fault codes are written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .codes import FaultCode, Place, Severity

RESTART = "Switch the inverter off and on again; if the code stays, call your installer."
INSTALLER = "Call your installer."
WAIT = "It usually ends by itself; if it comes back often, call your installer."
GRID = "It usually ends by itself; if it comes back often, ask your installer or grid operator."
WIRING = "Have an electrician check the wiring before you switch the inverter on again."
SENSOR = "Check the cable and the position of the sensor or meter, and its setting."
BATTERY_CABLE = "Check the cable between battery and inverter, then switch both off and on again."
LESS_LOAD = "Switch off some appliances, then wait, or restart the inverter."


def codes(
    severity: Severity, place: Place, rows: Iterable[tuple[int, str, str, str, str, str]]
) -> Iterator[FaultCode]:
    """Codes of one place, from number, display, sub-codes, name, meaning, advice."""
    for number, display, subcodes, name, meaning, advice in rows:
        yield FaultCode(severity, number, number, place, display, subcodes, name, meaning, advice)


def without_words(
    severity: Severity, place: Place, rows: Iterable[tuple[int, str, str]]
) -> Iterator[FaultCode]:
    """Codes for which the vendor has no words, from number, display, sub-codes."""
    for number, display, subcodes in rows:
        yield FaultCode(
            severity,
            number,
            number,
            place,
            display,
            subcodes,
            f"Unexplained {severity} {number}",
            f"The trouble is here: {place}. The vendor has published no words for this number.",
            RESTART,
        )


def reserved(severity: Severity, first: int, last: int, place: Place) -> FaultCode:
    """A range that the vendor keeps for later codes."""
    return FaultCode(
        severity,
        first,
        last,
        place,
        "",
        "",
        f"Reserved {severity}",
        f"The vendor keeps {first} to {last} for codes of the {place} that it has not published.",
        INSTALLER,
    )

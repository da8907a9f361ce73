"""The numbers 1 to 32 of older grid inverters (type 1 of V1), which have another table.

Reported by local clients of these inverters, and one example of the vendor: 25, No utility.
"""

from __future__ import annotations

from .build import GRID, RESTART, WIRING
from .codes import FaultCode, Numbering, Place, Severity

_KNOWN = (
    (
        24,
        Place.INSIDE,
        "Self-test failed",
        "The automatic test before feeding in has failed.",
        RESTART,
    ),
    (
        25,
        Place.GRID,
        "No grid connection",
        "The inverter sees no grid: a power cut, a breaker that is off, or a loose cable.",
        "Check the breaker of the inverter; in a power cut wait until the grid is back.",
    ),
    (
        26,
        Place.PV,
        "Low insulation of the panels",
        "The resistance between panel cables and earth is too low, often through damp.",
        WIRING,
    ),
    (
        27,
        Place.INSIDE,
        "High residual current",
        "Too much current leaks to earth, often through damp cables or connectors.",
        WIRING,
    ),
    (
        28,
        Place.INSIDE,
        "Direct current in the output",
        "The output to the grid has too much direct current in it.",
        RESTART,
    ),
    (
        29,
        Place.PV,
        "Panel voltage too high",
        "The panels of an input give more voltage than the inverter can take.",
        "Turn the DC switch off at once and call your installer.",
    ),
    (
        30,
        Place.GRID,
        "Grid voltage out of range",
        "The grid voltage is higher or lower than the grid code allows.",
        GRID,
    ),
    (
        31,
        Place.GRID,
        "Grid frequency out of range",
        "The grid frequency is higher or lower than the grid code allows.",
        GRID,
    ),
    (
        32,
        Place.INSIDE,
        "Inverter too hot",
        "The inverter is warmer than it may be.",
        "See that air gets to it and that no sun shines on it.",
    ),
)


def _shown_as(number: int) -> FaultCode:
    """One of the numbers 1 to 23, which the display shows as Error 100 to 122."""
    shown = f"Error {99 + number}"
    return FaultCode(
        Severity.ERROR,
        number,
        number,
        Place.INSIDE,
        shown,
        "",
        f"Unexplained {shown}",
        "The vendor has published no words for this number.",
        RESTART,
        Numbering.CLASSIC,
    )


CLASSIC: tuple[FaultCode, ...] = (
    *map(_shown_as, range(1, 24)),
    *(
        FaultCode(
            Severity.ERROR, number, number, place, "", "", name, meaning, advice, Numbering.CLASSIC
        )
        for number, place, name, meaning, advice in _KNOWN
    ),
)

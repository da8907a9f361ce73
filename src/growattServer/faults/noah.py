"""The bits of NOAH and NEXA, as the vendor documents them for the newer token API."""

from __future__ import annotations

from collections.abc import Mapping

from .build import BATTERY_CABLE, RESTART
from .codes import FaultCode, Numbering, Place, Severity

_COOLER = "Let it cool down, out of the sun and with air around it."
_WARMER = "It goes on when it is warm enough; heat the place or bring it inside."
_LESS = "Lower the power that is drawn or charged; if it comes back, call your installer."
_HIGH_PV = "Disconnect the panels of this input and have their voltage checked."
_PACK = (
    ("Battery voltage low", "The pack is nearly empty.", "Let it charge."),
    ("Battery voltage high", "The voltage of the pack is too high.", RESTART),
    ("Too cold to charge", "The pack is too cold to be charged.", _WARMER),
    ("Too hot to charge", "The pack is too hot to be charged.", _COOLER),
    ("Too cold to discharge", "The pack is too cold to give power.", _WARMER),
    ("Too hot to discharge", "The pack is too hot to give power.", _COOLER),
    ("Charging current too high", "The pack is charged with too much current.", _LESS),
    ("Discharging current too high", "Too much current is drawn from the pack.", _LESS),
)
_PACK_PROTECTION = (
    *_PACK,
    ("Battery error", "The pack has an error of its own.", RESTART),
    ("Temperature sensor open", "A temperature sensor of the pack is not connected.", RESTART),
    ("Voltage sense wire open", "A wire that measures a cell is not connected.", RESTART),
)
_PANELS = (
    ("Voltage of panel input 1 too high", "Input 1 has more voltage than it may.", _HIGH_PV),
    ("Current of panel input 1 too high", "Input 1 has more current than it may.", RESTART),
    ("Panel input 1 too hot", "The electronics of input 1 are too hot.", _COOLER),
    None,
    ("Voltage of panel input 2 too high", "Input 2 has more voltage than it may.", _HIGH_PV),
    ("Current of panel input 2 too high", "Input 2 has more current than it may.", RESTART),
)
_LINKS = (
    ("No link to the battery", "The device does not hear the battery's BMS.", BATTERY_CABLE),
    ("No link to the panel inputs", "The device does not hear its MPPT.", RESTART),
)
_PACK_FAULTS = tuple(
    (f"Fault of battery pack {pack}", f"Pack {pack} reports a fault.", RESTART)
    for pack in range(1, 5)
)


def _bits(
    severity: Severity,
    place: Place,
    numbering: Numbering,
    rows: tuple[tuple[str, str, str] | None, ...],
) -> tuple[FaultCode, ...]:
    """The codes of the bits that are not reserved."""
    return tuple(
        FaultCode(severity, bit, bit, place, "", "", *row, numbering)
        for bit, row in enumerate(rows)
        if row is not None
    )


BITS: Mapping[Numbering, tuple[FaultCode, ...]] = {
    Numbering.NOAH_PACK_FAULTS: _bits(
        Severity.ERROR, Place.BATTERY, Numbering.NOAH_PACK_FAULTS, _PACK_FAULTS
    ),
    Numbering.NOAH_PACK_WARNINGS: _bits(
        Severity.WARNING, Place.BATTERY, Numbering.NOAH_PACK_WARNINGS, _PACK
    ),
    Numbering.NOAH_PACK_PROTECTIONS: _bits(
        Severity.PROTECT, Place.BATTERY, Numbering.NOAH_PACK_PROTECTIONS, _PACK_PROTECTION
    ),
    Numbering.NOAH_PANEL_PROTECTIONS: _bits(
        Severity.PROTECT, Place.PV, Numbering.NOAH_PANEL_PROTECTIONS, _PANELS
    ),
    Numbering.NOAH_LINK_WARNINGS: _bits(
        Severity.WARNING, Place.INSIDE, Numbering.NOAH_LINK_WARNINGS, _LINKS
    ),
}

"""The protects of the vendor's workbook, by which a device guards itself, and its warnings."""

from __future__ import annotations

from .build import (
    BATTERY_CABLE,
    GRID,
    INSTALLER,
    LESS_LOAD,
    RESTART,
    SENSOR,
    WAIT,
    WIRING,
    codes,
    reserved,
    without_words,
)
from .codes import FaultCode, Place, Severity

_P = Severity.PROTECT
_PV = (
    (
        200,
        "String Fault / PV String Fault",
        "",
        "Panel string fault",
        "A string of panels does not give what the others give.",
        "Look for shade, dirt, a blown fuse or a loose connector.",
    ),
    (
        202,
        "DC SPD Protect",
        "1,2",
        "DC surge protector tripped",
        "The surge protector on the panel side has tripped or is worn out.",
        INSTALLER,
    ),
    (
        203,
        "PV Circuit short",
        "",
        "Short circuit in the panel wiring",
        "There is a short circuit in the panel wiring.",
        WIRING,
    ),
    (
        206,
        "AC SPD Protect",
        "0,21-23",
        "AC surge protector tripped",
        "The surge protector on the grid side has tripped or is worn out.",
        INSTALLER,
    ),
    (
        207,
        "USB OCP",
        "",
        "Too much current at the USB port",
        "What is plugged into the USB port draws too much.",
        "Unplug the stick or datalogger, and plug it in again.",
    ),
    (208, "DC Fuse Open", "", "DC fuse blown", "A fuse on the panel side is open.", INSTALLER),
    (
        209,
        "PV Voltage High",
        "",
        "Panel voltage too high",
        "The panels of an input give more voltage than the inverter can take.",
        "Turn the DC switch off at once and call your installer.",
    ),
    (
        210,
        "PV Abnormal",
        "1-48",
        "Panels abnormal",
        "An input does not get what it must get from its panels.",
        "Look for shade, dirt, a blown fuse or a loose connector.",
    ),
    (
        211,
        "PV Reversed",
        "bit 0-3",
        "Panel cables reversed",
        "Plus and minus of a panel string are swapped.",
        WIRING,
    ),
    (
        212,
        "PV Short Circuit",
        "bit 0-3",
        "Short circuit in the panel wiring",
        "There is a short circuit at an input.",
        WIRING,
    ),
    (
        213,
        "PV Voltage Low",
        "bit 0-3",
        "Panel voltage too low",
        "The panels of an input give too little voltage to start, as at dawn and dusk.",
        WAIT,
    ),
    (
        217,
        "BDC Abnormal",
        "0-3,10-13",
        "Battery converter abnormal",
        "The converter between battery and inverter (BDC) reports a fault.",
        RESTART,
    ),
    (
        218,
        "BDC Bus DisConnect",
        "bit 0-3",
        "Battery converter not connected",
        "The converter between battery and inverter (BDC) is not connected.",
        BATTERY_CABLE,
    ),
    (
        219,
        "PID Protect",
        "1-3",
        "PID repair stopped",
        "The repair of potential-induced degradation of the panels has stopped.",
        INSTALLER,
    ),
)
_GRID = (
    (
        300,
        "No AC Connection",
        "0,20",
        "No grid connection",
        "The inverter sees no grid: a power cut, a breaker that is off, or a loose cable.",
        "Check the breaker of the inverter; in a power cut wait until the grid is back.",
    ),
    (
        301,
        "AC V Outrange",
        "",
        "Grid voltage out of range",
        "The grid voltage is higher or lower than the grid code allows.",
        GRID,
    ),
    (
        302,
        "AC F Outrange",
        "",
        "Grid frequency out of range",
        "The grid frequency is higher or lower than the grid code allows.",
        GRID,
    ),
    (303, "Over Load", "", "Overload", "More power is drawn than the inverter gives.", LESS_LOAD),
    (
        304,
        "CT Open",
        "",
        "Current sensor not connected",
        "The inverter sees no current sensor.",
        SENSOR,
    ),
    (
        305,
        "CT Reversed",
        "",
        "Current sensor reversed",
        "The current sensor sits the wrong way round.",
        SENSOR,
    ),
    (
        306,
        "CT COM Fault",
        "",
        "Current sensor not heard",
        "The inverter gets nothing from its current sensor.",
        SENSOR,
    ),
    (
        307,
        "PairingTimeOut",
        "",
        "Pairing timed out",
        "A device that was to be paired did not answer in time.",
        "Pair it again, closer to the inverter.",
    ),
    (308, "Meter Open", "", "Meter not connected", "The inverter sees no meter.", SENSOR),
    (
        309,
        "Meter Reversed",
        "0-4,6,8,9,12",
        "Meter reversed",
        "The meter is connected the wrong way round.",
        SENSOR,
    ),
    (
        310,
        "NE abnormal / N-PE Volt Abnormal",
        "",
        "Neutral to earth abnormal",
        "The voltage between neutral and earth is not what it must be.",
        WIRING,
    ),
    (
        311,
        "Sequence Err",
        "0,20",
        "Wrong order of phases",
        "The three phases are connected in the wrong order.",
        WIRING,
    ),
    (
        312,
        "BusBar Over Power",
        "",
        "Too much power on the busbar",
        "More power flows through the busbar than it may carry.",
        LESS_LOAD,
    ),
    (
        313,
        "Abnormal generator condition",
        "0-4",
        "Generator abnormal",
        "Voltage or frequency of the generator is not what it must be.",
        "Check the generator and its cables.",
    ),
)
_INSIDE = (
    (
        400,
        "Fan Protect XXXX",
        "bit 0-3",
        "Fan fault",
        "A fan does not turn as it must.",
        "Clean the fan; if it still does not turn, call your installer.",
    ),
)
_SUBCODES_INSIDE = {
    401: "0-6",
    407: "0,20",
    408: "0,1,20",
    410: "1",
    411: "1-7,22",
    412: "1-18,21",
    413: "20",
    414: "1-3",
    415: "0-2",
    417: "1-13",
    418: "bit 0-3",
    419: "1,2",
    420: "1,2",
    421: "1,2",
    422: "1-4",
}
# the workbook writes some words with a space and some without
_WITHOUT_SPACE = frozenset({204, 205, *range(401, 419)})
_BATTERY = (
    (
        500,
        "BMS COM Protect",
        "",
        "Battery not heard",
        "The inverter gets nothing from the battery's own electronics (BMS).",
        BATTERY_CABLE,
    ),
    (
        501,
        "Battery Open",
        "",
        "Battery not connected",
        "The inverter sees no battery: its switch is off, or a cable is loose.",
        "Check the battery's switch, fuse and cable.",
    ),
    (502, "Protect:Bat V High", "", "Battery voltage too high", "It is above its limit.", WAIT),
    (
        503,
        "Protect:Bat V Low",
        "",
        "Battery voltage too low",
        "The battery is empty or its voltage has broken down.",
        "Let it charge; if the code stays, call your installer.",
    ),
    (
        504,
        "Battery reversed",
        "",
        "Battery cables reversed",
        "Plus and minus of the battery are swapped.",
        WIRING,
    ),
    (
        505,
        "BAT NTC Open",
        "",
        "Battery temperature not known",
        "The temperature sensor of the battery is not connected.",
        "Check the cable of the temperature sensor.",
    ),
    (
        506,
        "Bat temp outrange",
        "",
        "Battery too hot or too cold",
        "The battery is warmer or colder than it may be.",
        "Wait until it is warmer or cooler, and see that air gets to it.",
    ),
    (
        507,
        "BMS Error",
        "",
        "Battery reports an error",
        "The battery's own electronics (BMS) report an error.",
        "Look at the lights or the display of the battery, and call your installer.",
    ),
    (508, "Li-BAT Overload", "", "Battery overloaded", "It cannot give that much.", LESS_LOAD),
    (
        509,
        "BMS Protect :XXX",
        "",
        "Battery protects itself",
        "The battery's own electronics (BMS) have limited or stopped it.",
        WAIT,
    ),
    (
        510,
        "BAT SPD Protect",
        "",
        "Battery surge protector tripped",
        "The surge protector on the battery side has tripped or is worn out.",
        INSTALLER,
    ),
)
_OFF_GRID = (
    (
        600,
        "Output High DCI",
        "",
        "Direct current in the output",
        "The output has too much direct current in it.",
        RESTART,
    ),
    (
        601,
        "Output High DCV",
        "",
        "Direct voltage in the output",
        "The output has too much direct voltage in it.",
        RESTART,
    ),
    (
        602,
        "EPS Volt Low",
        "1-9",
        "Off-grid voltage too low",
        "The voltage of the off-grid output is too low, often through too much load.",
        LESS_LOAD,
    ),
)
_SUBCODES_OFF_GRID = {
    603: "1-6",
    604: "1-12",
    605: "1,2",
    606: "1-9",
    607: "",
    608: "1-9,20",
    609: "1,2",
}
_SUBCODES_PV = {201: "", 204: "", 205: "", 220: "digits", 221: "digits", 222: "1-20", 223: ""}


def _shown(number: int) -> str:
    return f"Protect{'' if number in _WITHOUT_SPACE else ' '}{number}"


def _bare(place: Place, subcodes: dict[int, str]) -> list[FaultCode]:
    rows = [(number, _shown(number), subcode) for number, subcode in subcodes.items()]
    return list(without_words(_P, place, rows))


PROTECTS: tuple[FaultCode, ...] = (
    *codes(_P, Place.PV, _PV),
    *_bare(Place.PV, _SUBCODES_PV),
    *codes(_P, Place.GRID, _GRID),
    *codes(_P, Place.INSIDE, _INSIDE),
    *_bare(Place.INSIDE, {number: _SUBCODES_INSIDE.get(number, "") for number in range(401, 423)}),
    *codes(_P, Place.BATTERY, _BATTERY),
    *codes(_P, Place.OFF_GRID, _OFF_GRID),
    *_bare(Place.OFF_GRID, _SUBCODES_OFF_GRID),
    *_bare(Place.BACKUP_BOX, {700: "", 701: ""}),
    *without_words(_P, Place.ANTI_PID, [(800, "", "1,2"), (801, "", ""), (802, "", "")]),
    reserved(_P, 1000, 1299, Place.BATTERY),
)
WARNINGS: tuple[FaultCode, ...] = (reserved(Severity.WARNING, 1000, 1299, Place.BATTERY),)

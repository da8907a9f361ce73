"""Powers of a day and energies of a month, a year or all years, row by row."""

from __future__ import annotations

from typing import Any

from growattServer.fields import Basis, Field, day, number, required, timestamp, watts
from growattServer.parsing import number_parser

from .app_answer import NoahAppAnswer

_WATTS = number_parser("W", 1, ())
_WRAP, _HALF_WRAP = 65536.0, 32768.0
_WRAPPED_ABOVE, _HALF_WRAPPED_ABOVE = 50_000.0, 25_000.0


def _unwrapped(value: Any) -> float | None:
    """A load that may have been below zero, which the server shows modulo 65536.

    It is the mean of two samples: where one of them has wrapped, the mean is off by half.
    """
    found = _WATTS(value)
    if found is None or found <= _HALF_WRAPPED_ABOVE:
        return found
    return found - (_WRAP if found > _WRAPPED_ABOVE else _HALF_WRAP)


class NoahPower(NoahAppAnswer):
    """Powers of 5 minutes of a NOAH, the means of the interval (`noah_powers`).

    The server sends 0 for what it does not know, and for hours to come.
    """

    time = required(timestamp("time", "Begin of the interval, on the clock of the plant"))
    pv_power = watts("ppv", "Total PV power")
    ac_power = watts("pac", "AC power, always 0 on a NEXA")
    load_power = watts("totalHouseholdLoad", "Consumption of the house")


class NexaPower(NoahPower):
    """Powers of 5 minutes of a NEXA (`noah_powers`).

    As `NoahPower`. A load below zero comes as 65536 more, or 32768 more where it was below zero for
    half of the interval; `load_power` is repaired, the dict is as sent. A house that really draws
    more than 25 kW would be misread.
    """

    load_power = Field(
        "totalHouseholdLoad",
        _unwrapped,
        "Consumption of the house, less what other inverters give",
        unit="W",
        precision=0,
    )


class NoahPeriodEnergy(NoahAppAnswer):
    """The energy of a day, a month or a year (`noah_energies`)."""

    day = required(day("day", "First day of the period"))
    energy = number(
        "energy",
        "Energy of the period; whether of the PV or of the output is not known",
        unit="kWh",
        precision=1,
        basis=Basis.REPORT,
    )

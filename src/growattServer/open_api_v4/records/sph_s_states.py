"""What the numbers of an SPH-S mean: whose energy comes first, and what it does."""

from __future__ import annotations

from growattServer.coded import Code


class SphSPriority(Code):
    """Who gets the energy of an SPH-S first: 1 and 2 change places with those of other families."""

    LOAD_FIRST = 0
    GRID_FIRST = 1
    BATTERY_FIRST = 2


class SphSState(Code):
    """What an SPH-S did when it sent its reading, by the table printed on the page of the SPH."""

    POWER_ON = 0
    STANDBY = 1
    BYPASS = 2
    ON_GRID = 3
    OFF_GRID = 4
    FAULT = 5
    UPGRADING = 6
    TURNED_OFF = 7

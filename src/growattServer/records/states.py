"""What devices of several families do: the numbers of their states.

Other states stand beside the rows of their family.
"""

from __future__ import annotations

from growattServer.coded import Code


class OnlineState(Code):
    """Whether a device is there: a MAX, WIT, SPH-S, HPS, PCS or PBD, and MIN in a list of devices.

    Any other number means that it is offline, says the vendor.
    """

    OFFLINE = 0
    ONLINE = 1
    STANDBY = 2
    FAULT = 3


class InverterState(Code):
    """What an inverter without a battery does."""

    LOST = -1
    WAITING = 0
    NORMAL = 1
    FAULT = 3


class HybridState(Code):
    """What a MIN, SPH, SPA or MAX does, as the record of the device says; 5 to 8 are all normal."""

    LOST = -1
    WAITING = 0
    SELF_CHECK = 1
    FAULT = 3
    UPGRADING = 4
    NORMAL_5 = 5
    NORMAL_6 = 6
    NORMAL_7 = 7
    NORMAL_8 = 8


class ReadingState(Code):
    """What a MIN or WIT did when it sent its reading, as the vendor's pages say."""

    WAITING = 0
    NORMAL = 1
    FAULT = 2


class SystemWorkMode(Code):
    """What an SPH does with its panels, its battery and the grid."""

    WAITING = 0
    SELF_CHECK = 1
    FAULT = 3
    UPGRADING = 4
    PV_AND_BATTERY_ON_GRID = 5
    BATTERY_ON_GRID = 6
    PV_OFF_GRID = 7
    BATTERY_OFF_GRID = 8


class NoahState(Code):
    """What a NOAH does; 1 is called normal in V4 and online in the app."""

    OFFLINE = -1
    ONLINE = 1
    FAULT = 4
    HEATING = 5

"""What is chosen on devices of several families, and what they are: the numbers of it."""

from __future__ import annotations

from growattServer.coded import Code


class EnergyPriority(Code):
    """Who gets the energy first: the loads, the battery, or the grid."""

    LOAD_FIRST = 0
    BATTERY_FIRST = 1
    GRID_FIRST = 2


class NoahMode(Code):
    """Who gets the energy of a NOAH first."""

    LOAD_FIRST = 0
    BATTERY_FIRST = 1
    SMART = 2


class BatteryKind(Code):
    """What a battery is made of."""

    LITHIUM = 0
    LEAD_ACID = 1
    OTHER = 2


class SelfTestStep(Code):
    """Where the self test of a battery is."""

    NONE = 0
    CHARGE = 1
    DISCHARGE = 2


class GridSensorKind(Code):
    """What measures at the connection to the grid."""

    WIRED_CT = 0
    WIRELESS_CT = 1
    METER = 2


class ExportLimit(Code):
    """Whether the power fed to the grid is limited."""

    OFF = 0
    ON = 1


class BackupVoltage(Code):
    """The voltage of the backup output."""

    VOLTS_230 = 0
    VOLTS_208 = 1
    VOLTS_240 = 2


class BackupFrequency(Code):
    """The frequency of the backup output."""

    HERTZ_50 = 0
    HERTZ_60 = 1


class MixKind(Code):
    """Which kind of SPH a device is."""

    MIX_6K = 0
    MIX_4_TO_10K = 1

"""The schedules of a battery, as they stand in the settings of MIN and SPH inverters.

The dicts are those of release 2.2.0: times as zero-padded "HH:MM", missing ones as "00:00".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from itertools import pairwise
from typing import Any

from ..arguments import required_switch
from ..coded import coded
from ..exceptions import GrowattParameterError
from ..fields import Kind, Record, clock, flag, integer, percent, rows, text
from ..records.choices import EnergyPriority
from ..rows import Rows
from ..warn import warn_caller
from .checks import time_window

PERIODS = 3
MODE_NAMES = {0: "Load First", 1: "Battery First", 2: "Grid First"}


class TimeSegment(Record, kind=Kind.SETTING):
    """One of the nine time segments of a MIN."""

    segment_id = integer("segment_id", "Number of the segment, 1 to 9")
    batt_mode = coded("batt_mode", EnergyPriority, "Mode")
    mode_name = text("mode_name", "The mode in words")
    start_time = clock("start_time", "Start")
    end_time = clock("end_time", "End")
    enabled = flag("enabled", "Whether the segment is in force")


class Period(Record, kind=Kind.SETTING):
    """One of the three charge or discharge periods of an SPH."""

    period_id = integer("period_id", "Number of the period, 1 to 3")
    start_time = clock("start_time", "Start")
    end_time = clock("end_time", "End")
    enabled = flag("enabled", "Whether the period is in force")


class AcChargeTimes(Record, kind=Kind.SETTING):
    """When an SPH charges its battery first."""

    charge_power = percent("charge_power", "Charging power, share of rated power")
    charge_stop_soc = percent("charge_stop_soc", "State of charge where charging stops")
    mains_enabled = flag("mains_enabled", "Whether the grid may charge the battery")
    periods = rows("periods", Period, "The three periods")


class AcDischargeTimes(Record, kind=Kind.SETTING):
    """When an SPH discharges its battery, to the grid if need be."""

    discharge_power = percent("discharge_power", "Discharging power, share of rated power")
    discharge_stop_soc = percent("discharge_stop_soc", "State of charge where discharging stops")
    periods = rows("periods", Period, "The three periods")


def read_time_segments(settings_data: Mapping[str, Any], count: int) -> Rows[TimeSegment]:
    """The segments in the settings of a MIN, or in the whole reply that carries them."""
    settings = _settings(settings_data)
    return Rows(_time_segment(settings, number) for number in range(1, count + 1))


def _time_segment(settings: Mapping[str, Any], number: int) -> TimeSegment:
    mode = _integer(settings.get(f"time{number}Mode"), None)
    return TimeSegment(
        segment_id=number,
        batt_mode=mode,
        mode_name="Unknown" if mode is None else MODE_NAMES.get(mode, "Unknown"),
        start_time=_padded(settings.get(f"forcedTimeStart{number}")),
        end_time=_padded(settings.get(f"forcedTimeStop{number}")),
        enabled=_integer(settings.get(f"forcedStopSwitch{number}"), 0) == 1,
    )


def read_ac_charge_times(settings_data: Mapping[str, Any]) -> AcChargeTimes:
    """The charge periods in the detail reply of an SPH."""
    settings = _settings(settings_data)
    stop_keys = ("wchargeSOCLowLimit", "wchargeSOCLowLimit2", "wchargeSOCLowLimit1")
    return AcChargeTimes(
        charge_power=_integer(settings.get("chargePowerCommand"), 0),
        charge_stop_soc=_first_integer(settings, stop_keys, 100),
        mains_enabled=_integer(settings.get("acChargeEnable"), 0) == 1,
        periods=_periods(settings, "forcedCharge"),
    )


def read_ac_discharge_times(settings_data: Mapping[str, Any]) -> AcDischargeTimes:
    """The discharge periods in the detail reply of an SPH."""
    settings = _settings(settings_data)
    stop_keys = ("wdisChargeSOCLowLimit", "wdisChargeSOCLowLimit2", "wdisChargeSOCLowLimit1")
    return AcDischargeTimes(
        discharge_power=_integer(settings.get("disChargePowerCommand"), 0),
        discharge_stop_soc=_first_integer(settings, stop_keys, 10),
        periods=_periods(settings, "forcedDischarge"),
    )


def _periods(settings: Mapping[str, Any], prefix: str) -> Rows[Period]:
    return Rows(
        Period(
            period_id=number,
            start_time=_padded(settings.get(f"{prefix}TimeStart{number}")),
            end_time=_padded(settings.get(f"{prefix}TimeStop{number}")),
            enabled=_integer(settings.get(f"{prefix}StopSwitch{number}"), 0) == 1,
        )
        for number in range(1, PERIODS + 1)
    )


def period_values(name: str, periods: Any) -> list[int]:
    """Start, end and switch of exactly three periods as the numbers that are sent."""
    if not isinstance(periods, list | tuple) or len(periods) != PERIODS:
        raise GrowattParameterError(f"periods must contain exactly {PERIODS} period definitions")
    windows = [_window(f"{name} {number}", period) for number, period in enumerate(periods, 1)]
    _warn_of_overlaps(name, windows)
    return [
        part
        for start, end, enabled in windows
        for part in (start.hour, start.minute, end.hour, end.minute, 1 if enabled else 0)
    ]


def _window(name: str, period: Any) -> tuple[time, time, bool]:
    missing = [
        key
        for key in ("start_time", "end_time", "enabled")
        if not isinstance(period, Mapping) or key not in period
    ]
    if missing:
        raise GrowattParameterError(f"{name} lacks {', '.join(missing)}")
    enabled = required_switch(f"enabled of {name}", period["enabled"])
    start, end = time_window(name, period["start_time"], period["end_time"], enabled)
    return start, end, enabled


def _warn_of_overlaps(name: str, windows: list[tuple[time, time, bool]]) -> None:
    enabled = sorted(
        (start, end, number)
        for number, (start, end, is_enabled) in enumerate(windows, 1)
        if is_enabled and start < end
    )
    for (_, end, first), (start, _, second) in pairwise(enabled):
        if start < end:
            warn_caller(f"{name}s {first} and {second} overlap; the device may ignore one of them")


def _settings(data: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = data.get("data")
    return inner if isinstance(inner, Mapping) else data


def _first_integer(settings: Mapping[str, Any], keys: tuple[str, ...], default: int) -> int:
    found = (_integer(settings.get(key), None) for key in keys)
    return next((value for value in found if value is not None), default)


def _integer(value: Any, default: Any) -> Any:
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return default


def _padded(value: Any) -> str:
    """H:M as HH:MM; what is no pair of numbers is 00:00."""
    hour, colon, minute = (value if isinstance(value, str) else "").strip().partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(hour + minute) < 9):
        return "00:00"
    return f"{int(hour):02}:{int(minute):02}"

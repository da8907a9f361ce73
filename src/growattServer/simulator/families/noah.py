"""The NOAH: a balcony battery that gives what its plan says."""

from __future__ import annotations

from ..energy import Control, Hardware, Mode, Segment, dispatch_balcony
from ..settings import (
    BAD_TIME,
    Position,
    Setting,
    SettingsTable,
    Values,
    choice,
    minute_of_day,
    switch,
    whole,
)
from ..world import MUNICH, Sample
from .base import Family

SEGMENTS = tuple(f"time_segment{index}" for index in range(1, 10))
_HOUR, _MINUTE = whole(0, 23, BAD_TIME), whole(0, 59, BAD_TIME)
_WATTS = whole(0, 800)
_POSITIONS = (
    Position("mode", choice("0", "1")),
    Position("start hour", _HOUR),
    Position("start minute", _MINUTE),
    Position("end hour", _HOUR),
    Position("end minute", _MINUTE),
    Position("output in W", _WATTS),
    switch("enabled"),
)
_NIGHT = ("0", "0", "0", "8", "0", "150", "1")
_EMPTY = ("0",) * 7

SETTINGS = {
    "default_power": Setting((Position("output in W", _WATTS),), ("150",)),
    "charging_soc": Setting(
        (Position("upper level", whole(70, 100)), Position("lower level", whole(0, 30))),
        ("95", "11"),
    ),
    **{name: Setting(_POSITIONS, _NIGHT if name == SEGMENTS[0] else _EMPTY) for name in SEGMENTS},
}


def segment(values: tuple[str, ...]) -> Segment:
    """A written time segment as the world understands it."""
    mode, start_h, start_m, end_h, end_m, watts, enabled = values
    return Segment(
        Mode(int(mode)),
        minute_of_day(start_h, start_m),
        minute_of_day(end_h, end_m),
        enabled == "1",
        float(watts),
    )


def control(values: Values) -> Control:
    """The behaviour that the written values ask for; where segments meet, the first one wins."""
    high, low = values["charging_soc"]
    return Control(
        charge_stop_soc=float(high),
        load_first_stop_soc=float(low),
        default_output_w=float(values["default_power"][0]),
        segments=tuple(segment(values[name]) for name in SEGMENTS),
    )


TABLE = SettingsTable(SETTINGS, control, lambda values: True, "%Y-%m-%d %H:%M:%S", "")

NOAH = Family(
    name="noah",
    word="noah",
    device_type=None,
    check_type=1000,
    dtc=0,
    status_online=1,
    model="Noah 2000",
    sample=Sample("SIMNOA0001", MUNICH),
    hardware=Hardware(
        rated_power_w=800.0,
        pv1_peak_w=500.0,
        pv2_peak_w=450.0,
        battery_capacity_wh=2048.0,
        max_charge_w=900.0,
        max_discharge_w=800.0,
        battery_nominal_v=51.2,
        pv_string_v=38.0,
    ),
    table=TABLE,
    dispatch=dispatch_balcony,
)

"""The VPP parameters of the vendor's table: ranges, and values from the factory."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..errors import VendorError
from ..orders import Command, Order
from ..settings import clock_text

CLOCK, SCHEDULE = "set_param_3", "set_param_34"
REMOTE = ("set_param_25", "set_param_26", "set_param_27")
POWER = ("set_param_5", "set_param_6")
_MOST_PERIODS, _DAY_MIN = 20, 1440

# low, high, default; None where the vendor names no default
_TABLE: dict[int, tuple[int, int, int | None]] = {
    1: (0, 1, 0),
    2: (0, 1, 1),
    4: (0, 1, 0),
    5: (0, 100, 100),
    6: (0, 100, 100),
    7: (0, 1, 0),
    8: (0, 1, 0),
    9: (0, 6, 0),
    10: (0, 60, 60),
    11: (0, 5, 0),
    12: (0, 20000, 10000),
    13: (0, 1, 0),
    14: (-100, 100, 0),
    15: (0, 100, 0),
    16: (0, 300, 30),
    17: (0, 1, 0),
    18: (0, 1, 0),
    19: (0, 20000, 27),
    20: (0, 1, 0),
    21: (0, 3, 0),
    22: (70, 100, 100),
    23: (10, 30, 10),
    24: (10, 20, 10),
    25: (0, 1, 0),
    26: (0, 1440, 0),
    27: (-100, 100, 0),
    28: (0, 1, 0),
    29: (10, 30, 10),
    30: (0, 15000, 8000),
    31: (0, 15000, 6500),
    32: (0, 2000, 1500),
    33: (0, 2000, 1500),
}
_NUMBERS = {f"set_param_{number}": row for number, row in _TABLE.items()}


# what counts of a parameter in this world: the part of the behaviour, and what its number means
_BEHAVIOUR: dict[str, tuple[str, Callable[[int], float | bool]]] = {
    "set_param_7": ("off_grid_output", bool),
    "set_param_22": ("full_soc", float),
    "set_param_23": ("grid_first_stop_soc", float),
    "set_param_24": ("load_first_stop_soc", float),
    "set_param_28": ("ac_charge_enabled", bool),
    "set_param_29": ("off_grid_stop_soc", float),
}
_LIMITS_EXPORT, _EXPORT = "set_param_13", "set_param_14"


def behaviour(kept: Mapping[str, str]) -> dict[str, Any]:
    """What the written parameters make of a device, by the names of a control.

    A limit of the export below 0, which rules the import, lets nothing out.
    """
    found: dict[str, Any] = {
        part: meaning(int(kept[name]))
        for name, (part, meaning) in _BEHAVIOUR.items()
        if name in kept
    }
    if _LIMITS_EXPORT in kept:
        limit = max(0.0, float(number_of(_EXPORT, kept)))
        found["export_limit_percent"] = limit if kept[_LIMITS_EXPORT] == "1" else None
    return found


def power_percent(kept: Mapping[str, str]) -> int:
    """The share of the rated power: the smaller one of two parameters."""
    return min(number_of("set_param_5", kept), number_of("set_param_6", kept))


def command(kept: Mapping[str, str], timestamp: float) -> Command | None:
    """The remote control of charging and discharging, None where there is none at present.

    Its minutes count from now on; 0 of them are without end, and 0 % orders nothing.
    """
    enabled, minutes, percent = (number_of(name, kept) for name in REMOTE)
    if not enabled or not percent:
        return None
    return Command(percent, timestamp + 60 * minutes) if minutes else Command(percent)


def number_of(name: str, kept: Mapping[str, str]) -> int:
    """A written number, or the one from the factory."""
    return int(kept.get(name, _NUMBERS[name][2] or 0))


def orders_of(text: str) -> tuple[Order, ...]:
    """The periods of a tidy schedule."""
    rows = json.loads(text)
    return tuple(Order(row["startTime"], row["endTime"], row["percentage"]) for row in rows)


def schedule_of(orders: Iterable[Order]) -> list[dict[str, int]]:
    """The same as it is read."""
    return [
        {"percentage": one.percent, "startTime": one.start_minute, "endTime": one.end_minute}
        for one in orders
    ]


def tidy_value(name: str, text: str, refusal: VendorError) -> str:
    """A value as the device keeps it."""
    if name == SCHEDULE:
        return json.dumps(_schedule(text, refusal))
    if name == CLOCK:
        try:
            return clock_text("%Y-%m-%d %H:%M:%S")(text)
        except VendorError:
            raise refusal from None
    if name not in _NUMBERS or not re.fullmatch(r"-?\d{1,6}", text.strip()):
        raise refusal
    low, high, _ = _NUMBERS[name]
    if not low <= int(text) <= high:
        raise refusal
    return str(int(text))


def read_value(name: str, kept: Mapping[str, str], refusal: VendorError) -> Any:
    """A number; of the clock nobody tells how it is read."""
    if name not in _NUMBERS:
        raise refusal
    return int(kept[name]) if name in kept else _NUMBERS[name][2]


def _schedule(text: str, refusal: VendorError) -> list[dict[str, int]]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        raise refusal from None
    if not isinstance(rows, list) or not 1 <= len(rows) <= _MOST_PERIODS:
        raise refusal
    return [_period(row, refusal) for row in rows]


def _period(row: Any, refusal: VendorError) -> dict[str, int]:
    ends = {"percentage": (-100, 100), "startTime": (0, _DAY_MIN), "endTime": (0, _DAY_MIN)}
    if not isinstance(row, dict) or row.keys() != ends.keys():
        raise refusal
    for key, (low, high) in ends.items():
        if type(row[key]) is not int or not low <= row[key] <= high:
            raise refusal
    return row

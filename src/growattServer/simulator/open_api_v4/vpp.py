"""The VPP parameters of the vendor's table: ranges, and values from the factory."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ..errors import VendorError

CLOCK, SCHEDULE = "set_param_3", "set_param_34"
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


def tidy_value(name: str, text: str, refusal: VendorError) -> str:
    """A value as the device keeps it."""
    if name == SCHEDULE:
        return json.dumps(_schedule(text, refusal))
    if name == CLOCK:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", text):
            raise refusal
        return text
    if name not in _NUMBERS or not re.fullmatch(r"-?\d{1,6}", text.strip()):
        raise refusal
    low, high, _ = _NUMBERS[name]
    if not low <= int(text) <= high:
        raise refusal
    return str(int(text))


def read_value(name: str, kept: Mapping[str, str], refusal: VendorError) -> Any:
    """A number, or the periods of the schedule; of the clock nobody tells how it is read."""
    if name == SCHEDULE:
        return json.loads(kept.get(name, "[]"))
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

"""A schedule of the VPP: one value with all its periods, each with a power of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from ..arguments import whole
from ..exceptions import GrowattParameterError
from ..vpp_parameters import MINUTES_A_DAY, MOST_PERIODS
from .schedule import Mode, Schedule, Window
from .values import Value

_KEYS = ("percentage", "startTime", "endTime")
_SIGNS = {Mode.BATTERY_FIRST: 1, Mode.GRID_FIRST: -1}
_LAST_MINUTE = MINUTES_A_DAY - 1


@dataclass(frozen=True)
class Periods(Value):
    """A `Schedule` whose windows charge or discharge, each with a power in %.

    Its text is the vendor's JSON. A period to the end of the day is a window to 23:59, since no
    time of the day is 24:00.
    """

    @property
    def allowed(self) -> str:
        return (
            f"a Schedule of up to {MOST_PERIODS} windows, battery_first or grid_first, each with a "
            "power from 1 to 100 %"
        )

    def text(self, name: str, value: Any) -> str:
        if isinstance(value, Schedule):
            value.check()
            if len(value) > MOST_PERIODS:
                raise GrowattParameterError(f"{name} must be {self.allowed}, not {len(value)}")
            return _as_text([_period(window) for window in value])
        return super().text(name, value)

    def _text(self, value: Any) -> str | None:
        return None

    def read(self, raw: Any) -> str | None:
        if isinstance(raw, str):
            try:
                raw = json.loads(raw)
            except (ValueError, RecursionError):
                return None
        if not isinstance(raw, list):
            return None
        rows = [_numbers(row) for row in raw]
        known = [row for row in rows if row is not None]
        return _as_text(known) if len(known) == len(rows) else None

    def value(self, text: str) -> Schedule | None:
        """The schedule; None where a period of it orders 0 %, whose meaning nobody has told."""
        rows = json.loads(text)
        if any(row["percentage"] == 0 for row in rows):
            return None
        return Schedule.as_read(
            window for row in rows if (window := _window(row)).start != window.end
        )

    def words(self, text: str) -> str:
        rows = sorted(json.loads(text), key=lambda row: (row["startTime"], row["endTime"]))
        return "; ".join(map(_in_words, rows)) or "no windows"

    def same(self, now: str, wanted: str) -> bool:
        # in which order a device tells them is not documented
        return sorted(json.loads(now), key=str) == sorted(json.loads(wanted), key=str)


def _as_text(rows: list[dict[str, int]]) -> str:
    return json.dumps(rows, separators=(",", ":"))


def _numbers(row: Any) -> dict[str, int] | None:
    """A period as it was read; None for what cannot be one."""
    if not isinstance(row, Mapping):
        return None
    found = {key: number for key in _KEYS if (number := whole(row.get(key))) is not None}
    if len(found) < len(_KEYS) or not -100 <= found["percentage"] <= 100:
        return None
    if not 0 <= found["startTime"] <= found["endTime"] <= MINUTES_A_DAY:
        return None
    return found


def _period(window: Window) -> dict[str, int]:
    """A window as it is sent; raises GrowattParameterError."""
    if window.mode not in _SIGNS:
        raise GrowattParameterError(
            f"mode of a window must be one of {', '.join(_SIGNS)}, not {window.mode!r}: outside "
            "its windows the battery follows its own settings"
        )
    power = whole(window.power)
    if power is None or not 1 <= power <= 100:
        raise GrowattParameterError(
            f"power of a window ({window}) in % must be a whole number from 1 to 100, not "
            f"{window.power!r}"
        )
    if window.stop_soc is not None:
        raise GrowattParameterError(
            f"there is no stop_soc of a window ({window}); say charge_stop_soc or "
            "on_grid_discharge_stop_soc beside the schedule"
        )
    end = _minute(window.end)
    return {
        "percentage": power * _SIGNS[window.mode],
        "startTime": _minute(window.start),
        "endTime": MINUTES_A_DAY if end == _LAST_MINUTE else end,
    }


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _window(row: Mapping[str, int]) -> Window:
    percent = row["percentage"]
    mode = Mode.BATTERY_FIRST if percent > 0 else Mode.GRID_FIRST
    start, end = (time(*divmod(min(row[key], _LAST_MINUTE), 60)) for key in _KEYS[1:])
    return Window(mode, start, end, abs(percent))


def _in_words(row: Mapping[str, int]) -> str:
    if not row["percentage"]:
        span = "{:02}:{:02} to {:02}:{:02}".format(
            *divmod(row["startTime"], 60), *divmod(row["endTime"], 60)
        )
        return f"0 % {span}"
    window = _window(row)
    return f"{window} with {window.power} %"

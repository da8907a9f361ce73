"""Alarms on order: what a device tells the cloud of, once, from a moment on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .clock import parse_moment
from .errors import DoorError
from .java import date_time
from .plant import Plant

_MOST = 1_000
_TYPES: dict[str, tuple[type, ...]] = {
    "code": (int, str),
    "message": (str,),
    "status": (int,),
    "start": (str,),
    "end": (str,),
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm; without an `end` it goes on."""

    code: int | str
    start: float
    end: float | None = None
    message: str = ""
    status: int = 1

    def row(self, plant: Plant) -> dict[str, Any]:
        """The row that the vendor shows, on the clock of the plant."""
        return {
            "alarm_code": self.code,
            "status": self.status,
            "end_time": "" if self.end is None else _shown(plant, self.end),
            "start_time": _shown(plant, self.start),
            "alarm_message": self.message,
        }


def _shown(plant: Plant, timestamp: float) -> str:
    return date_time(plant.local(timestamp)) + ".0"


def parse_alarm(wish: Mapping[str, Any], now: float) -> Alarm:
    """Read an order; what does not say when it starts starts now."""
    wish = {name: value for name, value in wish.items() if value is not None}
    for name, value in wish.items():
        if name not in _TYPES:
            raise DoorError(f"An alarm has no {name!r}; it has {', '.join(_TYPES)}.")
        if not isinstance(value, _TYPES[name]) or isinstance(value, bool):
            raise DoorError(f"{name} has the wrong type.")
    if wish.get("code") in (None, ""):
        raise DoorError("An alarm needs a code, a number or a text.")
    start, end = (
        parse_moment(wish.pop(name)).timestamp() if name in wish else None
        for name in ("start", "end")
    )
    start = now if start is None else start
    if end is not None and end < start:
        raise DoorError("An alarm ends after it starts.")
    return Alarm(start=start, end=end, **wish)


def add_alarm(alarms: list[Alarm], alarm: Alarm) -> None:
    """Let an alarm happen."""
    if len(alarms) >= _MOST:
        raise DoorError(f"A device has {_MOST} alarms at most.")
    alarms.append(alarm)

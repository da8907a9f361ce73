"""When a battery is charged and discharged: windows of the day, the same for all families."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from itertools import pairwise
from typing import Any, Self

from ..exceptions import GrowattParameterError
from ..parsing import parse_clock
from ..suggestion import do_you_mean


class Mode(StrEnum):
    """Who gets the energy first within a window."""

    LOAD_FIRST = "load_first"
    BATTERY_FIRST = "battery_first"
    GRID_FIRST = "grid_first"


@dataclass(frozen=True, slots=True)
class Window:
    """A window of the day in the device's own time, its end not included; times as "HH:MM" too.

    `battery_first` charges, `grid_first` discharges. `power` and `stop_soc` are in %; a family
    with one power for all its windows takes them as settings instead. A window of a NOAH has a
    `power` in W, and must say it.
    """

    mode: Mode
    start: time
    end: time
    power: int | None = None
    stop_soc: int | None = None

    def __init__(
        self,
        mode: Mode | str,
        start: time | str,
        end: time | str,
        power: int | None = None,
        stop_soc: int | None = None,
    ) -> None:
        try:
            known = Mode(mode)
        except ValueError:
            words = ", ".join(Mode)
            meant = do_you_mean(mode, Mode)
            raise GrowattParameterError(
                f"mode must be one of {words}, not {mode!r}{meant}"
            ) from None
        object.__setattr__(self, "mode", known)
        object.__setattr__(self, "start", _clock("start", start))
        object.__setattr__(self, "end", _clock("end", end))
        object.__setattr__(self, "power", power)
        object.__setattr__(self, "stop_soc", stop_soc)

    @property
    def span(self) -> tuple[Mode, time, time]:
        """The window without its levels."""
        return self.mode, self.start, self.end

    def __str__(self) -> str:
        return f"{self.mode} {self.start:%H:%M} to {self.end:%H:%M}"


def _clock(name: str, value: Any) -> time:
    moment = value if isinstance(value, time) else parse_clock(value)
    if moment is None or moment.tzinfo is not None or moment.second or moment.microsecond:
        raise GrowattParameterError(
            f"{name} of a window must be a time of whole minutes, datetime.time or 'HH:MM', "
            f"not {value!r}"
        )
    return moment


@dataclass(frozen=True, slots=True)
class Schedule:
    """All windows that are in force, in the order of the day; the rest of the day is load first.

    Raises GrowattParameterError where two overlap, or one goes over midnight. A schedule that was
    read from a device may do both.
    """

    windows: tuple[Window, ...]

    def __init__(self, windows: Iterable[Window] = ()) -> None:
        self._keep(windows)
        self.check()

    @classmethod
    def as_read(cls, windows: Iterable[Window]) -> Self:
        """The schedule of a device, however odd."""
        schedule = cls()
        schedule._keep(windows)
        return schedule

    def _keep(self, windows: Iterable[Window]) -> None:
        kept = tuple(windows)
        if not all(isinstance(window, Window) for window in kept):
            raise GrowattParameterError("a Schedule must be made of Window objects")
        ordered = tuple(sorted(kept, key=lambda window: (window.start, window.end)))
        object.__setattr__(self, "windows", ordered)

    def check(self) -> None:
        """Raise GrowattParameterError unless every window can be in force as it is."""
        for window in self.windows:
            if window.end <= window.start:
                raise GrowattParameterError(
                    f"{window} does not end after its start; split a window over midnight in two, "
                    "one to 23:59 and one from 00:00"
                )
        for first, second in pairwise(self.windows):
            if second.start < first.end:
                raise GrowattParameterError(f"{first} and {second} overlap")

    def __iter__(self) -> Iterator[Window]:
        return iter(self.windows)

    def __len__(self) -> int:
        return len(self.windows)

    def __str__(self) -> str:
        return "; ".join(map(str, self.windows)) or "no windows"

"""Whether a battery does what its schedule says: a look at settings and readings, now or later."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..settings import (
    OVERRULERS,
    Line,
    Mode,
    Need,
    Plan,
    Report,
    Settings,
    Status,
    Window,
)
from .clock import utc_now
from .cloud import Reading, TokenCloud, reading
from .errors import NothingThere
from .house import House
from .inventory import Device
from .progress import Steps
from .proving import (
    NEED_SHAPE,
    REPORT_SHAPE,
    next_steps,
    plans_of,
    schedule_settings,
    told,
)
from .tables import age, table
from .terminal import terminal
from .waiting import patiently
from .wishes import as_rows

if TYPE_CHECKING:
    from rich.console import RenderableType

IDLE_W = 20.0
"""Below this a battery does nothing: converters show a few watts of their own."""

SLICE_S = 5.0
POLL = timedelta(minutes=1)
LATE = timedelta(minutes=20)
"""Readings come every five minutes, and sometimes late; after so long nobody waits for them."""

TAKEN_AWAY = (Status.CHANGED_BY_OTHERS, Status.REJECTED)
WELL = frozenset({"as planned", "at its level", "no window"})
LOOK_SHAPE = {
    "device_sn": "text",
    "verdict": "text: as planned, at its level, no window, not in force, idle or not known",
    "time": "text or null: of the readings, on the clock of the device",
    "mode": "text or null: the mode that the device says it works in",
    "window": [
        {"mode": "text", "start": "text: HH:MM", "end": "text: HH:MM", "minutes": "integer"},
        "null",
    ],
    "soc": "number or null: %",
    "charge_power": "number or null: W",
    "discharge_power": "number or null: W",
    "needs": [NEED_SHAPE],
    "suspects": ["text: what may have overruled the schedule"],
    "report": [REPORT_SHAPE, "null"],
}


@dataclass(frozen=True)
class Look:
    """What was seen of a device at one moment."""

    house: House
    settings: Settings
    reading: Reading | None
    report: Report | None
    since: datetime | None = None
    """Readings from before say nothing about it."""

    @property
    def device_sn(self) -> str:
        return self.house.device.device_sn

    @property
    def time(self) -> datetime | None:
        """When the readings were taken, on the clock of the device; None if that is not known."""
        moment = None if self.reading is None else self.reading.measured
        if moment is None or moment.tzinfo is None:
            return moment
        return self.house.clock.wall(moment)

    @property
    def soc(self) -> float | None:
        return self._read("battery_soc")

    @property
    def window(self) -> Window | None:
        """The window that covers the readings."""
        moment = self.time
        if moment is None:
            return None
        clock = moment.time()
        return next((one for one in self.settings.schedule or () if _covers(one, clock)), None)

    @property
    def needs(self) -> tuple[Need, ...]:
        """What keeps this window from doing anything, or outside of one any window."""
        found, window = self.settings.needs(self.soc), self.window
        return tuple(need for need in found if window is None or window in need.windows)

    @property
    def verdict(self) -> str:
        """What is to be said of it, in a word or two."""
        window = self.window
        if self._lost:
            return "not in force"
        if self.time is None or self.settings.schedule is None:
            return "not known"
        if self.since is not None and self.time < self.since:
            return "not known"
        if window is None:
            return "no window"
        if window.mode is Mode.LOAD_FIRST:
            return "as planned" if self.settings.mode in (None, window.mode) else "idle"
        power = self._read(POWER[window.mode])
        if power is None:
            return "not known"
        if power >= IDLE_W:
            return "as planned"
        return "at its level" if self._is_at_level(window.mode) else "idle"

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do about it, as far as is known."""
        return self.verdict in WELL

    @property
    def suspects(self) -> tuple[str, ...]:
        """What may have overruled the schedule, where no setting explains it."""
        is_strange = self.verdict == "idle" and not self.needs
        is_changed = any(line.status in TAKEN_AWAY for line in self._lost)
        return OVERRULERS if is_strange or is_changed else ()

    @property
    def _lost(self) -> list[Line]:
        """The windows that are not as they were set."""
        return [line for line in self.report or () if line.is_window and not line.fine]

    def _read(self, name: str) -> float | None:
        value: float | None = getattr(self.reading and self.reading.record, name, None)
        return value

    def _is_at_level(self, mode: Mode) -> bool:
        soc, found = self.soc, [self.settings.get(name) for name in LEVELS[mode]]
        levels = [level for level in found if level is not None]
        if soc is None or not levels:
            return False
        # all levels of charging hold, of the floors the first that shows does
        return bool(soc >= min(levels) if mode is Mode.BATTERY_FIRST else soc <= levels[0])

    def notes(self) -> list[str]:
        """What to know and to do beside it."""
        said = []
        if self.verdict == "idle":
            said.append("The window is in force, but the battery does not follow it.")
        said += [f"{need}." for need in self.needs]
        if self.suspects:
            said.append(f"It may have been overruled by {'; '.join(self.suspects)}.")
        return [*said, *next_steps(self.device_sn, self.needs)]

    def as_dict(self) -> dict[str, Any]:
        """The look as JSON."""
        window = self.window
        return {
            "device_sn": self.device_sn,
            "verdict": self.verdict,
            "time": None if self.time is None else self.time.isoformat(sep=" "),
            "mode": None if self.settings.mode is None else str(self.settings.mode),
            "window": None if window is None else as_rows([window])[0],
            "soc": self.soc,
            "charge_power": self._read("battery_charge_power"),
            "discharge_power": self._read("battery_discharge_power"),
            "needs": [need.as_dict() for need in self.needs],
            "suspects": list(self.suspects),
            "report": None if self.report is None else told(self.house, self.report),
        }


POWER = {
    Mode.BATTERY_FIRST: "battery_charge_power",
    Mode.GRID_FIRST: "battery_discharge_power",
}
LEVELS = {
    Mode.BATTERY_FIRST: ("charge_stop_soc", "ac_charge_stop_soc"),
    Mode.GRID_FIRST: ("on_grid_discharge_stop_soc", "discharge_stop_soc"),
}


def _covers(window: Window, clock: Any) -> bool:
    # a reading tells of the minutes before it
    if window.start <= window.end:
        return bool(window.start < clock <= window.end)
    return bool(clock > window.start or clock <= window.end)


def look(
    source: TokenCloud, device: Device, wait: timedelta, since: datetime | None = None
) -> Look:
    """Read the settings, the readings, and what has become of the latest plan of a schedule."""
    plan = _latest_plan(source, device)
    report = None if plan is None else plan.verify(wait)
    settings = schedule_settings(source, device)
    return Look(House(source, device), settings, reading(source, device), report, since)


def _latest_plan(source: TokenCloud, device: Device) -> Plan[Any] | None:
    found = [
        plan
        for plan in plans_of(source)
        if plan.device_sn == device.device_sn
        and plan.in_force
        and plan.entry.goal == "apply"
        and any(
            plan.family[value.name].of_schedule and value.wished
            for value in plan.entry.values.values()
        )
    ]
    return found[-1] if found else None


def draw_look(look: Look) -> RenderableType:
    """What was seen, a line for each."""
    found = look.as_dict()
    window = look.window
    rows = [
        ("verdict", look.verdict),
        ("time", found["time"]),
        ("window", None if window is None else str(window)),
        ("mode", found["mode"]),
        ("battery", _with_unit(found["soc"], "%")),
        ("charging", _with_unit(found["charge_power"], "W")),
        ("discharging", _with_unit(found["discharge_power"], "W")),
    ]
    if look.report is not None:
        rows.append(("plan", look.report.headline))
        rows += [(line.name, f"{line.result}: {line.text}") for line in look.report.differences]
    return table((look.device_sn, ""), rows)


def _with_unit(value: float | None, unit: str) -> str | None:
    return None if value is None else f"{value:,.0f} {unit}"


# --- later ---------------------------------------------------------------------------------------


def wait_for(
    minute: int,
    source: TokenCloud,
    device: Device,
    *,
    clock: Callable[[], datetime] = utc_now,
    sleep: Callable[[float], None] = time.sleep,
) -> datetime:
    """Wait until the readings of a device are from this minute of its day; gives that moment.

    Readings that do not come in time are not waited for.
    """
    present = _present(source, device)
    target = _next(present, minute)
    what = f"waiting until {target:%H:%M} on the clock of {device.device_sn}"
    pause, given_up = target - present, clock() + (target - present) + LATE
    while present < target and clock() < given_up:
        _sleep(pause, what, clock, sleep)
        # once that time is over readings are waited for, which come late
        present, pause = _measured(source, device).measured or present, POLL
    return target


def _measured(source: TokenCloud, device: Device) -> Reading:
    found = patiently(lambda: reading(source, device), terminal().note)
    if found is None or found.measured is None:
        raise NothingThere(f"{device.device_sn} does not say what time it is there")
    return found


def _present(source: TokenCloud, device: Device) -> datetime:
    """What time it is on the clock of the device, as its readings tell."""
    found = _measured(source, device)
    measured = found.measured or datetime.min
    old = found.age_at(utc_now(), source.inventory().clock_of(device)) or timedelta(0)
    # a device may have been silent for a while; what seems to be older has a clock of its own
    is_silent = timedelta(minutes=10) < old < timedelta(days=1)
    return measured + old if is_silent else measured


def _next(present: datetime, minute: int) -> datetime:
    """The next moment of this minute of the day; one that is just over is meant itself."""
    midnight = present.replace(hour=0, minute=0, second=0, microsecond=0)
    moment = midnight + timedelta(minutes=minute)
    return moment if moment > present - LATE else moment + timedelta(days=1)


def _sleep(
    pause: timedelta,
    what: str,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
) -> None:
    """Sleep until the clock is so much further, also where the machine sleeps meanwhile."""
    screen, end = terminal(), clock() + pause
    if not screen.console(error=True).is_terminal:
        screen.note(f"{what}: {age(pause)}")
    with Steps(screen, what, int(pause.total_seconds())) as steps:
        while (left := (end - clock()).total_seconds()) > 0:
            sleep(min(left, SLICE_S))
            steps.show_done(int(pause.total_seconds() - max(0.0, left - SLICE_S)))

"""What the cloud of a simulated life has: devices that are seldom heard, computed once for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from growattServer.recorder.ask import steps
from growattServer.recorder.receive import history
from growattServer.simulator import Simulator
from growattServer.simulator.chronicle import Chronicle
from growattServer.simulator.clock import STEP_S
from growattServer.simulator.device import Device
from growattServer.simulator.families import FAMILIES

from .recorder_world import new_cloud

HISTORY_DAYS = 5

# a datalogger that sends every four hours is enough for all that may go wrong
EVERY = 48
# from time to time another record comes between two, and it lacks what was counted
BETWEEN, SELDOM = 24, 3
PAGE_ROWS = 40


@dataclass(frozen=True)
class Place:
    """Where a plant can be, by the map, and what its owner may have typed instead."""

    country: str
    latitude: float
    longitude: float
    timezone: str


PLACES = (
    Place("Germany", 48.14, 11.58, "Europe/Berlin"),
    Place("United States", 42.36, -71.06, "America/New_York"),
    Place("India", 22.57, 88.36, "Asia/Kolkata"),
    Place("Australia", -33.87, 151.21, "Australia/Sydney"),
)


def is_heard(step: int) -> bool:
    """Does the datalogger send the record of this step?"""
    return step % EVERY == 0 or is_partial(step)


def is_partial(step: int) -> bool:
    """Does the record of this step lack the counters?"""
    return step % EVERY == BETWEEN and step // EVERY % SELDOM == 0


def without_counters(shown: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """What shows a record of a family, where some records are partial."""

    def show(device: Device, reading: Any, local: datetime) -> dict[str, Any]:
        bean = shown(device, reading, local)
        if is_partial(reading.timestamp // STEP_S):
            gone = [
                key for key in bean if key[0] == "e" and key.lower().endswith(("total", "today"))
            ]
            bean.update(dict.fromkeys(gone))
        return bean

    return show


@contextmanager
def sparse_world() -> Iterator[None]:
    """Have the simulated families show partial records, and the recorder ask for small pages."""
    changed: list[Any] = [(module, "PAGE_ROWS", module.PAGE_ROWS) for module in (steps, history)]
    for module, *_ in changed:
        module.PAGE_ROWS = PAGE_ROWS
    for name in ("min", "sph"):
        family = FAMILIES[name]
        for record in ("history", "latest"):
            shown = getattr(family, record)
            changed.append((family, record, shown))
            object.__setattr__(family, record, without_counters(shown))
    try:
        yield
    finally:
        for owner, name, value in changed:
            object.__setattr__(owner, name, value)


@cache
def whole_life(family: str, place: Place, start: str) -> Device:
    """A device of a family in a place, of which each day is computed once."""
    with new_cloud(start, history_days=HISTORY_DAYS) as cloud:
        return add_device(cloud, family, f"LIFE{family}", add_plant(cloud, place, 0, start))


def add_plant(cloud: Simulator, place: Place, number: int, start: str) -> int:
    """Put a plant on the map, made before any of its devices has seen the sun.

    The past that a recorder looks for begins with the plant.
    """
    day = datetime.fromisoformat(start).date() - timedelta(days=HISTORY_DAYS + 9)
    where = {**vars(place), "plant_id": 5_000_000 + number, "name": f"Plant {number}"}
    return cloud._cloud.world.add_plant(**where, created=day).plant_id


def add_device(cloud: Simulator, family: str, serial: str, plant: int) -> Device:
    """Mount a device."""
    return cloud._cloud.world.add_device(family, serial, plant)


def let_live(device: Device, whole: Device) -> None:
    """Have a device live a life that others have lived, which is quicker than to compute it."""
    whole.advance(whole.plant.midnight(whole.first_day).timestamp())
    device._history, device._days = whole._history, whole._days
    device._first_step = device._done = whole._first_step
    device._earlier_pv_wh = whole._earlier_pv_wh

    def advance(timestamp: float) -> None:
        whole.advance(timestamp)
        device._done = max(device._done, int(timestamp // STEP_S))

    # of this device only
    device.advance = advance  # type: ignore[method-assign]


def _first(whole: Chronicle, rows: int) -> Chronicle:
    """What a life was after so many readings."""
    made, last = Chronicle(), whole.reading(rows - 1)
    made._first_step, made._modes = whole._first_step, whole._modes[:rows]
    made._states, made._powers, made._counted = (
        [column[:rows] for column in columns]
        for columns in (whole._states, whole._powers, whole._counted)
    )
    made._midnights = [index for index in whole._midnights if index < rows]
    made._today, made._lifetime = last.today_wh, last.lifetime_wh
    made._running_s = last.running_s
    return made


def go_on_alone(device: Device) -> None:
    """From now on it is computed what happens to a device."""
    last = device.true_reading(device._done)
    rows = device._done - device._first_step + 1
    device._history = _first(device._history, rows)
    device._day = device.plant.local(last.timestamp).toordinal()
    device._days = {day: flows for day, flows in device._days.items() if day < device._day}
    device._stored_wh = last.stored_wh
    del device.advance


def hears_seldom(device: Device) -> None:
    """Let the cloud hear a device every four hours, at times once more, and some records twice."""
    heard = device.steps_heard

    def steps_heard(start: float, end: float, timestamp: float) -> list[int]:
        steps = [step for step in heard(start, end, timestamp) if is_heard(step)]
        return [each for step in steps for each in [step] * (1 + (step % 84 == 0))]

    def latest(timestamp: float) -> Any:
        device.advance(timestamp)
        step = device._done
        while step > device._first_step and not (is_heard(step) and device.is_heard(step * STEP_S)):
            step -= 1
        return device.true_reading(step)

    # of this device only
    device.steps_heard = steps_heard  # type: ignore[method-assign]
    device.latest = latest  # type: ignore[method-assign]

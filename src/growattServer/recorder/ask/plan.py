"""What is still to be read: which calls, how many, how long under the limits. Reads, sends nothing.

Newest first, gaps only, in windows of seven days and pages of a hundred rows; it ends where `since`
says or where a device has no older data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from ...counting import counted
from ..events import Estimate, in_words
from ..keep.store import Store, StoredDevice, StoredPlant, devices_of, plants_of
from ..keep.windows import Window, days_of, known_windows, past_of, pending, utc_day
from .days import DaysWindow, known_days, pending_days
from .pace import period_of

CALL_S = 1.0
"""What a call takes beside the waiting."""


@dataclass(frozen=True, slots=True)
class DeviceWindow:
    """One window of one device; `pages` is the number of calls, an estimate until it was begun."""

    device: StoredDevice
    window: Window
    first: date
    last: date
    pages: int

    def __str__(self) -> str:
        again = ", to be checked again" if self.window.read_at else ""
        page = f" from page {self.window.next_page}" if self.window.next_page else ""
        calls = counted(self.pages, "call")
        return f"{self.device.device_sn}  {self.first} to {self.last}  {calls}{page}{again}"


def estimate_of(pages: Mapping[StoredDevice, int], days: Iterable[int]) -> Estimate:
    """What so many pages of each device take, and so many calls for the days of each plant."""
    calls = list(days)
    spans = [float(period_of(device.family.history) * count) for device, count in pages.items()]
    spans += [DaysWindow.seconds(count) for count in calls]
    total = sum(pages.values()) + sum(calls)
    return Estimate(total, timedelta(seconds=max([CALL_S * total, *spans])))


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be read now, the newest first; print it to see it."""

    windows: tuple[DeviceWindow, ...]
    days: tuple[DaysWindow, ...]

    @property
    def calls(self) -> int:
        """How many calls it takes."""
        return self._estimate().calls

    @property
    def duration(self) -> timedelta:
        """How long it takes under the documented limits: devices are read side by side."""
        return self._estimate().duration

    def _estimate(self) -> Estimate:
        pages: Counter[StoredDevice] = Counter()
        for each in self.windows:
            pages[each.device] += each.pages
        return estimate_of(pages, Counter(each.plant_id for each in self.days).values())

    def __bool__(self) -> bool:
        return bool(self.windows or self.days)

    def __str__(self) -> str:
        if not self:
            return "Nothing is missing."
        head = f"{counted(self.calls, 'call')}, about {in_words(self.duration)} under the limits"
        return "\n".join([head, *map(str, self.windows), *map(str, self.days)])


def plan(
    store: Store,
    devices: Iterable[str] | None = None,
    since: date | None = None,
    *,
    now: datetime | None = None,
    daily: bool = True,
) -> Plan:
    """What is to be read of these devices (all of the store unless given) back to `since`.

    Without `since` it goes back to the first day of the plant, or until there is no older data.
    `daily` is whether the server's own sums of each day are read too.
    """
    moment = datetime.now(UTC) if now is None else now
    wanted = None if devices is None else set(devices)
    with store.reading() as connection:
        found = [
            device
            for device in devices_of(connection)
            if wanted is None or device.device_sn in wanted
        ]
        plants = plants_of(connection) if daily else []
        mine = {device.plant_id for device in found}
        return plan_of(
            connection, found, [each for each in plants if each.plant_id in mine], since, moment
        )


def plan_of(
    connection: Connection,
    devices: Iterable[StoredDevice],
    plants: Iterable[StoredPlant],
    since: date | None,
    now: datetime,
) -> Plan:
    """The same in a transaction that is open already."""
    windows = [
        each
        for device in devices
        for each in device_windows(
            device, known_windows(connection, device.device_id), since, now.timestamp()
        )
    ]
    days = [
        each
        for plant in plants
        for each in pending_days(plant, known_days(connection, plant.plant_id), since, now)
    ]
    return Plan(tuple(windows), tuple(days))


def device_windows(
    device: StoredDevice, known: Mapping[int, Window], since: date | None, now: float
) -> list[DeviceWindow]:
    """The windows of one device that are to be read, the newest first."""
    today = utc_day(now)
    made = []
    for window in pending(known, past_of(device, since, now), now):
        first, last = days_of(window.number, today)
        made.append(
            DeviceWindow(device, window, first, last, window.pages_left(device.family, now))
        )
    return made

"""What a recorder tells while it works: progress, estimates, troubles. `print(event)` is a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import Any, NamedTuple

from ..counting import counted


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened; `time` is when (UTC)."""

    time: datetime

    def as_dict(self) -> dict[str, Any]:
        """All that it tells, by name."""
        return asdict(self)


class Estimate(NamedTuple):
    """What reading takes, as far as one can tell."""

    calls: int
    duration: timedelta


class LazyEstimate:
    """What is still to be read: counted when somebody looks, as it takes a look at all devices."""

    def __init__(self, count: Callable[[], Estimate]) -> None:
        self._count = count

    @cached_property
    def value(self) -> Estimate:
        """The estimate, which stays as it was at the first look."""
        return self._count()

    def __reduce__(self) -> Any:
        # a copy does not count by itself
        return LazyEstimate, (partial(Estimate, *self.value),)


@dataclass(frozen=True, slots=True)
class Found(Event):
    """Plants and devices of the account were looked up."""

    plants: int
    devices: tuple[str, ...]

    def __str__(self) -> str:
        if self.devices and not self.plants:
            return f"devices without a plant: {', '.join(self.devices)}"
        return (
            f"{counted(self.plants, 'plant')} with {', '.join(self.devices) or 'nothing to record'}"
        )


@dataclass(frozen=True, slots=True)
class ZoneChosen(Event):
    """A plant has this time zone, `before` another one; `moved` readings are placed anew by it.

    A device that only V4 lists has one of its own: `device_sn` names it.
    """

    plant_id: int
    timezone: str
    why: str
    is_sure: bool = True
    before: str | None = None
    moved: int = 0
    device_sn: str | None = None

    def __str__(self) -> str:
        before = f", no longer {self.before} ({_moved(self.moved)})" if self.before else ""
        doubt = "" if self.is_sure else " (not certain: timezones= sets it)"
        where = self.device_sn or f"plant {self.plant_id}"
        return f"{where}  time zone {self.timezone}{before}: {self.why}{doubt}"


@dataclass(frozen=True, slots=True)
class DeviceMoved(Event):
    """A device is in another plant than `before`.

    `left` latest readings, which came on the clock of either, are left to the history.
    """

    device_sn: str
    before: int
    plant_id: int
    left: int = 0

    def __str__(self) -> str:
        said = f"{self.device_sn}  is in plant {self.plant_id} now, no longer in {self.before}"
        readings = "reading" if self.left == 1 else "readings"
        return f"{said} ({self.left} latest {readings} left to the history)" if self.left else said


def _moved(count: int) -> str:
    return f"{counted(count, 'reading')} moved"


@dataclass(frozen=True, slots=True)
class PageRead(Event):
    """A page of history is in the store.

    `unplaced` is how many of its rows have no time that can be read. `left` and `calls_left`
    estimate what is still to come, at the moment of the first look at them.
    """

    device_sn: str
    first: date
    last: date
    page: int
    pages: int
    rows: int
    new: int
    estimate: LazyEstimate = field(repr=False, compare=False)
    unplaced: int = 0

    @property
    def calls_left(self) -> int:
        """How many calls are still to come."""
        return self.estimate.value.calls

    @property
    def left(self) -> timedelta:
        """How long they take under the limits."""
        return self.estimate.value.duration

    def as_dict(self) -> dict[str, Any]:
        """All that it tells, by name."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        del told["estimate"]
        return told | {"calls_left": self.calls_left, "left": self.left}

    def __str__(self) -> str:
        unplaced = f", {self.unplaced} without a time that can be read" if self.unplaced else ""
        return (
            f"{self.device_sn}  {self.first} to {self.last}  page {self.page} of {self.pages}: "
            f"{self.new} of {self.rows} rows are new{unplaced}; "
            f"{counted(self.calls_left, 'call')} to go, about {in_words(self.left)}"
        )


@dataclass(frozen=True, slots=True)
class WindowRead(Event):
    """Seven days of a device are complete; `rows` is how many the store has of them."""

    device_sn: str
    first: date
    last: date
    rows: int

    def __str__(self) -> str:
        rows = counted(self.rows, "row")
        return f"{self.device_sn}  {self.first} to {self.last} complete with {rows}"


@dataclass(frozen=True, slots=True)
class PastEnds(Event):
    """The past of a device was silent for five weeks: nothing before `first` is asked for."""

    device_sn: str
    first: date

    def __str__(self) -> str:
        return f"{self.device_sn}  {silence_said(self.first)}"


def in_words(span: timedelta) -> str:
    """A span of time for people: the two largest units."""
    seconds = int(span.total_seconds())
    parts = []
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2]) or "0 s"


def silence_said(first: date) -> str:
    """Where a past ended whose beginning nobody told, and how to go further."""
    return (
        f"nothing before {first} was asked for, after five weeks without a row; to go further, "
        "name an earlier day (growatt record --since DAY)"
    )


@dataclass(frozen=True, slots=True)
class DaysRead(Event):
    """The energy of some days of a plant is in the store; `unplaced` rows name no day."""

    plant_id: int
    first: date
    last: date
    unplaced: int = 0

    def __str__(self) -> str:
        unplaced = f", {counted(self.unplaced, 'row')} without a day" if self.unplaced else ""
        return f"plant {self.plant_id}  energy of the days {self.first} to {self.last}{unplaced}"


@dataclass(frozen=True, slots=True)
class LatestRead(Event):
    """The latest readings of a family were asked for in one call."""

    family: str
    devices: int
    new: int

    def __str__(self) -> str:
        return (
            f"{self.family}: latest readings of {counted(self.devices, 'device')}, {self.new} new"
        )


@dataclass(frozen=True, slots=True)
class Cleaned(Event):
    """A window was cleaned; `rows` is how many rows have other corrections than before."""

    device_sn: str
    first: date
    last: date
    rows: int

    def __str__(self) -> str:
        rows = counted(self.rows, "row")
        return f"{self.device_sn}  {self.first} to {self.last} cleaned, {rows} corrected"


@dataclass(frozen=True, slots=True)
class Frozen(Event):
    """A week that no longer changes was frozen, its `rows` packed; `left` weeks are to go."""

    device_sn: str
    first: date
    last: date
    rows: int
    left: int

    def __str__(self) -> str:
        rest = f"; {counted(self.left, 'week')} to go" if self.left else ""
        span = f"{self.device_sn}  {self.first} to {self.last}"
        return f"{span} frozen, {counted(self.rows, 'row')}{rest}"


@dataclass(frozen=True, slots=True)
class SettingsRead(Event):
    """The settings of a device were looked at."""

    device_sn: str
    changed: tuple[str, ...]

    def __str__(self) -> str:
        said = ", ".join(self.changed) or "unchanged"
        return f"{self.device_sn}  settings: {said}"


@dataclass(frozen=True, slots=True)
class OldDropped(Event):
    """What was older than it has to be is gone."""

    raw_replies: int
    readings: int

    def __str__(self) -> str:
        return f"dropped {self.raw_replies} old raw replies and {self.readings} old readings"


@dataclass(frozen=True, slots=True)
class BackfillDone(Event):
    """All of the past is in the store, but for what is `unread`: it is tried again next time."""

    unread: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.unread:
            return "all of the past is recorded"
        return f"the past is recorded, except for {', '.join(self.unread)}: tried again next time"


@dataclass(frozen=True, slots=True)
class Waiting(Event):
    """Nothing may be asked before `until`."""

    until: datetime

    def __str__(self) -> str:
        return f"waiting until {self.until:%Y-%m-%d %H:%M:%S} UTC"


@dataclass(frozen=True, slots=True)
class Trouble(Event):
    """A call failed; it is made again at `retry_at`, and all others go on."""

    what: str
    error: str
    retry_at: datetime

    def __str__(self) -> str:
        return f"{self.what}: {self.error}; again at {self.retry_at:%H:%M:%S} UTC"

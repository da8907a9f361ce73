"""What a recorder tells while it works: progress, estimates, troubles. `print(event)` is a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .plan import in_words


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened; `time` is when (UTC)."""

    time: datetime


@dataclass(frozen=True, slots=True)
class Found(Event):
    """Plants and devices of the account were looked up."""

    plants: int
    devices: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.plants} plants with {', '.join(self.devices) or 'nothing to record'}"


@dataclass(frozen=True, slots=True)
class PageRead(Event):
    """A page of history is in the store; `left` and `calls_left` estimate what is still to come."""

    device_sn: str
    first: date
    last: date
    page: int
    pages: int
    rows: int
    new: int
    calls_left: int
    left: timedelta

    def __str__(self) -> str:
        return (
            f"{self.device_sn}  {self.first} to {self.last}  page {self.page} of {self.pages}: "
            f"{self.new} of {self.rows} rows are new; {self.calls_left} calls to go, about "
            f"{in_words(self.left)}"
        )


@dataclass(frozen=True, slots=True)
class WindowRead(Event):
    """Seven days of a device are complete; `rows` is how many the store has of them."""

    device_sn: str
    first: date
    last: date
    rows: int

    def __str__(self) -> str:
        return f"{self.device_sn}  {self.first} to {self.last} complete with {self.rows} rows"


@dataclass(frozen=True, slots=True)
class DaysRead(Event):
    """The energy of some days of a plant is in the store."""

    plant_id: int
    first: date
    last: date

    def __str__(self) -> str:
        return f"plant {self.plant_id}  energy of the days {self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class LatestRead(Event):
    """The latest readings of a family were asked for in one call."""

    family: str
    devices: int
    new: int

    def __str__(self) -> str:
        return f"{self.family}: latest readings of {self.devices} devices, {self.new} new"


@dataclass(frozen=True, slots=True)
class Cleaned(Event):
    """A window was cleaned; `rows` is how many rows have other corrections than before."""

    device_sn: str
    first: date
    last: date
    rows: int

    def __str__(self) -> str:
        return f"{self.device_sn}  {self.first} to {self.last} cleaned, {self.rows} rows corrected"


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
    """All of the past is in the store."""

    def __str__(self) -> str:
        return "all of the past is recorded"


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

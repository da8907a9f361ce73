"""What a recorder knows: its options, what the store says, and what it remembers between steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from ...open_api_v1 import OpenApiV1
from ...open_api_v1.records import Plant
from ...open_api_v4 import OpenApiV4
from ...servers import refuse_cleartext
from ...zones import check_zone
from ..care.retention import Retention
from ..errors import content_trouble
from ..events import Estimate
from ..keep.families import Family
from ..keep.marks import all_marks, forget_future, put_mark
from ..keep.store import Store, StoredDevice, StoredPlant, devices_of, plants_of
from ..keep.windows import Window
from .backlog import Backlog, DaysBacklog, backlog_of, days_backlog
from .discovery import Discovery, Zones
from .newer import NewerLook, newer_beside
from .pace import Pace
from .plan import estimate_of

TRIES = 3
"""How often a backfill asks for a window that the server does not give."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class RecorderState:
    """What the steps of a recorder work with, and what decides which one is next."""

    def __init__(
        self,
        api: OpenApiV1,
        store: Store,
        *,
        since: date | None = None,
        devices: Collection[str] | None = None,
        timezones: Zones | None = None,
        interval: timedelta = timedelta(minutes=5),
        settings_every: timedelta | None = timedelta(days=1),
        daily: bool = True,
        keep_raw: bool = False,
        retention: Retention | None = None,
        v4: OpenApiV4 | bool = True,
        allow_cleartext: bool = False,
        clock: Callable[[], datetime] = _utc_now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not (allow_cleartext or api.allow_cleartext):
            refuse_cleartext(api.server_url)
        self.api = api
        self.store = store
        self.since = since
        self.only = None if devices is None else frozenset(devices)
        given: Mapping[Any, str] = timezones or {}
        self.timezones = {place: check_zone(zone) for place, zone in given.items()}
        self.interval = interval
        self.settings_every = settings_every
        self.daily = daily
        self.keep_raw = keep_raw
        self.retention = retention
        self._v4 = v4
        self.pace = Pace()
        self.now = clock
        self.devices: dict[str, StoredDevice] = {}
        self.plants: list[StoredPlant] = []
        self.marks: dict[str, int] = {}
        self.discovery: Discovery | None = None
        self.has_looked = self.has_looked_newer = False
        self.newer_look: NewerLook | None = None
        self.places: list[Plant] = []
        self.polled: dict[str, float] = {}
        self.held_back: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._refused: dict[tuple[str, int], int] = {}
        self._backlogs: dict[str, Backlog] = {}
        self._days: dict[int, tuple[float, DaysBacklog]] = {}
        self._sleep = sleep

    # --- the clients ------------------------------------------------------------------------------

    @property
    def has_newer(self) -> bool:
        """Is what only V4 knows recorded?"""
        return self._v4 is not False

    @property
    def newer(self) -> OpenApiV4:
        """The client of V4: the one that was given, or one beside that of V1."""
        if isinstance(self._v4, bool):
            self._v4 = newer_beside(self.api)
        return self._v4

    def api_of(self, family: Family) -> Any:
        """The client through which a family is read."""
        return self.newer if family.is_newer else self.api

    # --- from the store --------------------------------------------------------------------------

    def load(self) -> None:
        """Read from the store what there is."""
        with content_trouble(self.store.name), self.store.writing() as connection:
            forget_future(connection, self.now().timestamp())
            found = *self.found_in(connection), self._marks(connection)
        self._load(*found)

    def load_devices(self) -> None:
        """Read from the store which devices there are by now."""
        with self.store.writing() as connection:
            found = self.found_in(connection)
        self._use(*found)

    def found_in(self, connection: Connection) -> tuple[list[StoredDevice], list[StoredPlant]]:
        """The devices and plants of the store."""
        return devices_of(connection), plants_of(connection)

    def put_mark(self, connection: Connection, name: str, now: float) -> None:
        """It was done now, for all that this recorder records."""
        put_mark(connection, name, now)

    def _load(
        self, devices: list[StoredDevice], plants: list[StoredPlant], marks: dict[str, int]
    ) -> None:
        self._use(devices, plants)
        self.marks = marks
        self._backlogs.clear()
        self._days.clear()

    def _use(self, devices: list[StoredDevice], plants: list[StoredPlant]) -> None:
        self.devices = {
            device.device_sn: device
            for device in devices
            if (self.only is None or device.device_sn in self.only)
            and (self.has_newer or not device.family.is_newer)
        }
        mine = {device.plant_id for device in self.devices.values()}
        self.plants = [plant for plant in plants if plant.plant_id in mine]

    def _marks(self, connection: Connection) -> dict[str, int]:
        return all_marks(connection, self.now().timestamp())

    def load_marks(self) -> None:
        """Read from the store when what was done last."""
        with self.store.writing() as connection:
            self.marks = self._marks(connection)

    def backlog(self, device: StoredDevice, now: float) -> Backlog:
        """What is to be done about a device, read from the store when it may have changed."""
        known = self._backlogs.get(device.device_sn)
        if known is None or 0.0 < known.due <= now:
            known = self._backlogs[device.device_sn] = backlog_of(
                self.store, device, self.since, now
            )
        return known

    def fresh_backlog(self, device_sn: str, now: float) -> Backlog:
        """The same, read anew."""
        device = self.devices[device_sn]
        self.forget_backlog(device)
        return self.backlog(device, now)

    def forget_backlog(self, device: StoredDevice) -> None:
        """Something was done about a device."""
        self._backlogs.pop(device.device_sn, None)

    def days_backlog(self, plant: StoredPlant, now: float) -> DaysBacklog:
        """The days to ask for next; where there are none, looked for again an hour later."""
        known = self._days.get(plant.plant_id)
        if known is None or (known[1].window is None and now >= known[0] + 3600):
            found = days_backlog(self.store, plant, self.since, self.now())
            known = self._days[plant.plant_id] = now, found
        return known[1]

    def left(self) -> Estimate:
        """What is still to be read; only what has changed is looked up again."""
        now = self.now().timestamp()
        pages = {device: self.backlog(device, now).pages for device in self.devices.values()}
        plants = self.plants if self.daily else []
        return estimate_of(pages, [self.days_backlog(plant, now).calls for plant in plants])

    def forget_polled(self, devices: Sequence[StoredDevice]) -> None:
        """Latest readings of these devices were kept."""
        for device in devices:
            self.forget_backlog(device)

    def forget_days(self, plant_id: int) -> None:
        """The days of a plant were read."""
        self._days.pop(plant_id, None)

    # --- looking into the account ----------------------------------------------------------------

    def new_discovery(self) -> Discovery:
        """A look through the account, from its beginning."""
        return Discovery()

    def places_known(self) -> list[Plant] | None:
        """The plants of the account that were listed last; None where none were."""
        return (self.places if self.discovery is None else self.discovery.places) or None

    def note_newer(self, connection: Connection, serials: Sequence[str]) -> None:
        """V4 has listed these devices, and no others."""

    # --- of this run -----------------------------------------------------------------------------

    def unknown_serials(self) -> frozenset[str]:
        """The serial numbers that are wanted, and that no look into the account has found."""
        return frozenset() if self.only is None else self.only - self.devices.keys()

    def wants_other_zones(self, *, newer: bool = False) -> bool:
        """Has a plant another zone than its owner says, and was that not looked up yet?"""
        has_looked = self.has_looked_newer if newer else self.has_looked
        return not has_looked and any(
            self.timezones.get(each.device_sn if newer else each.plant_id, each.timezone)
            != each.timezone
            for each in self.devices.values()
            if each.family.is_newer is newer
        )

    def failures_of(self, key: str) -> int:
        """How often a step has failed in a row."""
        return self._failures.get(key, 0)

    def note_refusal(self, device: StoredDevice, window: Window) -> None:
        """The server did not give a window."""
        key = device.device_sn, window.number
        self._refused[key] = self._refused.get(key, 0) + 1
        self.forget_backlog(device)

    def is_given_up(self, device: StoredDevice, window: Window) -> bool:
        """Whether a backfill ends without a window: the next one tries it again."""
        return self._refused.get((device.device_sn, window.number), 0) >= TRIES

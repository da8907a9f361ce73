"""The recorder: backfill and live in one process, resumable at any moment.

    with Store("home.db") as store:
        for event in Recorder(api, store).run():
            print(event)

It is a plain loop over what is due next. Live readings come first, then what has to be tidied up,
then the past; it sleeps only when nothing may be asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from ...etiquette.pacing import elapsed
from ...exceptions import GrowattError, GrowattPermissionError, GrowattRateLimitError
from ...open_api_v1 import OpenApiV1
from ...servers import refuse_cleartext
from ...zones import check_zone
from ..care.retention import Retention
from ..errors import GrowattDeviceNotFoundError, GrowattStoreError, content_trouble
from ..events import BackfillDone, Effort, Event, Trouble, Waiting
from ..keep.marks import all_marks, forget_future
from ..keep.store import Store, StoredDevice, StoredPlant, devices_of, plants_of
from ..keep.windows import Window, days_of, utc_day
from .discovery import Discovery
from .pace import Pace
from .plan import Plan, effort_of, plan_of
from .schedule import LIVE, Ahead, DaysAhead, Step, look_ahead, look_for_days, next_step

FIRST_PAUSE_S = 60
LONGEST_PAUSE_S = 3600
SOME_WINDOWS = 3
"""When more windows of a device than these could not be read, it is not for the windows."""

TRIES = 3
"""How often a backfill asks for a window that the server does not give."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Recorder:
    """Records the devices of an account into a store.

    `since` is the first day of the backfill; without it, the first day of each plant. `devices`
    names serial numbers where not all are wanted, `timezones` the zones of plants by their numbers
    where what the server tells of a plant leads to a wrong one: what was placed by that is placed
    anew. The latest readings are asked for every `interval`,
    settings are looked at every `settings_every` (None for never), `daily` asks for the server's
    own sums of each day, and `keep_raw` keeps what the server sent; `retention` says for how long.
    A server without TLS is refused unless `allow_cleartext` says so, here or at the client. `clock`
    and `sleep` are for tests.
    """

    def __init__(
        self,
        api: OpenApiV1,
        store: Store,
        *,
        since: date | None = None,
        devices: Collection[str] | None = None,
        timezones: Mapping[int, str] | None = None,
        interval: timedelta = timedelta(minutes=5),
        settings_every: timedelta | None = timedelta(days=1),
        daily: bool = True,
        keep_raw: bool = False,
        retention: Retention | None = None,
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
        self.timezones = {plant: check_zone(zone) for plant, zone in (timezones or {}).items()}
        self.interval = interval
        self.settings_every = settings_every
        self.daily = daily
        self.keep_raw = keep_raw
        self.retention = retention
        self.pace = Pace()
        self.now = clock
        self.devices: dict[str, StoredDevice] = {}
        self.plants: list[StoredPlant] = []
        self.marks: dict[str, int] = {}
        self.discovery: Discovery | None = None
        self.has_looked = False
        self.polled: dict[str, float] = {}
        self.held_back: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._refused: dict[tuple[str, int], int] = {}
        self._ahead: dict[str, Ahead] = {}
        self._days: dict[int, tuple[float, DaysAhead]] = {}
        self._sleep = sleep

    # --- what people call ------------------------------------------------------------------------

    def plan(self) -> Plan:
        """What is still to be read of the devices that are known, without asking for anything."""
        with self.store.reading() as connection:
            self._load(devices_of(connection), plants_of(connection), self._marks(connection))
            plants = self.plants if self.daily else []
            return plan_of(connection, self.devices.values(), plants, self.since, self.now())

    def backfill(self) -> Generator[Event]:
        """Record all of the past that is missing, then end."""
        with self.store.alone():
            self.load()
            yield from self._loop(None, live=False)
            yield BackfillDone(self.now(), self._unread())

    def _unread(self) -> tuple[str, ...]:
        now = self.now().timestamp()
        return tuple(
            f"{device.device_sn} {first} to {last}"
            for device in self.devices.values()
            for at, window in self.ahead_of(device.device_sn, now).resting
            for first, last in [days_of(window.number, utc_day(now))]
        )

    def run(self, until: datetime | None = None) -> Generator[Event]:
        """Record the past and the present until a moment, or for ever."""
        with self.store.alone():
            self.load()
            yield from self._loop(until, live=True)

    # --- the loop --------------------------------------------------------------------------------

    def _loop(self, until: datetime | None, *, live: bool) -> Iterator[Event]:
        end = None if until is None else until.timestamp()
        now = self.now().timestamp()
        while True:
            before, now = now, self.now().timestamp()
            if elapsed(before, now) is None:
                self._forget_future(now)
            if end is not None and now >= end:
                return
            with content_trouble(self.store.name):
                step = next_step(self, now, live=live)
            if step is None:
                return
            if step.due <= now:
                yield from self._take(step)
                continue
            wake = step.due if end is None else min(step.due, end)
            yield Waiting(self.now(), datetime.fromtimestamp(wake, UTC))
            self._sleep(wake - now)

    def _forget_future(self, now: float) -> None:
        """The clock was put back: what it was ahead with does not keep anything waiting."""
        self.pace = Pace()
        self.held_back.clear()
        self.polled = {key: at for key, at in self.polled.items() if at <= now}
        self.load()

    def _take(self, step: Step) -> Iterator[Event]:
        try:
            yield from step.act()
        except GrowattDeviceNotFoundError:
            raise
        except GrowattStoreError as error:
            if not error.is_of_a_value:
                raise
            yield self._trouble(step, error, self._failed(step))
        except GrowattRateLimitError as error:
            now = self.now().timestamp()
            if step.endpoint is not None:
                again = self.pace.refused(step.endpoint, step.subject, now, error)
            else:
                again = now + 300
            self.held_back[step.key] = again
            yield self._trouble(step, error, again)
        except GrowattError as error:
            if isinstance(error, GrowattPermissionError) and not self.devices:
                raise
            yield self._trouble(step, error, self._failed(step))
        else:
            self._failures.pop(step.key, None)

    def _failed(self, step: Step) -> float:
        """Remember that a step has failed; gives when it is tried again."""
        now = self.now().timestamp()
        if step.window is not None:
            rests = {window.number: at for at, window in self.ahead_of(step.subject, now).resting}
            if step.window in rests and len(rests) <= SOME_WINDOWS:
                return rests[step.window]
        # more than a few weeks that cannot be read: it is the device, or the server
        count = self._failures.get(step.key, 0)
        self._failures[step.key] = count + 1
        # the present is gone when it is missed, and asked for as often as ever
        longest = self.interval.total_seconds() if step.rank == LIVE else LONGEST_PAUSE_S
        again = now + min(longest, FIRST_PAUSE_S << min(count, 10))
        self.held_back[step.key] = again
        return again

    def unknown_serials(self) -> frozenset[str]:
        """The serial numbers that are wanted, and that no look into the account has found."""
        return frozenset() if self.only is None else self.only - self.devices.keys()

    def wants_other_zones(self) -> bool:
        """Has a plant another zone than its owner says, and was that not looked up yet?"""
        return not self.has_looked and any(
            self.timezones.get(plant.plant_id, plant.timezone) != plant.timezone
            for plant in self.plants
        )

    def failures_of(self, key: str) -> int:
        """How often a step has failed in a row."""
        return self._failures.get(key, 0)

    def note_refusal(self, device: StoredDevice, window: Window) -> None:
        """The server did not give a window."""
        key = device.device_sn, window.number
        self._refused[key] = self._refused.get(key, 0) + 1
        self.forget_window(device)

    def is_given_up(self, device: StoredDevice, window: Window) -> bool:
        """Whether a backfill ends without a window: the next one tries it again."""
        return self._refused.get((device.device_sn, window.number), 0) >= TRIES

    def _trouble(self, step: Step, error: GrowattError, again: float) -> Trouble:
        said = str(error)
        if error.hint and error.hint not in said:
            said = f"{said} ({error.hint})"
        return Trouble(self.now(), step.what, said, datetime.fromtimestamp(again, UTC))

    # --- what is known ---------------------------------------------------------------------------

    def load(self) -> None:
        """Read from the store what there is."""
        with content_trouble(self.store.name), self.store.writing() as connection:
            forget_future(connection, self.now().timestamp())
            found = devices_of(connection), plants_of(connection), self._marks(connection)
        self._load(*found)

    def load_devices(self) -> None:
        """Read from the store which devices there are by now."""
        with self.store.writing() as connection:
            found = devices_of(connection), plants_of(connection)
        self._use(*found)

    def _load(
        self, devices: list[StoredDevice], plants: list[StoredPlant], marks: dict[str, int]
    ) -> None:
        self._use(devices, plants)
        self.marks = marks
        self._ahead.clear()
        self._days.clear()

    def _use(self, devices: list[StoredDevice], plants: list[StoredPlant]) -> None:
        self.devices = {
            device.device_sn: device
            for device in devices
            if self.only is None or device.device_sn in self.only
        }
        mine = {device.plant_id for device in self.devices.values()}
        self.plants = [plant for plant in plants if plant.plant_id in mine]

    def _marks(self, connection: Connection) -> dict[str, int]:
        return all_marks(connection, self.now().timestamp())

    def load_marks(self) -> None:
        """Read from the store when what was done last."""
        with self.store.writing() as connection:
            self.marks = self._marks(connection)

    def ahead(self, device: StoredDevice, now: float) -> Ahead:
        """What is to be done about a device, read from the store when it may have changed."""
        known = self._ahead.get(device.device_sn)
        if known is None or 0.0 < known.due <= now:
            known = self._ahead[device.device_sn] = look_ahead(self, device, now)
        return known

    def ahead_of(self, device_sn: str, now: float) -> Ahead:
        """The same, read anew."""
        device = self.devices[device_sn]
        self.forget_window(device)
        return self.ahead(device, now)

    def forget_window(self, device: StoredDevice) -> None:
        """Something was done about a device."""
        self._ahead.pop(device.device_sn, None)

    def days_ahead(self, plant: StoredPlant, now: float) -> DaysAhead:
        """The days to ask for next; where there are none, looked for again an hour later."""
        known = self._days.get(plant.plant_id)
        if known is None or (known[1].window is None and now >= known[0] + 3600):
            known = self._days[plant.plant_id] = now, look_for_days(self, plant, self.now())
        return known[1]

    def left(self) -> Effort:
        """What is still to be read; only what has changed is looked up again."""
        now = self.now().timestamp()
        pages = {device: self.ahead(device, now).pages for device in self.devices.values()}
        plants = self.plants if self.daily else []
        return effort_of(pages, [self.days_ahead(plant, now).calls for plant in plants])

    def forget_days(self, plant_id: int) -> None:
        """The days of a plant were read."""
        self._days.pop(plant_id, None)

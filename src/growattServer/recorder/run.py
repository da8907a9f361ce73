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

from ..exceptions import GrowattError, GrowattPermissionError, GrowattRateLimitError
from ..open_api_v1 import OpenApiV1
from .days import DaysWindow
from .discovery import Discovery
from .errors import GrowattStoreError
from .events import BackfillDone, Event, Trouble, Waiting
from .marks import all_marks
from .pace import Pace
from .plan import Plan, plan_of
from .retention import Retention
from .schedule import Ahead, Step, look_ahead, look_for_days, next_step
from .store import Store, StoredDevice, StoredPlant, devices_of, plants_of
from .zones import check_zone

FIRST_PAUSE_S = 60
LONGEST_PAUSE_S = 3600


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Recorder:
    """Records the devices of an account into a store.

    `since` is the first day of the backfill; without it, the first day of each plant. `devices`
    names serial numbers where not all are wanted, `timezones` the zones of plants by their numbers
    where the place of a plant does not tell. The latest readings are asked for every `interval`,
    settings are looked at every `settings_every` (None for never), `daily` asks for the server's
    own sums of each day, and `keep_raw` keeps what the server sent; `retention` says for how long.
    `clock` and `sleep` are for tests.
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
        clock: Callable[[], datetime] = _utc_now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
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
        self.polled: dict[str, float] = {}
        self.held_back: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._ahead: dict[str, Ahead] = {}
        self._days: dict[int, tuple[float, DaysWindow | None]] = {}
        self._sleep = sleep

    # --- what people call ------------------------------------------------------------------------

    def plan(self) -> Plan:
        """What is still to be read of the devices that are known, without asking for anything."""
        with self.store.reading() as connection:
            self._load(devices_of(connection), plants_of(connection), all_marks(connection))
            plants = self.plants if self.daily else []
            return plan_of(connection, self.devices.values(), plants, self.since, self.now())

    def backfill(self) -> Generator[Event]:
        """Record all of the past that is missing, then end."""
        with self.store.alone():
            self.load()
            yield from self._loop(None, live=False)
            yield BackfillDone(self.now())

    def run(self, until: datetime | None = None) -> Generator[Event]:
        """Record the past and the present until a moment, or for ever."""
        with self.store.alone():
            self.load()
            yield from self._loop(until, live=True)

    # --- the loop --------------------------------------------------------------------------------

    def _loop(self, until: datetime | None, *, live: bool) -> Iterator[Event]:
        end = None if until is None else until.timestamp()
        while True:
            now = self.now().timestamp()
            if end is not None and now >= end:
                return
            step = next_step(self, now, live=live)
            if step is None:
                return
            if step.due <= now:
                yield from self._take(step)
                continue
            wake = step.due if end is None else min(step.due, end)
            yield Waiting(self.now(), datetime.fromtimestamp(wake, UTC))
            self._sleep(wake - now)

    def _take(self, step: Step) -> Iterator[Event]:
        try:
            yield from step.act()
        except GrowattStoreError:
            raise
        except GrowattRateLimitError as error:
            now = self.now().timestamp()
            if step.endpoint is not None:
                again = self.pace.refused(step.endpoint, step.subject, now, error)
            else:
                again = now + 300
            yield self._trouble(step, error, again)
        except GrowattError as error:
            if isinstance(error, GrowattPermissionError) and not self.devices:
                raise
            count = self._failures.get(step.key, 0)
            self._failures[step.key] = count + 1
            pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(count, 10))
            yield self._trouble(step, error, self.now().timestamp() + pause)
        else:
            self._failures.pop(step.key, None)

    def _trouble(self, step: Step, error: GrowattError, again: float) -> Trouble:
        self.held_back[step.key] = again
        said = str(error)
        if error.hint and error.hint not in said:
            said = f"{said} ({error.hint})"
        return Trouble(self.now(), step.what, said, datetime.fromtimestamp(again, UTC))

    # --- what is known ---------------------------------------------------------------------------

    def load(self) -> None:
        """Read from the store what there is."""
        with self.store.writing() as connection:
            found = devices_of(connection), plants_of(connection), all_marks(connection)
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

    def load_marks(self) -> None:
        """Read from the store when what was done last."""
        with self.store.writing() as connection:
            self.marks = all_marks(connection)

    def ahead(self, device: StoredDevice, now: float) -> Ahead:
        """What is to be done about a device, read from the store when it may have changed."""
        known = self._ahead.get(device.device_sn)
        if known is None or 0.0 < known.due <= now:
            known = self._ahead[device.device_sn] = look_ahead(self, device, now)
        return known

    def forget_window(self, device: StoredDevice) -> None:
        """Something was done about a device."""
        self._ahead.pop(device.device_sn, None)

    def next_days(self, plant: StoredPlant, now: float) -> DaysWindow | None:
        """The days to ask for next; where there are none, looked for again an hour later."""
        known = self._days.get(plant.plant_id)
        if known is None or (known[1] is None and now >= known[0] + 3600):
            known = self._days[plant.plant_id] = now, look_for_days(self, plant, self.now())
        return known[1]

    def forget_days(self, plant_id: int) -> None:
        """The days of a plant were read."""
        self._days.pop(plant_id, None)

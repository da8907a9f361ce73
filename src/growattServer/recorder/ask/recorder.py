"""The recorder: backfill and live in one process, resumable at any moment.

    with Store("home.db") as store:
        for event in Recorder(api, store).run():
            print(event)

It is a plain loop over what is due next. Live readings come first, then what has to be tidied up,
then the past; it sleeps only when nothing may be asked.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import UTC, datetime

from ...etiquette.pacing import elapsed
from ...exceptions import GrowattError, GrowattPermissionError, GrowattRateLimitError
from ..errors import GrowattDeviceNotFoundError, GrowattStoreError, content_trouble
from ..events import BackfillDone, Event, Trouble, Waiting
from ..keep.windows import days_of, utc_day
from .pace import Pace
from .plan import Plan, plan_of
from .schedule import LIVE, Step, next_step
from .state import RecorderState

FIRST_PAUSE_S = 60
LONGEST_PAUSE_S = 3600
SOME_WINDOWS = 3
"""When more windows of a device than these could not be read, it is not for the windows."""


class Recorder(RecorderState):
    """Records the devices of an account into a store.

    `since` is the first day of the backfill; without it, the first day of each plant. `devices`
    names serial numbers where not all are wanted, `timezones` the zones of plants by their numbers
    where what the server tells of a plant leads to a wrong one, and of what only V4 knows by serial
    numbers: what was placed by that is placed anew. `v4` is the client of V4, made beside `api`
    unless given, or False for what V1 knows alone. The latest readings are asked for every
    `interval`, settings are looked at every `settings_every` (None for never), `daily` asks for the
    server's own sums of each day, and `keep_raw` keeps what the server sent; `retention` says for
    how long.
    A server without TLS is refused unless `allow_cleartext` says so, here or at the client. `clock`
    and `sleep` are for tests.
    """

    # --- what people call ------------------------------------------------------------------------

    def plan(self) -> Plan:
        """What is still to be read of the devices that are known, without asking for anything."""
        with self.store.reading() as connection:
            self._load(*self.found_in(connection), self._marks(connection))
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
            for at, window in self.fresh_backlog(device.device_sn, now).deferred
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
            backlog = self.fresh_backlog(step.subject, now)
            deferred = {window.number: at for at, window in backlog.deferred}
            if step.window in deferred and len(deferred) <= SOME_WINDOWS:
                return deferred[step.window]
        # more than a few weeks that cannot be read: it is the device, or the server
        count = self._failures.get(step.key, 0)
        self._failures[step.key] = count + 1
        # the present is gone when it is missed, and asked for as often as ever
        longest = self.interval.total_seconds() if step.rank == LIVE else LONGEST_PAUSE_S
        again = now + min(longest, FIRST_PAUSE_S << min(count, 10))
        self.held_back[step.key] = again
        return again

    def _trouble(self, step: Step, error: GrowattError, again: float) -> Trouble:
        said = str(error)
        if error.hint and error.hint not in said:
            said = f"{said} ({error.hint})"
        return Trouble(self.now(), step.what, said, datetime.fromtimestamp(again, UTC))

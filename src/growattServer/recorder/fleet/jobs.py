"""What a worker works with, and what its jobs do: each asks for something and keeps it.

A job names an account, never its token, and does a step of the recorder. Whatever becomes of the
worker, the store is as after the last step, and the same job done again goes on from there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from ...etiquette.ledger_protocol import LedgerProtocol
from ...etiquette.ledger_rules import utc
from ...exceptions import GrowattError
from ...open_api_v1 import OpenApiV1
from ...open_api_v1.endpoints import PLANT_ENERGY_HISTORY, Endpoint
from ...open_api_v1.records import Plant
from ..ask import steps
from ..ask.backlog import backlog_of, days_backlog
from ..ask.discovery import look_up_devices
from ..ask.newer import keep_newer, page_of_newer
from ..ask.plant_pages import page_of_plants
from ..ask.recorder import Recorder
from ..ask.schedule import DISCOVER_EVERY_S, DROP_EVERY_S
from ..events import PageRead
from ..keep import schema
from ..keep.families import FAMILIES
from ..keep.marks import NEWER_DISCOVERED, OLD_DROPPED, all_marks, put_mark, settings_mark
from ..keep.store import Store, StoredDevice, devices_of, groups_of, plants_of
from ..keep.upsert import upsert_rows
from ..receive.documents import dumped, loaded
from . import tables
from .queue import NotYetError, may_pass

AGAIN_S = 3600.0
"""How long after something that will not pass the past of a device is tried again.

So long after nothing was missing, the days of a plant are looked at again.
"""


class FleetJobs:
    """A store, the clients of some accounts, and what is done with them.

    `now` is the clock of the fleet, `speed` how fast it runs, `options` are those of `Recorder`.
    """

    def __init__(
        self,
        store: Store,
        ledger: LedgerProtocol,
        clients: Mapping[str, OpenApiV1],
        clock: Callable[[], datetime],
        speed: Callable[[], float],
        **options: Any,
    ) -> None:
        self.store, self.ledger, self.now, self._speed = store, ledger, clock, speed
        self.recorders = {
            name: Recorder(api, store, clock=clock, **options) for name, api in clients.items()
        }
        # they are told the same, and a fleet without an account has nothing to do
        self.recorder = next(iter(self.recorders.values()))

    def real(self, moment: datetime) -> datetime:
        """When that clock shows a moment, by the clock on the wall."""
        left_s = (moment - self.now()).total_seconds() / self._speed()
        return datetime.now(UTC) + timedelta(seconds=max(0.0, left_s))

    def lock(self, account: str) -> str:
        """The lock of an account's token, which names it without giving it away."""
        return f"token {self.recorders[account].api._token_account()}"

    def waits(self, account: str) -> dict[tuple[str, str], float]:
        """When what an account has asked for may be asked for again, by call and subject."""
        key = self.recorders[account].api._token_account()
        waits = self.ledger.use_of(key, self.now()).waits
        return {(call, subject): at for call, subject, at in waits}

    def free_at(self, account: str, endpoint: Endpoint, subject: str) -> datetime:
        """When a call may be made again."""
        now = self.now()
        return max(now, utc(self.waits(account).get((endpoint.path, subject), now.timestamp())))

    # --- the jobs --------------------------------------------------------------------------------

    def discover(self, account: str, page: int) -> bool:
        """Read a page of the list of plants; says whether it was the last one."""
        found = page_of_plants(self.recorders[account].api, page)
        with self.store.writing() as connection:
            for plant in found.rows:
                _put_plant(connection, account, plant)
            if found.is_last:
                put_mark(connection, discovered_mark(account), self.now().timestamp())
        return found.is_last

    def look_up(self, account: str, plant_id: int, page: int) -> bool:
        """Read a page of the devices of a plant, and keep it; says whether it was the last one."""
        table = tables.fleet_plants
        with self.store.reading() as connection:
            listed = connection.scalar(select(table.c.listed).where(table.c.plant_id == plant_id))
        if listed is None:
            return True
        plant, recorder = Plant(loaded(listed)), self.recorders[account]
        now = self.now()
        try:
            found = look_up_devices(recorder.api, self.store, plant, page, recorder.timezones, now)
        except GrowattError as error:
            if not may_pass(error):
                # otherwise it would be asked again in a minute
                self._put_plant(plant_id, looked_up_at=int(now.timestamp()))
            raise
        if found.page.is_last:
            self._put_plant(plant_id, looked_up_at=int(now.timestamp()))
        return found.page.is_last

    def look_up_newer(self, account: str, page: int) -> bool:
        """Read a page of the list of V4, and keep it; says whether it was the last one."""
        recorder, now = self.recorders[account], self.now()
        listed, mark = tables.fleet_plants.c, newer_mark(account)
        try:
            found = page_of_newer(recorder.newer, page)
            mine = select(listed.listed).where(listed.account == account, listed.plant_id > 0)
            with self.store.reading() as connection:
                places = [Plant(loaded(body)) for body in connection.scalars(mine)]
            api, zones = recorder.newer, recorder.timezones
            keep_newer(api, self.store, found.rows, places, zones, now, recorder.pace)
        except GrowattError as error:
            if not may_pass(error):
                # otherwise it would be asked again in a minute
                with self.store.writing() as connection:
                    put_mark(connection, mark, now.timestamp())
            raise
        serials = [row.device_sn for row in found.rows]
        with self.store.writing() as connection:
            for device in devices_of(connection):
                if device.device_sn in serials and device.plant_id < 0:
                    _put_plant(connection, account, Plant(plant_id=device.plant_id))
            if found.is_last:
                put_mark(connection, mark, now.timestamp())
        return found.is_last

    def _put_plant(self, plant_id: int, **values: float) -> None:
        table = tables.fleet_plants
        with self.store.writing() as connection:
            here = table.c.plant_id == plant_id
            connection.execute(update(table).where(here).values(values))

    def poll(self, account: str, family: str, group: int) -> None:
        """Read the latest readings of a group of devices, and keep them."""
        recorder, kind = self.recorders[account], FAMILIES[family]
        with self.store.reading() as connection:
            groups = groups_of(devices_of_account(connection, account), kind)
        if group >= len(groups):
            return
        mark = poll_mark(account, family, group)
        try:
            deque(steps.read_latest(recorder, kind, groups[group]), maxlen=0)
        except GrowattError as error:
            if not may_pass(error):
                # a device that the server does not know is not asked for more often than others
                with self.store.writing() as connection:
                    put_mark(connection, mark, self.now().timestamp())
            raise
        with self.store.writing() as connection:
            _hurry_uncleaned(connection, groups[group])
            put_mark(connection, mark, self.now().timestamp())

    def backfill(self, account: str, device_sn: str) -> None:
        """Read a page of the newest window that is missing; goes on until the window is read."""
        for device in self._devices(account, device_sn):
            try:
                due_at = self._backfill(account, device)
            except GrowattError as error:
                if not may_pass(error):
                    self._put_due(device, self.now().timestamp() + AGAIN_S)
                raise
            self._put_due(device, due_at)

    def _backfill(self, account: str, device: StoredDevice) -> float:
        recorder = self.recorders[account]
        recorder.devices, recorder.plants = {device.device_sn: device}, []
        backlog = backlog_of(self.store, device, recorder.since, self.now().timestamp())
        if backlog.due <= self.now().timestamp():
            events = list(steps.read_page(recorder, device, backlog.window))
            if isinstance(events[-1], PageRead):
                raise NotYetError(self.free_at(account, device.family.history, device.device_sn))
        while True:
            backlog = backlog_of(self.store, device, recorder.since, self.now().timestamp())
            if backlog.to_clean is None:
                break
            deque(steps.clean(recorder, device, backlog.to_clean), maxlen=0)
        if backlog.to_freeze is not None:
            deque(steps.freeze_week(recorder, device, backlog.to_freeze), maxlen=0)
            # the next one is a job of its own: a store of years would hold up the others
            return self.now().timestamp()
        if backlog.to_renew is not None:
            deque(steps.renew_rollups(recorder, device, backlog.to_renew), maxlen=0)
            return self.now().timestamp()
        free = self.free_at(account, device.family.history, device.device_sn)
        return max(backlog.due, free.timestamp())

    def _devices(self, account: str, device_sn: str) -> list[StoredDevice]:
        """The device with this serial number, unless it is gone."""
        with self.store.reading() as connection:
            devices = devices_of_account(connection, account)
        return [device for device in devices if device.device_sn == device_sn]

    def _put_due(self, device: StoredDevice, due_at: float) -> None:
        with self.store.writing() as connection:
            upsert_rows(connection, tables.fleet_devices, [(device.device_id, due_at)])

    def read_days(self, account: str, plant_id: int) -> None:
        """Read the newest seven days of a plant that are missing, as the server adds them up."""
        recorder = self.recorders[account]
        with self.store.reading() as connection:
            plants = [plant for plant in plants_of(connection) if plant.plant_id == plant_id]
        for plant in plants:
            due = self.now() + timedelta(seconds=AGAIN_S)
            try:
                span = days_backlog(self.store, plant, recorder.since, self.now()).window
                if span is not None:
                    deque(steps.read_days(recorder, span), maxlen=0)
                    due = self.free_at(account, PLANT_ENERGY_HISTORY, str(plant_id))
            except GrowattError as error:
                if not may_pass(error):
                    later = self.now().timestamp() + DISCOVER_EVERY_S
                    self._put_plant(plant_id, days_due_at=later)
                raise
            self._put_plant(plant_id, days_due_at=due.timestamp())

    def look_at_settings(self, account: str, device_sn: str) -> None:
        """See whether the settings of a device have changed."""
        for device in self._devices(account, device_sn):
            try:
                deque(steps.look_at_settings(self.recorders[account], device), maxlen=0)
            except GrowattError as error:
                if not may_pass(error):
                    with self.store.writing() as connection:
                        put_mark(connection, settings_mark(device), self.now().timestamp())
                raise

    def drop_old(self) -> None:
        """Drop what is older than it has to be, once a day."""
        with self.store.reading() as connection:
            last = all_marks(connection).get(OLD_DROPPED, 0)
        if self.now().timestamp() >= last + DROP_EVERY_S:
            # what is dropped belongs to all accounts
            deque(steps.drop(self.recorder), maxlen=0)


# --- what the store knows ------------------------------------------------------------------------


def discovered_mark(account: str) -> str:
    """The mark of the last list of plants."""
    return f"discovered {account}"


def newer_mark(account: str) -> str:
    """The mark of the last look at what V4 lists."""
    return f"{NEWER_DISCOVERED} {account}"


def poll_mark(account: str, family: str, group: int) -> str:
    """The mark of the latest readings of a group."""
    return f"latest {account} {family} {group}"


def devices_of_account(connection: Connection, account: str) -> list[StoredDevice]:
    """The devices of an account, in the order in which they were found."""
    table = tables.fleet_plants.c
    mine = set(connection.scalars(select(table.plant_id).where(table.account == account)))
    return [device for device in devices_of(connection) if device.plant_id in mine]


def _put_plant(connection: Connection, account: str, plant: Plant) -> None:
    """Keep what the list says of a plant; who found it first keeps it."""
    from sqlalchemy.dialects.postgresql import insert

    table = tables.fleet_plants
    listed = dumped(plant).decode()
    statement = insert(table).values(plant_id=plant.plant_id, account=account, listed=listed)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["plant_id"],
            set_={"listed": listed},
            where=table.c.account == account,
        )
    )


def _hurry_uncleaned(connection: Connection, devices: Iterable[StoredDevice]) -> None:
    """Let the past of those devices be seen to at once whose cleaning is not up to date any more.

    A latest record may have values that the history of the same moment has not.
    """
    window, known = schema.windows.c, tables.fleet_devices
    uncleaned = select(window.device_id).where(
        window.device_id.in_([device.device_id for device in devices]),
        window.cleaned_to.is_(None),
        window.cleaned_from.is_not(None),
        window.next_page.is_(None),
    )
    connection.execute(
        update(known).where(known.c.device_id.in_(uncleaned)).values(past_due_at=0.0)
    )


def is_discovered(connection: Connection, account: str, since: float) -> bool:
    """Was the list of plants read to its end after a moment?"""
    marks = schema.marks.c
    wanted = select(func.count()).where(marks.name == discovered_mark(account), marks.time > since)
    return bool(connection.scalar(wanted))

"""The recorder of one account of a fleet: of the store it knows what is of that account.

What a recorder of its own remembers while it runs is here kept from one turn to the next: how far a
look for plants has come, when what was asked last, what has failed how often.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from sqlalchemy import Connection

from ...etiquette.ledger_protocol import LedgerProtocol
from ...open_api_v1 import OpenApiV1
from ...open_api_v1.endpoints import PLANT_ENERGY_HISTORY
from ...open_api_v1.records import Plant
from ...open_api_v4.records import DeviceRow
from ..ask.backlog import Backlog, DaysBacklog
from ..ask.discovery import Discovery
from ..ask.newer import NewerLook
from ..ask.plant_pages import Page
from ..ask.recorder import Recorder
from ..ask.schedule import LIVE, Step
from ..errors import content_trouble
from ..keep import schema
from ..keep.marks import DISCOVERED
from ..keep.spans import DAY_S
from ..keep.store import Store, StoredDevice, StoredPlant, devices_of, plants_of
from ..keep.weeks import window_of
from ..keep.windows import Window
from ..receive.documents import dumped
from . import holdings
from .holdings import Due, put_account, put_plant_row
from .tables import fleet_plants

DAYS_AGAIN_S = 3600.0
"""How long after nothing was missing the days of a plant are looked at again."""


class KeptDiscovery(Discovery):
    """A look through an account that goes on in the next turn, on whatever machine."""

    def __init__(self, recorder: AccountRecorder, began_at: float, page: int | None) -> None:
        super().__init__()
        self.recorder, self.began_at, self.page = recorder, began_at, page

    def add_plants(self, found: Page[Plant]) -> None:
        """Look into those of these plants, too, that are no other account's."""
        super().add_plants(found)
        account_id, now = self.recorder.account_id, self.recorder.now().timestamp()
        with self.recorder.store.writing() as connection:
            mine = holdings.take_plants(connection, account_id, found.rows, now)
            put_account(connection, account_id, began_at=self.began_at, next_page=self.page)
        for plant in found.rows:
            if plant.plant_id not in mine:
                self.devices.pop(plant.plant_id or 0, None)

    def add_devices(
        self, plant_id: int, serials: Iterable[str], only: Collection[str] | None, *, is_last: bool
    ) -> None:
        """These devices are in a plant."""
        super().add_devices(plant_id, serials, only, is_last=is_last)
        self._put(plant_id, None if is_last else self.devices[plant_id][1])

    def drop(self, plant_id: int) -> None:
        """Go on without the devices of a plant."""
        super().drop(plant_id)
        self._put(plant_id, None)

    def _put(self, plant_id: int, page: int | None) -> None:
        row: dict[str, Any] = {"device_page": page}
        if page is None:
            # a whole second that is not before the beginning of the look
            row["looked_up_at"] = ceil(self.recorder.now().timestamp())
        with self.recorder.store.writing() as connection:
            put_plant_row(connection, plant_id, **row)

    def end(self, connection: Connection) -> None:
        """All is found: what was not is let go after another look."""
        account_id = self.recorder.account_id
        put_account(connection, account_id, began_at=None, next_page=None)
        holdings.let_go(connection, account_id, fleet_plants.c.plant_id > 0, self.began_at)


class AccountRecorder(Recorder):
    """A recorder for a turn; `name` is that of the account, the rest is as for `Recorder`."""

    def __init__(
        self, api: OpenApiV1, store: Store, ledger: LedgerProtocol, name: str, **options: Any
    ) -> None:
        super().__init__(api, store, **options)
        self.name, self.account_id, self.is_loaded = name, 0, False
        self._ledger = ledger
        self._due = Due({}, {})

    # --- from turn to turn -----------------------------------------------------------------------

    def load(self) -> None:
        """Go on where the last turn has ended."""
        token, now = self.api._token_account(), self.now()
        with content_trouble(self.store.name), self.store.writing() as connection:
            row = holdings.account_row(connection, self.name, token, now.timestamp())
            self.account_id = row.account_id
            self._load(*self.found_in(connection), self._marks(connection))
            self._due = holdings.due_of(connection, self.account_id)
            if row.began_at is not None:
                self.discovery = KeptDiscovery(self, row.began_at, row.next_page)
                self.discovery.devices = holdings.pending_plants(
                    connection, self.account_id, row.began_at
                )
        self._remember(row.memory)
        for call, subject, at in self._ledger.use_of(token, now).waits:
            self.pace.wait(call, subject, at)
        # another zone than before, as the owner says, comes with the next look
        self.has_looked = self.has_looked_newer = DISCOVERED in self.marks
        self.is_loaded = True

    def _remember(self, memory: Mapping[str, Any]) -> None:
        self.polled = dict(memory.get("polled", {}))
        self.held_back = dict(memory.get("held_back", {}))
        self._failures = dict(memory.get("failures", {}))
        look = memory.get("look")
        if look is not None:
            self.newer_look = NewerLook()
            self.newer_look.page = look["page"]
            self.newer_look.rows = [DeviceRow(row) for row in look["rows"]]

    def keep(self) -> None:
        """Let the next turn go on from here."""
        yesterday, look = self.now().timestamp() - DAY_S, self.newer_look
        held_back = {key: at for key, at in self.held_back.items() if at > yesterday}
        memory = {
            "polled": {key: at for key, at in self.polled.items() if at > yesterday},
            "held_back": held_back,
            "failures": {key: n for key, n in self._failures.items() if key in held_back},
            "look": None if look is None else {"page": look.page, "rows": look.rows},
        }
        with self.store.writing() as connection:
            put_account(connection, self.account_id, memory=dumped(memory).decode())
            holdings.put_due(connection, self._past_to_keep(), self._days_to_keep())

    def _past_to_keep(self) -> dict[int, float]:
        """When the past of each device is due that was looked at in this turn."""
        due = {}
        for device in self.devices.values():
            backlog = self._backlogs.get(device.device_sn)
            if backlog is not None:
                free_at = self.pace.free_at(device.family.history, device.device_sn)
                due[device.device_id] = max(backlog.due, free_at) if backlog.is_tidy else 0.0
            elif device.device_id not in self._due.past:
                due[device.device_id] = 0.0
        return due

    def _days_to_keep(self) -> dict[int, float]:
        due = {}
        for plant_id, (at, days) in self._days.items():
            free_at = self.pace.free_at(PLANT_ENERGY_HISTORY, str(plant_id))
            due[plant_id] = at + DAYS_AGAIN_S if days.window is None else free_at
        return due

    # --- what is of the account ------------------------------------------------------------------

    def found_in(self, connection: Connection) -> tuple[list[StoredDevice], list[StoredPlant]]:
        """The devices and plants of the account."""
        mine = holdings.plants_held(self.account_id)
        return (
            devices_of(connection, schema.devices.c.plant_id.in_(mine)),
            plants_of(connection, schema.plants.c.plant_id.in_(mine)),
        )

    def _marks(self, connection: Connection) -> dict[str, int]:
        return holdings.marks_of(connection, self.account_id)

    def put_mark(self, connection: Connection, name: str, now: float) -> None:
        """It was done now for this account."""
        super().put_mark(connection, holdings.mark_of(self.account_id, name), now)

    def new_discovery(self) -> Discovery:
        """A look through the account."""
        return KeptDiscovery(self, self.now().timestamp(), 1)

    def places_known(self) -> list[Plant] | None:
        """The plants of the account, and of no other."""
        with self.store.reading() as connection:
            return holdings.listed_plants(connection, self.account_id)

    def note_newer(self, connection: Connection, serials: Sequence[str]) -> None:
        """V4 has listed these devices, and no others."""
        now = self.now().timestamp()
        holdings.take_places(connection, self.account_id, serials, now)

    # --- what is due -----------------------------------------------------------------------------

    def backlog(self, device: StoredDevice, now: float) -> Backlog:
        """What is to be done about a device: it is not looked for before it is due."""
        due = self._due.past.get(device.device_id, 0.0)
        if due > now and device.device_sn not in self._backlogs:
            return Backlog(Window(window_of(now)), due, None, True, 0)
        return super().backlog(device, now)

    def forget_backlog(self, device: StoredDevice) -> None:
        """Something was done about a device."""
        self._due.past.pop(device.device_id, None)
        super().forget_backlog(device)

    def forget_polled(self, devices: Sequence[StoredDevice]) -> None:
        """Look again at those only whose cleaning is not up to date any more."""
        with self.store.reading() as connection:
            found = holdings.uncleaned(connection, [device.device_id for device in devices])
        for device in devices:
            if device.device_id in found:
                self.forget_backlog(device)

    def days_backlog(self, plant: StoredPlant, now: float) -> DaysBacklog:
        """The days to ask for next: they are not looked for before they may be asked."""
        due = self._due.days.get(plant.plant_id, 0.0)
        if plant.plant_id not in self._days:
            due = max(due, self.pace.free_at(PLANT_ENERGY_HISTORY, str(plant.plant_id)))
            if due > now:
                return DaysBacklog(None, 0)
        return super().days_backlog(plant, now)

    def _failed(self, step: Step) -> float:
        again = super()._failed(step)
        if step.rank == LIVE:
            # a poll is a poll, also one that fails
            again = self.now().timestamp() + self.interval.total_seconds()
            self.held_back[step.key] = again
        return again

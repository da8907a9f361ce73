"""The life of an account for simulated months: what is in it, what is said of it, who records it.

The simulated cloud has the truth. Here is what goes wrong between it and a store: what a server
says otherwise than it is, a machine whose clock is off, and all that people do with a store.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from checkers.findings import Finding
from growattServer import OpenApiV1
from growattServer.recorder import Store, backup, check, compact, export, import_file
from growattServer.recorder.care.retention import Retention
from growattServer.recorder.events import Event
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.mark_names import DROPPED
from growattServer.recorder.keep.marks import all_marks
from growattServer.recorder.keep.store import StoredDevice
from growattServer.recorder.keep.weeks import SETTLES_S, start_of, window_of
from growattServer.simulator.device import Device, Silence
from growattServer.wire import Reply, Request

from .life_cloud import (
    HISTORY_DAYS,
    Place,
    add_device,
    add_plant,
    go_on_alone,
    hears_seldom,
    let_live,
    whole_life,
)
from .recorder_world import (
    Truth,
    assert_corrections,
    assert_rollups,
    assert_row,
    clean_truth,
    new_cloud,
    now_of,
    read_until,
    recorder_of,
    rows_in,
    stored_rows,
)

MOST_EVENTS = 2000
"""A recorder that does more in a call does not come to an end."""

# --- what is said of it --------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What a server says otherwise than it is.

    `hours` is what owners of plants have typed, without a place. `twice` is how serial numbers are
    listed more than once. In the weeks of `unreadable` no time can be read, those of `refused`
    fail.
    """

    hours: tuple[tuple[int, str], ...] = ()
    twice: str = ""
    unreadable: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()


def doubled(rows: list[dict[str, Any]], form: str) -> list[dict[str, Any]]:
    """A list of devices in which serial numbers stand more than once."""
    loggers = [{**row, "type": 3, "model": "ShineWiFi", "device_id": ""} for row in rows]
    forms = {"logger first": loggers + rows, "logger last": rows + loggers, "same": rows + rows}
    return forms.get(form, rows)


class Listener(OpenApiV1):
    """A client of an account, which sees some of the plants; hears what is said."""

    life: Life
    plants: int | None = None

    def _send(self, request: Request, call: Any) -> Reply:
        reply = super()._send(request, call)
        document = json.loads(reply.body)
        form = {name: [str(value)] for name, value in (request.form or {}).items()}
        asked = {**form, **parse_qs(urlsplit(request.target()).query)}
        path = urlsplit(request.target()).path.rpartition("/v1/")[2]
        self._hear(path, {name: values[0] for name, values in asked.items()}, document)
        return reply._replace(body=json.dumps(document).encode())

    def _hear(self, path: str, asked: dict[str, str], document: dict[str, Any]) -> None:
        data, said = document.get("data"), self.life.said
        if not isinstance(data, dict):
            return
        if path == "plant/list":
            data["plants"] = data["plants"][: self.plants]
            data["count"] = len(data["plants"])
        if path == "device/list":
            data["devices"] = doubled(data["devices"], said.twice)
        if path.startswith("plant/"):
            for row in rows_in(data):
                self._misplace(row, int(row.get("plant_id") or asked.get("plant_id") or 0))
        if path.endswith(("tlx_data", "mix_data")):
            week = window_of(datetime.fromisoformat(f"{asked['start_date']}T00:00Z").timestamp())
            self._spoil(week, data, document)

    def _misplace(self, row: dict[str, Any], plant: int) -> None:
        hours = dict(self.life.said.hours).get(plant)
        if hours is not None:
            told = {"timezone": hours, "latitude": None, "longitude": None, "country": None}
            row.update({key: value for key, value in told.items() if key in row})

    def _spoil(self, week: int, data: dict[str, Any], document: dict[str, Any]) -> None:
        if week in self.life.said.refused:
            document.update(error_code=10001, error_msg="system error", data="")
        elif not data["datas"]:
            document["data"] = (data, "", None, [])[week % 4]
        elif week in self.life.said.unreadable:
            for row in data["datas"]:
                # a time of day tells all where the week has only begun
                row["time"] = (row["time"][11:16], "--", "1405-03-01 08:00:00")[week % 3]


# --- the life ------------------------------------------------------------------------------------


class Life:
    """An account, a store, and what happens to both."""

    def __init__(self, where: str, folder: Path, start: str, *, knows_beginning: bool) -> None:
        self.where, self.folder, self.start = where, folder, start
        self.said = Said()
        self.clock_error = timedelta()
        self.cloud = new_cloud(start, history_days=HISTORY_DAYS)
        self.cloud.start()
        self.world = self.cloud._cloud.world
        self.world.plants.clear()
        self.world.devices.clear()
        self.since: date | None = None
        if knows_beginning:
            self.since = now_of(self.cloud).date() - timedelta(days=HISTORY_DAYS)
        self.ever: dict[str, Device] = {}
        self.places: dict[int, Place] = {}
        self.apis = [self._client(None), self._client(1)]
        self.is_dropped_wrongly = self.was_misplaced = False
        self.keep: timedelta | None = None

    def _client(self, plants: int | None) -> Listener:
        api = Listener(self.cloud.token, server_url=self.cloud.url, timeout=60)
        api.life, api.plants = self, plants
        return api

    def end(self) -> None:
        """Close what is open."""
        for api in self.apis:
            api.close()
        self.cloud.stop()

    @property
    def now(self) -> datetime:
        """The true moment."""
        return now_of(self.cloud)

    # --- what is in the account ------------------------------------------------------------------

    def add_plant(self, place: Place) -> int:
        """A house more."""
        number = add_plant(self.cloud, place, len(self.places), self.start)
        self.places[number] = place
        return number

    def add_device(self, family: str, plant: int) -> str:
        """An inverter more; others have been where this one comes from, and it has a past."""
        serial = f"LIFE{family.upper()}{len(self.ever):04d}"
        device = add_device(self.cloud, family, serial, plant)
        let_live(device, whole_life(family, self.places[plant], self.start))
        hears_seldom(device)
        device.advance(self.now.timestamp())
        self.ever[serial] = device
        return serial

    def remove_device(self, serial: str) -> None:
        """An inverter less."""
        del self.world.devices[serial]

    def move_device(self, serial: str, plant: int) -> None:
        """It is mounted elsewhere, and shows the clock of that plant."""
        self.was_misplaced = True
        device = self.ever[serial]
        device.advance(self.now.timestamp())
        if "advance" in vars(device):
            go_on_alone(device)
        device.plant = self.world.plants[plant]
        device.forget_offers()

    def knows_place(self, serial: str) -> bool:
        """Is a device in the store where it really is? What moves there and back nobody notices."""
        plant = self.ever[serial].plant
        with Store(self.where) as store:
            known = {device.device_sn: device.plant_id for device in store.devices()}
        return known.get(serial, plant.plant_id) == plant.plant_id

    def silence(self, serial: str, hours: int) -> None:
        """Nothing is heard of a device from now on, for a while."""
        now = self.now.timestamp()
        self.ever[serial].silences.append(Silence(now, now + 3600 * hours))

    def arrives_late(self, serial: str) -> bool:
        """What a datalogger has kept arrives, while the week is still looked at."""
        device, now = self.ever[serial], self.now.timestamp()
        for silence in device.silences:
            final = start_of(window_of(silence.since) + 1) + SETTLES_S
            if silence.until < now < final:
                device.silences.remove(silence)
                return True
        return False

    def pass_time(self, hours: float) -> None:
        """Nobody looks; a clock that was ahead is put right before its time has come."""
        if self.clock_error > timedelta():
            self.clock_error = timedelta()
            self.backfill()
        self.cloud.set_clock(now=(self.now + timedelta(hours=hours)).isoformat())

    # --- who records -----------------------------------------------------------------------------

    @contextmanager
    def recorder(self, account: int = 0, **more: Any) -> Iterator[Any]:
        """A recorder on this machine, whose clock may be wrong."""
        error = self.clock_error
        with Store(self.where) as store:
            made = recorder_of(
                self.cloud,
                self.apis[account],
                store,
                **{
                    "since": self.since,
                    "interval": timedelta(hours=4),
                    "daily": False,
                    "retention": None if self.keep is None else Retention(readings=self.keep),
                    **more,
                },
            )
            made.now = lambda: self.now + error
            yield made

    def run(self, hours: float, account: int = 0, stop: int | None = None) -> list[Event]:
        """Record past and present; `stop` after so many events, as a program that is killed."""
        with self.recorder(account) as recorder:
            return self._some(
                recorder.run(self.now + self.clock_error + timedelta(hours=hours)), stop
            )

    def backfill(self, account: int = 0, stop: int | None = None, **more: Any) -> list[Event]:
        """Record the past."""
        with self.recorder(account, **more) as recorder:
            return self._some(recorder.backfill(), stop)

    def _some(self, events: Any, stop: int | None) -> list[Event]:
        seen: list[Event] = []
        self._look_for_wrong_places()
        with closing(events):
            for event in events:
                seen.append(event)
                assert len(seen) < MOST_EVENTS, f"it never ends: {event}"
                if stop is not None and len(seen) >= stop:
                    break
        self._look_for_families()
        return seen

    def _look_for_families(self) -> None:
        """Whatever else has its serial number, a device that can be read is known as one."""
        with Store(self.where) as store, store.reading() as connection:
            known = connection.execute(schema.devices.select()).all()
        lost = [each.device_sn for each in known if each.device_sn in self.ever and not each.family]
        assert not lost, lost

    # --- what people do with a store --------------------------------------------------------------

    def drop_old(self, days: int) -> None:
        """Keep readings for so long, from now on."""
        self.keep = timedelta(days=days)
        self._look_for_wrong_places()
        with Store(self.where) as store:
            compact(store, Retention(readings=self.keep), now=self.now)

    def _look_for_wrong_places(self) -> None:
        """What is dropped keeps the calendar by which it was counted, be it right or wrong."""
        if self.keep is None:
            return
        with Store(self.where) as store:
            for device in store.devices():
                here = (device.plant_id, device.timezone)
                stays = (here, *((stay.plant_id, stay.timezone) for stay in device.earlier))
                is_here = device.plant_id == self.ever[device.device_sn].plant.plant_id
                is_right = all(self.places[number].timezone == zone for number, zone in stays)
                self.is_dropped_wrongly |= not (is_here and is_right)

    def check(self, *, mend: bool = False, is_settled: bool = False) -> None:
        """Nothing is wrong in the store; until places are known, counters may seem to fall."""
        with Store(self.where) as store:
            kinds = {"damage", "double", "roll-up"}
            if is_settled or not self.was_misplaced:
                kinds.add("falling")
            found = [str(each) for each in check(store, mend=mend) if each.kind in kinds]
            assert not found, found

    def back_up(self) -> None:
        """Copy the store, lose it, and put the copy in its place; of a server, look at the copy."""
        copy = self.folder / "copy.db"
        with Store(self.where) as store:
            backup(store, copy)
            devices, is_file = store.devices(), store.is_sqlite
        with Store(copy) as store:
            assert store.devices() == devices
            if is_file:
                backup(store, self.where)

    def out_and_in(self, suffix: str) -> None:
        """What is exported is there already."""
        path = self.folder / f"rows{suffix}"
        with Store(self.where) as store:
            for device in store.devices():
                export(store, path, [device.device_sn])
                assert import_file(store, path) == 0
                path.unlink()

    # --- in the end ------------------------------------------------------------------------------

    def settle(self) -> list[Event]:
        """All is as it should be from now on, and the past is read until nothing is missing."""
        self.said = Said()
        # until the next look at the account, and until all that was late has been looked for
        self.pass_time(105)
        self.clock_error = timedelta()
        return self.backfill()

    def say(self, **changes: Any) -> None:
        """The server says something else from now on."""
        self.said = replace(self.said, **changes)
        self.was_misplaced |= bool(self.said.hours)

    def assert_watched_well(self, found: list[Finding]) -> None:
        """No invariant was broken in this life; until places are known, counters may seem to."""
        assert not [one for one in found if not (self.was_misplaced and one.checker == "cleaned")]

    def assert_true(self) -> None:
        """The store has what the cloud has, and counts what simple counting gives."""
        present = set(self.world.devices)
        self.world.devices.update(self.ever)
        try:
            with Store(self.where) as store:
                assert present <= {device.device_sn for device in store.devices()}
                for device in store.devices():
                    self._assert_device(store, device, is_here=device.device_sn in present)
        finally:
            for serial in set(self.ever) - present:
                del self.world.devices[serial]

    def _assert_device(self, store: Store, device: StoredDevice, *, is_here: bool) -> None:
        plant = self.ever[device.device_sn].plant
        assert device.timezone == self.places[device.plant_id].timezone, device.device_sn
        assert not is_here or device.plant_id == plant.plant_id
        with store.reading() as connection:
            dropped = all_marks(connection).get(DROPPED, 0)
        truth = Truth(self.cloud, device)
        rows = stored_rows(store, device)
        assert set(rows) <= set(truth.history), "readings that nobody has sent"
        for moment, row in rows.items():
            assert_row(row, truth, moment)
        if not is_here:
            return
        until = read_until(store, device)
        first = 0 if self.since is None else start_of(window_of(seconds_of(self.since)))
        heard = {moment for moment in truth.history if first <= moment <= until}
        missing = {moment for moment in heard - set(rows) if moment >= dropped}
        assert not missing, (device.device_sn, len(missing), utc(min(missing)), utc(max(missing)))
        truth.keep(heard | set(rows))
        cleaned = clean_truth(device, truth)
        # a day after what was dropped nothing depends on it any more, whatever its calendar was
        right_from = dropped + 2 * 86_400 if self.is_dropped_wrongly else 0
        for moment, row in rows.items():
            if moment >= right_from:
                assert_corrections(row, truth.history[moment], cleaned[moment], truth.names)
        assert_rollups(store, device, truth, cleaned, right_from)


def seconds_of(day: date) -> float:
    """The beginning of a UTC day, in seconds since 1970."""
    return datetime.combine(day, time(), UTC).timestamp()


def utc(moment: float) -> str:
    """A moment, for people."""
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M}"

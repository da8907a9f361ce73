"""What is to be done for an account: jobs that are put into the queue as soon as they are due.

Looking what is due and queueing it is one transaction, and one planner at a time does it for an
account: nothing is queued twice, and nothing is forgotten where a planner dies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from procrastinate import App, SyncPsycopgConnector
from sqlalchemy import Connection, func, or_, select, text

from ...etiquette.ledger_rules import utc
from ...open_api_v1.endpoints import PLANT_ENERGY_HISTORY
from ..ask.schedule import DISCOVER_EVERY_S
from ..ask.settings_watch import is_watched
from ..keep import schema
from ..keep.families import FAMILIES
from ..keep.marks import all_marks, settings_mark
from ..keep.store import StoredDevice, groups_of
from . import tables
from .jobs import FleetJobs, devices_of_account, is_discovered, newer_mark, poll_mark
from .queue import POLL, priority_of, waiting_or_running

AHEAD_S = 90.0
"""What is due so soon is queued for its moment, as the next look may come too late."""

MOST_LOOK_UPS = 100
MOST_BACKFILLS = 50
MOST_SETTINGS = 50

MOST_DAYS = PLANT_ENERGY_HISTORY.calls_per_day or 10
"""As many as the server answers to a token in a day: more would only wait in the queue."""

_LOCK_SPACE = 0x6773


class NewJob(NamedTuple):
    """A job to queue: a task with its arguments; `key` is the same for the same work.

    What `asks` something of the server waits for its turn among the jobs of its token.
    """

    task: str
    key: str
    arguments: dict[str, Any]
    due: datetime
    is_present: bool = False
    asks: bool = True


def queue_of(account: str) -> str:
    """The queue of an account, which only workers with its token listen to."""
    return f"account-{account}"


def new_outbox() -> App:
    """An app that only puts jobs into the queue, on the connections that it is given."""
    return App(connector=SyncPsycopgConnector())


def plan(fleet: FleetJobs, outbox: App, account: str) -> int:
    """Queue what is due and not in the queue; gives how many jobs that are."""
    with fleet.store.writing() as connection:
        lock = text("SELECT pg_advisory_xact_lock(:space, hashtext(:account))")
        connection.execute(lock, {"space": _LOCK_SPACE, "account": account})
        known = waiting_or_running(connection, queue_of(account))
        count = 0
        for job in due_jobs(fleet, connection, account, known):
            if known.isdisjoint((job.key, _soon(job).key)):
                is_early = job.is_present and job.due > fleet.now()
                put(fleet, outbox, connection, account, _soon(job) if is_early else job)
                count += 1
    return count


def put(fleet: FleetJobs, outbox: App, connection: Connection, account: str, job: NewJob) -> None:
    """Put a job into the queue, in the transaction of this connection."""
    due = fleet.real(job.due)
    outbox.configure_task(
        job.task,
        queue=queue_of(account),
        lock=fleet.lock(account) if job.asks else None,
        queueing_lock=job.key,
        schedule_at=due,
        priority=priority_of(due, first=job.is_present),
        connection=connection.connection.driver_connection,
    ).defer(account=account, **job.arguments)


def put_once(fleet: FleetJobs, outbox: App, account: str, job: NewJob) -> None:
    """Put a job that follows another one into the queue.

    Whoever did that one before, and died, may have come as far as this.
    """
    with fleet.store.writing() as connection:
        if job.key not in waiting_or_running(connection, queue_of(account)):
            put(fleet, outbox, connection, account, job)


def _soon(job: NewJob) -> NewJob:
    """A job that queues another one when it is due, as that one would hold up others by waiting."""
    return job._replace(task=f"{job.task}_soon", key=f"soon {job.key}", asks=False)


def polling(account: str, family: str, group: int, due: datetime) -> NewJob:
    """Reading the latest readings of a group of devices."""
    arguments = {"family": family, "group": group}
    return NewJob(POLL, f"poll {account} {family} {group}", arguments, due, True)


def discovery(account: str, page: int, due: datetime) -> NewJob:
    """Reading a page of the list of plants."""
    return NewJob("growatt.discover", f"discover {account} {page}", {"page": page}, due)


def looking_up(plant_id: int, page: int, due: datetime) -> NewJob:
    """Reading a page of the devices of a plant."""
    key = f"look up {plant_id}" if page == 1 else f"look up {plant_id} {page}"
    return NewJob("growatt.look_up", key, {"plant_id": plant_id, "page": page}, due)


def looking_up_newer(account: str, page: int, due: datetime) -> NewJob:
    """Reading a page of what V4 lists."""
    key = f"look up newer {account} {page}"
    return NewJob("growatt.look_up_newer", key, {"page": page}, due)


def due_jobs(
    fleet: FleetJobs, connection: Connection, account: str, known: set[str]
) -> Iterator[NewJob]:
    """What is due now, whether it is queued already or not."""
    now = fleet.now()
    if not any(key.startswith(f"discover {account} ") for key in known) and not is_discovered(
        connection, account, now.timestamp() - DISCOVER_EVERY_S
    ):
        yield discovery(account, 1, now)
    marks, devices = all_marks(connection), devices_of_account(connection, account)
    yield from _newer(fleet, connection, account, marks, known)
    yield from _polls(fleet, account, devices, marks)
    yield from _look_ups(connection, account, known, now)
    yield from _backfills(connection, account, now)
    if fleet.recorder.daily:
        yield from _days(connection, account, known, now)
    if fleet.recorder.settings_every is not None:
        every = fleet.recorder.settings_every.total_seconds()
        due = {
            device: marks[mark] + every if (mark := settings_mark(device)) in marks else 0.0
            for device in filter(is_watched, devices)
        }
        yield from _settings(account, due, known, now)


def _newer(
    fleet: FleetJobs,
    connection: Connection,
    account: str,
    marks: Mapping[str, int],
    known: set[str],
) -> Iterator[NewJob]:
    """What V4 lists, after the plants: their places tell the zones of what has no plant."""
    now, beginning = fleet.now(), f"look up newer {account} "
    last = marks.get(newer_mark(account), 0)
    is_due = fleet.recorder.has_newer and last <= now.timestamp() - DISCOVER_EVERY_S
    is_begun = any(key.startswith(beginning) for key in known)
    if is_due and not is_begun and is_discovered(connection, account, 0.0):
        yield looking_up_newer(account, 1, now)


def _polls(
    fleet: FleetJobs, account: str, devices: list[StoredDevice], marks: Mapping[str, int]
) -> Iterator[NewJob]:
    now, waits = fleet.now(), fleet.waits(account)
    for family in FAMILIES.values():
        for number, group in enumerate(groups_of(devices, family)):
            last = marks.get(poll_mark(account, family.name, number))
            subject = ",".join(device.device_sn for device in group)
            due = 0.0 if last is None else last + fleet.recorder.interval.total_seconds()
            due = max(due, waits.get((family.latest.path, subject), 0.0), now.timestamp())
            if due <= now.timestamp() + AHEAD_S:
                yield polling(account, family.name, number, utc(due))


def _look_ups(
    connection: Connection, account: str, known: set[str], now: datetime
) -> Iterator[NewJob]:
    table = tables.fleet_plants.c
    old = table.looked_up_at < now.timestamp() - DISCOVER_EVERY_S
    wanted = (
        select(table.plant_id)
        .where(
            table.account == account,
            # the others are the places of what has no plant
            table.plant_id > 0,
            or_(table.looked_up_at.is_(None), old),
        )
        .order_by(table.looked_up_at.nulls_first(), table.plant_id)
        .limit(MOST_LOOK_UPS)
    )
    # of these a later page is waiting
    begun = {key.rpartition(" ")[0] for key in known}
    for plant_id in connection.scalars(wanted):
        job = looking_up(plant_id, 1, now)
        if job.key not in begun:
            yield job


def _backfills(connection: Connection, account: str, now: datetime) -> Iterator[NewJob]:
    device, plant, known = schema.devices.c, tables.fleet_plants.c, tables.fleet_devices.c
    due_at = func.coalesce(known.past_due_at, 0.0)
    wanted = (
        select(device.device_sn, due_at)
        .join_from(schema.devices, tables.fleet_plants, device.plant_id == plant.plant_id)
        .outerjoin(tables.fleet_devices, known.device_id == device.device_id)
        .where(
            plant.account == account,
            device.family.in_(FAMILIES),
            due_at <= now.timestamp() + AHEAD_S,
        )
        .order_by(due_at, device.device_id)
        .limit(MOST_BACKFILLS)
    )
    for device_sn, due in connection.execute(wanted):
        key = f"backfill {account} {device_sn}"
        moment = max(now, utc(due))
        yield NewJob("growatt.backfill", key, {"device_sn": device_sn}, moment)


def _days(connection: Connection, account: str, known: set[str], now: datetime) -> Iterator[NewJob]:
    """Plants in turn, as there are more of them than calls a day."""
    plant, listed = schema.plants.c, tables.fleet_plants.c
    due_at = func.coalesce(listed.days_due_at, 0.0)
    waiting = _waiting(f"days {account} ", known)
    wanted = (
        select(plant.plant_id)
        .join_from(schema.plants, tables.fleet_plants, plant.plant_id == listed.plant_id)
        .where(listed.account == account, plant.plant_id > 0, due_at <= now.timestamp())
        .order_by(due_at, plant.plant_id)
        .limit(MOST_DAYS + waiting)
    )
    found = [
        NewJob("growatt.days", f"days {account} {plant_id}", {"plant_id": plant_id}, now)
        for plant_id in connection.scalars(wanted)
    ]
    yield from _as_many(found, known, MOST_DAYS - waiting)


def _settings(
    account: str, due: Mapping[StoredDevice, float], known: set[str], now: datetime
) -> Iterator[NewJob]:
    found = [
        NewJob(
            "growatt.settings",
            f"settings {account} {device.device_sn}",
            {"device_sn": device.device_sn},
            now,
        )
        for device in sorted(due, key=lambda device: (due[device], device.device_id))
        if due[device] <= now.timestamp()
    ]
    waiting = _waiting(f"settings {account} ", known)
    yield from _as_many(found, known, MOST_SETTINGS - waiting)


def _waiting(beginning: str, known: set[str]) -> int:
    return sum(key.startswith(beginning) for key in known)


def _as_many(found: list[NewJob], known: set[str], room: int) -> list[NewJob]:
    """The first that are not in the queue yet."""
    return [job for job in found if job.key not in known][: max(0, room)]

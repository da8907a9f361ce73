"""What a fleet does beside readings: sums of days, settings, dropping what is old."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate import App, jobs
from sqlalchemy import text

from growattServer.recorder import Retention
from growattServer.recorder.fleet import tables
from growattServer.recorder.fleet.app import CHORES, Beat, new_app
from growattServer.recorder.fleet.jobs import FleetJobs, discovered_mark, poll_mark
from growattServer.recorder.fleet.planner import MOST_DAYS, MOST_SETTINGS, new_outbox, plan
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.marks import OLD_DROPPED, all_marks, put_mark
from growattServer.recorder.keep.store import Store

from .fleet_in_process import ACCOUNT, InProcessFleet, in_process_fleet, work
from .postgres import Postgres
from .recorder_world import MIN_SN, RECORDED, SINCE, client_of, fill, new_cloud, now_of

pytestmark = pytest.mark.wide

DAY = timedelta(days=1)


def rows_of(store: Store, sql: str) -> list[Any]:
    with store.reading() as connection:
        return list(connection.execute(text(sql)).all())


def charge_powers(store: Store) -> list[Any]:
    """What the charge power of the MIN was seen to be, one value after the other."""
    rows = rows_of(
        store,
        "SELECT device_sn, after FROM settings_changes JOIN devices USING (device_id)"
        " WHERE name = 'charge_power' ORDER BY time",
    )
    return [json.loads(after) for device_sn, after in rows if device_sn == MIN_SN]


async def test_days_and_settings(postgres: Postgres, tmp_path: Path) -> None:
    with (
        new_cloud(limits="strict") as cloud,
        in_process_fleet(
            cloud, postgres.url("days"), since=SINCE, interval=timedelta(hours=1)
        ) as fleet,
    ):
        today = now_of(cloud).date().isoformat()
        sums = f"SELECT * FROM daily_energy WHERE day < '{today}' ORDER BY plant_id, day"  # noqa: S608  # our own
        seen = "SELECT DISTINCT device_id FROM settings_changes"
        await work(fleet, lambda: len(rows_of(fleet.store, seen)) == len(RECORDED))
        await work(fleet, lambda: len(rows_of(fleet.store, sums)) >= 2 * 7)
        found = rows_of(fleet.store, sums)
        # a recorder on its own finds the same
        cloud.set_clock(now=(now_of(cloud) + timedelta(hours=1)).isoformat())
        fill(cloud, str(tmp_path / "alone.db"))
        with Store(tmp_path / "alone.db") as alone:
            assert [row[:3] for row in rows_of(alone, sums)] == [row[:3] for row in found]
        # settings are looked at once a day
        with client_of(cloud) as api:
            api.min_write_parameter(MIN_SN, "charge_power", 42)
        cloud.set_clock(now=(now_of(cloud) + DAY).isoformat())
        await work(fleet, lambda: len(charge_powers(fleet.store)) == 2)
        assert charge_powers(fleet.store)[-1] == 42
        assert cloud.violations()["count"] == 0


async def test_the_calls_of_a_day_are_kept(postgres: Postgres) -> None:
    with (
        new_cloud(limits="strict", history_days=1) as cloud,
        in_process_fleet(
            cloud,
            postgres.url("budget"),
            since=now_of(cloud).date(),
            interval=timedelta(days=7),
            settings_every=None,
        ) as fleet,
    ):
        for number in range(2, MOST_DAYS + 3):
            plant = cloud.add_plant(name=f"House {number}", timezone="Europe/Berlin")["plant_id"]
            cloud.add_device("min", f"BUDGET{number:04d}", plant_id=plant)
        everybody = len(cloud._cloud.world.plants)
        assert everybody > MOST_DAYS
        seen = "SELECT DISTINCT plant_id FROM daily_energy"
        await work(fleet, lambda: len(rows_of(fleet.store, seen)) == everybody)
        asked = [
            datetime.fromisoformat(request["simulated_time"])
            for request in cloud.requests()
            if request["path"].endswith("plant/energy")
        ]
        assert len(asked) >= everybody
        for moment in asked:
            assert sum(moment <= each < moment + DAY for each in asked) <= MOST_DAYS
        assert cloud.violations()["count"] == 0


# --- a thousand plants ---------------------------------------------------------------------------


def fill_store(fleet: InProcessFleet, plants: int) -> None:
    """Put plants with a MIN each into the store, as if they had been found just now."""
    now = int(fleet.now().timestamp())
    numbers = range(1, plants + 1)
    with fleet.store.writing() as connection:
        rows: list[dict[str, Any]] = [{"plant_id": each, "timezone": "UTC"} for each in numbers]
        connection.execute(schema.plants.insert(), rows)
        found = {"account": ACCOUNT, "listed": "{}", "looked_up_at": now}
        rows = [{"plant_id": each, **found} for each in numbers]
        connection.execute(tables.fleet_plants.insert(), rows)
        rows = [
            {"device_sn": f"LARGE{each:05d}", "family": "min", "plant_id": each} for each in numbers
        ]
        connection.execute(schema.devices.insert(), rows)
        put_mark(connection, discovered_mark(ACCOUNT), now)


def waiting(store: Store) -> dict[str, list[int]]:
    """The priorities of the jobs that wait, by task."""
    found: dict[str, list[int]] = {}
    sql = "SELECT task_name, priority FROM procrastinate_jobs WHERE status = 'todo'"
    for task, priority in rows_of(store, sql):
        found.setdefault(task.removeprefix("growatt."), []).append(priority)
    return found


def do_polls(fleet: InProcessFleet, outbox: App) -> None:
    """All polls that wait are done."""
    polls = rows_of(fleet.store, "SELECT args FROM procrastinate_jobs WHERE task_name LIKE '%poll'")
    with fleet.store.writing() as connection:
        connection.execute(
            text("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE task_name LIKE '%poll'")
        )
        for (job,) in polls:
            mark = poll_mark(ACCOUNT, job["family"], job["group"])
            put_mark(connection, mark, fleet.now().timestamp())
    plan(fleet, outbox, ACCOUNT)


def test_of_a_thousand_plants_the_present_is_first(postgres: Postgres) -> None:
    with new_cloud() as cloud, in_process_fleet(cloud, postgres.url("thousand")) as fleet:
        fill_store(fleet, 1000)
        outbox = new_outbox()
        for _ in range(3):
            # nobody works: what waits is queued once, and of what can wait not too much
            plan(fleet, outbox, ACCOUNT)
            now = waiting(fleet.store)
            assert len(now.pop("poll")) == 10
            assert len(now["days"]) == MOST_DAYS
            assert len(now["settings"]) == MOST_SETTINGS
        for _ in range(3):
            # the next polls come later, and go first all the same
            do_polls(fleet, outbox)
            assert "poll" not in waiting(fleet.store)
            cloud.set_clock(now=(now_of(cloud) + timedelta(minutes=5)).isoformat())
            plan(fleet, outbox, ACCOUNT)
            now = waiting(fleet.store)
            polls = now.pop("poll")
            assert len(polls) == 10
            assert min(polls) > max(max(others) for others in now.values())


async def test_what_comes_soon_holds_up_nothing(postgres: Postgres) -> None:
    with new_cloud() as cloud, in_process_fleet(cloud, postgres.url("soon")) as hasty:
        fill_store(hasty, 400)
        # at this fleet, time passes as it does
        api = hasty.recorders[ACCOUNT].api
        fleet, outbox = (
            FleetJobs(hasty.store, hasty.ledger, {ACCOUNT: api}, hasty.now, lambda: 1.0, v4=False),
            new_outbox(),
        )
        for group in range(4):
            last = fleet.now() - fleet.recorder.interval + timedelta(seconds=60)
            with fleet.store.writing() as connection:
                put_mark(connection, poll_mark(ACCOUNT, "min", group), last.timestamp())
        for _ in range(2):
            plan(fleet, outbox, ACCOUNT)
            assert len(waiting(fleet.store)["poll_soon"]) == 4
            assert "poll" not in waiting(fleet.store)
        app = new_app(fleet.store.url, fleet, Beat())
        async with app.open_async():
            worker = await app.job_manager.register_worker()
            # the past is done meanwhile
            assert await take(app, worker) == "growatt.backfill"
            with fleet.store.writing() as connection:
                sooner = "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE lock IS NULL"
                connection.execute(text(sooner))
            # and when it is time, the present is first
            assert await take(app, worker) == "growatt.poll_soon"
            plan(fleet, outbox, ACCOUNT)
            now = waiting(fleet.store)
            assert (len(now["poll_soon"]), len(now["poll"])) == (3, 1)
            taken = [await take(app, worker) for _ in range(7)]
            assert sorted(taken) == ["growatt.poll"] * 4 + ["growatt.poll_soon"] * 3


async def take(app: App, worker: int) -> str:
    """Take the next job; what asks nothing is done, and what asks is said to be done."""
    job = await app.job_manager.fetch_job(queues=None, worker_id=worker)
    assert job is not None
    if job.lock is None:
        context = SimpleNamespace(job=job)
        await asyncio.to_thread(app.tasks[job.task_name], context, **job.task_kwargs)
    await app.job_manager.finish_job(job, jobs.Status.SUCCEEDED, delete_job=False)
    return job.task_name


# --- what is old ---------------------------------------------------------------------------------


def put_replies(fleet: InProcessFleet, ages: list[timedelta]) -> None:
    rows = [
        {
            "device_id": 1,
            "call": "min_energy",
            "part": str(age),
            "asked_at": int((fleet.now() - age).timestamp()),
            "body": b"",
        }
        for age in ages
    ]
    with fleet.store.writing() as connection:
        connection.execute(schema.raw_replies.insert(), rows)


async def do_chores(fleet: InProcessFleet) -> None:
    """Let a worker do what belongs to no account until it has dropped what is old."""
    app = new_app(fleet.store.url, fleet, Beat(drop_cron="* * * * * *"))
    ended = (
        "SELECT id FROM procrastinate_jobs WHERE status = 'succeeded' AND task_name LIKE '%drop'"
    )
    before = rows_of(fleet.store, ended)
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                queues=[CHORES], fetch_job_polling_interval=0.1, install_signal_handlers=False
            )
        )
        while rows_of(fleet.store, ended) == before:
            assert not worker.done()
            await asyncio.sleep(0.1)
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker


def replies(fleet: InProcessFleet) -> list[str]:
    return [
        row[0] for row in rows_of(fleet.store, "SELECT part FROM raw_replies ORDER BY asked_at")
    ]


async def test_what_is_old_is_dropped_once_a_day(postgres: Postgres) -> None:
    keep = Retention(raw_replies=timedelta(days=30))
    with (
        new_cloud() as cloud,
        in_process_fleet(cloud, postgres.url("old"), retention=keep) as fleet,
    ):
        put_replies(fleet, [0 * DAY, 29 * DAY, 31 * DAY])
        await do_chores(fleet)
        assert replies(fleet) == [str(29 * DAY), str(0 * DAY)]
        with fleet.store.reading() as connection:
            assert all_marks(connection)[OLD_DROPPED] == int(fleet.now().timestamp())
        put_replies(fleet, [31 * DAY])
        await do_chores(fleet)
        assert str(31 * DAY) in replies(fleet)
        cloud.set_clock(now=(now_of(cloud) + 2 * DAY).isoformat())
        put_replies(fleet, [DAY / 24])
        await do_chores(fleet)
        assert replies(fleet) == [str(0 * DAY), str(DAY / 24)]


def test_nothing_is_dropped_unless_somebody_says_so(postgres: Postgres) -> None:
    with new_cloud() as cloud, in_process_fleet(cloud, postgres.url("kept")) as fleet:
        put_replies(fleet, [4000 * DAY])
        fleet.drop_old()
        assert replies(fleet) == [str(4000 * DAY)]
        app = new_app(fleet.store.url, fleet, Beat())
        periodic = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
        assert "growatt.forget" in periodic
        assert "growatt.drop" not in periodic

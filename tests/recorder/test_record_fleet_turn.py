"""A job belongs to one worker: another one, however late it wakes up, changes nothing."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate import App, jobs
from procrastinate.manager import JobManager
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url, text

from growattServer.recorder import GrowattStoreError
from growattServer.recorder.fleet.fencing import (
    FencedStore,
    GivenAwayError,
    fenced,
    with_idle_timeout,
)
from growattServer.recorder.fleet.turns import conninfo_of, new_app, requeue_stalled
from growattServer.recorder.keep.engine import url_of
from growattServer.recorder.keep.marks import all_marks, put_mark
from growattServer.recorder.keep.store import Store

from .fleet_in_process import ACCOUNT, InProcessFleet, in_process_fleet
from .postgres import Postgres
from .recorder_world import new_cloud

pytestmark = pytest.mark.wide

NUMBERS = count()


@pytest.fixture
def fleet(postgres: Postgres) -> Iterator[InProcessFleet]:
    with (
        new_cloud() as cloud,
        in_process_fleet(cloud, postgres.url(f"turn{next(NUMBERS)}")) as made,
    ):
        yield made


@asynccontextmanager
async def one_job(fleet: InProcessFleet) -> AsyncIterator[App]:
    """A queue with a job in it."""
    fleet.put(ACCOUNT, fleet.now())
    app = new_app(fleet.store.url, fleet)
    async with app.open_async():
        yield app


async def begin(manager: JobManager) -> jobs.Job:
    """A new worker takes the job."""
    job = await manager.fetch_job(queues=None, worker_id=await manager.register_worker())
    assert job is not None
    return job


def writing(
    fleet: InProcessFleet, moment: int, in_the_middle: Callable[[], None]
) -> Callable[[Any], None]:
    """What a job does: it writes the moment into the store."""

    def write() -> None:
        with fleet.store.writing() as connection:
            in_the_middle()
            put_mark(connection, "written", moment)

    run = fenced(write)
    return lambda job: run(SimpleNamespace(job=job))


def nothing() -> None:
    """Nothing happens."""


def written(fleet: InProcessFleet) -> int | None:
    with fleet.store.reading() as connection:
        return all_marks(connection).get("written")


def status(fleet: InProcessFleet) -> str:
    with fleet.store.reading() as connection:
        return str(connection.scalar(text("SELECT status::text FROM procrastinate_jobs")))


@pytest.mark.parametrize("is_forgotten", [True, False])
async def test_who_slept_writes_nothing(
    fleet: InProcessFleet, is_forgotten: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async with one_job(fleet) as app:
        manager = app.job_manager
        first = await begin(manager)
        writing(fleet, 1, nothing)(first)
        assert written(fleet) == 1
        if is_forgotten:
            assert first.worker_id is not None
            await manager.unregister_worker(first.worker_id)
        await requeue_stalled(app, 0.0, datetime.now(UTC))
        with pytest.raises(GivenAwayError):
            writing(fleet, 2, nothing)(first)
        second = await begin(manager)
        assert second.id == first.id
        writing(fleet, 3, nothing)(second)
        # the first wakes up
        with pytest.raises(GivenAwayError):
            writing(fleet, 4, nothing)(first)
        assert written(fleet) == 3
        with caplog.at_level(logging.WARNING):
            await manager.finish_job(first, jobs.Status.SUCCEEDED, delete_job=False)
            await manager.retry_job(first, datetime.now(UTC))
        assert caplog.text.count("was given to another worker") == 2
        assert status(fleet) == "doing"
        await manager.finish_job(second, jobs.Status.SUCCEEDED, delete_job=False)
        assert status(fleet) == "succeeded"
        # what belongs to no job is written by everybody
        with fleet.store.writing() as connection:
            put_mark(connection, "written", 5)


async def test_of_two_that_give_a_job_back_one_does(fleet: InProcessFleet) -> None:
    async with one_job(fleet) as app:
        first = await begin(app.job_manager)
        # both have seen that it is left, and one is late
        await app.job_manager.retry_job(first, datetime.now(UTC))
        second = await begin(app.job_manager)
        await app.job_manager.retry_job(first, datetime.now(UTC))
        assert status(fleet) == "doing"
        writing(fleet, 1, nothing)(second)
        assert written(fleet) == 1


async def test_nobody_takes_a_job_in_the_middle_of_a_transaction(fleet: InProcessFleet) -> None:
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")

    has_begun = threading.Event()

    def is_waited_for() -> None:
        has_begun.set()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with fleet.store.reading() as connection:
                if connection.scalar(waiting):
                    return
            time.sleep(0.02)
        raise AssertionError("nobody waits")

    async with one_job(fleet) as app:
        first = await begin(app.job_manager)
        write = writing(fleet, 1, is_waited_for)
        work = asyncio.create_task(asyncio.to_thread(write, first))
        await asyncio.to_thread(has_begun.wait, 60)
        await asyncio.gather(work, app.job_manager.retry_job(first, datetime.now(UTC)))
        assert written(fleet) == 1
        assert status(fleet) == "todo"


def fall_asleep(store: FencedStore) -> None:
    """Do nothing for a while, in the middle of a transaction."""
    with store.writing() as connection:
        put_mark(connection, "asleep", 1)
        time.sleep(3)
        put_mark(connection, "asleep", 2)


def test_a_transaction_in_which_nothing_happens_is_ended(postgres: Postgres) -> None:
    url = url_of(postgres.url("asleep"))
    # a busy machine may take its time to make the tables
    Store(url).close()
    for given in (url, url.update_query_dict({"options": "-c statement_timeout=60000"})):
        with FencedStore(with_idle_timeout(given, 2)) as store:
            with pytest.raises(GrowattStoreError, match="went away"):
                fall_asleep(store)
            with store.writing() as connection:
                assert "asleep" not in all_marks(connection)
                option = connection.exec_driver_sql("SHOW statement_timeout").scalar_one()
            assert option == ("0" if given is url else "1min")


def test_an_address_is_read_as_it_was_meant() -> None:
    given = "postgresql+psycopg://me:a+b%3F%40c@host/place?options=-c statement_timeout=1"
    read = conninfo_to_dict(conninfo_of(make_url(given)))
    assert read["password"] == "a+b?@c"
    assert read["options"] == "-c statement_timeout=1"

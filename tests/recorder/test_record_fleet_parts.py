"""The parts of a fleet: the shared memory of limits, the order of jobs, tokens, locks."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from procrastinate import jobs
from sqlalchemy import create_engine, text

from growattServer import Etiquette, OpenApiV1
from growattServer.etiquette.ledger import Ledger
from growattServer.etiquette.ledger_protocol import LedgerProtocol, LimitedCall
from growattServer.exceptions import (
    GrowattParameterError,
    GrowattRateLimitError,
)
from growattServer.recorder import GrowattStoreBusyError, GrowattStoreError, Store
from growattServer.recorder.fleet import Account, PostgresLedger, Worker
from growattServer.recorder.fleet.clock import DatabaseClock
from growattServer.recorder.fleet.turns import (
    Beat,
    Turns,
    make_tables,
    new_app,
    priority_of,
    requeue_stalled,
)

from .postgres import Postgres
from .recorder_world import new_cloud

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
NUMBERS = count()
CALL = LimitedCall(
    "asking", "account", "plant/list", "7", period_s=300.0, calls_per_day=3, budget=4
)


@pytest.fixture
def store(postgres: Postgres) -> Iterator[Store]:
    with Store(postgres.url(f"parts{next(NUMBERS)}")) as made:
        yield made


def play(ledger: LedgerProtocol) -> list[Any]:
    """Everything that limits do, and what comes of it."""
    seen: list[Any] = []
    now = NOW
    for number in range(4):
        seen.append(ledger.begin(CALL, now, 30.0))
        seen.append(ledger.begin(CALL, now, 30.0))
        ledger.finish(CALL, now + timedelta(seconds=1), {"plants": number})
        seen.append(ledger.begin(CALL, now + timedelta(seconds=100), 30.0))
        now += timedelta(seconds=302)
    other = CALL._replace(endpoint="device/list", calls_per_day=None)
    for _ in range(2):
        seen.append(ledger.begin(other, now, 30.0))
        ledger.cancel(other, now)
        seen.append(ledger.begin(other, now, 30.0))
        seen.append(ledger.rate_limited(other, now, "wait 20 minutes"))
        now += timedelta(hours=7)
    seen.append(ledger.last(CALL, now))
    seen.append(ledger.last(other, now))
    seen.append(ledger.use_of("account", NOW + timedelta(minutes=21)))
    # the clock is put back
    third = CALL._replace(endpoint="third", calls_per_day=None, budget=9)
    for moment in (now, now - timedelta(hours=2), now - timedelta(days=3650)):
        seen.append(ledger.begin(third, moment, 30.0))
        seen.append(ledger.begin(third, moment + timedelta(seconds=1), 30.0))
        ledger.finish(third, moment + timedelta(seconds=2), [1])
        seen.append(ledger.use_of("account", moment + timedelta(seconds=3)))
        seen.append(ledger.last(third, moment - timedelta(hours=1)))
    ledger.save("sessions", "{}", now)
    ledger.save("sessions", "{1}", now)
    seen += [ledger.load("sessions", now), ledger.load("others", now)]
    return seen


def test_the_database_remembers_what_the_file_remembers(store: Store) -> None:
    assert play(PostgresLedger(store.engine)) == play(Ledger(None))


def test_two_machines_have_one_budget(store: Store, postgres: Postgres) -> None:
    first = PostgresLedger(store.engine)
    second = PostgresLedger(create_engine(store.url))
    assert first.begin(CALL, NOW, 30.0) is None
    reached = second.begin(CALL, NOW + timedelta(seconds=5), 30.0)
    assert reached is not None
    assert reached.reason == "allowed once in 5 minutes"
    # whoever held the call has died, and it may have arrived as late as its time was over
    reached = second.begin(CALL, NOW + timedelta(seconds=301), 30.0)
    assert reached is not None
    assert reached.until == NOW + timedelta(seconds=330)
    later = NOW + timedelta(seconds=331)
    assert second.begin(CALL, later, 30.0) is None
    second.rate_limited(CALL, later, "too often")
    assert first.begin(CALL, later + timedelta(seconds=299), 30.0) is not None
    second.engine.dispose()


def test_of_many_at_once_one_is_let_through(store: Store) -> None:
    engine = create_engine(store.url, pool_size=8)
    memories = [PostgresLedger(engine) for _ in range(8)]
    barrier = threading.Barrier(8)

    def ask(ledger: PostgresLedger) -> bool:
        barrier.wait(20)
        return ledger.begin(CALL._replace(period_s=None, calls_per_day=3), NOW, 30.0) is None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, memories)) == 3
    engine.dispose()


def test_an_interrupted_departure_is_taken_back(store: Store) -> None:
    ledger, call = PostgresLedger(store.engine), CALL._replace(calls_per_day=None, budget=None)
    count = at = 0

    def trace(frame: Any, event: str, _: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.endswith(("fleet/postgres_ledger.py", "ledger_rules.py")):
            return None
        count += event == "line"
        if event == "line" and count == at:
            raise KeyboardInterrupt
        return trace

    while count >= at:
        count, at = 0, at + 1
        sys.settrace(trace)
        try:
            ledger.begin(call._replace(subject=f"{at}"), NOW, 30.0)
        except KeyboardInterrupt:
            sys.settrace(None)
            # nothing is left of it, and nobody waits for it
            assert ledger.begin(call._replace(subject=f"{at}"), NOW, 30.0) is None
        finally:
            sys.settrace(None)
    assert at > 30
    # each was counted once
    assert sum(ledger.use_of("account", NOW).hours.values()) == at


def test_clients_on_two_machines_keep_the_limits_together(store: Store) -> None:
    with new_cloud() as cloud:
        moment = datetime.fromisoformat(cloud.clock()["now"])
        etiquette = Etiquette(ledger=PostgresLedger(store.engine), clock=lambda: moment)
        twin = Etiquette(ledger=PostgresLedger(store.engine), clock=lambda: moment)
        with (
            OpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette) as one,
            OpenApiV1(cloud.token, server_url=cloud.url, etiquette=twin) as two,
        ):
            one.plant_list()
            with pytest.raises(GrowattRateLimitError, match="not sent") as caught:
                two.plant_list()
            assert caught.value.retry_at == moment + timedelta(minutes=5)
            assert two.plant_list(on_limit="last").age == timedelta(0)
            assert two.budget().used == 1
        assert cloud.violations()["count"] == 0


# --- accounts ------------------------------------------------------------------------------------


def test_tokens_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    account = Account("north-roof", server_url="http://127.0.0.1:1")
    etiquette = Etiquette(ledger=False)
    with pytest.raises(GrowattParameterError, match="GROWATT_TOKEN_NORTH_ROOF"):
        account.client(etiquette)
    monkeypatch.setenv("GROWATT_TOKEN_NORTH_ROOF", "s3cret")
    assert "s3cret" not in repr(account.client(etiquette))
    assert "s3cret" not in repr(Account("roof", token="s3cret"))


@pytest.mark.parametrize("name", ["", "a b", "x" * 31, 7])
def test_names_of_accounts(name: Any) -> None:
    with pytest.raises(GrowattParameterError, match="name of an account"):
        Account(name)


def test_a_worker_says_what_it_needs() -> None:
    with pytest.raises(GrowattParameterError, match="PostgreSQL"):
        Worker("home.db", ["roof"])
    with pytest.raises(GrowattParameterError, match="different names"):
        Worker("postgresql://nobody@/none", ["roof", "roof"])
    with pytest.raises(GrowattParameterError, match="one or more accounts"):
        Worker("postgresql://nobody@/none", [])
    worker = Worker("postgresql://nobody@/none?host=/nowhere", [Account("roof", token="x")])
    with pytest.raises(GrowattStoreError, match="cannot be reached"):
        worker.run()


def is_at_work(store: Store) -> bool:
    """Has a worker told the queue that it is there?"""
    wanted = "SELECT to_regclass('procrastinate_workers') IS NOT NULL"
    with store.reading() as connection:
        if not connection.scalar(text(wanted)):
            return False
        return bool(connection.scalar(text("SELECT count(*) FROM procrastinate_workers")))


def test_a_recorder_and_a_fleet_keep_apart(store: Store, postgres: Postgres) -> None:
    with store.alone(), pytest.raises(GrowattStoreBusyError):
        Worker(store.url, [Account("roof", token="x")]).run()
    with new_cloud() as cloud:
        account = Account("roof", token=cloud.token, server_url=cloud.url)
        worker = Worker(store.url, [account], beat=Beat(look_s=0.1))
        thread = threading.Thread(target=worker.run)
        thread.start()
        try:
            while thread.is_alive() and not is_at_work(store):
                time.sleep(0.05)
            with pytest.raises(GrowattStoreBusyError), store.alone():
                pass
        finally:
            while thread.is_alive():
                worker.stop()
                thread.join(0.2)
        with store.alone():
            pass


# --- the queue -----------------------------------------------------------------------------------


class AtItsTime(Turns):
    """What is due now is due a little earlier: clocks differ by milliseconds."""

    def real(self, moment: datetime) -> datetime:
        """By the clock of the database."""
        return moment - timedelta(seconds=1)


def put_turns(url: str, *dues: tuple[str, str, datetime]) -> Turns:
    """Put a turn of each account into the queue, with its token and when it is due."""
    store = Store(url)
    make_tables(store.engine)
    make_tables(store.engine)
    clients = {name: OpenApiV1(token) for name, token, _ in dues}
    clock = DatabaseClock(store.engine)
    ledger = PostgresLedger(store.engine)
    turns = AtItsTime(store, ledger, clients, clock, clock, lambda: 1.0, Beat())
    for name, _, due in dues:
        turns.put(name, due)
        turns.put(name, due)
    return turns


async def in_order(turns: Turns) -> list[str]:
    """The keys of the jobs that one worker after the other is given, until there is none."""
    app = new_app(turns.store.url, turns)
    found: list[str] = []
    async with app.open_async():
        manager = app.job_manager
        worker = await manager.register_worker()
        while True:
            job = await manager.fetch_job(queues=None, worker_id=worker)
            if job is None:
                return found
            # one of a token at a time
            assert await manager.fetch_job(queues=None, worker_id=worker) is None
            if len(found) == 1:
                # this worker has died: its job is given back, and done by the next
                await manager.unregister_worker(worker)
                await requeue_stalled(app, 0.0, turns.real_now())
                worker = await manager.register_worker()
                again = await manager.fetch_job(queues=None, worker_id=worker)
                assert again is not None
                assert again.id == job.id
                job = again
            found.append(str(job.queueing_lock))
            await manager.finish_job(job, jobs.Status.SUCCEEDED, delete_job=True)


async def test_turns_of_a_token_come_in_order(store: Store) -> None:
    now = datetime.now(UTC)
    before, soon = now - timedelta(minutes=5), now + timedelta(minutes=5)
    turns = put_turns(
        store.url.render_as_string(hide_password=False),
        ("waits", "t0ken", soon),
        ("second", "t0ken", now),
        ("first", "t0ken", before),
    )
    assert await in_order(turns) == ["turn first", "turn second"]
    with store.reading() as connection:
        rows = connection.execute(text("SELECT lock, args FROM procrastinate_jobs")).all()
    assert [row[1] for row in rows] == [{"account": "waits"}]
    assert "t0ken" not in str(rows)
    # whoever has none gets one, and nobody two
    turns.seed()
    turns.seed()
    with store.reading() as connection:
        rows = connection.execute(text("SELECT queueing_lock FROM procrastinate_jobs")).all()
    assert sorted(row[0] for row in rows) == ["turn first", "turn second", "turn waits"]


async def test_who_left_a_turn_and_the_next_one_leaves_one(store: Store) -> None:
    turns = put_turns(
        store.url.render_as_string(hide_password=False),
        ("roof", "t0ken", datetime.now(UTC) - timedelta(minutes=1)),
    )
    app = new_app(turns.store.url, turns)
    async with app.open_async():
        worker = await app.job_manager.register_worker()
        assert await app.job_manager.fetch_job(queues=None, worker_id=worker)
        turns.seed()
        turns.put("roof", datetime.now(UTC) - timedelta(minutes=1))
        await app.job_manager.unregister_worker(worker)
        await requeue_stalled(app, 0.0, turns.real_now())
        assert await in_order(turns) == ["turn roof"]


def test_the_clock_is_the_database_s(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = DatabaseClock(store.engine)
    right = time.time
    assert abs(clock().timestamp() - right()) < 1
    # a machine is put right, or has slept: the database is asked again
    monkeypatch.setattr(time, "time", lambda: right() + 600)
    assert abs(clock().timestamp() - right()) < 1
    monotonic = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: monotonic() - 600)
    assert abs(clock().timestamp() - right()) < 1


def test_priorities_are_times() -> None:
    assert priority_of(NOW) > priority_of(NOW + timedelta(seconds=1))
    assert priority_of(datetime(2080, 1, 1, tzinfo=UTC)) >= -(2**31)

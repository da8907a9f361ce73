"""A worker of a fleet: a process that records its accounts in turns, until stopped.

from growattServer.recorder.fleet import Account, Worker

Worker("postgresql://user@host/database", [Account("roof", token="...")]).run()
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from psycopg.errors import ForeignKeyViolation
from sqlalchemy import URL, Engine, create_engine

from ...etiquette.policy import Etiquette
from ...exceptions import GrowattParameterError
from ...zones import check_zone
from ..ask.discovery import Zones
from ..care.retention import Retention
from ..errors import GrowattStoreError, store_trouble
from ..keep.engine import url_of
from ..keep.lock import shared_lock
from ..keep.store import Store
from .accounts import Account, accounts_of
from .clock import DatabaseClock
from .fencing import FencedStore, with_idle_timeout
from .postgres_ledger import PostgresLedger
from .turns import (
    KEPT_HOURS,
    Beat,
    Turns,
    make_tables,
    new_app,
    queue_of,
    requeue_stalled,
)

_LOG = logging.getLogger(__package__)


def _real_time() -> float:
    return 1.0


_FORGET_EVERY = 100
"""At so many looks after the queue the jobs that failed long ago are forgotten."""


class Worker:
    """Records accounts into a PostgreSQL store, together with any number of other workers.

    `accounts` are `Account` objects, or names of those whose tokens are in the environment; a
    worker takes only turns of its accounts. `since`, `timezones`, `interval`, `settings_every`,
    `daily`, `keep_raw`, `retention` and `v4` are as for `Recorder`, `strict_days` as for
    `Etiquette`; they should be the same in all workers. `concurrency` is how many accounts are
    asked at a time. `clock`, `speed` and `beat` are for tests.
    """

    def __init__(
        self,
        store_url: str | os.PathLike[str] | URL,
        accounts: Iterable[Account | str],
        *,
        since: date | None = None,
        timezones: Zones | None = None,
        interval: timedelta = timedelta(minutes=5),
        settings_every: timedelta | None = timedelta(days=1),
        daily: bool = True,
        keep_raw: bool = False,
        retention: Retention | None = None,
        v4: bool = True,
        strict_days: bool = False,
        concurrency: int = 4,
        clock: Callable[[], datetime] | None = None,
        speed: Callable[[], float] = _real_time,
        beat: Beat | None = None,
    ) -> None:
        self.url = url_of(store_url)
        if self.url.get_backend_name() != "postgresql":
            raise GrowattParameterError(
                "a fleet needs a PostgreSQL store (postgresql://...); for a file use Recorder"
            )
        self.accounts = accounts_of(accounts)
        given: Mapping[Any, str] = timezones or {}
        self._options: dict[str, Any] = {
            "since": since,
            "timezones": {place: check_zone(zone) for place, zone in given.items()},
            "interval": interval,
            "settings_every": settings_every,
            "daily": daily,
            "keep_raw": keep_raw,
            "retention": retention,
            "v4": v4,
        }
        self.strict_days = strict_days
        self.concurrency, self.beat = concurrency, beat or Beat()
        self._clock, self._speed = clock, speed
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._turns: Turns | None = None
        self._is_stopping = False

    def __repr__(self) -> str:
        return f"<Worker for {', '.join(account.name for account in self.accounts)}>"

    def run(self) -> None:
        """Work until `stop()`, SIGTERM or Ctrl-C; the steps that are under way are finished first.

        Raises GrowattStoreError where the database cannot be used, GrowattStoreBusyError where a
        `Recorder` writes to the store.
        """
        self._is_stopping, self._task = False, None
        with ExitStack() as stack:
            url = with_idle_timeout(self.url, self.beat.silent_s)
            store = stack.enter_context(FencedStore(url))
            stack.enter_context(shared_lock(store.engine, store.name))
            with store_trouble(store.name):
                make_tables(store.engine)
            limits = create_engine(url, pool_size=self.concurrency, hide_parameters=True)
            stack.callback(limits.dispose)
            self._turns = turns = self._turns_of(store, limits, stack)
            with store_trouble(store.name):
                asyncio.run(self._work(turns))

    def stop(self) -> None:
        """Let `run()` end as soon as the steps that are under way are taken; from any thread."""
        if self._loop is not None and not self._is_stopping:
            self._loop.call_soon_threadsafe(self._stop)

    # --- inside ----------------------------------------------------------------------------------

    def _turns_of(self, store: Store, limits: Engine, stack: ExitStack) -> Turns:
        real_now = DatabaseClock(limits)
        clock = self._clock or real_now
        ledger = PostgresLedger(limits)
        etiquette = Etiquette(ledger=ledger, clock=clock, strict_days=self.strict_days)
        clients = {}
        for account in self.accounts:
            clients[account.name] = stack.enter_context(account.client(etiquette))
        times = (real_now, clock, self._speed)
        return Turns(store, ledger, clients, *times, self.beat, **self._options)

    async def _work(self, turns: Turns) -> None:
        app = new_app(turns.store.url, turns)
        async with app.open_async():
            self._loop = asyncio.get_running_loop()
            tending = asyncio.create_task(self._tend(app, turns))
            try:
                with self._signals():
                    while not self._is_stopping:
                        await self._take_jobs(app, turns)
            finally:
                self._loop = None
                tending.cancel()

    async def _tend(self, app: App, turns: Turns) -> None:
        """See to it that each account has a turn, and nobody who died keeps one."""
        for number in count():
            try:
                await requeue_stalled(app, self.beat.silent_s, turns.real_now())
                await asyncio.to_thread(turns.seed)
                if number % _FORGET_EVERY == 0:
                    await app.job_manager.delete_old_jobs(KEPT_HOURS, include_failed=True)
            except (ConnectorException, GrowattStoreError) as error:
                # who takes the jobs notices it, too, and ends
                _LOG.warning("The queue cannot be looked after: %s", error)
            await asyncio.sleep(self.beat.tend_s)

    async def _take_jobs(self, app: App, turns: Turns) -> None:
        """Take turns until stopped, or until others have taken this worker for dead."""
        self._task = asyncio.create_task(
            app.run_worker_async(
                queues=list(map(queue_of, turns.clients)),
                # those that are done would be all there is in the queue
                delete_jobs="successful",
                concurrency=self.concurrency,
                fetch_job_polling_interval=self.beat.look_s,
                update_heartbeat_interval=self.beat.heartbeat_s,
                stalled_worker_timeout=self.beat.silent_s,
                install_signal_handlers=False,
            )
        )
        cause: BaseException | None = None
        try:
            await self._task
        except asyncio.CancelledError:
            if not self._is_stopping:
                raise
            return
        except ConnectorException as error:
            cause = error.__cause__
            if isinstance(cause, ForeignKeyViolation):
                # it is not in the list of workers any more
                _LOG.warning("%r did not respond for too long, and starts again", self)
                return
        raise GrowattStoreError(
            f"The queue in the store {turns.store.name} cannot be used any more",
            hint="start the worker again; its jobs are kept",
        ) from cause

    def _stop(self) -> None:
        # a second signal does not hurry: what runs is finished
        if not self._is_stopping:
            self._is_stopping = True
            if self._turns is not None:
                self._turns.is_stopping = True
            if self._task is not None:
                self._task.cancel()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        in_main = threading.current_thread() is threading.main_thread()
        if sys.platform == "win32" or not in_main:
            yield
            return
        loop = asyncio.get_running_loop()
        kinds = (signal.SIGINT, signal.SIGTERM)
        for kind in kinds:
            loop.add_signal_handler(kind, self._stop)
        try:
            yield
        finally:
            for kind in kinds:
                loop.remove_signal_handler(kind)


def run_worker(
    store_url: str | os.PathLike[str] | URL,
    accounts: Iterable[Account | str],
    *,
    since: date | None = None,
    timezones: Zones | None = None,
    interval: timedelta = timedelta(minutes=5),
    settings_every: timedelta | None = timedelta(days=1),
    daily: bool = True,
    keep_raw: bool = False,
    retention: Retention | None = None,
    v4: bool = True,
    strict_days: bool = False,
    concurrency: int = 4,
) -> None:
    """Make a `Worker` and run it until it is stopped."""
    Worker(
        store_url,
        accounts,
        since=since,
        timezones=timezones,
        interval=interval,
        settings_every=settings_every,
        daily=daily,
        keep_raw=keep_raw,
        retention=retention,
        v4=v4,
        strict_days=strict_days,
        concurrency=concurrency,
    ).run()

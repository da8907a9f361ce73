"""Turns: a job is an account, which for its turn is recorded like any other, step by step.

The queue is Procrastinate's. There is one job an account, put there for the moment at which its
next step is due. Jobs of one token have one lock, so one of them runs at a time, on whichever
machine. All moments are those of the database.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector, exceptions, jobs
from procrastinate.schema import SchemaManager
from sqlalchemy import URL, Engine, text

from ...etiquette.ledger_protocol import LedgerProtocol
from ...exceptions import GrowattError
from ...open_api_v1 import OpenApiV1
from ..ask.schedule import next_step
from ..errors import GrowattStoreVersionError, content_trouble
from ..events import Trouble
from ..keep.store import Store
from .account_recorder import AccountRecorder
from .fencing import FencedJobManager, GivenAwayError, fenced

_LOG = logging.getLogger(__package__)

TURN = "growatt.turn"
KEPT_HOURS = 7 * 24
"""How long jobs are kept that have failed; the others are deleted."""

# priorities are 32 bits wide; counted from here the seconds last until 2088
_EPOCH_S = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
# any number that no other program uses
_SCHEMA_KEY = 0x67726F7774717565


@dataclass(frozen=True, slots=True)
class Beat:
    """How often things happen, in seconds of real time.

    A worker that was silent for `silent_s` is dead, and its jobs are given to others. A turn ends
    after `turn_s`, or where nothing is due within `patience_s`.
    """

    look_s: float = 0.5
    tend_s: float = 20.0
    heartbeat_s: float = 10.0
    silent_s: float = 30.0
    turn_s: float = 120.0
    patience_s: float = 1.0


class Turns:
    """A store and the clients of some accounts; `options` are those of `Recorder`.

    `real_now` is the clock of the database; `clock` is the one that the recorders go by, and runs
    `speed` times as fast.
    """

    def __init__(
        self,
        store: Store,
        ledger: LedgerProtocol,
        clients: Mapping[str, OpenApiV1],
        real_now: Callable[[], datetime],
        clock: Callable[[], datetime],
        speed: Callable[[], float],
        beat: Beat,
        **options: Any,
    ) -> None:
        self.store, self.ledger, self.clients = store, ledger, clients
        self.real_now, self.now, self.speed, self.beat = real_now, clock, speed, beat
        self.options = options
        self.is_stopping = False
        self._outbox = App(connector=SyncPsycopgConnector())

    # --- one turn --------------------------------------------------------------------------------

    def take(self, account: str) -> None:
        """Record an account for a while, and put its next turn into the queue."""
        recorder = self.recorder(account)
        again = self.now() + recorder.interval
        try:
            again = self._record(recorder)
        except (GivenAwayError, GrowattStoreVersionError):
            raise
        except GrowattError as error:
            _LOG.warning("%s: %s", account, error)
        if recorder.is_loaded:
            recorder.keep()
        self.put(account, again)

    def recorder(self, account: str) -> AccountRecorder:
        """What records an account for a turn."""
        api = self.clients[account]
        return AccountRecorder(
            api, self.store, self.ledger, account, clock=self.now, sleep=self.sleep, **self.options
        )

    def _record(self, recorder: AccountRecorder) -> datetime:
        """Take the steps that are due; gives when the next one is."""
        recorder.load()
        end = time.monotonic() + self.beat.turn_s
        while True:
            now = recorder.now().timestamp()
            with content_trouble(self.store.name):
                step = next_step(recorder, now, live=True)
            due = now + recorder.interval.total_seconds() if step is None else max(step.due, now)
            is_soon = (due - now) / self.speed() <= self.beat.patience_s
            if step is None or not is_soon or self.is_stopping or time.monotonic() >= end:
                return datetime.fromtimestamp(due, UTC)
            if due > now:
                self.sleep(due - now)
                continue
            with self.store.writing():
                """Ask for nothing where the account is another worker's by now."""
            for event in recorder._take(step):
                if isinstance(event, Trouble):
                    _LOG.warning("%s: %s", recorder.name, event)

    def sleep(self, seconds: float) -> None:
        """Wait for so long by the clock of the recorders."""
        time.sleep(seconds / self.speed())

    # --- the queue -------------------------------------------------------------------------------

    def real(self, moment: datetime) -> datetime:
        """When the clock of the recorders shows a moment, by the database's."""
        left_s = (moment - self.now()).total_seconds() / self.speed()
        return self.real_now() + timedelta(seconds=max(0.0, left_s))

    def put(self, account: str, due: datetime) -> None:
        """Put a turn into the queue, unless one waits there."""
        real = self.real(due)
        with suppress(exceptions.AlreadyEnqueued), self.store.writing() as connection:
            self._outbox.configure_task(
                TURN,
                queue=queue_of(account),
                # it names a token without giving it away
                lock=f"token {self.clients[account]._token_account()}",
                queueing_lock=turn_of(account),
                schedule_at=real,
                priority=priority_of(real),
                connection=connection.connection.driver_connection,
            ).defer(account=account)

    def seed(self) -> None:
        """Put a turn into the queue for each account that has none, and is at none."""
        locks = {turn_of(account): account for account in self.clients}
        wanted = text(
            "SELECT queueing_lock FROM procrastinate_jobs"
            " WHERE status = 'todo' AND queueing_lock = ANY(:locks)"
            " UNION SELECT queueing_lock FROM procrastinate_jobs WHERE status = 'doing'"
        )
        with self.store.reading() as connection:
            present = set(connection.scalars(wanted, {"locks": list(locks)}))
        for lock in locks.keys() - present:
            self.put(locks[lock], self.now())


def turn_of(account: str) -> str:
    """What the turn of an account is called in the queue."""
    return f"turn {account}"


def queue_of(account: str) -> str:
    """The queue of an account, which only workers with its token listen to."""
    return f"account-{account}"


def priority_of(due: datetime) -> int:
    """The priority of a job that is due at a moment of real time: what is due first goes first."""
    return -int(due.timestamp() - _EPOCH_S)


def new_app(url: URL, turns: Turns) -> App:
    """An app for the queue in the database of the store."""
    app = App(connector=PsycopgConnector(conninfo=conninfo_of(url), min_size=1, max_size=4))
    app.job_manager = FencedJobManager(app.connector)

    @app.task(name=TURN, pass_context=True)
    @fenced
    def turn(account: str) -> None:
        turns.take(account)

    return app


def conninfo_of(url: URL) -> str:
    """The URL as libpq reads it."""
    written = url.set(drivername="postgresql").render_as_string(hide_password=False)
    place, mark, options = written.partition("?")
    # a space in an option is written as in a form; a + in a password means itself
    return place + mark + options.replace("+", "%20")


def make_tables(engine: Engine) -> None:
    """Make Procrastinate's tables, unless they are there."""
    with engine.begin() as connection:
        # several workers may start on a new database
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_KEY})
        if connection.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is None:
            made = SchemaManager.get_schema()
            connection.connection.driver_connection.execute(made)  # type: ignore[union-attr]  # psycopg's


async def requeue_stalled(app: App, silent_s: float, now: datetime) -> None:
    """Let the jobs of workers that died be done by others."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=silent_s):
        try:
            await manager.retry_job(job, retry_at=now, priority=priority_of(now))
        except exceptions.UniqueViolation:
            # the next turn waits already, and does all that this one has left
            await manager.finish_job(job, jobs.Status.ABORTED, delete_job=True)
        except exceptions.ConnectorException:
            # it has come to its end meanwhile
            continue

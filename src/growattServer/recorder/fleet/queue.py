"""The queue: Procrastinate's tables in the database of the store, and how jobs line up in it.

Jobs of one token have one lock, so one of them runs at a time, on whichever machine. Who holds up
whom is decided by Procrastinate: a job waits for all others of its lock that have a higher
priority, also for those whose time has not come. So priority is the time: what is due first goes
first, and what has to wait holds up nothing that is due before. The present has a day's lead, and
so is put into the queue only at its moment.
"""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate import App, exceptions, jobs
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, Engine, text

from ...exceptions import GrowattError
from ..errors import GrowattStoreError, GrowattStoreVersionError

PRESENT_FIRST_S = 86_400.0
"""How much earlier than it is due the present lines up: it is gone when it is missed."""

POLL = "growatt.poll"

# priorities are 32 bits wide; counted from here the seconds last until 2088
_EPOCH_S = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
# any number that no other program uses
_SCHEMA_KEY = 0x67726F7774717565


class NotYetError(GrowattError):
    """A job has done what may be done now and goes on at a moment (`retry_at`, in UTC)."""

    message_key = "job_not_yet"
    _told: tuple[str, ...] = ("retry_at",)
    retryable = True

    def __init__(self, retry_at: datetime) -> None:
        super().__init__("goes on later")
        self.retry_at = retry_at


def priority_of(due: datetime, *, first: bool = False) -> int:
    """The priority of a job that is due at a moment of real time."""
    return -int(due.timestamp() - _EPOCH_S - (PRESENT_FIRST_S if first else 0.0))


def may_pass(error: BaseException) -> bool:
    """Whether the same job may succeed later."""
    if isinstance(error, GrowattStoreVersionError):
        return False
    return isinstance(error, GrowattStoreError) or (
        isinstance(error, GrowattError) and error.retryable
    )


def make_tables(engine: Engine) -> None:
    """Make Procrastinate's tables, unless they are there."""
    with engine.begin() as connection:
        # several workers may start on a new database
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_KEY})
        if connection.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is None:
            made = SchemaManager.get_schema()
            connection.connection.driver_connection.execute(made)  # type: ignore[union-attr]  # psycopg's


def waiting_or_running(connection: Connection, queue: str) -> set[str]:
    """The queueing locks of the jobs of a queue that are not over."""
    wanted = text(
        "SELECT queueing_lock FROM procrastinate_jobs"
        " WHERE queue_name = :queue AND status IN ('todo', 'doing')"
    )
    return {lock for lock in connection.scalars(wanted, {"queue": queue}) if lock is not None}


async def requeue_stalled(app: App, silent_s: float) -> None:
    """Let the jobs of workers that died be done by others."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=silent_s):
        now = datetime.now(UTC)
        try:
            await manager.retry_job(job, retry_at=now, priority=priority_of(now, first=True))
        except exceptions.UniqueViolation:
            # a periodic one, whose next turn waits already and does all that this one has left
            await manager.finish_job(job, jobs.Status.ABORTED, delete_job=False)
        except exceptions.ConnectorException:
            # it has come to its end meanwhile
            continue

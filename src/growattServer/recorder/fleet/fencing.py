"""Whose job it is: a worker writes to the store only while the queue says that it has the job.

A worker that is silent is taken for dead, and its job is given to another one. It may only have
been asleep, in a suspended laptop or a machine that was swapped out, and wake up in the middle of
the job. So every transaction of a job looks first whether the job is still its worker's, and keeps
it from being given away until the transaction is over. One that sleeps in a transaction loses it:
the server ends a session that leaves one open for as long as it takes to be taken for dead.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import NamedTuple

from procrastinate import JobContext, jobs
from procrastinate.manager import JobManager
from sqlalchemy import URL, Connection, text

from ..errors import GrowattStoreError
from ..keep.store import Store

_LOG = logging.getLogger(__package__)


class Attempt(NamedTuple):
    """One attempt of one worker at one job."""

    job_id: int | None
    worker_id: int | None
    attempts: int


class GivenAwayError(GrowattStoreError):
    """The job was given to another worker, as this one was silent for too long."""

    message_key = "job_given_away"
    retryable = True


_attempt: ContextVar[Attempt | None] = ContextVar("attempt", default=None)

_HOLD = text(
    "SELECT 1 FROM procrastinate_jobs WHERE id = :job_id AND status = 'doing'"
    " AND worker_id = :worker_id AND attempts = :attempts FOR SHARE"
)
# the row of a worker that was silent may be gone
_LOOK = (
    "SELECT count(*) AS mine FROM procrastinate_jobs WHERE id = %(job_id)s AND status = 'doing'"
    " AND worker_id IS NOT DISTINCT FROM %(worker_id)s::bigint AND attempts = %(attempts)s"
)


def fenced(task: Callable[..., None]) -> Callable[..., None]:
    """A task whose transactions belong to its job."""

    @wraps(task)
    def run(context: JobContext, **arguments: object) -> None:
        begun = _attempt.set(attempt_of(context.job))
        try:
            task(**arguments)
        finally:
            _attempt.reset(begun)

    return run


def attempt_of(job: jobs.Job) -> Attempt:
    """The attempt that a job is at."""
    return Attempt(job.id, job.worker_id, job.attempts)


class FencedStore(Store):
    """A store in which a job writes only while its worker still has it."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction; raises GivenAwayError in a job that is another worker's by now."""
        attempt = _attempt.get()
        with super().writing() as connection:
            if attempt is not None and connection.scalar(_HOLD, attempt._asdict()) is None:
                raise GivenAwayError("another worker has this job")
            yield connection


class FencedJobManager(JobManager):
    """The jobs of a queue, which only the worker that has one may end or put off."""

    async def finish_job(self, job: jobs.Job, status: jobs.Status, delete_job: bool) -> None:
        """Note that a job is over, unless it was given away."""
        if await self._is_ours(job):
            await super().finish_job(job, status, delete_job)

    async def retry_job(
        self,
        job: jobs.Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Put a job back into the queue, unless it was given away."""
        if await self._is_ours(job):
            await super().retry_job(job, retry_at, priority, queue, lock)

    async def _is_ours(self, job: jobs.Job) -> bool:
        row = await self.connector.execute_query_one_async(_LOOK, **attempt_of(job)._asdict())
        if not row["mine"]:
            said = "%s was given to another worker, because its own did not respond"
            _LOG.warning(said, job.queueing_lock)
        return bool(row["mine"])


def with_idle_timeout(url: URL, silent_s: float) -> URL:
    """The URL of a database that ends a transaction in which nothing has happened for so long."""
    option = f"-c idle_in_transaction_session_timeout={round(silent_s * 1000)}"
    before = url.query.get("options")
    return url.update_query_dict({"options": f"{before} {option}" if before else option})

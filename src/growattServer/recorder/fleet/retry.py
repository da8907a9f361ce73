"""When a job that failed is tried again."""

from __future__ import annotations

from datetime import timedelta

from procrastinate import jobs
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from .jobs import FleetJobs
from .queue import POLL, may_pass, priority_of

FIRST_PAUSE_S = 60.0
LONGEST_PAUSE_S = 900.0


class Retry(BaseRetryStrategy):
    """Tries again what may succeed later: when the error says, else after longer and longer."""

    def __init__(self, fleet: FleetJobs) -> None:
        self.fleet = fleet

    def get_retry_decision(
        self, *, exception: BaseException, job: jobs.Job
    ) -> RetryDecision | None:
        if not may_pass(exception):
            return None
        retry_at = getattr(exception, "retry_at", None)
        if retry_at is None:
            pause = min(self._longest_s(job), FIRST_PAUSE_S * 2 ** min(job.attempts, 10))
            retry_at = self.fleet.now() + timedelta(seconds=pause)
        real = self.fleet.real(retry_at)
        return RetryDecision(retry_at=real, priority=priority_of(real))

    def _longest_s(self, job: jobs.Job) -> float:
        # the present is gone when it is missed, and asked for as often as ever
        interval_s = self.fleet.recorder.interval.total_seconds()
        return min(interval_s, LONGEST_PAUSE_S) if job.task_name == POLL else LONGEST_PAUSE_S

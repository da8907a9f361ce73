"""What an account has left: calls of the day, waits of single calls, a lock-out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from growattServer.counting import counted

from . import pacing
from .policy import Etiquette


class NextCall(NamedTuple):
    """A call that has to wait: what is asked, about which device or plant, and until when (UTC)."""

    call: str
    subject: str
    at: datetime


class Budget(NamedTuple):
    """The calls of an account in the last 24 hours, and what it has to wait for.

    `limit` and `left` are None where nothing limits the account as a whole. `resets_at` is when the
    first of the used calls stops counting. `locked_until` is the end of a lock-out, None also where
    the server has not told it; then `retry_at` is when the account is tried again. All are in UTC.
    `waits` are the calls that may not be made yet, the soonest first.
    """

    limit: int | None
    used: int
    left: int | None
    resets_at: datetime | None
    locked_until: datetime | None
    waits: tuple[NextCall, ...] = ()
    retry_at: datetime | None = None

    def __str__(self) -> str:
        said = f"{counted(self.used, 'call')} in 24 hours"
        if self.limit is not None:
            said = f"{self.used} of {self.limit} calls in 24 hours, {self.left} left"
        if self.locked_until is not None:
            said += f"; locked until {self.locked_until:%Y-%m-%d %H:%M} UTC"
        elif self.retry_at is not None:
            again = f"{self.retry_at:%Y-%m-%d %H:%M} UTC"
            said += f"; locked for an unknown time; tried again from {again} on"
        return said


def budget_of(etiquette: Etiquette | None, account: str, limit: int | None) -> Budget:
    """What is left to an account; without an etiquette nothing is counted."""
    if etiquette is None:
        return Budget(None, 0, None, None, None)
    now = etiquette.now()
    use = etiquette.ledger.use_of(account, now)
    counted = pacing.hours_of_a_day(use.hours, now.timestamp())
    used = sum(counted.values())
    left = None if limit is None else max(0, limit - used)
    waits = tuple(
        NextCall(call, subject, datetime.fromtimestamp(at, UTC)) for call, subject, at in use.waits
    )
    return Budget(limit, used, left, _first_to_go(counted), None, waits)


def _first_to_go(counted: Mapping[int, int]) -> datetime | None:
    if not counted:
        return None
    return datetime.fromtimestamp(min(counted) * 3600, UTC) + timedelta(hours=pacing.HOURS_A_DAY)

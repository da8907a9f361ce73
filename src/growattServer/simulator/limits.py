"""The vendor's documented pace, in simulated time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .asking import TOO_OFTEN
from .errors import TooOftenError
from .violations import Asked, Violations

DAY_S = 86_400
# Moments are floats since 1970: what is exactly on time may look a fraction of this too early.
_ROUNDING_S = 1e-6


def too_early_s(last: float | None, every_s: float, now: float) -> float:
    """By how many seconds this moment comes too early after the last one; 0 is on time."""
    early = 0.0 if last is None else last + every_s - now
    return early if early > _ROUNDING_S else 0.0


def until_midnight_s(now: float) -> float:
    """Seconds until the next UTC day."""
    return DAY_S - now % DAY_S


@dataclass(slots=True)
class _Record:
    last: float
    day: int
    count: int


class Pace:
    """When each key was last let in, and how often that day; of more than `most()`, the latest."""

    def __init__(self, most: Callable[[], int]) -> None:
        self._most = most
        self._records: dict[bytes, _Record] = {}

    def early_s(self, key: Any, every_s: float, now: float) -> float:
        """By how many seconds this key comes too early."""
        record = self._records.get(_digest(key))
        return too_early_s(record.last if record else None, every_s, now)

    def today(self, key: Any, now: float) -> int:
        """How often this key was let in on this UTC day."""
        record = self._records.get(_digest(key))
        return record.count if record and record.day == int(now // DAY_S) else 0

    def note(self, key: Any, now: float) -> None:
        """Let the key in."""
        count, digest = self.today(key, now) + 1, _digest(key)
        self._records.pop(digest, None)
        self._records[digest] = _Record(now, int(now // DAY_S), count)
        if len(self._records) > self._most():
            del self._records[next(iter(self._records))]


def _digest(key: Any) -> bytes:
    # as long as the client likes, but always as short in memory
    return hashlib.blake2b(repr(key).encode(errors="replace"), digest_size=16).digest()


class Limits:
    """Counts calls by path and subject; a refused call does not count."""

    def __init__(self, enforced: bool, violations: Violations, most: Callable[[], int]) -> None:
        self.enforced = enforced
        self._violations = violations
        self._pace = Pace(most)

    def check(self, asked: Asked, every_s: float, per_day: int, now: float) -> None:
        """Let the call pass and remember it, or refuse it."""
        if not every_s and not per_day:
            return
        early_s = self._pace.early_s(asked, every_s, now)
        too_many = 0 < per_day <= self._pace.today(asked, now)
        if early_s:
            self._violations.add("too_soon", asked, now, every_s, early_s)
        if too_many:
            rest_s = until_midnight_s(now)
            self._violations.add("too_many_a_day", asked, now, per_day, rest_s)
        if self.enforced and (early_s or too_many):
            raise TooOftenError(TOO_OFTEN, "error_frequently_access")
        self._pace.note(asked, now)

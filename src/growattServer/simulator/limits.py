"""The vendor's documented pace, in simulated time."""

from __future__ import annotations

from dataclasses import dataclass

from .asking import TOO_OFTEN
from .errors import VendorError

_DAY_S = 86_400


@dataclass(slots=True)
class _Record:
    last: float
    day: int
    count: int


class Limits:
    """Counts calls by path and subject; a refused call does not count."""

    def __init__(self, enforced: bool) -> None:
        self.enforced = enforced
        self._records: dict[tuple[str, str], _Record] = {}

    def check(self, path: str, subject: str, every_s: float, per_day: int, now: float) -> None:
        """Let the call pass and remember it, or refuse it."""
        if not self.enforced or every_s == 0:
            return
        day = int(now // _DAY_S)
        record = self._records.get((path, subject))
        if record is None:
            self._records[path, subject] = _Record(now, day, 1)
            return
        today = record.count if record.day == day else 0
        if now - record.last < every_s or (per_day and today >= per_day):
            raise VendorError(TOO_OFTEN, "error_frequently_access")
        record.last, record.day, record.count = now, day, today + 1

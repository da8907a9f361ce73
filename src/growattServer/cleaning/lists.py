"""Lists of devices that come empty although they count some."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from growattServer.fields import Record

from .state import LAYOUT
from .values import CleanValue, Reason


class KnownDevices:
    """Remembers the devices of one plant while the server forgets to list them.

    Give it the whole list, not a later page of one. A list that counts no devices is believed.
    """

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._seen: float | None = None

    def clean(self, answer: Record, at: datetime | None = None) -> CleanValue:
        """The rows of a list as sent and as known, why, and how old they are at `at` (aware)."""
        if at is not None and at.tzinfo is None:
            raise ValueError("The moment `at` needs a time zone, such as datetime.now(UTC).")
        now = None if at is None else at.timestamp()
        rows = _rows(answer)
        if rows or not _count(answer) or not self._rows:
            self._rows, self._seen = [dict(row) for row in rows or ()], now
            return CleanValue(rows, rows, Reason.OK, None if now is None else timedelta(0))
        known = _rows(type(answer)({**answer, "devices": [dict(row) for row in self._rows]}))
        age = None
        if now is not None and self._seen is not None:
            age = timedelta(seconds=max(0.0, now - self._seen))
        return CleanValue(rows, known, Reason.KEPT, age)

    def to_dict(self) -> dict[str, Any]:
        """What it remembers, as JSON."""
        return {"layout": LAYOUT, "devices": self._rows, "seen": self._seen}

    def from_dict(self, stored: Mapping[str, Any]) -> None:
        """Go on from what another one remembered; ValueError if it is of another layout."""
        if not isinstance(stored, Mapping) or stored.get("layout") != LAYOUT:
            raise ValueError(f"This is no memory of layout {LAYOUT}.")
        rows: Any = stored.get("devices")
        seen: Any = stored.get("seen")
        is_sound = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
        is_time = seen is None or (type(seen) in (int, float) and isfinite(seen))
        if not is_sound or not is_time:
            raise ValueError("This is no memory of devices.")
        self._rows, self._seen = [dict(row) for row in rows], seen


def _rows(answer: Record) -> list[Record] | None:
    return _read(answer, "devices")  # type: ignore[no-any-return]  # what the field row parses


def _count(answer: Record) -> int:
    return _read(answer, "count") or 0


def _read(answer: Record, name: str) -> Any:
    if name not in type(answer).fields:
        raise ValueError(f"{type(answer).__name__} is no list of devices.")
    return type(answer).fields[name].read(answer)

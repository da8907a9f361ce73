"""The energies of days that are over, remembered: the server gives seven days in a call."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import closing
from datetime import date, timedelta
from typing import Any

from ..files import file_name
from .accounts import Account
from .clock import utc_now
from .files import read_json, remember
from .inventory import directory_of, store_of

SETTLED = timedelta(days=3)
"""A day that old is over everywhere, and what came late has come."""
_MOST_KWH = 1e9


def _recorded(account: Account, plant_id: str) -> dict[str, float | None]:
    """The sums of days that a recorder has kept in the account's own store."""
    path = store_of(account)
    if not os.path.exists(path):
        return {}
    import sqlite3

    wanted = "SELECT day, energy FROM daily_energy WHERE plant_id = ? AND energy IS NOT NULL"
    limit = (utc_now() - SETTLED).date().isoformat()
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as store:
            rows = store.execute(f"{wanted} AND day < ?", (plant_id, limit)).fetchall()
    except sqlite3.Error:
        return {}
    return _energies(dict(rows))


def _energies(kept: Any) -> dict[str, float | None]:
    """What is an energy of a day among what was kept; the rest is asked for again."""
    if not isinstance(kept, dict):
        return {}
    return {day: energy for day, energy in kept.items() if _is_energy(energy)}


def _is_energy(kept: Any) -> bool:
    return isinstance(kept, int | float) and not isinstance(kept, bool) and abs(kept) < _MOST_KWH


class DailyEnergies:
    """The energy of a plant by days; `known` holds what was asked for in this run too."""

    def __init__(self, account: Account, plant_id: str) -> None:
        self._path = directory_of(account) / f"energy-{file_name(plant_id)}.json"
        document = read_json(self._path)
        days = document.get("days") if isinstance(document, dict) else None
        self.known = _energies(days)
        self.known |= _recorded(account, plant_id)
        self._settled = set(self.known)

    def missing(self, first: date, last: date) -> list[date]:
        """The days that have to be asked for."""
        count = (last - first).days + 1
        days = [first + timedelta(days=number) for number in range(max(0, count))]
        return [day for day in days if day.isoformat() not in self._settled]

    def add(self, found: Mapping[str, float | None]) -> None:
        """Keep what was asked for; on disk only what cannot change any more."""
        self.known |= found
        limit = (utc_now() - SETTLED).date().isoformat()
        settled = {
            day: energy for day, energy in self.known.items() if energy is not None and day < limit
        }
        self._settled = set(settled)
        remember(self._path, {"version": 1, "days": settled})

"""Looking at a year in a store of five: the roll-ups, and one counter from the readings by hand."""

from __future__ import annotations

import sqlite3

from growattServer.recorder import Store, read_rollups

from work import Tasks, repeat

SERIAL = "SIMMIN0001"
YEAR = ("2024-01-01", "2024-12-31")
SHOWN = ("pv_energy", "load_energy", "import_energy", "export_energy", "pv_power")
# one counter of one device, by UTC days: far less than the roll-ups have
BY_HAND = """
SELECT time / 86400 AS day, max(pv_energy_total) - min(pv_energy_total)
FROM readings_min WHERE device_id = ? AND time >= 1704067200 AND time < 1735689600
GROUP BY day ORDER BY day
"""


def tasks(url: str, folder: str) -> Tasks:
    """The ways of looking at it."""
    store = Store(f"{folder}/fill.db", read_only=True)
    number = store.device(SERIAL).device_id
    by_hand = sqlite3.connect(f"file:{folder}/fill.db?mode=ro", uri=True)

    def days(columns: tuple[str, ...] | None, span: str = "day") -> int:
        found = read_rollups(store, SERIAL, span, *YEAR, columns=columns)
        return sum(len(batch.rows) for batch in found)

    def checked(rows: int, expected: int) -> None:
        if rows != expected:
            raise SystemExit(f"{rows} rows came instead of {expected}")

    return {
        "days": repeat(lambda: checked(days(None), 366)),
        "days_shown": repeat(lambda: checked(days(SHOWN), 366)),
        "months": repeat(lambda: checked(days(None, "month"), 12)),
        "by_hand": repeat(lambda: checked(len(by_hand.execute(BY_HAND, [number]).fetchall()), 366)),
    }

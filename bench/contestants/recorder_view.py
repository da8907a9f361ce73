"""Looking at a year in a store of five: the roll-ups, and one counter from the readings by hand."""

from __future__ import annotations

import sqlite3

from growattServer.recorder import Store, read_readings, read_rollups

from work import Tasks, repeat

SERIAL = "SIMMIN0001"
# whole days, all of them in the last 52 windows
YEAR, DAYS = ("2024-06-14", "2025-06-11"), 363
SHOWN = ("pv_energy", "load_energy", "import_energy", "export_energy", "pv_power")
COLUMNS = ("pv_power", "load_power", "import_power", "export_power", "battery_soc")
# one counter of one device, by UTC days: far less than the roll-ups have
BY_HAND = """
SELECT time / 86400 AS day, max(pv_energy_total) - min(pv_energy_total)
FROM readings_min WHERE device_id = ? AND time >= 1718323200 AND time < 1749686400
GROUP BY day ORDER BY day
"""


def tasks(url: str, folder: str) -> Tasks:
    """The ways of looking at it."""
    store = Store(f"{folder}/fill.db", read_only=True)
    number = store.device(SERIAL).device_id
    # weeks are frozen: what is looked at by hand is a table of that counter alone
    by_hand = sqlite3.connect(":memory:")
    by_hand.execute(
        "CREATE TABLE readings_min"
        " (device_id, time, pv_energy_total, PRIMARY KEY (device_id, time))"
    )
    for batch in read_readings(store, SERIAL, columns=["pv_energy_total"]):
        rows = [(number, int(row[0].timestamp()), row[1]) for row in batch.rows]
        by_hand.executemany("INSERT INTO readings_min VALUES (?, ?, ?)", rows)

    def days(columns: tuple[str, ...] | None, span: str = "day") -> int:
        found = read_rollups(store, SERIAL, span, *YEAR, columns=columns)
        return sum(len(batch.rows) for batch in found)

    def checked(rows: int, expected: int) -> None:
        if rows != expected:
            raise SystemExit(f"{rows} rows came instead of {expected}")

    def five_columns() -> None:
        batches = read_readings(store, SERIAL, columns=COLUMNS)
        if not sum(len(batch.rows) for batch in batches):
            raise SystemExit("there are no readings")

    return {
        "five_columns": repeat(five_columns),
        "days": repeat(lambda: checked(days(None), DAYS)),
        "days_shown": repeat(lambda: checked(days(SHOWN), DAYS)),
        "months": repeat(lambda: checked(days(None, "month"), 12)),
        "by_hand": repeat(
            lambda: checked(len(by_hand.execute(BY_HAND, [number]).fetchall()), DAYS)
        ),
    }

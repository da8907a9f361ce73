"""The replies that the stub server gives: the vendor's examples, blown up to real size.

The examples under tests/captures/v1 have few rows and many zeros. Real replies have 100 rows a
page, and numbers in many of their fields; the numbers here follow from a fixed seed.
"""

from __future__ import annotations

import json
import random
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

CAPTURES = Path(__file__).resolve().parent.parent / "tests/captures/v1"
LATEST_FIELDS = 220
ROW_FIELDS = 190
ROWS_A_PAGE = 100
PAGES_A_WEEK = 21
MEASURED = re.compile(
    r"p(ac|pv|self|system|ex|to)|e(ac|pv|to|self|system|local|ex)|[vi](ac|pv)|temp"
)

Body = dict[str, Any]


def _capture(name: str) -> Body:
    body: Body = json.loads((CAPTURES / f"{name}.json").read_text(encoding="utf-8"))
    return body


def _alive(row: Body, chance: random.Random) -> Body:
    """The row with readings where the example has a zero, for powers, energies, voltages, ..."""
    readings = {
        key: round(chance.uniform(0, 500), 1)
        for key, value in row.items()
        if type(value) in (int, float) and value == 0 and MEASURED.match(key)
    }
    return {**row, **readings}


def _filled(row: Body, others: Body, count: int, chance: random.Random) -> Body:
    """The row with further fields, of the other example and then made up, until it has so many."""
    wide = {**row}
    for key, value in others.items():
        if len(wide) < count:
            wide.setdefault(key, value)
    for number in range(count - len(wide)):
        wide[f"reserved{number + 1}"] = 0
    return _alive(wide, chance)


def plant_list() -> Body:
    """The plant list, as it is."""
    return _capture("plant_list")


def latest() -> Body:
    """The latest readings of a MIN with about 220 fields."""
    body = _capture("min_last_data")
    row = _capture("min_history")["data"]["datas"][0]
    body["data"] = _filled(body["data"], row, LATEST_FIELDS, random.Random(1))
    return body


def history_page() -> Body:
    """A page of 100 rows with 190 fields each, one of 21 of a week at five minutes."""
    body = _capture("min_history")
    example, others = body["data"]["datas"][0], _capture("min_last_data")["data"]
    chance, begin = random.Random(2), datetime(2025, 6, 1)
    rows = []
    for number in range(ROWS_A_PAGE):
        row = _filled(example, others, ROW_FIELDS, chance)
        row["time"] = str(begin + timedelta(minutes=5 * number))
        rows.append(row)
    body["data"]["datas"] = rows
    body["data"]["count"] = ROWS_A_PAGE * PAGES_A_WEEK
    return body


def encoded(body: Body) -> bytes:
    """The body as the vendor sends it: without spaces."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()

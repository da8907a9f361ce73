"""A server that has years of history: python bench/past_server.py FOLDER; prints its port.

Every week is the one that `recorder_pages` has put into the folder, on its own days, with lifetime
counters that go on rising from week to week.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import orjson
from growattServer.fields import Kind
from growattServer.open_api_v1.records import MinEnergy

from recorder_pages import PAGE_ROWS, WINDOW, encoded, first_day
from stub_server import EMPTY, reply, serve

# the counters begin so many weeks before the week that was recorded
WEEKS_BEFORE = 1000
LIFETIME = [row.key for row in MinEnergy.fields.values() if row.kind is Kind.LIFETIME]


class Past:
    """The week, and what has to change for another one."""

    def __init__(self, folder: Path) -> None:
        pages = [orjson.loads(path.read_bytes()) for path in sorted(folder.glob("page*.json"))]
        self._rows: list[dict[str, Any]] = [row for page in pages for row in page["data"]["datas"]]
        self._head = {key: value for key, value in pages[0]["data"].items() if key != "datas"}
        self._times = [datetime.fromisoformat(row["time"]) for row in self._rows]
        # the newest row comes first
        new, old = self._rows[0], self._rows[-1]
        self._rises = {key: new[key] - old[key] for key in LIFETIME if key in new}
        others = json.loads((folder / "others.json").read_text(encoding="utf-8"))
        self._others = {key.encode(): reply(encoded(data)) for key, data in others.items()}

    def page(self, first: date, page: int) -> bytes:
        """A page of the week that begins on this day; there is none after the one recorded."""
        weeks = (first - first_day(WINDOW)).days // 7
        if weeks > 0:
            return encoded({**self._head, "count": 0, "datas": []})
        more = {key: (WEEKS_BEFORE + weeks) * rise for key, rise in self._rises.items()}
        rows = []
        start = (page - 1) * PAGE_ROWS
        for row, time in zip(
            self._rows[start : start + PAGE_ROWS],
            self._times[start : start + PAGE_ROWS],
            strict=True,
        ):
            counters = {key: round(row[key] + risen, 1) for key, risen in more.items()}
            moment = str(time + timedelta(weeks=weeks))
            rows.append({**row, **counters, "time": moment})
        return encoded({**self._head, "datas": rows})

    def answer(self, path: bytes, body: bytes) -> bytes:
        """The reply to a request."""
        end = b"/".join(path.rsplit(b"/", 2)[-2:])
        if end != b"tlx/tlx_data":
            return self._others.get(end) or reply(EMPTY)
        form = {key: values[0] for key, values in parse_qs(body.decode()).items()}
        return reply(self.page(date.fromisoformat(form["start_date"]), int(form["page"])))


if __name__ == "__main__":
    asyncio.run(serve(Past(Path(sys.argv[1])).answer))

"""How a device is asked for its readings week by week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from ..history import Walk, row_key
from ..operation import self_call
from ..wire import Flow

WINDOW = timedelta(days=7)
ROWS_IN_A_CALL = 100
MOST_PAGES = 250
"""The server gives no page beyond."""


def weekly(timezone: str | None) -> Walk:
    """A week at a time; `timezone` is the zone of the days."""

    def ask(device: Any, first: date, last: date) -> Flow[dict[str, Any]]:
        return window_rows(device, first, last, timezone)

    return Walk(ask, WINDOW, lambda: _today(timezone))


def _today(timezone: str | None) -> date:
    if timezone is None:
        return datetime.now(UTC).date()
    from zoneinfo import ZoneInfo

    from ..zones import check_zone

    return datetime.now(ZoneInfo(check_zone(timezone))).date()


def window_rows(device: Any, first: date, last: date, timezone: str | None) -> Flow[dict[str, Any]]:
    """The rows of up to 7 days, the oldest first."""
    found: dict[str, Any] = {}
    page, sent, count = 1, 0, None
    while page <= MOST_PAGES and (count is None or sent < count):
        reply = yield from self_call(
            device, "energy_history", first, last, timezone, page, ROWS_IN_A_CALL
        )
        rows, before = reply.datas, len(found)
        for row in rows:
            # new rows push old ones to the next page while a day lasts
            found[row_key(row)] = row
        if len(found) == before:
            break
        sent, count, page = sent + len(rows), reply.count or 0, page + 1
    oldest_first = list(found.items())[::-1]
    if timezone is None and all(row.time is not None for _, row in oldest_first):
        # the clock of a zone may show an hour twice, that of UTC never
        oldest_first.sort(key=lambda each: each[1].time)
    return dict(oldest_first)

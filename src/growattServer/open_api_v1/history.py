"""The rows of any range of days, in as many calls as the server wants for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar

from ..exceptions import GrowattParameterError
from ..operation import AsyncClient, self_call
from ..wire import Flow, OnLimit
from .checks import calendar_day

RowT = TypeVar("RowT")
WINDOW = timedelta(days=7)
ROWS_IN_A_CALL = 100
MOST_PAGES = 250
"""The server gives no page beyond."""
SILENT_WINDOWS = 5
"""After so many weeks without a row there is taken to be nothing older."""


class History(Generic[RowT]):
    """The readings of a device over some days: `for row in ...`, or `async for` of an async client.

    Each loop asks the server anew, a week at a time, and holds one week in memory. Rows are in the
    order of time, and one that the server sends twice comes once.
    """

    def __init__(
        self,
        device: Any,
        first: Any,
        last: Any,
        *,
        timezone: str | None,
        newest_first: bool,
        on_limit: OnLimit | None,
    ) -> None:
        self._device = device
        self._zone, self._on_limit, self._newest_first = timezone, on_limit, newest_first
        self._last = _today(timezone) if last is None else calendar_day("last", last)
        self._first = None if first is None else calendar_day("first", first)
        if self._first is None and not newest_first:
            raise GrowattParameterError(
                "say the first day, or newest_first=True to go back until there is nothing older"
            )
        if self._first is not None and self._first > self._last:
            raise GrowattParameterError(f"last {self._last} is before first {self._first}")

    def __repr__(self) -> str:
        return f"History({self._first or 'all'} to {self._last} of {self._device!r})"

    def __iter__(self) -> Iterator[RowT]:
        if isinstance(self._device.api, AsyncClient):
            raise TypeError("the history of an async device is read with 'async for'")
        silent = 0
        for first, last in self._windows():
            rows: list[RowT] = self._rows(first, last)
            yield from reversed(rows) if self._newest_first else rows
            silent = 0 if rows else silent + 1
            if self._is_over(silent):
                return

    async def __aiter__(self) -> AsyncIterator[RowT]:
        if not isinstance(self._device.api, AsyncClient):
            raise TypeError("the history of a blocking device is read with 'for'")
        silent = 0
        for first, last in self._windows():
            rows: list[RowT] = await self._rows(first, last)
            for row in reversed(rows) if self._newest_first else rows:
                yield row
            silent = 0 if rows else silent + 1
            if self._is_over(silent):
                return

    def _rows(self, first: date, last: date) -> Any:
        """The rows of a window, or what can be awaited for them."""
        wishes = {"on_limit": self._on_limit, "is_long": True}
        return self._device.api._run(
            window_rows, (self._device, first, last, self._zone), {}, **wishes
        )

    def _is_over(self, silent: int) -> bool:
        return self._first is None and silent >= SILENT_WINDOWS

    def _windows(self) -> Iterator[tuple[date, date]]:
        """The weeks from the first day to the last, or back from the last one."""
        day = timedelta(days=1)
        if self._newest_first:
            last, begin = self._last, self._first or date.min
            while last >= begin:
                first = last - min(WINDOW - day, last - begin)
                yield first, last
                if first == date.min:
                    return
                last = first - day
        elif self._first is not None:
            first = self._first
            while first <= self._last:
                last = min(first + WINDOW - day, self._last)
                yield first, last
                first = last + day


def _today(timezone: str | None) -> date:
    if timezone is None:
        return datetime.now(UTC).date()
    from zoneinfo import ZoneInfo

    from ..zones import check_zone

    return datetime.now(ZoneInfo(check_zone(timezone))).date()


def window_rows(device: Any, first: date, last: date, timezone: str | None) -> Flow[list[Any]]:
    """The rows of up to 7 days, the oldest first."""
    import json  # which an import of the library does not wait for

    found: dict[str, Any] = {}
    page, sent, count = 1, 0, None
    while page <= MOST_PAGES and (count is None or sent < count):
        reply = yield from self_call(
            device, "energy_history", first, last, timezone, page, ROWS_IN_A_CALL
        )
        rows, before = reply.datas, len(found)
        for row in rows:
            # new rows push old ones to the next page while a day lasts
            found[json.dumps(row, sort_keys=True, default=str)] = row
        if len(found) == before:
            break
        sent, count, page = sent + len(rows), reply.count or 0, page + 1
    oldest_first = list(found.values())[::-1]
    if timezone is None and all(row.time is not None for row in oldest_first):
        # the clock of a zone may show an hour twice, that of UTC never
        oldest_first.sort(key=lambda row: row.time)
    return oldest_first

"""The rows of any range of days, in as many calls as the server wants for it.

Each API says how many days one call has, and how they are asked for: its `Walk`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date, timedelta
from typing import Any, Generic, NamedTuple, TypeVar

from .arguments import calendar_date, quoted
from .exceptions import GrowattParameterError
from .operation import AsyncClient
from .wire import Flow, OnLimit

RowT = TypeVar("RowT")
DAY = timedelta(days=1)
SILENT = timedelta(weeks=5)
"""After so long without a row there is taken to be nothing older."""


class Walk(NamedTuple):
    """How an API is asked for the rows of some days."""

    ask: Callable[[Any, date, date], Flow[dict[str, Any]]]
    """The flow of a device's rows from a first to a last day, the oldest first, by `row_key`."""
    window: timedelta
    """How many days are asked for at once."""
    today: Callable[[], date]


class History(Generic[RowT]):
    """The readings of a device over some days: `for row in ...`, or `async for` of an async client.

    Each loop asks the server anew, some days at a time, and holds no more than those in memory.
    Rows are in the order of time, and one that the server sends twice comes once.
    """

    def __init__(
        self,
        device: Any,
        first: Any,
        last: Any,
        walk: Walk,
        *,
        newest_first: bool,
        on_limit: OnLimit | None,
    ) -> None:
        self._device, self._walk = device, walk
        self._on_limit, self._newest_first = on_limit, newest_first
        self._last = walk.today() if last is None else _day("last", last)
        self._first = None if first is None else _day("first", first)
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
        steps = _Steps(self._newest_first)
        for first, last in self._windows():
            yield from steps.new(self._rows(first, last))
            if self._is_over(steps.silent):
                return

    async def __aiter__(self) -> AsyncIterator[RowT]:
        if not isinstance(self._device.api, AsyncClient):
            raise TypeError("the history of a blocking device is read with 'for'")
        steps = _Steps(self._newest_first)
        for first, last in self._windows():
            for row in steps.new(await self._rows(first, last)):
                yield row
            if self._is_over(steps.silent):
                return

    def _rows(self, first: date, last: date) -> Any:
        """The rows of a window, or what can be awaited for them."""
        wishes = {"on_limit": self._on_limit, "is_long": True}
        return self._device.api._run(self._walk.ask, (self._device, first, last), {}, **wishes)

    def _is_over(self, silent: int) -> bool:
        return self._first is None and silent * self._walk.window >= SILENT

    def _windows(self) -> Iterator[tuple[date, date]]:
        """The windows from the first day to the last, or back from the last one."""
        begin = self._first or date.min
        more = self._walk.window - DAY
        if self._newest_first:
            last = self._last
            while last >= begin:
                first = last - min(more, last - begin)
                yield first, last
                if first == date.min:
                    return
                last = first - DAY
        else:
            first = begin
            while first <= self._last:
                last = first + min(more, self._last - first)
                yield first, last
                if last == date.max:
                    return
                first = last + DAY


class _Steps:
    """What is remembered from one window to the next."""

    def __init__(self, newest_first: bool) -> None:
        self.silent = 0
        self._newest_first = newest_first
        self._before: set[int] = set()
        """Hashes, as the rows themselves would be held twice as long."""

    def new(self, rows: dict[str, Any]) -> Iterator[Any]:
        """The rows of the next window that were not in the one before."""
        self.silent = 0 if rows else self.silent + 1
        before, self._before = self._before, set(map(hash, rows))
        keys = reversed(rows) if self._newest_first else iter(rows)
        return (rows[key] for key in keys if hash(key) not in before)


def row_key(row: Any) -> str:
    """What is the same for two rows that say the same."""
    import json  # which an import of the library does not wait for

    return json.dumps(row, sort_keys=True, default=str)


def _day(name: str, value: Any) -> date:
    found = calendar_date(value)
    if found is None:
        raise GrowattParameterError(
            f"{name} must be a date or a string YYYY-MM-DD, not {quoted(value)}"
        )
    return found

"""What contestants can be asked to do: tasks that take a number of calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import date, timedelta
from typing import Any

Work = Callable[[int], object]
Tasks = dict[str, Work]
Ask = Callable[[date, date, int], Any]
AskAsync = Callable[[date, date, int], Awaitable[Any]]

ROWS_A_PAGE = 100
DAY = date(2025, 6, 1)
CONNECTIONS = 8


def repeat(call: Callable[[], object]) -> Work:
    """The task of making this call so many times."""

    def work(calls: int) -> None:
        for _ in range(calls):
            call()

    return work


def serials(count: int) -> Iterator[str]:
    """The serial numbers of so many devices."""
    return (f"TSTMIN{number:04}" for number in range(count))


def each_device(call: Callable[[str], object]) -> Work:
    """The task of reading so many devices, and keeping what they said."""
    return lambda count: {serial: call(serial) for serial in serials(count)}


def keep(make: Callable[[], object]) -> Work:
    """The task of making so many clients, which stay."""
    kept: list[object] = []
    return lambda count: kept.extend(make() for _ in range(count))


def _weeks(count: int) -> list[tuple[date, date]]:
    starts = [date(2025, 1, 1) + timedelta(days=7 * number) for number in range(count)]
    return [(start, start + timedelta(days=6)) for start in starts]


def year(ask: Ask) -> Work:
    """The loop that users write: week by week, page by page; the rows are counted and dropped."""

    def work(weeks: int) -> None:
        rows = 0
        for start, end in _weeks(weeks):
            page, more = 1, True
            while more:
                data = ask(start, end, page)
                rows += len(data["datas"])
                more = page * ROWS_A_PAGE < data["count"]
                page += 1
                del data  # or it would stay until the next page is there
        _check(rows, weeks)

    return work


async def year_async(ask: Callable[[int], AskAsync], weeks: int) -> None:
    """The same with 8 workers, each with an `ask` of its own, sharing the pages that are left."""
    from asyncio import gather  # who has no async task need not import it

    left = [(start, end, 1) for start, end in reversed(_weeks(weeks))]
    rows = 0

    async def worker(own: AskAsync) -> None:
        nonlocal rows
        while left:
            start, end, page = left.pop()
            data = await own(start, end, page)
            rows += len(data["datas"])
            if page == 1:
                pages = -(-data["count"] // ROWS_A_PAGE)
                left.extend((start, end, number) for number in range(2, pages + 1))
            del data

    await gather(*(worker(ask(number)) for number in range(CONNECTIONS)))
    _check(rows, weeks)


def _check(rows: int, weeks: int) -> None:
    if rows != weeks * 2100:
        raise SystemExit(f"{rows} rows came instead of {weeks * 2100}")

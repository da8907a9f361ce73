"""What a memory of the manners does with an errand, wherever its rows lie.

Each function is what happens inside one transaction of the memory; `pacing` decides, and a `Book`
reads and writes the rows that it needs.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from . import pacing
from .errand import Answer, Errand, Refusal
from .pacing import Pace

ALL_CALLS = ""
"""The call under which the calls of an account are counted together."""

_LARGEST_ANSWER = 256 * 1024


class Book(Protocol):
    """The rows of a memory as one transaction sees them."""

    def pace(self, errand: Errand) -> Pace:
        """The pace of a call about its subject, an empty one where nothing is remembered."""
        ...

    def put_pace(self, errand: Errand, pace: Pace) -> None:
        """Remember a pace in the place of the one before."""

    def hours(self, account: str, call: str) -> dict[int, int]:
        """The calls of each hour since 1970."""
        ...

    def count(self, account: str, call: str, hour: int, more: int) -> None:
        """Count so many calls more (or less) in an hour, never below none."""


def depart(
    book: Book, errand: Errand, moment: float, longest_s: float, lives: Callable[[int], bool]
) -> Refusal | None:
    """An errand is under way, or has to wait; `lives` tells whether the holder of one is there."""
    pace = book.pace(errand)
    until = pacing.wait_until(pace, moment, lives(pace.pid))
    if until is not None:
        return Refusal(utc(until), _period_reason(pace, errand, moment))
    full = _full(book, errand, moment)
    if full is not None:
        return full
    _change(book, errand, pace, pacing.departed(pace, errand, moment, longest_s, os.getpid()))
    _count(book, errand, moment, 1)
    return None


def arrive(book: Book, errand: Errand, moment: float) -> None:
    """An errand has ended."""
    pace = book.pace(errand)
    _change(book, errand, pace, pacing.arrived(pace, errand, moment, os.getpid()))


def come_back(book: Book, errand: Errand, moment: float, *, was_sent: bool) -> None:
    """The server has not heard of an errand."""
    pace = book.pace(errand)
    if pace.pid == os.getpid():
        free = pace._replace(next_at=moment, flight_until=0.0, pid=0)
        _change(book, errand, pace, free)
    if not was_sent:
        _count(book, errand, moment, -1)


def complain(book: Book, errand: Errand, moment: float, message: str) -> float:
    """The server was asked too often; gives the moment of the next try."""
    pace = book.pace(errand)
    slower = pacing.refused(pace, errand, moment, pacing.wait_in(message))
    _change(book, errand, pace, slower)
    return slower.next_at


def _change(book: Book, errand: Errand, before: Pace, after: Pace) -> None:
    if after != before:
        book.put_pace(errand, after)


def _count(book: Book, errand: Errand, moment: float, more: int) -> None:
    for call in {ALL_CALLS, errand.call if errand.calls_per_day else ALL_CALLS}:
        book.count(errand.account, call, int(moment // 3600), more)


def _full(book: Book, errand: Errand, moment: float) -> Refusal | None:
    for call, limit, of_what in (
        (errand.call, errand.calls_per_day, "calls of this kind"),
        (ALL_CALLS, errand.budget, "calls of this account"),
    ):
        if limit is None:
            continue
        until = pacing.day_is_full(book.hours(errand.account, call), limit, moment)
        if until is not None:
            return Refusal(utc(until), f"all {limit} {of_what} in 24 hours are used")
    return None


def _period_reason(pace: Pace, errand: Errand, moment: float) -> str:
    seconds = pacing.period_of(pace, errand, moment)
    if not seconds:
        return "the server has asked to wait"
    span = f"{seconds / 60:g} minutes" if seconds >= 60 else f"{seconds:g} seconds"
    slowed = seconds > (errand.period_s or 0.0)
    return f"allowed once in {span}" + (", since the server complained" if slowed else "")


# --- answers -------------------------------------------------------------------------------------


def packed(data: Any) -> bytes | None:
    """An answer as it is kept; None for what is too large or no JSON."""
    if data is None:
        return None
    from orjson import dumps

    try:
        body = dumps(data)
    except TypeError:
        return None
    return zlib.compress(body, 1) if len(body) <= _LARGEST_ANSWER else None


def unpacked(at: float, body: bytes, moment: float) -> Answer:
    """An answer that was kept at a moment, with its age."""
    from orjson import loads

    return loads(zlib.decompress(body)), timedelta(seconds=max(0.0, moment - at))


def utc(moment: float) -> datetime:
    """A moment in seconds since 1970 as a datetime."""
    return datetime.fromtimestamp(moment, UTC)

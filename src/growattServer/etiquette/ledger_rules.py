"""What a memory of the limits does with a call, wherever its rows lie.

Each function is what happens inside one transaction of the memory; `pacing` decides, and a `Book`
reads and writes the rows that it needs.
"""

from __future__ import annotations

import os
import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol

from . import pacing
from .ledger_protocol import Answer, LimitedCall, LimitReached
from .pacing import ClockSeen, Pace

ALL_CALLS = ""
"""The call under which the calls of an account are counted together."""

CLOCK = "clock "
"""What the name of the document begins with that tells what an account has seen of the clock.

There is a space in it where the clock was put back: then the oldest calls may be the newest, and
none is let go.
"""

_LARGEST_ANSWER = 256 * 1024


class LedgerRows(Protocol):
    """The rows of a memory as one transaction sees them."""

    def pace(self, call: LimitedCall) -> Pace:
        """The pace of a call about its subject, an empty one where nothing is remembered."""
        ...

    def put_pace(self, call: LimitedCall, pace: Pace) -> None:
        """Remember a pace in the place of the one before."""

    def hours(self, account: str, endpoint: str) -> dict[int, int]:
        """The calls of each hour since 1970."""
        ...

    def count(self, account: str, endpoint: str, hour: int, more: int) -> None:
        """Count so many calls more (or less) in an hour, never below none."""

    def move_calls(self, account: str, moved: Mapping[int, int]) -> None:
        """Count the calls of these hours as made in others."""

    def forget_calls(self, account: str, before: int) -> None:
        """Forget the calls of an account before an hour."""

    def document(self, name: str) -> str | None:
        """A document that was saved under a name."""

    def put_document(self, name: str, body: str) -> None:
        """Keep a document under a name."""


def begin(
    book: LedgerRows,
    call: LimitedCall,
    moment: float,
    longest_s: float,
    lives: Callable[[int], bool],
) -> LimitReached | None:
    """A call is under way, or has to wait; `lives` tells whether the holder of one is there."""
    look_at_clock(book, call.account, moment)
    pace = book.pace(call)
    until = pacing.wait_until(pace, moment, lives(pace.pid))
    if until is not None:
        return LimitReached(utc(until), _period_reason(pace, call, moment))
    full = _full(book, call, moment)
    if full is not None:
        return full
    _change(book, call, pace, pacing.begun(pace, call, moment, longest_s, os.getpid()))
    _count(book, call, moment, 1)
    return None


def take_back(book: LedgerRows, call: LimitedCall, moment: float, longest_s: float) -> None:
    """A call was interrupted while it set off: undo what was noted of it, if it was."""
    pace = book.pace(call)
    if (pace.pid, pace.flight_until) == (os.getpid(), moment + longest_s):
        cancel(book, call, moment, was_sent=False)


def finish(book: LedgerRows, call: LimitedCall, moment: float) -> None:
    """A call has ended."""
    pace = book.pace(call)
    _change(book, call, pace, pacing.finished(pace, call, moment, os.getpid()))


def cancel(book: LedgerRows, call: LimitedCall, moment: float, *, was_sent: bool) -> None:
    """The server has not heard of a call."""
    pace = book.pace(call)
    if pace.pid == os.getpid():
        _change(book, call, pace, pacing.cancelled(pace, moment))
    if not was_sent:
        _count(book, call, moment, -1)


def rate_limited(book: LedgerRows, call: LimitedCall, moment: float, told_s: float | None) -> float:
    """The server was asked too often; gives the moment of the next try.

    What it told to wait was read before: nobody else waits for the book while a text is read.
    """
    pace = book.pace(call)
    slower = pacing.slowed(pace, call, moment, told_s)
    _change(book, call, pace, slower)
    return slower.next_at


class Missed:
    """What was noted elsewhere while a book could not be opened, to be brought into it later."""

    def __init__(self) -> None:
        self._paces: dict[tuple[str, str, str], tuple[LimitedCall, Pace]] = {}
        self._counts: Counter[tuple[str, str, int]] = Counter()

    def __bool__(self) -> bool:
        return bool(self._paces or self._counts)

    def clear(self) -> None:
        """It is there."""
        self._paces.clear()
        self._counts.clear()

    def put_pace(self, call: LimitedCall, pace: Pace) -> None:
        """A pace that has changed."""
        self._paces[call.account, call.endpoint, call.subject] = call, pace

    def count(self, account: str, endpoint: str, hour: int, more: int) -> None:
        """Calls that were counted, or taken back."""
        self._counts[account, endpoint, hour] += more

    def catch_up(self, book: LedgerRows) -> None:
        """Bring it into the book, beside what others have noted there."""
        for call, pace in self._paces.values():
            there = book.pace(call)
            _change(book, call, there, pacing.merged(there, pace, os.getpid()))
        for key, more in self._counts.items():
            book.count(*key, more)


def _change(book: LedgerRows, call: LimitedCall, before: Pace, after: Pace) -> None:
    if after != before:
        book.put_pace(call, after)


def _count(book: LedgerRows, call: LimitedCall, moment: float, more: int) -> None:
    for endpoint in {ALL_CALLS, call.counted_as if call.calls_per_day else ALL_CALLS}:
        book.count(call.account, endpoint, pacing.hour_of(moment), more)


def look_at_clock(book: LedgerRows, account: str, moment: float) -> None:
    """Remember what the clock shows, and count calls anew where it has been put back or right."""
    name = f"{CLOCK}{account}"
    before = book.document(name)
    known = _read_clock(before)
    hours = partial(book.hours, account, ALL_CALLS)
    if known is None:
        known = ClockSeen.at(max(hours(), default=pacing.hour_of(moment)))
    seen, moved = pacing.look_at_clock(known, moment, hours)
    if moved:
        book.move_calls(account, moved)
    if seen.was_put_back:
        book.forget_calls(account, seen.since - pacing.HOURS_A_DAY)
    after = " ".join(map(str, seen if seen.was_put_back else seen[:1]))
    if after != before:
        book.put_document(name, after)


def _read_clock(text: str | None) -> ClockSeen | None:
    if text is None or re.fullmatch(r"\d{1,9}( \d{1,9} \d{1,9})?", text) is None:
        return None
    numbers = [int(number) for number in text.split()]
    return ClockSeen(*numbers) if len(numbers) > 1 else ClockSeen.at(*numbers)


def _full(book: LedgerRows, call: LimitedCall, moment: float) -> LimitReached | None:
    for endpoint, limit, of_what in (
        (call.counted_as, call.calls_per_day, "calls of this kind"),
        (ALL_CALLS, call.budget, "calls of this account"),
    ):
        if limit is None:
            continue
        hours = book.hours(call.account, endpoint)
        until = pacing.day_is_full(hours, limit, moment)
        if until is not None:
            return LimitReached(utc(until), f"all {limit} {of_what} in 24 hours are used")
    return None


def _period_reason(pace: Pace, call: LimitedCall, moment: float) -> str:
    seconds = pacing.period_of(pace, call, moment)
    if not seconds:
        return "the server has asked to wait"
    span = f"{seconds / 60:g} minutes" if seconds >= 60 else f"{seconds:g} seconds"
    slowed = seconds > (call.period_s or 0.0)
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


def unpacked(at: float, body: bytes, moment: float) -> Answer | None:
    """An answer that was kept at a moment, with its age; None where nobody can tell either."""
    from orjson import loads

    try:
        age = pacing.elapsed(at, moment)
        return None if age is None else (loads(zlib.decompress(body)), timedelta(seconds=age))
    except Exception:
        # what is kept is a convenience: one that is damaged is none, whatever is wrong with it
        return None


def utc(moment: float) -> datetime:
    """A moment in seconds since 1970 as a datetime."""
    return datetime.fromtimestamp(moment, UTC)

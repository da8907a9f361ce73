"""How often something may be asked: pure arithmetic over what is remembered. Moments in seconds.

The pace counts from the end of a call, so that the server, which counts from its arrival, never
sees two that are too close. It is the documented one until the server complains; then it is slower
for a day, never faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Self

from .ledger_protocol import DAY_S, LimitedCall

# The vendor documents five minutes for most calls: the first guess where nothing is documented.
UNKNOWN_PERIOD_S = 300.0
LONGEST_PERIOD_S = 3600.0

# The longest wait that a server is believed.
FURTHEST_S = 6 * 3600.0

# Clocks of several machines differ, and a present that was read waits for its turn. What was asked
# later than so much after the present was written by a clock that has been put back since.
SKEW_S = 10.0

LOOK_AGAIN_S = 1.0

# Where a message of the server names a time, it does so at its beginning.
LONGEST_MESSAGE = 500

# A day ends when its first hour has gone for good, whatever minute of it a call was made in.
HOURS_A_DAY = 25

_WAITS = (
    (re.compile(r"(?<!\d)(\d{1,9})\s{0,3}(?:ms|milliseconds?)\b"), 0.001),
    (re.compile(r"(?<!\d)(\d{1,9})\s{0,3}(?:s|secs?|seconds?)\b"), 1.0),
    (re.compile(r"(?<!\d)(\d{1,9})\s{0,3}(?:min|mins|minutes?)\b"), 60.0),
    (re.compile(r"(?<!\d)(\d{1,9})\s{0,3}(?:h|hours?)\b"), 3600.0),
)


class Pace(NamedTuple):
    """What is remembered of one call about one subject.

    `slower_s` is a period learned from the server, `refused_at` when it complained last. While a
    call is under way `flight_until` says when it must be over, and `pid` whose it is. `asked_at` is
    when the call that all this is about was made last, or ended.
    """

    next_at: float = 0.0
    slower_s: float = 0.0
    refused_at: float = 0.0
    flight_until: float = 0.0
    pid: int = 0
    asked_at: float = 0.0


def elapsed(moment: float, now: float) -> float | None:
    """The seconds since a moment, never negative; None where it lies in the future."""
    return max(0.0, now - moment) if moment <= now + SKEW_S else None


def is_within(seconds: float, moment: float, now: float) -> bool:
    """Whether a moment was so many seconds ago, or less."""
    since = elapsed(moment, now)
    return since is not None and since < seconds


def period_of(pace: Pace, call: LimitedCall, now: float) -> float:
    """The seconds between two calls: the documented ones, or more after complaints of late."""
    documented = call.period_s or 0.0
    is_fresh = is_within(DAY_S, pace.refused_at, now)
    return max(documented, pace.slower_s) if is_fresh else documented


def wait_until(pace: Pace, now: float, holder_lives: bool) -> float | None:
    """The moment from which the call is allowed; None where that is now."""
    if elapsed(pace.asked_at, now) is None:
        return None  # what was asked in the future was not asked
    next_at = min(pace.next_at, now + max(0.0, pace.next_at - pace.asked_at))
    if holder_lives and now < pace.flight_until <= now + FURTHEST_S:
        # it is over when it is over: look again in a moment
        return max(next_at, now + LOOK_AGAIN_S)
    return next_at if now < next_at <= now + FURTHEST_S else None


def begun(pace: Pace, call: LimitedCall, now: float, longest_s: float, pid: int) -> Pace:
    """The call is under way; one without a period leaves no trace."""
    period = period_of(pace, call, now)
    if not period:
        return pace
    flight_until = now + longest_s
    return pace._replace(next_at=now + period, flight_until=flight_until, pid=pid, asked_at=now)


def cancelled(pace: Pace, now: float) -> Pace:
    """The call may be made again at once."""
    return pace._replace(next_at=now, flight_until=0.0, pid=0, asked_at=now)


def finished(pace: Pace, call: LimitedCall, now: float, pid: int) -> Pace:
    """The call of a process was answered, or may have been heard."""
    if not pace.pid:
        return pace
    next_at = now + period_of(pace, call, now)
    if pace.pid != pid:
        # it was suspended on the way, and by now another process has a call under way
        return pace._replace(next_at=max(pace.next_at, next_at))
    return pace._replace(next_at=next_at, flight_until=0.0, pid=0, asked_at=now)


def slowed(pace: Pace, call: LimitedCall, now: float, told_s: float | None) -> Pace:
    """The server says that it was asked too often.

    The first complaint may be due to other programs; the second one in a day is about our pace.
    """
    documented = call.period_s or 0.0
    before = period_of(pace, call, now) or UNKNOWN_PERIOD_S
    if not is_within(DAY_S, pace.refused_at, now):
        wait, slower = max(before, told_s or 0.0), documented
    else:
        slower = max(min(before * 1.5, LONGEST_PERIOD_S), documented)
        wait = max(slower, told_s or 0.0)
    return Pace(next_at=now + wait, slower_s=slower, refused_at=now, asked_at=now)


def merged(there: Pace, own: Pace, pid: int) -> Pace:
    """The pace of a call that others have made too, while nobody knew of the other."""
    if there.pid == pid or not there.asked_at:
        return own
    later = max(there, own, key=lambda pace: pace.asked_at)
    slowed = max(there, own, key=lambda pace: pace.refused_at)
    flight = max(there, own, key=lambda pace: pace.flight_until)
    return later._replace(
        next_at=max(there.next_at, own.next_at),
        slower_s=slowed.slower_s,
        refused_at=slowed.refused_at,
        flight_until=flight.flight_until,
        pid=flight.pid,
    )


def wait_in(message: str) -> float | None:
    """The seconds that a message of the server asks to wait, where it names them."""
    lowered = message[:LONGEST_MESSAGE].lower()
    for pattern, unit in _WAITS:
        found = pattern.search(lowered)
        if found is not None:
            return min(int(found[1]) * unit, FURTHEST_S)
    return None


def day_is_full(hours: Mapping[int, int], limit: int | None, now: float) -> float | None:
    """When a call fits into a limit of 24 hours again; None where one fits now.

    `hours` has the calls of each hour since 1970.
    """
    if limit is None:
        return None
    counted = hours_of_a_day(hours, now)
    over = sum(counted.values()) - limit + 1
    if over <= 0:
        return None
    for hour in sorted(counted):
        over -= counted[hour]
        if over <= 0:
            return (hour + HOURS_A_DAY) * 3600.0
    return (hour_of(now) + HOURS_A_DAY) * 3600.0


def no_later_than(last_hour: int | None, now: float) -> float:
    """The present by which things may be let go of as old.

    It is the last hour with a call before this one, as a clock that is ahead for a moment makes
    everything old.
    """
    return now if last_hour is None else min(now, last_hour * 3600.0)


class ClockSeen(NamedTuple):
    """What an account has seen of the clock, in hours since 1970.

    `last` is the hour that it showed last, `highest` the latest of all. Where it has been put back
    nobody can tell which of them was right: calls from the hour `since` on may be of late.
    """

    last: int
    highest: int
    since: int

    @classmethod
    def at(cls, hour: int) -> Self:
        """A clock that was never put back."""
        return cls(hour, hour, hour)

    @property
    def was_put_back(self) -> bool:
        """Whether it has shown later hours before."""
        return self.since < self.highest


def hour_of(moment: float) -> int:
    """The hours since 1970."""
    return int(moment // 3600)


def look_at_clock(
    known: ClockSeen, now: float, hours: Callable[[], Iterable[int]]
) -> tuple[ClockSeen, dict[int, int]]:
    """What is known of a clock after another look, and in which hours calls count by now.

    A day has one budget, whichever way the clock is turned. When it is set right again, what was
    made since it was put back moves along with it; a clock that comes by itself to where it was
    before was right. `hours` tells in which hours there were calls.
    """
    present = hour_of(now)
    if hour_of(now + SKEW_S) < known.last:
        highest = max(known.highest, known.last)
        moved = _put_back(hours(), known.last, present)
        return ClockSeen(present, highest, min([present, *moved.values()])), moved
    last = max(present, known.last)
    if known.was_put_back and last < known.highest:
        return ClockSeen(last, known.highest, max(known.since, last - HOURS_A_DAY)), {}
    if known.was_put_back and last > known.last + 1:
        by = last - known.last
        moved = {hour: min(hour + by, last) for hour in hours() if hour >= known.since}
        return ClockSeen.at(last), moved
    return ClockSeen.at(last), {}


def _put_back(hours: Iterable[int], last: int, present: int) -> dict[int, int]:
    """The hours that count as others, where the clock went back: as long ago as surely passed.

    While there are calls in each hour, the clock runs; where there are none, it may have been put
    forward. An hour less is counted, as neither the first nor the last of them was a whole one.
    """
    moved, before, passed = {}, last, 0
    for hour in sorted(hours, reverse=True):
        passed += before - hour == 1
        before = hour
        surely = present - max(0, passed - 1)
        if hour > surely:
            moved[hour] = surely
    return moved


def hours_of_a_day(hours: Mapping[int, int], now: float) -> dict[int, int]:
    """The hours whose calls count at this moment; those of the future count as made now."""
    present = hour_of(now)
    counted: dict[int, int] = {}
    for hour, calls in hours.items():
        if hour > present - HOURS_A_DAY:
            counted[min(hour, present)] = counted.get(min(hour, present), 0) + calls
    return counted

"""How often something may be asked: pure arithmetic over what is remembered. Moments in seconds.

The pace counts from the end of a call, so that the server, which counts from its arrival, never
sees two that are too close. It is the documented one until the server complains; then it is slower
for a day, never faster.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from .errand import DAY_S, Errand

# The vendor documents five minutes for most calls: the first guess where nothing is documented.
UNKNOWN_PERIOD_S = 300.0
LONGEST_PERIOD_S = 3600.0

# What lies further ahead than this was written by a clock that has been put back since.
FURTHEST_S = 6 * 3600.0

LOOK_AGAIN_S = 1.0

# A day ends when its first hour has gone for good, whatever minute of it a call was made in.
HOURS_A_DAY = 25

_WAITS = (
    (re.compile(r"(\d+)\s*(?:ms|milliseconds?)\b"), 0.001),
    (re.compile(r"(\d+)\s*(?:s|secs?|seconds?)\b"), 1.0),
    (re.compile(r"(\d+)\s*(?:min|mins|minutes?)\b"), 60.0),
    (re.compile(r"(\d+)\s*(?:h|hours?)\b"), 3600.0),
)


class Pace(NamedTuple):
    """What is remembered of one call about one subject.

    `slower_s` is a period learned from the server, `refused_at` when it complained last. While a
    call is under way `flight_until` says when it must be over, and `pid` whose it is.
    """

    next_at: float = 0.0
    slower_s: float = 0.0
    refused_at: float = 0.0
    flight_until: float = 0.0
    pid: int = 0


def period_of(pace: Pace, errand: Errand, now: float) -> float:
    """The seconds between two calls: the documented ones, or more after complaints of late."""
    documented = errand.period_s or 0.0
    is_fresh = 0 <= now - pace.refused_at < DAY_S
    return max(documented, pace.slower_s) if is_fresh else documented


def wait_until(pace: Pace, now: float, holder_lives: bool) -> float | None:
    """The moment from which the call is allowed; None where that is now."""
    if holder_lives and now < pace.flight_until <= now + FURTHEST_S:
        # it is over when it is over: look again in a moment
        return max(pace.next_at, now + LOOK_AGAIN_S)
    return pace.next_at if now < pace.next_at <= now + FURTHEST_S else None


def departed(pace: Pace, errand: Errand, now: float, longest_s: float, pid: int) -> Pace:
    """The call is under way; one without a period leaves no trace."""
    period = period_of(pace, errand, now)
    if not period:
        return pace
    return pace._replace(next_at=now + period, flight_until=now + longest_s, pid=pid)


def arrived(pace: Pace, errand: Errand, now: float, pid: int) -> Pace:
    """The call of a process was answered, or may have been heard."""
    if not pace.pid:
        return pace
    next_at = now + period_of(pace, errand, now)
    if pace.pid != pid:
        # it was suspended on the way, and by now another process has a call under way
        return pace._replace(next_at=max(pace.next_at, next_at))
    return pace._replace(next_at=next_at, flight_until=0.0, pid=0)


def refused(pace: Pace, errand: Errand, now: float, told_s: float | None) -> Pace:
    """The server says that it was asked too often.

    The first complaint may be due to other programs; the second one in a day is about our pace.
    """
    documented = errand.period_s or 0.0
    before = period_of(pace, errand, now) or UNKNOWN_PERIOD_S
    if not 0 <= now - pace.refused_at < DAY_S:
        return Pace(next_at=now + max(before, told_s or 0.0), slower_s=documented, refused_at=now)
    slower = max(min(before * 1.5, LONGEST_PERIOD_S), documented)
    return Pace(next_at=now + max(slower, told_s or 0.0), slower_s=slower, refused_at=now)


def wait_in(message: str) -> float | None:
    """The seconds that a message of the server asks to wait, where it names them."""
    lowered = message.lower()
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
    present = int(now // 3600)
    counted = {hour: n for hour, n in hours.items() if present - HOURS_A_DAY < hour <= present}
    over = sum(counted.values()) - limit + 1
    if over <= 0:
        return None
    for hour in sorted(counted):
        over -= counted[hour]
        if over <= 0:
            return (hour + HOURS_A_DAY) * 3600.0
    return (present + HOURS_A_DAY) * 3600.0


def calls_of_a_day(hours: Mapping[int, int], now: float) -> int:
    """How many calls count at this moment."""
    present = int(now // 3600)
    return sum(n for hour, n in hours.items() if present - HOURS_A_DAY < hour <= present)

"""When a record was measured: wall clock to moment, through summer time and wrong clocks.

Moments are seconds since 1970 (UTC), days are ordinals, as `date.toordinal` counts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

# A record can come from the future by a jittering clock, but not by more than this.
CLOCK_JITTER_S = 120

# Dataloggers send every 5 minutes: who is always later than three of them has a slow clock.
SLOW_AFTER_S = 900

# An hour of records at 5 minutes: the soonest of them shows what the clock is behind.
LAGS_KEPT = 12

# A client that reads late makes a clock look slow, by less than a record that is stale.
SURELY_SLOW_S = 1800

# Zones reach from UTC-12 to UTC+14: a time that is further ahead is no time.
FUTURE_S = 26 * 3600


def moment_of(wall: datetime, zone: tzinfo, latest: float | None, last: float | None) -> float:
    """The moment of a wall clock.

    In the hour that a day in autumn has twice, it is the second one if that is not later than
    `latest`; where nobody gives `latest`, if the first one is not after `last`.
    """
    first = wall.replace(tzinfo=zone)
    moment = first.timestamp()
    second = wall.replace(tzinfo=zone, fold=1)
    if second.utcoffset() == first.utcoffset():
        return moment
    repeated = second.timestamp()
    if repeated < moment:  # the hour that a day in spring does not have
        return moment
    if latest is not None:
        return repeated if repeated <= latest else moment
    return repeated if last is not None and moment <= last else moment


def clock_error(lags: Sequence[float]) -> float:
    """Seconds by which the clock of the records is ahead, from how long ago new ones were.

    A record from the future proves it at once; a slow clock shows when each of many is old.
    """
    if not lags:
        return 0.0
    least = min(lags)
    if least < -CLOCK_JITTER_S or (len(lags) == LAGS_KEPT and least > SLOW_AFTER_S):
        return -least
    return 0.0


def shifts_days(error: float) -> bool:
    """Is this error so certain that the days of the device are not those of the plant?"""
    return error > CLOCK_JITTER_S or error < -SURELY_SLOW_S


def day_at(moment: float, zone: tzinfo, ahead: float = 0.0) -> int:
    """The day that a clock in this zone shows, if it is `ahead` by some seconds."""
    shown = datetime.fromtimestamp(moment, zone).replace(tzinfo=None)
    return (shown + timedelta(seconds=ahead)).toordinal()

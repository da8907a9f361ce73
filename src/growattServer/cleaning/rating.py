"""Whether a rated power can be right: the device's own counters may refute what somebody typed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import inf
from operator import sub

from .limits import LEVEL_S, TWO_STEPS_KWH, energy_kwh, most, noise
from .state import Climb, State

# So many rises of two counters that agree; a jump that makes up for what was missed is one.
CLIMB_RECORDS = 3


def climb_on(climb: Climb | None, total: float, daily: float, moment: float) -> Climb:
    """The rise of a total over an hour with one more record; a new one where its day differs."""
    if climb is not None and moment - climb.since <= LEVEL_S and total >= climb.last:
        apart = abs((total - climb.total) - (daily - climb.daily))
        if apart <= TWO_STEPS_KWH + noise(total):
            step = total - climb.last
            return Climb(
                climb.since,
                climb.total,
                climb.daily,
                last=total,
                largest=max(climb.largest, step),
                count=climb.count + (step > 0),
            )
    return Climb(moment, total, daily, last=total)


def climbs_through(
    climb: Climb | None,
    totals: Sequence[float],
    dailies: Sequence[float],
    rises: Sequence[float] | None,
    moments: Sequence[float],
    limit: float,
) -> Iterator[tuple[int, Climb]]:
    """The climbs of many records, each with its place; those that can refute nothing are left out.

    The last one is always there. `rises` is by how much the total rises, None where it rests.
    """
    if rises is not None:
        seen = [at for at, rise in enumerate(rises) if rise or not totals[at]]
    else:
        seen = [] if totals[0] else list(range(len(totals)))
    start, is_steady = 0, _climb_steadily(totals, dailies, rises, moments, limit)
    while start < len(seen):
        at = seen[start]
        climb = climb_on(climb, totals[at], dailies[at], moments[at])
        yield at, climb
        start += 1
        if is_steady and climb.since == moments[at]:
            # it goes on for its hour, and then the next one begins
            beyond = bisect_right(seen, climb.since + LEVEL_S, start, key=moments.__getitem__)
            if beyond < len(seen):
                start, climb = beyond, None


def _climb_steadily(
    totals: Sequence[float],
    dailies: Sequence[float],
    rises: Sequence[float] | None,
    moments: Sequence[float],
    limit: float,
) -> bool:
    """Do total and day never part, and is no rise more than the limit allows for its time?"""
    apart = list(map(sub, totals, dailies))
    if max(apart) - min(apart) > TWO_STEPS_KWH + noise(0.0) / 2:
        return False
    if rises is None:
        return True
    shortest = min(map(sub, moments[1:], moments), default=inf)
    return max(rises) <= energy_kwh(limit, shortest)


def refutes(climb: Climb, limit: float, moment: float) -> bool:
    """Has more come, record by record, than this limit in W allows?"""
    highest = most(limit, moment - climb.since)
    risen = climb.last - climb.total - climb.largest
    return climb.count >= CLIMB_RECORDS and highest is not None and risen > highest


def is_refuted(state: State, rated_power_w: float | None) -> bool:
    """Was this very rated power refuted before?"""
    return state.refuted_w is not None and state.refuted_w == rated_power_w

"""Whether a rated power can be right: the device's own counters may refute what somebody typed."""

from __future__ import annotations

from .limits import LEVEL_S, TWO_STEPS_KWH, most, noise
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


def refutes(climb: Climb, limit: float, moment: float) -> bool:
    """Has more come, record by record, than this limit in W allows?"""
    highest = most(limit, moment - climb.since)
    risen = climb.last - climb.total - climb.largest
    return climb.count >= CLIMB_RECORDS and highest is not None and risen > highest


def is_refuted(state: State, rated_power_w: float | None) -> bool:
    """Was this very rated power refuted before?"""
    return state.refuted_w is not None and state.refuted_w == rated_power_w

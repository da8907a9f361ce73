"""What can be: how much energy may come in a time, and the steps in which counters count.

Energy in kWh, power in W, moments and times in seconds.
"""

from __future__ import annotations

import math

from .state import DailyState, Level, LifetimeState
from .values import Reason

# Two single-precision forms of one value differ by less than this share of it.
FLOAT32_SHARE = 2.5e-7

# Counters come in steps of 0.1 kWh: one step down is rounding.
STEP_KWH = 0.1
FALL_KWH = 0.15

# The rise of one rounded counter beside the rise of another: each end is off by half a step.
TWO_STEPS_KWH = 0.2

# The same where one of them began at zero: one end less.
FROM_ZERO_KWH = 0.151

# A counter as small as this repeats the value of yesterday by chance; 6 kW for five minutes.
SMALL_KWH = 0.5

# A new level of a total is believed after six records in an hour that grow: replayed buffers and
# nightly nonsense are shorter or stand still.
LEVEL_RECORDS = 6
LEVEL_S = 3600

NEAR_ZERO_KWH = 1.0

# Devices give more than their rating for minutes, and panels and batteries add to it.
OVER_RATING = 2.0

# A house connection of three times 63 A has 43 kW; a meter may also serve more than one inverter.
HOUSE_W = 100_000.0
HOUSE_RATINGS = 10.0

# The factors of wrong units and scales are 10 and 1000. A counter that has only begun may multiply
# on its own, but not within a quarter of an hour.
ABSURD_RATIO = 8.0
ABSURD_FROM_KWH = 5.0
ABSURD_S = 900

# Records stand for five minutes, however soon after each other they come.
RECORD_S = 300.0

TRUSTED = frozenset({Reason.OK, Reason.RESET, Reason.ROUNDING})

Verdict = tuple[float | None, Reason]


def limit_w(rated_power_w: float | None, house: bool) -> float | None:
    """More power than this is absurd; None where the rated power is not known."""
    if rated_power_w is None or not 0 < rated_power_w < math.inf:
        return None
    if house:
        return max(HOUSE_W, HOUSE_RATINGS * rated_power_w)
    return OVER_RATING * rated_power_w


def energy_kwh(power_w: float, elapsed_s: float) -> float:
    """The energy of a power that lasts."""
    return power_w * elapsed_s / 3_600_000


def most(limit: float | None, elapsed_s: float) -> float | None:
    """The most energy that can have come in this time."""
    if limit is None:
        return None
    return energy_kwh(limit, max(elapsed_s, RECORD_S)) + TWO_STEPS_KWH


def usual(elapsed_s: float) -> float:
    """What a home may use or make in this time."""
    return SMALL_KWH * max(1.0, elapsed_s / RECORD_S)


def noise(raw: float) -> float:
    """How much two forms of the same number differ."""
    return max(1e-6, abs(raw) * FLOAT32_SHARE)


def is_over_limit(
    raw: float, moment: float, state: LifetimeState | DailyState, limit: float | None
) -> bool:
    """Has a counter risen by more than the rated power allows since it last moved?"""
    highest = most(limit, moment - state.moved)
    return highest is not None and raw - state.raw > highest


def has_multiplied(raw: float, moment: float, state: LifetimeState | DailyState) -> bool:
    """Has a counter become many times what it was from one record to the next?

    What has rested for hours may rise by much, but not tenfold at once.
    """
    if moment - state.seen > ABSURD_S or state.raw < ABSURD_FROM_KWH:
        return False
    return raw >= ABSURD_RATIO * state.raw


def follow(
    state: LifetimeState | DailyState, raw: float, moment: float, limit: float | None
) -> Level:
    """A run of unexpected values with one more, or a new run where this one does not fit.

    It stays on one side of what is believed: a spike does not prove the lower values before it.
    """
    level = state.level
    if level is not None and (level.first < state.raw) is (raw < state.raw):
        highest = most(limit, moment - level.since)
        fits = level.last - noise(raw) <= raw
        if fits and (highest is None or raw - level.first <= highest):
            return Level(level.first, raw, level.count + 1, level.since)
    return Level(raw, raw, 1, moment)


def has_lasted(level: Level, moment: float) -> bool:
    """Has a new level gone on for so long, and grown, that it must be the truth?"""
    lasts = level.count >= LEVEL_RECORDS and moment - level.since >= LEVEL_S
    return lasts and level.last - level.first >= TWO_STEPS_KWH - 1e-6

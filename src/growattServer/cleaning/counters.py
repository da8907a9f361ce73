"""Counters: lifetime totals that never fall, and days that begin at midnight.

Each function takes a raw value with what is remembered, gives the value to show with its reason,
and moves the memory on. Energy in kWh, moments in seconds.
"""

from __future__ import annotations

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

# The total of yesterday was seen until seven in the morning.
MORNING_S = 8 * 3600

# A new level of a total is believed after six records in an hour that grow: replayed buffers and
# nightly nonsense are shorter or stand still.
LEVEL_RECORDS = 6
LEVEL_S = 3600

# A day is too short for that: three records in ten minutes, and only from near zero.
RESTART_RECORDS = 3
RESTART_S = 600
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

# Until then the last update of a day comes.
LAST_UPDATE_S = 900

# A record of midnight itself: its totals are those that yesterday closed with.
AT_MIDNIGHT_S = 60

# A total of yesterday that comes again is its last one, or one of its last.
YESTERDAYS_SHARE = 0.02
YESTERDAYS_KWH = 0.3

TRUSTED = frozenset({Reason.OK, Reason.RESET, Reason.ROUNDING})

Verdict = tuple[float | None, Reason]


def limit_w(rated_power_w: float | None, house: bool) -> float | None:
    """More power than this is absurd; None where the rated power is not known."""
    if rated_power_w is None:
        return None
    if house:
        return max(HOUSE_W, HOUSE_RATINGS * rated_power_w)
    return OVER_RATING * rated_power_w


def most(limit: float | None, elapsed_s: float) -> float | None:
    """The most energy in kWh that can have come in this time."""
    if limit is None:
        return None
    return limit * max(elapsed_s, RECORD_S) / 3_600_000 + TWO_STEPS_KWH


def noise(raw: float) -> float:
    """How much two forms of the same number differ."""
    return max(1e-6, abs(raw) * FLOAT32_SHARE)


def jumped(
    raw: float, last: float, moment: float, state: LifetimeState | DailyState, limit: float | None
) -> bool:
    """Has a counter risen by more than it can since it last moved?"""
    highest = most(limit, moment - state.moved)
    if highest is not None and raw - last > highest:
        return True
    # what has rested for hours may rise by much, but not tenfold from one record to the next
    if moment - state.seen > ABSURD_S or last < ABSURD_FROM_KWH:
        return False
    return raw >= ABSURD_RATIO * last


def follow(level: Level | None, raw: float, moment: float, limit: float | None) -> Level:
    """A run of unexpected values with one more, or a new run where this one does not fit."""
    if level is not None:
        highest = most(limit, moment - level.since)
        fits = level.last - noise(raw) <= raw
        if fits and (highest is None or raw - level.first <= highest):
            return Level(level.first, raw, level.count + 1, level.since)
    return Level(raw, raw, 1, moment)


# --- lifetime ------------------------------------------------------------------------------------


def clean_lifetime(
    raw: float,
    state: LifetimeState | None,
    moment: float,
    limit: float | None,
    zero_is_possible: bool,
) -> tuple[LifetimeState | None, Verdict]:
    """The total to show; `limit` in W, None for no limit or what is no energy."""
    if raw < 0:
        return state, (state.value if state else None, Reason.NEGATIVE)
    if state is None:
        if raw == 0 and not zero_is_possible:
            return None, (None, Reason.ZERO)
        return LifetimeState(raw, raw, moment, moment), (raw, Reason.OK)
    if raw == 0 and state.value > 0:
        return state, (state.value, Reason.ZERO)
    risen = raw - state.raw
    if -noise(raw) <= risen and (
        state.value == 0 or not jumped(raw, state.raw, moment, state, limit)
    ):
        if raw > state.raw:
            # the greater of two forms of one number, so that noise does not add up
            state.raw, state.moved = raw, moment
        shown = raw + state.offset if state.offset else raw
        state.value, state.seen, state.level = max(state.value, shown), moment, None
        return state, (shown, Reason.RESET if state.offset else Reason.OK)
    if -FALL_KWH <= risen < 0:
        state.level, state.seen = None, moment
        return state, (state.value, Reason.ROUNDING)
    return _unexpected_total(raw, state, moment, limit)


def _unexpected_total(
    raw: float, state: LifetimeState, moment: float, limit: float | None
) -> tuple[LifetimeState, Verdict]:
    level = state.level = follow(state.level, raw, moment, limit)
    grown = level.last - level.first
    lasts = level.count >= LEVEL_RECORDS and moment - level.since >= LEVEL_S
    fell = raw < state.raw
    if not lasts or grown < TWO_STEPS_KWH - 1e-6:
        return state, (state.value, Reason.FELL if fell else Reason.SPIKE)
    if fell:
        # what a restarted counter showed first was counted since; a used one brings its own past
        possible = most(limit, level.since - state.seen) or 0.0
        since_restart = level.first if level.first <= max(possible, NEAR_ZERO_KWH) else 0.0
        state.value += since_restart + grown
        state.offset = state.value - raw
    else:
        # a higher level that lasts was the truth: what was missed had been missed
        state.value = raw + state.offset
    state.raw, state.seen, state.moved, state.level = raw, moment, moment, None
    return state, (state.value, Reason.RESET if state.offset else Reason.OK)


# --- daily ---------------------------------------------------------------------------------------


class Today:
    """What can be known about a daily counter at one record."""

    __slots__ = ("day", "limit", "moment", "partner", "since_midnight")

    def __init__(
        self,
        day: int,
        since_midnight: float,
        moment: float,
        limit: float | None = None,
        partner: float | None = None,
    ) -> None:
        self.day = day
        self.since_midnight = since_midnight
        self.moment = moment
        self.limit = limit
        self.partner = partner

    def rise_since(self, before: float | None) -> float | None:
        """By how much the partner has risen, which was at `before`; None where it is unknown."""
        if self.partner is None or before is None or self.partner <= 0:
            return None
        return self.partner - before

    def is_too_much(
        self, energy: float, elapsed_s: float, before: float | None, spare: float
    ) -> bool:
        """Is this energy, which looks like yesterday's, more than can have come?

        Going by the partner, which was at `before` at the beginning, else by the limit, else by
        what a home may use.
        """
        rise = self.rise_since(before)
        if rise is not None:
            return energy > rise + spare
        highest = most(self.limit, elapsed_s)
        if highest is not None and energy > highest:
            return True
        return energy > SMALL_KWH * max(1.0, elapsed_s / RECORD_S)


def clean_daily(
    raw: float, state: DailyState | None, now: Today
) -> tuple[DailyState | None, Verdict]:
    """The energy of the day to show; a state of an earlier day begins a new one."""
    is_new = state is None or now.day != state.day
    if raw < 0:
        held = None if state is None else 0.0 if is_new else state.value
        return state, (held, Reason.NEGATIVE)
    if state is None or is_new:
        return _new_day(raw, state, now)
    verdict = _same_day(raw, state, now)
    if state.seen == now.moment:
        state.see(now.moment, now.partner)
    return state, verdict


def _new_day(raw: float, old: DailyState | None, now: Today) -> tuple[DailyState, Verdict]:
    before = old.raw if old else None
    closing = old.partner if old else None
    highest = most(now.limit, now.since_midnight)
    absurd = highest is not None and raw > highest
    repeated = before is not None and _is_yesterdays(raw, before)
    stale = absurd or (
        repeated and now.is_too_much(raw, now.since_midnight, closing, FROM_ZERO_KWH)
    )
    state = DailyState(
        now.day,
        raw=raw,
        value=0.0,
        seen=now.moment,
        moved=now.moment,
        offset=-raw if stale else 0.0,
        stale=stale,
        before=before,
        closing=closing,
        partner=now.partner,
    )
    if stale:
        if now.since_midnight <= AT_MIDNIGHT_S and now.partner is not None:
            state.closing = now.partner
        return state, (0.0, Reason.YESTERDAY)
    state.value = raw
    return state, (raw, Reason.OK)


def _is_yesterdays(raw: float, before: float) -> bool:
    return raw > STEP_KWH and abs(raw - before) <= max(YESTERDAYS_KWH, YESTERDAYS_SHARE * before)


def _comes_again(raw: float, state: DailyState) -> bool:
    return state.before is not None and _is_yesterdays(raw, state.before)


def _same_day(raw: float, state: DailyState, now: Today) -> Verdict:
    risen, elapsed = raw - state.raw, now.moment - state.moved
    is_morning = now.since_midnight < MORNING_S
    if risen < -noise(raw):
        if state.stale:
            return _begins_late(raw, state, now)
        if is_morning and state.raw <= SMALL_KWH and _comes_again(state.raw, state):
            # it was the total of yesterday, taken for the same by chance
            state.raw = state.value = raw
            state.moved = now.moment
            return _grows(raw, state, now)
        if risen >= -FALL_KWH:
            state.level, state.seen = None, now.moment
            return state.value, Reason.ROUNDING
        return _fell(raw, state, now)
    bounces = is_morning and not state.stale and _comes_again(raw, state)
    if bounces and now.is_too_much(risen, elapsed, state.partner, TWO_STEPS_KWH):
        return state.value, Reason.YESTERDAY
    if jumped(raw, state.raw, now.moment, state, now.limit):
        return _leapt(raw, state, now)
    return _grows(raw, state, now)


def _grows(raw: float, state: DailyState, now: Today) -> Verdict:
    rises = raw > state.raw
    if rises:
        state.raw, state.moved = raw, now.moment
    state.seen, state.level = now.moment, None
    if not state.offset:
        if raw < state.value - noise(raw):
            # what its total has counted since midnight was rounded up
            return state.value, Reason.ROUNDING
        state.value = max(state.value, raw)
        return raw, Reason.OK
    counted = raw + state.offset
    if state.stale and (rises or raw <= SMALL_KWH) and _is_of_today(raw, counted, state, now):
        # it has begun anew and has reached the total of yesterday already
        state.stale, state.offset, state.value = False, 0.0, raw
        return raw, Reason.OK
    if state.stale and counted <= STEP_KWH + noise(raw):
        # it rests, or took a last step of yesterday's: what the total has counted since is today's
        later = now.since_midnight >= LAST_UPDATE_S
        counted = round(now.rise_since(state.closing) or 0.0, 6) if later else 0.0
    state.value = max(state.value, counted)
    return state.value, Reason.YESTERDAY if state.stale else Reason.RESTARTED


def _is_of_today(raw: float, counted: float, state: DailyState, now: Today) -> bool:
    """Does the partner say that the raw value is all of today, and not what we have counted?"""
    truth = now.rise_since(state.closing)
    if truth is None or abs(raw - truth) > FROM_ZERO_KWH:
        return False
    # half a step of rounding: in doubt what the device says
    return abs(raw - truth) < abs(counted - truth) + STEP_KWH / 2 + 1e-6


def _begins_late(raw: float, state: DailyState, now: Today) -> Verdict:
    older = raw > SMALL_KWH and _comes_again(raw, state)
    if _is_of_today(raw, raw + state.value, state, now) or (state.value == 0 and not older):
        state.stale, state.offset, state.value = False, 0.0, raw
    elif older:
        # an older one of yesterday's
        state.offset = state.value - raw
    else:
        # its own midnight is later than ours
        state.stale, state.offset = False, state.value
    state.raw, state.moved = raw, now.moment
    return _grows(raw, state, now)


def _fell(raw: float, state: DailyState, now: Today) -> Verdict:
    level = state.level = follow(state.level, raw, now.moment, now.limit)
    lasts = level.count >= RESTART_RECORDS and now.moment - level.since >= RESTART_S
    possible = most(now.limit, level.since - state.seen) or 0.0
    from_zero = level.first <= max(possible, NEAR_ZERO_KWH)
    if not (lasts and from_zero and level.last - level.first >= STEP_KWH - 1e-6):
        return state.value, Reason.FELL
    state.offset = state.value
    state.raw, state.seen, state.moved, state.level = raw, now.moment, now.moment, None
    state.value = raw + state.offset
    return state.value, Reason.RESTARTED


def _leapt(raw: float, state: DailyState, now: Today) -> Verdict:
    level = state.level = follow(state.level, raw, now.moment, now.limit)
    lasts = level.count >= LEVEL_RECORDS and now.moment - level.since >= LEVEL_S
    if not lasts or level.last - level.first < TWO_STEPS_KWH - 1e-6:
        return state.value, Reason.SPIKE
    state.raw, state.moved = raw, now.moment
    return _grows(raw, state, now)

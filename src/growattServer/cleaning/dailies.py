"""Daily counters, which begin at midnight and are judged by the total of the same energy."""

from __future__ import annotations

from .limits import (
    FALL_KWH,
    FROM_ZERO_KWH,
    NEAR_ZERO_KWH,
    SMALL_KWH,
    STEP_KWH,
    TWO_STEPS_KWH,
    Verdict,
    energy_kwh,
    follow,
    has_lasted,
    has_multiplied,
    is_over_limit,
    most,
    noise,
    usual,
)
from .state import DailyState, Level
from .values import Reason
from .witnesses import Flows, Witnesses, unknown

# A day is too short for what proves a new total: three records in ten minutes, from near zero.
RESTART_RECORDS = 3
RESTART_S = 600

# The total of yesterday was seen until seven in the morning.
MORNING_S = 8 * 3600

# Until then the last update of a day comes.
LAST_UPDATE_S = 900

# A record of midnight itself: its totals are those that yesterday closed with.
AT_MIDNIGHT_S = 60

# A total of yesterday that comes again is its last one, or one of its last.
YESTERDAYS_SHARE = 0.02
YESTERDAYS_KWH = 0.3

# What is shown of a day may be made of several rounded values.
REFUTED_KWH = SMALL_KWH


class Today:
    """What can be known about a daily counter at one record.

    `partner` is its total where that is believed, `flows` gives what flowed of late in W. At its
    first record of a day, `closing` is what its total showed at the end of an earlier day.
    `is_energy` says that both count kWh, so that they can be compared.
    """

    __slots__ = (
        "closing",
        "day",
        "flows",
        "is_energy",
        "limit",
        "moment",
        "partner",
        "since_midnight",
    )

    def __init__(
        self,
        day: int,
        since_midnight: float,
        moment: float,
        limit: float | None = None,
        partner: float | None = None,
        flows: Flows = unknown,
        is_energy: bool = True,
        closing: float | None = None,
    ) -> None:
        self.closing = closing
        self.day = day
        self.since_midnight = since_midnight
        self.moment = moment
        self.limit = limit
        self.partner = partner
        self.flows = flows
        self.is_energy = is_energy

    def rise_since(self, before: float | None) -> float | None:
        """By how much the partner has risen, which was at `before`; None where it is unknown."""
        if self.partner is None or before is None or self.partner <= 0:
            return None
        return self.partner - before

    def bound(self, state: DailyState) -> float | None:
        """The most that today can have come to: what the total counted since yesterday's end."""
        return self.rise_since(state.closing) if self.is_energy else None

    def spare(self) -> float:
        """How much the rises of two counters may differ that count the same."""
        return TWO_STEPS_KWH + noise(self.partner or 0.0)

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
        return energy > usual(elapsed_s)


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
    if _is_above_its_total(state, now):
        # whatever made it so much: the total tells already that it is not
        verdict = _refuted_by_its_total(raw, state, now) or _bounded(state, now)
    if state.seen == now.moment:
        state.see(now.moment, now.partner)
    return state, verdict


# --- the first record of a day -------------------------------------------------------------------


def _new_day(raw: float, old: DailyState | None, now: Today) -> tuple[DailyState, Verdict]:
    stale = _is_of_another_day(raw, old, now)
    state = DailyState(
        now.day,
        raw=raw,
        value=0.0,
        seen=now.moment,
        moved=now.moment,
        offset=-raw if stale else 0.0,
        stale=stale,
        before=old.raw if old else None,
        closing=now.closing,
        opening=now.closing,
        partner=now.partner,
    )
    state.unproven = not (now.since_midnight <= AT_MIDNIGHT_S or _was_seen_at_midnight(old, now))
    if state.unproven:
        state.opening = now.partner
    if stale:
        state.opening = _opening(raw, old, now)
        if now.since_midnight <= AT_MIDNIGHT_S and now.partner is not None:
            state.closing = now.partner
        return state, (0.0, Reason.YESTERDAY)
    state.value = raw
    return state, (raw, Reason.OK)


def _opening(raw: float, old: DailyState | None, now: Today) -> float | None:
    """Where the total was at midnight, beside a counter that still shows yesterday's; or later."""
    at_midnight = now.since_midnight <= AT_MIDNIGHT_S
    if old is None or now.closing is None or now.partner is None or at_midnight:
        return now.partner
    if _was_seen_at_midnight(old, now):
        return now.closing
    if old.day == now.day - 1 and raw >= old.raw:
        # what yesterday counted unseen, both have counted
        counted = (old.partner or 0.0) + raw - old.raw
        return min(now.partner, max(now.closing, counted))
    return now.partner


def _was_seen_at_midnight(old: DailyState | None, now: Today) -> bool:
    return old is not None and now.moment - old.seen <= now.since_midnight + LAST_UPDATE_S


def _is_of_another_day(raw: float, old: DailyState | None, now: Today) -> bool:
    """Is what the first record of a day says more than can have come since midnight?"""
    rise = now.rise_since(0.0 if old is None and now.closing is None else now.closing)
    spare = FROM_ZERO_KWH + now.spare()
    if now.is_energy and rise is not None and raw > rise + spare:
        return True
    if old is not None and _is_yesterdays(raw, old.raw):
        return now.is_too_much(raw, now.since_midnight, old.partner, FROM_ZERO_KWH)
    if rise is not None and _was_seen_at_midnight(old, now):
        # the total was seen at midnight: it knows better than a rated power
        return False
    highest = most(now.limit, now.since_midnight)
    if highest is not None:
        return raw > highest
    if not now.is_energy or now.since_midnight >= MORNING_S:
        return False
    flowed = energy_kwh(now.flows() or 0.0, now.since_midnight)
    return raw > max(usual(now.since_midnight), flowed)


def _is_yesterdays(raw: float, before: float) -> bool:
    return raw > STEP_KWH and abs(raw - before) <= max(YESTERDAYS_KWH, YESTERDAYS_SHARE * before)


def _comes_again(raw: float, state: DailyState) -> bool:
    return state.before is not None and _is_yesterdays(raw, state.before)


# --- the records after it ------------------------------------------------------------------------


def _same_day(raw: float, state: DailyState, now: Today) -> Verdict:
    if (verdict := _refuted_by_its_total(raw, state, now)) is not None:
        return verdict
    if raw - state.raw < -noise(raw):
        return _is_lower(raw, state, now)
    counted = now.rise_since(state.partner) if now.is_energy else None
    leaps = counted is not None and raw - state.raw > counted + SMALL_KWH + now.spare()
    if leaps and state.stale and state.unproven:
        # it begins anew above what yesterday came to
        return _begins_anew(raw, state, now)
    if (reason := _held_for(raw, state, now, counted)) is Reason.YESTERDAY:
        return state.value, reason
    if leaps and not state.stale:
        reason = Reason.SPIKE
    return _leapt(raw, state, now) if reason else _grows(raw, state, now)


def _refuted_by_its_total(raw: float, state: DailyState, now: Today) -> Verdict | None:
    """Set right what was believed of today, where the total says that there was not so much."""
    if state.stale:
        return None
    bound, is_too_much = now.bound(state), _is_above_its_total(state, now)
    if not is_too_much and not _stands_since_a_silence(raw, state, now):
        return None
    if bound is not None and is_too_much and raw <= bound + FROM_ZERO_KWH + now.spare():
        return _begins_anew(raw, state, now)
    state.raw, state.moved, state.value = raw, now.moment, 0.0
    state.stale, state.offset = True, -raw
    return _grows(raw, state, now)


def _is_above_its_total(state: DailyState, now: Today) -> bool:
    bound = now.bound(state)
    return bound is not None and state.value > bound + REFUTED_KWH


def _bounded(state: DailyState, now: Today) -> Verdict:
    """What a counter that still shows yesterday's can have counted of today, by its total."""
    state.value = round(max(0.0, now.bound(state) or 0.0), 6)
    return state.value, Reason.YESTERDAY


def _begins_anew(raw: float, state: DailyState, now: Today) -> Verdict:
    """Believe what a counter says, and nothing that it said before today."""
    state.stale = state.unproven = False
    state.raw, state.moved, state.value, state.offset = raw, now.moment, raw, 0.0
    return _grows(raw, state, now)


def _stands_since_a_silence(raw: float, state: DailyState, now: Today) -> bool:
    """Does it stand where it was when a silence ended after midnight, while its total counts on?"""
    rests = state.unproven and raw == state.raw and raw
    if not now.is_energy or not rests or now.since_midnight >= MORNING_S:
        return False
    counted = now.rise_since(state.opening)
    return counted is not None and counted > now.spare()


def _is_lower(raw: float, state: DailyState, now: Today) -> Verdict:
    if state.stale:
        return _begins_late(raw, state, now)
    is_morning = now.since_midnight < MORNING_S
    by_chance = state.raw <= SMALL_KWH and _comes_again(state.raw, state)
    if is_morning and (by_chance or state.unproven):
        # it was the total of yesterday, taken for today's by chance or after a silence
        return _begins_anew(raw, state, now)
    if raw - state.raw >= -FALL_KWH:
        state.level, state.seen = None, now.moment
        return state.value, Reason.ROUNDING
    return _fell(raw, state, now)


def _held_for(raw: float, state: DailyState, now: Today, counted: float | None) -> Reason | None:
    """Why a higher value cannot be believed at once, None where it can."""
    risen, elapsed = raw - state.raw, now.moment - state.moved
    is_morning = now.since_midnight < MORNING_S
    bounces = is_morning and not state.stale and _comes_again(raw, state)
    if bounces and now.is_too_much(risen, elapsed, state.partner, TWO_STEPS_KWH):
        return Reason.YESTERDAY
    if has_multiplied(raw, now.moment, state):
        return Reason.SPIKE
    witnesses = Witnesses(counted, now.flows)
    if is_over_limit(raw, now.moment, state, now.limit):
        return None if witnesses.bear_out(risen, elapsed, raw) else Reason.SPIKE
    is_alone = counted is None and now.is_energy
    return Reason.SPIKE if is_alone and witnesses.refute(risen, elapsed, raw) else None


def _grows(raw: float, state: DailyState, now: Today) -> Verdict:
    rises = raw > state.raw
    if rises:
        state.raw, state.moved = raw, now.moment
    state.seen, state.level = now.moment, None
    if rises:
        # it counts: whatever it began with is today's
        state.unproven = False
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
        counted = round(now.rise_since(state.opening) or 0.0, 6) if later else 0.0
    state.value = max(state.value, counted)
    return state.value, Reason.YESTERDAY if state.stale else Reason.RESTARTED


def _is_of_today(raw: float, counted: float, state: DailyState, now: Today) -> bool:
    """Does the partner say that the raw value is all of today, and not what we have counted?"""
    truth = now.rise_since(state.opening)
    if truth is None or abs(raw - truth) > FROM_ZERO_KWH:
        return False
    # half a step of rounding: in doubt what the device says
    return abs(raw - truth) < abs(counted - truth) + STEP_KWH / 2 + 1e-6


def _begins_late(raw: float, state: DailyState, now: Today) -> Verdict:
    older = raw > SMALL_KWH and _comes_again(raw, state)
    # after a silence the total does not tell what came between midnight and the first record
    unseen = state.unproven and state.value <= raw
    is_all = (unseen or state.value == 0) and not older
    if is_all or _is_of_today(raw, raw + state.value, state, now):
        return _begins_anew(raw, state, now)
    if older:
        # an older one of yesterday's
        state.offset = state.value - raw
    else:
        # its own midnight is later than ours
        state.stale, state.unproven, state.offset = False, False, state.value
    state.raw, state.moved = raw, now.moment
    return _grows(raw, state, now)


def _fell(raw: float, state: DailyState, now: Today) -> Verdict:
    level = state.level = follow(state, raw, now.moment, now.limit)
    lasts = level.count >= RESTART_RECORDS and now.moment - level.since >= RESTART_S
    possible = most(now.limit, level.since - state.seen) or 0.0
    from_zero = level.first <= max(possible, NEAR_ZERO_KWH)
    if not (lasts and from_zero and level.last - level.first >= STEP_KWH - 1e-6):
        return state.value, Reason.FELL
    if _is_more_than_counted(raw, level, state, now):
        # what was there before is not today's
        state.value = 0.0
    state.offset = state.value
    state.raw, state.seen, state.moved, state.level = raw, now.moment, now.moment, None
    state.value = raw + state.offset
    return state.value, Reason.RESTARTED if state.offset else Reason.OK


def _is_more_than_counted(raw: float, level: Level, state: DailyState, now: Today) -> bool:
    """Has the total not counted as much as a fallen counter and what was there before it?"""
    if now.partner is not None:
        bound = now.bound(state)
        return bound is not None and state.value + raw > bound + REFUTED_KWH
    if not now.is_energy or state.partner is None or state.closing is None:
        return False
    # it is not believed at this moment: what it had counted before the fall still tells
    before = state.partner - state.closing
    return state.value + level.first > before + usual(level.since - state.seen)


def _leapt(raw: float, state: DailyState, now: Today) -> Verdict:
    level = state.level = follow(state, raw, now.moment, now.limit)
    if not has_lasted(level, now.moment):
        return state.value, Reason.SPIKE
    state.raw, state.moved = raw, now.moment
    return _grows(raw, state, now)

"""Lifetime totals, which never fall."""

from __future__ import annotations

from .limits import (
    FALL_KWH,
    NEAR_ZERO_KWH,
    Verdict,
    follow,
    has_lasted,
    has_multiplied,
    is_over_limit,
    most,
    noise,
)
from .state import LifetimeState
from .values import Reason
from .witnesses import Witnesses


def clean_lifetime(
    raw: float,
    state: LifetimeState | None,
    moment: float,
    limit: float | None,
    zero_is_possible: bool,
    witnesses: Witnesses,
) -> tuple[LifetimeState | None, Verdict]:
    """The total to show, with the memory moved on; `limit` in W, None for what has none."""
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
        state.value == 0 or _can_have_risen(raw, state, moment, limit, witnesses)
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


def _can_have_risen(
    raw: float, state: LifetimeState, moment: float, limit: float | None, witnesses: Witnesses
) -> bool:
    risen, elapsed = raw - state.raw, moment - state.moved
    if has_multiplied(raw, moment, state) or witnesses.refute(risen, elapsed, raw):
        return False
    return not is_over_limit(raw, moment, state, limit) or witnesses.bear_out(risen, elapsed, raw)


def _unexpected_total(
    raw: float, state: LifetimeState, moment: float, limit: float | None
) -> tuple[LifetimeState, Verdict]:
    level = state.level = follow(state, raw, moment, limit)
    fell = raw < state.raw
    if not has_lasted(level, moment):
        return state, (state.value, Reason.FELL if fell else Reason.SPIKE)
    if fell:
        # what a restarted counter showed first was counted since; a used one brings its own past
        possible = most(limit, level.since - state.seen) or 0.0
        since_restart = level.first if level.first <= max(possible, NEAR_ZERO_KWH) else 0.0
        state.value += since_restart + level.last - level.first
        state.offset = state.value - raw
    else:
        # a higher level that lasts was the truth: what was missed had been missed
        state.value = raw + state.offset
    state.raw, state.seen, state.moved, state.level = raw, moment, moment, None
    return state, (state.value, Reason.RESET if state.offset else Reason.OK)

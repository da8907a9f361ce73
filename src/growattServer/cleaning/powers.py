"""Powers: wrong units, spikes, and readings that stand still. Power in W, moments in seconds."""

from __future__ import annotations

from collections.abc import Sequence

from growattServer.fields import Record

from .limits import ABSURD_S, STEP_KWH, TWO_STEPS_KWH, energy_kwh
from .plan import W_IN_KW, Power
from .state import Level, PowerState
from .values import Reason
from .witnesses import MOVED_SHARE, Witnesses, counter_bears_out, counter_refutes

# Measured powers differ in their last digit from record to record: an hour of sameness is no sun.
FROZEN_S = 3600

# One or two powers can be held constant by a setting; three different ones cannot.
FROZEN_POWERS = 3

# The errors that are seen: one decimal place, and W for kW.
FACTORS = (10.0, float(W_IN_KW), 0.001)

# Direct voltage times current agrees with the power to a few percent; a fifth is generous.
WITNESS_SHARE = 0.2
# Between these shares of the product no wrong unit is seen.
SURELY_NOT_BELOW = max(each for each in FACTORS if each < 1) * (1 + WITNESS_SHARE + 1e-6)
SURELY_NOT_ABOVE = min(each for each in FACTORS if each > 1) * (1 - WITNESS_SHARE - 1e-6)
# Below this the rounding of 0.1 A spoils the product.
WITNESS_W = 100.0

# Two powers of neighbouring records that are of the same unit.
NEIGHBOUR_RATIO = 5.0
NEIGHBOUR_S = 900.0

# Three records in a row with the same excess are a unit; a spike is alone.
UNIT_RECORDS = 3

# After a wrong unit was proven, doubt lasts for a day: until noon the power may be too small.
DOUBT_S = 86_400.0

# It ends when an hour of records in a row has gone on from neighbours whose unit is known.
RIGHT_RECORDS = 12

Shown = tuple[float | None, Reason]


def clean_power(
    power: Power,
    raw: float,
    record: Record,
    state: PowerState | None,
    moment: float,
    limit: float | None,
    counter: float | None,
) -> tuple[PowerState, Shown]:
    """The power to show, None where it cannot be told; `counter` is its cleaned energy."""
    if state is None:
        state = PowerState(raw, moment, counter)
    elif raw != state.raw:
        state.raw, state.since, state.counter = raw, moment, counter
    elif stands_still(raw, state, moment, counter):
        state.see(moment, counter)
        return state, (None, Reason.FROZEN)
    if raw == 0:
        state.value, state.seen = raw, moment
        state.see(moment, counter)
        return state, (raw, Reason.OK)
    value, reason = _in_watts(power, raw, record, state, moment, limit, counter)
    if value is not None:
        state.value, state.seen = value, moment
    state.see(moment, counter)
    return state, (value, reason)


def stands_still(raw: float, state: PowerState, moment: float, counter: float | None) -> bool:
    """Has the power been the same for so long that its counter, which rests, proves it wrong?"""
    lasted = moment - state.since
    if lasted < FROZEN_S or counter is None or state.counter is None:
        return False
    promised = energy_kwh(abs(raw), lasted)
    moved = counter - state.counter
    return promised >= TWO_STEPS_KWH and moved < MOVED_SHARE * promised - TWO_STEPS_KWH / 2


def record_is_frozen(powers: Sequence[float], moved: float, moment: float) -> bool:
    """Has nothing moved for an hour, neither a power nor a counter, while power flows?"""
    return moment - moved >= FROZEN_S and len({each for each in powers if each}) >= FROZEN_POWERS


# --- units and spikes ----------------------------------------------------------------------------


def _in_watts(
    power: Power,
    raw: float,
    record: Record,
    state: PowerState,
    moment: float,
    limit: float | None,
    counter: float | None,
) -> Shown:
    elapsed = moment - state.at
    counted = risen_since(counter, state.counted) if elapsed <= ABSURD_S else None
    doubtful = state.factor != 1 and moment - state.factor_seen < DOUBT_S
    witnessed = factor = _witnessed(power, raw, record)
    is_borne_out = witnessed == 1 or counter_bears_out(raw, counted, elapsed)
    is_refuted = witnessed is None and counter_refutes(raw, counted)
    too_high = limit is not None and abs(raw) > limit and not is_borne_out
    if factor == 1:
        state.witnessed = True
    elif factor is not None and not (state.witnessed or too_high):
        # volts or amperes of this device may be on a scale of their own
        factor = 1.0
    if factor is None:
        near = state.value if moment - state.seen <= NEIGHBOUR_S else None
        suspicious = too_high or doubtful or is_refuted
        factor = 1.0 if is_borne_out else by_its_neighbours(raw, near, limit, too_high, suspicious)
    is_run = _runs_on(raw, state, moment, counter, too_high or factor not in (None, 1.0))
    known = doubtful or is_run
    if factor is None and too_high and known and limit and abs(raw) <= W_IN_KW * limit:
        factor = float(W_IN_KW)
    state.right = state.right + 1 if factor == 1 and not is_refuted else 0
    if state.right >= RIGHT_RECORDS:
        state.factor = 1.0
    if factor is not None and factor != 1:
        if witnessed is None and not _is_sent_in_watts(power, raw / factor, counted, elapsed):
            return None, Reason.SPIKE if too_high or is_refuted else Reason.UNIT_UNCLEAR
        if known and witnessed is None:
            state.factor, state.factor_seen = factor, moment
        return round(raw / factor, 10), Reason.UNIT
    if too_high or is_refuted:
        return None, Reason.SPIKE
    if factor is None and doubtful:
        return None, Reason.UNIT_UNCLEAR
    return raw, Reason.OK


def risen_since(counter: float | None, before: float | None) -> float | None:
    """By how much a counter has risen, None where nobody can tell."""
    return None if not counter or before is None else counter - before


def _is_sent_in_watts(power: Power, watts: float, counted: float | None, elapsed: float) -> bool:
    """Can W have come for kW? Not where W are promised, nor where more has been counted since."""
    if not power.in_kw:
        return False
    return not Witnesses(flows=lambda: abs(watts)).refute(counted or 0.0, elapsed, 0.0)


def _runs_on(
    raw: float, state: PowerState, moment: float, counter: float | None, is_excess: bool
) -> bool:
    """Have records in a row been too large alike, and has their counter not moved so much?"""
    run = state.suspect if is_excess else None
    if run is None or not _alike(raw, run.last) or moment - run.since > NEIGHBOUR_S:
        state.suspect = Level(raw, raw, 1, moment) if is_excess else None
        state.run = state.counted if is_excess else None
        return False
    state.suspect = Level(run.first, raw, run.count + 1, run.since)
    if run.count + 1 < UNIT_RECORDS:
        return False
    counted = risen_since(counter, state.run)
    promised = MOVED_SHARE * energy_kwh(abs(run.first), moment - run.since)
    return counted is None or promised > counted + STEP_KWH


def _witnessed(power: Power, raw: float, record: Record) -> float | None:
    """The factor by which volts times amperes say that the power is too large."""
    if not power.witnesses:
        return None
    total = 0.0
    for volts, amperes in power.witnesses:
        total += abs((volts(record) or 0.0) * (amperes(record) or 0.0))
    return factor_of_witness(raw, total)


def factor_of_witness(raw: float, total: float) -> float | None:
    """The same, going by the product."""
    if total < WITNESS_W:
        return None
    for factor in (1.0, *FACTORS):
        if abs(abs(raw) / factor / total - 1) <= WITNESS_SHARE:
            return factor
    return None


def by_its_neighbours(
    raw: float, near: float | None, limit: float | None, too_high: bool, suspicious: bool
) -> float | None:
    """1000 where W came for kW, 1 where the value goes on as before, None where nobody can tell."""
    if not near:
        return None
    if not too_high and _alike(raw, near):
        return 1.0
    # without a limit a battery that starts looks the same, unless it would be a large one
    suspicious = suspicious or (limit is None and abs(near) >= WITNESS_W)
    return float(W_IN_KW) if suspicious and _alike(raw / 1000, near) else None


def _alike(one: float, other: float) -> bool:
    return other != 0 and 1 / NEIGHBOUR_RATIO <= one / other <= NEIGHBOUR_RATIO

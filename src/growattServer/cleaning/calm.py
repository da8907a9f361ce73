"""Records in which nothing is to be judged, many at once: what nearly all records of a past are.

The rules look at one record after the other. Here the columns of many are looked at, and what is
said of each has to hold whatever else the rules would ask: counters rise by so little that no rule
minds, powers go on from one to the next. Then only the memory has to be taken to the last record,
and it is the same, bit by bit, as if each had been cleaned. Where anything else is there, nothing
is touched, and the rules are asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import inf
from operator import sub
from typing import Any

from growattServer.fields import Record

from .limits import (
    ABSURD_FROM_KWH,
    ABSURD_RATIO,
    ABSURD_S,
    SMALL_KWH,
    TWO_STEPS_KWH,
    most,
    noise,
)
from .plan import Counter, Plan, Power, plan_of
from .powers import (
    FROZEN_S,
    NEIGHBOUR_RATIO,
    NEIGHBOUR_S,
    SURELY_NOT_ABOVE,
    SURELY_NOT_BELOW,
    WITNESS_W,
    by_its_neighbours,
    factor_of_witness,
    record_is_frozen,
    risen_since,
    stands_still,
)
from .rating import climbs_through, refutes
from .state import Climb, DailyState, LifetimeState, PowerState, State
from .witnesses import counter_bears_out, counter_refutes

Column = Sequence[Any]

# Less than the noise of any counter: what is within it of a bound is within the bound.
WITHIN = noise(0.0) / 2


# Whoever rises by no more than this becomes many times as much only where that is allowed.
SURELY_NOT_ABSURD_KWH = (ABSURD_RATIO - 1) * ABSURD_FROM_KWH * (1 - 1e-6)


class NotCalmError(Exception):
    """There is something to judge."""


@cache
def columns_wanted(record: type[Record]) -> tuple[str, ...]:
    """The names of the values of a class of records that are looked at."""
    plan = plan_of(record)
    counters = (*plan.lifetimes, *plan.dailies)
    names = [each.name for each in (*plan.powers, *counters)]
    names += [name for power in plan.powers for pair in power.witness_names for name in pair]
    names += [each.partner for each in counters if each.partner in record.fields]
    return tuple(dict.fromkeys(names))


class Calm:
    """Records of one day, of which one was cleaned before, as columns by the names of their values.

    `limits` are those of the device and of the house, in W. Making one raises NotCalmError where
    anything is to be judged; `remember` takes the memory to the last of them.
    """

    def __init__(
        self,
        plan: Plan,
        state: State,
        day: int,
        limits: Sequence[float | None],
        moments: Sequence[float],
        columns: Mapping[str, Column],
    ) -> None:
        self.state, self.day, self.limits = state, day, limits
        self.moments, self.before = moments, state.moment
        self._columns = columns
        self._rises: dict[str, list[float]] = {}
        self._climbs: dict[str, Climb] = {}
        self._known = {each.name: each for each in plan.lifetimes if self._has(each.name)}
        self._dailies = {each.name: each for each in plan.dailies if self._has(each.name)}
        powers = [each for each in plan.powers if self._has(each.name)]
        for counter in (*self._known.values(), *self._dailies.values()):
            self._note_rises(counter)
        self.lifetimes = {name: self._lifetime(each) for name, each in self._known.items()}
        self.dailies = {name: self._daily(each) for name, each in self._dailies.items()}
        self._gaps = _gaps(self.before, moments)
        self.powers = {each.name: self._power(each) for each in powers}
        self._moved = self._last_move([each.name for each in powers])

    def remember(self) -> None:
        """Take the memory on."""
        state = self.state
        state.lifetimes.update(self.lifetimes)
        state.dailies.update(self.dailies)
        state.powers.update(self.powers)
        state.climbs.update(self._climbs)
        state.moment, state.moved = self.moments[-1], self._moved

    def _has(self, name: str) -> bool:
        """Is the value in all records? In none is well, too; in some is nothing for us."""
        column = self._columns.get(name)
        if column is None or (column[0] is None and column.count(None) == len(column)):
            return False
        if column[0] is None or (column.count(column[0]) < len(column) and None in column):
            raise NotCalmError
        return True

    # --- counters --------------------------------------------------------------------------------

    def _note_rises(self, counter: Counter) -> None:
        """Note by how much a counter rises from record to record, where it does."""
        column, memory = self._columns[counter.name], self._memory_of(counter.name)
        if (
            memory is None
            or memory.offset
            or memory.raw != memory.value
            or memory.seen != self.before
            or memory.raw > column[0]
        ):
            raise NotCalmError
        if column[0] == memory.raw and column.count(memory.raw) == len(column):
            return
        rises = list(map(sub, column, (memory.raw, *column[:-1])))
        if min(rises) < 0:
            raise NotCalmError
        self._rises[counter.name] = rises

    def _memory_of(self, name: str) -> LifetimeState | DailyState | None:
        return self.state.lifetimes.get(name) or self.state.dailies.get(name)

    def _check_rises(self, counter: Counter, limit: float | None, is_beside: bool) -> None:
        """No rule minds two steps at once; more has to be there beside it, and is bounded."""
        rises, column = self._rises[counter.name], self._columns[counter.name]
        largest = max(rises)
        if largest <= TWO_STEPS_KWH + WITHIN:
            return
        if largest > (most(limit, 0.0) or inf):
            raise NotCalmError
        if largest > SURELY_NOT_ABSURD_KWH and _multiplies(column, rises):
            raise NotCalmError
        if counter.name in self._known and not counter.energy:
            return
        if not is_beside:
            if largest > SMALL_KWH:
                raise NotCalmError
            return
        beside = self._rises.get(counter.partner)
        if beside is None or not all(
            other > noise(value) and rise - other <= TWO_STEPS_KWH + WITHIN
            for rise, other, value in zip(rises, beside, column, strict=True)
            if rise > TWO_STEPS_KWH + WITHIN
        ):
            raise NotCalmError

    def _last_rise(self, name: str) -> int | None:
        rises = self._rises.get(name)
        if rises is None:
            return None
        return next(at for at in range(len(rises) - 1, -1, -1) if rises[at])

    def _lifetime(self, counter: Counter) -> LifetimeState:
        name, last = counter.name, self.moments[-1]
        column, memory = self._columns[name], self.state.lifetimes[name]
        limit = self.limits[counter.house] if counter.energy else None
        if counter.energy and not counter.house and limit is not None:
            self._climb(counter, limit)
        at = self._last_rise(name)
        if at is None:
            return replace(memory, seen=last, level=None)
        is_beside = counter.partner in self._dailies
        self._check_rises(counter, limit, is_beside)
        return replace(
            memory,
            raw=column[at],
            value=column[at],
            seen=last,
            moved=self.moments[at],
            level=None,
            day=self.day,
            partner=self._columns[counter.partner][at] if is_beside else None,
        )

    def _daily(self, counter: Counter) -> DailyState:
        name, last = counter.name, self.moments[-1]
        column, memory = self._columns[name], self.state.dailies[name]
        if memory.day != self.day or memory.stale or (memory.unproven and memory.raw):
            raise NotCalmError
        partner = memory.partner
        is_beside = counter.partner in self._known
        if is_beside:
            if memory.partner != self.state.lifetimes[counter.partner].raw:
                raise NotCalmError
            totals = self._columns[counter.partner]
            partner = totals[-1]
            if memory.closing is not None:
                ahead = max(map(sub, column, totals)) + memory.closing
                if ahead > SMALL_KWH - WITHIN:
                    raise NotCalmError
        at = self._last_rise(name)
        if at is None:
            return replace(memory, seen=last, level=None, partner=partner)
        self._check_rises(
            counter, self.limits[counter.house] if counter.energy else None, is_beside
        )
        return replace(
            memory,
            raw=column[at],
            value=column[at],
            seen=last,
            moved=self.moments[at],
            unproven=False,
            level=None,
            partner=partner,
        )

    # --- the rated power -------------------------------------------------------------------------

    def _climb(self, counter: Counter, limit: float) -> None:
        """Follow the rise of a total and its day; of climbs that hold nothing, only the last."""
        if not self._has(counter.partner):
            return
        name, moments = counter.name, self.moments
        totals, dailies = self._columns[name], self._columns[counter.partner]
        rises = self._rises.get(name)
        begun = self.state.climbs.get(name)
        for at, climb in climbs_through(begun, totals, dailies, rises, moments, limit):
            if refutes(climb, limit, moments[at]):
                raise NotCalmError
            self._climbs[name] = climb

    # --- powers ----------------------------------------------------------------------------------

    def _power(self, power: Power) -> PowerState:
        column, memory = self._columns[power.name], self.state.powers.get(power.name)
        if (
            memory is None
            or memory.factor != 1
            or memory.raw != memory.value
            or memory.seen != self.before
            or memory.at != self.before
        ):
            raise NotCalmError
        last = self.moments[-1]
        counters = self._columns[power.counter] if power.counter in self._known else None
        counted = counters[-1] if counters else None
        if memory.raw == 0 and column.count(0) == len(column):
            return replace(memory, value=0.0, seen=last, at=last, counted=counted)
        limit = self.limits[power.house]
        if limit is not None and max(max(column), -min(column)) > limit:
            raise NotCalmError
        watched = self._witnesses(power)
        witnessed = memory.witnessed or any(
            value and factor_of_witness(value, watts) == 1
            for value, watts in zip(column, watched or (), strict=watched is not None)
        )
        before = (memory.raw, *column[:-1])
        right = self._count_right(power, memory, before, watched, counters)
        changed = [
            at for at, pair in enumerate(zip(before, column, strict=True)) if pair[0] != pair[1]
        ]
        made = replace(
            memory,
            value=column[-1],
            seen=last,
            witnessed=witnessed,
            right=right,
            at=last,
            counted=counted,
        )
        if changed:
            at = changed[-1]
            made.raw, made.since = column[at], self.moments[at]
            made.counter = counters[at] if counters else None
        if column[-1] == 0 and (not changed or changed[-1] < len(column) - 1):
            made.value = 0.0
        if any(column):
            made.suspect = made.run = None
        return made

    def _witnesses(self, power: Power) -> list[float] | None:
        """What volts and amperes say, which nowhere says that a power is in another unit."""
        column = self._columns[power.name]
        if not power.witness_names:
            return None
        found = [0.0] * len(column)
        for volts, amperes in power.witness_names:
            pairs = zip(found, self._columns[volts], self._columns[amperes], strict=True)
            found = [total + abs((one or 0.0) * (other or 0.0)) for total, one, other in pairs]
        if any(
            watts >= WITNESS_W
            and value
            and not SURELY_NOT_BELOW * watts < abs(value) < SURELY_NOT_ABOVE * watts
            for value, watts in zip(column, found, strict=True)
        ):
            raise NotCalmError
        return found

    def _count_right(
        self,
        power: Power,
        memory: PowerState,
        before: Column,
        watched: list[float] | None,
        counters: Column | None,
    ) -> int:
        """How many records in a row were surely of the right unit, at the last one."""
        column, moments, limit = self._columns[power.name], self.moments, self.limits[power.house]
        least, highest = 1 / NEIGHBOUR_RATIO, NEIGHBOUR_RATIO
        to_look = {
            at
            for at, (one, value) in enumerate(zip(before, column, strict=True))
            if value and not (one and least <= value / one <= highest and one != value)
        }
        to_look.update(at for at in self._gaps if column[at])
        if counter_refutes(max(column), 0.0):
            to_look.update(at for at, value in enumerate(column) if counter_refutes(value, 0.0))
        right_from, right = 0, memory.right
        run, run_start = -2, -1
        for at in sorted(to_look):
            value, moment = column[at], moments[at]
            earlier = self.before if at == 0 else moments[at - 1]
            elapsed = moment - (earlier or 0.0)
            counter = counters[at] if counters else None
            of_before = counters[at - 1] if counters and at else None if at else memory.counted
            counted = risen_since(counter, of_before) if elapsed <= ABSURD_S else None
            if before[at] == value:
                run_start = run_start if run == at - 1 else at - 1
                run = at
                started = memory
                if run_start >= 0:
                    then = counters[run_start] if counters else None
                    started = PowerState(value, moments[run_start], then)
                if stands_still(value, started, moment, counter):
                    raise NotCalmError
            factor = factor_of_witness(value, watched[at]) if watched else None
            if factor is None and counter_refutes(value, counted):
                raise NotCalmError
            if factor is None and not counter_bears_out(value, counted, elapsed):
                near = before[at] if elapsed <= NEIGHBOUR_S else None
                factor = by_its_neighbours(value, near, limit, too_high=False, suspicious=False)
                if factor is None:
                    right_from, right = at + 1, 0
                    continue
            if factor not in (None, 1):
                raise NotCalmError
        rest = column[right_from:]
        return right + len(rest) - rest.count(0)

    # --- all together ----------------------------------------------------------------------------

    def _last_move(self, powers: list[str]) -> float:
        """When anything moved last; it does so often enough while power flows."""
        state, moments = self.state, self.moments
        names = [*powers, *self._rises]
        begin = [state.powers[name].raw for name in powers]
        # what they were before: all that is asked is whether it is another value
        begin += [self._columns[name][0] - rises[0] for name, rises in self._rises.items()]
        rows = list(zip(*(self._columns[name] for name in names), strict=True))
        before = [tuple(begin), *rows[:-1]]
        moved = [at for at, row in enumerate(rows) if row != before[at]]
        since = state.moved
        for at in (*moved, len(moments)):
            rested = at - 1
            if rested >= 0 and moments[rested] - since >= FROZEN_S:
                flowing = [self._columns[name][rested] for name in powers]
                if record_is_frozen(flowing, since, moments[rested]):
                    raise NotCalmError
            since = moments[at] if at < len(moments) else since
        return since


def _multiplies(column: Column, rises: list[float]) -> bool:
    """Does a counter become many times what it was?"""
    return any(
        value - rise >= ABSURD_FROM_KWH * (1 - 1e-9)
        and value >= ABSURD_RATIO * (value - rise) * (1 - 1e-9)
        for value, rise in zip(column, rises, strict=True)
    )


def _gaps(before: float | None, moments: Sequence[float]) -> list[int]:
    """The records that come long after the one before them."""
    earlier = (before or 0.0, *moments[:-1])
    return [at for at, one in enumerate(earlier) if moments[at] - one > NEIGHBOUR_S]

"""The rules over the values of one record: totals first, which then bear witness to the rest."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import partial
from typing import Any

from growattServer.fields import Record

from .dailies import Today, clean_daily
from .lifetimes import clean_lifetime
from .limits import ABSURD_S, TRUSTED, limit_w
from .plan import Counter, Plan
from .powers import clean_power, record_is_frozen
from .rating import climb_on, is_refuted, refutes
from .state import LifetimeState, State
from .values import Reason
from .witnesses import Witnesses

NO_WITNESSES = Witnesses()

Note = Callable[[str, Any, Any, Reason, float], None]


def limits_w(state: State, rated_power_w: float | None) -> list[float | None]:
    """What is absurd of the device, and of the house, for which no rated power is too small."""
    believed = None if is_refuted(state, rated_power_w) else rated_power_w
    return [limit_w(believed, False), limit_w(rated_power_w, True)]


class Rules:
    """Cleans the values of a record of this moment, of a day that began so many seconds before.

    `note` is told of each value that is not simply the raw one, and when it was last believed.
    """

    def __init__(
        self,
        record: Record,
        plan: Plan,
        state: State,
        moment: float,
        day: int,
        since_midnight: float,
        rated_power_w: float | None,
        note: Note,
    ) -> None:
        self.record, self.plan, self.state = record, plan, state
        self.moment, self.day, self.since_midnight = moment, day, since_midnight
        self.rated_power_w = rated_power_w
        self._limits = limits_w(state, rated_power_w)
        self.moved = False
        self._note = note

    def clean(self) -> bool:
        """Apply the rules; is the record frozen?"""
        totals = self._clean_lifetimes()
        self._clean_dailies(totals)
        powers = self._clean_powers(totals)
        if self.moved:
            self.state.moved = self.moment
            return False
        return record_is_frozen(powers, self.state.moved, self.moment)

    def clean_counters_of_before(self) -> None:
        """Of a device that is offline, since nobody knows when, only the totals still tell."""
        totals = self._clean_lifetimes()
        of_today = {
            name: state for name, state in self.state.dailies.items() if state.day == self.day
        }
        self._clean_dailies(totals, of_today)
        for counter in self.plan.dailies:
            raw = counter.read(self.record)
            if raw is None or counter.name in of_today:
                continue
            known = counter.name in self.state.dailies
            value, reason = (0.0, Reason.YESTERDAY) if known else (None, Reason.STALE)
            self._note(counter.name, raw, value, reason, self.moment)

    def _clean_lifetimes(self) -> dict[str, float]:
        """Clean the totals; gives those that can bear witness."""
        record, memory, moment = self.record, self.state.lifetimes, self.moment
        midnight = moment - self.since_midnight
        raws = [
            (each, each.read(record))
            for each in self.plan.lifetimes
            if not each.sole_key or each.sole_key in record
        ]
        in_use = any(raw is not None and raw > 0 for _, raw in raws)
        trusted: dict[str, float] = {}
        for counter, raw in raws:
            if raw is None:
                continue
            name, state = counter.name, memory.get(counter.name)
            last, offset = (state.raw, state.offset) if state else (None, 0.0)
            if state is not None and state.seen < midnight:
                state.closing = state.value
            if state is not None and raw == last and raw and not offset:
                # most totals rest most of the time
                state.seen, state.level, trusted[name] = moment, None, raw
                continue
            # nothing may ever have been counted, if other totals have counted
            can_be_zero = in_use and not (raw == 0 and (counter.read_partner(record) or 0) > 0)
            if counter.energy and not counter.house:
                self._judge_rating(counter, raw)
            limit = self._limits[counter.house] if counter.energy else None
            daily = self._daily_beside(counter)
            witnesses = self._witnesses(counter, state, daily)
            state, (value, reason) = clean_lifetime(
                raw, state, moment, limit, can_be_zero, witnesses
            )
            if state is not None:
                memory[name] = state
                self._remember_total(counter, state, last, offset, daily)
            if value is not None and reason in TRUSTED:
                trusted[name] = value
            if reason is not Reason.OK:
                self._note(name, raw, value, reason, state.seen if state else moment)
        return trusted

    def _remember_total(
        self,
        counter: Counter,
        state: LifetimeState,
        last: float | None,
        offset: float,
        daily: float | None,
    ) -> None:
        """Note what goes with a total that has moved."""
        if state.raw == last:
            return
        self.moved = True
        state.day, state.partner = self.day, daily
        beside = self.state.dailies.get(counter.partner)
        if state.offset != offset:
            # what it counted between its last good value and the reset may be lost to it
            state.closing = None
            if beside is not None:
                beside.closing = beside.opening = beside.partner = None

    def _judge_rating(self, counter: Counter, raw: float) -> None:
        limit, daily = self._limits[counter.house], counter.read_partner(self.record)
        if limit is None or daily is None:
            return
        state, moment = self.state, self.moment
        climb = climb_on(state.climbs.get(counter.name), raw, daily, moment)
        state.climbs[counter.name] = climb
        if not refutes(climb, limit, moment):
            return
        state.refuted_w, state.climbs = self.rated_power_w, {}
        self._limits[0] = None
        for each in state.dailies.values():
            each.believe_unless_yesterdays()
        for power in state.powers.values():
            power.factor, power.suspect = 1.0, None

    def _daily_beside(self, counter: Counter) -> float | None:
        """What the daily counter of a total shows, where it counts today's energy."""
        state = self.state.dailies.get(counter.partner)
        if state is None or state.day != self.day or state.stale:
            return None
        raw = counter.read_partner(self.record)
        return None if raw is None or raw < state.raw else raw

    def _witnesses(
        self, counter: Counter, state: LifetimeState | None, daily: float | None
    ) -> Witnesses:
        if not counter.energy:
            return NO_WITNESSES
        counted = self._counted_beside(counter, state, daily)
        return Witnesses(counted, partial(self._power_of, counter))

    def _counted_beside(
        self, counter: Counter, state: LifetimeState | None, daily: float | None
    ) -> float | None:
        """What the daily counter has counted since the total moved, or was seen at rest."""
        if state is None or daily is None:
            return None
        beside = self.state.dailies[counter.partner]
        if state.partner is not None and state.day == self.day:
            before = state.partner
        elif beside.moved <= state.seen:
            before = beside.raw
        else:
            return None
        if beside.closing is not None:
            # a day that ran ahead of its total a little bears no witness against it
            before = min(before, max(0.0, state.value - beside.closing))
        return daily - before

    def _power_of(self, counter: Counter) -> float | None:
        """The most that flowed at this record and at the one before, None if that is long ago."""
        flowed = [
            abs(watts)
            for power in counter.powers
            if (state := self.state.powers.get(power.name)) is not None
            and self.moment - state.at <= ABSURD_S
            for watts in (power.read(self.record), state.raw)
            if watts is not None
        ]
        return max(flowed, default=None)

    def _clean_dailies(
        self, totals: Mapping[str, float], only: Container[str] | None = None
    ) -> None:
        record, memory = self.record, self.state.dailies
        now = Today(self.day, self.since_midnight, self.moment)
        for counter in self.plan.dailies:
            raw = (
                counter.read(record) if not counter.sole_key or counter.sole_key in record else None
            )
            if raw is None or (only is not None and counter.name not in only):
                continue
            name, old = counter.name, memory.get(counter.name)
            now.partner = totals.get(counter.partner)
            if old is not None and old.rests_at(raw, self.day, now.partner):
                old.see(self.moment, now.partner)
                continue
            last = old.raw if old else None
            if old is None or old.day != self.day:
                now.closing = self._closing_of(counter.partner)
            now.is_energy = counter.energy
            now.limit = self._limits[counter.house] if counter.energy else None
            now.flows = partial(self._power_of, counter)
            state, (value, reason) = clean_daily(raw, old, now)
            if state is not None:
                memory[name] = state
                self.moved = self.moved or state.raw != last
            if reason is not Reason.OK:
                self._note(name, raw, value, reason, state.seen if state else self.moment)

    def _closing_of(self, name: str) -> float | None:
        """What a total showed before the first record of this day."""
        total = self.state.lifetimes.get(name)
        if total is None:
            return None
        is_unseen = total.seen < self.moment - self.since_midnight
        return total.value if is_unseen else total.closing

    def _clean_powers(self, totals: Mapping[str, float]) -> list[float]:
        record, memory, moment = self.record, self.state.powers, self.moment
        raws: list[float] = []
        for power in self.plan.powers:
            raw = power.read(record) if not power.sole_key or power.sole_key in record else None
            if raw is None:
                continue
            raws.append(raw)
            name, state = power.name, memory.get(power.name)
            counter = totals.get(power.counter)
            if raw == 0 and state is not None and state.raw == 0:
                state.value, state.seen, state.at, state.counted = 0.0, moment, moment, counter
                continue
            self.moved = self.moved or state is None or raw != state.raw
            memory[name], (value, reason) = clean_power(
                power, raw, record, state, moment, self._limits[power.house], counter
            )
            if reason is not Reason.OK:
                self._note(name, raw, value, reason, moment)
        return raws

"""The cleaner: one device's or plant's records in, clean values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from growattServer.fields import Record

from .calm import Calm, NotCalmError
from .clock import (
    CLOCK_JITTER_S,
    FUTURE_S,
    LAGS_KEPT,
    clock_error,
    day_at,
    moment_of,
    shifts_days,
)
from .plan import Plan, plan_of
from .presence import says_offline
from .rating import is_refuted
from .rules import Rules, limits_w
from .state import DailyState, LifetimeState, State, from_dict, to_dict
from .values import CleanRecord, CleanValue, Reason

# Dataloggers send every 5 minutes: after six that failed to come, the last one is not the present.
STALE_S = 1800

_Counter = TypeVar("_Counter", LifetimeState, DailyState)

NOT_OF_NOW = (Reason.LATE, Reason.STALE)


class Cleaner:
    """Cleans the records of one device or plant, which must all be of one class.

    `timezone` is the plant's, `record_timezone` that of the times in the records where it differs;
    with `rated_power_w` values that are absurd for the device are recognised too. Give the records
    in the order in which they come.
    """

    def __init__(
        self,
        timezone: str | tzinfo = "UTC",
        rated_power_w: float | None = None,
        *,
        record_timezone: str | tzinfo | None = None,
    ) -> None:
        self.timezone = _zone(timezone)
        self.record_timezone = _zone(record_timezone or timezone)
        self.rated_power_w = rated_power_w
        self._state = State()

    @property
    def rating_refuted(self) -> bool:
        """Whether the counters of the device have refuted its rated power, which is not used."""
        return is_refuted(self._state, self.rated_power_w)

    def to_dict(self) -> dict[str, Any]:
        """What it remembers, as JSON: a few kilobytes. The arguments of the constructor are not."""
        return to_dict(self._state)

    def from_dict(self, stored: Mapping[str, Any]) -> None:
        """Go on from what another cleaner remembered; ValueError if it is of another layout."""
        self._state = from_dict(stored)

    def clean(self, record: Record, at: datetime | None = None) -> CleanRecord:
        """The clean values of a record, for the moment `at` (aware) at which they are looked at.

        Leave `at` out for rows of a history: the values are those of the record's own time.
        """
        if at is not None and at.tzinfo is None:
            raise ValueError("The moment `at` needs a time zone, such as datetime.now(UTC).")
        plan = self._plan(record)
        visit = _Visit(self, record, plan, None if at is None else at.timestamp())
        return visit.result()

    def pass_calm(
        self, kind: type[Record], moments: Sequence[float], columns: Mapping[str, Sequence[Any]]
    ) -> bool:
        """Take rows of a history at once if they are of one day, and `clean` would change nothing.

        If not, it gives False, and nothing has happened. `columns` has the values of the rows by
        the names of attributes, those of `columns_wanted(kind)` at least.
        """
        state, last = self._state, self._state.moment
        if state.source != kind.__name__ or state.lags or last is None or moments[0] <= last:
            return False
        day = self._day_of_all(last, moments[-1])
        if day is None:
            return False
        limits = limits_w(state, self.rated_power_w)
        try:
            calm = Calm(plan_of(kind), state, day, limits, [*map(float, moments)], columns)
        except NotCalmError:
            return False
        calm.remember()
        wall = datetime.fromtimestamp(moments[-1], self.record_timezone)
        state.wall = wall.replace(tzinfo=None).isoformat()
        return True

    def _day_of_all(self, first: float, last: float) -> int | None:
        """The day of these moments, None where they are of several or a clock is changed then."""
        begins, ends = (datetime.fromtimestamp(one, self.timezone) for one in (first, last))
        is_one = begins.date() == ends.date() and begins.utcoffset() == ends.utcoffset()
        of_record = (datetime.fromtimestamp(one, self.record_timezone) for one in (first, last))
        is_clear = len({one.utcoffset() for one in of_record}) == 1
        return ends.toordinal() if is_one and is_clear else None

    def _plan(self, record: Record) -> Plan:
        source = type(record).__name__
        if self._state.source not in (None, source):
            raise ValueError(
                f"This cleaner is for {self._state.source}; make another one for {source}."
            )
        self._state.source = source
        return plan_of(type(record))


def _zone(zone: str | tzinfo) -> tzinfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def _keep_rises(memory: dict[str, _Counter], seen: dict[str, _Counter]) -> None:
    """Keep what counters came to in another look at the same moment: it has been shown."""
    for name, counter in seen.items():
        if name not in memory or counter.value > memory[name].value:
            memory[name] = counter


class _Visit:
    """One record on its way through the rules."""

    def __init__(self, cleaner: Cleaner, record: Record, plan: Plan, at: float | None) -> None:
        self.cleaner, self.record, self.plan, self.at = cleaner, record, plan, at
        self.state = cleaner._state
        self.changed: dict[str, CleanValue] = {}
        self.moment, self.day, self.since_midnight = self._time()
        last = self.state.moment
        self.late = last is not None and self.moment < last and not self._is_put_right(last)
        if not self.late:
            self._remember_time(last)
        self.error = clock_error(self.state.lags) if self.wall else 0.0
        if shifts_days(self.error):
            self._shift_day()
        self.age = self._age()
        self.is_offline = None if self.wall or at is None else says_offline(record)

    def _age(self) -> float | None:
        """How old the record is by the corrected clock; nobody knows of one without a time."""
        if self.at is None:
            return 0.0
        return max(0.0, self.at - self.moment + self.error) if self.wall else None

    # --- time ------------------------------------------------------------------------------------

    def _time(self) -> tuple[float, int, float]:
        """The moment of the record, its day as ordinal, and the seconds since its midnight."""
        cleaner, state, at = self.cleaner, self.state, self.at
        record = self.record
        for read in self.plan.times:
            wall: datetime | None = read(record)
            if wall is None:
                continue
            text = wall.isoformat()
            if text == state.wall and state.moment is not None:
                moment = state.moment
            else:
                until = None if at is None else at + CLOCK_JITTER_S
                moment = moment_of(wall, cleaner.record_timezone, until, state.moment)
            if at is not None and moment > at + FUTURE_S:
                continue
            self.wall = text
            if cleaner.record_timezone is not cleaner.timezone:
                wall = datetime.fromtimestamp(moment, cleaner.timezone)
            since = wall.hour * 3600 + wall.minute * 60 + wall.second
            return moment, wall.toordinal(), since
        if at is None:
            raise ValueError("The record has no time of its own: say `at`.")
        self.wall = ""
        wall = datetime.fromtimestamp(at, cleaner.timezone)
        return at, wall.toordinal(), wall.hour * 3600 + wall.minute * 60 + wall.second

    def _shift_day(self) -> None:
        """Count the day of the plant, where the clock of the device is on another."""
        wall = datetime.fromtimestamp(self.moment - self.error, self.cleaner.timezone)
        self.day = wall.toordinal()
        self.since_midnight = wall.hour * 3600 + wall.minute * 60 + wall.second

    def _is_put_right(self, last: float) -> bool:
        """Was the record before this one from the future, and is this one of the present?"""
        if self.at is None or last <= self.at + CLOCK_JITTER_S:
            return False
        return 0 <= self.at - self.moment < STALE_S

    def _remember_time(self, last: float | None) -> None:
        state = self.state
        if self.moment == last:
            # looked at again: however often that is done, it counts as one record
            self.state = deepcopy(state)
            return
        if last is not None and self.moment < last:
            state.lags = []  # of a clock that has been put right
        if self.at is not None and self.wall:
            state.lags = [*state.lags[1 - LAGS_KEPT :], self.at - self.moment]
        state.moment, state.wall = self.moment, self.wall

    # --- values ----------------------------------------------------------------------------------

    def result(self) -> CleanRecord:
        reason = self._judge()
        known = self.cleaner._state
        if self.state is not known:
            _keep_rises(known.lifetimes, self.state.lifetimes)
            _keep_rises(known.dailies, self.state.dailies)
        if self.at is not None:
            if self.wall:
                self._judge_flag(reason not in NOT_OF_NOW)
            self._judge_day()
        return CleanRecord(
            self.record,
            datetime.fromtimestamp(self.moment - self.error, UTC),
            None if self.age is None else timedelta(seconds=self.age),
            timedelta(seconds=self.error),
            reason=reason,
            online=self._is_online(reason),
            rating_refuted=is_refuted(self.state, self.cleaner.rated_power_w),
            seen=self.changed,
        )

    def _judge(self) -> Reason:
        """Clean the values; what is to be said of the record as a whole?"""
        if self.late:
            self._hold()
            return Reason.LATE
        if self.is_offline:
            self._rules().clean_counters_of_before()
            return Reason.STALE
        frozen = self._rules().clean()
        if self.at is not None and self.age is not None and self.age > STALE_S:
            return Reason.STALE
        return Reason.FROZEN if frozen else Reason.OK

    def _is_online(self, reason: Reason) -> bool | None:
        if self.at is None:
            return None
        if self.wall:
            return reason not in NOT_OF_NOW
        return None if self.is_offline is None else not self.is_offline

    def _note(self, name: str, raw: Any, value: Any, reason: Reason, seen: float) -> None:
        aged = None
        if self.age is not None:
            aged = timedelta(seconds=self.age + max(0.0, self.moment - seen))
        self.changed[name] = CleanValue(raw, value, reason, aged)

    def _rules(self) -> Rules:
        times, rated = (self.moment, self.day, self.since_midnight), self.cleaner.rated_power_w
        return Rules(self.record, self.plan, self.state, *times, rated, self._note)

    def _hold(self) -> None:
        """Show the counters as they were before this record."""
        memory: dict[str, LifetimeState | DailyState] = {
            **self.state.lifetimes,
            **self.state.dailies,
        }
        for counter in (*self.plan.lifetimes, *self.plan.dailies):
            state, raw = memory.get(counter.name), counter.read(self.record)
            if raw is not None:
                shown, seen = (state.value, state.seen) if state else (None, self.moment)
                self._note(counter.name, raw, shown, Reason.LATE, seen)

    # --- the look of a moment --------------------------------------------------------------------

    def _judge_flag(self, online: bool) -> None:
        said = self.plan.read_lost(self.record)
        if said is not None and said is online:
            self._note("lost", said, not online, Reason.FLAG, self.moment)

    def _judge_day(self) -> None:
        """Where midnight has passed since the record, today has counted nothing yet."""
        assert self.at is not None  # noqa: S101  # for the type checker
        ahead = 0.0 if shifts_days(self.error) else self.error
        if self.late or self.day >= day_at(self.at, self.cleaner.timezone, ahead):
            return
        for counter in self.plan.dailies:
            raw = counter.read(self.record)
            if raw:
                self._note(counter.name, raw, 0.0, Reason.YESTERDAY, self.moment)

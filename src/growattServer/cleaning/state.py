"""What the cleaner remembers between two records: small, explicit, JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from math import inf
from typing import Any

# A state of another layout is refused instead of misread.
LAYOUT = 1


@dataclass(slots=True)
class Level:
    """A run of values away from what was expected, which may turn out to be the new truth."""

    first: float
    last: float
    count: int
    since: float


@dataclass(slots=True)
class LifetimeState:
    """A lifetime counter: the last believed raw value, what is shown, and their difference.

    `seen` is when it was last believed, `moved` since when it stands where it does; `partner` is
    what its daily counter, of the day `day`, showed when it moved, None where that was not right.
    `closing` is what it showed before the first record of the latest day, None where it cannot
    bear witness.
    """

    raw: float
    value: float
    seen: float
    moved: float
    offset: float = 0.0
    level: Level | None = None
    day: int = 0
    partner: float | None = None
    closing: float | None = None


@dataclass(slots=True)
class DailyState:
    """A daily counter on its day; `before` is its last raw value of an earlier day.

    `closing` is the lifetime partner at the last record of an earlier day, None where it cannot
    bear witness. `stale` says that the counter has not begun anew since midnight, `unproven`
    that it has not counted since a silence that ended after it; `opening` is where the partner was
    at midnight then, or at the first record after it.
    """

    day: int
    raw: float
    value: float
    seen: float
    moved: float
    offset: float = 0.0
    stale: bool = False
    unproven: bool = False
    before: float | None = None
    closing: float | None = None
    opening: float | None = None
    partner: float | None = None
    level: Level | None = None

    def rests_at(self, raw: float, day: int, partner: float | None) -> bool:
        """Is this the same value again, with nothing to set right?"""
        if raw != self.raw or day != self.day or self.offset:
            return False
        if partner is None:
            return True
        if self.unproven and raw:
            return False
        return self.closing is None or raw <= partner - self.closing

    def see(self, moment: float, partner: float | None) -> None:
        """The same value was believed again."""
        self.seen, self.level = moment, None
        if partner is not None:
            # it bears witness to what comes after the value that was believed with it
            self.partner = partner

    def believe_unless_yesterdays(self) -> None:
        """What only a rated power made another day's is today's, now that it is not believed."""
        if self.stale and self.before is None:
            self.stale, self.offset, self.value = False, 0.0, self.raw


@dataclass(slots=True)
class PowerState:
    """A power: since when it stands still, its counter at that time, and its unit of late.

    `witnessed` says that volts and amperes have agreed with it before, `right` counts records in a
    row whose unit was surely the right one. `counted` is its counter at the last record, which was
    at `at`, and `run` where it was when powers began to be too high.
    """

    raw: float
    since: float
    counter: float | None
    value: float | None = None
    seen: float = 0.0
    witnessed: bool = False
    factor: float = 1.0
    factor_seen: float = 0.0
    suspect: Level | None = None
    right: int = 0
    at: float = 0.0
    counted: float | None = None
    run: float | None = None

    def see(self, moment: float, counter: float | None) -> None:
        """Remember where its counter was at this record."""
        self.at, self.counted = moment, counter


@dataclass(slots=True)
class Climb:
    """How a total and its daily counter have risen since a moment, and by how much at once."""

    since: float
    total: float
    daily: float
    last: float
    largest: float = 0.0
    count: int = 0


@dataclass(slots=True)
class State:
    """All that is remembered of one device or plant; `refuted_w` is no rated power of it."""

    source: str | None = None
    moment: float | None = None
    wall: str | None = None
    moved: float = 0.0
    lags: list[float] = field(default_factory=list)
    lifetimes: dict[str, LifetimeState] = field(default_factory=dict)
    dailies: dict[str, DailyState] = field(default_factory=dict)
    powers: dict[str, PowerState] = field(default_factory=dict)
    climbs: dict[str, Climb] = field(default_factory=dict)
    refuted_w: float | None = None


def to_dict(state: State) -> dict[str, Any]:
    """The state as JSON."""
    return {"layout": LAYOUT, **_plain(state)}


def _plain(row: Any) -> dict[str, Any]:
    # dataclasses.asdict would look at each number
    return {name: _plain_value(getattr(row, name)) for name in row.__slots__}


def _plain_value(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(row) for name, row in value.items()}
    if isinstance(value, list):
        return value.copy()
    return _plain(value) if isinstance(value, Level) else value


def from_dict(stored: Any) -> State:
    """The state from its JSON; raises ValueError for whatever is none."""
    if not isinstance(stored, Mapping) or stored.get("layout") != LAYOUT:
        raise ValueError(f"This is no state of layout {LAYOUT}.")
    try:
        state: State = _read(State, {name: stored[name] for name in stored if name != "layout"})
    except (TypeError, KeyError) as error:
        raise ValueError("This is no state of a cleaner.") from error
    moments = () if state.moment is None else (state.moment,)
    if not all(abs(one) <= _LATEST for one in (*moments, *state.lags)):
        raise ValueError("This state is of no time.")
    return state


_LATEST = datetime(2101, 1, 1, tzinfo=UTC).timestamp()


def _read(kind: Any, row: Any) -> Any:
    """A dataclass from its JSON, in which every value is of the type that it says."""
    given = {
        each.name: _value(str(each.type), row.pop(each.name))
        for each in fields(kind)
        if each.name in row
    }
    if row:
        raise ValueError(f"{next(iter(row))!r} is not known.")
    return kind(**given)


_INSIDE: Mapping[str, Any] = {
    "Level": Level,
    "LifetimeState": LifetimeState,
    "DailyState": DailyState,
    "PowerState": PowerState,
    "Climb": Climb,
}


def _value(said: str, value: Any) -> Any:
    if said.endswith(" | None"):
        return None if value is None else _value(said.removesuffix(" | None"), value)
    if said == "list[float]" and isinstance(value, list):
        return [_value("float", one) for one in value]
    if said.startswith("dict[str, ") and isinstance(value, Mapping):
        return {str(key): _read(_INSIDE[said[10:-1]], dict(one)) for key, one in value.items()}
    if said in _INSIDE and isinstance(value, Mapping):
        return _read(_INSIDE[said], dict(value))
    if said == "float" and type(value) in (int, float) and abs(value) < inf:
        return value
    if {"int": int, "bool": bool, "str": str}.get(said) is type(value):
        return value
    raise ValueError(f"{said} is wanted.")

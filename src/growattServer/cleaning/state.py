"""What the cleaner remembers between two records: small, explicit, JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
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

    `seen` is when it was last believed, `moved` since when it stands where it does.
    """

    raw: float
    value: float
    seen: float
    moved: float
    offset: float = 0.0
    level: Level | None = None


@dataclass(slots=True)
class DailyState:
    """A daily counter on its day; `before` is its last raw value of an earlier day.

    `closing` is the lifetime partner at the last record of an earlier day, None where it cannot
    bear witness. `stale` says that the counter has not begun anew since midnight.
    """

    day: int
    raw: float
    value: float
    seen: float
    moved: float
    offset: float = 0.0
    stale: bool = False
    before: float | None = None
    closing: float | None = None
    partner: float | None = None
    level: Level | None = None

    def rests_at(self, raw: float, day: int) -> bool:
        """Is this the same value again, with nothing to set right?"""
        return raw == self.raw and day == self.day and not self.offset

    def see(self, moment: float, partner: float | None) -> None:
        """The same value was believed again."""
        self.seen, self.level = moment, None
        if partner is not None:
            # it bears witness to what comes after the value that was believed with it
            self.partner = partner


@dataclass(slots=True)
class PowerState:
    """A power: since when it stands still, its counter at that time, and its unit of late.

    `witnessed` says that volts and amperes have agreed with it before, `right` counts records in a
    row whose unit was surely the right one.
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


@dataclass(slots=True)
class State:
    """All that is remembered of one device or plant."""

    source: str | None = None
    moment: float | None = None
    wall: str | None = None
    moved: float = 0.0
    lags: list[float] = field(default_factory=list)
    lifetimes: dict[str, LifetimeState] = field(default_factory=dict)
    dailies: dict[str, DailyState] = field(default_factory=dict)
    powers: dict[str, PowerState] = field(default_factory=dict)


def to_dict(state: State) -> dict[str, Any]:
    """The state as JSON."""
    return {"layout": LAYOUT, **asdict(state)}


def from_dict(stored: Mapping[str, Any]) -> State:
    """The state from its JSON."""
    if stored.get("layout") != LAYOUT:
        raise ValueError(f"This is no state of layout {LAYOUT}.")
    rest = {name: value for name, value in stored.items() if name != "layout"}
    for name, kind, inner in (
        ("lifetimes", LifetimeState, "level"),
        ("dailies", DailyState, "level"),
        ("powers", PowerState, "suspect"),
    ):
        rest[name] = {
            key: kind(**{**each, inner: Level(**each[inner]) if each[inner] else None})
            for key, each in rest[name].items()
        }
    return State(**{**rest, "lags": list(rest["lags"])})

"""Wishes for any family, made from its catalogue: what may be said of each, and together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from hypothesis import strategies as st

from growattServer.settings import Family, Mode, Schedule, Setting, Window
from growattServer.settings.periods import Periods
from growattServer.settings.values import Choice, Decimal, PowerFactor, Switch, Whole

NARROWER: dict[str, dict[str, tuple[int, int]]] = {
    # a device refuses one that is on the wrong side of another
    "NOAH": {"charge_stop_soc": (70, 100), "discharge_stop_soc": (0, 30)},
    "any": {"grid_voltage_high": (240, 270), "grid_voltage_low": (190, 220)},
}
FACTORS = (-0.9, 0.95)


def _range(family: Family, row: Setting) -> tuple[float, float, int]:
    """The lowest and the highest value of a number, and its decimals."""
    value: Any = row.positions[0].value
    narrow = {**NARROWER["any"], **NARROWER.get(family.name, {})}.get(row.name)
    low, high = narrow or (value.low, value.high)
    return low, high, 0 if narrow else getattr(value, "decimals", 0)


def two_values(family: Family, row: Setting) -> tuple[Any, Any]:
    """Two values of a setting."""
    value = row.positions[0].value
    if row.of_day:
        return time(1, 30), time(21, 45)
    if isinstance(value, Switch):
        return False, True
    if isinstance(value, Choice):
        return tuple((value.codes or {}).values())[:2]
    if isinstance(value, PowerFactor):
        return FACTORS
    if isinstance(value, Periods):
        return two_schedules(family)
    return _range(family, row)[:2]


def _values(family: Family, row: Setting) -> st.SearchStrategy[Any]:
    value = row.positions[0].value
    if row.of_day:
        return st.builds(time, st.integers(0, 23), st.integers(0, 59))
    if isinstance(value, Periods):
        return schedules(family)
    if isinstance(value, Whole | Decimal) and not isinstance(value, PowerFactor):
        low, high, decimals = _range(family, row)
        scale = 10**decimals
        numbers = st.integers(round(low * scale), round(high * scale))
        return numbers.map(lambda number: number / scale) if decimals else numbers
    if isinstance(value, Choice):
        return st.sampled_from([*(value.codes or {}).values()])
    return st.sampled_from(two_values(family, row))


# --- windows -------------------------------------------------------------------------------------


def _modes(family: Family) -> list[Mode]:
    if not family.slots:
        return [Mode.BATTERY_FIRST, Mode.GRID_FIRST]
    fixed = {row.mode for row in family.slots if row.mode is not None}
    if fixed:
        return sorted(fixed, key=str)
    codes: Any = family.slots[0].positions[0].value
    # outside the windows it is load first on all but a NOAH
    return [one for one in codes.codes.values() if family.slots[0].has_power or one != "load_first"]


def _powers(family: Family) -> tuple[int, int] | None:
    if not family.slots:
        return 1, 100
    if not family.slots[0].has_power:
        return None
    value: Any = family.slots[0].positions[1].value
    return value.low, value.high


def two_schedules(family: Family) -> tuple[Schedule, Schedule]:
    """A window at night, and another one in the evening."""
    low, high = _powers(family) or (None, None)
    modes = _modes(family)
    night = Window(modes[0], "02:00", "05:00", low)
    return Schedule([night]), Schedule([Window(modes[-1], "18:00", "20:00", high)])


def schedules(family: Family) -> st.SearchStrategy[Schedule]:
    """Schedules of up to three windows."""
    powers = _powers(family)
    return st.builds(
        lambda hours, rest: Schedule(
            Window(mode, f"{first}:00", f"{last}:00", power)
            for first, last, (mode, power) in zip(hours[::2], hours[1::2], rest, strict=False)
        ),
        st.lists(st.integers(0, 23), unique=True, max_size=6).map(sorted),
        st.lists(
            st.tuples(
                st.sampled_from(_modes(family)), st.integers(*powers) if powers else st.none()
            ),
            min_size=3,
            max_size=3,
        ),
    )


# --- together ------------------------------------------------------------------------------------


def _beside(family: Family, names: Mapping[str, Any]) -> Iterator[Setting]:
    """What has to be said along, since it is written with these and cannot be read."""
    for name in names:
        rows = family.slots if name == "schedule" and family.slots else (family[name],)
        for row in rows:
            for mate in family.written_by(row.command):
                unseen = not mate.slot and mate.default is None and not family.shows(mate)
                if unseen and mate.name not in names:
                    yield mate


def _in_order(family: Family, wishes: dict[str, Any]) -> dict[str, Any]:
    """The same, with no span that ends before it starts."""
    for first, last in family.spans:
        if first in wishes:
            wishes[first], wishes[last] = sorted((wishes[first], wishes[last]))
    return wishes


def wishes(family: Family) -> st.SearchStrategy[dict[str, Any]]:
    """Values for any of the settings of a family."""
    of_each = {row.name: _values(family, row) for row in _settable(family)}
    if family.slots:
        of_each["schedule"] = schedules(family)

    @st.composite
    def draw(pick: st.DrawFn) -> dict[str, Any]:
        names = pick(
            st.lists(st.sampled_from(sorted(of_each)), unique=True, min_size=1, max_size=7)
        )
        wanted = {name: pick(of_each[name]) for name in names}
        more = {row.name: pick(of_each[row.name]) for row in _beside(family, wanted)}
        return _in_order(family, {**wanted, **more})

    return draw()


def two_wishes(family: Family, most: int = 3) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two times the same settings, each time with other values, and a schedule if it has one."""
    rows = list(_settable(family))
    # those that are written by different commands, and seen again
    chosen = {row.command: row for row in rows if family.shows(row)}
    names = [row.name for row in chosen.values() if row.name != "schedule"][:most]
    values = {name: two_values(family, family[name]) for name in names or [rows[0].name]}
    if "schedule" in family.names:
        values["schedule"] = two_schedules(family)
    values |= {row.name: two_values(family, row) for row in _beside(family, values)}
    first, second = ({name: two[n] for name, two in values.items()} for n in (0, 1))
    return _in_order(family, first), _in_order(family, second)


def _settable(family: Family) -> Iterator[Setting]:
    return (row for row in family.settings.values() if not row.moving)

"""From what a caller wishes to what each setting should be; wrong wishes are errors here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ..exceptions import GrowattParameterError
from .catalogue import Family, Setting, State, Texts
from .entry import Planned
from .schedule import Schedule
from .slots import place


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a plan was made of: the wishes as texts, and the battery's level in % where known."""

    texts: Mapping[str, Texts]
    schedule: Schedule | None
    soc: float | None = None


def checked(
    family: Family, wishes: Mapping[str, Any], allow_dangerous: bool
) -> tuple[dict[str, Texts], Schedule | None]:
    """The texts of the settings wished for, and the schedule; nothing has been asked yet."""
    if not isinstance(wishes, Mapping) or not wishes:
        raise GrowattParameterError("say what to set: a dict from names of settings to values")
    rest = dict(wishes)
    schedule = rest.pop("schedule", None) if family.slots else None
    if schedule is not None:
        rest = {**_levels(family, schedule, rest), **rest}
    elif family.slots and "schedule" in wishes:
        raise GrowattParameterError("schedule must be a Schedule, not None")
    texts: dict[str, Texts] = {}
    for name, value in rest.items():
        row = family.named(name)
        if row.dangerous and not allow_dangerous:
            raise GrowattParameterError(
                f"{name} ({row.meaning}) can harm what is connected or break the grid code; "
                "if you are sure, plan with allow_dangerous=True"
            )
        texts[name] = row.wished(value)
    return texts, schedule


def _levels(family: Family, schedule: Any, wishes: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that are said with the windows: one power and stop level for all of a mode."""
    if not isinstance(schedule, Schedule):
        raise GrowattParameterError(f"schedule must be a Schedule, not {schedule!r}")
    schedule.check()
    if family.slots[0].has_power:
        _check_windows(family, schedule)
        return {}
    modes = {row.mode for row in family.slots}
    found: dict[str, Any] = {}
    for window in schedule:
        if None not in modes and window.mode not in modes:
            known = ", ".join(str(mode) for mode in family.levels)
            raise GrowattParameterError(f"{family.name} has windows for {known}, not {window}")
        levels = (window.power, window.stop_soc)
        if levels != (None, None) and window.mode not in family.levels:
            raise GrowattParameterError(
                f"{family.name} has no power or stop_soc of a window ({window}); say charge_power, "
                "discharge_power, charge_stop_soc or discharge_stop_soc beside the schedule"
            )
        for name, level in zip(family.levels.get(window.mode, ()), levels, strict=False):
            if level is not None and found.setdefault(name, level) != level:
                raise GrowattParameterError(f"all {window.mode} windows share one {name}")
    for name, level in found.items():
        if name in wishes and wishes[name] != level:
            raise GrowattParameterError(f"{name} is {wishes[name]!r} here and {level!r} in windows")
    return found


def _check_windows(family: Family, schedule: Schedule) -> None:
    """Raise where a window is not one of a family whose windows have a power each."""
    for window in schedule:
        family.slots[0].texts_of(window)
        if window.stop_soc is not None:
            raise GrowattParameterError(
                f"{family.name} has no stop_soc of a window ({window}); say charge_stop_soc or "
                "discharge_stop_soc beside the schedule"
            )


def span_of(lasts: Any) -> timedelta | None:
    """Read `for_=`."""
    if lasts is None:
        return None
    if not isinstance(lasts, timedelta) or lasts <= timedelta(0):
        raise GrowattParameterError(f"for_ must be a timedelta above 0, not {lasts!r}")
    return lasts


def level_of(soc: Any) -> float | None:
    """Read `soc=`."""
    if soc is None:
        return None
    if isinstance(soc, bool) or not isinstance(soc, int | float) or not 0 <= soc <= 100:
        raise GrowattParameterError(f"soc must be a number from 0 to 100, not {soc!r}")
    return float(soc)


def seconds_of(wait: Any) -> float:
    """Read `wait=`."""
    if wait is None:
        return 0.0
    if not isinstance(wait, timedelta) or wait < timedelta(0):
        raise GrowattParameterError(f"wait must be a timedelta of 0 or more, not {wait!r}")
    return wait.total_seconds()


def laid_out(
    family: Family, texts: Mapping[str, Texts], schedule: Schedule | None, present: State
) -> dict[str, Planned]:
    """The values of a plan: what is wished, and what is written or changed along with it."""
    wanted = dict(texts)
    if schedule is not None:
        wanted.update(place(family, schedule, present))
    values = {name: Planned(name, present.get(name), what) for name, what in wanted.items()}
    commands = {
        family[name].command
        for name, value in values.items()
        if value.changes or family[name].moving
    }
    for row in _mates(family, commands):
        texts_now = present.get(row.name)
        if row.name in values:
            continue
        if texts_now is not None:
            values[row.name] = Planned(row.name, texts_now, texts_now, wished=False)
        elif row.default is not None:
            values[row.name] = Planned(row.name, None, row.default, wished=False)
        elif row.command in commands:
            raise GrowattParameterError(
                f"{row.name} is written together with your settings, and its present value cannot "
                "be read; say what it should be"
            )
    _check_spans(family, values)
    return {row.name: values[row.name] for row in family.rows if row.name in values}


def _check_spans(family: Family, values: Mapping[str, Planned]) -> None:
    """Raise where a span would end before it starts, which the server refuses."""
    for first, last in family.spans:
        if first in values and last in values:
            start, end = values[first].wanted, values[last].wanted
            if [int(text) for text in end] < [int(text) for text in start]:
                raise GrowattParameterError(
                    f"{last} {family[last].show(end)} is before {first} "
                    f"{family[first].show(start)}, which the server refuses"
                )


def _mates(family: Family, commands: set[str]) -> list[Setting]:
    carried = {family.carried[command][0] for command in commands & set(family.carried)}
    return [row for row in family.rows if row.command in commands or row.name in carried]

"""Which settings keep windows of the schedule from doing anything."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .catalogue import Family, Texts
from .entry import Planned
from .requirements import above_soc, below_soc
from .schedule import Schedule, Window


@dataclass(frozen=True, slots=True)
class Need:
    """A setting that keeps windows from doing anything; `str()` says it in words.

    `now` is its value, None where that is unknown, and `offer` one that would do, None where there
    is no such offer. What is not `sure` may be otherwise when the window comes.
    """

    setting: str
    now: Any
    offer: Any
    sure: bool
    windows: tuple[Window, ...]
    text: str

    def as_dict(self) -> dict[str, Any]:
        """The need as plain values, ready for JSON."""
        return {
            "setting": self.setting,
            "now": self.now,
            "offer": self.offer,
            "sure": self.sure,
            "windows": [f"{one.start:%H:%M}-{one.end:%H:%M}" for one in self.windows],
            "text": self.text,
        }

    def __str__(self) -> str:
        return self.text


def needs_of(
    family: Family,
    state: Mapping[str, Texts | None],
    schedule: Schedule | None,
    soc: float | None = None,
) -> tuple[Need, ...]:
    """What a schedule needs that settings do not give it, with the battery at this level in %."""
    return tuple(_unmet(family, state, schedule or Schedule(), soc))


def needs_with(
    family: Family,
    present: Mapping[str, Texts | None],
    values: Collection[Planned],
    missed: Collection[str],
    soc: float | None,
) -> tuple[Need, ...]:
    """The needs where the values of a plan are as wanted, but those that it missed.

    Of a plan without windows those that it sets itself. What is wished as it is needs no offer.
    """
    wanted = {one.name: one.wanted for one in values if one.name not in missed}
    state = {**present, **wanted}
    wished = {one.name for one in values if one.wished}
    is_scheduled = any(family[name].slot for name in wished)
    return tuple(
        replace(need, offer=None) if need.setting in wished else need
        for need in needs_of(family, state, family.schedule(state), soc)
        if is_scheduled or need.setting in wished
    )


def _unmet(
    family: Family, state: Mapping[str, Texts | None], schedule: Schedule, soc: float | None
) -> Iterator[Need]:
    for one in family.requirements:
        windows = tuple(window for window in schedule if window.mode in one.modes)
        shown = [name for name in one.settings if state.get(name) is not None]
        named = [name for name in one.settings if name in family.settings]
        if not windows or not named:
            continue
        name = shown[0] if shown else named[0]
        value = family[name].value(state.get(name))
        is_met = one.tells_unknown is False if value is None else one.test(value, soc)
        # where no other value would do either, the setting is not to blame
        if is_met is not False or (one.offer is not None and not one.test(one.offer, soc)):
            continue
        sure = one.sure and value is not None
        now = "not known" if value is None else family[name].show(state.get(name))
        level = (
            f" and the battery at {round(soc or 0, 1):g} %"
            if one.test in (above_soc, below_soc)
            else ""
        )
        text = f"{name} is {now}{level}: the battery {'will' if sure else 'may'} {one.effect} "
        yield Need(name, value, one.offer, sure, windows, text + _in_words(windows))


def _in_words(windows: tuple[Window, ...]) -> str:
    spans = ", ".join(f"{one.start:%H:%M} to {one.end:%H:%M}" for one in windows)
    return f"in {'this window' if len(windows) == 1 else 'these windows'} ({spans})"

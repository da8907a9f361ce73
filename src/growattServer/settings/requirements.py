"""What windows of the schedule need of other settings, so that the battery does something then.

Facts: with `ac_charge` off a battery-first window takes from the sun alone, and power and stop
levels of charging and discharging hold in all windows of their mode (the vendor's pages,
home-assistant and growatt-bridge); of the two floors of a MIN the one on grid counts (solax-modbus
issue 2292). A limit of power or export holds for the battery as well, but how models do that is not
documented. VPP control, Smart Scheduling and the priority that the app chooses overrule windows; no
reply of the token API shows the first two for sure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .schedule import Mode, Schedule, Window

if TYPE_CHECKING:
    from .catalogue import Family, Texts
    from .entry import Planned

OVERRULERS = (
    "Smart Scheduling in the app, which writes windows of its own",
    "VPP control",
    "the priority that is chosen in the app",
    "another program that writes settings",
)
"""What makes a device do something else than its windows say."""

Test = Callable[[Any, float | None], bool | None]
"""Whether a value will do, with the battery at this level in %; None where nobody can tell."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the windows of some modes need of a setting; of several the first that shows decides.

    `offer` is a value that will do; None where somebody who knows why it is as it is has to decide.
    What is not `sure` only may keep the battery from its work. With `tells_unknown` a value that
    cannot be read is worth a word.
    """

    modes: tuple[Mode, ...]
    settings: tuple[str, ...]
    test: Test
    effect: str
    offer: Any = None
    sure: bool = True
    tells_unknown: bool = False


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


# --- what is needed ------------------------------------------------------------------------------


def is_on(value: Any, soc: float | None) -> bool:
    return value is True


def is_no_limit(value: Any, soc: float | None) -> bool:
    return value in ("off", False)


def above_zero(value: Any, soc: float | None) -> bool:
    return bool(value > 0)


def above_soc(value: Any, soc: float | None) -> bool | None:
    return None if soc is None else bool(value > soc)


def below_soc(value: Any, soc: float | None) -> bool | None:
    return None if soc is None else bool(value < soc)


_CHARGE, _DISCHARGE = (Mode.BATTERY_FIRST,), (Mode.GRID_FIRST,)


EXPORT_LIMIT = Requirement(
    _DISCHARGE,
    ("export_limit",),
    is_no_limit,
    "discharge no more than the house takes",
    sure=False,
)


def requirements(
    *, charge_stops: tuple[str, ...], floors: tuple[str, ...], has_export_limit: bool = True
) -> tuple[Requirement, ...]:
    """The table of a family; `charge_stops` all hold, of `floors` the first that shows does."""
    return (
        Requirement(
            _CHARGE, ("ac_charge",), is_on, "not charge from the grid", True, tells_unknown=True
        ),
        Requirement(_CHARGE, ("charge_power",), above_zero, "not charge", 100, tells_unknown=True),
        *(
            Requirement(_CHARGE, (name,), above_soc, "not charge", 100, sure=False)
            for name in charge_stops
        ),
        Requirement(
            _DISCHARGE, ("discharge_power",), above_zero, "not discharge", 100, tells_unknown=True
        ),
        Requirement(_DISCHARGE, floors, below_soc, "not discharge", 10, sure=False),
        # whoever switched it off, or limited it, had a reason: nothing of this is offered
        Requirement(_CHARGE, ("on",), is_on, "not charge"),
        Requirement(_DISCHARGE, ("on",), is_on, "not discharge"),
        Requirement(_CHARGE, ("active_power_limit",), above_zero, "not charge", sure=False),
        Requirement(_DISCHARGE, ("active_power_limit",), above_zero, "not discharge", sure=False),
        *((EXPORT_LIMIT,) if has_export_limit else ()),
    )

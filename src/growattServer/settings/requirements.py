"""What windows of the schedule need of other settings, so that the battery does something then.

Facts: with `ac_charge` off a battery-first window takes from the sun alone, and power and stop
levels of charging and discharging hold in all windows of their mode (the vendor's pages,
home-assistant and growatt-bridge); of the two floors of a MIN the one on grid counts (solax-modbus
issue 2292). A limit of power or export holds for the battery as well, but how models do that is not
documented. VPP control, Smart Scheduling and the priority that the app chooses overrule windows; no
reply of the token API shows the first two for sure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .schedule import Mode

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

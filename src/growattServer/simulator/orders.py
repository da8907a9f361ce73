"""What the operator of a virtual power plant tells a battery, whatever its owner has set."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .energy import Control, Dispatch, Hardware, Mode, Share


@dataclass(frozen=True, slots=True)
class Order:
    """An order for some minutes of the day.

    `percent` of its power is charged, or discharged where it is below 0; 0 orders nothing.
    """

    start_minute: int
    end_minute: int
    percent: int

    def control(self, control: Control) -> Control:
        """The behaviour that follows from it."""
        if self.percent > 0:
            return replace(
                control,
                charge_power_percent=float(self.percent),
                charge_stop_soc=100.0,
                ac_charge_enabled=True,
                ac_charge_stop_soc=100.0,
            )
        return replace(control, discharge_power_percent=float(-self.percent))

    @property
    def mode(self) -> Mode:
        """Who is served first meanwhile."""
        return Mode.BATTERY_FIRST if self.percent > 0 else Mode.GRID_FIRST


@dataclass(frozen=True, slots=True)
class Command:
    """An order that counts at once, before all others, up to a moment."""

    percent: int
    until: float = math.inf

    @property
    def order(self) -> Order:
        """The same for all minutes of a day."""
        return Order(0, 1440, self.percent)


def obey(
    plan: list[tuple[Mode, Share]],
    orders: Iterable[Order],
    kit: Hardware,
    control: Control,
    dispatch: Dispatch,
    hours: float,
) -> None:
    """Let the orders, the last of them first of all, have their minutes of a day."""
    for order in orders:
        if order.percent:
            share = dispatch(kit, order.control(control), order.mode, 0.0, hours)
            count = order.end_minute - order.start_minute
            plan[order.start_minute : order.end_minute] = [(order.mode, share)] * count

"""Powers that are too large, and readings that stand still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..errors import DoorError
from ..reading import Reading
from .base import Moment, OfValues, changed, check_names


@dataclass(frozen=True)
class Spike(OfValues):
    """Powers are `factor` times what they are; volts and amperes stay right."""

    name: ClassVar[str] = "spike"
    factor: float = 10.0
    values: tuple[str, ...] = ()

    def check(self) -> None:
        """A factor of 1 is no spike."""
        check_names("values", self.values)
        if self.factor <= 0 or self.factor == 1:
            raise DoorError("factor must be above 0 and not 1")

    def show(self, shown: Reading, moment: Moment) -> Reading:
        """Powers on a scale of their own."""
        power = changed(shown.power_w, self.values, lambda name, watts: watts * self.factor)
        return shown._replace(power_w=power, wired_w=shown.wires)


@dataclass(frozen=True)
class Frozen(OfValues):
    """Powers, or with `counters` whole records, stay as they were when the failure began."""

    name: ClassVar[str] = "frozen"
    order: ClassVar[int] = -1
    counters: bool = True
    values: tuple[str, ...] = ()

    def check(self) -> None:
        """Whole records have no names."""
        check_names("values", self.values)
        if self.counters and self.values:
            raise DoorError("values makes sense only with counters = false")

    def show(self, shown: Reading, moment: Moment) -> Reading:
        """The old record with a new time, or the new one with old powers."""
        old = moment.at(moment.span.start)
        if self.counters:
            return old._replace(timestamp=shown.timestamp)

        def stuck(name: str, watts: float) -> float:
            value: float = getattr(old.power_w, name)
            return value

        return shown._replace(
            power_w=changed(shown.power_w, self.values, stuck),
            wired_w=changed(shown.wires, self.values, stuck),
        )

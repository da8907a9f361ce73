"""Counters that show another day, another total, or begin anew."""

from __future__ import annotations

from dataclasses import dataclass
from operator import sub
from typing import ClassVar

from ..energy import Flows
from ..errors import DoorError
from ..reading import Reading
from .base import Moment, OfValues, changed, check_names


@dataclass(frozen=True)
class YesterdaysTotal(OfValues):
    """The counters of the day show what they came to the day before, and `extra_kwh` more."""

    name: ClassVar[str] = "yesterdays_total"
    extra_kwh: float = 0.0
    values: tuple[str, ...] = ()

    def check(self) -> None:
        """A total may have grown, not shrunk."""
        check_names("values", self.values)
        if self.extra_kwh < 0:
            raise DoorError("extra_kwh must not be negative")

    def show(self, shown: Reading, moment: Moment) -> Reading:
        """Today's counters replaced by the last record of yesterday."""
        before = moment.at(moment.midnight(moment.true.timestamp) - 1).today_wh
        extra = self.extra_kwh * 1000

        def last(name: str, today: float) -> float:
            total: float = getattr(before, name)
            return total + extra if total > 0 else total

        return shown._replace(today_wh=changed(shown.today_wh, self.values, last))


@dataclass(frozen=True)
class WrongTotal(OfValues):
    """The lifetime counters show `kwh`, or the truth times `factor`."""

    name: ClassVar[str] = "wrong_total"
    kwh: float | None = None
    factor: float = 1.0
    values: tuple[str, ...] = ()

    def check(self) -> None:
        """One of the two must be said."""
        check_names("values", self.values)
        if (self.kwh is None) == (self.factor == 1):
            raise DoorError("kwh or factor must be said, and only one of them")

    def show(self, shown: Reading, moment: Moment) -> Reading:
        """Another total."""
        fixed, factor = self.kwh, self.factor

        def wrong(name: str, total: float) -> float:
            return total * factor if fixed is None else fixed * 1000

        return shown._replace(lifetime_wh=changed(shown.lifetime_wh, self.values, wrong))


@dataclass(frozen=True)
class CounterReset(OfValues):
    """All counters begin anew when the failure begins, the total with `begins_with_kwh`."""

    name: ClassVar[str] = "counter_reset"
    begins_with_kwh: float = 0.0

    def check(self) -> None:
        """A used device brings its past along."""
        if self.begins_with_kwh < 0:
            raise DoorError("begins_with_kwh must not be negative")

    def show(self, shown: Reading, moment: Moment) -> Reading:
        """What was counted since."""
        before = moment.at(moment.span.start)
        past = self.begins_with_kwh * 1000
        life = Flows(
            *(
                now - then + past
                for now, then in zip(shown.lifetime_wh, before.lifetime_wh, strict=True)
            )
        )
        today = shown.today_wh
        if moment.midnight(moment.true.timestamp) <= before.timestamp:
            today = Flows(*map(sub, today, before.today_wh))
        return shown._replace(lifetime_wh=life, today_wh=today)

"""A device with a clock of its own, by which it stamps its records and begins its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from operator import sub
from typing import ClassVar

from ..energy import Flows
from ..errors import DoorError
from ..reading import Reading
from .base import Moment, OfValues

_A_DAY_S = 86_400


@dataclass(frozen=True)
class DeviceClock(OfValues):
    """The clock of the device is `ahead_s` seconds ahead: its times and its days are of that clock.

    From its end on, the counters are those of the plant's day again.
    """

    name: ClassVar[str] = "device_clock"
    # what other failures make of a day, they make of the right one
    order: ClassVar[int] = 1
    ahead_s: float = 3602.0

    def check(self) -> None:
        """Within a day, whole seconds."""
        if not 0 < abs(self.ahead_s) < _A_DAY_S or self.ahead_s != int(self.ahead_s):
            raise DoorError("ahead_s must be a whole number of seconds, not 0, less than a day")

    def show(self, shown: Reading, moment: Moment) -> Reading:
        """Time and day of the clock of the device."""
        stamp, ahead = moment.true.timestamp, self.ahead_s
        plant = moment.device.plant
        day = plant.local(stamp + ahead).date()
        begun = plant.midnight(day).timestamp() - ahead
        if begun < moment.span.start:
            # the clock went wrong during this day, which had begun with the plant's
            begun = plant.midnight(day).timestamp()
            if begun > stamp:
                begun = plant.midnight(day - timedelta(days=1)).timestamp()
        today = shown.today_wh
        if begun != moment.midnight(stamp):
            before = moment.at(begun).lifetime_wh
            today = Flows(*map(sub, moment.true.lifetime_wh, before))
        return shown._replace(timestamp=int(stamp + ahead), today_wh=today)

"""A place with its own clock, sky and grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from .clock import STEP_S, STEPS_PER_DAY
from .house import grid_of_day
from .noise import DAYS_KEPT
from .sky import Sky, sky_of_day

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "RMB": "¥"}


@dataclass
class Plant:
    """A plant of the account; its devices share sun, clouds and grid."""

    plant_id: int
    name: str
    city: str
    country: str
    latitude: float
    longitude: float
    timezone: str
    created: date
    seed: int = 0
    currency: str = "EUR"
    grid_voltage_v: float = 230.0
    grid_frequency_hz: float = 50.0
    has_meter: bool = True
    has_sensor: bool = True
    user_id: int = 0
    installer_code: str | None = None
    price_per_kwh: float = 0.3
    address: str = "Example Street 1"
    plant_type: int = 0
    nominal_power_w: float | None = None
    formula_coal: float = 0.4
    formula_co2: float = 0.4
    formula_so2: float = 0.0

    def __post_init__(self) -> None:
        self.zone: tzinfo = ZoneInfo(self.timezone)

    @property
    def currency_sign(self) -> str:
        """How the money is written."""
        return _SIGNS.get(self.currency, self.currency)

    def local(self, timestamp: float) -> datetime:
        """The clock on the plant's wall."""
        return datetime.fromtimestamp(timestamp, self.zone)

    def midnight(self, day: date) -> datetime:
        """The first moment of a local day."""
        return datetime.combine(day, time(), self.zone)

    def standard_offset(self, timestamp: float) -> timedelta:
        """Hours from UTC without summer time, as the vendor stores them."""
        local = self.local(timestamp)
        return (local.utcoffset() or timedelta()) - (local.dst() or timedelta())

    def move(self, latitude: float, longitude: float, hours: float, timestamp: float) -> None:
        """Stand elsewhere from now on; a zone with these hours from UTC is kept as it is."""
        self.latitude, self.longitude = latitude, longitude
        if self.standard_offset(timestamp) != timedelta(hours=hours):
            self.timezone = f"GMT{hours:+g}"
            self.zone = timezone(timedelta(hours=hours))

    def sky(self, day: int) -> Sky:
        """Sun and weather of a UTC day, counted from 1970."""
        return sky_of_day(self.seed, self.plant_id, self.latitude, self.longitude, day)

    def grid(self, day: int) -> tuple[list[float], list[float]]:
        """Grid voltage in V and frequency in Hz during a UTC day."""
        shares, offsets = grid_of_day(self.seed, self.plant_id, day)
        return (
            [share * self.grid_voltage_v for share in shares],
            [self.grid_frequency_hz + offset for offset in offsets],
        )

    def local_steps(self, day: int) -> tuple[list[int], list[int]]:
        """Minute of the local day and local date as ordinal, where each step of a UTC day begins.

        The dates have one entry more: the beginning of the next day.
        """
        return _local_steps(self.zone, day)


@lru_cache(DAYS_KEPT)
def _local_steps(zone: tzinfo, day: int) -> tuple[list[int], list[int]]:
    start = day * STEPS_PER_DAY * STEP_S
    minutes, days = [], []
    for stamp in range(start, start + STEPS_PER_DAY * STEP_S + 1, STEP_S):
        offset = datetime.fromtimestamp(stamp, zone).utcoffset() or timedelta()
        date_number, second = divmod(stamp + int(offset.total_seconds()), 86_400)
        minutes.append(second // 60)
        days.append(_EPOCH_ORDINAL + date_number)
    return minutes[:-1], days

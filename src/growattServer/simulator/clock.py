"""The simulated clock: real time, started elsewhere and running at another speed."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from .errors import DoorError
from .numbers import is_number

STEP_S = 300
STEPS_PER_DAY = 86_400 // STEP_S

# Outside this span a year has no place in the vendor's date texts and zone arithmetic fails.
EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def parse_moment(value: str | datetime) -> datetime:
    """Read an ISO 8601 moment; one without an offset counts as UTC."""
    if not isinstance(value, datetime):
        try:
            value = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise DoorError(f"{value!r} is not an ISO 8601 time.") from None
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value
    if not EARLIEST <= aware <= LATEST:
        raise DoorError("The simulated time must lie between 1980 and 2200.")
    return aware.astimezone(UTC)


def check_speed(speed: float) -> float:
    """Refuse a speed that is no number, negative or so fast that the calendar ends."""
    if not is_number(speed):
        raise DoorError("The speed must be a number.")
    if not 0 <= speed <= 1e6:
        raise DoorError("The speed must lie between 0 (standing still) and 1000000.")
    return float(speed)


class Clock:
    """Simulated now = a base moment + the real time since then, times a speed."""

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        self._base = start
        self._speed = check_speed(speed)
        self._real = time.monotonic()

    @property
    def speed(self) -> float:
        """Simulated seconds in a real second."""
        return self._speed

    def now(self) -> datetime:
        """The simulated moment, in UTC."""
        elapsed = (time.monotonic() - self._real) * self._speed
        return min(self._base + timedelta(seconds=elapsed), LATEST)

    def timestamp(self) -> float:
        """The simulated moment in seconds since 1970."""
        return self.now().timestamp()

    def set(self, now: datetime | None = None, speed: float | None = None) -> None:
        """Jump forward, change the speed, or both; a jump back is refused."""
        current = self.now()
        new_speed = self._speed if speed is None else check_speed(speed)
        if now is not None and now < current:
            raise DoorError(
                f"The clock stands at {current.isoformat()} and cannot go back to "
                f"{now.isoformat()}; reset the simulator instead.",
                status=409,
            )
        self._base = current if now is None else now
        self._real = time.monotonic()
        self._speed = new_speed

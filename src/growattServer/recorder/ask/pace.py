"""When a call may be made: the vendor's documented periods, by call and subject.

The one seam to the limits of the client: what the client itself refuses or what the server calls
too often comes back as GrowattRateLimitError, and `refused` keeps that call back.
"""

from __future__ import annotations

from ...exceptions import GrowattRateLimitError
from ...open_api_v1.endpoints import Endpoint
from ..keep.spans import DAY_S

# Calls without a documented period are not to be hammered either.
UNDOCUMENTED_S = 10


class Pace:
    """Remembers calls; moments are seconds since 1970."""

    def __init__(self) -> None:
        self._free: dict[tuple[str, str], float] = {}
        self._today: dict[tuple[str, str], tuple[int, int]] = {}

    def free_at(self, endpoint: Endpoint, subject: str) -> float:
        """When this call may be made again about this device or plant; 0 for at once."""
        return self._free.get((endpoint.path, subject), 0.0)

    def wait(self, path: str, subject: str, until: float) -> None:
        """Somebody else has made this call."""
        self._free[path, subject] = max(until, self._free.get((path, subject), 0.0))

    def note(self, endpoint: Endpoint, subject: str, now: float) -> None:
        """A call was made."""
        key = (endpoint.path, subject)
        self._free[key] = now + period_of(endpoint)
        day = int(now // DAY_S)
        last, count = self._today.get(key, (day, 0))
        self._today[key] = (day, count + 1 if last == day else 1)
        if endpoint.calls_per_day and self._today[key][1] >= endpoint.calls_per_day:
            self._free[key] = max(self._free[key], (day + 1) * DAY_S)

    def refused(
        self, endpoint: Endpoint, subject: str, now: float, error: GrowattRateLimitError
    ) -> float:
        """A call was too often: when it may be tried again."""
        retry_at = getattr(error, "retry_at", None)
        again = retry_at.timestamp() if retry_at else now + max(300, period_of(endpoint))
        self._free[endpoint.path, subject] = max(now + 1, again)
        return self._free[endpoint.path, subject]


def period_of(endpoint: Endpoint) -> int:
    """Seconds between two calls about the same device or plant."""
    return endpoint.period_s or UNDOCUMENTED_S

"""The times of V4, as moments in UTC.

Texts were rendered on the clock of the server, UTC+8, also for devices elsewhere (seen in replies
of devices in zones 1, 2 and 8, beside the epoch of the same moment). Numbers are true epochs, in
milliseconds.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Unpack

from growattServer.fields import Basis, Field
from growattServer.parsing import FIRST_YEAR, LAST_YEAR, parse_datetime

if TYPE_CHECKING:
    from growattServer.fields import RowOptions

SERVER_ZONE = timezone(timedelta(hours=8))


def server_time(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[datetime]:
    """A text on the clock of the server, as the moment in UTC that it means."""
    more.setdefault("basis", Basis.CAPTURE)
    return Field(key, _parse_server_time, meaning, **more)


def epoch(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[datetime]:
    """Milliseconds since 1970, as a moment in UTC."""
    more.setdefault("basis", Basis.CAPTURE)
    return Field(key, _parse_epoch, meaning, **more)


def _parse_server_time(value: Any) -> datetime | None:
    wall = parse_datetime(value)
    if wall is None:
        return None
    return (wall.replace(tzinfo=SERVER_ZONE) if wall.tzinfo is None else wall).astimezone(UTC)


def _parse_epoch(value: Any) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        moment = datetime.fromtimestamp(value / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None

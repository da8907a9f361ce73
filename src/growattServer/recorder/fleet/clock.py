"""The one clock of a fleet, which is the database's: all machines mean the same by now."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Engine, text

from ..errors import store_trouble

ASK_EVERY_S = 300.0
APART_S = 1.0
"""When the two clocks of a machine have gone so far apart, it has slept or one was put."""


class _Seen(NamedTuple):
    there: datetime
    monotonic: float
    wall: float


class DatabaseClock:
    """What the clock of a database shows; it is asked now and then, and counted on between."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seen = self._ask()

    def __call__(self) -> datetime:
        """The present, in UTC."""
        seen = self._seen
        passed = time.monotonic() - seen.monotonic
        if passed > ASK_EVERY_S or abs(time.time() - seen.wall - passed) > APART_S:
            seen = self._seen = self._ask()
            passed = time.monotonic() - seen.monotonic
        return seen.there + timedelta(seconds=passed)

    def _ask(self) -> _Seen:
        with store_trouble("of the fleet"), self._engine.connect() as connection:
            # the first question waits for the connection, too
            connection.execute(text("SELECT 1"))
            before = time.monotonic()
            there: datetime = connection.scalars(text("SELECT clock_timestamp()")).one()
            middle = (before + time.monotonic()) / 2
        return _Seen(there.astimezone(UTC), middle, time.time())

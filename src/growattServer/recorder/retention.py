"""What is kept for how long: raw replies for days, readings for years, roll-ups for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete

from . import schema
from .errors import store_trouble
from .families import FAMILIES
from .marks import put_mark
from .store import Store
from .windows import start_of, window_of

DROPPED = "readings dropped before"
"""The mark that says from when on there are readings."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long raw replies and readings of five minutes are kept; None is for ever.

    Readings are dropped in whole windows of seven days. Their roll-ups stay.
    """

    raw_replies: timedelta | None = None
    readings: timedelta | None = None


class Dropped(NamedTuple):
    """How much was dropped."""

    raw_replies: int
    readings: int


def drop_old(connection: Connection, retention: Retention, now: float) -> Dropped:
    """Drop what is older than it has to be."""
    replies = readings = 0
    if retention.raw_replies is not None:
        table = schema.raw_replies
        oldest = now - retention.raw_replies.total_seconds()
        done: Any = connection.execute(delete(table).where(table.c.asked_at < oldest))
        replies = done.rowcount
    if retention.readings is not None:
        oldest = start_of(window_of(now - retention.readings.total_seconds()))
        for family in FAMILIES.values():
            readings_table = schema.readings(family)
            done = connection.execute(delete(readings_table).where(readings_table.c.time < oldest))
            readings += done.rowcount
        put_mark(connection, DROPPED, oldest)
    return Dropped(replies, readings)


def compact(store: Store, retention: Retention, *, now: datetime | None = None) -> Dropped:
    """Drop what is older than it has to be, and give the room back to the disk.

    No recorder may run on the store meanwhile.
    """
    moment = (now or datetime.now(UTC)).timestamp()
    with store.alone():
        with store.writing() as connection:
            dropped = drop_old(connection, retention, moment)
        with store_trouble(store.name), store.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            if not store.is_sqlite:
                driver.autocommit = True
            driver.execute("VACUUM")
            if store.is_sqlite:
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return dropped

"""What is kept for how long: raw replies for days, readings for years, roll-ups for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, between, delete, false, func, not_, or_, select

from ...exceptions import GrowattParameterError
from ..derive.counters import Counters, hours_that_follow
from ..derive.renewing import renew_all
from ..errors import store_trouble
from ..events import Event
from ..keep import schema
from ..keep.families import FAMILIES
from ..keep.frozen import drop_frozen, frozen_weeks, thaw
from ..keep.mark_names import DROPPED
from ..keep.marks import all_marks, put_mark
from ..keep.rows import ends_of
from ..keep.spans import HOUR_S, hour_of
from ..keep.store import Store, StoredDevice, devices_of
from ..keep.weeks import start_of, window_of
from ..keep.windows import known_windows
from .freezing import freeze_all

LONGEST_STEP = timedelta(days=366)


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
    """Drop what is older than it has to be, counted from the newest reading.

    Raises GrowattParameterError where `now` is more than a year after that: a clock that is ahead
    would let all of it be dropped.
    """
    newest = _newest_reading(connection)
    if newest is None:
        return Dropped(0, 0)
    _check_clock(newest, now)
    moment = min(now, newest)
    replies = readings = 0
    if retention.raw_replies is not None:
        table = schema.raw_replies
        oldest = moment - retention.raw_replies.total_seconds()
        done: Any = connection.execute(delete(table).where(table.c.asked_at < oldest))
        replies = done.rowcount
    if retention.readings is not None:
        boundary = start_of(window_of(moment - retention.readings.total_seconds()))
        readings = sum(
            _drop_readings(connection, device, boundary) for device in devices_of(connection)
        )
        # what was dropped once is not there again when more is to be kept, or the clock put back
        before = all_marks(connection, newest).get(DROPPED, boundary)
        put_mark(connection, DROPPED, max(before, boundary))
    return Dropped(replies, readings)


def _newest_reading(connection: Connection) -> int | None:
    """When the newest reading is of; of a store of raw replies only, when it got the last."""
    times = [schema.readings(family).c.time for family in FAMILIES.values()]
    times.append(schema.frozen.c.last_time)
    found = [connection.scalar(select(func.max(time))) for time in times]
    last_reply: int | None = connection.scalar(select(func.max(schema.raw_replies.c.asked_at)))
    return max((each for each in found if each is not None), default=last_reply)


def _check_clock(newest: float, now: float) -> None:
    if now - newest > LONGEST_STEP.total_seconds():
        present, last = (f"{datetime.fromtimestamp(each, UTC):%Y-%m-%d}" for each in (now, newest))
        raise GrowattParameterError(
            f"nothing was dropped: the clock says {present}, more than a year after the newest "
            f"reading, which is of {last}; set the clock right, or give compact() the day to count "
            "from as now="
        )


def _drop_readings(connection: Connection, device: StoredDevice, boundary: int) -> int:
    """Drop the readings of a device before a boundary, but for those that roll-ups still need."""
    table = schema.readings(device.family)
    mine = table.c.device_id == device.device_id
    ends = ends_of(connection, device.family, device.device_id)
    # an hour is dropped as a whole
    end = hour_of(boundary, device.zone_at(boundary))
    if ends is None or ends[0] >= end:
        return 0
    first = ends[0]
    kept = list(_needed_later(connection, device, end))
    # what older ones are still to come for is made again from all of its readings
    whole = (
        hours_that_follow(connection, device, first)
        if _older_ones_come(connection, device, first)
        else ()
    )
    frozen = _drop_frozen(connection, device, end, {*kept, *whole})
    in_these = (between(table.c.time, hour, hour + HOUR_S - 1) for hour in sorted(whole))
    done: Any = connection.execute(
        delete(table).where(
            mine, table.c.time < end, table.c.time.not_in(kept), not_(or_(false(), *in_these))
        )
    )
    dropped: int = done.rowcount
    return frozen + dropped


def _drop_frozen(connection: Connection, device: StoredDevice, end: int, needed: set[int]) -> int:
    """Drop frozen weeks before a moment, and thaw those of which something has to stay."""
    dropped = 0
    for week in frozen_weeks(connection, device.device_id, None, end):
        stays = sum(window_of(moment) == week.number for moment in needed)
        if stays == week.rows:
            continue
        if stays or week.last_time >= end:
            thaw(connection, device.family, device.device_id, week.number)
        else:
            drop_frozen(connection, device.device_id, week.number)
            dropped += week.rows
    return dropped


def _needed_later(connection: Connection, device: StoredDevice, moment: int) -> Iterator[int]:
    """The readings from which the counters have risen to the first ones that stay."""
    counters = Counters(device.family)
    counters.go_to(connection, device, moment)
    if counters.time is not None:
        yield counters.time
    for known in counters.last:
        if known is not None:
            yield known.time


def _older_ones_come(connection: Connection, device: StoredDevice, first: int) -> bool:
    """Is the week before the first reading still to be read? That one rises from it then."""
    known = known_windows(connection, device.device_id)
    number = window_of(first)
    before = known.get(number - 1)
    return number in known and (before is None or before.read_at is None)


def compact(
    store: Store,
    retention: Retention | None = None,
    *,
    now: datetime | None = None,
    progress: Callable[[Event], None] | None = None,
) -> Dropped:
    """Drop what is older than it has to be, freeze the rest, and give the room back to the disk.

    Roll-ups of an earlier version are brought up to date.

    `progress` is told of each week that is frozen. No recorder may run on the store meanwhile.
    """
    moment = (now or datetime.now(UTC)).timestamp()
    with store.alone():
        with store.writing() as connection:
            dropped = drop_old(connection, retention or Retention(), moment)
        for event in freeze_all(store):
            if progress is not None:
                progress(event)
        renew_all(store)
        with store_trouble(store.name), store.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            if not store.is_sqlite:
                driver.autocommit = True
            driver.execute("VACUUM")
            if store.is_sqlite:
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return dropped

"""The latest readings of many devices into the store, as soon as the server has them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from ..fields import Record
from .cleaning_pass import clean_on
from .history import keep_reply, note_changes
from .rollups import refresh
from .store import StoredDevice
from .values import reader_of
from .writer import Reading, put_readings

# A clock may be ahead by a little; what is further ahead comes in another zone than the plant's.
AHEAD_S = 600


def put_latest(
    connection: Connection,
    devices: Mapping[str, StoredDevice],
    latest: Mapping[str, Record],
    now: float,
    call: str,
    *,
    keep_raw: bool,
) -> int:
    """Keep the latest records, by serial number; gives how many of them are new."""
    count = 0
    for device_sn, record in latest.items():
        device = devices.get(device_sn)
        wall = getattr(record, "time", None)
        time = None if device is None or wall is None else moment_in(wall, device.zone, now)
        if device is None or time is None:
            continue
        if keep_raw:
            keep_reply(connection, device, call, str(time), record, now)
        reading = Reading(time, reader_of(device.family.record)(record))
        written = put_readings(connection, device.family, device.device_id, [reading], False)
        if written.new:
            refresh(connection, device, written.new)
            clean_on(connection, device, written.new)
            count += 1
        else:
            note_changes(connection, device, written)
    return count


def moment_in(wall: datetime, zone: ZoneInfo, now: float) -> int | None:
    """When a record on the plant's clock was measured; None where that cannot be told.

    In the hour that comes twice in autumn only the history tells, which is asked for in UTC.
    """
    first, second = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset() and second.timestamp() > first.timestamp():
        return None
    moment = first.timestamp()
    if moment > now + AHEAD_S or moment < now - timedelta(days=3650).total_seconds():
        return None
    return int(moment)

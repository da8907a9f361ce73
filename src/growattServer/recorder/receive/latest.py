"""The latest readings of many devices into the store, as soon as the server has them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from sqlalchemy import Connection

from ...fields import Record
from ..derive.cleaning import clean_on
from ..derive.rollups import refresh
from ..keep.readings import Reading, put_readings
from ..keep.store import StoredDevice
from .history import keep_reply, note_changes
from .values import values_of

# A clock may be ahead by a little; what is further ahead comes in another zone than the plant's.
AHEAD_S = 600


class Latest(NamedTuple):
    """How many latest records are new, and why others have no place in the store."""

    new: int
    unplaced: list[str]


def put_latest(
    connection: Connection,
    devices: Mapping[str, StoredDevice],
    latest: Mapping[str, Record],
    now: float,
    call: str,
    *,
    keep_raw: bool,
) -> Latest:
    """Keep the latest records, by serial number."""
    count, unplaced = 0, []
    for device_sn, record in latest.items():
        device = devices.get(device_sn)
        if device is None:
            continue
        wall = getattr(record, "time", None)
        time = None if wall is None else moment_in(wall, device.zone, now)
        if time is None:
            # a device that was never heard of has no time, and nothing to keep
            if sent := record.get("time"):
                unplaced.append(_why_unplaced(device, str(sent)[:30], wall))
            continue
        if keep_raw:
            keep_reply(connection, device, call, str(time), record, now)
        reading = Reading(time, *values_of(device.family.record, [record]))
        written = put_readings(connection, device.family, device.device_id, [reading], False)
        if written.refused:
            unplaced.append(_why_unplaced(device, str(record.get("time"))[:30], wall))
        elif written.new:
            refresh(connection, device, written.new)
            clean_on(connection, device, written.new)
            count += 1
        else:
            note_changes(connection, device, written)
    return Latest(count, unplaced)


def _why_unplaced(device: StoredDevice, sent: str, wall: datetime | None) -> str:
    if wall is None:
        return f"the latest reading of {device.device_sn} has a time that cannot be read, {sent}"
    if wall.tzinfo is not None:
        return f"the latest reading of {device.device_sn} is of {sent}, which is no time of now"
    return (
        f"the latest reading of {device.device_sn} is of {sent}, which the clock of its plant "
        f"({device.timezone}) does not show now; if this goes on, the time zone of the plant is "
        "wrong. Nothing is lost: the history has it"
    )


def moment_in(wall: datetime, zone: tzinfo, now: float) -> int | None:
    """When a record on the plant's clock was measured; None where that cannot be told.

    In the hour that comes twice in autumn only the history tells, which is asked for in UTC.
    """
    # what V4 tells is a moment, whatever the clock of the plant shows
    zone = wall.tzinfo or zone
    first, second = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset() and second.timestamp() > first.timestamp():
        return None
    moment = first.timestamp()
    if moment > now + AHEAD_S or moment < now - timedelta(days=3650).total_seconds():
        return None
    return int(moment)

"""Making roll-ups of an earlier version again, a week at a time, so that it can go on any time."""

from __future__ import annotations

from sqlalchemy import Connection

from ..errors import content_trouble
from ..keep.marks import whole_since
from ..keep.renewal import end_renewal, note_renewed, old_until
from ..keep.rows import row_beside, times_between
from ..keep.store import Store, StoredDevice
from ..keep.weeks import start_of, window_of
from .rollups import refresh


def next_to_renew(connection: Connection, device: StoredDevice) -> int | None:
    """The week whose roll-ups are made again next; None where all are as they are now."""
    until = old_until(connection, device.device_id)
    if until is None:
        return None
    here = connection, device.family, device.device_id
    last = row_beside(*here, [], until, is_later=False)
    if last is None or last[0] < whole_since(connection):
        return None
    return window_of(last[0])


def renew_week(connection: Connection, device: StoredDevice, number: int) -> None:
    """Make the roll-ups of a week again."""
    here, start = (connection, device.family, device.device_id), start_of(number)
    refresh(connection, device, times_between(*here, start, start_of(number + 1)))
    note_renewed(connection, device.device_id, start)
    if next_to_renew(connection, device) is None:
        end_renewal(connection, device.device_id)


def renew_all(store: Store) -> int:
    """Make again what is still of an earlier version, a week a transaction; gives how many."""
    count = 0
    for device in store.devices():
        while True:
            with content_trouble(store.name), store.writing() as connection:
                number = next_to_renew(connection, device)
                if number is None:
                    end_renewal(connection, device.device_id)
                    break
                renew_week(connection, device, number)
                count += 1
    return count

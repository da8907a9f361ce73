"""Freezing all weeks that no longer change at once, which a recorder does one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from ..errors import GrowattStoreError
from ..events import Frozen
from ..keep.frozen import freeze, weeks_to_freeze
from ..keep.store import Store
from ..keep.windows import days_of, utc_day


def freeze_all(store: Store) -> Iterator[Frozen]:
    """Freeze the weeks of all devices, a week a transaction; a week that cannot be stays rows."""
    for device in store.devices():
        here = device.family, device.device_id
        with store.writing() as connection:
            numbers = weeks_to_freeze(connection, *here)
        for place, number in enumerate(numbers, start=1):
            now = datetime.now(UTC)
            try:
                with store.writing() as connection:
                    rows = freeze(connection, *here, number)
            except GrowattStoreError as error:
                if not error.is_of_a_value:
                    raise
                continue
            days = days_of(number, utc_day(now.timestamp()))
            yield Frozen(now, device.device_sn, *days, rows, len(numbers) - place)

"""What an exporter has not had yet, read from the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from json import loads
from typing import Any, NamedTuple

from sqlalchemy import Connection

from ..recorder import Store, StoredDevice
from ..recorder.keep.arrivals import (
    Arrival,
    Position,
    arrivals_after,
    move_to,
    newest_arrival,
    position_of,
)
from ..recorder.keep.columns import columns_of, corrected
from ..recorder.keep.families import Family
from ..recorder.keep.rows import FAR_AHEAD, row_beside, rows_between
from ..recorder.keep.store import devices_of, plants_of
from .exporter import Exporter
from .reading import Reading

ARRIVALS_AT_ONCE = 50


class Delivery(NamedTuple):
    """A reading, and how far an exporter is when it is delivered."""

    reading: Reading
    after: Position


class Feed:
    """What there is for an exporter of this name.

    `next_part` gives some of it, and `move_to` says how much of that was delivered.
    """

    def __init__(self, store: Store, name: str, exporter: Exporter) -> None:
        self.store = store
        self.name = name
        self.exporter = exporter
        with store.writing() as connection:
            self.position = self._noted = position_of(connection, name)

    def next_part(self) -> tuple[list[Delivery], Position]:
        """Some readings in the order in which they came, and how far one is after all of them."""
        with self.store.reading() as connection:
            coming = arrivals_after(connection, self.position.arrival, ARRIVALS_AT_ONCE)
            if not coming:
                return [], self.position
            sources = _Sources(connection)
            found = [
                delivery
                for arrival in coming
                if arrival.is_new or self.exporter.wants_changes
                for delivery in self._deliveries(sources, arrival)
            ]
        return found, Position(coming[-1].number)

    def _deliveries(self, sources: _Sources, arrival: Arrival) -> Iterator[Delivery]:
        is_begun = arrival.number == self.position.arrival + 1
        had = self.position.readings if is_begun else 0
        for count, time in enumerate(arrival.times[had:], had + 1):
            reading = sources.reading(arrival.device_id, time, is_new=arrival.is_new)
            # a reading that was dropped, or placed anew, is no more
            if reading is not None:
                yield Delivery(reading, Position(arrival.number - 1, count))

    def newest(self) -> tuple[list[Reading], Position]:
        """The newest reading of each device, and the position behind all that came so far."""
        with self.store.reading() as connection:
            return _Sources(connection).newest(), Position(newest_arrival(connection))

    def move_to(self, position: Position) -> None:
        """All up to there is delivered."""
        # it is, also where the store cannot be written at the moment
        self.position = position
        if position != self._noted:
            with self.store.writing() as connection:
                move_to(connection, self.name, position)
            self._noted = position


class _Sources:
    """The readings of all devices, as one transaction sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._devices = {device.device_id: device for device in devices_of(connection)}
        self._plants = {plant.plant_id: plant.name or "" for plant in plants_of(connection)}
        self._newest: dict[int, int | None] = {}

    def reading(self, device_id: int, time: int, *, is_new: bool) -> Reading | None:
        """The reading of a device at a moment, if it is there."""
        device = self._devices.get(device_id)
        if device is None:
            return None
        columns = _columns(device.family)
        here = self._connection, device.family, device_id
        row = next(rows_between(*here, columns.names, time, time + 1), None)
        if row is None:
            return None
        corrections = loads(row[1]) if row[1] else None
        values = corrected(columns.values, row[2:], corrections)
        told = dict(zip(columns.values, values, strict=True))
        return Reading(
            device_sn=device.device_sn,
            family=device.family.name,
            plant_id=device.plant_id,
            plant=self._plants.get(device.plant_id, ""),
            model=device.model or "",
            time=datetime.fromtimestamp(time, UTC),
            values={
                # SQLite has 0 and 1 for yes and no
                name: bool(value) if name in columns.flags else value
                for name, value in told.items()
                if value is not None
            },
            fields=columns.rows,
            is_new=is_new,
            is_newest=time == self._newest_time(device),
        )

    def _newest_time(self, device: StoredDevice) -> int | None:
        if device.device_id not in self._newest:
            here = self._connection, device.family, device.device_id
            row = row_beside(*here, [], FAR_AHEAD, is_later=False)
            self._newest[device.device_id] = None if row is None else row[0]
        return self._newest[device.device_id]

    def newest(self) -> list[Reading]:
        """The newest reading of each device that has one."""
        times = {device.device_id: self._newest_time(device) for device in self._devices.values()}
        found = [
            self.reading(device_id, time, is_new=True)
            for device_id, time in times.items()
            if time is not None
        ]
        return [reading for reading in found if reading is not None]


class _Columns(NamedTuple):
    """The columns of a family: those that are read, and those of them that hold values."""

    names: tuple[str, ...]
    values: tuple[str, ...]
    flags: frozenset[str]
    rows: dict[str, Any]


@cache
def _columns(family: Family) -> _Columns:
    columns = columns_of(family.record)
    values = tuple(column.name for column in columns)
    return _Columns(
        ("time", "corrections", *values),
        values,
        frozenset(column.name for column in columns if column.type == "flag"),
        {column.name: column.row for column in columns},
    )

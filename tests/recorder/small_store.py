"""Stores that a test fills by hand: one plant, one device, and the rows that it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from growattServer.recorder import Store
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.columns import columns_of, summed_of
from growattServer.recorder.keep.readings import Reading, put_readings
from growattServer.recorder.keep.store import StoredDevice
from growattServer.recorder.keep.upsert import upsert_rows
from growattServer.recorder.keep.weeks import start_of, window_of
from growattServer.recorder.keep.windows import save_window
from growattServer.recorder.receive.history import note_changes

from .recorder_world import spans_of

Rows = Mapping[int, Mapping[str, Any]]
"""Values by their columns, by the times of the rows."""


def empty(store: Store) -> None:
    """Take everything out of a store: quicker than to make a new one."""
    with store.writing() as connection:
        for table in [*schema.metadata.sorted_tables, *schema.projected()]:
            if table.name != "fields":
                connection.execute(table.delete())


def new_device(
    store: Store, family: str = "min", zone: str = "Europe/Berlin", serial: str = "SMALL1"
) -> StoredDevice:
    """A device of a plant of its own in a zone."""
    with store.writing() as connection:
        number = len(connection.execute(schema.plants.select()).all()) + 1
        connection.execute(schema.plants.insert().values(plant_id=number, timezone=zone))
        connection.execute(
            schema.devices.insert().values(device_sn=serial, family=family, plant_id=number)
        )
    return store.device(serial)


def came_from(store: Store, device: StoredDevice, zone: str, until: int) -> StoredDevice:
    """The same device, which was in a plant in another zone before a moment."""
    with store.writing() as connection:
        number = len(connection.execute(schema.plants.select()).all()) + 1
        connection.execute(schema.plants.insert().values(plant_id=number, timezone=zone))
        upsert_rows(connection, schema.moves, [(device.device_id, until, number)])
    return store.device(device.device_sn)


def put(store: Store, device: StoredDevice, rows: Rows, *, is_all: bool = True) -> None:
    """Put rows of a history into the store, in one transaction, and call their weeks read.

    Unless `is_all`, older ones are still to come: the week before them was not read.
    """
    names = [column.name for column in columns_of(device.family.record)]
    readings = [
        Reading(time, tuple(values.get(name) for name in names)) for time, values in rows.items()
    ]
    with store.writing() as connection:
        written = put_readings(connection, device.family, device.device_id, readings, True)
        weeks = sorted({window_of(time) for time in rows})
        for number in range(weeks[0] - 1, weeks[-1] + 1) if is_all else weeks:
            read_at = start_of(number + 1) + 30 * 86_400
            save_window(connection, device.device_id, number, read_at=read_at, server_rows=1)
        note_changes(connection, device, written)


def rollups_of(store: Store, device: StoredDevice) -> dict[tuple[str, int], Any]:
    """All roll-ups of a device by span and start."""
    table = schema.rollups(device.family)
    wanted = table.select().where(table.c.device_id == device.device_id)
    with store.reading() as connection:
        return {
            (row["span"], row["start"]): dict(row) for row in connection.execute(wanted).mappings()
        }


def energy_of(store: Store, device: StoredDevice, span: str, name: str = "pv_energy") -> list[Any]:
    """The energies of all hours, days, months or years, in order."""
    rows = sorted(rollups_of(store, device).items())
    return [row[name] for (kind, _), row in rows if kind == span]


def counted(device: StoredDevice, rows: Rows) -> dict[tuple[str, int], dict[str, float]]:
    """The energies of each span, counted in the simplest way: one row after the other."""
    found: dict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    known: dict[str, float] = {}
    for time in sorted(rows):
        for energy in summed_of(device.family.record):
            value = rows[time].get(energy.counter)
            if value is None or energy.is_daily:
                continue
            rise = value - known.get(energy.counter, value)
            known[energy.counter] = value
            for key in spans_of(time, device.zone_at(time)):
                sums = found[key]
                sums[energy.name] = sums.get(energy.name, 0.0) + rise
    return found


def assert_energies(store: Store, device: StoredDevice, rows: Rows) -> None:
    """The energies of all roll-ups are those of counting these rows."""
    expected = counted(device, rows)
    names = [each.name for each in summed_of(device.family.record) if not each.is_daily]
    for (span, start), row in rollups_of(store, device).items():
        found = {name: row[name] for name in names if row[name] is not None}
        assert found == pytest.approx(expected.get((span, start), {})), (span, start)

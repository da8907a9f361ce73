"""Slim roll-ups: what they do not hold is computed from readings, and older stores become slim."""

from __future__ import annotations

import json
import random
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from growattServer.recorder import (
    Store,
    check,
    compact,
    copy_rows,
    read_frame,
    read_readings,
    read_rollups,
)
from growattServer.recorder.care.mend import from_raw_replies
from growattServer.recorder.derive import on_demand
from growattServer.recorder.derive.cleaning import clean_all
from growattServer.recorder.derive.renewing import next_to_renew
from growattServer.recorder.derive.rollups import refresh
from growattServer.recorder.keep import frozen, schema
from growattServer.recorder.keep.columns import (
    Level,
    columns_of,
    kept_levels,
    other_levels,
    rollup_columns,
)
from growattServer.recorder.keep.families import FAMILIES
from growattServer.recorder.keep.frozen import freeze, frozen_weeks
from growattServer.recorder.keep.frozen_weeks import thaw_columns
from growattServer.recorder.keep.mark_names import DROPPED
from growattServer.recorder.keep.marks import put_mark
from growattServer.recorder.keep.rows import FAR_AHEAD, LONG_AGO, times_between
from growattServer.recorder.keep.spans import SPANS
from growattServer.recorder.keep.store import StoredDevice
from growattServer.recorder.keep.upsert import upsert_rows
from growattServer.recorder.keep.weeks import start_of

from .recorder_world import put_back
from .small_store import came_from, new_device, put, rollups_of
from .test_record_freezing import victims  # noqa: F401  # a fixture
from .test_record_frozen import FIRST_WEEK, WEEKS, three_weeks
from .test_record_kill import Victims

TEMPERATURES = ["temperature_1", "temperature_2"]


def lively_weeks() -> dict[int, dict[str, Any]]:
    """Three weeks that have temperatures and voltages, too, each with gaps."""
    dice, rows = random.Random(3), three_weeks()
    for row in rows.values():
        row["pv_power"] = round(dice.random() * 3000, 1)
        for name in (*TEMPERATURES, "pv1_voltage", "grid_frequency"):
            row[name] = round(dice.random() * 50, 1) if dice.random() < 0.9 else None
    return rows


@pytest.fixture(scope="module")
def filled(new_store: Callable[[], str]) -> Iterator[Store]:
    with Store(new_store()) as store:
        put(store, new_device(store), lively_weeks())
        moved = new_device(store, serial="MOVED1", zone="Australia/Sydney")
        moved_at = start_of(FIRST_WEEK) + 700_000
        put(store, came_from(store, moved, "America/New_York", moved_at), lively_weeks())
        clean_all(store)
        for number in WEEKS[:2]:
            with store.writing() as connection:
                freeze(connection, FAMILIES["min"], 1, number)
        yield store


def test_a_family_keeps_what_people_know_from_others() -> None:
    kept = {name: rollup_columns(family.record) for name, family in FAMILIES.items()}
    for name in ("min", "sph", "sph-s"):
        assert {"pv_power", "pv_power_max", "battery_soc_min", "temperature_1"} <= {*kept[name]}
        assert {"import_energy", "battery_charge_power", "load_power_max"} <= {*kept[name]}
    for name, family in FAMILIES.items():
        others = other_levels(family.record)
        assert len({*kept[name]}) == len(kept[name])
        assert others.keys().isdisjoint(kept[name])
        # as a device and its hours are limited, so is a roll-up
        assert len(kept[name]) < 70
        assert all(
            column.name in {*kept[name], *others}
            or column.unit in (None, "kWh")
            or column.name.endswith(("_min", "_max"))
            for column in columns_of(family.record)
            if column.type in ("number", "integer") and column.row.kind == "measurement"
        )


@pytest.mark.parametrize("serial", ["SMALL1", "MOVED1"])
@pytest.mark.parametrize("span", SPANS)
def test_what_is_computed_is_what_is_kept(
    filled: Store, serial: str, span: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = filled.device(serial)
    record = device.family.record
    levels = kept_levels(record)
    names = [name for level in levels for name in level.columns]
    known = {
        f"{level.name}{end}": Level(level.name, (end,)) for level in levels for end in level.ends
    }
    monkeypatch.setattr(on_demand, "other_levels", lambda _: known)
    (batch,) = read_rollups(filled, serial, span, columns=names)
    stored = [list(row[3:]) for row in batch.rows]
    samples = {int(row[1].timestamp()): row[2] for row in batch.rows}
    with filled.reading() as connection:
        computed = on_demand.computed_columns(connection, device, span, names, samples)
    assert computed == stored
    assert any(value is not None for row in stored for value in row)


def test_any_level_can_be_read(filled: Store) -> None:
    names = ["pv1_voltage_max", "pv_energy", "pv1_voltage", "grid_frequency_min", "pv_power_min"]
    rows = lively_weeks()
    for first, last in ((None, None), ("2026-06-01", "2026-06-07")):
        (batch,) = read_rollups(filled, "SMALL1", "hour", first, last, columns=names)
        assert batch.names[3:] == tuple(names)
        for local, start, samples, most, _, mean, least, power in batch.rows:
            row = rows[int(start.timestamp())]
            assert samples == 1, local
            assert (most, least) == (row["pv1_voltage"], row["grid_frequency"])
            assert (mean, power) == (row["pv1_voltage"], row["pv_power"])
    frame = read_frame(filled, "SMALL1", span="month", columns=names, kind="arrow").to_pylist()
    volts = [row["pv1_voltage"] for row in rows.values() if row["pv1_voltage"] is not None]
    assert max(each["pv1_voltage_max"] for each in frame) == max(volts)
    assert "pv1_voltage" not in read_frame(filled, "SMALL1", span="day", kind="arrow").column_names


def test_what_was_dropped_is_unknown_and_not_less(filled: Store, new_store: Any) -> None:
    with Store(new_store()) as store:
        copy_rows(filled, store)
        boundary = start_of(FIRST_WEEK) + 4 * 86_400 + 43_200
        with store.writing() as connection:
            connection.exec_driver_sql("DELETE FROM frozen")
            table = schema.readings(FAMILIES["min"])
            connection.execute(table.delete().where(table.c.time < boundary))
        (batch,) = read_rollups(store, "MOVED1", "day", columns=["pv1_voltage", "pv_power"])
        whole = [row[1].timestamp() >= boundary for row in batch.rows]
        assert [row[3] is not None for row in batch.rows] == whole
        assert {True, False} == {*whole}
        assert all(row[4] is not None for row in batch.rows)


# --- stores of the version before ----------------------------------------------------------------


def make_wide(store: Store, *, without: list[str]) -> dict[str, dict[int, Any]]:
    """Let a store be as version 0008 made it; gives the hours of columns that it had more."""
    more = ["pv_power_min", "pv1_power_max", "winter_on_grid_soc"]
    told: dict[str, dict[int, Any]] = {}
    for device in store.devices():
        (batch,) = read_rollups(store, device.device_sn, "hour", columns=more)
        told[device.device_sn] = {int(row[1].timestamp()): row[3:] for row in batch.rows}
    with store.writing() as connection:
        name = schema.rollups(FAMILIES["min"]).name
        for column in more:
            connection.exec_driver_sql(f'ALTER TABLE {name} ADD COLUMN "{column}" DOUBLE PRECISION')
        for device in store.devices():
            for start, values in told[device.device_sn].items():
                for column, value in zip(more, values, strict=True):
                    said = "NULL" if value is None else repr(value)
                    mine = f"device_id = {device.device_id} AND start = {start}"
                    connection.exec_driver_sql(
                        f'UPDATE {name} SET "{column}" = {said} '  # noqa: S608  # our own names
                        f"WHERE span = 'hour' AND {mine}"
                    )
        for column in without:
            connection.exec_driver_sql(f'ALTER TABLE {name} DROP COLUMN "{column}"')
    put_back(store, 8)
    return told


def everything(store: Store) -> list[Any]:
    return [rollups_of(store, device) for device in store.devices()]


def columns_now(store: Store) -> set[str]:
    with store.reading() as connection:
        table = schema.rollups(FAMILIES["min"]).name
        return set(connection.exec_driver_sql(f"SELECT * FROM {table} LIMIT 1").keys())  # noqa: S608


def test_a_store_of_the_version_before_becomes_slim(filled: Store, new_store: Any) -> None:
    where = new_store()
    with Store(where) as store:
        copy_rows(filled, store)
        before = everything(store)
        make_wide(store, without=TEMPERATURES)
        assert "pv_power_min" in columns_now(store)
    with Store(where, read_only=True) as store:
        (batch,) = read_rollups(store, "SMALL1", "day", columns=["pv_energy", "pv1_voltage"])
        assert all(row[4] is not None for row in batch.rows)
    with Store(where) as store:
        assert "pv_power_min" not in columns_now(store)
        assert [str(each) for each in check(store) if each.kind == "roll-up"] == []
        assert everything(store) == [
            {key: {**row, **dict.fromkeys(TEMPERATURES)} for key, row in each.items()}
            for each in before
        ]
        compact(store)
        assert everything(store) == before
        with store.reading() as connection:
            assert [next_to_renew(connection, each) for each in store.devices()] == [None, None]
            names = connection.execute(schema.marks.select()).scalars().all()
        assert not [name for name in names if name.startswith("roll-ups")]


def test_what_no_reading_tells_is_kept(filled: Store, new_store: Any) -> None:
    where, boundary = new_store(), start_of(FIRST_WEEK + 1)
    with Store(where) as store:
        copy_rows(filled, store)
        told = make_wide(store, without=[])
        with store.writing() as connection:
            table = schema.readings(FAMILIES["min"])
            connection.execute(table.delete().where(table.c.time < boundary))
            connection.exec_driver_sql(f"DELETE FROM frozen WHERE number = {FIRST_WEEK}")  # noqa: S608
            put_mark(connection, DROPPED, boundary)
    with Store(where) as store:
        names = ["pv_power_min", "pv1_power_max", "winter_on_grid_soc"]
        for serial, hours in told.items():
            (batch,) = read_rollups(store, serial, "hour", columns=names)
            assert {int(row[1].timestamp()): row[3:] for row in batch.rows} == hours
            (batch,) = read_rollups(store, serial, "month", columns=names)
            assert all(row[3] is not None for row in batch.rows)
        with Store(new_store()) as other:
            copy_rows(store, other)
            (batch,) = read_rollups(other, "SMALL1", "hour", columns=names)
            assert {int(row[1].timestamp()): row[3:] for row in batch.rows} == told["SMALL1"]


@pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")
def test_killed_while_it_becomes_slim(
    victims: Victims,  # noqa: F811
    filled: Store,
    new_store: Any,
) -> None:
    dice, killed, where = random.Random(4), 0, new_store()
    with Store(where) as store:
        copy_rows(filled, store)
        truth = everything(store)
        make_wide(store, without=TEMPERATURES)
    while True:
        order = {"does": "open", "store": where, "kill_at": dice.randint(1, 6000)}
        if killed == 6:
            del order["kill_at"]
        answer = victims.carry_out(order)
        killed += answer["killed"]
        if not answer["killed"]:
            break
    assert killed
    with Store(where) as store:
        assert everything(store) == truth
        assert columns_now(store) == set(schema.rollups(FAMILIES["min"]).columns.keys())


def test_new_columns_are_filled_in_by_a_recorder_or_mending(filled: Store, new_store: Any) -> None:
    where = new_store()
    with Store(where) as store:
        copy_rows(filled, store)
        truth = everything(store)
        make_wide(store, without=TEMPERATURES)
    with Store(where) as store:
        device: StoredDevice = store.device("SMALL1")
        with store.writing() as connection:
            assert next_to_renew(connection, device) == WEEKS[-1]
            here = connection, device.family, device.device_id
            refresh(connection, device, times_between(*here, LONG_AGO, FAR_AHEAD))
        assert rollups_of(store, device) == truth[0]
        check(store, mend=True)
        assert everything(store) == truth
        with store.reading() as connection:
            assert next_to_renew(connection, device) is None


# --- mending -------------------------------------------------------------------------------------


def test_mending_decodes_each_frozen_week_once(
    new_store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {time: {"pv_power": row["pv_power"]} for time, row in lively_weeks().items()}
    decoded = []

    def counting(body: bytes, names: Any = None) -> Any:
        decoded.append(names)
        return thaw_columns(body, names)

    with Store(new_store()) as store:
        device = new_device(store)
        put(store, device, rows)
        clean_all(store)
        for number in WEEKS:
            with store.writing() as connection:
                freeze(connection, device.family, device.device_id, number)
        put_raw(store, device, rows)
        monkeypatch.setattr(frozen, "thaw_columns", counting)
        assert from_raw_replies(store) == []
        assert len(decoded) == len(WEEKS)
        # a value that the store does not have thaws its week, whose rows are as they were else
        changed = start_of(FIRST_WEEK) + 50 * 3600
        put_raw(store, device, {**rows, changed: {"pv_power": 7777.0}})
        assert from_raw_replies(store) == []
        with store.reading() as connection:
            left = [week.number for week in frozen_weeks(connection, device.device_id)]
        assert left == list(WEEKS[1:])
        (first, *_), *_ = (batch.rows for batch in read_readings(store, "SMALL1", cleaned=False))
        powers = {
            int(row[0].timestamp()): row[1]
            for batch in read_readings(store, "SMALL1", columns=["pv_power"], cleaned=False)
            for row in batch.rows
        }
        assert first[0].timestamp() == start_of(FIRST_WEEK)
        assert powers == {time: row["pv_power"] for time, row in rows.items()} | {changed: 7777.0}


def put_raw(store: Store, device: StoredDevice, rows: dict[int, Any]) -> None:
    """Keep replies of a history that has these rows, a day each."""
    days: dict[str, list[Any]] = defaultdict(list)
    for time, row in rows.items():
        wall = datetime.fromtimestamp(time, UTC).replace(tzinfo=None)
        days[f"{wall:%Y-%m-%d}"].append({"time": str(wall), "ppv": row["pv_power"]})
    with store.writing() as connection:
        for day, datas in days.items():
            body = zlib.compress(json.dumps({"datas": datas}).encode())
            row = (device.device_id, device.family.history_call, day, start_of(WEEKS[-1] + 1), body)
            upsert_rows(connection, schema.raw_replies, [row])

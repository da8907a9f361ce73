"""Frozen weeks in the store: everybody reads them as rows, and what comes late thaws them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from growattServer.recorder import GrowattStoreError, Retention, Store, check, export, import_file
from growattServer.recorder.care.backup import copy_rows
from growattServer.recorder.care.retention import drop_old
from growattServer.recorder.derive.cleaning import clean_all
from growattServer.recorder.derive.rollups import hours_between
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.frozen import freeze, frozen_weeks, thaw, weeks_to_freeze
from growattServer.recorder.keep.readings import Reading, put_readings
from growattServer.recorder.keep.rows import FAR_AHEAD, LONG_AGO, row_beside, times_between
from growattServer.recorder.keep.store import StoredDevice
from growattServer.recorder.keep.weeks import start_of, window_of
from growattServer.recorder.keep.windows import forget_cleaning
from growattServer.recorder.read.batches import read_readings
from growattServer.recorder.receive.places import _move_live

from .recorder_world import (
    stored_rows,
)
from .small_store import came_from, new_device, put, rollups_of

FIRST_WEEK = window_of(1_780_000_000)
WEEKS = range(FIRST_WEEK, FIRST_WEEK + 3)
STEP_S = 3600
NOW = start_of(FIRST_WEEK + 3)


def three_weeks() -> dict[int, dict[str, Any]]:
    """A row an hour: values of every type, gaps, a counter that falls, and a power that is mad."""
    dice, total, rows = random.Random(5), 100.0, {}
    for hour in range(3 * 168):
        total = round(total + dice.randint(0, 9) / 10, 1)
        rows[start_of(FIRST_WEEK) + STEP_S * hour] = {
            "pv_power": round(dice.random() * 4000, 1) if hour % 50 else 9e7,
            "pv_energy_total": total if hour % 60 else 0.0,
            "battery_soc": dice.random() if hour % 7 else None,
            "status": dice.choice([1, 3]),
            "status_text": dice.choice(["Normal", "Fault", "日本", None]),
            "fault_code": 0 if hour % 100 else 203,
        }
    return rows


@pytest.fixture(scope="module")
def filled(new_store: Callable[[], str]) -> Iterator[tuple[Store, Store]]:
    """Two stores with the same three weeks: one to be changed, and what it was."""
    with Store(new_store()) as store, Store(new_store()) as original:
        put(original, new_device(original), three_weeks())
        clean_all(original)
        copy_rows(original, store)
        yield store, original


@contextmanager
def fresh(filled: tuple[Store, Store]) -> Iterator[tuple[Store, StoredDevice]]:
    """The store as at first, and its device."""
    store, original = filled
    with store.writing() as connection:
        for table in schema.every_table():
            if table.name != "fields":
                connection.execute(table.delete())
    copy_rows(original, store)
    yield store, store.devices()[0]


def freeze_weeks(store: Store, device: StoredDevice, weeks: Any = WEEKS) -> None:
    for number in weeks:
        with store.writing() as connection:
            assert freeze(connection, device.family, device.device_id, number) == 168


def frozen_numbers(store: Store, device: StoredDevice) -> list[int]:
    with store.reading() as connection:
        return [week.number for week in frozen_weeks(connection, device.device_id)]


def all_read(store: Store, device: StoredDevice, *days: Any, **how: Any) -> list[Any]:
    return [
        row for batch in read_readings(store, device.device_sn, *days, **how) for row in batch.rows
    ]


def seen(store: Store, device: StoredDevice, folder: Path) -> list[Any]:
    """What all readers say."""
    some = ["pv_power", "status"]
    within = ("2026-05-30T05:00:00+00:00", "2026-06-10T17:30:00+00:00")
    files = [folder / "all.csv", folder / "some.jsonl"]
    export(store, files[0])
    export(store, files[1], None, *within)
    with store.reading() as connection:
        hours = list(hours_between(connection, device, LONG_AGO, FAR_AHEAD))
        beside = [
            row_beside(connection, device.family, device.device_id, some, moment, is_later=is_later)
            for number in (*WEEKS, FIRST_WEEK + 3)
            for moment in (start_of(number), start_of(number) + 1, start_of(number) - 1, 0)
            for is_later in (False, True)
        ]
    return [
        stored_rows(store, device),
        all_read(store, device),
        all_read(store, device, cleaned=False),
        all_read(store, device, *within, columns=some),
        [file.read_bytes() for file in files],
        hours,
        beside,
        rollups_of(store, device),
        list(map(str, check(store))),
    ]


@pytest.mark.parametrize("weeks", [WEEKS, WEEKS[:1], WEEKS[1:2], WEEKS[::2]], ids=str)
def test_every_reader_sees_frozen_weeks_as_rows(
    filled: tuple[Store, Store], weeks: Any, tmp_path: Path
) -> None:
    with fresh(filled) as (store, device):
        before = seen(store, device, tmp_path)
        assert any(row[-1] for row in before[1]), "some rows are corrected"
        freeze_weeks(store, device, weeks)
        assert frozen_numbers(store, device) == list(weeks)
        assert seen(store, device, tmp_path) == before
        for number in weeks:
            with store.writing() as connection:
                assert thaw(connection, device.family, device.device_id, number) == 168
                assert thaw(connection, device.family, device.device_id, number) == 0
        assert frozen_numbers(store, device) == []
        assert seen(store, device, tmp_path) == before


def test_the_same_rows_again_leave_a_week_frozen(
    filled: tuple[Store, Store], tmp_path: Path
) -> None:
    with fresh(filled) as (store, device):
        export(store, tmp_path / "all.csv")
        freeze_weeks(store, device)
        put(store, device, three_weeks())
        assert import_file(store, tmp_path / "all.csv") == 0
        assert frozen_numbers(store, device) == list(WEEKS)


Act = Callable[[Store, StoredDevice], None]


def assert_the_same_from_rows(filled: tuple[Store, Store], act: Act, left: list[int]) -> None:
    """What becomes of frozen weeks is what becomes of rows; these weeks are frozen then."""
    with fresh(filled) as (store, device):
        act(store, device)
        clean_all(store)
        expected = stored_rows(store, device), rollups_of(store, device)
    with fresh(filled) as (store, device):
        freeze_weeks(store, device)
        act(store, device)
        assert frozen_numbers(store, device) == left
        clean_all(store)
        assert (stored_rows(store, device), rollups_of(store, device)) == expected


@pytest.mark.parametrize("is_new", [True, False], ids=["a row", "a value"])
def test_what_comes_late_thaws_its_week(filled: tuple[Store, Store], is_new: bool) -> None:
    moment = start_of(WEEKS[1]) + STEP_S * 30 + (600 if is_new else 0)
    late = {**three_weeks().get(moment, {"pv_energy_total": 150.0}), "pv1_power": 5.0}

    def act(store: Store, device: StoredDevice) -> None:
        put(store, device, {moment: late})

    assert_the_same_from_rows(filled, act, [WEEKS[0], WEEKS[2]])


def test_what_comes_before_and_after_counts_from_frozen_rows(filled: tuple[Store, Store]) -> None:
    def act(store: Store, device: StoredDevice) -> None:
        after = {NOW + STEP_S * hour: {"pv_energy_total": 500.0 + hour} for hour in range(3)}
        put(store, device, after)
        before = {start_of(FIRST_WEEK) - STEP_S: {"pv_energy_total": 90.0, "pv_power": 1.0}}
        put(store, device, before)
        # of a row that does not know the counter, an earlier one does
        put(store, device, {NOW - 60: {"pv_power": 7.0}, NOW + 30: {"pv_power": 8.0}})

    assert_the_same_from_rows(filled, act, list(WEEKS[:2]))


def test_a_week_is_thawed_to_be_cleaned_again(filled: tuple[Store, Store]) -> None:
    with fresh(filled) as (store, device):
        before = stored_rows(store, device)
        freeze_weeks(store, device)
        with store.writing() as connection:
            forget_cleaning(connection, device.device_id, WEEKS[1])
            # it is not frozen in the state in which it is
            wanted = weeks_to_freeze(connection, device.family, device.device_id)
        assert wanted == []
        clean_all(store)
        assert frozen_numbers(store, device) == [WEEKS[0], WEEKS[2]]
        assert stored_rows(store, device) == before


def test_latest_readings_of_frozen_weeks_can_be_moved(filled: tuple[Store, Store]) -> None:
    with fresh(filled) as (store, device):
        moment = start_of(WEEKS[1]) + 600
        values = tuple([None] * len(stored_rows(store, device)[moment - 600][4:]))
        with store.writing() as connection:
            row = [Reading(moment, values)]
            put_readings(connection, device.family, device.device_id, row, confirmed=False)
            for number in WEEKS:
                freeze(connection, device.family, device.device_id, number)
        here = came_from(store, device, "America/New_York", NOW)
        with store.writing() as connection:
            assert _move_live(connection, here, device, NOW) == 1
        assert frozen_numbers(store, device) == [WEEKS[0], WEEKS[2]]
        stored = stored_rows(store, device)
        assert moment not in stored
        assert not stored[moment + 6 * 3600].confirmed


def test_old_frozen_weeks_are_dropped(filled: tuple[Store, Store]) -> None:
    from datetime import timedelta

    with fresh(filled) as (store, device):
        keep = Retention(readings=timedelta(days=8))
        with store.writing() as connection:
            rows = drop_old(connection, keep, NOW)
        as_rows = stored_rows(store, device), rollups_of(store, device)
    with fresh(filled) as (store, device):
        freeze_weeks(store, device)
        for _ in range(2):
            with store.writing() as connection:
                dropped = drop_old(connection, keep, NOW)
            assert (stored_rows(store, device), rollups_of(store, device)) == as_rows
            assert dropped == rows
            rows = rows._replace(readings=0)


def test_columns_of_other_versions_are_kept(filled: tuple[Store, Store]) -> None:
    with fresh(filled) as (store, device):
        table, moment = "readings_min", start_of(WEEKS[0]) + 3600
        with store.writing() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN of_tomorrow TEXT")
            connection.exec_driver_sql(
                f"UPDATE {table} SET of_tomorrow = 'kept' WHERE time = {moment}"  # noqa: S608  # ours
            )
        freeze_weeks(store, device)
        with store.writing() as connection:
            thaw(connection, device.family, device.device_id, WEEKS[0])
            asked = f"SELECT time, of_tomorrow FROM {table} WHERE of_tomorrow IS NOT NULL"  # noqa: S608  # ours
            assert connection.exec_driver_sql(asked).all() == [(moment, "kept")]
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN of_tomorrow")


def test_a_damaged_week_says_so_and_harms_no_other(filled: tuple[Store, Store]) -> None:
    with fresh(filled) as (store, device):
        freeze_weeks(store, device)
        damage(store, WEEKS[1])
        with pytest.raises(GrowattStoreError, match="damaged") as caught:
            all_read(store, device)
        assert "check" in (caught.value.hint or "")
        assert len(all_read(store, device, None, "2026-05-28T12:00:00+00:00")) > 0


def damage(store: Store, number: int, place: int = 1000) -> None:
    """Flip a byte of a frozen week."""
    table = schema.frozen
    with store.writing() as connection:
        mine = table.c.number == number
        body = bytearray(connection.execute(table.select().where(mine)).one().body)
        body[place] ^= 0x10
        connection.execute(table.update().where(mine).values(body=bytes(body)))


def test_a_value_that_belongs_in_no_reading_keeps_its_week_as_rows(tmp_path: Path) -> None:
    with Store(tmp_path / "odd.db") as store:
        device = new_device(store)
        put(store, device, three_weeks())
        spoiled = f"UPDATE readings_min SET pv_power = x'ff' WHERE time = {start_of(WEEKS[1])}"  # noqa: S608  # ours
        with store.writing() as connection:
            connection.exec_driver_sql(spoiled)
        with (
            pytest.raises(GrowattStoreError, match="stays as it is"),
            store.writing() as connection,
        ):
            freeze(connection, device.family, device.device_id, WEEKS[1])
        assert len(times_of(store, device)) == 3 * 168


def times_of(store: Store, device: StoredDevice) -> list[int]:
    with store.reading() as connection:
        return times_between(connection, device.family, device.device_id, LONG_AGO, FAR_AHEAD)

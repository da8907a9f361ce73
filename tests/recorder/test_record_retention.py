"""Retention: what is dropped is gone, and no roll-up is the worse for it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from growattServer import GrowattParameterError
from growattServer.recorder import Retention, Store, check, compact
from growattServer.recorder.care.mend import refresh_all
from growattServer.recorder.care.retention import drop_old
from growattServer.recorder.derive.cleaning import clean_all
from growattServer.recorder.events import OldDropped, Trouble
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.mark_names import DROPPED
from growattServer.recorder.keep.marks import all_marks
from growattServer.recorder.keep.weeks import start_of, window_of

from .recorder_world import MIN_SN, client_of, fill, new_cloud, now_of, recorder_of
from .small_store import Rows, assert_energies, empty, energy_of, new_device, put, rollups_of

WEEK = start_of(window_of(datetime(2026, 6, 15, tzinfo=UTC).timestamp()))
DAY, HOUR = 86_400, 3600
A_WEEK = Retention(readings=timedelta(days=7))


@pytest.fixture
def store(new_store: Callable[[], str]) -> Iterator[Store]:
    with Store(new_store()) as place:
        yield place


def at(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC)


def totals(values: dict[int, float | None]) -> Rows:
    """Rows at seconds from the beginning of a week, with a counter or without it."""
    return {
        WEEK + after: {"pv_power": 100.0} | ({} if value is None else {"pv_energy_total": value})
        for after, value in values.items()
    }


def readings_of(store: Store) -> list[int]:
    with store.reading() as connection:
        return sorted(row.time for row in connection.exec_driver_sql("SELECT * FROM readings_min"))


# what came before the boundary of a week: the last row has the counter, or has it not
BEFORE: dict[str, dict[int, float | None]] = {
    "silence": {-40 * DAY: 98.0, -30 * DAY: 100.0},
    "no counter": {-40 * DAY: 98.0, -30 * DAY: 100.0, -3 * DAY: None, -HOUR: None},
    "no silence": {-40 * DAY: 98.0, -30 * DAY: 99.0, -300: 100.0},
}


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata"])
def test_the_first_roll_up_that_is_kept_can_be_made_again(
    store: Store, before: str, zone: str
) -> None:
    device = new_device(store, zone=zone)
    put(store, device, totals({**BEFORE[before], 60: 160.0, 9 * DAY: 161.0, 10 * DAY: 162.0}))
    clean_all(store)
    rollups = rollups_of(store, device)
    assert energy_of(store, device, "year") == [64.0]
    dropped = compact(store, A_WEEK, now=at(WEEK + 10 * DAY))
    assert dropped.readings >= 1
    for mend in (False, True, True):
        assert [each for each in check(store, mend=mend) if each.kind != "silence"] == []
        assert rollups_of(store, device) == rollups
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE rollups_min SET pv_energy = 0 WHERE start > 0")
    check(store, mend=True)
    # what the readings that are kept tell comes back whole
    assert sum(filter(None, energy_of(store, device, "hour")[-3:])) >= 62.0


def test_nothing_is_made_from_less_than_it_was_made_of(store: Store) -> None:
    device = new_device(store)
    put(store, device, totals({number * 300: 100.0 + number / 10 for number in range(600)}))
    clean_all(store)
    rollups = rollups_of(store, device)
    with store.writing() as connection:
        connection.exec_driver_sql(
            f"DELETE FROM readings_min WHERE time > {WEEK + 900} AND time < {WEEK + 9000}"  # noqa: S608  # our own
        )
    check(store, mend=True)
    assert rollups_of(store, device) == rollups
    assert "roll-up" in {finding.kind for finding in check(store)}


def test_a_clock_that_is_ahead_by_years_is_refused(store: Store) -> None:
    device = new_device(store)
    put(store, device, totals({number * DAY: 100.0 + number for number in range(30)}))
    before = readings_of(store)
    keep = Retention(raw_replies=timedelta(days=7), readings=timedelta(days=365))
    with pytest.raises(GrowattParameterError, match="more than a year") as told:
        compact(store, keep, now=datetime(2036, 6, 15, tzinfo=UTC))
    assert "2036-06-15" in str(told.value)
    assert "2026-07" in str(told.value)
    assert readings_of(store) == before
    with store.reading() as connection:
        assert DROPPED not in all_marks(connection)


def test_it_is_counted_from_the_newest_reading(store: Store) -> None:
    device = new_device(store)
    put(store, device, totals({number * DAY: 100.0 + number for number in range(30)}))
    before = readings_of(store)
    assert compact(store, Retention(readings=timedelta(days=60)), now=at(WEEK + 390 * DAY)) == (
        0,
        0,
    )
    assert readings_of(store) == before
    assert compact(store, A_WEEK, now=at(WEEK + 390 * DAY)).readings == 20
    # a row for the first roll-up, and two weeks
    assert readings_of(store) == before[20:]


def test_an_empty_store_has_nothing_to_drop(store: Store) -> None:
    new_device(store)
    assert compact(store, A_WEEK, now=datetime(2036, 6, 15, tzinfo=UTC)) == (0, 0)


def test_the_boundary_does_not_go_back(store: Store) -> None:
    device = new_device(store)
    put(store, device, totals({number * DAY: 100.0 + number for number in range(40)}))
    clean_all(store)
    compact(store, A_WEEK, now=at(WEEK + 40 * DAY))
    rollups = rollups_of(store, device)
    # a clock that was put back, and a wish for more
    compact(store, A_WEEK, now=at(WEEK + 20 * DAY))
    compact(store, Retention(readings=timedelta(days=30)), now=at(WEEK + 40 * DAY))
    assert [each for each in check(store, mend=True) if each.kind != "silence"] == []
    assert rollups_of(store, device) == rollups


def test_a_recorder_with_such_a_clock_says_so_and_goes_on() -> None:
    with (
        new_cloud(history_days=1, limits="off") as cloud,
        tempfile.TemporaryDirectory() as folder,
    ):
        where = str(Path(folder) / "home.db")
        fill(cloud, where, devices=[MIN_SN], daily=False)
        with client_of(cloud) as api, Store(where) as store:
            before = readings_of(store)
            ahead = timedelta(days=3653)
            recorder = recorder_of(
                cloud, api, store, devices=[MIN_SN], daily=False, retention=A_WEEK
            )
            recorder.now = lambda: now_of(cloud) + ahead
            events = list(recorder.run(recorder.now() + timedelta(minutes=6)))
            told = [event for event in events if isinstance(event, Trouble)]
            said = {event.what for event in told if "more than a year" in event.error}
            assert said == {"dropping what is old"}
            assert set(before) <= set(readings_of(store))
            assert not [event for event in events if isinstance(event, OldDropped)]


# --- while the past still comes in ---------------------------------------------------------------


def weeks_of(rows: Rows) -> list[Rows]:
    """The weeks of a history as they are read: the newest first."""
    numbers = sorted({window_of(time) for time in rows}, reverse=True)
    return [
        {time: row for time, row in rows.items() if window_of(time) == number} for number in numbers
    ]


def test_older_weeks_lose_nothing_to_what_was_dropped(store: Store) -> None:
    device = new_device(store, zone="America/New_York")
    rows = totals({number * 1800: 100.0 + number // 2 for number in range(48 * 28)})
    for week in weeks_of(rows):
        put(store, device, week, is_all=False)
        with store.writing() as connection:
            drop_old(connection, A_WEEK, WEEK + 28 * DAY)
    assert_energies(store, device, rows)
    # the older ones are gone but for what their neighbours need
    assert len([time for time in readings_of(store) if time < WEEK + 14 * DAY]) < 10


def test_a_counter_that_begins_in_a_later_hour_than_the_readings(store: Store) -> None:
    device = new_device(store)
    # in its first hour of a week that is dropped, another reading does not know the counter
    known = {0: 100.0, 8 * DAY: None, 9 * DAY: None, 9 * DAY + 300: 101.0}
    rows = totals(known | {number * 8 * DAY: None for number in (2, 3, 4)})
    for week in weeks_of(rows):
        put(store, device, week, is_all=False)
        with store.writing() as connection:
            drop_old(connection, A_WEEK, max(rows))
    assert_energies(store, device, rows)


def test_events_of_what_was_dropped_are_kept(store: Store) -> None:
    device = new_device(store)
    rows = {
        WEEK + number * HOUR: {"pv_power": 1.0, "status": number // 30 % 2}
        for number in range(24 * 28)
    }
    (*newer, oldest) = weeks_of(rows)
    for week in newer:
        put(store, device, week, is_all=False)
    clean_all(store)
    with store.reading() as connection:
        before = connection.execute(schema.events.select()).all()
    assert len(before) > 10
    compact(store, A_WEEK, now=at(WEEK + 28 * DAY))
    put(store, device, oldest, is_all=False)
    clean_all(store)
    with store.reading() as connection:
        after = connection.execute(schema.events.select()).all()
    assert set(before) < set(after)


STEPS = [300, 1800, 7 * HOUR, DAY, 8 * DAY]


@st.composite
def lives(draw: st.DrawFn) -> tuple[Rows, list[Any]]:
    """Rows of some weeks, and what is done after each week that was read."""
    rows: dict[int, dict[str, Any]] = {}
    level, time = 100.0, WEEK + draw(st.integers(0, 6)) * DAY
    for step in draw(st.lists(st.sampled_from(STEPS), max_size=20)):
        level += draw(st.integers(0, 5))
        has_it = draw(st.integers(0, 3)) > 0
        rows[time] = {"pv_power": 5.0} | ({"pv_energy_total": level} if has_it else {})
        time += step
    return rows, draw(st.lists(st.sampled_from(["drop", "mend", "nothing"]), max_size=20))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lives(), st.sampled_from(["Europe/Berlin", "Asia/Kolkata"]))
def test_energies_stay_whatever_is_dropped_and_when(
    one_store: Store, life: tuple[Rows, list[Any]], zone: str
) -> None:
    rows, steps = life
    empty(one_store)
    device = new_device(one_store, zone=zone)
    weeks = weeks_of(rows)
    for week, step in zip_longest(weeks, steps[: len(weeks)]):
        put(one_store, device, week, is_all=False)
        if step == "drop":
            with one_store.writing() as connection:
                drop_old(connection, A_WEEK, max(rows))
        elif step == "mend":
            refresh_all(one_store)
    assert_energies(one_store, device, rows)

"""Roll-ups of rows that do not know everything: nothing that a counter has counted is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from growattServer.recorder import Store, check

from .small_store import (
    Rows,
    assert_energies,
    came_from,
    empty,
    energy_of,
    new_device,
    put,
    rollups_of,
)

NOON = int(datetime.fromisoformat("2026-06-15T12:00:00+02:00").timestamp())
HOUR, DAY = 3600, 86_400
# within an hour, a day, a month, a year, and over all of them
GAPS = (300, HOUR, 5 * HOUR, 3 * DAY, 40 * DAY, 400 * DAY)


@pytest.fixture
def store(new_store: Callable[[], str]) -> Iterator[Store]:
    with Store(new_store()) as place:
        yield place


def totals(values: dict[int, float | None], name: str = "pv_energy_total") -> Rows:
    """Rows at seconds from noon, with a counter, or without it where it is None."""
    return {
        NOON + after: {"pv_power": 100.0} | ({} if value is None else {name: value})
        for after, value in values.items()
    }


@pytest.mark.parametrize("family", ["min", "sph"])
def test_a_row_without_a_counter_loses_nothing(store: Store, family: str) -> None:
    for gap in GAPS:
        device = new_device(store, family, serial=f"{family}{gap}")
        put(store, device, totals({0: 100.0, gap: None, 2 * gap: 120.0, 3 * gap: 121.0}))
        assert sum(filter(None, energy_of(store, device, "year"))) == 21.0, gap


def test_rows_may_come_one_by_one_and_in_any_order(store: Store) -> None:
    for gap in GAPS:
        rows = list(totals({0: 100.0, gap: None, 2 * gap: 120.0, 3 * gap: 121.0}).items())
        for order in ((0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1), (1, 3, 0, 2)):
            device = new_device(store, serial=f"{gap} {order}")
            for place in order:
                put(store, device, dict([rows[place]]))
            assert sum(filter(None, energy_of(store, device, "year"))) == 21.0, (gap, order)


def test_a_late_row_changes_the_hour_in_which_its_counter_is_heard_again(store: Store) -> None:
    device = new_device(store)
    put(store, device, totals({0: 100.0, 3 * HOUR: None, 6 * HOUR: 121.0}))
    assert energy_of(store, device, "hour") == [0.0, None, 21.0]
    put(store, device, totals({HOUR: 110.0}))
    assert energy_of(store, device, "hour") == [0.0, 10.0, None, 11.0]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"])
def test_a_store_with_partial_rows_is_healthy(store: Store, zone: str) -> None:
    device = new_device(store, zone=zone)
    # every half hour for two weeks, each third row without its counter
    half_hours = range(15 * 48)
    put(store, device, totals({i * 1800: None if i % 3 == 1 else 100 + i / 10 for i in half_hours}))
    assert check(store, mend=True) == []
    before = rollups_of(store, device)
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM rollups_min")
    assert "roll-up" in {finding.kind for finding in check(store)}
    assert check(store, mend=True) == []
    assert rollups_of(store, device) == before


def test_what_a_counter_rose_from_is_found_where_calendars_overlap(store: Store) -> None:
    moved = int(datetime.fromisoformat("2026-03-05T04:00:00+00:00").timestamp())
    device = new_device(store, zone="Australia/Sydney")
    device = came_from(store, device, "America/New_York", moved)
    known = {0: 10.0, 4 * HOUR: 11.0, 8 * HOUR: 12.0, 10 * HOUR: None, 12 * HOUR: 13.0}
    rows = {
        moved + after: {} if value is None else {"pv_energy_total": value}
        for after, value in known.items()
    }
    put(store, device, rows)
    last = {moved + 12 * HOUR: {"pv_energy_total": 14.0}}
    put(store, device, last)
    assert_energies(store, device, {**rows, **last})


def test_a_counter_that_falls_behind_a_row_without_it_is_found(store: Store) -> None:
    device = new_device(store)
    put(store, device, totals({0: 100.0, 300: None, 600: 90.0}))
    (finding,) = [each for each in check(store) if each.kind == "falling"]
    assert finding.said == "pv_energy_total falls by 10.0 kWh"
    assert (finding.last - finding.first).total_seconds() == 600


# --- against the simplest way of counting --------------------------------------------------------

STARTS = st.sampled_from(
    ["2026-06-15T10:00:00+00:00", "2026-10-25T00:00:00+00:00", "2025-12-31T22:00:00+00:00"]
)
STEPS = st.sampled_from([300, 1800, HOUR, 7 * HOUR, DAY, 9 * DAY, 33 * DAY, 380 * DAY])


@st.composite
def lives(draw: st.DrawFn) -> list[Rows]:
    """Rows of a device in the portions in which they come."""
    time = int(datetime.fromisoformat(draw(STARTS)).timestamp())
    rows: dict[int, dict[str, Any]] = {}
    levels = {"pv_energy_total": 100.0, "import_energy_total": 7.0, "export_energy_total": 0.0}
    for _ in range(draw(st.integers(2, 14))):
        row: dict[str, Any] = {"pv_power": 5.0}
        for name in levels:
            levels[name] += draw(st.integers(0, 9))
            if draw(st.booleans()):
                row[name] = levels[name]
        rows[time] = row
        time += draw(STEPS)
    moments = draw(st.permutations(sorted(rows)))
    size = draw(st.integers(1, 6))
    return [
        {moment: rows[moment] for moment in moments[start : start + size]}
        for start in range(0, len(moments), size)
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lives(),
    st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "America/New_York"]),
    st.none() | st.sampled_from([HOUR, 7 * HOUR, DAY, 9 * DAY, 33 * DAY]),
)
@example([totals({0: 1.0, 2 * DAY: 5.0}), totals({DAY: None})], "Europe/Berlin", None)
def test_energies_are_those_of_counting_row_by_row(
    one_store: Store, portions: list[Rows], zone: str, moved_after: int | None
) -> None:
    empty(one_store)
    device = new_device(one_store, zone=zone)
    if moved_after is not None:
        until = min(time for rows in portions for time in rows) + moved_after
        device = came_from(one_store, device, "Australia/Sydney", until)
    for rows in portions:
        put(one_store, device, rows)
    everything = {time: row for rows in portions for time, row in rows.items()}
    assert_energies(one_store, device, everything)

"""Exporters get each reading once, in order, whatever fails and whoever is restarted."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from growattServer.exporters import Exporters, ExporterTrouble
from growattServer.recorder import Event, GrowattStoreError, Store, compact
from growattServer.recorder.keep.arrivals import arrivals, move_to
from growattServer.recorder.keep.store import StoredDevice
from recorder.small_store import new_device

from .exporter_world import NOON, Kept, put_rows, wait_until

QUICKLY = timedelta(seconds=0.05)


@pytest.fixture
def store(new_store: Callable[[], str]) -> Iterator[Store]:
    with Store(new_store()) as store:
        yield store


@pytest.fixture
def device(store: Store) -> StoredDevice:
    return new_device(store)


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("growattServer.exporters.running.FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr("growattServer.exporters.running.LONGEST_PAUSE_S", 0.02)


def rows(*minutes: int, power: float = 500.0) -> dict[int, dict[str, float]]:
    return {NOON + 60 * minute: {"pv_power": power + minute} for minute in minutes}


def noted(store: Store) -> int:
    with store.reading() as connection:
        return len(connection.execute(arrivals.select()).all())


def test_readings_come_once_and_in_the_order_in_which_they_came(
    store: Store, device: StoredDevice
) -> None:
    other = new_device(store, "sph", "America/New_York", "SMALL2")
    put_rows(store, device, rows(0))
    kept = Kept()
    with Exporters(store, {"kept": kept}, look_every=QUICKLY):
        # of now, then of a past that is read later
        put_rows(store, device, rows(30), confirmed=False)
        put_rows(store, other, rows(31))
        put_rows(store, device, rows(5, 10, 15))
        # nothing new in it
        put_rows(store, device, rows(5, 10, 15))
        wait_until(lambda: len(kept.delivered) >= 5)
    ours, theirs = device.device_sn, other.device_sn
    minutes = [(ours, 30), (theirs, 31), (ours, 5), (ours, 10), (ours, 15)]
    assert kept.moments() == [(serial, NOON + 60 * minute) for serial, minute in minutes]
    assert [each.is_newest for each in kept.delivered] == [True, True, False, False, False]
    first = kept.delivered[0]
    assert (first.values["pv_power"], first.family, first.plant_id) == (530, "min", 1)
    assert first.fields["pv_power"].unit == "W"
    assert "battery_soc" not in first.values
    assert kept.is_closed
    assert noted(store) == 0


def test_a_store_that_nobody_exports_notes_nothing(store: Store, device: StoredDevice) -> None:
    put_rows(store, device, rows(0, 1))
    assert noted(store) == 0


def test_what_came_while_no_exporter_ran_comes_at_the_next_start(
    store: Store, device: StoredDevice
) -> None:
    first, second = Kept(), Kept()
    with Exporters(store, {"one": first, "two": Kept()}):
        pass
    put_rows(store, device, rows(1, 2))
    with Exporters(store, {"one": second}, look_every=QUICKLY):
        wait_until(lambda: len(second.delivered) == 2)
        wait_until(lambda: noted(store) == 0)
    assert first.delivered == []


@pytest.mark.parametrize("each", [True, False])
def test_an_outage_loses_nothing_and_repeats_nothing(
    store: Store, device: StoredDevice, each: bool
) -> None:
    kept, well, told = Kept(each=each), Kept(), list[Event]()
    both = {"broken": kept, "well": well}
    with Exporters(store, both, look_every=QUICKLY, tell=told.append) as out:
        kept.fails_at = 2
        put_rows(store, device, rows(1, 2, 3))
        put_rows(store, device, rows(4, 5))
        out.wake()
        # the other one does not wait
        wait_until(lambda: len(well.delivered) == 5)
        wait_until(lambda: len(told) > 3)
        assert len(kept.delivered) == (2 if each else 0)
        kept.fails_at = None
        wait_until(lambda: len(kept.delivered) == 5)
    assert kept.moments() == well.moments()
    trouble = told[0]
    assert isinstance(trouble, ExporterTrouble)
    assert str(trouble).startswith("broken: the target is away; again at ")
    assert str(told[-1]) == "broken: delivers again"


def test_what_shows_the_present_gets_the_newest_after_an_outage(
    store: Store, device: StoredDevice
) -> None:
    put_rows(store, device, rows(0))
    kept, well, told = Kept(later=False), Kept(), list[Event]()
    both = {"present": kept, "well": well}
    with Exporters(store, both, look_every=QUICKLY, tell=told.append) as out:
        # where it starts, it shows what there is
        wait_until(lambda: len(kept.delivered) == 1)
        kept.fails_at = 1
        put_rows(store, device, rows(1))
        put_rows(store, device, rows(2, 3, 4))
        out.wake()
        wait_until(lambda: len(well.delivered) == 4)
        wait_until(lambda: told)
        kept.fails_at = None
        wait_until(lambda: len(kept.delivered) == 2)
    assert [moment for _, moment in kept.moments()] == [NOON, NOON + 240]
    assert kept.delivered[-1].is_newest


def test_other_values_come_to_whoever_wants_them(store: Store, device: StoredDevice) -> None:
    wanting, other = Kept(changes=True), Kept()
    with Exporters(store, {"wanting": wanting, "other": other}, look_every=QUICKLY):
        put_rows(store, device, {NOON: {"pv_power": 10.0}}, confirmed=False)
        wait_until(lambda: len(wanting.delivered) == 1)
        put_rows(store, device, {NOON: {"pv_power": 10.0, "battery_soc": 50.0}})
        wait_until(lambda: len(wanting.delivered) == 2)
        wait_until(lambda: noted(store) == 0)
    assert [each.is_new for each in wanting.delivered] == [True, False]
    assert wanting.delivered[1].values["battery_soc"] == 50
    assert len(other.delivered) == 1


def test_frozen_weeks_are_exported_like_others(store: Store, device: StoredDevice) -> None:
    kept = Kept()
    with Exporters(store, {"kept": kept}):
        pass
    put_rows(store, device, rows(1, 2))
    compact(store)
    with Exporters(store, {"kept": kept}, look_every=QUICKLY):
        wait_until(lambda: len(kept.delivered) == 2)


def test_restarts_at_any_moment(store: Store, device: StoredDevice) -> None:
    chance = random.Random(5)
    seen, minute = Kept(each=True), 0
    for _ in range(25):
        seen.fails_at = None
        with Exporters(store, {"seen": seen}, look_every=QUICKLY) as out:
            for _ in range(chance.randrange(4)):
                count = chance.randrange(1, 5)
                put_rows(store, device, rows(*range(minute, minute + count)))
                minute += count
                out.wake()
            if chance.random() < 0.3:
                seen.fails_at = len(seen.delivered) + chance.randrange(3)
    seen.fails_at = None
    with Exporters(store, {"seen": seen}, look_every=QUICKLY):
        wait_until(lambda: len(seen.delivered) >= minute)
        wait_until(lambda: noted(store) == 0)
    assert [moment for _, moment in seen.moments()] == [NOON + 60 * each for each in range(minute)]


def test_a_store_that_is_locked_makes_nothing_come_twice(
    store: Store, device: StoredDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, told, failures = Kept(each=True), list[Event](), [0]

    def fail_at_first(*given: Any) -> None:
        failures[0] += 1
        if failures[0] <= 2:
            raise GrowattStoreError("locked")
        move_to(*given)

    monkeypatch.setattr("growattServer.exporters.feed.move_to", fail_at_first)
    with Exporters(store, {"kept": kept}, look_every=QUICKLY, tell=told.append) as out:
        put_rows(store, device, rows(1, 2, 3))
        out.wake()
        wait_until(lambda: noted(store) == 0 and len(kept.delivered) >= 3)
    assert [moment for _, moment in kept.moments()] == [NOON + 60, NOON + 120, NOON + 180]
    assert [str(each)[:12] for each in told if isinstance(each, ExporterTrouble)] != []

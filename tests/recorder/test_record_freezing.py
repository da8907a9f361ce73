"""Freezing while recording and all at once: killed, interrupted, damaged, and never a row less."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from growattServer.recorder import Store, check, compact
from growattServer.recorder.care.retention import Dropped
from growattServer.recorder.derive.cleaning import clean_all
from growattServer.recorder.events import Event, Frozen
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.frozen import frozen_weeks, thaw, weeks_to_freeze
from growattServer.recorder.keep.store import StoredDevice
from growattServer.recorder.keep.weeks import start_of
from growattServer.simulator import Simulator

from .recorder_world import (
    MIN_SN,
    assert_rows,
    client_of,
    new_cloud,
    put_back,
    recorder_of,
    stored_rows,
)
from .small_store import new_device, put, rollups_of
from .test_record_frozen import WEEKS, damage, three_weeks
from .test_record_kill import Victims

START = "2026-06-23T12:00:00+02:00"
"""Two weeks of the world are final by then."""


@pytest.fixture(scope="module")
def victims() -> Iterator[Victims]:
    made = Victims()
    yield made
    made.end()


def all_of(store: Store) -> Any:
    device = store.devices()[0]
    return stored_rows(store, device), rollups_of(store, device)


def numbers_of(store: Store, device: StoredDevice) -> list[int]:
    with store.reading() as connection:
        return [week.number for week in frozen_weeks(connection, device.device_id)]


@pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")
def test_killed_while_weeks_are_frozen_and_thawed(
    victims: Victims, new_store: Callable[[], str]
) -> None:
    where, dice, killed, done = new_store(), random.Random(8), 0, 0
    with Store(where) as store:
        put(store, new_device(store), three_weeks())
        clean_all(store)
        truth = all_of(store)
    while killed < 5 or done < 2:
        does = "thaw" if dice.random() < 0.4 else "compact"
        how = {} if dice.random() < 0.3 else {"kill_at": dice.randint(1, 20_000)}
        answer = victims.carry_out({"does": does, "store": where, "count": True, **how})
        killed += answer["killed"]
        done += not answer["killed"]
        with Store(where) as store:
            assert all_of(store) == truth
    victims.carry_out({"does": "compact", "store": where})
    with Store(where) as store:
        assert numbers_of(store, store.devices()[0]) == list(WEEKS)
        assert all_of(store) == truth


def test_compact_freezes_and_tells(tmp_path: Path) -> None:
    told: list[Event] = []
    with Store(tmp_path / "store.db") as store:
        put(store, new_device(store), three_weeks())
        clean_all(store)
        truth = all_of(store)
        assert compact(store, progress=told.append) == Dropped(0, 0)
        assert [event.left for event in told if isinstance(event, Frozen)] == [2, 1, 0]
        assert "168 rows; 2 weeks to go" in str(told[0])
        assert numbers_of(store, store.devices()[0]) == list(WEEKS)
        assert all_of(store) == truth
        with store.reading() as connection:
            table = schema.readings(store.devices()[0].family)
            assert connection.execute(table.select()).all() == []
        assert compact(store, progress=told.append) == Dropped(0, 0)
        assert len(told) == 3


# --- a recorder ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with new_cloud(START, history_days=15) as made:
        yield made


@pytest.mark.values(1)
def test_a_recorder_freezes_what_is_final_and_clean(
    cloud: Simulator, new_store: Callable[[], str]
) -> None:
    cloud.reset()
    with client_of(cloud) as api, Store(new_store()) as store:
        how: dict[str, Any] = {"devices": [MIN_SN], "daily": False, "keep_raw": True}
        frozen = []
        for event in recorder_of(cloud, api, store, **how).backfill():
            if isinstance(event, Frozen):
                frozen.append(event)
                # as if it had ended here
                break
        device = store.device(MIN_SN)
        assert len(numbers_of(store, device)) == 1
        with store.reading() as connection:
            left = weeks_to_freeze(connection, device.family, device.device_id)
        assert len(left) == frozen[0].left > 0
        frozen += [
            event
            for event in recorder_of(cloud, api, store, **how).backfill()
            if isinstance(event, Frozen)
        ]
        assert len(numbers_of(store, device)) == len(frozen) == len(left) + 1
        assert_rows(store, cloud)
        assert [str(each) for each in check(store) if each.kind != "unread"] == []
        _mends(store, device, lambda: recorder_of(cloud, api, store, **how))


def _mends(store: Store, device: StoredDevice, recorder: Callable[[], Any]) -> None:
    """A flipped byte is found, and mended from raw replies, or by asking once more."""
    number = numbers_of(store, device)[-1]
    before = stored_rows(store, device), rollups_of(store, device)
    for place in (1000, 9000):
        damage(store, number, place)
        assert "damage" in {finding.kind for finding in check(store)}
        left = {finding.kind for finding in check(store, mend=True)}
        assert "unread" in left
        assert "damage" not in left
        for _ in recorder().backfill():
            pass
        assert (stored_rows(store, device), rollups_of(store, device)) == before
        assert number in numbers_of(store, device)
        with store.writing() as connection:
            connection.execute(schema.raw_replies.delete())


@pytest.mark.values(1)
def test_a_store_of_the_version_before_is_frozen_while_it_records(
    cloud: Simulator, new_store: Callable[[], str]
) -> None:
    cloud.reset()
    where = new_store()
    how: dict[str, Any] = {"devices": [MIN_SN], "daily": False}
    with client_of(cloud) as api:
        with Store(where) as store:
            for _ in recorder_of(cloud, api, store, **how).backfill():
                pass
            device = store.device(MIN_SN)
            truth = stored_rows(store, device)
            frozen = numbers_of(store, device)
            with store.writing() as connection:
                for number in frozen:
                    thaw(connection, device.family, device.device_id, number)
            put_back(store, 7)
        with Store(where, read_only=True) as store:
            assert stored_rows(store, device) == truth
        with Store(where) as store:
            assert numbers_of(store, device) == []
            events = list(recorder_of(cloud, api, store, **how).backfill())
            left = [event.left for event in events if isinstance(event, Frozen)]
            assert left == list(reversed(range(len(frozen))))
            assert numbers_of(store, device) == frozen
            assert stored_rows(store, device) == truth
            assert start_of(frozen[-1]) in range(min(truth), max(truth))

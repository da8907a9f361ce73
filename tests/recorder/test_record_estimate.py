"""How much is still to be read: told when somebody looks, however many devices there are."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import event, select

from growattServer.recorder import Recorder, Store
from growattServer.recorder.ask import steps
from growattServer.recorder.events import Event, PageRead
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.windows import Window
from growattServer.simulator import Simulator

from .recorder_world import MIN_SN, client_of, new_cloud, recorder_of

MANY = 60


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with new_cloud(history_days=2, limits="off") as simulator:
        yield simulator


@pytest.fixture
def recorder(cloud: Simulator, new_store: Callable[[], str]) -> Iterator[Recorder]:
    """A recorder of a store with one device, of which nothing was read yet."""
    where = new_store()
    with client_of(cloud) as api, Store(where) as store:
        found = recorder_of(cloud, api, store, devices=[MIN_SN]).backfill()
        next(found)
        found.close()
        new = recorder_of(cloud, api, store)
        new.load()
        yield new


def add_devices(recorder: Recorder, count: int) -> None:
    """Devices of whose past nothing is known."""
    with recorder.store.writing() as connection:
        plant = connection.scalar(select(schema.plants.c.plant_id))
        rows = [
            {"device_sn": f"MORE{number}", "family": "min", "plant_id": plant}
            for number in range(count)
        ]
        connection.execute(schema.devices.insert(), rows)
    recorder.load()


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """All statements that are executed in the block."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        seen.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def page_of(recorder: Recorder, page: int) -> PageRead:
    device = recorder.devices[MIN_SN]
    number = int(now_of_recorder(recorder) // (7 * 86_400))
    for told in steps.read_page(recorder, device, Window(number, next_page=page)):
        if isinstance(told, PageRead):
            return told
    raise AssertionError("no page was read")


def now_of_recorder(recorder: Recorder) -> float:
    return recorder.now().timestamp()


def test_a_page_costs_the_same_however_many_devices_there_are(recorder: Recorder) -> None:
    page_of(recorder, 1)
    with counted(recorder.store) as alone:
        page_of(recorder, 2)
    add_devices(recorder, MANY)
    with counted(recorder.store) as among_many:
        page_of(recorder, 3)
    # a later page has no window to begin
    assert len(among_many) <= len(alone)


def test_it_is_counted_at_the_first_look_and_once(recorder: Recorder) -> None:
    add_devices(recorder, MANY)
    first = page_of(recorder, 1)
    with counted(recorder.store) as asked:
        wanted = recorder.plan()
        asked.clear()
        assert (first.calls_left, first.left) == (wanted.calls, wanted.duration)
        assert asked
        asked.clear()
        assert f"{first.calls_left:,} call" in str(first)
        assert asked == []
    second = page_of(recorder, 2)
    with counted(recorder.store) as asked:
        assert second.calls_left == first.calls_left - 1
    # that of the device whose page it was
    assert len([each for each in asked if each.startswith("SELECT")]) <= 3


def test_an_event_that_is_kept_tells_what_it_told(recorder: Recorder) -> None:
    page = page_of(recorder, 1)
    copies: list[Event] = [deepcopy(page), pickle.loads(pickle.dumps(page))]  # noqa: S301  # our own
    page_of(recorder, 2)
    for copy in copies:
        assert copy == page
        assert copy.as_dict() == page.as_dict()
        assert str(copy) == str(page)
    assert {"time", "device_sn", "calls_left", "left"} <= set(page.as_dict())
    assert "estimate" not in page.as_dict()


def test_the_days_of_plants_count_where_they_are_read(recorder: Recorder) -> None:
    for daily in (True, False):
        recorder.daily = daily
        recorder.load()
        wanted = recorder.plan()
        assert bool(wanted.days) is daily
        assert recorder.left() == (wanted.calls, wanted.duration)

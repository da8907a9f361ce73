"""Backfill and live against the simulated cloud: the store is the cloud's truth, row for row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from growattServer.recorder.events import PageRead, Trouble, WindowRead
from growattServer.recorder.keep.store import Store

from .recorder_world import assert_rows, client_of, new_cloud, now_of, recorder_of, stored_rows


def test_the_past_and_then_the_present(new_store: Callable[[], str]) -> None:
    where = new_store()
    with new_cloud(history_days=1) as cloud, client_of(cloud) as api, Store(where) as store:
        recorder = recorder_of(cloud, api, store)
        events = list(recorder.backfill())
        assert not [event for event in events if isinstance(event, Trouble)]
        pages = [event for event in events if isinstance(event, PageRead)]
        stored = sum(len(stored_rows(store, device)) for device in store.devices())
        assert sum(page.new for page in pages) == stored
        assert pages[-1].calls_left <= 2
        assert [event.rows for event in events if isinstance(event, WindowRead)][:1]
        assert_rows(store, cloud)
        assert not recorder.plan()

        # the second time there is nothing to do
        asked = len(cloud.requests())
        assert [str(event) for event in recorder_of(cloud, api, store).backfill()] == [
            "all of the past is recorded"
        ]
        assert len(cloud.requests()) == asked

        # half a day of living, with looks back
        until = now_of(cloud) + timedelta(hours=13)
        often = timedelta(minutes=15)
        events = list(recorder_of(cloud, api, store, interval=often).run(until))
        assert not [str(event) for event in events if isinstance(event, Trouble)]
        list(recorder_of(cloud, api, store).backfill())
        assert_rows(store, cloud)

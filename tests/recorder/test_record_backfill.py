"""Backfill and live against the simulated cloud: the store is the cloud's truth, row for row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from growattServer.recorder.ask.backlog import backlog_of
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


def test_the_next_window_is_due_when_it_begins(tmp_path: Path) -> None:
    begins = datetime(2026, 6, 18, tzinfo=UTC)
    with (
        new_cloud("2026-06-17T23:00:00Z", history_days=1, limits="off") as cloud,
        client_of(cloud) as api,
        Store(tmp_path / "store.db") as store,
    ):
        recorder = recorder_of(cloud, api, store, since=date(2026, 6, 17), daily=False)
        list(recorder.backfill())
        now = now_of(cloud)
        assert now < begins
        devices = store.devices()
        since, moment = date(2026, 6, 17), now.timestamp()
        due = {backlog_of(store, device, since, moment).due for device in devices}
        assert due == {begins.timestamp()}

        def pages(until: datetime) -> list[str]:
            events = recorder.run(until)
            return sorted(event.device_sn for event in events if isinstance(event, PageRead))

        assert pages(begins - timedelta(seconds=1)) == []
        serials = sorted(device.device_sn for device in devices)
        assert pages(begins + timedelta(minutes=4)) == serials

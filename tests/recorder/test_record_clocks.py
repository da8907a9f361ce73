"""A machine whose clock is ahead until it hears of the right time records on at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from growattServer.recorder.ask.recorder import Recorder
from growattServer.recorder.events import LatestRead, SettingsRead
from growattServer.recorder.keep.store import Store

from .recorder_world import (
    MIN_SN,
    SINCE,
    assert_rows,
    client_of,
    new_cloud,
    now_of,
    recorder_of,
)

AHEAD = pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=3650)], ids=str)


@AHEAD
@pytest.mark.parametrize("is_new", [False, True], ids=["goes on", "is started anew"])
def test_a_clock_that_is_put_back(tmp_path: Path, ahead: timedelta, is_new: bool) -> None:
    offset = ahead

    with new_cloud(history_days=1, limits="off") as cloud:

        def now() -> datetime:
            return now_of(cloud) + offset

        def sleep(seconds: float) -> None:
            cloud.set_clock(now=(now_of(cloud) + timedelta(seconds=seconds + 0.001)).isoformat())

        with client_of(cloud) as api, Store(tmp_path / "home.db") as store:

            def recorder() -> Recorder:
                return Recorder(
                    api,
                    store,
                    since=SINCE,
                    clock=now,
                    sleep=sleep,
                    settings_every=timedelta(days=1),
                )

            running = recorder()
            events = running.run()
            seen: set[type] = set()
            while not {LatestRead, SettingsRead} <= seen:
                seen.add(type(next(events)))
            offset = timedelta(0)
            if is_new:
                events.close()
                events = recorder().run()
            since = now_of(cloud)
            while not isinstance(next(events), LatestRead):
                assert now_of(cloud) < since + timedelta(minutes=10)
            assert now_of(cloud) <= since + timedelta(minutes=10)
            events.close()


def test_a_week_that_was_read_in_the_future_is_read_again(tmp_path: Path) -> None:
    with (
        new_cloud(history_days=1, limits="off") as cloud,
        client_of(cloud) as api,
        Store(tmp_path / "home.db") as store,
    ):
        ahead = recorder_of(cloud, api, store, devices=[MIN_SN])
        ahead.now = lambda: now_of(cloud) + timedelta(days=20)
        list(ahead.backfill())
        cloud.set_clock(now=(now_of(cloud) + timedelta(days=4)).isoformat())
        list(recorder_of(cloud, api, store, devices=[MIN_SN]).backfill())
        assert_rows(store, cloud)

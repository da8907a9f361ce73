"""Every family of V1 is recorded, many devices in one call or one by one."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from growattServer import OpenApiV1
from growattServer.open_api_v1.devices import FAMILIES as KINDS
from growattServer.operation import Call
from growattServer.recorder.events import SettingsRead, Trouble
from growattServer.recorder.keep.families import FAMILIES
from growattServer.recorder.keep.store import Store
from growattServer.wire import Reply, Request
from support import facts

from .recorder_world import (
    assert_rows,
    client_of,
    new_cloud,
    now_of,
    one_of_each,
    recorder_of,
    stored_rows,
)

CALLS = {call["id"] for call in facts("v1_limits")["calls"]}
ONE_BY_ONE = {name.lower() for name in KINDS if f"{name.lower()}_last_data_batch" not in CALLS}
SINCE = date(2026, 6, 14)


def test_the_past_and_the_present_of_every_family(tmp_path: Path) -> None:
    with (
        new_cloud(world=one_of_each(), history_days=1) as cloud,
        client_of(cloud) as api,
        Store(tmp_path / "store.db") as store,
    ):
        recorder = recorder_of(cloud, api, store, since=SINCE, daily=False)
        events = list(recorder.backfill())
        assert not [str(event) for event in events if isinstance(event, Trouble)]
        assert {device.family.name for device in store.devices()} == {
            name.lower() for name in KINDS
        }
        assert_rows(store, cloud)
        before = {device: set(stored_rows(store, device)) for device in store.devices()}

        quarter = timedelta(minutes=15)
        until = now_of(cloud) + 3 * quarter + timedelta(minutes=1)
        recorder = recorder_of(cloud, api, store, since=SINCE, daily=False, interval=quarter)
        events = list(recorder.run(until))
        assert not [str(event) for event in events if isinstance(event, Trouble)]
        for device, known in before.items():
            new = [row for time, row in stored_rows(store, device).items() if time not in known]
            assert len([row for row in new if not row.confirmed]) >= 2, device
        assert_rows(store, cloud, complete=False)

        # the history has all of them, and what was sent meanwhile
        cloud.set_clock(now=(now_of(cloud) + timedelta(hours=7)).isoformat())
        list(recorder_of(cloud, api, store, since=SINCE, daily=False).backfill())
        for device in store.devices():
            assert all(row.confirmed for row in stored_rows(store, device).values()), device
        assert_rows(store, cloud)


def test_what_has_no_call_for_many_is_asked_one_by_one() -> None:
    most = {family.name: family.most_devices for family in FAMILIES.values()}
    assert {name for name, count in most.items() if count == 1} == ONE_BY_ONE
    assert {count for name, count in most.items() if name not in ONE_BY_ONE} == {100}


def test_settings_are_looked_at_where_one_reply_shows_them(tmp_path: Path) -> None:
    with (
        new_cloud(world=one_of_each(), history_days=0) as cloud,
        client_of(cloud) as api,
        Store(tmp_path / "store.db") as store,
    ):
        until = now_of(cloud) + timedelta(hours=2)
        daily = timedelta(days=1)
        recorder = recorder_of(cloud, api, store, daily=False, settings_every=daily)
        events = list(recorder.run(until))
        assert not [str(event) for event in events if isinstance(event, Trouble)]
        seen = Counter(event.device_sn for event in events if isinstance(event, SettingsRead))
        assert seen == {"ONEMIN": 1, "ONESPH": 1, "ONESPA": 1, "ONEMAX": 1}
        asked = [each["path"] for each in cloud.requests()]
        assert not [path for path in asked if "read" in path.rpartition("/")[2].lower()]


class Watching(OpenApiV1):
    """A client that remembers what it has asked for."""

    def _send(self, request: Request, call: Call) -> Reply:
        self.__dict__.setdefault("asked", []).append(request.target())
        return super()._send(request, call)


def test_rated_powers_are_asked_of_the_token_api(tmp_path: Path) -> None:
    with (
        new_cloud(world=one_of_each(), history_days=0) as cloud,
        Watching(cloud.token, server_url=cloud.url) as api,
        Store(tmp_path / "store.db") as store,
    ):
        list(recorder_of(cloud, api, store, daily=False).backfill())
        powers = {device.family.name: device.rated_power for device in store.devices()}
        assert powers["inverter"] == pytest.approx(3600)
        # where details have none, nobody asks for them
        details = [each for each in api.__dict__["asked"] if "data_info" in each]
        assert sum("/inverter/inv_data_info" in each for each in details) == 1
        assert not [each for each in details if any(f"/{name}/" in each for name in ONE_BY_ONE)]
        assert all("/v1/" in each for each in api.__dict__["asked"])

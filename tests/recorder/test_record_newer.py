"""What only V4 knows is recorded through it, beside the families of V1."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from growattServer.recorder.events import Trouble
from growattServer.recorder.keep.store import Store

from .recorder_world import assert_rows, client_of, new_cloud, recorder_of

SINCE = date(2026, 6, 14)
NEWER = {"SIMWIT": "wit", "SIMSPHS": "sph-s", "SIMNOAH": "noah"}


def of_v4() -> dict[str, Any]:
    """A world with a device of each family that only V4 knows, and one of V1."""
    devices = [{"family": word, "serial_number": serial} for serial, word in NEWER.items()]
    mine = {"family": "min", "serial_number": "SIMMIN"}
    return {"plants": [{"name": "Here", "timezone": "Europe/Berlin", "devices": [mine, *devices]}]}


def troubles(events: list[Any]) -> list[str]:
    return [str(event) for event in events if isinstance(event, Trouble)]


def test_the_past_and_the_present_of_what_only_v4_knows(tmp_path: Path) -> None:
    with (
        new_cloud(world=of_v4(), history_days=1) as cloud,
        client_of(cloud) as api,
        Store(tmp_path / "store.db") as store,
    ):
        events = list(recorder_of(cloud, api, store, since=SINCE, daily=False, v4=True).backfill())
        assert not troubles(events)
        found = {device.device_sn: device.family.name for device in store.devices()}
        assert found == {"SIMMIN": "min", **NEWER}
        assert_rows(store, cloud)
        assert not cloud.violations()["count"]

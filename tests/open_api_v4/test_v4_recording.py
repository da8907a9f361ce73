"""A recording of V4 calls tells nobody's serial number, and plays back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from v4_operations import CASES, DAY, SERIALS, START

from growattServer import GrowattV1ApiError, OpenApiV4, record_to
from growattServer.simulator import Simulator


def test_a_recording_plays_back_without_serial_numbers(tmp_path: Path) -> None:
    path = tmp_path / "recording.json"
    with (
        Simulator(start=START, speed=0) as cloud,
        record_to(path),
        OpenApiV4(cloud.token, server_url=cloud.url) as api,
    ):
        powers = _powers(api)
        for name, case in CASES.items():
            getattr(api, name)(*case.arguments)
        with pytest.raises(GrowattV1ApiError) as caught:
            api.history("NOSUCH0001", "min", DAY)
    text = path.read_text("utf-8")
    assert not [serial for serial in SERIALS.values() if serial in text]
    assert cloud.token not in text
    assert all(f"/v4/new-api/{case.path}" in text for case in CASES.values())
    assert caught.value.error_msg == "DEVICE_SN_DOES_NOT_HAVE_PERMISSION"
    assert caught.value.error_msg in text
    with (
        Simulator(recording=path, speed=0) as played,
        OpenApiV4("any", server_url=played.url) as api,
    ):
        assert _powers(api) == powers


def _powers(api: OpenApiV4) -> list[Any]:
    found: list[Any] = []
    for row in api.devices():
        reading = api.latest([row.device_sn], row.family)[row.device_sn]
        found.append((row.family, reading.time, reading.pv_power))
    return found


def test_no_example_shows_a_serial_number_in_a_recording() -> None:
    from support import new_redactor

    folder = Path(__file__).parent.parent / "captures" / "v4"
    for file in folder.glob("*.json"):
        document = json.loads(file.read_text("utf-8"))
        shown = json.dumps(new_redactor().document(document))
        assert "ZZ" not in shown, file.name

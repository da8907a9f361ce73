"""Fixtures that several tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support import RecordingServer


@pytest.fixture
def server() -> Iterator[RecordingServer]:
    recording = RecordingServer()
    yield recording
    recording.stop()

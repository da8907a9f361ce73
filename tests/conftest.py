"""Fixtures that several tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

import spread
from checkers import plug
from checkers.plug import pytest_runtest_makereport as pytest_runtest_makereport
from checkers.seeds import pytest_configure as pytest_configure
from checkers.seeds import pytest_report_header as pytest_report_header
from checkers.seeds import pytest_runtest_setup as pytest_runtest_setup
from checkers.seeds import pytest_terminal_summary as pytest_terminal_summary
from spread import pytest_addoption as pytest_addoption
from support import RecordingServer

# what is compiled once need not be compiled again, neither here nor in what the tests start
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

collect_ignore = ["home_assistant/component"]  # runs where Home Assistant is installed

plug.watch()


@pytest.hookimpl(hookwrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """What may take longest begins first, spread over the workers, so that none ends alone."""
    spread.leave_to_long_tests(items)
    yield  # the choice by marks
    spread.choose(config, items)
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers == 1:
        return
    slow = [item for item in items if item.get_closest_marker("timeout")]
    others = [item for item in items if not item.get_closest_marker("timeout")]
    # each worker begins with an equal part of the list
    size = -(-len(others) // workers)
    parts = [slow[n::workers] + others[n * size : (n + 1) * size] for n in range(workers)]
    items[:] = [item for part in parts for item in part]


@pytest.fixture
def server() -> Iterator[RecordingServer]:
    recording = RecordingServer()
    yield recording
    recording.stop()

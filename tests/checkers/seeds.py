"""One seed a run, and for each test that fails the line that plays it again.

SEED in the environment says it, else it is a new one; all workers have the same. Each test begins
with `random` seeded by it and its own name, so that it neither matters which tests ran before nor
which worker it ran on; what hypothesis tries follows it too.
"""

from __future__ import annotations

import os
import random
import shlex
from typing import Any

import pytest
from hypothesis import core, settings

_BITS = 32


def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed, before workers are started: they inherit it."""
    seed = os.environ.setdefault("SEED", str(random.SystemRandom().getrandbits(_BITS)))
    if core.global_force_seed is None:  # --hypothesis-seed goes before
        chosen: Any = int(seed) if seed.isdecimal() else seed
        core.global_force_seed = chosen
    # a test that is slow on a busy machine has not failed
    settings.register_profile("patient", deadline=None)
    settings.load_profile("patient")


def pytest_report_header() -> str:
    """Tell the seed."""
    return f"seed: {os.environ['SEED']}"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin each test at a place of its own."""
    random.seed(f"{os.environ['SEED']}:{item.nodeid}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A line for each test that failed."""
    failed = [*terminalreporter.getreports("failed"), *terminalreporter.getreports("error")]
    for nodeid in dict.fromkeys(report.nodeid for report in failed):
        terminalreporter.write_line(f"replay: {command(os.environ['SEED'], nodeid)}")


def command(seed: str, nodeid: str) -> str:
    """What plays a test again; make takes a single $ for one of its own."""
    return f"make replay SEED={shlex.quote(seed)} TEST={shlex.quote(nodeid.replace('$', '$$'))}"

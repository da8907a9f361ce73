"""A pytest plugin for `make mutants`: tells the tests that failed to whoever started it.

MUTANTS_FAILED=FILE python -m pytest -x -p mutants_judge ...
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        with Path(os.environ["MUTANTS_FAILED"]).open("a", encoding="utf-8") as file:
            file.write(f"{report.nodeid}\n")

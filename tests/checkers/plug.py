"""What `conftest.py` takes over: the checkers are set to watch, and their findings fail tests."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from . import cleaned, clouds, energy, files, findings, ledgers, rows, secrets, settings

# what is wrong is wrong often
_MOST = 10

CHECKERS = {each.NAME: each for each in (energy, cleaned, rows, ledgers, settings)}


def watch() -> None:
    """Have all of them look on, once a process."""
    clouds.watch()
    secrets.watch()
    for checker in CHECKERS.values():
        checker.watch()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a test that has broken an invariant into one that fails.

    What was found while its fixtures were made is told with the test, and what while they were
    taken down with their end, also where it is the end of those of a module.
    """
    report = yield
    if call.when == "setup" and report.passed:
        return report
    if call.when == "call":
        left = files.files_of(item)
        rows.after(left)
        ledgers.after(left)
        secrets.after(left, report)
    excused = {mark.args[0] for mark in item.iter_markers("breaks")}
    found = [each for each in findings.take() if each.checker not in excused]
    if call.when == "teardown":
        ledgers.forget()
        secrets.forget()
    if found and report.passed:
        report.outcome = "failed"
        lines = [f"{each.checker}: {each.text}" for each in found]
        more = [f"and {len(lines) - _MOST} more"] if len(lines) > _MOST else []
        report.longrepr = "\n".join(["invariants are broken:", *lines[:_MOST], *more])
    return report

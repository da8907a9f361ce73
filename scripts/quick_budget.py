"""A pytest plugin for `make quick`: files in the order given, no PostgreSQL, and an end in time.

    QUICK_END=1781524800 python -m pytest -p quick_budget FILE ...

No further test begins after that second since 1970. It says at the end how many did not run. With
QUICK_SERVERS=1 PostgreSQL is started, too.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Generator, Sequence

import pytest

END = float(os.environ.get("QUICK_END", "inf"))


class Tally:
    """How many tests of each file there are to run, and which have run."""

    def __init__(self) -> None:
        self.all: frozenset[str] = frozenset()
        self.ran: set[str] = set()

    def left(self) -> Counter[str]:
        return Counter(nodeid.partition("::")[0] for nodeid in self.all - self.ran)


TALLY = pytest.StashKey[Tally]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TALLY] = Tally()
    config.pluginmanager.register(Counting(config.stash[TALLY]))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Whatever else reorders them: the nearest files first, and last the tests that may be slow."""
    yield
    places = {argument: place for place, argument in enumerate(config.args)}

    def place(item: pytest.Item) -> tuple[bool, int]:
        is_slow = item.get_closest_marker("timeout") is not None
        return is_slow, places.get(str(item.path), len(places))

    items.sort(key=place)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> None:
    if fixturedef.argname == "postgres" and "QUICK_SERVERS" not in os.environ:
        # a server takes too long to start for a run of a minute; `make test` has these tests
        pytest.skip("needs PostgreSQL")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol() -> bool | None:
    """Pass over a test when the time is up."""
    return True if time.time() >= END else None


class Counting:
    """What of the chosen tests ran, also where other processes run them."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.tally.all |= {item.nodeid for item in session.items}

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        self.tally.all |= set(ids)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.tally.ran.add(report.nodeid)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        left = self.tally.left()
        for file, count in sorted(left.items()):
            terminalreporter.write_line(f"did not run, no time left: {count} in {file}")

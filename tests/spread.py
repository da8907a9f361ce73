"""`--spread N`: of each test that runs with many values, at most N of them, spread over its table.

For a run on another Python: it changes what a test does, and hardly what one row of a table does.
`@pytest.mark.values(N)` does so for one test with many dear values: the others are long tests.
"""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--spread", type=int, help="run each test with so many of its values at most")


def choose(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the others out, and say so as pytest does."""
    most = config.getoption("spread")
    if most is None:
        return
    kept = {item for each in by_test(items) for item in spread(each, most)}
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


def leave_to_long_tests(items: list[pytest.Item]) -> None:
    """Mark what a test with `values(N)` has beyond these."""
    for values in by_test(items):
        mark = values[0].get_closest_marker("values")
        if mark is not None:
            kept = spread(values, *mark.args)
            for item in values:
                if item not in kept:
                    item.add_marker("long")


def by_test(items: list[pytest.Item]) -> list[list[pytest.Item]]:
    """The values of each test."""
    tests: dict[str, list[pytest.Item]] = {}
    for item in items:
        tests.setdefault(item.nodeid.partition("[")[0], []).append(item)
    return list(tests.values())


def spread(values: list[pytest.Item], most: int) -> list[pytest.Item]:
    """So many of a list at most, the first and the last of it among them."""
    if len(values) <= most:
        return values
    return [values[number * (len(values) - 1) // max(most - 1, 1)] for number in range(most)]

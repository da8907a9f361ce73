"""No module needs one that needs it back: imports in functions and for type checkers count, too."""

from __future__ import annotations

import grimp
import pytest

ALLOWED = (
    # a device knows, for type checkers only, which client it has where nothing is said of it
    {
        "open_api_v1.api",
        "open_api_v1.async_api",
        "open_api_v1.devices",
    },
    {"open_api_v4.api", "open_api_v4.devices"},
)
"""Circles that are still there: a name stands for a module and all that is in it."""


@pytest.fixture(scope="module")
def circles() -> set[frozenset[str]]:
    """Modules that import each other, directly or by others, by their names within the package."""
    graph = grimp.build_graph("growattServer", cache_dir=None)
    needs = {module: graph.find_upstream_modules(module) for module in graph.modules}
    found = {
        module: {module, *(other for other in needed if module in needs[other])}
        for module, needed in needs.items()
    }
    return {
        frozenset(module.removeprefix("growattServer.") for module in circle)
        for circle in found.values()
        if len(circle) > 1
    }


def is_within(circle: frozenset[str], allowed: set[str]) -> bool:
    return all(any(f"{module}.".startswith(f"{name}.") for name in allowed) for module in circle)


def test_no_circle_is_new(circles: set[frozenset[str]]) -> None:
    new = [sorted(each) for each in circles if not any(is_within(each, one) for one in ALLOWED)]
    assert new == []


def test_no_circle_is_allowed_that_is_gone(circles: set[frozenset[str]]) -> None:
    gone = [one for one in ALLOWED if not any(is_within(each, one) for each in circles)]
    assert gone == []

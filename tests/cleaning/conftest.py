"""Which of the cleaning's tests run on every Python."""

from __future__ import annotations

from pathlib import Path

import pytest

# summer time comes from the system by way of Python; the rest is arithmetic over other rows
SCENARIOS = ("midnight_bounce", "dst_spring", "dst_autumn")
# as many as it takes for each zone, each season and each kind of record
RUNS = 12


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All scenarios and all imagined houses are for one Python, some of each for all."""
    for item in items:
        if item.path.parent == Path(__file__).parent and not _on_every_python(item):
            item.add_marker(pytest.mark.wide)


def _on_every_python(item: pytest.Item) -> bool:
    values = getattr(item, "callspec", None)
    case = values.params.get("case") if values else None
    run = values.params.get("run", 0) if values else 0
    if item.name.startswith("test_it_is_so_without_a_rated_power"):
        return False
    return run < RUNS and (case is None or case.scenario in SCENARIOS)

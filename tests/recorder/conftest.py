"""Stores on both engines for the tests of the recorder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from .postgres import Postgres

ENGINES = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started when the first test wants it."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture(params=ENGINES)
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """A function that gives the path or URL of a new, empty store on each engine."""
    numbers = count()
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"store{next(numbers)}.db")
    server: Postgres = request.getfixturevalue("postgres")
    name = tmp_path.name.replace("-", "_")
    return lambda: server.url(f"{name}_{next(numbers)}")

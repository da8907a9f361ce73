"""Stores on both engines for the tests of the recorder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from .postgres import Postgres

ENGINES = ("sqlite", "postgres")
NUMBERS = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started when the first test wants it."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture(scope="module", params=ENGINES)
def new_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """A function that gives the path or URL of a new, empty store on each engine."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("stores")
        return lambda: str(folder / f"store{next(NUMBERS)}.db")
    server: Postgres = request.getfixturevalue("postgres")
    return lambda: server.url(f"store{next(NUMBERS)}")

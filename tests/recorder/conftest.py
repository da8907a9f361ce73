"""Stores on both engines for the tests of the recorder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from growattServer.recorder import Store

from .postgres import Postgres

ENGINES = ("sqlite", "postgres")
NUMBERS = count()
TELLING = ("test_record_backfill", "test_record_fleet")


def pytest_itemcollected(item: pytest.Item) -> None:
    """A database server does not know what Python asks it: the backfill tells on any."""
    if not item.path.stem.startswith(TELLING) and _asks_a_server(item):
        item.add_marker(pytest.mark.wide)


def _asks_a_server(item: pytest.Item) -> bool:
    call = getattr(item, "callspec", None)
    values = {} if call is None else call.params
    engine = "postgres" if "postgres" in getattr(item, "fixturenames", ()) else "sqlite"
    return bool(values.get("new_store", engine) == "postgres")


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


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store in a file for all examples of a property, which empty it."""
    with Store(tmp_path_factory.mktemp("stores") / "one.db") as store:
        yield store

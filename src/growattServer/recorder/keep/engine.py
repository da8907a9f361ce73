"""Opening a database: an SQLite file in WAL mode, or a PostgreSQL server by its URL."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from ...addresses import passwords_in
from ...exceptions import GrowattParameterError
from ...files import make_private
from ..errors import extra_missing

# A second program may hold the file for as long as it takes to copy or compact it.
BUSY_S = 30


def url_of(where: str | os.PathLike[str] | URL) -> URL:
    """The URL of a store: a path means an SQLite file, postgresql:// a server."""
    if isinstance(where, URL):
        return where
    text = os.fspath(where)
    if "://" not in text:
        if not text.strip():
            raise GrowattParameterError("the store needs a path or a postgresql:// URL")
        if passwords_in(text):
            # it would become the name of a file
            raise GrowattParameterError("the store must be a path or a postgresql:// URL")
        return URL.create("sqlite", database=str(Path(text).expanduser()))
    url = None
    with suppress(ArgumentError, ValueError):
        url = make_url(text)
    if url is None:
        # the text may hold a password, so it is repeated neither here nor by a cause
        raise GrowattParameterError("the store must be a path or a postgresql:// URL")
    engine = url.get_backend_name()
    if engine in ("postgres", "postgresql"):
        return _hiding(url.set(drivername="postgresql+psycopg"))
    if engine == "sqlite" and url.database:
        return url
    raise GrowattParameterError(f"a store is SQLite (a path) or PostgreSQL, not {engine}")


def _hiding(url: URL) -> URL:
    """The URL with its password where SQLAlchemy hides it, which it does not among options."""
    said = url.query.get("password")
    if said is None:
        return url
    password = said if isinstance(said, str) else said[-1]
    return url.difference_update_query(["password"]).set(password=url.password or password)


def name_of(url: URL) -> str:
    """How a store is called in messages: never with its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"{url.host or 'postgresql'}/{url.database or ''}"


def new_engine(url: URL, *, read_only: bool = False) -> Engine:
    """An engine whose transactions begin when they say so, on both databases."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, read_only)
    try:
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    except ImportError:
        raise extra_missing("a store on PostgreSQL", "postgres") from None
    if read_only:
        engine = engine.execution_options(postgresql_readonly=True)
    return engine


def _sqlite(url: URL, read_only: bool) -> Engine:
    path = Path(str(url.database))
    if not read_only:
        # tells who lives where and when they are at home; what SQLite puts beside it is like it
        with suppress(OSError):
            make_private(path)
    if read_only:
        target = f"file:{_quoted(path.absolute())}?mode=ro"
        url = URL.create("sqlite", database=target, query={"uri": "true"})
    engine = create_engine(
        url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": BUSY_S}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        # the driver's own transactions begin late and end early
        connection.isolation_level = None
        if not read_only:
            # a row takes about a kilobyte: larger pages leave less room unused; new files only
            connection.execute("PRAGMA page_size = 16384")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -8000")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path))

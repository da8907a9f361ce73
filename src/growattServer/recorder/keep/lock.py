"""One recorder a store: a lock that the system gives back when its process dies."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from ...locks import FileLock
from ..errors import GrowattStoreBusyError, store_trouble

# any number that no other program uses; the lock holds within one database
ADVISORY_KEY = 0x67726F77617474

PATIENCE_S = 1.0


def _busy(name: str, who: str) -> GrowattStoreBusyError:
    return GrowattStoreBusyError(
        f"Another recorder{who} is writing to the store {name}",
        hint="stop it first, or give this one a store of its own",
    )


@contextmanager
def file_lock(path: str) -> Iterator[None]:
    """Hold the lock of an SQLite store; raises GrowattStoreBusyError where another one has it."""
    # far behind the text, which stays readable on Windows too
    lock = FileLock(f"{os.path.realpath(path)}.lock", offset=1000)
    if not lock.take():
        said = _holder(lock.path)
        raise _busy(path, f" (process {said})" if said.isdigit() else "")
    try:
        _sign(lock)
        yield
    finally:
        lock.release()


def _sign(lock: FileLock) -> None:
    number = lock.file
    # only for the sentence that another recorder gets; a full disk is no reason to stop
    with suppress(OSError):
        if number is not None:
            os.ftruncate(number, 0)
            os.pwrite(number, str(os.getpid()).encode(), 0)


def _holder(path: str | os.PathLike[str]) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(20).decode("ascii", "replace").strip()
    except OSError:
        return ""


@contextmanager
def server_lock(connection: Connection, name: str) -> Iterator[None]:
    """Hold the lock of a PostgreSQL store, as long as the connection lasts."""
    if not _got(connection, "pg_try_advisory_lock"):
        raise _busy(name, "")
    try:
        yield
    finally:
        _give_back(connection, "pg_advisory_unlock")


@contextmanager
def shared_lock(engine: Engine, name: str) -> Iterator[None]:
    """Hold the lock together with others who do so, and keep a recorder of its own out."""
    with ExitStack() as stack:
        with store_trouble(name):
            connection = stack.enter_context(engine.connect())
            has_it = _got(connection, "pg_try_advisory_lock_shared")
        if not has_it:
            raise _busy(name, "")
        try:
            yield
        finally:
            _give_back(connection, "pg_advisory_unlock_shared")


def _got(connection: Connection, function: str) -> bool:
    """Try for as long as the server may take to notice that whoever had the lock has died."""
    deadline = time.monotonic() + PATIENCE_S
    while not _call(connection, function):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.05)
    return True


def _give_back(connection: Connection, function: str) -> None:
    # a server notices a moment later that a connection was closed: the next one would find it busy
    with suppress(SQLAlchemyError):
        connection.rollback()
        _call(connection, function)


def _call(connection: Connection, function: str) -> bool:
    answer = connection.scalar(text(f"SELECT {function}(:key)"), {"key": ADVISORY_KEY})
    connection.commit()
    return bool(answer)

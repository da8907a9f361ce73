"""One recorder a store: a lock that the system gives back when its process dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from .errors import GrowattStoreBusyError, store_trouble

# any number that no other program uses; the lock holds within one database
ADVISORY_KEY = 0x67726F77617474

PATIENCE_S = 1.0


def _busy(name: str, who: str) -> GrowattStoreBusyError:
    return GrowattStoreBusyError(
        f"Another recorder{who} writes to the store {name}",
        hint="stop it first, or give this one a store of its own",
    )


@contextmanager
def file_lock(path: str) -> Iterator[None]:
    """Hold the lock of an SQLite store; raises GrowattStoreBusyError where another one has it."""
    lock = f"{os.path.realpath(path)}.lock"
    number = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            _lock_file(number)
        except OSError:
            said = os.pread(number, 20, 0).decode("ascii", "replace").strip()
            raise _busy(path, f" (process {said})" if said.isdigit() else "") from None
        with suppress(OSError):
            # only for the sentence that another recorder gets; a full disk is no reason to stop
            os.ftruncate(number, 0)
            os.pwrite(number, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(number)


def _lock_file(number: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        # far behind the text, which stays readable
        os.lseek(number, 1000, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


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

"""One recorder a store: a lock that the system gives back when its process dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from sqlalchemy import Connection, Engine, text

from .errors import GrowattStoreBusyError, store_trouble

# any number that no other program uses; the lock holds within one database
ADVISORY_KEY = 0x67726F77617474


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


def server_lock(connection: Connection, name: str) -> None:
    """Take the lock of a PostgreSQL store; it lasts as long as the connection."""
    asked = text("SELECT pg_try_advisory_lock(:key)")
    if not connection.scalar(asked, {"key": ADVISORY_KEY}):
        raise _busy(name, "")


@contextmanager
def shared_lock(engine: Engine, name: str) -> Iterator[None]:
    """Hold the lock together with others who do so, and keep a recorder of its own out."""
    with ExitStack() as stack:
        with store_trouble(name):
            connection = stack.enter_context(engine.connect())
            asked = text("SELECT pg_try_advisory_lock_shared(:key)")
            has_it = connection.scalar(asked, {"key": ADVISORY_KEY})
            connection.commit()
        if not has_it:
            raise _busy(name, "")
        yield

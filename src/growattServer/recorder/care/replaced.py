"""The old file in whose place a new store is put: nobody may have it open, and nothing of it stays.

SQLite keeps beside a file what is not in it yet, and finds it by its name: what is left there of an
old store would be taken for a part of the new one.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from ..errors import GrowattStoreBusyError
from ..keep.store import is_open

_BESIDE = ("-wal", "-shm", "-journal")


@contextmanager
def exclusive_access(target: Path) -> Iterator[None]:
    """Keep everybody out of a file, with nothing left beside it, until the end of the block.

    Raises GrowattStoreBusyError where another connection has it open.
    """
    if is_open(target):
        raise _open(target)
    if not target.exists():
        _remove_beside(target)
        yield
        return
    with closing(_connected(target)) as connection:
        _fold_in(connection, target)
        if sys.platform == "win32":
            # there, a file that is open cannot be replaced
            connection.close()
        _remove_beside(target)
        yield


def _connected(target: Path) -> sqlite3.Connection:
    where = f"file:{quote(str(target.absolute()))}?mode=rw"
    return sqlite3.connect(where, uri=True, timeout=0, isolation_level=None)


def _fold_in(connection: sqlite3.Connection, target: Path) -> None:
    """Be alone in the file, and put what is beside it into it: it is whole if all else fails."""
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        # the kind is in the last eight bits; whatever else is wrong with it, it is to be replaced
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise _open(target) from error


def _remove_beside(target: Path) -> None:
    for ending in _BESIDE:
        with suppress(FileNotFoundError):
            os.unlink(f"{target}{ending}")


def _open(target: Path) -> GrowattStoreBusyError:
    return GrowattStoreBusyError(
        f"The store {target} is open, and cannot be replaced",
        hint="close what uses it first, or name another file",
    )

"""What is wrong when a ledger cannot be used: the file itself, or what is around it."""

from __future__ import annotations

import sqlite3


class TooNewError(sqlite3.DatabaseError):
    """The file was made by a newer version of this library."""


# what the file is not to blame for: rights, locks, room, the disk
_CIRCUMSTANCES = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_AUTH,
    }
)


def is_damage(error: Exception) -> bool:
    """Whether a file that was opened does not hold what it has to hold.

    Anything may come of flipped bytes, so it is whatever is not known to be something else.
    """
    if isinstance(error, OSError | MemoryError | sqlite3.ProgrammingError | TooNewError):
        return False
    code = getattr(error, "sqlite_errorcode", None)
    # the last byte of a code says what it is, the others what it is in detail
    return code is None or code & 0xFF not in _CIRCUMSTANCES

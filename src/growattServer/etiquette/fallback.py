"""Where the limits are kept while their file cannot be written: in memory that programs share.

A full disk, or one that may only be read, is no reason for each program to count alone, and for
each that starts to begin at nothing. While the file of a fallback is there, all programs of the
user look into it; whoever can write the ledger again carries back what it knows, and removes it.
Linux has such memory, and a restart of the machine clears it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from .pacing import elapsed

MEMORY = Path("/dev/shm")  # noqa: S108  # each user has a folder of his own in it, see below
_LEFT_S = 2 * 86_400.0
_LOCKED_S = 1.0
_RECENT_S = 3600.0
_MOVED = "moved"

Prepare = Callable[[sqlite3.Connection], None]


class DamagedError(Exception):
    """A file of limits that cannot be read."""


class MovedError(Exception):
    """What a fallback knew was carried back meanwhile: the ledger can be written again."""


def fallback_of(path: Path) -> Path | None:
    """The file that stands in for a ledger; None where this machine has no memory for it."""
    if sys.platform != "linux":
        return None
    name = sha256(os.fsencode(path.absolute())).hexdigest()[:32]
    return MEMORY / f"growattServer-{os.geteuid()}" / f"{name}.sqlite3"


def opened(path: Path, prepare: Prepare) -> sqlite3.Connection:
    """A fallback, made where it is not there; `prepare` fills a new one."""
    _check_folder(path.parent)
    # a link that somebody put there is not followed
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600))
    db = sqlite3.connect(path, timeout=_LOCKED_S, check_same_thread=False, isolation_level=None)
    try:
        _read(db, "PRAGMA schema_version")
        with _alone(db):
            prepare(db)
    except BaseException:
        db.close()
        raise
    return db


def _check_folder(folder: Path) -> None:
    """Have a folder that nobody else can enter; others may have been there before."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        return
    found = os.lstat(folder)
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    if not is_ours or found.st_mode & 0o077:
        raise PermissionError(f"{folder} is not a folder of this user alone")
    for path in folder.iterdir():
        with suppress(OSError):
            if datetime.now(UTC).timestamp() - path.stat().st_mtime > _LEFT_S:
                path.unlink()


@contextmanager
def within(db: sqlite3.Connection) -> Iterator[None]:
    """A transaction in a fallback that is in use; raises MovedError where it is no more."""
    with _alone(db):
        if _is_moved(db):
            raise MovedError
        yield


@contextmanager
def _alone(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _is_moved(db: sqlite3.Connection) -> bool:
    wanted = "SELECT 1 FROM documents WHERE name = ?"
    return _read(db, wanted, _MOVED) != []


def _read(db: sqlite3.Connection, wanted: str, *values: str) -> list[Any]:
    try:
        return db.execute(wanted, values).fetchall()
    except sqlite3.DatabaseError as error:
        raise DamagedError from error


def carry_back(path: Path, into: Callable[[Known], None]) -> None:
    """Hand what a fallback knows to whoever can write the ledger, then remove it."""
    with suppress(FileNotFoundError):
        with closing(_open_if_there(path)) as db:
            try:
                _read(db, "PRAGMA schema_version")
                with _alone(db):
                    if not _is_moved(db):
                        into(known_of(db))
                        # those who wait for it shall not write where nobody looks any more
                        db.execute("INSERT INTO documents VALUES (?, '')", (_MOVED,))
            except DamagedError:
                pass  # nothing in it is of use
        path.unlink()


def _open_if_there(path: Path) -> sqlite3.Connection:
    # a connection makes the file that it does not find
    if not path.exists():
        raise FileNotFoundError(path)
    return sqlite3.connect(path, timeout=_LOCKED_S, isolation_level=None)


class Known(NamedTuple):
    """The rows of a ledger, by its tables."""

    pace: list[Any]
    calls: list[Any]
    answers: list[Any]
    documents: list[Any]


# what is in the cells of the tables: texts, floats, integers and bytes
_ROWS = {"pace": "sssffffif", "calls": "ssii", "answers": "sssfb", "documents": "ss"}
_KINDS: dict[str, Any] = {"s": str, "f": int | float, "i": int, "b": bytes}


def known_of(db: sqlite3.Connection) -> Known:
    """What a ledger knows; raises DamagedError where that cannot be told.

    Rows that hold something else than they have to are left out: a file may be damaged, too, that
    cannot be used for another reason.
    """
    found = {
        name: _read(db, f"SELECT * FROM {name}")  # noqa: S608  # our own names
        for name in Known._fields
    }
    return Known(
        **{name: [row for row in rows if _fits(row, _ROWS[name])] for name, rows in found.items()}
    )


def _fits(row: tuple[Any, ...], kinds: str) -> bool:
    return len(row) == len(kinds) and all(
        isinstance(value, _KINDS[kind]) and (kind != "f" or isfinite(value))
        for value, kind in zip(row, kinds, strict=True)
    )


def carry(known: Known, target: sqlite3.Connection, now: float) -> None:
    """Bring into a ledger what another knows: of each call the later, of each hour the more."""
    for row in known.pace:
        _keep_later(target, row, now)
    target.executemany(
        "INSERT INTO calls VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET count = max(count, excluded.count)",
        known.calls,
    )
    recent = [row for row in known.answers if _age(row[3], now) < _RECENT_S]
    target.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", recent)
    target.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?)", known.documents)


def _keep_later(target: sqlite3.Connection, row: tuple[Any, ...], now: float) -> None:
    known = target.execute(
        "SELECT asked_at FROM pace WHERE account = ? AND call = ? AND subject = ?", row[:3]
    ).fetchone()
    if known is None or _age(row[-1], now) <= _age(known[0], now):
        target.execute("INSERT OR REPLACE INTO pace VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _age(moment: float, now: float) -> float:
    """How long ago something was; what a clock of the future wrote is older than all else."""
    since = elapsed(moment, now)
    return float("inf") if since is None else since

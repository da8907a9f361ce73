"""The file of a ledger: how it is opened, shared and waited for, and its rows."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from ..files import Identity, identity_of, make_private, make_private_folder, set_aside
from ..living import Living
from ..locks import Patience, after_fork_in_child, new_lock
from ..state_directory import state_directory
from . import fallback
from .damage import TooNewError
from .ledger_protocol import LimitedCall
from .ledger_rules import CLOCK, Missed
from .pacing import Pace

T = TypeVar("T")

VERSION = 2
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS pace (account TEXT, call TEXT, subject TEXT, next_at REAL,"
    " slower_s REAL, refused_at REAL, flight_until REAL, pid INTEGER, asked_at REAL DEFAULT 0,"
    " PRIMARY KEY (account, call, subject)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS calls (account TEXT, call TEXT, hour INTEGER, count INTEGER,"
    " PRIMARY KEY (account, call, hour)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS answers (account TEXT, call TEXT, variant TEXT, at REAL, body BLOB,"
    " PRIMARY KEY (account, call, variant))",
    "CREATE TABLE IF NOT EXISTS documents (name TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID",
)
# hours since 1970, and calls in one of them
_NO_HOUR, _NO_COUNT = 10_000_000, 10_000_000
LOCKED_S = 1.0
"""How long a locked file is waited for where no call depends on it."""

Action = Callable[["Rows"], T]


class Connections:
    """What a ledger holds open; apart from it, so that it can be closed when the ledger is gone."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.lock = new_lock()
        self.file: sqlite3.Connection | None = None
        self.fallback: sqlite3.Connection | None = None
        self.memory: sqlite3.Connection | None = None
        self.missed = Missed()
        self.rest = Patience()
        self.identity: Identity | None = None
        self._damaged_at: float | None = None
        _OPEN.add(self)

    def in_file(self, action: Action[T]) -> T:
        """Run an action in the file, after what the file has missed."""
        result = transact(self._opened(), self._after_what_was_missed(action))
        self.missed.clear()
        return result

    def _opened(self) -> sqlite3.Connection:
        if self.file is None:
            assert self.path is not None  # noqa: S101  # asked before
            self.identity = None
            self.identity = _prepare(self.path)
            self.file = _open(self.path)
        if self._damaged_at is not None:
            known, moment = fallback.known_of(self.in_memory()), self._damaged_at
            transact(self.file, lambda rows: fallback.carry(known, rows.db, moment))
            self._damaged_at = None
        return self.file

    def set_aside(self, moment: float) -> Path | None:
        """Move a file that is damaged out of the way; a new one begins with what is in memory.

        Gives its new name, None where another program has moved it.
        """
        assert self.path is not None  # noqa: S101  # asked before
        identity = self.identity
        self.drop_file()
        aside = None
        with suppress(FileNotFoundError):
            aside = set_aside(self.path, identity)
        self._damaged_at = moment
        return aside

    def in_fallback(self, action: Action[T], moment: float) -> T:
        """Run an action in what stands in for the file, where there is such a thing."""
        assert self.path is not None  # noqa: S101  # asked before
        place = fallback.fallback_of(self.path)
        if place is None:
            raise OSError("no memory to share")
        try:
            if self.fallback is None:
                self.fallback = fallback.opened(place, self._fill(moment))
            if self.fallback.in_transaction:
                return action(Rows(self.fallback))
            with fallback.within(self.fallback):
                return action(Rows(self.fallback))
        except (fallback.MovedError, fallback.DamagedError):
            self.drop_fallback()
            raise fallback.MovedError from None

    def _fill(self, moment: float) -> Callable[[sqlite3.Connection], None]:
        def fill(db: sqlite3.Connection) -> None:
            if db.execute("PRAGMA user_version").fetchone()[0]:
                return
            _make_tables(db)
            assert self.path is not None  # noqa: S101  # asked before
            # what can be read of the file is still true
            with suppress(sqlite3.Error, fallback.DamagedError):
                with closing(_open_to_read(self.path)) as file:
                    known = fallback.known_of(file)
                fallback.carry(known, db, moment)

        return fill

    def take_back(self, moment: float) -> None:
        """Bring into the file what programs did while it could not be written."""
        place = None if self.path is None else fallback.fallback_of(self.path)
        if place is None or not place.exists() or (self.file and self.file.in_transaction):
            return
        self.drop_fallback()

        def into(known: fallback.Known) -> None:
            transact(self._opened(), lambda rows: fallback.carry(known, rows.db, moment))

        fallback.carry_back(place, into)

    def _after_what_was_missed(self, action: Action[T]) -> Action[T]:
        def both(rows: Rows) -> T:
            self.missed.catch_up(rows)
            return action(rows)

        return both if self.missed else action

    def catch_up(self) -> None:
        """A last try to bring into the file what it has missed."""
        if not self.missed or self.path is None:
            return None
        waiting = Patience(LOCKED_S)
        while True:
            try:
                return self.in_file(lambda rows: None)
            except (sqlite3.Error, OSError) as error:
                if not (is_locked(error) and waiting.pause()):
                    return None

    def wipe(self) -> None:
        """Leave nothing in the file of what was deleted."""
        if self.file is not None:
            with suppress(sqlite3.Error):  # somebody reads it; later rows will cover it
                self.file.execute("VACUUM")
                self.file.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def in_memory(self) -> sqlite3.Connection:
        if self.memory is None:
            self.memory = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
            _make_tables(self.memory)
        return self.memory

    def forget_parent(self) -> None:
        """Begin anew in a child: it may not use what its parent opened, not even to close it."""
        _ABANDONED.extend(filter(None, (self.file, self.fallback, self.memory)))
        self.file, self.fallback, self.memory = None, None, None
        self.missed.clear()

    def drop_file(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None

    def drop_fallback(self) -> None:
        if self.fallback is not None:
            self.fallback.close()
            self.fallback = None

    def let_go(self) -> None:
        """Close all there is, unless a thread that the end of the process overtakes is at work."""
        if not self.lock.acquire(blocking=False):
            return
        try:
            self.catch_up()
            self.drop_file()
            self.drop_fallback()
            if self.memory is not None:
                self.memory.close()
                self.memory = None
        finally:
            self.lock.release()


_OPEN: Living[Connections] = Living()
_ABANDONED: list[sqlite3.Connection] = []
"""Connections of a parent process, kept so that nobody closes them."""


def _begin_as_child() -> None:
    for each in _OPEN:
        each.forget_parent()


after_fork_in_child(_begin_as_child)


def is_locked(error: Exception) -> bool:
    """Whether others are at the file, which passes."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PROTOCOL,
    )


def _prepare(path: Path) -> Identity:
    """Have the file, which only its owner can read; tells which one it is."""
    make_private_folder(path.parent, ours=state_directory())
    # SQLite gives its other files the mode of the first
    make_private(path)
    return identity_of(path)


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=0, check_same_thread=False, isolation_level=None)
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise TooNewError("it was written by a newer version of the library")
        if version < VERSION:
            db.execute("PRAGMA journal_mode = WAL")
            transact(db, lambda rows: _make_tables(rows.db))
        # a power cut may cost the last entries, never the file
        db.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        db.close()
        raise
    return db


def _open_to_read(path: Path) -> sqlite3.Connection:
    """The file as it is; of one whose folder may not be written, too."""
    address = path.absolute().as_uri()
    db = sqlite3.connect(f"{address}?mode=ro", uri=True)
    try:
        db.execute("SELECT 1 FROM pace").fetchone()
    except sqlite3.Error:
        db.close()
        return sqlite3.connect(f"{address}?immutable=1", uri=True)
    return db


def _make_tables(db: sqlite3.Connection) -> None:
    # read within the transaction: another process may have been quicker
    if db.execute("PRAGMA user_version").fetchone()[0] == 1:
        db.execute("ALTER TABLE pace ADD COLUMN asked_at REAL DEFAULT 0")
    for statement in _SCHEMA:
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {VERSION}")


def transact(db: sqlite3.Connection, action: Action[T], missed: Missed | None = None) -> T:
    rows = Rows(db, missed)
    is_within = db.in_transaction
    if is_within:
        # a call that was given up and is collected, or a signal, in the midst of one of this thread
        return action(rows)
    try:
        db.execute("BEGIN IMMEDIATE")
        result = action(rows)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return result


class Rows:
    """The rows that `ledger_rules` asks for; what is written is noted in `missed`, where given."""

    def __init__(self, db: sqlite3.Connection, missed: Missed | None = None) -> None:
        self.db = db
        self._missed = missed

    def pace(self, call: LimitedCall) -> Pace:
        row = self.db.execute(
            "SELECT next_at, slower_s, refused_at, flight_until, pid, asked_at FROM pace"
            " WHERE account = ? AND call = ? AND subject = ?",
            (call.account, call.endpoint, call.subject),
        ).fetchone()
        return Pace() if row is None else Pace(*map(_number, row))

    def put_pace(self, call: LimitedCall, pace: Pace) -> None:
        if self._missed is not None:
            self._missed.put_pace(call, pace)
        self.db.execute(
            "INSERT OR REPLACE INTO pace VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (call.account, call.endpoint, call.subject, *pace),
        )

    def hours(self, account: str, endpoint: str) -> dict[int, int]:
        rows = self.db.execute(
            "SELECT hour, count FROM calls WHERE account = ? AND call = ?", (account, endpoint)
        )
        return {_whole(hour, _NO_HOUR): _whole(count, _NO_COUNT) for hour, count in rows}

    def count(self, account: str, endpoint: str, hour: int, more: int) -> None:
        if self._missed is not None:
            self._missed.count(account, endpoint, hour, more)
        self._add(account, endpoint, hour, more)

    def _add(self, account: str, endpoint: str, hour: int, more: int) -> None:
        self.db.execute(
            "INSERT INTO calls VALUES (?, ?, ?, max(0, ?)) ON CONFLICT DO UPDATE SET"
            " count = max(0, count + ?)",
            (account, endpoint, hour, more, more),
        )

    def move_calls(self, account: str, moved: Mapping[int, int]) -> None:
        later = self.db.execute(
            "DELETE FROM calls WHERE account = ? AND hour >= ? RETURNING call, hour, count",
            (account, min(moved)),
        ).fetchall()
        for endpoint, hour, count in later:
            self._add(account, endpoint, moved.get(hour, hour), count)

    def forget_calls(self, account: str, before: int) -> None:
        self.db.execute("DELETE FROM calls WHERE account = ? AND hour < ?", (account, before))

    def forget_old_calls(self, before: int) -> None:
        """Forget the calls of all accounts before an hour, but for those whose clock was put back.

        Their oldest calls may be the newest.
        """
        self.db.execute(
            "DELETE FROM calls WHERE hour < ? AND ? || account NOT IN"
            " (SELECT name FROM documents WHERE body LIKE '% %')",
            (before, CLOCK),
        )

    def last_hour(self, before: int) -> int | None:
        """The last hour with a call before another."""
        found: int | None = self.db.execute(
            "SELECT max(hour) FROM calls WHERE count > 0 AND hour < ?", (before,)
        ).fetchone()[0]
        return found

    def document(self, name: str) -> str | None:
        row = self.db.execute("SELECT body FROM documents WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def put_document(self, name: str, body: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?)", (name, body))


def _number(value: Any) -> Any:
    """The number in a cell, which may hold anything where the file is damaged."""
    if not isinstance(value, int | float):
        raise ValueError("a cell that holds no number")
    return value


def _whole(value: Any, end: int) -> int:
    """The number of an hour or of calls; one that nobody can have counted would lock for ever."""
    if type(value) is not int or not 0 <= value < end:
        raise ValueError("a cell that holds no such number")
    return value


def lives(pid: int) -> bool:
    """Whether the process that holds a call is still there; in doubt it is."""
    if not pid:
        return False
    if sys.platform == "win32" or pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True

"""What must outlive a process: paces, counts of calls, last answers and sessions, in one file.

All programs of a user share it, so that together they keep the limits of an account. It is SQLite
in WAL mode, readable by its owner only; moments are seconds in UTC. A file that is damaged, locked
or of a newer version costs no call: the ledger goes on in memory, with what this process has done.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
import weakref
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from . import bookkeeping, pacing
from .bookkeeping import ALL_CALLS
from .errand import DAY_S, Answer, Errand, Refusal, Use
from .pacing import HOURS_A_DAY, Pace

T = TypeVar("T")
_LOG = logging.getLogger(__name__)

VERSION = 1
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS pace (account TEXT, call TEXT, subject TEXT, next_at REAL,"
    " slower_s REAL, refused_at REAL, flight_until REAL, pid INTEGER,"
    " PRIMARY KEY (account, call, subject)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS calls (account TEXT, call TEXT, hour INTEGER, count INTEGER,"
    " PRIMARY KEY (account, call, hour)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS answers (account TEXT, call TEXT, variant TEXT, at REAL, body BLOB,"
    " PRIMARY KEY (account, call, variant))",
    "CREATE TABLE IF NOT EXISTS documents (name TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID",
)
_LOCKED_S = 1.0
_TRY_AGAIN_S = 60.0
_KEPT_S = 7 * DAY_S
_MOST_ANSWERS = 1000
_TIDY_EVERY = 500

Action = Callable[[sqlite3.Connection], T]


class Ledger:
    """The memory of the manners; `path` None keeps it within this object.

    Every method may be called from any thread, and takes the present as a moment in UTC.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._held = _Connections()
        self._file_from = 0.0
        self._has_warned = False
        self._until_tidy = 0
        # whoever forgets a ledger need not close it
        weakref.finalize(self, self._held.let_go)

    def __repr__(self) -> str:
        return f"<Ledger {'in memory' if self.path is None else self.path}>"

    # --- asking ----------------------------------------------------------------------------------

    def depart(self, errand: Errand, now: datetime, longest_s: float) -> Refusal | None:
        """Note that an errand is under way, or say why it has to wait."""
        moment = now.timestamp()

        def action(db: sqlite3.Connection) -> Refusal | None:
            return bookkeeping.depart(_Rows(db), errand, moment, longest_s, _lives)

        refusal = self._do(action, moment, is_ours=True)
        if refusal is None:
            self._tidy(moment)
        return refusal

    def arrive(self, errand: Errand, now: datetime, data: Any = None) -> None:
        """Note that an errand has ended; its data, where given, is kept as the last good answer."""
        moment = now.timestamp()
        body = bookkeeping.packed(data)

        def action(db: sqlite3.Connection) -> None:
            bookkeeping.arrive(_Rows(db), errand, moment)

        def keep(db: sqlite3.Connection) -> None:
            db.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)",
                (errand.account, errand.call, errand.variant, moment, body),
            )

        self._do(action, moment, is_ours=True)
        if body is not None:
            self._do(keep, moment)

    def come_back(self, errand: Errand, now: datetime, *, was_sent: bool = False) -> None:
        """Note that the server has not heard of an errand; one that was not sent does not count."""
        moment = now.timestamp()

        def action(db: sqlite3.Connection) -> None:
            bookkeeping.come_back(_Rows(db), errand, moment, was_sent=was_sent)

        self._do(action, moment, is_ours=True)

    def complain(self, errand: Errand, now: datetime, message: str) -> datetime:
        """Note that the server was asked too often; gives the moment of the next try."""
        moment = now.timestamp()

        def action(db: sqlite3.Connection) -> float:
            return bookkeeping.complain(_Rows(db), errand, moment, message)

        return bookkeeping.utc(self._do(action, moment, is_ours=True))

    def last(self, errand: Errand, now: datetime) -> Answer | None:
        """The last good answer to the same question, with its age."""
        moment = now.timestamp()

        def action(db: sqlite3.Connection) -> Any:
            return db.execute(
                "SELECT at, body FROM answers WHERE account = ? AND call = ? AND variant = ?",
                (errand.account, errand.call, errand.variant),
            ).fetchone()

        row = self._do(action, moment)
        return None if row is None else bookkeeping.unpacked(row[0], row[1], moment)

    # --- looking ---------------------------------------------------------------------------------

    def use_of(self, account: str, now: datetime) -> Use:
        """What an account has used of late, and what it has to wait for."""
        moment = now.timestamp()

        def action(db: sqlite3.Connection) -> Use:
            paces = db.execute(
                "SELECT call, subject, next_at FROM pace WHERE account = ? AND next_at > ?"
                " AND next_at <= ? ORDER BY next_at",
                (account, moment, moment + pacing.FURTHEST_S),
            ).fetchall()
            return Use(_Rows(db).hours(account, ALL_CALLS), tuple(paces))

        return self._do(action, moment)

    # --- documents -------------------------------------------------------------------------------

    def load(self, name: str, now: datetime) -> str | None:
        """A document that was saved under a name."""

        def action(db: sqlite3.Connection) -> Any:
            return db.execute("SELECT body FROM documents WHERE name = ?", (name,)).fetchone()

        row = self._do(action, now.timestamp())
        return None if row is None else str(row[0])

    def save(self, name: str, body: str, now: datetime) -> None:
        """Keep a document under a name."""

        def action(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?)", (name, body))

        self._do(action, now.timestamp())

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._held.lock:
            self._held.drop_file()

    # --- the file --------------------------------------------------------------------------------

    def _do(self, action: Action[T], moment: float, *, is_ours: bool = False) -> T:
        """Run an action as one transaction, in the file or else in memory.

        What is ours, the paces and counts of this process, is kept in both.
        """
        held = self._held
        with held.lock:
            if self.path is not None and not self._file_from - _TRY_AGAIN_S <= moment < (
                self._file_from
            ):
                try:
                    if held.file is None:
                        held.file = _open(self.path)
                    result = _transact(held.file, action)
                except (sqlite3.Error, OSError) as error:
                    self._give_up(error, moment)
                else:
                    if is_ours:
                        _transact(held.in_memory(), action)
                    return result
            return _transact(held.in_memory(), action)

    def _give_up(self, error: Exception, moment: float) -> None:
        self._held.drop_file()
        self._file_from = moment + _TRY_AGAIN_S
        if not self._has_warned:
            self._has_warned = True
            _LOG.warning(
                "the ledger %s cannot be used (%s); limits are kept in memory until it can",
                self.path,
                type(error).__name__ if isinstance(error, OSError) else error,
            )

    def _tidy(self, moment: float) -> None:
        """Now and then let go of what is old."""
        self._until_tidy -= 1
        if self._until_tidy > 0:
            return
        self._until_tidy = _TIDY_EVERY

        def action(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM calls WHERE hour < ?", (int(moment // 3600) - 2 * HOURS_A_DAY,))
            db.execute("DELETE FROM pace WHERE max(next_at, refused_at) < ?", (moment - _KEPT_S,))
            db.execute("DELETE FROM answers WHERE at < ?", (moment - _KEPT_S,))
            db.execute(
                "DELETE FROM answers WHERE rowid IN (SELECT rowid FROM answers ORDER BY at DESC"
                " LIMIT -1 OFFSET ?)",
                (_MOST_ANSWERS,),
            )

        self._do(action, moment)


class _Connections:
    """What a ledger holds open; apart from it, so that it can be closed when the ledger is gone."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.file: sqlite3.Connection | None = None
        self.memory: sqlite3.Connection | None = None
        _OPEN.add(self)

    def in_memory(self) -> sqlite3.Connection:
        if self.memory is None:
            self.memory = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
            _make_tables(self.memory)
        return self.memory

    def forget_parent(self) -> None:
        """Begin anew in a child: it may not use what its parent opened, not even to close it."""
        _ABANDONED.extend(filter(None, (self.file, self.memory)))
        # a thread of the parent may have held it when the child began
        self.lock, self.file, self.memory = Lock(), None, None

    def drop_file(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None

    def let_go(self) -> None:
        """Close all there is, unless a thread that the end of the process overtakes is at work."""
        if not self.lock.acquire(blocking=False):
            return
        try:
            self.drop_file()
            if self.memory is not None:
                self.memory.close()
                self.memory = None
        finally:
            self.lock.release()


_OPEN: weakref.WeakSet[_Connections] = weakref.WeakSet()
_ABANDONED: list[sqlite3.Connection] = []
"""Connections of a parent process, kept so that nobody closes them."""


def _begin_as_child() -> None:
    for each in list(_OPEN):
        each.forget_parent()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_as_child)


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives its other files the mode of the first
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    db = sqlite3.connect(path, timeout=_LOCKED_S, check_same_thread=False, isolation_level=None)
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise sqlite3.DatabaseError("it was written by a newer version of the library")
        if version < VERSION:
            db.execute("PRAGMA journal_mode = WAL")
            _make_tables(db)
            db.execute(f"PRAGMA user_version = {VERSION}")
        # a power cut may cost the last entries, never the file
        db.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        db.close()
        raise
    return db


def _make_tables(db: sqlite3.Connection) -> None:
    for statement in _SCHEMA:
        db.execute(statement)


def _transact(db: sqlite3.Connection, action: Action[T]) -> T:
    db.execute("BEGIN IMMEDIATE")
    try:
        result = action(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return result


class _Rows:
    """The rows that `bookkeeping` asks for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def pace(self, errand: Errand) -> Pace:
        row = self._db.execute(
            "SELECT next_at, slower_s, refused_at, flight_until, pid FROM pace"
            " WHERE account = ? AND call = ? AND subject = ?",
            (errand.account, errand.call, errand.subject),
        ).fetchone()
        return Pace() if row is None else Pace(*row)

    def put_pace(self, errand: Errand, pace: Pace) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO pace VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (errand.account, errand.call, errand.subject, *pace),
        )

    def hours(self, account: str, call: str) -> dict[int, int]:
        rows = self._db.execute(
            "SELECT hour, count FROM calls WHERE account = ? AND call = ?", (account, call)
        )
        return dict(rows.fetchall())

    def count(self, account: str, call: str, hour: int, more: int) -> None:
        self._db.execute(
            "INSERT INTO calls VALUES (?, ?, ?, max(0, ?)) ON CONFLICT DO UPDATE SET"
            " count = max(0, count + ?)",
            (account, call, hour, more, more),
        )


def _lives(pid: int) -> bool:
    """Whether the process that holds a call is still there; in doubt it is."""
    if not pid:
        return False
    if sys.platform == "win32" or pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

"""What must outlive a process: paces, counts of calls, last answers and sessions, in one file.

All programs of a user share it, so that together they keep the limits of an account. It is SQLite
in WAL mode, readable by its owner only; moments are seconds in UTC. A file that is locked or of a
newer version, and one on a bad disk, costs no call: the ledger goes on in a `fallback` that
programs share, or else in memory, with what this process has done. One that is damaged is moved
aside, and a new one takes its place.
"""

from __future__ import annotations

import logging
import sqlite3
import weakref
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from ..locks import Patience
from . import fallback, ledger_rules, pacing
from .damage import is_damage
from .ledger_file import LOCKED_S, VERSION, Action, Connections, Rows, is_locked, lives, transact
from .ledger_protocol import DAY_S, Answer, LimitedCall, LimitReached, Use
from .ledger_rules import ALL_CALLS

__all__ = ["VERSION", "Ledger"]

T = TypeVar("T")
_LOG = logging.getLogger(__name__)

_TRY_AGAIN_S = 60.0
_KEPT_S = 7 * DAY_S
_MOST_ANSWERS = 1000
_TIDY_EVERY = 500


class Ledger:
    """What is remembered of calls; `path` None keeps it within this object.

    Every method may be called from any thread, and takes the present as a moment in UTC.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._held = Connections(path)
        self._file_from = 0.0
        self._has_warned = False
        self._has_moved = False
        self._until_tidy = 0
        # whoever forgets a ledger need not close it
        weakref.finalize(self, self._held.let_go)

    def __reduce__(self) -> tuple[type[Self], tuple[Path | None]]:
        # what is open belongs to this process
        return type(self), (self.path,)

    def __copy__(self) -> Self:
        # whoever copies what holds it means the same account
        return self

    def __deepcopy__(self, memo: Any) -> Self:
        return self

    def __repr__(self) -> str:
        return f"<Ledger {'in memory' if self.path is None else self.path}>"

    # --- asking ----------------------------------------------------------------------------------

    def begin(self, call: LimitedCall, now: datetime, longest_s: float) -> LimitReached | None:
        """Note that a call is under way, or say why it has to wait."""
        moment = now.timestamp()
        # whoever cannot ask the others may be one of many who are too early
        waiting = self._patience(longest_s / 2)

        # others have gone on while this one waited: what they did is not in the future
        def action(rows: Rows) -> LimitReached | None:
            present = moment + waiting.waited_s
            return ledger_rules.begin(rows, call, present, longest_s, lives)

        def take_back(rows: Rows) -> None:
            ledger_rules.take_back(rows, call, moment + waiting.waited_s, longest_s)

        try:
            reached = self._do(action, moment, is_ours=True, waiting=waiting)
            self._tidy(moment)
            return reached
        except BaseException:
            # interrupted: it may have been noted, and its caller will not hear of it
            self._do(take_back, moment, is_ours=True)
            raise

    def finish(self, call: LimitedCall, now: datetime, data: Any = None) -> None:
        """Note that a call has ended; its data, where given, is kept as the last good answer."""
        moment = now.timestamp()
        body = ledger_rules.packed(data)

        def action(rows: Rows) -> None:
            ledger_rules.finish(rows, call, moment)

        def keep(rows: Rows) -> None:
            rows.db.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)",
                (call.account, call.endpoint, call.variant, moment, body),
            )

        self._do(action, moment, is_ours=True)
        if body is not None:
            self._do(keep, moment)

    def cancel(self, call: LimitedCall, now: datetime, *, was_sent: bool = False) -> None:
        """Note that the server has not heard of a call; one that was not sent does not count."""
        moment = now.timestamp()

        def action(rows: Rows) -> None:
            ledger_rules.cancel(rows, call, moment, was_sent=was_sent)

        self._do(action, moment, is_ours=True)

    def rate_limited(self, call: LimitedCall, now: datetime, message: str) -> datetime:
        """Note that the server was asked too often; gives the moment of the next try."""
        moment, told_s = now.timestamp(), pacing.wait_in(message)

        def action(rows: Rows) -> float:
            return ledger_rules.rate_limited(rows, call, moment, told_s)

        return ledger_rules.utc(self._do(action, moment, is_ours=True))

    def last(self, call: LimitedCall, now: datetime) -> Answer | None:
        """The last good answer to the same question, with its age."""
        moment = now.timestamp()

        def action(rows: Rows) -> Any:
            return rows.db.execute(
                "SELECT at, body FROM answers WHERE account = ? AND call = ? AND variant = ?",
                (call.account, call.endpoint, call.variant),
            ).fetchone()

        row = self._do(action, moment)
        return None if row is None else ledger_rules.unpacked(row[0], row[1], moment)

    # --- looking ---------------------------------------------------------------------------------

    def use_of(self, account: str, now: datetime) -> Use:
        """What an account has used of late, and what it has to wait for."""
        moment = now.timestamp()

        def action(rows: Rows) -> Use:
            paces = rows.db.execute(
                "SELECT call, subject, next_at FROM pace WHERE account = ? AND next_at > ?"
                " AND next_at <= ? AND asked_at <= ? ORDER BY next_at",
                (account, moment, moment + pacing.FURTHEST_S, moment + pacing.SKEW_S),
            ).fetchall()
            ledger_rules.look_at_clock(rows, account, moment)
            return Use(rows.hours(account, ALL_CALLS), tuple(paces))

        return self._do(action, moment)

    def forget(self, account: str, now: datetime) -> None:
        """Let go of the answers and paces of an account; the counts of its calls stay."""

        def action(rows: Rows) -> None:
            rows.db.execute("DELETE FROM pace WHERE account = ?", (account,))
            rows.db.execute("DELETE FROM answers WHERE account = ?", (account,))

        self._do(action, now.timestamp(), is_ours=True)
        with self._held.lock:
            self._held.wipe()

    # --- documents -------------------------------------------------------------------------------

    def load(self, name: str, now: datetime) -> str | None:
        """A document that was saved under a name."""

        def action(rows: Rows) -> str | None:
            return rows.document(name)

        return self._do(action, now.timestamp())

    def save(self, name: str, body: str, now: datetime) -> None:
        """Keep a document under a name."""

        def action(rows: Rows) -> None:
            rows.put_document(name, body)

        self._do(action, now.timestamp())

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._held.lock:
            self._held.catch_up()
            self._held.drop_file()
            self._held.drop_fallback()

    # --- the file --------------------------------------------------------------------------------

    def _patience(self, seconds: float) -> Patience:
        """How long to wait for a locked file: not at all, soon after it was done in vain."""
        return Patience(0.0 if self._held.rest.left_s else seconds)

    def _do(
        self,
        action: Action[T],
        moment: float,
        *,
        is_ours: bool = False,
        waiting: Patience | None = None,
    ) -> T:
        """Run an action as one transaction, in the file or else in a fallback, or in memory.

        What is ours, the paces and counts of this process, is kept in memory too; what came only
        there goes into the file when that can be used again.
        """
        waiting = waiting or self._patience(LOCKED_S)
        while True:
            # other threads may come to it while this one waits
            with self._held.lock:
                try:
                    return self._try(action, moment, is_ours)
                except Exception as error:
                    if self._is_damaged(error):
                        # what memory cannot do either is no fault of the file, and is raised here
                        result = transact(self._held.in_memory(), action)
                        self._move_aside(error, moment)
                        return result
                    if not isinstance(error, sqlite3.Error | OSError):
                        raise
                    if not (is_locked(error) and waiting.left_s):
                        self._give_up(error, moment, waiting)
                        with suppress(fallback.MovedError):
                            return self._elsewhere(action, moment, is_ours)
                        continue
            waiting.pause()

    def _try(self, action: Action[T], moment: float, is_ours: bool) -> T:
        held = self._held
        if self.path is None:
            return transact(held.in_memory(), action)
        if self._file_from - _TRY_AGAIN_S <= moment < self._file_from:
            try:
                return self._elsewhere(action, moment, is_ours)
            except fallback.MovedError:
                # another program could write the file, and has taken all back into it
                self._file_from = 0.0
        held.take_back(moment)
        result = held.in_file(action)
        if is_ours:
            transact(held.in_memory(), action)
        return result

    def _elsewhere(self, action: Action[T], moment: float, is_ours: bool) -> T:
        """Where the file cannot be used; one that is only locked is waited for by all alike."""
        held = self._held
        if moment < self._file_from:
            try:
                result = held.in_fallback(action, moment)
            except fallback.MovedError:
                raise
            except Exception:
                # it may be damaged as the file may be; what memory cannot do either is raised below
                held.drop_fallback()
            else:
                if is_ours:
                    transact(held.in_memory(), action)
                return result
        return transact(held.in_memory(), action, held.missed if is_ours else None)

    def _is_damaged(self, error: Exception) -> bool:
        return self._held.identity is not None and not self._has_moved and is_damage(error)

    def _move_aside(self, error: Exception, moment: float) -> None:
        self._has_moved = True
        with suppress(OSError):
            aside = self._held.set_aside(moment)
            if aside is not None:
                _LOG.warning(
                    "the ledger %s is damaged (%s); it is kept as %s, and a new one is started",
                    self.path,
                    type(error).__name__,
                    aside.name,
                )

    def _give_up(self, error: Exception, moment: float, waited: Patience) -> None:
        if is_locked(error):
            if not waited.seconds:
                return
            self._held.rest = Patience(3 * waited.seconds)
        else:
            self._held.drop_file()
            self._file_from = moment + _TRY_AGAIN_S
        if not self._has_warned:
            self._has_warned = True
            _LOG.warning(
                "the ledger %s cannot be used (%s); limits are kept in memory until it can",
                self.path,
                type(error).__name__ if isinstance(error, OSError) else str(error),
            )

    def _tidy(self, moment: float) -> None:
        """Now and then let go of what is old."""
        self._until_tidy -= 1
        if self._until_tidy > 0:
            return
        self._until_tidy = _TIDY_EVERY

        def action(rows: Rows) -> None:
            present = pacing.no_later_than(rows.last_hour(pacing.hour_of(moment)), moment)
            rows.forget_old_calls(pacing.hour_of(present) - 2 * pacing.HOURS_A_DAY)
            rows.db.execute(
                "DELETE FROM pace WHERE max(next_at, refused_at) < ?", (present - _KEPT_S,)
            )
            rows.db.execute("DELETE FROM answers WHERE at < ?", (present - _KEPT_S,))
            rows.db.execute(
                "DELETE FROM answers WHERE rowid IN (SELECT rowid FROM answers ORDER BY at DESC"
                " LIMIT -1 OFFSET ?)",
                (_MOST_ANSWERS,),
            )

        # whoever comes next may do it
        self._do(action, moment, waiting=Patience())

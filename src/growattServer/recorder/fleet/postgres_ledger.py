"""The ledger in a PostgreSQL store, for programs on any number of machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from ...etiquette import ledger_rules, pacing
from ...etiquette.ledger_protocol import DAY_S, Answer, LimitedCall, LimitReached, Use
from ...etiquette.ledger_rules import ALL_CALLS
from ...etiquette.pacing import Pace
from ..errors import store_trouble
from ..keep.engine import name_of
from . import tables

_KEPT_S = 7 * DAY_S
_TIDY_EVERY = 500

# any number that no other lock of this library begins with
_LOCK_SPACE = 0x6772


class PostgresLedger:
    """Paces, counts of calls, answers and sessions in the database of a store.

    `Etiquette(ledger=PostgresLedger(engine))` keeps the limits of an account together with
    everybody who uses the same store; the engine is that of an opened `Store`, or one to the same
    database. Every method is one transaction, in which nobody else decides about the same account.
    Raises GrowattStoreError where the database cannot be used: without it no call is sent, as
    nobody knows what others have sent.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = name_of(engine.url)
        self._until_tidy = _TIDY_EVERY

    def __repr__(self) -> str:
        return f"<PostgresLedger {self.name}>"

    # --- calls and answers -----------------------------------------------------------------------

    def begin(self, call: LimitedCall, now: datetime, longest_s: float) -> LimitReached | None:
        """Note that a call is under way, or say why it has to wait."""
        moment = now.timestamp()
        try:
            with self._transaction(call.account) as connection:
                self._tidy(connection, moment)
                rows = _Rows(connection, moment)
                return ledger_rules.begin(rows, call, moment, longest_s, _may_live)
        except Exception:
            raise
        except BaseException:
            # interrupted: it may have been noted, and its caller will not hear of it
            with self._transaction(call.account) as connection:
                ledger_rules.take_back(_Rows(connection), call, moment, longest_s)
            raise

    def finish(self, call: LimitedCall, now: datetime, data: Any = None) -> None:
        """Note that a call has ended; its data, where given, is kept as the last good answer."""
        moment = now.timestamp()
        body = ledger_rules.packed(data)
        with self._transaction(call.account) as connection:
            ledger_rules.finish(_Rows(connection), call, moment)
            if body is not None:
                key = (call.account, call.endpoint, call.variant)
                _put(connection, tables.limit_answers, key, at=moment, body=body)

    def cancel(self, call: LimitedCall, now: datetime, *, was_sent: bool = False) -> None:
        """Note that the server has not heard of a call; one that was not sent does not count."""
        with self._transaction(call.account) as connection:
            rows = _Rows(connection)
            ledger_rules.cancel(rows, call, now.timestamp(), was_sent=was_sent)

    def rate_limited(self, call: LimitedCall, now: datetime, message: str) -> datetime:
        """Note that the server was asked too often; gives the moment of the next try."""
        told_s = pacing.wait_in(message)
        with self._transaction(call.account) as connection:
            moment = ledger_rules.rate_limited(_Rows(connection), call, now.timestamp(), told_s)
        return ledger_rules.utc(moment)

    def last(self, call: LimitedCall, now: datetime) -> Answer | None:
        """The last good answer to the same question, with its age."""
        table = tables.limit_answers.c
        wanted = select(table.at, table.body).where(
            table.account == call.account,
            table.call == call.endpoint,
            table.variant == call.variant,
        )
        with self._transaction() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else ledger_rules.unpacked(row[0], row[1], now.timestamp())

    def use_of(self, account: str, now: datetime) -> Use:
        """What an account has used of late, and what it has to wait for."""
        moment = now.timestamp()
        table = tables.limit_paces.c
        wanted = select(table.call, table.subject, table.next_at).where(
            table.account == account,
            table.next_at > moment,
            table.next_at <= moment + pacing.FURTHEST_S,
            table.asked_at <= moment + pacing.SKEW_S,
        )
        with self._transaction(account) as connection:
            waits = [tuple(row) for row in connection.execute(wanted.order_by(table.next_at))]
            ledger_rules.look_at_clock(_Rows(connection), account, moment)
            return Use(_Rows(connection).hours(account, ALL_CALLS), tuple(waits))

    def forget(self, account: str, now: datetime) -> None:
        """Let go of the answers and paces of an account; the counts of its calls stay."""
        with self._transaction(account) as connection:
            for table in (tables.limit_paces, tables.limit_answers):
                connection.execute(delete(table).where(table.c.account == account))

    def load(self, name: str, now: datetime) -> str | None:
        """A document that was saved under a name."""
        with self._transaction() as connection:
            return _Rows(connection).document(name)

    def save(self, name: str, body: str, now: datetime) -> None:
        """Keep a document under a name."""
        with self._transaction() as connection:
            _Rows(connection).put_document(name, body)

    # --- inside ----------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self, account: str | None = None) -> Iterator[Connection]:
        with store_trouble(self.name), self.engine.begin() as connection:
            if account is not None:
                lock = text("SELECT pg_advisory_xact_lock(:space, hashtext(:account))")
                connection.execute(lock, {"space": _LOCK_SPACE, "account": account})
            yield connection

    def _tidy(self, connection: Connection, moment: float) -> None:
        """Now and then let go of what is old."""
        self._until_tidy -= 1
        if self._until_tidy > 0:
            return
        self._until_tidy = _TIDY_EVERY
        calls, paces = tables.limit_calls, tables.limit_paces
        is_earlier = (calls.c["count"] > 0) & (calls.c.hour < pacing.hour_of(moment))
        last = connection.scalar(select(func.max(calls.c.hour)).where(is_earlier))
        moment = pacing.no_later_than(last, moment)
        oldest = pacing.hour_of(moment) - 2 * pacing.HOURS_A_DAY
        documents = tables.limit_documents.c
        put_back = select(documents.name).where(documents.body.like("% %"))
        is_clear = (ledger_rules.CLOCK + calls.c.account).not_in(put_back)
        connection.execute(delete(calls).where(calls.c.hour < oldest, is_clear))
        newest = func.greatest(paces.c.next_at, paces.c.refused_at)
        connection.execute(delete(paces).where(newest < moment - _KEPT_S))
        answers = tables.limit_answers
        connection.execute(delete(answers).where(answers.c.at < moment - _KEPT_S))


def _may_live(pid: int) -> bool:
    """Whoever holds a call may be on another machine: it is over when its time is over."""
    return pid != 0


def _put(connection: Connection, table: Any, key: tuple[str, ...], **values: Any) -> None:
    names = [column.name for column in table.primary_key]
    row = dict(zip(names, key, strict=True)) | values
    statement = insert(table).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=names, set_=values))


class _Rows:
    """The rows that `ledger_rules` asks for."""

    def __init__(self, connection: Connection, now: float = 0.0) -> None:
        self._connection = connection
        self._now = now

    def pace(self, call: LimitedCall) -> Pace:
        table = tables.limit_paces.c
        wanted = select(
            table.next_at,
            table.slower_s,
            table.refused_at,
            table.flight_until,
            table.pid,
            table.asked_at,
        ).where(
            table.account == call.account,
            table.call == call.endpoint,
            table.subject == call.subject,
        )
        row = self._connection.execute(wanted).one_or_none()
        pace = Pace() if row is None else Pace(*row)
        if not 0.0 < pace.flight_until <= self._now:
            return pace
        # whoever died on the way may have reached the server as late as there was time to
        latest = pace.flight_until + (call.period_s or 0.0)
        return pace._replace(next_at=max(pace.next_at, latest))

    def put_pace(self, call: LimitedCall, pace: Pace) -> None:
        key = (call.account, call.endpoint, call.subject)
        _put(self._connection, tables.limit_paces, key, **pace._asdict())

    def hours(self, account: str, endpoint: str) -> dict[int, int]:
        table = tables.limit_calls.c
        wanted = select(table.hour, table["count"]).where(
            table.account == account, table.call == endpoint
        )
        return {row[0]: row[1] for row in self._connection.execute(wanted)}

    def count(self, account: str, endpoint: str, hour: int, more: int) -> None:
        table = tables.limit_calls
        statement = insert(table).values(
            account=account, call=endpoint, hour=hour, count=max(0, more)
        )
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["account", "call", "hour"],
                set_={"count": func.greatest(0, table.c["count"] + more)},
            )
        )

    def move_calls(self, account: str, moved: Mapping[int, int]) -> None:
        table = tables.limit_calls
        is_later = (table.c.account == account) & (table.c.hour >= min(moved))
        later = (
            delete(table).where(is_later).returning(table.c.call, table.c.hour, table.c["count"])
        )
        for endpoint, hour, count in self._connection.execute(later).all():
            self.count(account, endpoint, moved.get(hour, hour), count)

    def forget_calls(self, account: str, before: int) -> None:
        table = tables.limit_calls
        is_old = (table.c.account == account) & (table.c.hour < before)
        self._connection.execute(delete(table).where(is_old))

    def document(self, name: str) -> str | None:
        table = tables.limit_documents.c
        found: str | None = self._connection.scalar(select(table.body).where(table.name == name))
        return found

    def put_document(self, name: str, body: str) -> None:
        _put(self._connection, tables.limit_documents, (name,), body=body)

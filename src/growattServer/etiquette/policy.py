"""`Etiquette`: how a client keeps the limits, and the ledger that goes with it."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Mapping
from copy import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from ..exceptions import GrowattParameterError
from ..state_directory import state_directory
from ..wire import ON_LIMIT, OnLimit
from .login import Account

if TYPE_CHECKING:
    from .ledger_protocol import LedgerProtocol

SHORTEST_FLOOR = timedelta(minutes=1)
_SESSIONS = "sessions"


class Etiquette:
    """How a client keeps the limits of Growatt's servers, together with all programs of its user.

    `on_limit` says what happens to a call that comes too soon: "raise" GrowattRateLimitError with
    the moment of the next try, "wait" for it, for at most `longest_wait`, or answer with the "last"
    good answer, whose `age` says how old it is. `daily_budget` is the most calls in 24 hours of an
    account; None stands for 180 where a password is used and for no limit beyond those of the
    single calls where a token is, `math.inf` for none. Where the vendor does not say whether so
    many calls a day are for the account or for each plant, `strict_days` takes it for the account.
    `poll_floor` is the shortest time between
    two equal readings with a password.

    Reads that fail in passing are tried again, `retries` times within `retry_within`; writes and
    logins never are. `ledger` is the file in which the limits are kept (SQLite, for its owner
    only): None stands for the user's own one, False for none, and an object with the methods of
    `LedgerProtocol` keeps them elsewhere. It also keeps sessions, so that one login serves all
    programs, and the last answers.

    One object may be given to several clients. Copies share its ledger; in another process, where
    it may be sent to, one without a file begins with an empty one. Constructing does no I/O.
    """

    def __init__(
        self,
        *,
        on_limit: OnLimit = "raise",
        ledger: str | os.PathLike[str] | LedgerProtocol | bool | None = None,
        daily_budget: float | None = None,
        strict_days: bool = False,
        poll_floor: timedelta = timedelta(minutes=5),
        retries: int = 2,
        retry_within: timedelta = timedelta(seconds=30),
        longest_wait: timedelta = timedelta(minutes=15),
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        if on_limit not in ON_LIMIT:
            raise GrowattParameterError(
                f"on_limit must be {' or '.join(ON_LIMIT)}, not {on_limit!r}"
            )
        self.on_limit: OnLimit = on_limit
        self.daily_budget = _budget(daily_budget)
        self.strict_days = bool(strict_days)
        self.poll_floor = _span("poll_floor", poll_floor, SHORTEST_FLOOR)
        self.retries = _count("retries", retries)
        self.retry_within = _span("retry_within", retry_within, timedelta(0))
        self.longest_wait = _span("longest_wait", longest_wait, timedelta(0))
        self._clock = clock
        self.path: Path | None
        self.ledger: LedgerProtocol
        # other things that are given by mistake, such as an engine, have `begin`, too
        if hasattr(ledger, "rate_limited"):
            self.path, self.ledger = None, cast("LedgerProtocol", ledger)
        else:
            from .ledger import Ledger  # SQLite, which programs without an etiquette need not load

            self.path = _path(ledger)
            # here and not at the first call, where several threads may come at once
            self.ledger = Ledger(self.path)

    def __deepcopy__(self, memo: Any) -> Self:
        # the account is the same, and so are its limits
        return copy(self)

    def __repr__(self) -> str:
        where = "in memory" if self.path is None else self.path
        return f"<{type(self).__name__} on_limit={self.on_limit!r}, {where}>"

    def now(self) -> datetime:
        """The present in UTC, by the clock that was given."""
        if self._clock is None:
            return datetime.now(UTC)
        moment = self._clock()
        if moment.tzinfo is None:
            raise GrowattParameterError(
                "the clock of an Etiquette must give a datetime with a zone"
            )
        return moment.astimezone(UTC)

    def budget_of(self, default: int | None) -> int | None:
        """The most calls in 24 hours for an account whose API has this default."""
        if self.daily_budget is None:
            return default
        return None if math.isinf(self.daily_budget) else int(self.daily_budget)

    def forget(self, kind: str, server: str, name: str) -> None:
        """Forget the session, the answers and the paces of an account.

        `kind` is "token" or "password", `name` the token or the user. How many calls it has used
        stays, under a sum that names nobody.
        """
        from .ledger_protocol import account_key
        from .session_store import forget

        forget(self.session_store(), Account(server, name))
        self.ledger.forget(account_key(kind, server, name), self.now())

    def session_store(self) -> LedgerSessionStore:
        """A session store in the ledger."""
        return LedgerSessionStore(self)


class LedgerSessionStore:
    """Logins that all programs of a user share, in the ledger."""

    def __init__(self, etiquette: Etiquette) -> None:
        self._etiquette = etiquette

    def __repr__(self) -> str:
        return f"<sessions of {self._etiquette!r}>"

    @property
    def lock_path(self) -> str | None:
        """The file that processes lock while one of them logs in."""
        path = self._etiquette.path
        return None if path is None else f"{path}.login"

    def load(self) -> Mapping[str, Any]:
        """The document that was saved last, or an empty one."""
        body = self._etiquette.ledger.load(_SESSIONS, self._etiquette.now())
        document = {} if body is None else json.loads(body)
        return document if isinstance(document, dict) else {}

    def save(self, document: Mapping[str, Any]) -> None:
        """Keep this document in place of the one before."""
        body = json.dumps(document)
        self._etiquette.ledger.save(_SESSIONS, body, self._etiquette.now())


def check_etiquette(value: Any) -> None:
    """Raise GrowattParameterError for what is given as `etiquette=` and is none."""
    if not isinstance(value, Etiquette):
        raise GrowattParameterError(
            f"etiquette must be an Etiquette, such as Etiquette(), not a {type(value).__name__}"
        )


def _path(ledger: Any) -> Path | None:
    if ledger is None or ledger is True:
        return state_directory() / "ledger.sqlite3"
    if ledger is False:
        return None
    if isinstance(ledger, str | os.PathLike) and os.fspath(ledger):
        return Path(ledger).expanduser()
    raise GrowattParameterError(
        f"ledger must be a path, None for the user's own or False for none, not {ledger!r}"
    )


def _budget(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if value is None or (is_number and value >= 0 and (math.isinf(value) or value == int(value))):
        return value  # type: ignore[no-any-return]  # it was checked to be a number
    raise GrowattParameterError(f"daily_budget must be a whole number of calls, not {value!r}")


def _count(name: str, value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise GrowattParameterError(f"{name} must be a whole number from 0, not {value!r}")


def _span(name: str, value: Any, least: timedelta) -> timedelta:
    if isinstance(value, timedelta) and value >= least:
        return value
    raise GrowattParameterError(f"{name} must be a timedelta of {least} or more, not {value!r}")

"""One call with its limits, as it is counted, and what a ledger has to do about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol, TypeAlias

DAY_S = 86_400.0


class LimitedCall(NamedTuple):
    """What is about to be asked.

    `subject` is what the server counts by (a device or plant), `variant` tells apart what was asked
    about it. `period_s` and `calls_per_day` are the endpoint's, `budget` the account's; None where
    there is no such limit. Only what does not change anything is `repeatable`. The last answer is
    given again only where the caller can see its age (`shows_age`). The calls of a day are counted
    by account, or by what `counted_by` names.
    """

    operation: str
    account: str
    endpoint: str
    subject: str = ""
    variant: str = ""
    period_s: float | None = None
    calls_per_day: int | None = None
    budget: int | None = None
    repeatable: bool = True
    shows_age: bool = False
    counted_by: str = ""

    @property
    def counted_as(self) -> str:
        """Under which name the calls of a day are counted: the endpoint, or it and the subject."""
        return f"{self.endpoint} {self.counted_by}" if self.counted_by else self.endpoint


Answer: TypeAlias = tuple[Any, timedelta | None]
"""What came of a call: the data, and how old it is where it is not new."""


class LimitReached(NamedTuple):
    """Why a call has to wait, and until when (UTC)."""

    until: datetime
    reason: str


class Use(NamedTuple):
    """What an account has used: calls by hour since 1970, and the paces that hold now."""

    hours: Mapping[int, int]
    waits: tuple[tuple[str, str, float], ...]


def account_key(kind: str, server: str, name: str) -> str:
    """A name for an account that gives neither its token nor its user away."""
    return hashlib.sha256(f"{kind}\n{server}\n{name}".encode()).hexdigest()[:16]


def variant_of(*parameters: Mapping[str, Any] | None) -> str:
    """A short text that is the same for the same parameters."""
    text = json.dumps([dict(each or {}) for each in parameters], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class LedgerProtocol(Protocol):
    """Paces, counts of calls, last answers and documents, shared by whoever shares the limits.

    Every method may be called from any thread, and takes the present as a moment in UTC. The pure
    functions of `pacing` decide; a memory reads and writes what they need in one transaction.
    """

    def begin(self, call: LimitedCall, now: datetime, longest_s: float) -> LimitReached | None:
        """Note that a call is under way, or say why it has to wait."""

    def finish(self, call: LimitedCall, now: datetime, data: Any = None) -> None:
        """Note that a call has ended; its data, where given, is kept as the last good answer."""

    def cancel(self, call: LimitedCall, now: datetime, *, was_sent: bool = False) -> None:
        """Note that the server has not heard of a call; one that was not sent does not count."""

    def rate_limited(self, call: LimitedCall, now: datetime, message: str) -> datetime:
        """Note that the server was asked too often; gives the moment of the next try."""
        ...

    def last(self, call: LimitedCall, now: datetime) -> Answer | None:
        """The last good answer to the same question, with its age."""

    def use_of(self, account: str, now: datetime) -> Use:
        """What an account has used of late, and what it has to wait for."""
        ...

    def forget(self, account: str, now: datetime) -> None:
        """Let go of the answers and paces of an account; the counts of its calls stay."""

    def load(self, name: str, now: datetime) -> str | None:
        """A document that was saved under a name."""

    def save(self, name: str, body: str, now: datetime) -> None:
        """Keep a document under a name."""

"""One call as the manners see it: whose it is, what it asks for, and how often that is allowed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeAlias

DAY_S = 86_400.0


class Errand(NamedTuple):
    """What is about to be asked.

    `subject` is what the server counts by (a device or plant), `variant` tells apart what was asked
    about it. `period_s` and `calls_per_day` are the endpoint's, `budget` the account's; None where
    there is no such limit. Only what does not change anything is `repeatable`. The last answer is
    given again only where the caller can see its age (`shows_age`).
    """

    operation: str
    account: str
    call: str
    subject: str = ""
    variant: str = ""
    period_s: float | None = None
    calls_per_day: int | None = None
    budget: int | None = None
    repeatable: bool = True
    shows_age: bool = False


Answer: TypeAlias = tuple[Any, timedelta | None]
"""What came of an errand: the data, and how old it is where it is not new."""


class Refusal(NamedTuple):
    """Why an errand has to wait, and until when (UTC)."""

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

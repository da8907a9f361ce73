"""What clients asked sooner or more often than they should have: counted always, refused or not."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal, NamedTuple, get_args

from .asking import Body

Kind = Literal[
    "too_soon",
    "too_many_a_day",
    "login_too_soon",
    "too_many_logins",
    "too_many_wrong_passwords",
    "polling_too_fast",
    "too_many_requests",
    "while_locked",
]
KINDS: tuple[str, ...] = get_args(Kind)
_REMEMBERED = 1_000
_SUBJECT_CHARACTERS = 100


class Asked(NamedTuple):
    """A call by its path, and the plant, device or user that it asks about."""

    path: str
    subject: str = ""


class Violations:
    """A log of the newest and an exact count of all; `discreet` takes secrets out of a text."""

    def __init__(self, discreet: Callable[[str], str]) -> None:
        self._discreet = discreet
        self._rows: deque[Body] = deque(maxlen=_REMEMBERED)
        self._by_kind: Counter[str] = Counter()

    def add(
        self, kind: Kind, asked: Asked, now: float, limit: float, early_s: float | None = None
    ) -> None:
        """Note one; without `early_s` no waiting would have made it right."""
        self._by_kind[kind] += 1
        self._rows.append(
            {
                "time": datetime.fromtimestamp(now, UTC).isoformat(),
                "kind": kind,
                "path": self._discreet(asked.path)[:_SUBJECT_CHARACTERS],
                "subject": self._discreet(asked.subject)[:_SUBJECT_CHARACTERS],
                "early_s": None if early_s is None else round(early_s, 6),
                "limit": limit,
            }
        )

    def clear(self) -> None:
        """Forget all of them."""
        self._rows.clear()
        self._by_kind.clear()

    def described(self) -> Body:
        """How many there were, of which kinds, and the newest of them, oldest first."""
        return {
            "count": self._by_kind.total(),
            "by_kind": dict(self._by_kind),
            "violations": list(self._rows),
        }

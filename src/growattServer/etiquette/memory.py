"""What a memory of the manners has to do; `Ledger` is the one that lies in a file."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from .errand import Answer, Errand, Refusal, Use


class Memory(Protocol):
    """Paces, counts of calls, last answers and documents, shared by whoever shares the limits.

    Every method may be called from any thread, and takes the present as a moment in UTC. The pure
    functions of `pacing` decide; a memory reads and writes what they need in one transaction.
    """

    def depart(self, errand: Errand, now: datetime, longest_s: float) -> Refusal | None:
        """Note that an errand is under way, or say why it has to wait."""

    def arrive(self, errand: Errand, now: datetime, data: Any = None) -> None:
        """Note that an errand has ended; its data, where given, is kept as the last good answer."""

    def come_back(self, errand: Errand, now: datetime, *, was_sent: bool = False) -> None:
        """Note that the server has not heard of an errand; one that was not sent does not count."""

    def complain(self, errand: Errand, now: datetime, message: str) -> datetime:
        """Note that the server was asked too often; gives the moment of the next try."""
        ...

    def last(self, errand: Errand, now: datetime) -> Answer | None:
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
